"""What the diary holds, as values, and the ways in which it can say no.

Loads no database, so that screens can name these before the first frame is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto
from typing import Final, Literal

from classroomsim.engine.play import PlayKey


class DiaryError(Exception):
    """The diary can't do what was asked; its text is a sentence for the player."""


class NoSuchPlay(DiaryError):  # noqa: N818 - the sentence says it
    """The diary has no play of this number; it may have been forgotten a moment ago."""


class NoSuchPlan(DiaryError):  # noqa: N818 - the sentence says it
    """The diary has no plan of this number; it may have been forgotten a moment ago."""


class NoSuchNote(DiaryError):  # noqa: N818 - the sentence says it
    """The play has no note of this number; it may have been forgotten a moment ago."""


class TracesLeft(DiaryError):  # noqa: N818 - it is forgotten all the same
    """What was to be forgotten is, but the file could not be cleaned of its traces yet."""


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
    id: int = 0


Kind = Literal["play", "revisit"]
"""A whole play, or one beat that the player came back for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One play in the diary.

    `started`, `last` (when its choices, guesses or notes last changed) and `finished` (when it
    reached its end; None before) are in UTC. `parent` is the play that this one is a second try
    of. `guesses` are by moment (from 0), `notes` in the order written. `focus` is the id of what
    the player wanted to look at.
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
    kind: Kind = "play"
    focus: str | None = None
    finished: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the player means to do on another day: an if-then line in their own words.

    Attributes:
        id: its number in the diary; 0 where no diary is kept.
        play: the play that it came from; None where no diary is kept.
        scenario_id: the scenario's id.
        title: the scenario's title.
        scene: the id of the scene of the moment that it is about.
        number: that moment, from 0.
        line: the if-then line.
        day: the day that it is meant for, if any.
        made: when it was first written, in UTC.
        changed: when the line or the day last changed, in UTC.
        came: what the player wrote of how the day went; empty until then.
        came_on: when they wrote so, in UTC; None until then.
    """

    id: int
    play: int | None
    scenario_id: str
    title: str
    scene: str
    number: int
    line: str
    day: date | None
    made: datetime
    changed: datetime
    came: str = ""
    came_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A scenario that the player might like to come back to, by way of a play and its plan."""

    scenario_id: str
    title: str
    entry: Entry
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Found:
    """Where words that were looked for stand: in a note, in a plan, or in a play's title.

    `play` is its number in the diary, `when` (in UTC) when the note was written, the plan last
    changed or the play last went on, and `text` the whole of the note, plan or title.
    """

    kind: Literal["note", "plan", "play"]
    play: int | None
    title: str
    when: datetime
    text: str


class Keep(Enum):
    """Stands for "as it was", where None has a meaning of its own."""

    KEEP = auto()


KEEP: Final = Keep.KEEP


@dataclass(frozen=True, slots=True)
class Along:
    """What a play takes along from the one that it shares its beginning with."""

    guesses: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[tuple[int, str], ...] = ()
    plans: tuple[Plan, ...] = ()
    focus: str | None = None
