"""Words looked for in what the player wrote, and in the titles of what they played."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from classroomsim.diary.record import Entry, Found, Plan
from classroomsim.scenario.text import clean

_QUOTES = str.maketrans("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}", "''") | (
    str.maketrans("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}", '""')
)


def search(text: str, entries: Iterable[Entry], plans: Iterable[Plan]) -> list[Found]:
    """Every note, plan and play's title that holds `text`, the newest first.

    Neither case nor accents, curls of quotation marks nor line breaks matter; every character
    means itself. An empty text is found nowhere.
    """
    wanted = _folded(text)
    if not wanted:
        return []
    found = [
        one
        for all_in in (_in_plays(entries), _in_plans(plans))
        for one in all_in
        if _holds(one, wanted)
    ]
    return sorted(found, key=lambda one: one.when, reverse=True)


def _in_plays(entries: Iterable[Entry]) -> Iterator[Found]:
    for entry in entries:
        yield Found("play", entry.id, entry.title, entry.last, entry.title)
        for note in entry.notes:
            yield Found("note", entry.id, entry.title, note.written, note.text)


def _in_plans(plans: Iterable[Plan]) -> Iterator[Found]:
    for plan in plans:
        text = f"{plan.line}\n{plan.came}" if plan.came else plan.line
        yield Found("plan", plan.play, plan.title, plan.changed, text)


def _holds(found: Found, wanted: str) -> bool:
    return wanted in _folded(found.text)


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", clean(text).translate(_QUOTES)).casefold()
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(bare.split())
