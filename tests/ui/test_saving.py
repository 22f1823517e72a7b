"""Saving a copy: what it will hold is said first; nothing is written over unasked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from classroomsim.diary.sitting import Sitting
from classroomsim.ui.ask import AskDialog
from classroomsim.ui.copies import NOTES_TOO, NOTHING_ELSE
from classroomsim.ui.looking_back import LookingBackScreen
from classroomsim.ui.saving import OVER
from classroomsim.ui.side_by_side import SideBySideScreen
from classroomsim.ui.tell import TellDialog
from classroomsim.ui.write import WriteDialog
from tests.ui.looked_back import go_on, sitting, text_of
from tests.ui.playing import SIZES, in_view, playing, until


def is_shown(pilot: Pilot[int], kind: type) -> Callable[[], bool]:
    return lambda: isinstance(pilot.app.screen, kind)


async def begin(pilot: Pilot[int], screen: Screen[None]) -> AskDialog:
    """Opens a screen, and there the dialog that says what a copy will hold."""
    await pilot.app.push_screen(screen)
    await pilot.press("s")
    await until(pilot, is_shown(pilot, AskDialog))
    await pilot.pause()
    asked = pilot.app.screen
    assert isinstance(asked, AskDialog)
    return asked


async def save_as(pilot: Pilot[int], path: Path | str) -> None:
    """Writes where it shall lie."""
    await until(pilot, is_shown(pilot, WriteDialog))
    asked = pilot.app.screen
    assert isinstance(asked, WriteDialog)
    asked.box.text = str(path)
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is not asked)


def nothing_in(folder: Path) -> bool:
    return not any(folder.iterdir())


def with_a_note() -> Sitting:
    sat = sitting()
    sat.note("The zip again.", 1)
    return sat


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_it_will_hold_is_said_and_every_form_is_in_view(size: tuple[int, int]) -> None:
    async with playing(size=size) as (_, pilot):
        asked = await begin(pilot, LookingBackScreen(with_a_note(), 1))
        text = text_of(asked)
        assert "What you could see, moment by moment" in text
        assert "Your notes to self" in text
        assert NOTES_TOO in text
        assert NOTHING_ELSE not in text
        assert all(in_view(row) for row in asked.picker.rows)


async def test_a_copy_without_a_word_of_your_own_says_that_nothing_else_is_in_it() -> None:
    async with playing() as (_, pilot):
        asked = await begin(pilot, LookingBackScreen(sitting(), 1))
        assert NOTHING_ELSE in text_of(asked)


@pytest.mark.parametrize(("key", "name", "begins"), [("1", "a.html", "<!"), ("2", "a.md", "# ")])
async def test_each_form_is_saved_where_the_player_says(
    tmp_path: Path, key: str, name: str, begins: str
) -> None:
    async with playing() as (_, pilot):
        screen = LookingBackScreen(with_a_note(), 1)
        await begin(pilot, screen)
        await pilot.press(key)
        await save_as(pilot, tmp_path / name)
        await until(pilot, is_shown(pilot, TellDialog))
        told = [str(text.render()) for text in pilot.app.screen.query(Static)]
        assert str(tmp_path / name) in told
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        saved = (tmp_path / name).read_text(encoding="utf-8")
        assert saved.lower().startswith(begins)
        assert "The zip again" in saved


async def test_two_ways_are_saved_too(tmp_path: Path) -> None:
    first = sitting()
    async with playing() as (_, pilot):
        screen = SideBySideScreen(go_on(first.try_again(1), (1,) * 12), first)
        await begin(pilot, screen)
        await pilot.press("1")
        await save_as(pilot, tmp_path / "two.html")
        await until(pilot, is_shown(pilot, TellDialog))
        assert "This way" in (tmp_path / "two.html").read_text(encoding="utf-8")


async def test_a_file_that_is_there_is_written_over_only_when_asked_to(tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    file.write_text("mine", encoding="utf-8")
    async with playing() as (_, pilot):
        await begin(pilot, LookingBackScreen(sitting(), 1))
        await pilot.press("2")
        await save_as(pilot, file)
        await until(pilot, lambda: OVER in text_of(pilot.app.screen))
        await pilot.press("enter")
        await until(pilot, is_shown(pilot, WriteDialog))
        assert file.read_text(encoding="utf-8") == "mine"
        await save_as(pilot, file)
        await until(pilot, lambda: OVER in text_of(pilot.app.screen))
        await pilot.press("2")
        await until(pilot, is_shown(pilot, TellDialog))
        assert file.read_text(encoding="utf-8").startswith("# ")


async def test_where_it_can_not_be_saved_that_is_said_and_another_name_is_asked_for(
    tmp_path: Path,
) -> None:
    async with playing() as (app, pilot):
        screen = LookingBackScreen(sitting(), 1)
        await begin(pilot, screen)
        await pilot.press("2")
        for name in (tmp_path / "nowhere" / "a.md", tmp_path, "~nobody-of-this-name/a.md", "a\0b"):
            await save_as(pilot, name)
            await until(pilot, is_shown(pilot, TellDialog))
            assert "Saved" not in text_of(pilot.app.screen)
            await pilot.press("enter")
        await until(pilot, is_shown(pilot, WriteDialog))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
    assert nothing_in(tmp_path)
