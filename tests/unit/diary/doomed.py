"""Does one thing to a diary in a process that is killed just before its n-th step on the way.

A step is a statement that SQLite begins, or a file that is opened, cut or removed. Reads lines of
JSON, a list each: the diary's path, n, what to do, and with what. Answers `killed`, or `done` where
there were fewer steps. Only the children that it forks ever touch a diary; asked for `held`, it
answers which of some words are in any of its files. (Who has a diary open must not read the files
as such: with the first of them that is closed, the locks on it are gone.)

    python -m tests.unit.diary.doomed
"""

import json
import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from classroomsim.diary.store import Diary

WATCHED = {"open", "os.remove", "os.truncate", "os.rename", "sqlite3.connect"}


class Steps:
    """Counts the steps to come, and kills this process at the last."""

    def __init__(self, left: int) -> None:
        self.left = left

    def step(self) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def watch(self) -> None:
        """From now on, every step counts."""
        connect: Callable[..., sqlite3.Connection] = sqlite3.connect

        def watched(path: str | Path, **more: object) -> sqlite3.Connection:
            sql = connect(path, **more)
            sql.set_trace_callback(lambda _: self.step())
            return sql

        sqlite3.connect = watched  # type: ignore[assignment]
        sys.addaudithook(lambda event, _: self.step() if event in WATCHED else None)


def do(path: Path, what: str, *values: object) -> None:
    with closing(Diary.open(path)) as diary:
        getattr(diary, what)(*values)


def doomed(path: str, left: int, what: str, *values: object) -> bool:
    """Whether the child was killed before it had done all."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            Steps(left).watch()
            do(Path(path), what, *values)
            status = 0
        except BaseException:  # noqa: BLE001 - said here, since nothing comes after
            traceback.print_exc()
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status) != 0:
        sys.exit(f"{what} failed")
    return False


def held(path: Path, words: list[str]) -> list[str]:
    holds = b"".join(file.read_bytes() for file in path.parent.iterdir())
    return [word for word in words if word.encode() in holds]


def main() -> None:
    for line in sys.stdin:
        path, left, what, *values = json.loads(line)
        if what == "held":
            answer = json.dumps(held(Path(path), values))
        else:
            answer = "killed" if doomed(path, left, what, *values) else "done"
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
