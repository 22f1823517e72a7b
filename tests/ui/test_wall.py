"""The wall: Enter does the next step by its name, and every other key does what it says."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from classroomsim.room.shares import Hands
from classroomsim.room.steps import FORMS, ONWARD, Step
from classroomsim.ui.ask import AskDialog
from classroomsim.ui.host.app import HostApp
from classroomsim.ui.host.hands import HandsScreen
from classroomsim.ui.host.joining import BigQr
from classroomsim.ui.host.pace import UP, Pace
from classroomsim.ui.host.qr import drawn, squares
from classroomsim.ui.host.wall import BOTH_IN, YOUR_CALL
from classroomsim.ui.tell import TellDialog
from classroomsim.ui.text import typographic
from tests.ui.hosting import ELSEWHERE, everybody, hosting, settled, to
from tests.ui.playing import SIZES, shown, until


async def answer(pilot: Pilot[int], app: HostApp, key: str) -> None:
    """Answers a question that is about to be asked."""
    await until(pilot, lambda: isinstance(app.screen, AskDialog))
    asked = app.screen
    await pilot.press(key)
    await until(pilot, lambda: app.screen is not asked)


@pytest.mark.parametrize("form", FORMS)
async def test_enter_leads_through_every_form_and_says_what_comes(
    tmp_path: Path, form: str
) -> None:
    async with hosting(tmp_path, form=form) as (app, pilot):
        seen = []
        while not app.room.session.over:
            seen.append(app.room.session.step)
            coming = app.room.session.coming
            assert coming is not None
            told = YOUR_CALL if coming is Step.FOLLOW else app.room.session.onward
            assert f"Next: {told}" in shown(pilot)
            await to(app, pilot, coming)
        assert len(app.room.session.play.choices) == FORMS[form].beats
        assert "Thank you." in shown(pilot)


async def test_hands_take_one_key_a_choice_and_show_nothing(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        await to(app, pilot, Step.VOTE)
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, HandsScreen))
        for letter, key in zip("ABCD", "3214", strict=True):
            asked = f"Hands up for {letter}"
            await until(pilot, lambda: asked in shown(pilot) and app.guard.showing)  # noqa: B023
            assert "many" not in shown(pilot).splitlines()[:-2]
            await pilot.press(key)
        await until(pilot, lambda: app.screen is app.wall_screen)
        counted = [app.room.hands()[choice.id].amount for choice in app.room.session.offers]
        assert counted == ["many", "a few", "none", "most"]
        assert "many" not in shown(pilot)


async def test_an_exact_number_of_hands_can_be_given(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        await to(app, pilot, Step.VOTE)
        await pilot.press("h", "x")
        await until(pilot, lambda: bool(app.screen.query("#writing-box")))
        await pilot.press("1", "7", "enter")
        first = app.room.session.offers[0].id
        await until(pilot, app.room.hands)
        assert app.room.hands() == {first: Hands("a few", 17)}


async def test_both_votes_stand_side_by_side_and_the_room_is_followed(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        await to(app, pilot, Step.VOTE)
        await everybody(app, {0: 10, 1: 3})
        await to(app, pilot, Step.TALK)
        assert "many" not in shown(pilot)
        await to(app, pilot, Step.VOTE_AGAIN)
        await everybody(app, {0: 3, 1: 12})
        await until(pilot, lambda: "Many have voted." in shown(pilot))
        await to(app, pilot, Step.REVEAL)
        lines = shown(pilot)
        assert "\u2592" in lines
        assert "\u2588" in lines
        assert BOTH_IN in lines
        assert "Next: follow the room" in lines
        second = app.room.session.offers[1].id
        await pilot.press("enter")
        await until(pilot, lambda: app.room.session.followed)
        assert app.room.session.play.choices == (second,)


async def test_nobody_can_be_counted_on_the_wall(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        walls = []
        for one in (0, 1):
            await to(app, pilot, Step.VOTE)
            await everybody(app, {0: 20, 1: 9, 2: one})
            await to(app, pilot, Step.REVEAL)
            walls.append([line for line in shown(pilot).splitlines() if "first" in line])
            while app.room.undoable:
                await app.undo()
            await settled(app, pilot)
        assert walls[0] == walls[1]


async def test_a_step_back_and_a_step_repeated(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        await to(app, pilot, Step.TALK)
        await pilot.press("b")
        await until(pilot, lambda: app.room.session.step is Step.VOTE)
        first = app.room.session.voting
        await pilot.press("g")
        await answer(pilot, app, "1")
        await until(pilot, lambda: app.room.session.step is Step.READ)
        await to(app, pilot, Step.VOTE)
        assert app.room.session.voting != first


async def test_a_minority_is_followed_and_the_road_not_taken_shown(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        await to(app, pilot, Step.REVEAL)
        await pilot.press("o")
        await answer(pilot, app, "4")
        offers = app.room.session.offers
        await until(pilot, lambda: app.room.session.play.choices == (offers[3].id,))
        await settled(app, pilot)
        await pilot.press("o")
        await answer(pilot, app, "1")
        await until(pilot, lambda: app.room.session.road == offers[0].id)
        await settled(app, pilot)
        assert "The road not taken" in shown(pilot)
        assert app.room.session.play.choices == (offers[3].id,)
        await pilot.press("enter")
        await until(pilot, lambda: not app.room.session.road)


async def test_the_same_beat_with_another_cause(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        await to(app, pilot, Step.REVEAL)
        before = app.room.session.play.world.telling.id
        await pilot.press("u")
        await answer(pilot, app, "1")
        await until(pilot, lambda: app.room.session.step is Step.READ)
        assert app.room.session.play.world.telling.id != before
        assert before not in shown(pilot)


async def test_notes_are_behind_a_key_that_asks_first(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        await to(app, pilot, Step.VOTE)
        note = typographic(app.room.wall().notes[0]).split(".")[0]
        assert note not in shown(pilot)
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        assert note not in shown(pilot)
        assert "everybody will see it" in shown(pilot)
        await answer(pilot, app, "1")
        await until(pilot, lambda: isinstance(app.screen, TellDialog))
        assert note in shown(pilot)


async def test_wrap_up_in_five_works_from_the_first_step_on(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        await to(app, pilot, Step.NOTICE)
        await pilot.press("e")
        await until(pilot, lambda: app.room.session.step is Step.LOOK_BACK)


async def test_ending_asks_and_keeps_nothing_unless_asked_to(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        await pilot.press("q")
        await answer(pilot, app, "1")
        assert app.is_running
        await pilot.press("q")
        await answer(pilot, app, "2")
        await until(pilot, lambda: app.return_code == 0)
        app.after()
    assert not (tmp_path / "room.db").exists()


async def test_a_hand_out_is_saved_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "papers").mkdir()
    monkeypatch.chdir(tmp_path / "papers")
    async with hosting(tmp_path) as (app, pilot):
        await to(app, pilot, Step.LOOK_BACK)
        await pilot.press("q")
        await answer(pilot, app, "3")
        await answer(pilot, app, "1")
        await until(pilot, lambda: bool(app.screen.query("#writing-box")))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TellDialog))
        await pilot.press("enter")
        await until(pilot, lambda: app.return_code == 0)
        app.after()
    saved = list((tmp_path / "papers").glob("*.html"))
    assert len(saved) == 1
    assert "The roads not taken" in saved[0].read_text(encoding="utf-8")


async def test_a_session_that_is_left_can_be_gone_on_with(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        await to(app, pilot, Step.VOTE)
        await pilot.press("q")
        await answer(pilot, app, "4")
        await until(pilot, lambda: app.return_code == 0)
        app.after()
    assert (tmp_path / "room.db").exists()


async def test_the_wall_can_be_blanked(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        await to(app, pilot, Step.VOTE)
        said = app.room.session.offers[0].say.split(",")[0]
        assert said in shown(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: said not in shown(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: said in shown(pilot))


async def test_phones_are_let_in_only_when_asked_for(tmp_path: Path) -> None:
    async with hosting(tmp_path, phones=True) as (app, pilot):
        assert app.door is not None
        assert app.door.address == "127.0.0.1"
        assert app.door.code not in shown(pilot)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        assert "This computer only: no phones" in shown(pilot)
        await pilot.press("escape")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_how_to_join_is_on_every_wall(tmp_path: Path, size: tuple[int, int]) -> None:
    from dataclasses import replace

    async with hosting(tmp_path, phones=True, size=size) as (app, pilot):
        assert app.door is not None
        app.door = replace(app.door, address=ELSEWHERE)
        app.wall_changed()
        await until(pilot, lambda: app.door is not None and app.door.code in shown(pilot))
        assert ELSEWHERE in shown(pilot)
        await pilot.press("j")
        await until(pilot, lambda: isinstance(app.screen, BigQr))
        rows = drawn(squares(app.door.join_url))
        assert len(rows) <= size[1]
        assert all(any(row in line for line in shown(pilot).splitlines()) for row in rows)


@pytest.mark.parametrize("size", [SIZES[0], SIZES[-1]], ids=str)
async def test_every_step_can_be_read_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with hosting(tmp_path, size=size) as (app, pilot):
        while not app.room.session.over:
            coming = app.room.session.coming
            assert coming is not None
            await to(app, pilot, coming)
            column = app.wall_screen.column
            assert column.region.height >= size[1] // 2
            assert app.wall_screen.inner.region.width <= size[0]
            if coming not in {Step.THANKS, Step.REVEAL, Step.FOLLOW}:
                following = app.room.session.coming
                assert following is not None
                assert "Next: " in shown(pilot)
                assert ONWARD[following].split(",")[0][:8] in shown(pilot)


async def test_a_key_held_down_goes_one_step(tmp_path: Path) -> None:
    async with hosting(tmp_path) as (app, pilot):
        now = 100.0
        app.guard.clock = lambda: now
        app.guard.hide()
        app.guard.shown()
        now += 1
        for _ in range(6):
            await pilot.press("enter")
            now += 0.03
        assert app.room.session.step is Step.READ


def test_a_steps_time_is_told_in_words_and_never_hurries() -> None:
    from classroomsim.engine.machine import Machine
    from classroomsim.room.session import Session
    from classroomsim.room.steps import WHOLE
    from tests.ui.playing import flagship

    now = 0.0
    pace = Pace(lambda: now)
    session = Session.begin(Machine(flagship().sound), "lunch_row", WHOLE)
    assert pace.said(session) == "about five minutes left"
    now = 4.5 * 60
    assert pace.said(session) == "about a minute left"
    now = 9 * 60
    assert pace.said(session) == UP
