"""What the tests of plans, the diary and coming back share: a diary with something in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary
from classroomsim.ui.app import ClassroomSim
from classroomsim.ui.diary import DiaryScreen
from tests.ui.looked_back import sitting
from tests.ui.playing import playing, until

LINE = "If a book goes off the desk, then I will breathe out before I speak."
NOTE = "Ask who was on duty at lunch."


def diary_in(home: Path, *, days_ago: float = 0.0) -> Diary:
    """The diary of a home, whose clock stands some days back."""
    return Diary.open(home / "diary.db", clock=lambda: datetime.now(UTC) - timedelta(days=days_ago))


def fill(home: Path, *, days_ago: float = 0.0) -> Sitting:
    """Two plays of the scenario that ships, the first with a note and a plan; gives the first."""
    with closing(diary_in(home, days_ago=days_ago)) as diary:
        first = sitting("lunch_row", (0,) * 12, diary)
        first.note(NOTE, 1)
        first.plan(1, LINE, date(2030, 12, 3))
        sitting("lunch_row", (1,) * 12, diary)
    return first


@asynccontextmanager
async def with_diary(
    *, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[ClassroomSim, Pilot[int]]]:
    """The app on its shelf, with the diary of `CLASSROOMSIM_HOME` open and everything loaded."""
    async with playing(keep=True, size=size) as (app, pilot):
        await until(pilot, lambda: app.diary is not None and app.ready)
        await pilot.pause()
        yield app, pilot


@asynccontextmanager
async def in_diary(
    *, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[DiaryScreen, Pilot[int]]]:
    """The diary's screen, with its list shown."""
    async with with_diary(size=size) as (app, pilot):
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DiaryScreen))
        screen = app.screen
        assert isinstance(screen, DiaryScreen)
        await until(pilot, lambda: screen.picker.rows or screen.query_one("#diary-says").display)
        await pilot.pause()
        yield screen, pilot
