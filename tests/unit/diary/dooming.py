"""Has things done to a diary by a program that is killed on the way; see `doomed.py`."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[3]
MOST_STEPS = 500


class Dooming:
    """The program that does them; it is started once, since starting is what takes the time."""

    def __init__(self) -> None:
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.unit.diary.doomed"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def killed(self, path: Path, step: int, what: str, *values: object) -> bool:
        """Whether it was killed before step n (from 0) of it, and not done before that."""
        return {"killed": True, "done": False}[self._answer(path, step, what, *values)]

    def held(self, path: Path, words: Iterable[str]) -> list[str]:
        """Which of these words are anywhere in the diary's files."""
        found: list[str] = json.loads(self._answer(path, 0, "held", *words))
        return found

    def _answer(self, path: Path, *values: object) -> str:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(json.dumps([str(path), *values]) + "\n")
        self.program.stdin.flush()
        return self.program.stdout.readline().rstrip("\n")

    def at_every_step(self, path: Path, what: str, *values: object) -> Iterator[Path]:
        """Copies of the diary, each left by a program killed one step later; the last was not."""
        for step in range(MOST_STEPS):
            folder = path.parent.with_name(f"{what} {step}")
            shutil.copytree(path.parent, folder, ignore=shutil.ignore_patterns("*-shm"))
            copy = folder / path.name
            killed = self.killed(copy, step, what, *values)
            yield copy
            if not killed:
                return
        raise AssertionError("it never came to an end")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program."""
        self.program.kill()
        self.program.communicate()
