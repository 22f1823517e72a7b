"""Opening a scenario or a play: reading it whole, and saying kindly where that can't be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from classroomsim.diary.record import DiaryError, Entry, Offer, Plan
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
    from classroomsim.ui.planned import Planned

CHANGED = (
    "This scenario has changed since you played."
    " Carry on in the text you began with, or begin again?"
)

NOT_OPEN = "The diary is not open."
NO_TELLING = "Nobody has written a colleague's telling of this scenario yet."


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


async def watch(app: ClassroomSim, reading: Reading) -> str | None:
    """Shows a colleague's telling; or gives a sentence, where nobody has written one."""
    from classroomsim.debrief.watched import watched
    from classroomsim.engine.machine import Machine
    from classroomsim.ui.watch import WatchScreen

    found = watched(Machine(reading.sound))
    if found is None:
        return NO_TELLING
    await app.push_screen(WatchScreen(found))
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
    app: ClassroomSim,
    reading: Reading,
    telling: str | None,
    choices: Sequence[str],
    focus: str | None = None,
) -> None:
    """Begins a play in place of the screen that is shown now."""
    says = None
    try:
        sitting = Sitting.begin(reading, telling, app.diary, choices=choices)
    except DiaryError as error:
        sitting = Sitting.begin(reading, telling, None, choices=choices)
        says = f"{error} This play goes on without being kept."
    if focus is not None:
        _, trouble = app.kept(sitting, lambda: sitting.focus_on(focus))
        says = says or trouble
    app.replace_page(PlayScreen(sitting, says=says))


async def carry_on(app: ClassroomSim, entry: Entry) -> str | None:
    """Takes up a play from the diary; gives a sentence where that can't be."""
    sitting = _resumed(app, entry)
    if isinstance(sitting, str):
        return sitting
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


async def come_back(app: ClassroomSim, offer: Offer) -> str | None:
    """Shows what there is to come back to; gives a sentence where that can't be."""
    from classroomsim.ui.revisit import RevisitScreen

    if app.diary is None:
        return NOT_OPEN
    await app.push_screen(RevisitScreen(offer))
    return None


async def look_back_on(app: ClassroomSim, entry: Entry, number: int | None = None) -> str | None:
    """Looks back on a play of the diary, or carries it on; gives a sentence where that can't be.

    `number` is the moment (from 0) to look at.
    """
    if not entry.ended and entry.kind == "play":
        return await carry_on(app, entry)
    sitting = _resumed(app, entry)
    if isinstance(sitting, str):
        return sitting
    from classroomsim.ui.looking_back import LookingBackScreen

    await app.push_screen(LookingBackScreen(sitting, number))
    return None


async def open_plan(app: ClassroomSim, plan: Plan) -> str | None:
    """Shows a plan of the diary; gives a sentence where that can't be."""
    from classroomsim.ui.plan import PlanScreen

    try:
        planned = planned_of(app, plan)
    except DiaryError as error:
        return str(error)
    await app.push_screen(PlanScreen(planned))
    return None


def planned_of(app: ClassroomSim, plan: Plan) -> Planned:
    """A plan of the diary with its play, or without it where that can't be gone back to.

    Raises `DiaryError` where no diary is open.
    """
    from classroomsim.ui.planned import PlanOfDiary, PlanOfPlay

    if app.diary is None:
        raise DiaryError(NOT_OPEN)
    try:
        entry = app.diary.entry(plan.play) if plan.play is not None else None
        sitting = Sitting.resume(app.diary, entry) if entry is not None else None
    except DiaryError:
        sitting = None
    if sitting is not None and plan.number < len(sitting.play.choices):
        return PlanOfPlay(sitting, plan.number)
    return PlanOfDiary(app.diary, plan)


async def compare(app: ClassroomSim, entry: Entry) -> str | None:
    """Sets a play of the diary beside another that is picked; or gives a sentence.

    For a worker: it may wait for the answer.
    """
    sitting = _resumed(app, entry)
    if isinstance(sitting, str):
        return sitting
    from classroomsim.ui.other_play import a_way_beside
    from classroomsim.ui.side_by_side import SideBySideScreen

    other = await a_way_beside(app, sitting)
    if isinstance(other, Sitting):
        await app.push_screen(SideBySideScreen(sitting, other))
        return None
    return other


def _resumed(app: ClassroomSim, entry: Entry) -> Sitting | str:
    if app.diary is None:
        return NOT_OPEN
    try:
        return Sitting.resume(app.diary, entry)
    except DiaryError as error:
        return str(error)


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
