"""Two copies of the program on one diary, and none at all: what is written, and what is not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, app, at_another_time, clock, kept
from tests.e2e.test_play_through import Player, nearly_over, shown_after, titled

OpenTerminal = Callable[..., Terminal]

BEGIN = ["play", "tuesday_210", "--underneath", "lunch_row"]


def test_two_copies_each_keep_a_play_of_their_own(
    open_terminal: OpenTerminal, tmp_path: Path
) -> None:
    env = {"CLASSROOMSIM_HOME": str(tmp_path)}
    one = open_terminal(app(*BEGIN, "--diary"), env=env)
    other = open_terminal(app(*BEGIN, "--diary"), env=env)
    for terminal in (one, other):
        terminal.wait_for("Enter Begin")
        terminal.press("Enter", clock)
    for key in ("1", "2", "3"):
        for terminal in (one, other):
            before = clock(terminal.text())
            terminal.press(key, at_another_time(before))
    first, second = kept(tmp_path)
    assert len(first.choices) == len(second.choices) == 3
    assert clock(one.text()) == shown_after(first)
    assert clock(other.text()) == shown_after(second)


def test_one_play_carried_on_in_two_windows_becomes_two(
    open_terminal: OpenTerminal, tmp_path: Path
) -> None:
    env = {"CLASSROOMSIM_HOME": str(tmp_path)}
    one = open_terminal(app(*BEGIN, "--diary"), env=env)
    player = Player(one, tmp_path)
    player.begin()
    player.choose()
    (shared,) = kept(tmp_path)

    other = open_terminal(app(), env=env)
    other.wait_for("Carry on")
    other.press("Enter", lambda text: clock(text) == shown_after(shared))
    before = shown_after(shared)
    other.press("3", at_another_time(before))
    (theirs,) = kept(tmp_path)
    assert theirs.choices[:-1] == shared.choices

    one.press("2", at_another_time(before))
    one.wait_for("in another window")
    still, own = kept(tmp_path)
    assert still == theirs
    assert own.choices[:-1] == shared.choices
    assert own.choices != theirs.choices

    player.choose("1")
    at = clock(other.text())
    other.press("1", at_another_time(at))
    still, own = kept(tmp_path)
    assert (len(still.choices), len(own.choices)) == (3, 3)


def everything_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture
def whole_home(tmp_path: Path) -> dict[str, str]:
    """An environment in which whatever is written for a user is written below `tmp_path`."""
    places = {"HOME": "", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config"}
    places |= {"XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state", "TMPDIR": ""}
    return {
        "CLASSROOMSIM_HOME": str(tmp_path / "classroomsim"),
        **{name: str(tmp_path / place) for name, place in places.items()},
    }


def play_and_look_back(terminal: Terminal) -> None:
    """From before a play to looking back, with a note, a guess at another way, and another try."""
    terminal.wait_for("Enter Begin")
    terminal.press("Enter", clock)
    terminal.send("n")
    terminal.wait_for("Enter Keep")
    terminal.write("for now")
    terminal.wait_for("for now")
    terminal.send("Enter")
    terminal.wait_for(lambda text: "Enter Keep" not in text)
    before = clock(terminal.text())
    terminal.press("1", at_another_time(before))
    terminal.wait_for("Enter Looking back")
    terminal.press("Enter", titled("Looking back"))
    terminal.send("r")
    terminal.wait_for("Trying again from")
    terminal.send("C-q")
    assert terminal.wait_for_end() == 0


def test_without_a_diary_nothing_at_all_is_written(
    open_terminal: OpenTerminal, tmp_path: Path, whole_home: dict[str, str]
) -> None:
    command = app("--no-diary", *BEGIN, "--from-play", nearly_over(1))
    play_and_look_back(open_terminal(command, env=whole_home, cwd=tmp_path))
    assert everything_in(tmp_path) == []


def test_no_to_the_first_question_writes_nothing_and_is_asked_again(
    open_terminal: OpenTerminal, tmp_path: Path, whole_home: dict[str, str]
) -> None:
    terminal = open_terminal(app(), env=whole_home, cwd=tmp_path)
    terminal.wait_for("Keep a private diary on this computer?")
    terminal.send("n")
    terminal.wait_for(lambda text: "Keep a private diary" not in text)
    terminal.press("Enter", "Enter Begin")
    terminal.press("Enter", clock)
    before = clock(terminal.text())
    terminal.press("1", at_another_time(before))
    terminal.send("q")
    terminal.wait_for(titled("the shelf"))
    assert "Carry on" not in terminal.text()
    terminal.send("q")
    assert terminal.wait_for_end() == 0
    assert everything_in(tmp_path) == []

    again = open_terminal(app(), env=whole_home, cwd=tmp_path)
    again.wait_for("Keep a private diary on this computer?")
