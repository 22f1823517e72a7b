"""Why: every movement with its reasons, in words alone, and a screenful where there is room."""

import re

import pytest
from textual.widgets import Static

from classroomsim.debrief.instead import MIGHT_HAVE
from classroomsim.debrief.why import NOTHING_MOVED, ON_ITS_WAY, accounts
from classroomsim.ui.looking_back import LookingBackScreen
from classroomsim.ui.text import typographic
from classroomsim.ui.why import WhyScreen
from tests.ui.looked_back import (
    HOSTILE,
    SIZES,
    app,
    hostile,
    lowest_contrast,
    show,
    sitting,
    text_of,
)
from tests.ui.playing import LEAST
from tests.unit.debrief.plays import our_words

Size = tuple[int, int]


@pytest.mark.parametrize("size", SIZES)
async def test_everything_that_may_have_moved_is_told_with_its_reasons(size: Size) -> None:
    sat = sitting()
    async with app().run_test(size=size) as pilot:
        for number in (0, 3):
            screen = WhyScreen(sat, number)
            await show(pilot, screen)
            text = text_of(screen)
            for account in accounts(sat.play, number):
                assert typographic(account.what) in text
                for reason in account.reasons:
                    assert typographic(reason.because) in text
                    assert typographic(reason.source) in text
                    assert typographic(reason.sure) in text
                    assert typographic(reason.changed) in text


async def test_what_might_have_changed_a_reason_stands_under_it() -> None:
    sat = sitting()
    reasons = [reason for account in accounts(sat.play, 0) for reason in account.reasons]
    assert any(reason.changed.startswith(MIGHT_HAVE) for reason in reasons)
    async with app().run_test(size=(80, 24)) as pilot:
        screen = WhyScreen(sat, 0)
        await show(pilot, screen)
        shown = [str(widget.render()) for widget in screen.query(".reason").results(Static)]
        assert len(shown) == len(reasons)
        for text, reason in zip(shown, reasons, strict=True):
            assert text.startswith(typographic(reason.because))
            assert text.endswith(typographic(reason.changed))


async def test_a_reason_that_acts_whatever_is_chosen_says_that_it_was_on_its_way() -> None:
    sat = sitting("cannot_write", (2,) * 12)
    async with app().run_test(size=(80, 24)) as pilot:
        for number in range(len(sat.play.choices)):
            found = accounts(sat.play, number)
            if any(r.changed == ON_ITS_WAY for account in found for r in account.reasons):
                screen = WhyScreen(sat, number)
                await show(pilot, screen)
                assert ON_ITS_WAY in text_of(screen)
                return
    pytest.fail("no moment of this play has such a reason")


async def test_the_pupil_comes_first_then_the_room_then_you() -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        screen = WhyScreen(sitting(picks=(0,)), 0)
        await show(pilot, screen)
        headings = [str(w.render()) for w in screen.query(".moved .heading")]
        order = ["Kai", "Kai and the room", "The room", "You"]
        assert headings == [heading for heading in order if heading in headings]
        assert headings[0].startswith("Kai")


async def test_what_was_already_on_its_way_is_said_to_be() -> None:
    sat = sitting("already_coming", (1,))
    assert any(account.on_its_way for account in accounts(sat.play, 0))
    async with app().run_test(size=(80, 24)) as pilot:
        screen = WhyScreen(sat, 0)
        await show(pilot, screen)
        assert ON_ITS_WAY in text_of(screen)


async def test_no_digit_but_the_time_and_no_banned_word() -> None:
    sat = sitting("cannot_write", (2,) * 12)
    async with app().run_test(size=(120, 40)) as pilot:
        for number in range(len(sat.play.choices)):
            screen = WhyScreen(sat, number)
            await show(pilot, screen)
            for account in accounts(sat.play, number):
                sources = [r.source for r in account.reasons] + [r.sure for r in account.reasons]
                assert not any(re.search(r"\d\s*(/|%)", source) for source in sources)
            assert our_words().banned.search(text_of(screen)) is None
            await pilot.press("q")


async def test_at_a_usual_size_a_moment_is_a_screenful_but_for_a_line_or_two() -> None:
    sat = sitting()
    async with app().run_test(size=(120, 40)) as pilot:
        for number in range(len(sat.play.choices)):
            screen = WhyScreen(sat, number)
            await show(pilot, screen)
            assert screen.reading.max_scroll_y <= 2, number
            await pilot.press("q")


async def test_where_it_does_not_fit_it_scrolls() -> None:
    async with app().run_test(size=(60, 20)) as pilot:
        screen = WhyScreen(sitting(), 0)
        await show(pilot, screen)
        for key in ("down", "pagedown"):
            before = screen.reading.scroll_offset.y
            await pilot.press(key)
            await pilot.pause()
            assert screen.reading.scroll_offset.y > before
        await pilot.press("end")
        await pilot.pause()
        assert screen.reading.scroll_offset.y == screen.reading.max_scroll_y


async def test_where_nothing_moved_it_says_so() -> None:
    sat = sitting(picks=(-1,))
    if not accounts(sat.play, 0):
        async with app().run_test(size=(80, 24)) as pilot:
            screen = WhyScreen(sat, 0)
            await show(pilot, screen)
            assert NOTHING_MOVED in text_of(screen)


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_q_goes_back_to_the_moment(key: str) -> None:
    sat = sitting(picks=(0, 0))
    async with app().run_test(size=(80, 24)) as pilot:
        looking = LookingBackScreen(sat)
        await show(pilot, looking)
        await show(pilot, WhyScreen(sat, 1))
        await pilot.press(key)
        await pilot.pause()
        assert pilot.app.screen is looking


@pytest.mark.parametrize(("theme", "least"), LEAST.items())
async def test_every_text_can_be_read(theme: str, least: float) -> None:
    the_app = app()
    the_app.theme = theme
    async with the_app.run_test(size=(120, 40)) as pilot:
        screen = WhyScreen(sitting("already_coming", (1,)), 0)
        await show(pilot, screen)
        assert lowest_contrast(screen) >= least


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_whatever_a_rulebook_says_the_screen_stands(text: str) -> None:
    async with app().run_test(size=(60, 20)) as pilot:
        screen = WhyScreen(hostile(text), 2)
        await show(pilot, screen)
        await pilot.resize_terminal(120, 40)
        await pilot.press("end")
        await pilot.pause()
        assert pilot.app.screen is screen
