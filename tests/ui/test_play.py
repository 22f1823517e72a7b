"""A play on screen, by keyboard and by mouse."""

from collections.abc import Callable
from unittest.mock import patch

import pytest
from textual.widgets import Static

from classroomsim.diary.record import DiaryError
from classroomsim.engine.seen import look
from classroomsim.ui.before import BeforeScreen
from classroomsim.ui.guess import GuessDialog
from classroomsim.ui.looking_back import LookingBackScreen
from classroomsim.ui.note import NoteDialog
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.shelf import ShelfScreen
from classroomsim.ui.what_if import WhatIfScreen
from tests.ui.playing import SIZES, flagship, in_play, in_view, playing, shown, small, until


def choices(screen: PlayScreen) -> tuple[str, ...]:
    return screen.sitting.play.choices


def made(screen: PlayScreen, count: int) -> Callable[[], bool]:
    return lambda: len(choices(screen)) == count


async def test_a_whole_play_by_keyboard_from_the_shelf_to_looking_back() -> None:
    async with playing() as (app, pilot):
        assert isinstance(app.screen, ShelfScreen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BeforeScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlayScreen))
        await until(pilot, lambda: bool(app.screen.query("#choices")))
        screen = app.screen
        assert isinstance(screen, PlayScreen)
        for number in range(20):
            await until(pilot, lambda: app.guard.showing)
            if screen.seen.ended:
                break
            await pilot.press("2" if number % 2 else "enter")
            await until(pilot, made(screen, number + 1))
        assert screen.seen.ended
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LookingBackScreen))


async def test_a_whole_play_by_mouse() -> None:
    async with playing() as (app, pilot):
        await pilot.click("PickerRow")
        await until(pilot, lambda: isinstance(app.screen, BeforeScreen))
        await pilot.click("#before-begin")
        await until(pilot, lambda: isinstance(app.screen, PlayScreen))
        await until(pilot, lambda: bool(app.screen.query("#choices")))
        screen = app.screen
        assert isinstance(screen, PlayScreen)
        for number in range(20):
            await until(pilot, lambda: app.guard.showing)
            if screen.seen.ended:
                break
            await pilot.click(screen.picker.rows[0])
            await until(pilot, made(screen, number + 1))
        await pilot.click("#onwards")
        await until(pilot, lambda: isinstance(app.screen, LookingBackScreen))


async def test_the_keys_at_the_foot_can_be_clicked() -> None:
    async with in_play(flagship(), "noise") as (screen, pilot):
        bar = screen.key_bar
        text = str(bar.render())
        assert text.startswith("1\u20134 Choose")
        at = text.index("Skip")
        await pilot.click(bar, offset=(at + 1, 0))
        await until(pilot, lambda: choices(screen) == ("skip",))


async def test_going_back_never_asks_and_marks_what_was_chosen() -> None:
    async with in_play(flagship(), "noise") as (screen, pilot):
        await pilot.press("3")
        await until(pilot, lambda: len(choices(screen)) == 1)
        await pilot.press("b")
        await until(pilot, lambda: not choices(screen) and screen.picker.chosen == 2)
        assert not screen.check_action("back", ())


async def test_what_if_changes_nothing_and_can_be_done() -> None:
    async with in_play(flagship(), "noise") as (screen, pilot):
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen, WhatIfScreen))
        ahead = pilot.app.screen
        assert isinstance(ahead, WhatIfScreen)
        await pilot.press("down")
        second = screen.seen.choices[1].id
        assert ahead.ahead == look(screen.sitting.play.choose(second))
        assert not choices(screen)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert not choices(screen)
        assert screen.picker.chosen == 1
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen, WhatIfScreen))
        await pilot.press("d")
        await until(pilot, lambda: choices(screen) == (second,))


async def test_a_guess_may_have_several_answers_and_is_never_marked() -> None:
    async with in_play(flagship(), "noise") as (screen, pilot):
        await pilot.press("g")
        await until(pilot, lambda: isinstance(pilot.app.screen, GuessDialog))
        await pilot.press("1", "3", "5")
        dialog = pilot.app.screen
        assert isinstance(dialog, GuessDialog)
        assert dialog.ticked == {""}, "can't tell yet stands alone"
        await pilot.press("1", "3", "enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.sitting.guesses == {0: ("too_hard", "body_says_no")}
        assert "right" not in str(screen.query_one("#says", Static).render()).split()


async def test_a_note_is_kept_with_the_moment() -> None:
    async with in_play(flagship(), "noise") as (screen, pilot):
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        assert "name real pupils" in shown(pilot)
        await pilot.press(*"[b]hi", "enter")
        await until(pilot, lambda: screen.sitting.notes == [(0, "[b]hi")])


async def test_a_key_held_down_does_not_fall_through_to_the_next_beat() -> None:
    now = 100.0
    async with in_play(flagship(), "noise") as (screen, pilot):
        screen.our_app.guard.clock = lambda: now
        screen.our_app.guard.hide()
        screen.our_app.guard.shown()
        now += 1
        for _ in range(12):
            await pilot.press("1")
            now += 0.1
        assert len(choices(screen)) == 1
        now += 1
        await pilot.press("1")
        await until(pilot, lambda: len(choices(screen)) == 2)


async def test_resizing_in_the_middle_of_a_beat_keeps_what_is_chosen() -> None:
    async with in_play(flagship(), "noise") as (screen, pilot):
        await pilot.press("down", "down")
        assert screen.picker.chosen == 2
        for size in [*SIZES, (60, 20)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert screen.picker.chosen == 2
        assert not choices(screen)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_choice_can_be_reached_with_the_arrows(size: tuple[int, int]) -> None:
    async with in_play(flagship(), "noise", size=size) as (screen, pilot):
        for index in range(len(screen.seen.choices)):
            for _ in range(30):
                row = screen.picker.chosen_widget
                assert row is not None
                if screen.picker.chosen == index and screen.story.shows(row):
                    break
                await pilot.press("down")
                await pilot.pause()
            assert screen.picker.chosen == index
            assert in_view(screen.picker.rows[index])


async def test_enter_never_chooses_what_cannot_be_seen() -> None:
    async with in_play(flagship(), "noise", size=(60, 20)) as (screen, pilot):
        row = screen.picker.chosen_widget
        assert row is not None
        assert not screen.story.shows(row)
        await pilot.press("enter")
        assert not choices(screen)


async def test_a_diary_that_fails_is_said_and_the_play_goes_on() -> None:
    async with in_play(flagship(), "noise") as (screen, pilot):
        sitting = screen.sitting

        def fails(_: str) -> None:
            if sitting.diary is not None:
                raise DiaryError("The disk is full.")
            sitting.play = sitting.play.choose("books_stay")

        with patch.object(sitting, "diary", object()), patch.object(sitting, "choose", fails):
            await pilot.press("1")
            await until(pilot, lambda: len(choices(screen)) == 1)
        said = str(screen.query_one("#says", Static).render())
        assert said.startswith("The disk is full. ")
        assert "without being kept" in said


async def test_only_an_author_sees_gauges() -> None:
    async with in_play(small(), "tired") as (screen, pilot):
        assert "pupil.stress" not in shown(pilot)
        assert not screen.query("#author")
    async with in_play(small(), "tired", author=True) as (_, pilot):
        await pilot.press("1")
        await pilot.pause()
        assert "pupil.stress" in shown(pilot)


async def test_enter_pressed_twice_keeps_one_note_and_the_play_goes_on() -> None:
    async with in_play(flagship(), "noise") as (screen, pilot):
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        dialog = pilot.app.screen
        assert isinstance(dialog, NoteDialog)
        dialog.box.text = "Once is enough."
        pilot.app.simulate_key("enter")
        pilot.app.simulate_key("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.pause(0.2)
        assert pilot.app.screen is screen
        assert screen.sitting.notes == [(0, "Once is enough.")]
