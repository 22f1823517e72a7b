"""A whole play in a real terminal, by keyboard alone: from the first question back to the shelf."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest

from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.engine.seen import look
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario
from tests.e2e.terminal import Kept, Terminal, app, at_another_time, clock, kept

OpenTerminal = Callable[..., Terminal]

TITLE = "Tuesday, 2.10"
MOST_BEATS = 40
MOST_ROWS = 12
"""No fewer than the rows of the shelf."""


@cache
def machine() -> Machine:
    return Machine(read_scenario(find("tuesday_210")).sound)


def shown_after(play: Kept) -> str:
    """The time that the screen has to show after these choices."""
    return look(Play.begin(machine(), play.telling, play.choices)).clock


def nearly_over(left: int) -> str:
    """Choices that lead to so many before an ending, as the command line takes them."""
    play = Play.begin(machine(), "lunch_row")
    while play.ending is None:
        play = play.choose(play.offers[0].id)
    return ",".join(play.choices[: len(play.choices) - left])


def first_line(screen: str) -> str:
    return screen.partition("\n")[0]


def titled(title: str) -> Callable[[str], bool]:
    """Whether the bar at the top names a screen."""
    return lambda screen: title in first_line(screen)


def ended(screen: str) -> bool:
    """Whether a beat is the last: then Enter leads on to looking back."""
    return bool(clock(screen)) and "Enter Looking back" in screen


def fits(columns: int, now: str) -> Callable[[str], bool]:
    """Whether the bar at the top is drawn for this width, and shows this time."""
    return lambda screen: clock(screen) == now and columns - 5 < len(first_line(screen)) <= columns


class Player:
    """Somebody at the keyboard, who watches both the screen and the diary."""

    def __init__(self, terminal: Terminal, home: Path) -> None:
        self.terminal = terminal
        self.home = home
        self._digits: Iterator[str] = cycle("123")

    @property
    def play(self) -> Kept:
        return kept(self.home)[-1]

    def open_from_shelf(self) -> None:
        """Opens the one scenario that is meant, whatever else is on the shelf."""
        for downs in range(MOST_ROWS):
            self.terminal.wait_for(titled("the shelf"))
            self.terminal.send(*["Up"] * MOST_ROWS, *["Down"] * downs)
            if TITLE in first_line(self.terminal.press("Enter", "Enter Begin")):
                return
            self.terminal.send("q")
        raise AssertionError(f"{TITLE} is not on the shelf")

    def begin(self) -> None:
        """Begins the play that the screen before it tells of."""
        self.terminal.wait_for("Enter Begin")
        self.terminal.press("Enter", clock)

    def choose(self, key: str | None = None) -> str:
        """Makes a choice, and sees that it was in the diary when the next beat showed."""
        before = self.play
        old = shown_after(before)
        self.terminal.wait_for(lambda text: clock(text) == old)
        screen = self.terminal.press(key or next(self._digits), at_another_time(old))
        now = self.play
        assert now.choices[:-1] == before.choices
        assert clock(screen) == shown_after(now)
        return screen

    def play_on(self) -> None:
        """Chooses until the play has ended, and goes on to looking back."""
        for _ in range(MOST_BEATS):
            if self.play.ended:
                break
            self.choose()
        self.terminal.wait_for(ended)
        self.terminal.press("Enter", titled("Looking back"))

    def there_and_back(self, key: str, title: str, leave: str = "Escape") -> None:
        """Opens another screen and comes back, which changes nothing."""
        before = first_line(self.terminal.text())
        self.terminal.send(key)
        self.terminal.wait_for(titled(title))
        self.terminal.send(leave)
        self.terminal.wait_for(lambda text: first_line(text) == before)

    def look_back(self) -> None:
        """Looks at each moment and at why, from one end of the strip to the other."""
        others = self.play.choices[1:]
        for _ in others:  # it begins anywhere, at the moment suggested
            self.terminal.send("Left")
        for _ in others:
            before = self.terminal.text()
            self.terminal.send("Right")
            self.terminal.wait_for(before.__ne__)
        self.there_and_back("y", "Why might that have happened?", "q")
        self.terminal.send("Left")

    def try_again_and_compare(self) -> None:
        """Tries the moment looked at again, to the end, and sets the two ways side by side."""
        before = self.play
        self.terminal.send("r")
        self.terminal.wait_for("Trying again from")
        assert len(self.play.choices) < len(before.choices)
        assert self.play.telling == before.telling
        self.play_on()
        self.terminal.send("c")
        self.terminal.wait_for(titled("Two ways, side by side"))
        self.terminal.send("End")
        self.terminal.wait_for("How it ended")
        self.terminal.send("q")
        self.terminal.wait_for(titled("Looking back"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_whole_play_from_the_first_question_to_two_ways_and_out(
    open_terminal: OpenTerminal, home: Path
) -> None:
    terminal = open_terminal(app(), env={"CLASSROOMSIM_HOME": str(home)})
    player = Player(terminal, home)
    terminal.wait_for("Keep a private diary on this computer?")
    assert not home.exists()
    terminal.send("y")
    player.open_from_shelf()
    player.begin()

    first = clock(terminal.text())
    player.choose()
    terminal.press("b", lambda text: clock(text) == first)
    assert kept(home)[-1].choices == ()
    player.choose()
    player.there_and_back("w", "What if")
    terminal.send("n")
    terminal.wait_for("Note to self\n")
    terminal.write("Try the clock next time.")
    terminal.wait_for("Try the clock next time.")
    terminal.send("Enter")
    terminal.wait_for(lambda text: "Note to self\n" not in text)
    assert player.play.notes == ("Try the clock next time.",)
    player.choose("s")
    assert player.play.choices[-1] == "skip"

    player.play_on()
    player.look_back()
    player.try_again_and_compare()

    terminal.send("q")
    terminal.wait_for(titled("the shelf"))
    terminal.send("q")
    assert terminal.wait_for_end() == 0
    assert [play.ended for play in kept(home)] == [True, True]


@pytest.mark.parametrize(("columns", "lines"), [(60, 20), (120, 40)])
def test_the_end_of_a_play_at_other_sizes(
    open_terminal: OpenTerminal, home: Path, columns: int, lines: int
) -> None:
    command = ["play", "tuesday_210", "--underneath", "lunch_row", "--diary"]
    terminal = open_terminal(
        app(*command, "--from-play", nearly_over(2)),
        env={"CLASSROOMSIM_HOME": str(home)},
        columns=columns,
        lines=lines,
    )
    player = Player(terminal, home)
    player.begin()
    player.play_on()
    player.look_back()
    player.try_again_and_compare()
    terminal.send("q")
    assert terminal.wait_for_end() == 0


def test_a_beat_stays_while_the_window_is_resized(open_terminal: OpenTerminal, home: Path) -> None:
    command = ["play", "tuesday_210", "--underneath", "lunch_row", "--diary"]
    terminal = open_terminal(app(*command), env={"CLASSROOMSIM_HOME": str(home)})
    player = Player(terminal, home)
    player.begin()
    player.choose()
    before = player.play
    now = shown_after(before)
    for columns, lines in ((60, 20), (160, 50), (60, 20), (120, 40), (80, 24)):
        terminal.resize(columns, lines)
        terminal.wait_for(fits(columns, now))
        if columns >= 100:
            terminal.wait_for("So far")
        else:
            terminal.wait_for(lambda text: "So far" not in text)
        terminal.wait_for("Leave (kept)" if columns >= 100 else "Leave")
    assert player.play == before
    player.choose()
    assert len(player.play.choices) == 2
