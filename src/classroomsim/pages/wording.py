"""How a page names things: a moment, what you did, a day."""

from __future__ import annotations

from datetime import date

from classroomsim.debrief.lookback import Card
from classroomsim.engine.play import Play

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def titled(clock: str, name: str) -> str:
    """How a moment is named everywhere: '14:10, the book'."""
    return f"{clock}, {name}" if clock else name


def you_did(card: Card) -> str:
    """What you did, as a sentence that begins with 'You'."""
    did = card.did if card.did[1:2].isupper() else f"{card.did[:1].lower()}{card.did[1:]}"
    return f"You {did.rstrip('.')}."


def where(play: Play | None, number: int) -> str:
    """The moment (from 0) that something was written at; counted where it has no name."""
    if play is None or number >= len(play.states):
        return f"Moment {number + 1}"
    scene = play.world.scene(play.states[number])
    return titled(scene.clock, scene.name) if scene else "At the end"


def without_name(cue: str, pupil: str) -> str:
    """A cue that stands behind the pupil's name, which then need not say it twice."""
    starts = (f"{pupil} ", f"{pupil}'s ", f"{pupil}\u2019s ")
    return next((cue.removeprefix(start) for start in starts if cue.startswith(start)), cue)


def on_day(day: date) -> str:
    """A day as it is said, in English whatever the computer speaks.

    >>> on_day(date(2026, 12, 1))
    'Tuesday 1 December 2026'
    """
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"
