"""Options: kept in the diary if there is one, else until the program is left; and the colours."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from classroomsim.debrief.lookback import worked_line
from classroomsim.ui.looking_back import LookingBackScreen
from classroomsim.ui.options import OptionsDialog
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.shelf import ShelfScreen
from classroomsim.ui.text import typographic
from classroomsim.ui.theme import CONTRAST, DARK, LIGHT
from classroomsim.ui.widgets.begun import WORDS
from tests.ui.lasting import with_diary
from tests.ui.looked_back import sitting, text_of
from tests.ui.playing import SIZES, in_view, playing, until


def is_shown(pilot: Pilot[int], kind: type) -> Callable[[], bool]:
    return lambda: isinstance(pilot.app.screen, kind)


async def test_each_option_changes_at_once_and_back_again() -> None:
    async with playing() as (app, pilot):
        first = app.settings
        await pilot.press("o")
        await until(pilot, is_shown(pilot, OptionsDialog))
        await pilot.press("1")
        assert app.settings.coaching == "words"
        await pilot.press("2")
        assert app.settings.come_back is False
        seen = []
        for _ in range(3):
            await pilot.press("3")
            seen.append(app.theme)
        assert seen == [LIGHT, CONTRAST, DARK]
        await pilot.press("1", "2")
        assert app.settings == first
        told = [str(text.render()) for text in app.screen.query(Static)]
        assert "You keep no diary, so these hold until you leave the program." in told
        await pilot.press("up", "up", "enter")
        assert app.settings.coaching == "words"
        await pilot.press("escape")
        await until(pilot, is_shown(pilot, ShelfScreen))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_all_options_are_in_view(size: tuple[int, int]) -> None:
    async with playing(size=size) as (app, pilot):
        await pilot.press("o")
        await until(pilot, is_shown(pilot, OptionsDialog))
        await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, OptionsDialog)
        assert all(in_view(row) for row in dialog.picker.rows)


async def test_options_are_kept_in_the_diary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path / "home"))
    async with with_diary() as (app, pilot):
        await pilot.press("t", "t")
        assert app.theme == CONTRAST
        await pilot.press("o", "1", "escape")
        await until(pilot, is_shown(pilot, ShelfScreen))
    async with with_diary() as (app, _):
        assert app.theme == CONTRAST
        assert app.settings.coaching == "words"


@pytest.mark.parametrize("coaching", ["words", "try"])
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_words_come_before_a_second_try_where_they_are_wanted(
    size: tuple[int, int], coaching: str
) -> None:
    sat = sitting()
    async with playing(size=size) as (app, pilot):
        if coaching == "words":
            await pilot.press("o", "1", "escape")
        await app.push_screen(LookingBackScreen(sat, 1))
        await pilot.press("r")
        await until(pilot, lambda: is_shown(pilot, PlayScreen)() and app.guard.showing)
        play = app.screen
        assert isinstance(play, PlayScreen)
        worked = worked_line(sat.play, 1)
        assert worked is not None
        text = text_of(play)
        assert (WORDS in text) == (coaching == "words")
        assert (typographic(worked.say) in text) == (coaching == "words")
        assert in_view(play.query_one("#again"))
        await play.choose(play.seen.choices[0].id)
        await pilot.pause()
        assert WORDS not in text_of(play), "only at the moment itself"
