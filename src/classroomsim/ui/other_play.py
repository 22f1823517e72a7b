"""Another play of the same scenario to set beside this one, from the diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classroomsim.diary.record import DiaryError, Entry
from classroomsim.diary.sitting import Sitting
from classroomsim.ui.ask import Answer, AskDialog
from classroomsim.ui.plain_words import ago

if TYPE_CHECKING:
    from classroomsim.ui.app import ClassroomSim

ONE_WAY = "There is one way so far. Try a moment again, and the two can stand side by side."
WHICH = "Which play shall stand beside it?"
WHICH_WHY = "Both go on from where they part. Neither is the better one."


def other_plays(sitting: Sitting) -> list[Entry]:
    """The other plays of this scenario in the diary; those of the same telling come first.

    Those of another text, or of another version of the program, can't be set beside it.
    """
    if sitting.diary is None:
        return []
    key = sitting.play.key
    try:
        entries = sitting.diary.entries(sitting.play.world.scenario.id)
    except DiaryError:
        return []
    others = [
        entry
        for entry in entries
        if entry.id != sitting.entry
        and entry.key.choices
        and (entry.key.scenario, entry.key.engine) == (key.scenario, key.engine)
        and entry.key != key
    ]
    others.sort(key=lambda entry: entry.key.telling != key.telling)
    return others


async def a_way_beside(app: ClassroomSim, sitting: Sitting) -> Sitting | str | None:
    """Another play; where there are several, the one that is picked.

    Gives a sentence where there is none or it can't be taken up, and None where none was picked.
    For a worker: it may wait for the answer.
    """
    others = other_plays(sitting)
    if not others or sitting.diary is None:
        return ONE_WAY
    entry: Entry | None = others[0]
    if len(others) > 1:
        answers = [Answer(str(entry.id), said_of(entry, sitting)) for entry in others]
        picked = await app.push_screen_wait(AskDialog(WHICH, (WHICH_WHY,), answers))
        entry = next((entry for entry in others if str(entry.id) == picked), None)
    if entry is None:
        return None
    try:
        return Sitting.resume(sitting.diary, entry)
    except DiaryError as error:
        return str(error)


def said_of(entry: Entry, beside: Sitting) -> str:
    """A play in a line: when it was, and what it was beside the one looked at."""
    cause = "" if entry.key.telling == beside.play.key.telling else ", something else underneath"
    end = "" if entry.ended else ", left before its end"
    try_of = ", a second try" if entry.parent is not None else ""
    seen = ", one moment come back for" if entry.kind == "revisit" else ""
    return f"The play {ago(entry.last)}{try_of}{seen}{end}{cause}."
