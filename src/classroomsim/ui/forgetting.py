"""Forgetting: asked once, plainly, with keeping as the first answer; then gone for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from classroomsim.diary.record import DiaryError, Entry, Plan
from classroomsim.ui.ask import Answer, AskDialog
from classroomsim.ui.plain_words import as_sentence
from classroomsim.ui.tell import TellDialog

if TYPE_CHECKING:
    from classroomsim.diary.store import Diary
    from classroomsim.ui.app import ClassroomSim
    from classroomsim.ui.widgets.diary_rows import Thing

FOR_GOOD = "It can't be brought back. Copies that you saved elsewhere stay where they are."
WHAT = "What shall be forgotten?"
ALL = "Forget the whole diary?"
ALL_WHAT = (
    "Every play, plan, guess and note goes, and your options with them. Afterwards no file is left,"
    " and you keep no diary until you ask for one."
)
NOT_YET = "That is not done yet"
KEEP, THIS, EVERYTHING = "keep", "this", "everything"


async def forget(app: ClassroomSim, diary: Diary, thing: Thing | None) -> bool:
    """Asks what to forget, and forgets it; True where the diary may have changed.

    For a worker: it waits for the answers.
    """
    answers = [Answer(KEEP, "Nothing. Keep it all")]
    if thing is not None:
        answers.append(Answer(THIS, _named(thing)))
    answers.append(Answer(EVERYTHING, "The whole diary"))
    match await app.push_screen_wait(AskDialog(WHAT, (FOR_GOOD,), answers)):
        case "this" if thing is not None:
            await _done(app, lambda: _forget(diary, thing))
            return True
        case "everything":
            return await _forget_everything(app, diary)
        case _:
            return False


async def _forget_everything(app: ClassroomSim, diary: Diary) -> bool:
    answers = (Answer(KEEP, "Keep it"), Answer(EVERYTHING, "Forget it all"))
    asked = AskDialog(ALL, (ALL_WHAT, FOR_GOOD), answers)
    if await app.push_screen_wait(asked) != EVERYTHING:
        return False
    done = await _done(app, diary.forget_everything)
    app.leave_diary()
    if not done:  # it is there as it was, and goes on being kept
        app.open_diary()
    return True


async def _done(app: ClassroomSim, step: Callable[[], None]) -> bool:
    """Whether a step could be done; why not is told."""
    try:
        step()
    except DiaryError as error:
        await app.push_screen_wait(TellDialog(NOT_YET, (as_sentence(str(error)),)))
        return False
    return True


def _forget(diary: Diary, thing: Thing) -> None:
    match thing:
        case Plan():
            diary.forget_plan(thing.id)
        case Entry():
            diary.forget(thing.id)
        case (entry, note):
            diary.forget_note(entry.id, note.id)


def _named(thing: Thing) -> str:
    match thing:
        case Plan():
            return "This plan, with what you wrote of how it went"
        case Entry():
            return f"This play of {thing.title}, with its guesses, notes and plans"
        case _:
            return "This note"
