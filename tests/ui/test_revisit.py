"""Coming back: offered quietly, one moment under another cause, its coaching, and the plan."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from classroomsim.debrief.lookback import CANNOT_TELL
from classroomsim.debrief.message import message
from classroomsim.diary.record import DiaryError
from classroomsim.diary.revisit import offer_of
from classroomsim.diary.sitting import Sitting
from classroomsim.ui.app import ClassroomSim
from classroomsim.ui.looking_back import CAME_BACK, LookingBackScreen
from classroomsim.ui.plan import PlanScreen
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.revisit import RevisitScreen
from classroomsim.ui.shelf import COME_BACK, ShelfScreen
from classroomsim.ui.text import typographic
from classroomsim.ui.widgets.key_bar import KeyBar
from classroomsim.ui.widgets.message_view import NOT_YET, MessageView
from classroomsim.ui.write import WriteDialog
from tests.ui.lasting import LINE, diary_in, fill, with_diary
from tests.ui.looked_back import app as looking_at
from tests.ui.looked_back import show, sitting, text_of
from tests.ui.playing import SIZES, shown, until


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the diary lies."""
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def is_shown(pilot: Pilot[int], kind: type) -> Callable[[], bool]:
    return lambda: isinstance(pilot.app.screen, kind)


def shelf_of(app: ClassroomSim) -> ShelfScreen:
    """The shelf, which is shown."""
    assert isinstance(app.screen, ShelfScreen)
    return app.screen


async def come_back(pilot: Pilot[int]) -> RevisitScreen:
    """Opens what the shelf offers."""
    shelf = pilot.app.screen
    assert isinstance(shelf, ShelfScreen)
    await until(pilot, lambda: shelf.offers)
    await shelf.open(next(iter(shelf.offers)))
    await until(pilot, is_shown(pilot, RevisitScreen))
    screen = pilot.app.screen
    assert isinstance(screen, RevisitScreen)
    await until(pilot, lambda: screen.picker.rows and screen.our_app.guard.showing)
    return screen


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_play_of_some_days_ago_is_offered_and_nothing_is_counted(
    home: Path, size: tuple[int, int]
) -> None:
    fill(home, days_ago=3)
    async with with_diary(size=size) as (app, pilot):
        shelf = shelf_of(app)
        await until(pilot, lambda: shelf.offers)
        await pilot.pause()
        text = text_of(shelf)
        assert COME_BACK in text
        rows = [str(row.text) for row in shelf.picker.picks if row.value in shelf.offers]
        assert len(rows) == 1
        assert LINE in rows[0]
        assert not any(word in rows[0].casefold() for word in ("due", "missed", "late", "streak"))
        screen = await come_back(pilot)
        assert [row.value for row in screen.picker.picks] == ["came", "beat", "plan"]


async def test_nothing_is_offered_on_the_day_nor_where_it_is_switched_off(home: Path) -> None:
    fill(home)
    async with with_diary() as (app, pilot):
        await pilot.pause()
        first = shelf_of(app)
        assert first.offers == {}
    with closing(diary_in(home)) as diary:
        diary.forget(1)
        diary.forget(2)
    fill(home, days_ago=3)
    async with with_diary() as (app, pilot):
        shelf = shelf_of(app)
        await until(pilot, lambda: shelf.offers)
        await pilot.press("o", "2", "escape")
        await until(pilot, lambda: app.screen is shelf and not shelf.offers)
        assert app.settings.come_back is False
    async with with_diary() as (again, pilot):
        await pilot.pause()
        later = shelf_of(again)
        assert later.offers == {}, "and it stays so"


async def test_whether_it_came_is_asked_first_and_the_plan_is_at_hand(home: Path) -> None:
    fill(home, days_ago=3)
    async with with_diary() as (app, pilot):
        diary = app.diary
        assert diary is not None
        screen = await come_back(pilot)
        await pilot.press("1")
        await until(pilot, is_shown(pilot, WriteDialog))
        assert "name real pupils" in shown(pilot)
        writing = app.screen
        assert isinstance(writing, WriteDialog)
        writing.box.text = "It came on Wednesday."
        await pilot.press("enter")
        await until(pilot, lambda: diary.plans()[0].came == "It came on Wednesday.")
        await until(pilot, lambda: app.screen is screen and "It came on Wednesday." in shown(pilot))
        await pilot.press("3")
        await until(pilot, is_shown(pilot, PlanScreen))
        await pilot.press("q")
        await until(pilot, lambda: app.screen is screen)


async def test_one_moment_is_played_under_another_cause(home: Path) -> None:
    first = fill(home, days_ago=3)
    async with with_diary() as (app, pilot):
        diary = app.diary
        assert diary is not None
        await come_back(pilot)
        play = await play_one_moment(pilot)
        assert play.sitting.play.scene is not None
        assert play.sitting.play.scene.id == diary.plans()[0].scene
        assert play.sitting.play.world.telling.id != first.play.world.telling.id
        assert "You have come back to" in text_of(play)
        assert not play.check_action("back", ()), "what led here is not played again"
        await pilot.press("1")
        await until(pilot, lambda: play.over)
        await pilot.pause()
        assert play.picker.rows == []
        assert not play.check_action("skip", ())
        assert "Looking back" in str(app.screen.query_one(KeyBar).render())
        await pilot.press("b")
        await until(pilot, lambda: not play.over and play.picker.rows)


async def test_its_coaching_follows_and_leads_back_to_the_plan_and_the_shelf(home: Path) -> None:
    fill(home, days_ago=3)
    async with with_diary() as (app, pilot):
        diary = app.diary
        assert diary is not None
        screen = await come_back(pilot)
        play = await play_one_moment(pilot)
        await pilot.press("2")
        await until(pilot, lambda: play.over and app.guard.showing)
        await pilot.press("enter")
        await until(pilot, is_shown(pilot, LookingBackScreen))
        await pilot.pause()
        looking = app.screen
        assert isinstance(looking, LookingBackScreen)
        assert looking.chosen == len(looking.looking.cards) - 1
        text = text_of(looking)
        assert CAME_BACK in text
        assert "What the school could provide" in text
        assert "In this telling, " in text, "the beat is over, so its cause is told"
        assert "You left before the end" not in text
        await pilot.press("q")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("q")
        await until(pilot, is_shown(pilot, ShelfScreen))
        shelf = shelf_of(app)
        await until(pilot, lambda: shelf.offers == {})
        assert diary.entries()[0].kind == "revisit"
        assert diary.unfinished() == []


async def play_one_moment(pilot: Pilot[int]) -> PlayScreen:
    """From the screen for coming back."""
    screen = pilot.app.screen
    assert isinstance(screen, RevisitScreen)
    await pilot.press("2")
    await until(pilot, lambda: is_shown(pilot, PlayScreen)() and screen.our_app.guard.showing)
    play = pilot.app.screen
    assert isinstance(play, PlayScreen)
    return play


async def test_what_could_be_seen_of_it_is_told_beside_a_guess_or_without_one(home: Path) -> None:
    fill(home, days_ago=3)
    with closing(diary_in(home)) as diary:
        offer = offer_of(diary.entries(), diary.plans())
        assert offer is not None
        for guess in (None, ()):
            visit = Sitting.revisit(diary, offer)
            assert visit.play.ending is None
            if guess is not None:
                visit.guess(guess)
            visit.choose(visit.play.offers[0].id)
            number = len(visit.play.choices) - 1
            found = message(visit.play, number, guess, over=True)
            assert found.here is not None
            async with looking_at().run_test(size=(80, 24)) as pilot:
                looking = LookingBackScreen(visit)
                await show(pilot, looking)
                view = looking.query_one(MessageView)
                assert view.display
                text = text_of(view)
                assert (CANNOT_TELL in text) == (guess is not None)
                assert NOT_YET not in text
                for side in (found.here, *found.elsewhere):
                    assert all(typographic(said) in text for said in (side.underneath, *side.cues))


async def test_a_second_go_is_one_moment_again_and_is_not_carried_on(home: Path) -> None:
    fill(home, days_ago=3)
    async with with_diary() as (app, pilot):
        diary = app.diary
        assert diary is not None
        await come_back(pilot)
        play = await play_one_moment(pilot)
        await pilot.press("2")
        await until(pilot, lambda: play.over and app.guard.showing)
        await pilot.press("enter")
        await until(pilot, is_shown(pilot, LookingBackScreen))
        await pilot.press("r")
        await until(pilot, is_shown(pilot, PlayScreen))
        again = app.screen
        assert isinstance(again, PlayScreen)
        await until(pilot, lambda: app.guard.showing)
        assert "Trying again from" in text_of(again)
        await pilot.press("1")
        await until(pilot, lambda: again.over)
        assert diary.entries()[0].kind == "revisit"
        assert diary.unfinished() == []


async def test_a_visit_is_left_at_any_moment_and_is_not_carried_on(home: Path) -> None:
    fill(home, days_ago=3)
    async with with_diary() as (app, pilot):
        screen = await come_back(pilot)
        await pilot.press("2")
        await until(pilot, lambda: is_shown(pilot, PlayScreen)() and app.guard.showing)
        await pilot.press("q")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("q")
        await until(pilot, is_shown(pilot, ShelfScreen))
        assert app.diary is not None
        assert app.diary.unfinished() == []


async def test_without_a_plan_there_is_one_moment_to_play(home: Path) -> None:
    with closing(diary_in(home, days_ago=8)) as diary:
        sitting("noise", (0,) * 12, diary)
    async with with_diary() as (_, pilot):
        screen = await come_back(pilot)
        assert [row.value for row in screen.picker.picks] == ["beat"]
        assert screen.query_one("#plan-panel").has_class("-hidden")


async def test_a_play_that_can_not_be_gone_back_to_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(home, days_ago=3)

    def refuse(*_: object) -> Sitting:
        raise DiaryError("this was played with another version of the program")

    async with with_diary() as (app, pilot):
        screen = await come_back(pilot)
        monkeypatch.setattr(Sitting, "revisit", refuse)
        await pilot.press("2")
        told = "This was played with another version of the program."
        await until(pilot, lambda: told in [note.message for note in app._notifications])
        assert app.screen is screen
        assert str(screen.query_one("#plan-line", Static).render()) == LINE
