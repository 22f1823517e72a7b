"""The terminal is given back after anything but SIGKILL: signals, a closed window, an error."""

import re
import resource
import shutil
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

import classroomsim
from tests.e2e.terminal import (
    NotSeenError,
    Pty,
    Terminal,
    app,
    at_another_time,
    clock,
    kept,
    without_sequences,
)
from tests.e2e.test_play_through import nearly_over, titled

OpenTerminal = Callable[..., Terminal]
OpenPty = Callable[..., Pty]

PLAY = ("play", "tuesday_210", "--underneath", "lunch_row")
MODES = {1000: "mouse", 1002: "mouse", 1003: "mouse", 1006: "mouse", 1015: "mouse"} | {
    1004: "focus",
    1049: "alternate screen",
    2004: "bracketed paste",
    2026: "synchronised output",
}
"""Modes that have to be off at the end, wherever they were turned on."""
NO_PRLIMIT = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs Linux")


class Place(NamedTuple):
    """A screen: how the program is started for it, and then keys with what each shows."""

    command: Sequence[str]
    first: str
    keys: Sequence[tuple[str, str]] = ()


PLACES = {
    "the first question": Place((), "Keep a private diary"),
    "the shelf": Place(("--no-diary",), "the shelf"),
    "before": Place((*PLAY, "--diary"), "Enter Begin"),
    "a beat": Place((*PLAY, "--diary"), "Enter Begin", (("Enter", "What do you do?"),)),
    "a note": Place(
        (*PLAY, "--diary"), "Enter Begin", (("Enter", "What do you do?"), ("n", "Enter Keep"))
    ),
    "looking back": Place(
        (*PLAY, "--diary", "--from-play", nearly_over(0)),
        "Enter Begin",
        (("Enter", "Enter Looking back"), ("Enter", "only you can see this")),
    ),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def left_on(output: bytes) -> set[str]:
    """What the program turned on in the terminal and did not turn off again."""
    last: dict[int, bytes] = {}
    for numbers, switch in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", output):
        last |= {int(number): switch for number in numbers.split(b";")}
    found = {name for mode, name in MODES.items() if last.get(mode) == b"h"}
    if last.get(25) == b"l":
        found.add("hidden cursor")
    if last.get(7) == b"l":
        found.add("no wrapping")
    if output.count(b"\x1b[>1u") + output.count(b"\x1b[>25u") > output.count(b"\x1b[<u"):
        found.add("keyboard protocol")
    if not re.search(rb"\x1b\[0?m[^\x1b]*(?:\x1b\[[^m\x1b]*[a-ln-zA-Z][^\x1b]*)*\Z", output):
        found.add("colours")
    return found


def after_the_screen(output: bytes) -> str:
    """What was written after the alternate screen was left, for the player to read."""
    return without_sequences(output.rpartition(b"\x1b[?1049l")[2])


def state_of(terminal: Terminal) -> tuple[bool, bool, bool]:
    """Whether the second screen and the mouse are taken, and whether typing is echoed."""
    return terminal.alternate_screen, terminal.mouse_taken, terminal.echo


def go_to(terminal: Terminal, place: Place) -> None:
    terminal.wait_for(place.first)
    for key, shows in place.keys:
        if key == "Enter":
            terminal.press(key, shows)
        else:
            terminal.send(key)
            terminal.wait_for(shows)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("name", PLACES)
def test_a_signal(
    open_terminal: OpenTerminal, home: Path, name: str, number: signal.Signals
) -> None:
    place = PLACES[name]
    terminal = open_terminal(app(*place.command), env={"CLASSROOMSIM_HOME": str(home)})
    go_to(terminal, place)
    assert state_of(terminal) == (True, True, False)
    terminal.kill(number)
    assert terminal.wait_for_end() == 0
    assert state_of(terminal) == (False, False, True)
    assert terminal.cursor_shown
    assert terminal.text().strip() == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_every_mode_is_turned_off_again(
    open_pty: OpenPty, home: Path, number: signal.Signals
) -> None:
    pty = open_pty(app(*PLAY, "--no-diary"), env={"CLASSROOMSIM_HOME": str(home)})
    pty.wait_for(b"Begin")
    assert left_on(pty.output) >= {"alternate screen", "mouse", "bracketed paste", "hidden cursor"}
    if number is signal.SIGINT:
        pty.send(b"\x03")
    else:
        pty.kill(number)
    assert pty.wait_for_end() == 0
    assert left_on(pty.output) == set()
    assert after_the_screen(pty.output).strip() == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("written", [1, 200, 2000])
def test_a_signal_while_the_first_screen_is_drawn(
    open_pty: OpenPty, home: Path, written: int, number: signal.Signals
) -> None:
    pty = open_pty(app(), env={"CLASSROOMSIM_HOME": str(home)})
    pty.wait_for(lambda output: len(output) >= written)
    pty.kill(number)
    assert pty.wait_for_end() in {0, -number}
    assert left_on(pty.output) == set()


def more_often(what: bytes, seen: int) -> Callable[[bytes], bool]:
    """Whether an output holds something more often than before."""
    return lambda output: output.count(what) > seen


@pytest.mark.parametrize("name", ["the first question", "a beat", "looking back"])
def test_a_closed_window_ends_the_program(open_pty: OpenPty, home: Path, name: str) -> None:
    place = PLACES[name]
    pty = open_pty(app(*place.command), env={"CLASSROOMSIM_HOME": str(home)})
    pty.wait_for(place.first.split()[-1].encode())
    for key, shows in place.keys:
        wanted = shows.split()[-1].encode()
        seen = pty.output.count(wanted)
        while pty.output.count(wanted) == seen:
            pty.send("\r" if key == "Enter" else key)
            with suppress(NotSeenError):
                pty.wait_for(more_often(wanted, seen), 0.9)
    pty.hang_up()
    assert pty.wait_for_end() in {0, -signal.SIGHUP}


def in_a_beat(open_pty: OpenPty, env: dict[str, str], *options: str) -> Pty:
    """A play at its first beat."""
    pty = open_pty(app(*PLAY, *(options or ("--diary",))), env=env)
    pty.wait_for(b"Begin")
    while b"What do you do?" not in pty.output:
        pty.send("\r")
        with suppress(NotSeenError):
            pty.wait_for(b"What do you do?", 0.9)
    return pty


def test_an_error_inside_the_program(open_pty: OpenPty, home: Path, tmp_path: Path) -> None:
    # What the help screen needs is gone once it is asked for, as in the middle of an update.
    checkout = Path(classroomsim.__file__).parents[2]
    copy = shutil.copytree(checkout / "src" / "classroomsim", tmp_path / "src" / "classroomsim")
    (tmp_path / "scenarios").symlink_to(checkout / "scenarios")
    env = {"CLASSROOMSIM_HOME": str(home), "PYTHONPATH": str(tmp_path / "src")}
    pty = in_a_beat(open_pty, env)
    for file in ("help.py", "help.tcss"):
        (copy / "ui" / file).unlink()
    pty.send("?")
    assert pty.wait_for_end() == 1
    assert left_on(pty.output) == set()
    said = after_the_screen(pty.output).strip()
    assert said.startswith("classroomsim: something went wrong")
    assert len(said.splitlines()) == 1
    assert "Traceback" not in without_sequences(pty.output)
    assert len(kept(home)) == 1


@NO_PRLIMIT
def test_a_full_disk_is_said_and_the_play_goes_on(open_terminal: OpenTerminal, home: Path) -> None:
    terminal = open_terminal(app(*PLAY, "--diary"), env={"CLASSROOMSIM_HOME": str(home)})
    terminal.wait_for("Enter Begin")
    terminal.press("Enter", clock)
    resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (1, 1))
    before = clock(terminal.text())
    terminal.press("1", at_another_time(before))
    terminal.wait_for("without being kept")
    before = clock(terminal.text())
    terminal.press("2", at_another_time(before))
    assert kept(home)[0].choices == ()
    terminal.send("q")
    assert terminal.wait_for_end() == 0
    assert terminal.echo


def test_a_diary_folder_taken_away_in_a_play_ends_nothing(
    open_terminal: OpenTerminal, home: Path, tmp_path: Path
) -> None:
    terminal = open_terminal(app(*PLAY, "--diary"), env={"CLASSROOMSIM_HOME": str(home)})
    terminal.wait_for("Enter Begin")
    terminal.press("Enter", clock)
    home.rename(tmp_path / "elsewhere")
    for key in "12":
        before = clock(terminal.text())
        terminal.press(key, at_another_time(before))
    terminal.send("q")
    assert terminal.wait_for_end() == 0
    assert not terminal.alternate_screen
    assert terminal.echo


def test_a_home_that_cannot_be_made_is_said(open_terminal: OpenTerminal, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    env = {"CLASSROOMSIM_HOME": str(tmp_path / "file" / "home")}
    terminal = open_terminal(app("--diary"), env=env)
    terminal.wait_for(titled("the shelf"))
    terminal.wait_for("nothing will be kept")
    terminal.send("q")
    assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("value", ["1", "yes"])
def test_no_color_means_none(open_pty: OpenPty, home: Path, value: str) -> None:
    env = {"CLASSROOMSIM_HOME": str(home), "NO_COLOR": value}
    pty = in_a_beat(open_pty, env, "--no-diary")
    pty.kill(signal.SIGTERM)
    assert pty.wait_for_end() == 0
    assert colours(pty.output) == set()


def colours(output: bytes) -> set[bytes]:
    """The parts of SGR sequences that set a colour; the terminal's own, 39 and 49, are none."""
    found: set[bytes] = set()
    for parameters in re.findall(rb"\x1b\[([0-9;:]*)m", output):
        for number in re.split(
            rb"[;:]", re.sub(rb"[34]8[;:](?:5[;:]\d+|2(?:[;:]\d+){3})", b"38", parameters)
        ):
            if number and (30 <= int(number) <= 38 or 40 <= int(number) <= 48 or int(number) >= 90):
                found.add(parameters)
    return found
