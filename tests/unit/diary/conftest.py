"""A small scenario, and diaries that are closed after the test whatever happens."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from classroomsim.diary.store import Diary
from classroomsim.scenario.read import Reading, read_scenario
from tests.unit.diary.player import SMALL

OpenDiary = Callable[..., Diary]


@pytest.fixture(scope="session")
def small() -> Reading:
    """The scenario of these tests."""
    reading = read_scenario(SMALL)
    assert reading.scenario is not None, reading.problems
    return reading


class Clock:
    """A minute goes by each time it is looked at."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 3, 14, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a diary may lie; nothing is there yet."""
    return tmp_path / "home" / "diary.db"


@pytest.fixture
def open_diary(path: Path) -> Iterator[OpenDiary]:
    """`Diary.open`, by default at `path`, with a clock of its own."""
    with ExitStack() as opened:

        def open_at(where: Path = path) -> Diary:
            return opened.enter_context(closing(Diary.open(where, clock=Clock())))

        yield open_at


@pytest.fixture
def diary(open_diary: OpenDiary) -> Diary:
    """A diary with nothing in it."""
    return open_diary()
