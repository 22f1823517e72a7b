"""For Tuesday: the line offered, changed, dated, saved for a calendar and a pocket, and let go."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from classroomsim.debrief.plan import drafted_plan
from classroomsim.diary.record import DiaryError
from classroomsim.diary.sitting import Sitting
from classroomsim.ui.ask import AskDialog
from classroomsim.ui.days import OTHER, DayDialog
from classroomsim.ui.looking_back import LookingBackScreen
from classroomsim.ui.opening import planned_of
from classroomsim.ui.plan import NO_DAY, NOT_YET, UNTIL_THEN, PlanScreen
from classroomsim.ui.planned import PlanOfDiary, PlanOfPlay
from classroomsim.ui.tell import TellDialog
from classroomsim.ui.write import WriteDialog
from tests.ui.lasting import LINE, diary_in, fill, with_diary
from tests.ui.looked_back import HOSTILE, sitting
from tests.ui.playing import SIZES, playing, shown, until


def is_shown(pilot: Pilot[int], kind: type) -> Callable[[], bool]:
    return lambda: isinstance(pilot.app.screen, kind)


@asynccontextmanager
async def planning(
    sat: Sitting | None = None, *, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[PlanScreen, Pilot[int]]]:
    """The plan of the second moment of a play, opened from looking back."""
    async with playing(size=size) as (app, pilot):
        await app.push_screen(LookingBackScreen(sat or sitting(), 1))
        await pilot.press("t")
        await until(pilot, is_shown(pilot, PlanScreen))
        screen = app.screen
        assert isinstance(screen, PlanScreen)
        await until(pilot, lambda: screen.picker.rows)
        yield screen, pilot


async def pick(screen: PlanScreen, pilot: Pilot[int], value: str) -> None:
    """Presses the number of a row."""
    values = [row.value for row in screen.picker.picks]
    await pilot.press(str(values.index(value) + 1))


async def write(pilot: Pilot[int], text: str) -> None:
    """Writes this instead of what stands in the box, and keeps it."""
    await until(pilot, is_shown(pilot, WriteDialog))
    asked = pilot.app.screen
    assert isinstance(asked, WriteDialog)
    asked.box.text = text
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is not asked)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_line_of_the_coaching_is_offered_and_kept_with_one_key(
    size: tuple[int, int],
) -> None:
    sat = sitting()
    async with planning(sat, size=size) as (screen, pilot):
        drafted = drafted_plan(sat.play, 1)
        assert str(screen.query_one("#plan-line").render()) == drafted
        assert str(screen.query_one("#plan-day").render()) == NO_DAY
        assert str(screen.query_one("#plan-kept").render()) == NOT_YET
        assert sat.plan_of(1) is None
        await pilot.press("enter")
        await until(pilot, lambda: sat.plan_of(1) is not None)
        await pilot.pause()
        assert str(screen.query_one("#plan-kept").render()) == UNTIL_THEN.replace("'", "\u2019")
        await pilot.press("q")
        await until(pilot, is_shown(pilot, LookingBackScreen))
        await pilot.pause()
        for place in ("PartView Static", "Afterwards Static"):
            told = "\n".join(str(one.render()) for one in pilot.app.screen.query(place))
            assert "For Tuesday, in your words" in told
            assert drafted in told


async def test_the_words_become_the_player_s_own() -> None:
    sat = sitting()
    async with planning(sat) as (screen, pilot):
        await pick(screen, pilot, "change")
        await until(pilot, is_shown(pilot, WriteDialog))
        assert "name real pupils" in shown(pilot)
        asked = pilot.app.screen
        assert isinstance(asked, WriteDialog)
        assert asked.box.text == drafted_plan(sat.play, 1)
        await write(pilot, LINE)
        await until(pilot, lambda: sat.plan_of(1) is not None)
        plan = sat.plan_of(1)
        assert plan is not None
        assert plan.line == LINE
        await pick(screen, pilot, "change")
        await until(pilot, is_shown(pilot, WriteDialog))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert sat.plan_of(1) == plan


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_in_a_plan_are_only_words(text: str) -> None:
    sat = sitting()
    async with planning(sat, size=(60, 20)) as (screen, pilot):
        await pick(screen, pilot, "change")
        await write(pilot, text)
        await until(pilot, lambda: sat.plan_of(1) is not None)
        await pilot.pause()
        assert pilot.app.is_running
        plan = sat.plan_of(1)
        assert plan is not None
        assert str(screen.query_one("#plan-line").render()) == plan.line


async def test_a_day_is_picked_or_written_or_taken_away() -> None:
    sat = sitting()
    today = datetime.now().astimezone().date()
    async with planning(sat) as (screen, pilot):
        await pick(screen, pilot, "day")
        await until(pilot, is_shown(pilot, DayDialog))
        await pilot.press("1")
        await until(pilot, lambda: sat.plan_of(1) is not None)
        plan = sat.plan_of(1)
        assert plan is not None
        assert plan.day is not None
        assert timedelta(0) < plan.day - today <= timedelta(days=3)

        await until(pilot, lambda: "calendar" in [row.value for row in screen.picker.picks])
        await pick(screen, pilot, "day")
        await until(pilot, is_shown(pilot, DayDialog))
        asked = pilot.app.screen
        assert isinstance(asked, DayDialog)
        await pilot.press(str([answer.value for answer in asked.answers].index(OTHER) + 1))
        await until(pilot, is_shown(pilot, WriteDialog))
        writing = pilot.app.screen
        assert isinstance(writing, WriteDialog)
        writing.box.text = "soon"
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is writing, "it says why, and asks again"
        assert "be read as a day" in shown(pilot)
        wanted = today + timedelta(days=20)
        await write(pilot, wanted.isoformat())
        await until(pilot, lambda: (kept := sat.plan_of(1)) is not None and kept.day == wanted)

        await until(pilot, lambda: pilot.app.screen is screen)
        await pick(screen, pilot, "day")
        await until(pilot, is_shown(pilot, DayDialog))
        await pilot.press("8")
        await until(pilot, lambda: (kept := sat.plan_of(1)) is not None and kept.day is None)


@pytest.mark.parametrize(
    ("what", "ending", "holds"),
    [("calendar", ".ics", "BEGIN:VEVENT"), ("card", ".html", "breathe out")],
)
async def test_a_file_for_the_calendar_and_a_card_are_saved_where_the_player_says(
    tmp_path: Path, what: str, ending: str, holds: str
) -> None:
    sat = sitting()
    sat.plan(1, LINE, datetime.now().astimezone().date() + timedelta(days=5))
    async with planning(sat) as (screen, pilot):
        await pick(screen, pilot, what)
        await until(pilot, is_shown(pilot, AskDialog))
        await pilot.press("1")
        await write(pilot, str(tmp_path / f"mine{ending}"))
        await until(pilot, is_shown(pilot, TellDialog))
        told = [str(text.render()) for text in pilot.app.screen.query(Static)]
        assert str(tmp_path / f"mine{ending}") in told
        assert holds in (tmp_path / f"mine{ending}").read_text(encoding="utf-8")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_a_moment_without_coaching_says_how_a_plan_may_go() -> None:
    sat = sitting(picks=(-1,) * 12)
    async with planning(sat) as (screen, pilot):
        assert "If ..., then".replace("...", "\u2026") in shown(pilot)
        assert [row.value for row in screen.picker.picks] == ["change"]
        await pick(screen, pilot, "change")
        await write(pilot, LINE)
        await until(pilot, lambda: sat.plan_of(1) is not None)


async def test_a_plan_in_the_diary_says_how_it_went_and_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path))
    fill(tmp_path)
    async with with_diary() as (app, pilot):
        diary = app.diary
        assert diary is not None
        planned = planned_of(app, diary.plans()[0])
        assert isinstance(planned, PlanOfPlay)
        screen = PlanScreen(planned)
        await app.push_screen(screen)
        await until(pilot, lambda: screen.picker.rows and app.guard.showing)
        assert LINE in shown(pilot)
        assert "3 December 2030" in shown(pilot)
        await pick(screen, pilot, "went")
        await write(pilot, "It came, and went by.")
        await until(pilot, lambda: diary.plans()[0].came == "It came, and went by.")
        await until(pilot, lambda: "How it went" in shown(pilot))
        await pick(screen, pilot, "let go")
        await until(pilot, lambda: diary.plans() == [])


def test_a_plan_that_is_let_go_is_gone_from_the_play_as_well(tmp_path: Path) -> None:
    fill(tmp_path)
    with closing(diary_in(tmp_path)) as diary:
        entry = next(entry for entry in diary.entries() if entry.notes)
        sat = Sitting.resume(diary, entry)
        PlanOfPlay(sat, 1).let_go()
        assert diary.plans() == []
        assert sat.plans == ()
        sat.diary = None
        assert PlanOfPlay(sat, 1).plan is None, "it does not come back where the diary is gone"


def test_a_plan_of_a_play_that_is_not_kept_is_let_go() -> None:
    sat = sitting()
    sat.plan(1, LINE)
    PlanOfPlay(sat, 1).let_go()
    assert sat.plans == ()
    PlanOfPlay(sat, 1).let_go()


def test_a_plan_that_another_window_made_is_let_go(tmp_path: Path) -> None:
    fill(tmp_path)
    with closing(diary_in(tmp_path)) as diary:
        entry = next(entry for entry in diary.entries() if entry.notes)
        here, other = Sitting.resume(diary, entry), Sitting.resume(diary, entry)
        other.plan(0, LINE)
        planned = PlanOfPlay(here, 0)
        assert planned.line == LINE
        planned.let_go()
        assert [plan.number for plan in diary.plans()] == [1]


async def test_a_plan_outlives_a_play_that_can_not_be_gone_back_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path))
    fill(tmp_path)

    def refuse(*_: object) -> Sitting:
        raise DiaryError("It was played with another version.")

    async with with_diary() as (app, pilot):
        diary = app.diary
        assert diary is not None
        monkeypatch.setattr(Sitting, "resume", refuse)
        planned = planned_of(app, diary.plans()[0])
        assert isinstance(planned, PlanOfDiary)
        screen = PlanScreen(planned)
        await app.push_screen(screen)
        await until(pilot, lambda: screen.picker.rows and app.guard.showing)
        values = [row.value for row in screen.picker.picks]
        assert values == ["change", "day", "calendar", "went", "let go"], "no card without a play"
        await pick(screen, pilot, "change")
        await write(pilot, "If it is loud, then I will wait.")
        await until(pilot, lambda: diary.plans()[0].line == "If it is loud, then I will wait.")
        await pilot.pause()
        await pick(screen, pilot, "went")
        await write(pilot, "Not yet.")
        await until(pilot, lambda: diary.plans()[0].came == "Not yet.")
        await pilot.pause()
        await pick(screen, pilot, "let go")
        await until(pilot, lambda: diary.plans() == [])


def test_a_plan_is_there_when_the_play_is_taken_up_again(tmp_path: Path) -> None:
    fill(tmp_path)
    with closing(diary_in(tmp_path)) as diary:
        entry = next(entry for entry in diary.entries() if entry.notes)
        planned = PlanOfPlay(Sitting.resume(diary, entry), 1)
        assert planned.line == LINE
        assert planned.about == "Tuesday, 2.10, from 14:11, the wait"
