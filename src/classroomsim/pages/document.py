"""A page as values: what it says, in which order and in which kind of block; not how it looks.

`html.py` and `markdown.py` write these out, and every page is made of them: a copy of a debrief, a
comparison, the diary, a card, a hand-out. Authors' texts are prose, in which `*so*` is emphasis.
What a player typed is `OwnWords` and is shown as it was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from classroomsim.debrief.lookback import Card, Part, Reason
from classroomsim.engine.seen import Room

Level = Literal[2, 3]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the page's title. `fresh` begins a new sheet when printed."""

    text: str
    level: Level = 2
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose; a `quiet` one stands back, as a remark does."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that can be said, as they might be said. `label` stands before them; it may be ''."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the player typed: nothing in it is read as emphasis, and its line breaks are kept."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of prose; `numbered` counts it from 1, as choices are."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Pairs of a label and what is said of it: 'What he is good at', and that."""

    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A few lines that are set apart, under a label: what you notice, what the room does."""

    label: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """One moment in the strip: its card, and the room at its end. An ending shows no room."""

    card: Card
    room: Room | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """The moments of a play side by side, one of them `chosen` (its number from 0) or none."""

    shots: tuple[Shot, ...]
    pupil: str
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The coaching on one moment: its parts in their order, all of them equally large."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Reasons, each with where it comes from; `what` says before them what they are reasons for."""

    what: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One side of a row; a column without blocks says that nothing stands there."""

    label: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class TwoWays:
    """Two columns beside each other, row by row. Where there is little width, one after the other.

    A row of one column has both ways alike, and takes the whole width.
    """

    rows: tuple[tuple[Column, Column] | tuple[Column], ...]


@dataclass(frozen=True, slots=True)
class PocketCard:
    """A card of A6 with one if-then line; four of them stand on a sheet of A4, to be cut out.

    `line` is the player's own; `say` are words that can be said, or ''.
    """

    line: str
    say: str = ""
    foot: str = ""


@dataclass(frozen=True, slots=True)
class VotingCards:
    """One large letter on each sheet of A4, to be held up and read from the front of a hall."""

    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinePrint:
    """What is said at the foot of a page, small."""

    text: str


Block = (
    Heading
    | Paragraph
    | Quote
    | OwnWords
    | Items
    | Terms
    | Aside
    | Strip
    | Parts
    | Reasons
    | TwoWays
    | PocketCard
    | VotingCards
    | FinePrint
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole page. `lead` says in a line below the title what it is; it may be ''."""

    title: str
    lead: str
    blocks: tuple[Block, ...]


def contents(document: Document) -> tuple[str, ...]:
    """What a page holds, by its main headings: told before it is saved."""
    return tuple(_headings(document))


def _headings(document: Document) -> Iterator[str]:
    for block in document.blocks:
        match block:
            case Heading(text=text, level=2):
                yield text
            case PocketCard():
                yield "Your if-then line, on four cards to cut out"
            case VotingCards():
                yield "Voting cards, a letter on each sheet"
            case _:
                pass
