"""Which lines of a text are shown, worked out once for all moments that can't be told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter

from classroomsim.engine.judge import Judge
from classroomsim.engine.layout import State
from classroomsim.scenario.condition import Compare, Condition, Fact, leaves
from classroomsim.scenario.source import Trail
from classroomsim.scenario.story import Line, Prose

Written = tuple[Trail, Line]
"""A line and where it is written."""
Pick = Callable[[int], Sequence[int]]
Numbers = tuple[int, ...]
"""The numbers of the lines shown, in order."""


class Lines:
    """Some lines of prose under one judge: which of them hold between two states."""

    def __init__(self, written: Sequence[Written], judge: Judge) -> None:
        self.written = tuple(written)
        self.judge = judge
        size = judge.layout.size
        read = {p for _, line in written for p in _positions(line.when, judge)}
        self.reads = frozenset(p for p in read if p < size)
        """The positions that the conditions read of a beat's end."""
        self._after = _picker(sorted(self.reads))
        self._before = _picker(sorted(p - size for p in read if p >= size))
        self.known: dict[object, Numbers] = {}
        """What is shown, by what was read; grows as moments are looked at."""

    def key(self, after: State, before: State) -> object:
        """All that the conditions read of the two ends of a beat."""
        return self._after(after), self._before(before)

    def holding(self, after: State, before: State) -> Numbers:
        """The numbers of the lines whose conditions hold at the end of a beat."""
        key = self._after(after), self._before(before)
        found = self.known.get(key)
        if found is None:
            values = (*after, *before)
            found = self.known[key] = tuple(
                n for n, (_, line) in enumerate(self.written) if self.judge.holds(line.when, values)
            )
        return found


def written_lines(prose: Prose, *path: str | int) -> list[Written]:
    """The lines of a text with their places in the file."""
    return [((*path, n), line) for n, line in enumerate(prose)]


def _picker(positions: Sequence[int]) -> Callable[[State], object]:
    return itemgetter(*positions) if positions else _nothing


def _nothing(_: State) -> object:
    return None


def _positions(condition: Condition | None, judge: Judge) -> Iterator[int]:
    """The positions that a condition reads; those of the state before come after the others."""
    layout = judge.layout
    for leaf in leaves(condition):
        match leaf:
            case Compare(number, _, _) if number.kind == "strain":
                pass
            case Compare(number, _, _):
                yield layout.numbers[number.id] + layout.size * (number.kind == "was")
            case Fact("flag", name):
                yield layout.flags[name]
            case Fact("chose", name):
                yield layout.chose[name]
            case Fact("rose" | "fell", name):
                yield layout.numbers[name]
                yield layout.numbers[name] + layout.size
            case Fact("phase", _):
                for phase in judge.phases:
                    yield from _positions(phase.when, judge)
            case _:
                pass
