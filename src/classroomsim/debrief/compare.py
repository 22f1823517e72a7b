"""Two ways, side by side, from the moment where they part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from classroomsim.debrief.lookback import Card, look_back
from classroomsim.engine.play import Play, where_they_part
from classroomsim.engine.seen import look, look_at


@dataclass(frozen=True, slots=True)
class Way:
    """One play's side of one row: its moment, then the words and signs that came next.

    All empty where that play has no moment beside the other's.
    """

    card: Card | None
    then: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """How one play ends, and the pupil's voice afterwards. All empty where it was left."""

    name: str
    text: tuple[str, ...]
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plays of a scenario.

    `shared` are the moments before they part; `rows` the rest, from moment `parted` (from 0), each
    with one play's side and the other's; `closes` how the two end. `openings` is what could be seen
    before anything was done, where the causes differ and so it may have differed too; its ways
    have no card.
    """

    shared: tuple[Card, ...]
    rows: tuple[tuple[Way, Way], ...]
    same_cause: bool
    parted: int
    closes: tuple[Close, Close]
    openings: tuple[Way, Way] | None = None


def side_by_side(one: Play, other: Play) -> Comparison:
    """The two plays from where they part, moment beside moment.

    Plays under different tellings, or on different texts of a scenario, part at its beginning.
    """
    same_text = one.world.scenario.hash == other.world.scenario.hash
    parted = where_they_part(one, other) if same_text else 0
    first, second = look_back(one).cards, look_back(other).cards
    before, after = ([m.scene.id for m in play.moments[parted:]] for play in (one, other))
    rows = tuple(
        (_way(one, first, a), _way(other, second, b)) for a, b in _beside(before, after, parted)
    )
    same = one.world.telling.id == other.world.telling.id
    openings = None if same and same_text else (_opening(one), _opening(other))
    return Comparison(first[:parted], rows, same, parted, (_close(one), _close(other)), openings)


def _beside(
    one: Sequence[str], other: Sequence[str], parted: int
) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of moments: the same scene stands beside itself, and the rest in order between."""
    at_once = int(bool(one) and bool(other))
    if at_once:  # where they part both have a moment, and a scene that comes again is no matter
        yield parted, parted
    rest = SequenceMatcher(None, one[at_once:], other[at_once:], autojunk=False)
    start = parted + at_once
    for _, a, a_end, b, b_end in rest.get_opcodes():
        yield from zip_longest(range(start + a, start + a_end), range(start + b, start + b_end))


def _opening(play: Play) -> Way:
    seen = look(play.upto(0))
    return Way(None, seen.text, seen.notices)


def _close(play: Play) -> Close:
    if play.ending is None:
        return Close("", (), ())
    seen = look(play)
    return Close(seen.name, seen.text, seen.later)


def _way(play: Play, cards: tuple[Card, ...], number: int | None) -> Way:
    if number is None:
        return Way(None, (), ())
    seen = look_at(play.world, play.states[number + 1], play.states[number])
    return Way(cards[number], seen.text, seen.notices)
