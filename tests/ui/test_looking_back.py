"""Looking back: the strip, the seven parts, what comes after, and where its keys lead."""

import re
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Static

from classroomsim.debrief.lookback import CANNOT_TELL, NOTHING_WRITTEN, SKIPPED, parts
from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary
from classroomsim.ui.guard import KeyGuard
from classroomsim.ui.looking_back import NO_MOMENT, LookingBackScreen
from classroomsim.ui.other_play import ONE_WAY, other_plays
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.shelf import ShelfScreen
from classroomsim.ui.side_by_side import SideBySideScreen
from classroomsim.ui.text import typographic
from classroomsim.ui.why import WhyScreen
from classroomsim.ui.widgets.afterwards import LEFT_HALFWAY
from classroomsim.ui.widgets.message_view import MessageView
from classroomsim.ui.widgets.part_view import PartView
from classroomsim.ui.widgets.strip import (
    Edge,
    MomentCard,
    fitted,
    label_for,
    told,
    without_name,
    you_did,
)
from tests.ui.looked_back import (
    HOSTILE,
    SIZES,
    WIDE,
    app,
    go_on,
    hostile,
    lowest_contrast,
    reading,
    show,
    sitting,
    text_of,
    uncoached,
)
from tests.ui.playing import LEAST, until
from tests.unit.debrief.plays import our_words

Size = tuple[int, int]


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[Diary]:
    """A diary with nothing in it."""
    with closing(Diary.open(tmp_path / "home" / "diary.db")) as opened:
        yield opened


def shown_parts(screen: LookingBackScreen) -> list[PartView]:
    """The parts on screen, in order."""
    return [view for view in screen.query(PartView) if view.display]


def in_view(screen: LookingBackScreen, view: PartView) -> bool:
    """Whether a part can be read whole without scrolling."""
    window = screen.reading.scrollable_content_region
    return window.y <= view.region.y and view.region.bottom - 1 <= window.bottom


@pytest.mark.parametrize("size", SIZES)
async def test_the_seven_parts_of_the_chosen_moment_are_there_in_order(size: Size) -> None:
    sat = sitting()
    async with app().run_test(size=size) as pilot:
        screen = LookingBackScreen(sat)
        await show(pilot, screen)
        for number in range(len(sat.play.choices)):
            expected = parts(sat.play, number)
            assert len(expected) == 7
            views = shown_parts(screen)
            assert [str(v.heading.render()) for v in views] == [
                typographic(p.heading) for p in expected
            ]
            for view, part in zip(views, expected, strict=True):
                text = str(view.body.render())
                pieces = (part.move, part.say, part.cost) if part.say else (part.body,)
                assert all(typographic(piece).replace("*", "") in text for piece in pieces)
            await pilot.press("right")
            await pilot.pause()


@pytest.mark.parametrize("size", WIDE)
@pytest.mark.parametrize("pick", [0, 1, 2])
async def test_where_there_is_room_all_seven_are_in_view_at_once(size: Size, pick: int) -> None:
    sat = sitting(picks=(pick,) * 12)
    async with app().run_test(size=size) as pilot:
        screen = LookingBackScreen(sat)
        await show(pilot, screen)
        for _ in sat.play.choices:
            assert all(in_view(screen, view) for view in shown_parts(screen))
            await pilot.press("right")
            await pilot.pause()


async def test_the_schools_part_is_as_large_as_the_others() -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(sitting())
        await show(pilot, screen)
        views = shown_parts(screen)
        assert abs(views[-1].size.width - views[0].size.width) <= 1
        styles = {(v.heading.styles.color, v.heading.styles.text_style) for v in views}
        assert len(styles) == 1


async def test_the_words_to_say_are_set_off() -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(sitting())
        await show(pilot, screen)
        set_off = [v.body.has_class("-set-off") for v in shown_parts(screen)]
        assert set_off == [False, False, False, True, False, False, False]


# ------------------------------------------------------------------------------------- the strip


@pytest.mark.parametrize("size", SIZES)
async def test_the_chosen_moment_is_always_whole_in_the_strip(size: Size) -> None:
    sat = sitting()
    moments = len(sat.play.choices)
    async with app().run_test(size=size) as pilot:
        screen = LookingBackScreen(sat)
        await show(pilot, screen)
        for key in ["right"] * (moments + 1) + ["left"] * (moments + 1):
            card = screen.strip.cards[screen.chosen]
            assert card.has_class("-chosen")
            window = screen.strip.region
            assert window.x <= card.region.x
            assert card.region.right <= window.right
            assert sum(c.has_class("-chosen") for c in screen.strip.cards) == 1
            await pilot.press(key)
            await pilot.pause()
        assert screen.chosen == 0


async def test_no_card_is_cut_and_all_are_as_high_as_the_highest() -> None:
    async with app().run_test(size=(80, 24)) as pilot:
        screen = LookingBackScreen(sitting())
        await show(pilot, screen)
        for card in screen.strip.cards:
            text = told(card.card, card.pupil, close=True)
            assert len(text.wrap(card.content_size.width)) <= card.content_size.height


async def test_a_click_on_a_card_chooses_it() -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(sitting())
        await show(pilot, screen)
        await pilot.click(screen.strip.cards[2])
        await pilot.pause()
        assert screen.chosen == 2


async def test_a_click_on_the_edge_goes_on() -> None:
    async with app().run_test(size=(60, 20)) as pilot:
        screen = LookingBackScreen(sitting())
        await show(pilot, screen)
        await until(pilot, lambda: screen.prepared)  # what it suggests moves the strip down
        await pilot.pause()
        await pilot.click(screen.strip.query(Edge).last(), offset=(7, 0))
        await until(pilot, lambda: screen.chosen == 1)


@given(st.integers(1, 400), st.integers(1, 20))
def test_whole_cards_always_fit_between_the_edges(room: int, moments: int) -> None:
    fit = fitted(room, moments)
    assert 1 <= fit.count <= moments
    assert fit.card >= 1
    if room >= 20:
        assert 3 + fit.count * fit.card + fit.edge <= room


def test_what_you_did_reads_as_a_sentence() -> None:
    card = LookingBackScreen(sitting()).looking.cards[0]
    assert you_did(card).startswith("You ")
    assert you_did(card)[4].islower()


def test_a_long_name_is_no_label() -> None:
    assert label_for("Kai") == "Kai"
    assert label_for("Bartholomew") == ""


def test_a_cue_behind_the_pupil_s_name_does_not_say_it_twice() -> None:
    assert without_name("Kai argues.", "Kai") == "argues."
    assert without_name("Kai's jaw is set.", "Kai") == "jaw is set."
    assert without_name("His jaw is set.", "Kai") == "His jaw is set."
    assert without_name("Kain argues.", "Kai") == "Kain argues."
    assert without_name("Bartholomew argues.", "Bartholomew") == "Bartholomew argues."


async def test_a_new_size_at_any_moment_keeps_the_moment_and_its_parts() -> None:
    async with app().run_test(size=(160, 50)) as pilot:
        screen = LookingBackScreen(sitting())
        await show(pilot, screen)
        await pilot.press("right", "right", "right")
        for size in [(60, 20), (120, 40), (61, 21), (100, 30), (99, 29), (80, 24), (160, 50)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert screen.chosen == 3
            assert len(shown_parts(screen)) == 7
            card = screen.strip.cards[3]
            assert screen.strip.region.x <= card.region.x
            assert card.region.right <= screen.strip.region.right


# -------------------------------------------------------------------------------- what comes after


@pytest.mark.parametrize("size", SIZES)
async def test_the_ending_the_voice_and_the_reveal_come_after(size: Size) -> None:
    sat = sitting()
    async with app().run_test(size=size) as pilot:
        screen = LookingBackScreen(sat)
        await show(pilot, screen)
        text = text_of(screen)
        looking = screen.looking
        places = [text.index(typographic(said)) for said in (looking.ending[0], looking.later[0])]
        assert places == sorted(places)
        assert text.index(typographic(looking.reveal.here)) < text.index("In another telling, ")


async def test_the_player_s_own_guess_stands_beside_and_is_not_marked() -> None:
    sat = Sitting.begin(reading(), "lunch_row", None)
    while sat.play.scene is not None:
        if sat.play.scene.read is not None:
            sat.guess(list(sat.play.scene.read.options)[:2])
        sat.choose(sat.play.offers[0].id)
    async with app().run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(sat)
        await show(pilot, screen)
        screen.chosen = min(sat.guesses)
        await pilot.pause()
        text = "\n".join(
            str(shown.render()) for shown in screen.query_one(MessageView).query(Static)
        )
        assert "You wondered" in text
        assert "In this telling" in text
        assert "In another telling" in text
        assert re.search(r"\b(wrong|correct|(?:was|were|is) right)\b", text) is None


async def test_no_guess_is_said_kindly_too() -> None:
    sat = sitting(picks=())
    sat.guess(())
    go_on(sat, (0,) * 12)
    async with app().run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(sat)
        await show(pilot, screen)
        assert CANNOT_TELL in text_of(screen)


async def test_notes_are_shown_exactly_as_written() -> None:
    sat = sitting(picks=(0, 0))
    sat.note("[bold]Ask about *lunch*[/]")
    async with app().run_test(size=(80, 24)) as pilot:
        screen = LookingBackScreen(go_on(sat, (0,) * 9))
        await show(pilot, screen)
        assert "[bold]Ask about *lunch*[/]" in text_of(screen)


async def test_a_play_left_halfway_keeps_what_is_underneath_to_itself() -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(sitting(picks=(0, 0, 0)))
        await show(pilot, screen)
        text = text_of(screen)
        assert LEFT_HALFWAY in text
        assert "In this telling" not in text
        assert len(shown_parts(screen)) == 7


async def test_a_play_without_a_moment_still_stands() -> None:
    async with app().run_test(size=(60, 20)) as pilot:
        screen = LookingBackScreen(sitting(picks=()))
        await show(pilot, screen)
        assert NO_MOMENT in text_of(screen)
        for key in ("r", "y", "left", "right", "c", "down", "end"):
            await pilot.press(key)
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_a_skipped_scene_is_not_coached() -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(sitting(picks=(-1, 0, 0)))
        await show(pilot, screen)
        [only] = shown_parts(screen)
        assert str(only.body.render()) == SKIPPED
        assert "You went past this scene" in text_of(screen)


async def test_a_draft_without_coaching_says_so_kindly() -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(uncoached())
        await show(pilot, screen)
        followed, rest = shown_parts(screen)
        assert str(followed.heading.render()) == "What followed"
        assert str(rest.body.render()) == typographic(NOTHING_WRITTEN)


# ----------------------------------------------------------------------------------- where keys go


async def test_r_goes_straight_into_the_moment_again() -> None:
    sat = sitting()
    async with app().run_test(size=(120, 40)) as pilot:
        await show(pilot, LookingBackScreen(sat))
        await pilot.press("right", "right", "r")
        await pilot.pause()
        play = pilot.app.screen
        assert isinstance(play, PlayScreen)
        assert play.sitting.play.choices == sat.play.choices[:2]
        assert play.sitting.earlier is sat


async def test_a_second_try_begins_looking_back_where_it_parted_and_offers_both_ways() -> None:
    sat = sitting()
    again = go_on(sat.try_again(2), (1,) * 12)
    async with app().run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(again)
        await show(pilot, screen)
        assert screen.chosen == 2
        assert "Tried again from" in text_of(screen)
        await pilot.press("c")
        await pilot.pause()
        two = pilot.app.screen
        assert isinstance(two, SideBySideScreen)
        assert (two.sitting, two.other) == (again, sat)


async def test_by_keys_alone_from_a_moment_through_it_again_to_both_ways() -> None:
    sat = sitting()
    the_app = app()
    seconds = count(step=10)
    the_app.guard = KeyGuard(lambda: float(next(seconds)))
    async with the_app.run_test(size=(80, 24)) as pilot:
        await show(pilot, LookingBackScreen(sat))
        await pilot.press("right", "r")
        for _ in range(40):
            await pilot.pause()
            here = pilot.app.screen
            if not isinstance(here, PlayScreen):
                break
            await pilot.press("enter" if here.sitting.play.ending else "2")
        again = pilot.app.screen
        assert isinstance(again, LookingBackScreen)
        assert again.sitting.earlier is sat
        await pilot.press("c")
        await pilot.pause()
        two = pilot.app.screen
        assert isinstance(two, SideBySideScreen)
        assert two.comparison.parted >= 1
        await pilot.press("q", "q")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ShelfScreen)


async def test_with_one_way_only_c_says_so_kindly() -> None:
    async with app().run_test(size=(120, 40), notifications=True) as pilot:
        screen = LookingBackScreen(sitting())
        await show(pilot, screen)
        await pilot.press("c")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert [n.message for n in pilot.app._notifications] == [ONE_WAY]


def test_other_plays_come_from_the_diary_the_same_telling_first(diary: Diary) -> None:
    assert other_plays(sitting()) == []
    first = sitting("hungry", (0,) * 12, diary)
    assert other_plays(first) == []
    sitting("noise", (1,) * 12, diary)
    sitting("hungry", (1,) * 12, diary)
    sitting("noise", (0,) * 12, diary)
    others = other_plays(first)
    assert [entry.key.telling for entry in others] == ["hungry", "noise", "noise"]
    assert first.entry not in {entry.id for entry in others}


async def test_y_opens_the_reasons_and_q_comes_back() -> None:
    async with app().run_test(size=(80, 24)) as pilot:
        screen = LookingBackScreen(sitting())
        await show(pilot, screen)
        await pilot.press("right", "y")
        await pilot.pause()
        why = pilot.app.screen
        assert isinstance(why, WhyScreen)
        assert why.number == 1
        await pilot.press("q")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert screen.chosen == 1


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_q_goes_to_the_shelf_past_any_tries_on_the_way(key: str) -> None:
    sat = sitting()
    async with app().run_test(size=(80, 24)) as pilot:
        await show(pilot, LookingBackScreen(sat))
        await show(pilot, LookingBackScreen(go_on(sat.try_again(1), (1,) * 12)))
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(pilot.app.screen, ShelfScreen)


async def test_a_note_is_kept_and_shown() -> None:
    sat = sitting()
    async with app().run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(sat)
        await show(pilot, screen)
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"Ask", "enter")
        await pilot.pause()
        if pilot.app.screen is not screen:
            await pilot.press("ctrl+s")
            await pilot.pause()
        assert [text for _, text in sat.notes] == ["Ask"]
        assert "Your notes to self" in text_of(screen)


async def test_the_first_key_at_the_foot_is_to_try_again() -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(sitting())
        await show(pilot, screen)
        labels = [hint.label for hint in screen.key_bar.hints]
        assert labels[0] == "Try this moment again"


async def test_all_of_it_can_be_scrolled_to_and_a_new_moment_begins_at_the_top() -> None:
    async with app().run_test(size=(60, 20)) as pilot:
        screen = LookingBackScreen(sitting())
        await show(pilot, screen)
        await pilot.press("end")
        await pilot.pause()
        assert screen.reading.scroll_offset.y == screen.reading.max_scroll_y > 0
        await pilot.press("right")
        await pilot.pause()
        assert screen.reading.scroll_offset.y == 0
        for key in ("down", "pagedown", "space"):
            before = screen.reading.scroll_offset.y
            await pilot.press(key)
            await pilot.pause()
            assert screen.reading.scroll_offset.y > before


# ------------------------------------------------------------------------------- what may not be


@pytest.mark.parametrize(("theme", "least"), LEAST.items())
async def test_every_text_can_be_read(theme: str, least: float) -> None:
    the_app = app()
    the_app.theme = theme
    async with the_app.run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(go_on(sitting().try_again(1), (1,) * 12))
        await show(pilot, screen)
        assert lowest_contrast(screen) >= least


async def test_no_mark_no_share_and_no_banned_word_is_on_the_screen() -> None:
    for telling in ("hungry", "already_coming", "never_found_out"):
        sat = sitting(telling, (1,) * 12)
        async with app().run_test(size=(120, 40)) as pilot:
            screen = LookingBackScreen(sat)
            await show(pilot, screen)
            for _ in sat.play.choices:
                assert our_words().banned.search(_narrated(screen)) is None
                await pilot.press("right")
                await pilot.pause()


def _narrated(screen: LookingBackScreen) -> str:
    """What the screen says itself; what a character says stands in quotation marks."""
    return re.sub("\u201c[^\u201d]*\u201d", "", text_of(screen))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_whatever_a_scenario_says_the_screen_stands(size: Size, text: str) -> None:
    sat = hostile(text)
    sat.guesses = {0: ("no_such_option",)}
    sat.notes = [(0, text), (99, text)]
    async with app().run_test(size=size) as pilot:
        screen = LookingBackScreen(sat)
        await show(pilot, screen)
        await pilot.press("right", "end", "right", "left")
        await _resized(pilot)
        assert pilot.app.screen is screen
        assert len(screen.query(MomentCard)) == len(sat.play.choices)


async def _resized(pilot: Pilot[int]) -> None:
    await pilot.resize_terminal(61, 20)
    await pilot.pause()
    await pilot.resize_terminal(140, 45)
    await pilot.pause()
