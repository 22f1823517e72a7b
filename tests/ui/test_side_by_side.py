"""Two ways, side by side: from where they part, both endings, and neither the better one."""

import pytest

from classroomsim.debrief.compare import side_by_side
from classroomsim.diary.sitting import Sitting
from classroomsim.ui.looking_back import LookingBackScreen
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.side_by_side import (
    APART_AT_ONCE,
    NEVER_PART,
    OTHER_CAUSE,
    SideBySideScreen,
    beginning,
)
from classroomsim.ui.text import typographic
from classroomsim.ui.widgets.strip import you_did
from classroomsim.ui.widgets.two_ways import (
    BEFORE,
    BEGAN,
    NOW,
    UNFINISHED,
    MomentRow,
    Openings,
    Side,
)
from tests.ui.looked_back import (
    HOSTILE,
    SIZES,
    WIDE,
    app,
    go_on,
    hostile,
    lowest_contrast,
    show,
    sitting,
    text_of,
)
from tests.ui.playing import LEAST
from tests.unit.debrief.plays import our_words

Size = tuple[int, int]


def two() -> tuple[Sitting, Sitting]:
    """A second try and the way before it; they part at the third moment."""
    first = sitting()
    return go_on(first.try_again(2), (1,) * 12), first


@pytest.mark.parametrize("size", SIZES)
async def test_both_ways_are_told_from_where_they_part(size: Size) -> None:
    again, first = two()
    compared = side_by_side(first.play, again.play)
    async with app().run_test(size=size) as pilot:
        screen = SideBySideScreen(again, first)
        await show(pilot, screen)
        text = text_of(screen)
        assert typographic(beginning(compared.shared)) in text
        assert len(screen.rows) == len(compared.rows)
        for way in (way for row in compared.rows for way in row if way.card is not None):
            assert way.card is not None
            assert typographic(you_did(way.card)) in text
            assert typographic(way.card.room) in text
        for close in compared.closes:
            assert all(typographic(said) in text for said in (*close.text, *close.later))
        assert OTHER_CAUSE not in text


@pytest.mark.parametrize("size", SIZES)
async def test_wide_they_stand_beside_each_other_and_narrow_one_above(size: Size) -> None:
    async with app().run_test(size=size) as pilot:
        screen = SideBySideScreen(*two())
        await show(pilot, screen)
        before, now = screen.rows[0].query(".way")
        if size in WIDE:
            assert before.region.y == now.region.y
            assert before.region.right <= now.region.x
        else:
            assert before.region.x == now.region.x
            assert before.region.bottom <= now.region.y
        names = [str(w.render()) for w in screen.query("#names Static, .way-name") if _seen(w)]
        assert {BEFORE, NOW} <= set(names)


def _seen(widget: object) -> bool:
    return bool(getattr(widget, "region", None))


async def test_ways_of_different_causes_say_so() -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        screen = SideBySideScreen(sitting("noise"), sitting("hungry"))
        await show(pilot, screen)
        text = text_of(screen)
        assert OTHER_CAUSE in text
        assert APART_AT_ONCE in text


@pytest.mark.parametrize("size", SIZES)
async def test_what_could_be_seen_as_each_began_is_told_under_two_causes(size: Size) -> None:
    one, other = sitting("noise"), sitting("lunch_row")
    async with app().run_test(size=size) as pilot:
        screen = SideBySideScreen(one, other)
        await show(pilot, screen)
        found = screen.comparison.openings
        assert found is not None
        assert found[0].notices != found[1].notices
        sides = list(screen.query_one(Openings).query(Side))
        for opening, side in zip(found, sides, strict=True):
            text = text_of(side)
            assert BEGAN in text
            assert all(typographic(said) in text for said in (*opening.then, *opening.notices))
        first, second = sides
        if size in WIDE:
            assert first.region.right <= second.region.x
        else:
            assert first.region.bottom <= second.region.y
        assert second.region.bottom <= screen.rows[0].region.y


async def test_where_the_beginnings_fill_the_screen_the_arrows_read_on_to_the_first_row() -> None:
    async with app().run_test(size=(60, 20)) as pilot:
        screen = SideBySideScreen(sitting("noise"), sitting("lunch_row"))
        await show(pilot, screen)
        first = screen.rows[0]
        window = screen.reading.scrollable_content_region
        assert first.region.y >= window.bottom
        presses = 0
        while first.region.y >= window.bottom:
            assert screen.chosen == 0
            top = screen.reading.scroll_offset.y
            await pilot.press("down")
            await pilot.pause()
            assert top < screen.reading.scroll_offset.y <= top + window.height
            presses += 1
        assert presses > 1
        await pilot.press("down")
        await pilot.pause()
        assert screen.chosen == 1


async def test_under_one_cause_both_began_alike_and_nothing_is_told_of_it() -> None:
    async with app().run_test(size=(80, 24)) as pilot:
        screen = SideBySideScreen(*two())
        await show(pilot, screen)
        assert not screen.query(Openings)


async def test_the_same_way_twice_never_parts() -> None:
    sat = sitting()
    async with app().run_test(size=(80, 24)) as pilot:
        screen = SideBySideScreen(sat, sat)
        await show(pilot, screen)
        await pilot.press("down", "up", "r")
        await pilot.pause()
        assert NEVER_PART in text_of(screen)
        assert pilot.app.screen is screen


async def test_a_way_that_was_left_says_so_where_its_ending_would_be() -> None:
    first = sitting()
    async with app().run_test(size=(120, 40)) as pilot:
        screen = SideBySideScreen(go_on(first.try_again(2), (1,)), first)
        await show(pilot, screen)
        assert UNFINISHED in text_of(screen)


@pytest.mark.parametrize("size", SIZES)
async def test_the_arrows_choose_a_row_and_keep_it_in_view(size: Size) -> None:
    async with app().run_test(size=size) as pilot:
        screen = SideBySideScreen(*two())
        await show(pilot, screen)
        for expected in range(1, len(screen.rows)):
            await pilot.press("down")
            await pilot.pause()
            assert screen.chosen == expected
            row = screen.rows[expected]
            assert row.has_class("-chosen")
            assert screen.reading.scrollable_content_region.overlaps(row.region)


async def test_a_click_chooses_a_row() -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        screen = SideBySideScreen(*two())
        await show(pilot, screen)
        await pilot.click(screen.rows[1])
        await pilot.pause()
        assert screen.chosen == 1


async def test_r_tries_the_chosen_moment_of_this_way_again() -> None:
    again, first = two()
    async with app().run_test(size=(120, 40)) as pilot:
        await show(pilot, SideBySideScreen(again, first))
        await pilot.press("down", "r")
        await pilot.pause()
        play = pilot.app.screen
        assert isinstance(play, PlayScreen)
        assert play.sitting.play.choices == again.play.choices[:3]
        assert play.sitting.earlier is again


async def test_a_moment_that_this_way_never_had_cannot_be_tried_again() -> None:
    first = sitting()
    async with app().run_test(size=(120, 40)) as pilot:
        screen = SideBySideScreen(go_on(first.try_again(2), (1,)), first)
        await show(pilot, screen)
        await pilot.press(*["down"] * (len(screen.rows) - 1), "r")
        await pilot.pause()
        assert pilot.app.screen is screen


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_q_goes_back_to_looking_back(key: str) -> None:
    again, first = two()
    async with app().run_test(size=(80, 24)) as pilot:
        looking = LookingBackScreen(again)
        await show(pilot, looking)
        await pilot.press("c")
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        assert pilot.app.screen is looking
        assert again.earlier is first


async def test_nothing_says_which_way_is_better() -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        screen = SideBySideScreen(*two())
        await show(pilot, screen)
        text = text_of(screen)
        assert our_words().banned.search(text) is None
        assert "better" not in text


@pytest.mark.parametrize(("theme", "least"), LEAST.items())
async def test_every_text_can_be_read(theme: str, least: float) -> None:
    the_app = app()
    the_app.theme = theme
    async with the_app.run_test(size=(120, 40)) as pilot:
        screen = SideBySideScreen(*two())
        await show(pilot, screen)
        assert lowest_contrast(screen) >= least


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_whatever_a_scenario_says_the_screen_stands(text: str) -> None:
    first = hostile(text)
    async with app().run_test(size=(60, 20)) as pilot:
        screen = SideBySideScreen(go_on(first.try_again(1), (1,) * 12), first)
        await show(pilot, screen)
        await pilot.press("down", "down", "end")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert pilot.app.screen is screen
        assert len(screen.query(MomentRow)) == len(screen.comparison.rows)
