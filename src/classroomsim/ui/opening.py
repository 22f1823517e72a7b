"""Opening a scenario or a play: reading it whole, and saying kindly where that can't be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from classroomsim.diary.record import DiaryError, Entry
from classroomsim.diary.sitting import Sitting, texts_of
from classroomsim.scenario.library import ScenarioNotFoundError, find
from classroomsim.scenario.problems import in_order
from classroomsim.scenario.read import Reading, RulebookError, read_scenario
from classroomsim.scenario.source import SourceError
from classroomsim.ui.ask import Answer, AskDialog
from classroomsim.ui.before import BeforeScreen
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.shelf import ShelfScreen

if TYPE_CHECKING:
    from classroomsim.diary.store import Diary
    from classroomsim.ui.app import ClassroomSim

CHANGED = (
    "This scenario has changed since you played."
    " Carry on in the text you began with, or begin again?"
)


def _read(path: Path) -> Reading | str:
    """The file read whole, or a sentence where it can't be played yet."""
    try:
        reading = read_scenario(path)
    except (SourceError, RulebookError, OSError) as error:
        return f"{path.name} can't be opened: {error}."
    if reading.scenario is None:
        first = in_order(reading.errors)[0]
        return (
            f"{path.name} can't be played yet. Line {first.place.line}: {first.message}."
            f" To see all of it, run classroomsim check {path.name}"
        )
    return reading


async def open_scenario(app: ClassroomSim, path: Path) -> str | None:
    """Shows what is known before a play; or gives a sentence, where it can't be played yet."""
    reading = _read(path)
    if isinstance(reading, str):
        return reading
    await app.push_screen(BeforeScreen(reading))
    return None


async def open_map(app: ClassroomSim, chosen: Path | Entry) -> str | None:
    """Shows the map of a scenario, or of the one that was played; or gives a sentence."""
    try:
        path = find(chosen.scenario_id) if isinstance(chosen, Entry) else chosen
    except ScenarioNotFoundError as error:
        return str(error)
    reading = _read(path)
    if isinstance(reading, str):
        return reading
    from classroomsim.ui.map import MapScreen

    await app.push_screen(MapScreen(reading.sound, texts_of(reading)))
    return None


def begin_play(
    app: ClassroomSim, reading: Reading, telling: str | None, choices: Sequence[str]
) -> None:
    """Begins a play in place of the screen that is shown now."""
    says = None
    try:
        sitting = Sitting.begin(reading, telling, app.diary, choices=choices)
    except DiaryError as error:
        sitting = Sitting.begin(reading, telling, None, choices=choices)
        says = f"{error} This play goes on without being kept."
    app.replace_page(PlayScreen(sitting, says=says))


async def carry_on(app: ClassroomSim, entry: Entry) -> str | None:
    """Takes up a play from the diary; gives a sentence where that can't be."""
    if app.diary is None:
        return "The diary is not open."
    try:
        sitting = Sitting.resume(app.diary, entry)
    except DiaryError as error:
        return str(error)
    if not sitting.changed_since(None):
        await app.push_screen(PlayScreen(sitting))
        return None

    async def answered(answer: str | None) -> None:
        if answer == "carry on":
            await app.push_screen(PlayScreen(sitting))
        elif answer == "again":
            await _open_again(app, entry)

    answers = (
        Answer("carry on", "Carry on in the text you began with"),
        Answer("again", "Begin again, in the text as it is now"),
    )
    await app.push_screen(AskDialog(entry.title, (CHANGED,), answers), answered)
    return None


def where_left(diary: Diary, entry: Entry) -> str:
    """The moment at which a play was left, as the strip names it; '' where that is not known."""
    try:
        scene = Sitting.resume(diary, entry).play.scene
    except DiaryError:
        return ""
    return f"{scene.clock}, {scene.name}" if scene else ""


async def _open_again(app: ClassroomSim, entry: Entry) -> None:
    try:
        trouble = await open_scenario(app, find(entry.scenario_id))
    except ScenarioNotFoundError as error:
        trouble = str(error)
    if trouble and isinstance(app.screen, ShelfScreen):
        app.screen.say(trouble)
