"""What follows from a state, worked out once for all states that can't be told apart.

Conditions tell the values of a gauge apart at a few points only (`pupil.stress >= agitated`). So
whatever rests on conditions alone can be looked up by the classes its values fall into, and most
beats are a handful of look-ups. The conditions themselves are judged once for each combination.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from classroomsim.engine.judge import Atom, Guard, Values, compare

T = TypeVar("T")

MOST_REMEMBERED = 4096
"""Combinations remembered of one verdict; then it begins anew, so that memory stays bounded."""


class Verdict(Generic[T]):
    """What `judge` says of a row of values; it may rest on the guards and on nothing else."""

    __slots__ = ("_judge", "_reads", "_remembered")

    def __init__(
        self, guards: Iterable[Guard | None], highs: Values, judge: Callable[[Values], T]
    ) -> None:
        self._judge = judge
        self._reads = _classes(guards, highs)
        self._remembered: dict[int, T] = {}

    def of(self, values: Values) -> T:
        """What follows from these values."""
        key = 0
        for index, classes in self._reads:
            key += classes[values[index]]
        found = self._remembered.get(key)
        return self._learn(key, values) if found is None else found

    def _learn(self, key: int, values: Values) -> T:
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        found = self._remembered[key] = self._judge(values)
        return found


def _classes(
    guards: Iterable[Guard | None], highs: Values
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Each position that is read, with the class of each of its values.

    The classes are numbered so that their sum over all positions names the combination.
    """
    atoms: dict[int, set[Atom]] = {}
    for guard in guards:
        for atom in guard.reads if guard is not None else ():
            atoms.setdefault(atom[0], set()).add(atom)
    reads = []
    radix = 1
    for index, found in sorted(atoms.items()):
        told_apart: dict[tuple[bool, ...], int] = {}
        classes = []
        for value in range(highs[index] + 1):
            answers = tuple(compare(value, op, limit) for _, op, limit in found)
            classes.append(radix * told_apart.setdefault(answers, len(told_apart)))
        reads.append((index, tuple(classes)))
        radix *= len(told_apart)
    return tuple(reads)
