"""What the diary holds, as values, and the ways in which it can say no.

Loads no database, so that screens can name these before the first frame is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from classroomsim.engine.play import PlayKey


class DiaryError(Exception):
    """The diary can't do what was asked; its text is a sentence for the player."""


class Overtaken(DiaryError):  # noqa: N818 - not a failure: the play goes on as one of its own
    """Another copy of the program has carried this play on."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The whole text that a play is played on. The names are for showing, not for opening."""

    scenario_name: str
    scenario: str
    rulebook_name: str
    rulebook: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note to self, written at moment `number` (from 0); `written` is in UTC."""

    number: int
    text: str
    written: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One play in the diary.

    `started` and `last` (when anything in it last changed) are in UTC. `parent` is the play that
    this one is a second try of. `guesses` are by moment (from 0), `notes` in the order written.
    """

    id: int
    scenario_id: str
    title: str
    key: PlayKey
    started: datetime
    last: datetime
    ended: bool
    parent: int | None
    guesses: Mapping[int, tuple[str, ...]]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Along:
    """What a play takes along from the one that it shares its beginning with."""

    guesses: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[tuple[int, str], ...] = ()
