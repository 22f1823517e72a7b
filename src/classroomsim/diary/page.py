"""The whole diary as one copy to save: as a page, or as data for other programs."""

from __future__ import annotations

import json
from pathlib import Path

from classroomsim.diary.record import DiaryError, Entry, Plan
from classroomsim.diary.store import Diary
from classroomsim.diary.texts import replayed
from classroomsim.engine.play import Play
from classroomsim.pages.diary_page import Kept, PlanKept, diary_document
from classroomsim.pages.document import Document
from classroomsim.pages.save import SaveError, written
from classroomsim.pages.wording import where
from classroomsim.scenario.text import clean_line


def diary_copy(diary: Diary, path: Path) -> str:
    """The text of a copy in the format that the name asks for: `.json`, `.html` or `.md`.

    Raises `SaveError` for any other, and `DiaryError`.
    """
    match path.suffix.lower():
        case ".json":
            return json.dumps(diary.as_data(), ensure_ascii=False, indent=2) + "\n"
        case ".html" | ".htm" | ".md" | ".markdown":
            return written(diary_page(diary), path)
        case _:
            raise SaveError(
                f"'{clean_line(path.name)}' should end in .html, to open and print, in .md, for"
                " plain text, or in .json, for another program"
            )


def diary_page(diary: Diary) -> Document:
    """Every play, the one that last changed first, with what its player wrote. `DiaryError`."""
    plans: dict[int | None, list[Plan]] = {}
    for plan in sorted(diary.plans(), key=lambda plan: plan.number):
        plans.setdefault(plan.play, []).append(plan)
    return diary_document([_kept(diary, e, plans.get(e.id, [])) for e in diary.entries()])


def _kept(diary: Diary, entry: Entry, plans: list[Plan]) -> Kept:
    play = played(diary, entry)
    return Kept(
        title=entry.title,
        began=entry.started.astimezone().date(),
        play=play,
        guesses=entry.guesses,
        notes=[(note.number, note.text) for note in entry.notes],
        plans=[PlanKept(p.line, where(play, p.number), p.day, p.came) for p in plans],
    )


def played(diary: Diary, entry: Entry) -> Play | None:
    """The play itself; None where this version of the program can't play it any more."""
    try:
        return replayed(entry, diary.texts(entry.key.scenario))
    except DiaryError:
        return None
