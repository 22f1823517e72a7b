"""`classroomsim watch`, and `play --revisit`: what they say where there is nothing to show."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from classroomsim.plain import help as said
from tests.unit.plain.hearing import WHOLE_PLAY, flat

SMALL = Path(__file__).parents[2] / "scenarios" / "small.yaml"
BROKEN = Path(__file__).parents[2] / "scenarios" / "broken" / "broken_watch.yaml"


class Said(NamedTuple):
    """What one run of the program gave."""

    code: int
    out: str
    error: str


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a diary would lie; nothing is there yet."""
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path))


def run(*words: str, typed: str = "") -> Said:
    """One run of the program, with these lines on its standard input."""
    done = subprocess.run(
        (sys.executable, "-m", "classroomsim", *words),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def test_watch_tells_a_colleagues_telling_in_a_pipe() -> None:
    done = run("watch", "tuesday_210", "--plain")
    assert (done.code, done.error) == (0, "")
    assert "Thinking aloud:" in done.out
    assert said.GO_ON not in done.out


def test_watch_needs_a_terminal_or_plain() -> None:
    done = run("watch", "tuesday_210")
    assert (done.code, done.out) == (2, "")
    assert "--plain" in done.error


def test_watch_says_where_nobody_has_written_one() -> None:
    done = run("watch", str(SMALL), "--plain")
    assert (done.code, done.out) == (2, "")
    assert "nobody has written a colleague's telling" in done.error


def test_watch_says_where_one_cannot_be_played() -> None:
    done = run("watch", str(BROKEN), "--plain")
    assert (done.code, done.out) == (2, "")
    assert f"'classroomsim check {BROKEN}' says where" in flat(done.error)


def test_watch_of_an_unknown_scenario_is_one_sentence() -> None:
    done = run("watch", "tuesday_211", "--plain")
    assert done.code == 2
    assert done.error.startswith("classroomsim: ")
    assert "Traceback" not in done.error


def test_revisit_needs_a_diary_and_a_whole_play() -> None:
    done = run("play", "tuesday_210", "--plain", "--revisit")
    assert (done.code, done.error) == (2, f"classroomsim: {said.NO_DIARY_TO_COME_BACK_TO}\n")
    run("play", "tuesday_210", "--plain", "--diary", typed="1\nq\n")
    done = run("play", "tuesday_210", "--plain", "--revisit")
    assert (done.code, done.error) == (2, f"classroomsim: {said.NOTHING_TO_COME_BACK_TO}\n")


def test_revisit_plays_one_moment() -> None:
    whole = "\n".join((*WHOLE_PLAY, "q", ""))
    run("play", "tuesday_210", "--plain", "--diary", "--underneath", "noise", typed=whole)
    done = run("play", "tuesday_210", "--plain", "--revisit", typed="1\nq\n")
    assert (done.code, done.error) == (0, "")
    assert flat(said.BEAT_OVER) in flat(done.out)


@pytest.mark.parametrize(
    "words",
    [
        ("--revisit",),
        ("--plain", "--revisit", "--underneath", "noise"),
        ("--plain", "--revisit", "--from", "the_task"),
    ],
)
def test_revisit_goes_with_plain_and_no_other_beginning(words: tuple[str, ...]) -> None:
    done = run("play", "tuesday_210", *words)
    assert (done.code, done.out) == (2, "")
    assert "--revisit goes with --plain" in done.error


def shown(columns: int, typed: str, *words: str) -> str:
    """What a terminal of so many columns is given."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    program = (sys.executable, "-m", "classroomsim", *words)
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=theirs) as done:
        os.close(theirs)
        assert done.stdin is not None
        done.stdin.write(typed.encode())
        done.stdin.close()
        told = b""
        with suppress(OSError):  # the terminal ends as the program does
            while chunk := os.read(ours, 65_536):
                told += chunk
    os.close(ours)
    assert done.returncode == 0
    return told.decode()


@pytest.mark.parametrize("columns", [45, 60, 80, 200])
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ("watch", "tuesday_210", "--plain")),
        ("?\n1\nl\n?\nm\ny\nc\np\n\nTuesday\no\n", ("play", "tuesday_210", "--plain")),
    ],
)
def test_in_a_narrow_terminal_no_line_is_broken_inside_a_word(
    columns: int, typed: str, words: tuple[str, ...]
) -> None:
    told = shown(columns, typed, *words)
    longest = max(map(len, told.splitlines()))
    assert min(columns, 77) - 12 < longest < min(columns, 77)
