"""A colleague's telling, watched moment by moment; and a focus chosen before a play."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from classroomsim.debrief.focus import FOCUSES, moment_for
from classroomsim.debrief.watched import Watched, watched
from classroomsim.engine.machine import Machine
from classroomsim.ui.app import ClassroomSim
from classroomsim.ui.ask import AskDialog
from classroomsim.ui.before import BeforeScreen
from classroomsim.ui.looking_back import LookingBackScreen
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.text import typographic
from classroomsim.ui.watch import WatchScreen
from tests.ui.looked_back import text_of
from tests.ui.playing import SIZES, clicking, flagship, playing, small, until


def telling() -> Watched:
    """The colleague's telling of the scenario that ships."""
    found = watched(Machine(flagship().sound))
    assert found is not None
    return found


def is_shown(pilot: Pilot[int], kind: type) -> Callable[[], bool]:
    return lambda: isinstance(pilot.app.screen, kind)


async def before(pilot: Pilot[int]) -> BeforeScreen:
    await until(pilot, is_shown(pilot, BeforeScreen))
    screen = pilot.app.screen
    assert isinstance(screen, BeforeScreen)
    return screen


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_enter_reads_on_and_goes_through_every_moment_to_the_end(
    size: tuple[int, int],
) -> None:
    found = telling()
    async with playing(flagship(), size=size) as (app, pilot):
        screen = await before(pilot)
        await pilot.press("w")
        await until(pilot, is_shown(pilot, WatchScreen))
        watching = app.screen
        assert isinstance(watching, WatchScreen)
        for number, moment in enumerate(found.moments):
            assert watching.at == number
            text = text_of(watching)
            assert typographic(moment.thinking).replace("*", "") in text
            assert all(typographic(line) in text for line in moment.seen.notices)
            marked = list(watching.query(".watch-choice.-theirs"))
            assert len(marked) == 1
            await press_on(pilot, watching)
        await until(pilot, lambda: watching.ended)
        text = text_of(watching)
        assert typographic(found.after) in text
        assert typographic(found.underneath) in text
        await pilot.press("b")
        await until(pilot, lambda: not watching.ended)
        await press_on(pilot, watching)
        while app.screen is watching:
            await pilot.press("enter")
            await pilot.pause()
        assert app.screen is screen


async def press_on(pilot: Pilot[int], watching: WatchScreen) -> None:
    """Presses Enter until the next moment is there; a long one is read on first."""
    now = watching.at
    for _ in range(20):
        if watching.at != now and watching.our_app.guard.showing:
            return
        await pilot.press("enter")
        await pilot.pause()
    raise AssertionError("Enter did not go on")


async def test_where_nobody_wrote_one_there_is_no_key_for_it() -> None:
    async with playing(small()) as (_, pilot):
        screen = await before(pilot)
        assert "w" not in [hint.key for hint in screen.key_bar.hints]
        await pilot.press("w")
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_a_colleague_s_telling_can_be_the_first_thing_shown_and_leaving_ends() -> None:
    app = ClassroomSim(keep=False, play=flagship(), watch=True)
    app.guard.clock = clicking()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, is_shown(pilot, WatchScreen))
        await pilot.press("q")
        await until(pilot, lambda: app.return_value == 0)


async def test_a_scenario_without_one_says_so_and_can_be_played() -> None:
    app = ClassroomSim(keep=False, play=small(), watch=True)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await before(pilot)
        assert [note.message for note in app._notifications] == [
            "Nobody has written a colleague's telling of this scenario yet."
        ]


async def test_one_thing_to_look_at_settles_where_looking_back_begins() -> None:
    async with playing(flagship(), telling="lunch_row") as (app, pilot):
        screen = await before(pilot)
        line = screen.query_one("#before-focus", Static)
        await pilot.press("f")
        await until(pilot, is_shown(pilot, AskDialog))
        asked = app.screen
        assert isinstance(asked, AskDialog)
        assert len(asked.answers) == len(FOCUSES) + 1
        await pilot.press("3")
        await until(pilot, lambda: app.screen is screen)
        assert FOCUSES[2].name in str(line.render())
        await pilot.press("f")
        await until(pilot, is_shown(pilot, AskDialog))
        await pilot.press("6")
        await until(pilot, lambda: app.screen is screen)
        assert screen.focus_id is None
        await pilot.press("f")
        await until(pilot, is_shown(pilot, AskDialog))
        await pilot.press("4")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("enter")
        await until(pilot, is_shown(pilot, PlayScreen))
        play = app.screen
        assert isinstance(play, PlayScreen)
        assert play.sitting.focus == FOCUSES[3].id
        while not play.seen.ended:
            await play.choose(play.seen.choices[0].id)
        play.look_back()
        await until(pilot, is_shown(pilot, LookingBackScreen))
        await pilot.pause()
        looking = app.screen
        assert isinstance(looking, LookingBackScreen)
        found = moment_for(play.sitting.play, FOCUSES[3].id)
        assert found is not None
        assert looking.chosen == found.number
        assert typographic(found.sentence) in text_of(looking)
