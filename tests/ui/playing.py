"""What the tests of the screens share: an app with a clock of its own, and scenarios to play."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widget import Widget

from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.scenario.library import find
from classroomsim.scenario.read import Reading, read_scenario
from classroomsim.ui.app import ClassroomSim
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.theme import CONTRAST, DARK, LIGHT

SMALL = Path(__file__).parents[1] / "scenarios" / "small.yaml"
SIZES = [(60, 20), (80, 24), (120, 40), (160, 50)]
LEAST = {DARK: 4.5, LIGHT: 4.5, CONTRAST: 7.0}
"""The contrast that every text has at least, by theme."""
PATIENCE = 200
"""Turns of the loop that a wait may take."""


def flagship() -> Reading:
    """The scenario that ships."""
    return read_scenario(find("tuesday_210"))


def small() -> Reading:
    """The scenario for tests."""
    return read_scenario(SMALL)


def clicking() -> Callable[[], float]:
    """A clock that is a minute later each time, so that no press is too early."""
    times: Iterator[float] = iter(range(0, 10**9, 60))
    return lambda: next(times)


@asynccontextmanager
async def playing(
    reading: Reading | None = None,
    *,
    size: tuple[int, int] = (120, 40),
    keep: bool | None = False,
    telling: str | None = None,
    author: bool = False,
) -> AsyncIterator[tuple[ClassroomSim, Pilot[int]]]:
    """The app at its first screen; without a scenario that is the shelf."""
    app = ClassroomSim(keep, reading, telling, author=author)
    app.guard.clock = clicking()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


@asynccontextmanager
async def in_play(
    reading: Reading, telling: str, *, size: tuple[int, int] = (120, 40), author: bool = False
) -> AsyncIterator[tuple[PlayScreen, Pilot[int]]]:
    """A play at its first beat."""
    async with playing(reading, size=size, telling=telling, author=author) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlayScreen) and app.screen.picker.rows)
        assert isinstance(app.screen, PlayScreen)
        yield app.screen, pilot


async def until(pilot: Pilot[int], holds: Callable[[], object]) -> None:
    """Waits until something holds."""
    for _ in range(PATIENCE):
        if holds():
            return
        await pilot.pause(0.005)
    raise AssertionError(f"this never came; the screen is {pilot.app.screen}")


def screen_text(pilot: Pilot[int]) -> list[str]:
    """Every line of the screen as it is painted."""
    screen = pilot.app.screen
    return [
        "".join(segment.text for segment in strip) for strip in screen._compositor.render_strips()
    ]


def shown(pilot: Pilot[int]) -> str:
    """The screen as one text."""
    return "\n".join(screen_text(pilot))


def in_view(widget: Widget) -> bool:
    """Whether all of a widget is on the screen."""
    return widget.screen.region.contains_region(widget.region) and bool(widget.region)


def play_of(reading: Reading, telling: str) -> Play:
    """A play of it, at its start."""
    assert reading.scenario is not None
    return Play.begin(Machine(reading.scenario), telling)
