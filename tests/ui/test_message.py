"""Reading the message: what told the causes apart, with a guess beside it or without one."""

import pytest

from classroomsim.debrief.message import message
from classroomsim.ui.looking_back import LookingBackScreen
from classroomsim.ui.text import typographic
from classroomsim.ui.widgets.message_view import WONDERED, MessageView
from tests.ui.looked_back import SIZES, app, show, sitting, text_of


@pytest.mark.parametrize("size", SIZES)
async def test_without_a_guess_the_cues_of_each_telling_are_there_to_be_read(
    size: tuple[int, int],
) -> None:
    sat = sitting()
    found = message(sat.play, 0, None)
    assert found.here is not None
    assert found.here.cues
    async with app().run_test(size=size) as pilot:
        screen = LookingBackScreen(sat, 0)
        await show(pilot, screen)
        view = screen.query_one(MessageView)
        assert view.display
        text = text_of(view)
        assert WONDERED not in text
        for side in (found.here, *found.elsewhere):
            assert all(typographic(said) in text for said in (side.underneath, *side.cues))


async def test_without_a_guess_a_moment_that_told_nothing_apart_has_no_message() -> None:
    sat = sitting("never_found_out")
    assert sat.play.ending is not None
    async with app().run_test(size=(80, 24)) as pilot:
        screen = LookingBackScreen(sat, 0)
        await show(pilot, screen)
        assert not screen.query_one(MessageView).display
        sat.guesses[1] = ()
        screen.chosen = 1
        await pilot.pause()
        assert screen.query_one(MessageView).display


async def test_before_the_story_has_ended_nothing_is_told_without_a_guess() -> None:
    async with app().run_test(size=(80, 24)) as pilot:
        screen = LookingBackScreen(sitting(picks=(0,)), 0)
        await show(pilot, screen)
        assert not screen.query_one(MessageView).display
