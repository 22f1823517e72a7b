"""The diary as a page: each play as it could be seen, with what its player wrote beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from classroomsim.debrief.lookback import look_back
from classroomsim.engine.play import Play
from classroomsim.pages.debrief_page import (
    Guesses,
    Notes,
    ending,
    strip,
    underneath,
    wonderings,
)
from classroomsim.pages.document import (
    Block,
    Document,
    FinePrint,
    Heading,
    OwnWords,
    Paragraph,
)
from classroomsim.pages.wording import on_day, where

OF_YOUR_OWN = "A copy of your own diary. Nothing in it was sent anywhere."
EMPTY = "There is nothing in the diary yet."
UNPLAYABLE = "This version of the program can't show the play itself; what you wrote is here."
KEEP_IT_CLOSE = (
    "This copy lies where you saved it, and forgetting a play in the diary leaves the copy as it"
    " is. If a pupil could be recognised in it, keep it as you would keep any such note."
)


@dataclass(frozen=True, slots=True)
class PlanKept:
    """A plan as the diary keeps it: the if-then line, where it was made, for which day.

    `came` is what the player wrote when asked whether the day came, or ''.
    """

    line: str
    at: str = ""
    day: date | None = None
    came: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A play as the diary keeps it; `play` is None where this program can't play it any more."""

    title: str
    began: date
    play: Play | None
    guesses: Guesses = field(default_factory=dict)
    notes: Notes = ()
    plans: Sequence[PlanKept] = ()


def diary_document(kept: Sequence[Kept]) -> Document:
    """The whole diary: its plays in the order given."""
    blocks = [block for one in kept for block in _play(one)] or [Paragraph(EMPTY)]
    return Document("Your diary", OF_YOUR_OWN, (*blocks, FinePrint(KEEP_IT_CLOSE)))


def _play(one: Kept) -> Iterator[Block]:
    yield Heading(f"{one.title}, {on_day(one.began)}")
    play = one.play
    if play is None:
        yield Paragraph(UNPLAYABLE, quiet=True)
    elif play.choices:
        yield strip(play)
        sections = (*ending(play, look_back(play)), *underneath(play, look_back(play)))
        yield from (_below(block) for block in sections)
        yield from (_below(block) for block in wonderings(play, one.guesses))
    if one.plans:
        yield Heading("Your plan" if len(one.plans) == 1 else "Your plans", level=3)
        yield from (block for plan in one.plans for block in _plan(plan))
    if one.notes:
        yield Heading("Your notes to self", level=3)
        yield from (OwnWords(text, where(play, number)) for number, text in one.notes)


def _below(block: Block) -> Block:
    """A section's heading, one step further down: each play is a section here."""
    return Heading(block.text, level=3) if isinstance(block, Heading) else block


def _plan(plan: PlanKept) -> Iterator[Block]:
    label = ". ".join(
        part for part in (plan.at, f"For {on_day(plan.day)}" if plan.day else "") if part
    )
    yield OwnWords(plan.line, label)
    if plan.came.strip():
        yield OwnWords(plan.came, "Did the day come?")
