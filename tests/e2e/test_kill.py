"""A play killed at any moment goes on at the last choice seen: written first, then shown."""

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.e2e.terminal import PATIENCE, Pty, Terminal, app, clock, kept
from tests.e2e.test_play_through import Player, shown_after, titled

OpenTerminal = Callable[..., Terminal]
OpenPty = Callable[..., Pty]

SMALL = Path(__file__).parents[1] / "scenarios" / "small.yaml"
BEGIN = ["play", "tuesday_210", "--underneath", "lunch_row", "--diary"]
HELD_SECONDS = 1.5


def nothing(player: Player) -> None:
    """The first beat shows, and that is all."""
    player.terminal.wait_for(clock)


def choice_shown(player: Player) -> None:
    player.choose()


def choice_written(player: Player) -> None:
    """As soon as the choice is in the diary, whether or not the next beat shows."""
    before = player.play.choices
    player.terminal.press("1", lambda _: player.play.choices != before)


def key_sent(player: Player) -> None:
    player.terminal.send("2")


def skipped(player: Player) -> None:
    player.choose("s")


def gone_back(player: Player) -> None:
    before = player.play.choices
    player.terminal.press("b", lambda _: player.play.choices == before[:-1])
    player.terminal.wait_for(lambda text: clock(text) == shown_after(player.play))


def note_half_written(player: Player) -> None:
    player.terminal.send("n")
    player.terminal.wait_for("Enter Keep")
    player.terminal.write("half a th")


def note_kept(player: Player) -> None:
    player.terminal.send("n")
    player.terminal.wait_for("Enter Keep")
    player.terminal.write("a thought")
    player.terminal.wait_for("a thought")
    player.terminal.send("Enter")
    player.terminal.wait_for(lambda text: "Enter Keep" not in text)
    assert player.play.notes == ("a thought",)


def looking_ahead(player: Player) -> None:
    player.terminal.send("w")
    player.terminal.wait_for(titled("nothing has been chosen"))


def resized(player: Player) -> None:
    player.choose()
    player.terminal.resize(120, 40)
    player.terminal.wait_for("So far")


MOMENTS = (
    nothing,
    choice_written,
    choice_shown,
    note_half_written,
    key_sent,
    note_kept,
    looking_ahead,
    gone_back,
    skipped,
    resized,
)


def test_killed_at_ten_moments_of_one_play_it_goes_on_each_time(
    open_terminal: OpenTerminal, tmp_path: Path
) -> None:
    env = {"CLASSROOMSIM_HOME": str(tmp_path)}
    terminal = open_terminal(app(*BEGIN), env=env)
    player = Player(terminal, tmp_path)
    player.begin()
    for moment in MOMENTS:
        moment(player)
        seen = player.play
        terminal.kill(signal.SIGKILL)
        assert terminal.wait_for_end() == -signal.SIGKILL
        after = player.play
        assert after.choices[: len(seen.choices)] == seen.choices, moment
        assert len(after.choices) <= len(seen.choices) + 1, moment
        assert after.notes == seen.notes, moment
        terminal.close()

        terminal = open_terminal(app(), env=env)
        player.terminal = terminal
        terminal.wait_for("Carry on")
        screen = terminal.press("Enter", clock)
        assert clock(screen) == shown_after(after), moment
        assert player.play == after, moment
    assert len(kept(tmp_path)) == 1
    player.play_on()


def a_long_story(folder: Path) -> Path:
    """A story of forty beats, each at a time of its own, with two choices that lead to the next."""
    story = yaml.safe_load(SMALL.read_text(encoding="utf-8"))
    beat = story["scenes"]["the_table"]
    names = [f"beat_{n}" for n in range(40)]
    choices = list(beat["choices"].values())
    story["start"] = names[0]
    story["scenes"] = {
        name: {
            **beat,
            "clock": f"09:{n:02}",
            "skip": after,
            "choices": {f"way_{way}": {**one, "goto": after} for way, one in enumerate(choices)},
        }
        for n, (name, after) in enumerate(zip(names, [*names[1:], "washed"], strict=True))
    }
    path = folder / "small.yaml"
    path.write_text(json.dumps(story), encoding="utf-8")  # JSON is YAML without aliases
    return path


def beats_shown(output: bytes) -> int:
    """How many beats have been on the screen, by the times that were written to it."""
    return max((n + 1 for n in range(40) if b"09:%02d" % n in output), default=0)


# How much of the next beat's drawing may come out before the kill: none, the first bytes, half.
@pytest.mark.parametrize("drawn", [0, 1, 400, 1200, 3000])
def test_killed_while_the_next_beat_is_drawn(open_pty: OpenPty, tmp_path: Path, drawn: int) -> None:
    story = a_long_story(tmp_path)
    env = {"CLASSROOMSIM_HOME": str(tmp_path / "home")}
    command = ["play", str(story), "--underneath", "tired", "--diary"]
    pty = open_pty(app(*command, "--from-play", "way_0,way_1,way_0"), env=env)
    pty.wait_for(b"Begin")
    press(pty, "\r", lambda output: beats_shown(output) == 4)
    before = len(pty.output)
    press(pty, "1", lambda output: len(output) > before + drawn)
    pty.kill(signal.SIGKILL)
    assert pty.wait_for_end() == -signal.SIGKILL

    (play,) = kept(tmp_path / "home")
    assert play.choices[:3] == ("way_0", "way_1", "way_0")
    assert beats_shown(pty.output) - 1 <= len(play.choices) <= 4
    again = open_pty(app(), env=env)
    again.wait_for(b"Carry on")
    now = b"09:%02d" % len(play.choices)
    press(again, "\r", lambda output: now in output)


def press(pty: Pty, key: str, holds: Callable[[bytes], bool]) -> None:
    """Presses a key until the output is as it should be: a new beat takes no key at once."""
    deadline = time.monotonic() + PATIENCE
    while True:
        pty.send(key)
        try:
            pty.wait_for(holds, 0.9)
        except AssertionError:
            if time.monotonic() > deadline:
                raise
        else:
            return


def test_a_key_held_down_chooses_once(open_terminal: OpenTerminal, tmp_path: Path) -> None:
    story = a_long_story(tmp_path)
    home = tmp_path / "home"
    terminal = open_terminal(
        app("play", str(story), "--underneath", "tired", "--diary"),
        env={"CLASSROOMSIM_HOME": str(home)},
    )
    terminal.wait_for("Enter Begin")
    terminal.press("Enter", lambda text: clock(text) == "09:00")
    terminal.press("1", lambda text: clock(text) == "09:01")
    until = time.monotonic() + HELD_SECONDS
    while time.monotonic() < until:
        terminal.send("1")
    terminal.write("1" * 50)
    terminal.send("?")  # comes after all the others, and opens help
    terminal.wait_for("What this is")
    assert kept(home)[0].choices == ("way_0",)

    terminal.send("Escape")
    terminal.wait_for(lambda text: clock(text) == "09:01")
    terminal.press("1", lambda text: clock(text) == "09:02")  # and pressed anew it is meant
    assert kept(home)[0].choices == ("way_0", "way_0")


def test_enter_held_down_does_not_fall_through_from_the_shelf(
    open_terminal: OpenTerminal, tmp_path: Path
) -> None:
    terminal = open_terminal(app("--no-diary"), env={"CLASSROOMSIM_HOME": str(tmp_path)})
    terminal.wait_for(titled("the shelf"))
    terminal.press("Enter", "Enter Begin")
    until = time.monotonic() + HELD_SECONDS
    while time.monotonic() < until:
        terminal.send("Enter")
    terminal.send("?")
    terminal.wait_for("What this is")
    terminal.send("Escape")
    terminal.wait_for("Enter Begin")
