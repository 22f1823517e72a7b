"""Between the rows of the diary's tables and what they mean.

Each function that reads raises one of `UNLIKE_A_DIARY` for what a diary never holds.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from classroomsim.diary.record import Entry, Note, Plan
from classroomsim.engine.play import PlayKey

MAX_TEXTS = 8_388_608
"""Most bytes that a kept text may unfold to; a scenario is far smaller."""

UNLIKE_A_DIARY = (ValueError, TypeError, OverflowError, RecursionError, zlib.error)

Row = tuple[object, ...]


def entries_of(plays: list[Row], guesses: list[Row], notes: list[Row]) -> list[Entry]:
    """Entries from rows: the plays in their order, guesses and notes in the order they come."""
    guessed: dict[object, dict[int, tuple[str, ...]]] = {}
    noted: dict[object, list[Note]] = {}
    for play, number, options in guesses:
        guessed.setdefault(play, {})[number_of(number)] = unlisted(options)
    for play, number, text, written, note in notes:
        found = Note(number_of(number), text_of(text), _moment_of(written), number_of(note))
        noted.setdefault(play, []).append(found)
    return [_entry(row, guessed.get(row[0], {}), noted.get(row[0], [])) for row in plays]


def _entry(row: Row, guesses: Mapping[int, tuple[str, ...]], notes: list[Note]) -> Entry:
    play, scenario_id, title, digest, engine, telling, choices, *more = row
    started, last, ended, parent, kind, focus, finished = more
    lasted = _moment_of(last)
    if kind not in ("play", "revisit"):
        raise ValueError("no kind of play")
    return Entry(
        id=number_of(play),
        scenario_id=text_of(scenario_id),
        title=text_of(title),
        key=PlayKey(text_of(digest), number_of(engine), text_of(telling), unlisted(choices)),
        started=_moment_of(started),
        last=lasted,
        ended=bool(number_of(ended)),
        parent=None if parent is None else number_of(parent),
        guesses=guesses,
        notes=tuple(notes),
        kind="revisit" if kind == "revisit" else "play",
        focus=None if focus is None else text_of(focus),
        finished=_finished(finished, lasted) if ended else None,
    )


def _finished(stored: object, last: datetime) -> datetime:
    """When a play that has ended did so: an older program does not write it down."""
    return last if stored is None else _moment_of(stored)


def plan_of(row: Row) -> Plan:
    """A plan from its row, whose columns are in the order of the fields."""
    plan, play, scenario_id, title, scene, number, line, day, made, changed, came, came_on = row
    return Plan(
        id=number_of(plan),
        play=number_of(play),
        scenario_id=text_of(scenario_id),
        title=text_of(title),
        scene=text_of(scene),
        number=number_of(number),
        line=text_of(line),
        day=None if day is None else date.fromisoformat(text_of(day)),
        made=_moment_of(made),
        changed=_moment_of(changed),
        came=text_of(came),
        came_on=None if came_on is None else _moment_of(came_on),
    )


def listed(words: Sequence[str]) -> str:
    return json.dumps(list(words), separators=(",", ":"))


def unlisted(stored: object) -> tuple[str, ...]:
    found: object = json.loads(text_of(stored))
    if not isinstance(found, list):
        raise TypeError("not a list")
    return tuple(text_of(word) for word in found)


def folded(text: str) -> bytes:
    return zlib.compress(text.encode())


def unfolded(stored: bytes) -> str:
    unfolding = zlib.decompressobj()
    text = unfolding.decompress(stored, MAX_TEXTS)
    if not unfolding.eof:
        raise ValueError("cut off, or too long")
    return text.decode()


def _moment_of(stored: object) -> datetime:
    found = datetime.fromisoformat(text_of(stored))
    if found.tzinfo is None:
        raise ValueError("no zone")
    return found.astimezone(UTC)


def number_of(stored: object) -> int:
    if not isinstance(stored, int):
        raise TypeError("not a number")
    return stored


def text_of(stored: object) -> str:
    if not isinstance(stored, str):
        raise TypeError("not a text")
    return stored
