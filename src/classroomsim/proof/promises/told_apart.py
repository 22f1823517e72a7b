"""Told apart: what is seen differs between any two single causes before the last beat.

Every list of choices, skips among them, that can be played under both causes has shown different
text (the scene's words or what is noticed) in some beat before the last. Where a list is a single
beat long, that beat's own text has to differ, since nothing comes before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from classroomsim.engine.layout import State
from classroomsim.engine.machine import World
from classroomsim.engine.seen import look_at
from classroomsim.proof.docket import Docket
from classroomsim.proof.promises.key import counts
from classroomsim.scenario.story import SKIP

Moment = tuple[State, State]
"""A state and the one it was come to from: what is seen rests on both."""
Pair = tuple[Moment, Moment]

MOST_PAIRS = 500_000
"""Pairs of moments looked at before a comparison gives up; causes differ far sooner."""


def look_for_alike(worlds: Iterable[World], docket: Docket) -> bool:
    """Note each pair of causes that some play can't tell apart; false where the limit was met."""
    worlds = [world for world in worlds if counts(world.telling)]
    compared = [_compare(one, other, docket) for one, other in combinations(worlds, 2)]
    return all(compared)


def _compare(one: World, other: World, docket: Docket) -> bool:
    start: Pair = ((one.start, one.start), (other.start, other.start))
    came: dict[Pair, tuple[Pair, str] | None] = {start: None}
    waiting = [start]
    for pair in waiting:
        if len(came) > MOST_PAIRS:
            return False
        alike = _alike(one, other, pair)
        for choice, after in _played(one, other, pair):
            (to_one, _), (to_other, _) = after
            if one.scene(to_one) is None or other.scene(to_other) is None:
                if pair != start or alike:
                    _tell(one, other, (*_choices(came, pair), choice), docket)
                    return True
            elif alike and after not in came:
                came[after] = (pair, choice)
                waiting.append(after)
    return True


def _alike(one: World, other: World, pair: Pair) -> bool:
    """Whether the same words are seen at both moments."""
    seen, seen_other = look_at(one, *pair[0]), look_at(other, *pair[1])
    return seen.text == seen_other.text and seen.notices == seen_other.notices


def _played(one: World, other: World, pair: Pair) -> Iterator[tuple[str, Pair]]:
    """What both can go on to by the same choice, skipping last."""
    (at_one, _), (at_other, _) = pair
    offered = {choice.id for choice in other.offers(at_other)}
    ids = [choice.id for choice in one.offers(at_one) if choice.id in offered]
    for choice in (*ids, SKIP):
        yield choice, ((one.take(at_one, choice), at_one), (other.take(at_other, choice), at_other))


def _choices(came: dict[Pair, tuple[Pair, str] | None], pair: Pair) -> tuple[str, ...]:
    made: list[str] = []
    step = came[pair]
    while step is not None:
        pair, choice = step
        made.insert(0, choice)
        step = came[pair]
    return tuple(made)


def _tell(one: World, other: World, choices: tuple[str, ...], docket: Docket) -> None:
    first, second = one.telling.id, other.telling.id
    message = (
        f"a play can end before anything seen has told '{first}' from '{second}': the same"
        " choices show the same words under both"
    )
    fix = "give an early scene a 'notice:' for one of them"
    path = ("underneath", second)
    docket.add("P651", path, message, fix, shown=(first, choices), on_key=True, which=first)
