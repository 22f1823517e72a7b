"""The array search's states and ways as the graph that the promises look at.

The same graph as the plain search gives, to the last number: states are numbered as a search comes
to them that goes by choices first, breadth first, and then by skips. They are unpacked only when
they are asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeAlias, overload

import numpy as np

from classroomsim.engine.layout import State
from classroomsim.engine.machine import World
from classroomsim.proof.arrays.packing import Places
from classroomsim.proof.arrays.questions import Edges, edges_of
from classroomsim.proof.arrays.search import NOWHERE, Found, search
from classroomsim.proof.graph import Graph, Progress

Slice: TypeAlias = "slice[int | None, int | None, int | None]"


def explore_quickly(world: World, limit: int, progress: Progress | None = None) -> Graph | None:
    """What `explore` gives; None where the limit is met, or the world has a way on of its own."""
    if type(world) is not World:
        return None
    found = search(world, limit, edges=True, progress=progress)
    if not found.complete:
        return None
    graph = as_graph(found)
    graph.states = list(graph.states)
    return graph


def as_graph(found: Found) -> Graph:
    """The graph of a complete search."""
    return Numbering(found).graph()


class States(Sequence[State]):
    """The states of a search in the graph's order; `old` are their numbers in the search's."""

    def __init__(self, found: Found, old: Places) -> None:
        self._found = found
        self._old = old
        self._whole: list[State] = []

    def __len__(self) -> int:
        return len(self._old)

    @overload
    def __getitem__(self, number: int) -> State: ...
    @overload
    def __getitem__(self, number: Slice) -> Sequence[State]: ...
    def __getitem__(self, number: int | Slice) -> State | Sequence[State]:
        if isinstance(number, slice) or self._whole:
            return self._all()[number]
        found = self._found
        old = int(self._old[number])
        place = bisect_right(found.first, old) - 1
        row = old - found.first[place]
        return found.packing.state(place, found.states[place][row : row + 1])

    def __iter__(self) -> Iterator[State]:
        return iter(self._all())

    def _all(self) -> list[State]:
        if not self._whole:
            found = self._found
            places = enumerate(found.states)
            states = list(chain.from_iterable(found.packing.states(p, k) for p, k in places))
            self._whole = [states[n] for n in self._old.tolist()]
        return self._whole


class Numbering:
    """Numbers the states anew: `new` by the search's numbers, `old` the other way round.

    `source`, `to` and `via` are the ways in the graph's order, in its numbers; `skips` where
    skipping leads to, `places` where each state lies.
    """

    def __init__(self, found: Found) -> None:
        self.found = found
        self._edges: Edges = edges_of(found)
        self._begins = np.searchsorted(self._edges.source, np.arange(found.count + 1))
        self._skips = np.concatenate(found.skips).astype(np.intp)
        self._vias = self._via()
        self.new = np.full(found.count, NOWHERE, dtype=np.intp)
        self._old: list[Places] = []
        self._came: list[Places] = []
        self._by: list[Places] = []
        self._count = 0
        start = found.world.start
        self._follow_choices(np.array([found.number(start[0], found.packing.pack([start]))]))
        self.unskipped = self._count
        self._follow_skips()
        self.old: Places = np.concatenate(self._old)
        counts = np.diff(self._begins)[self.old]
        self.first: Places = np.concatenate(([0], np.cumsum(counts)))
        order = np.repeat(self._begins[self.old] - self.first[:-1], counts)
        order += np.arange(len(order))
        self.source: Places = np.repeat(np.arange(found.count), counts)
        self.to: Places = self.new[self._edges.to[order]]
        self.via: Places = self._vias[order]
        skips = self._skips[self.old]
        self.skips: Places = np.where(skips == NOWHERE, NOWHERE, self.new[skips])
        sizes = [len(keys) for keys in found.states]
        self.places: Places = np.repeat(np.arange(len(sizes)), sizes)[self.old]

    def graph(self) -> Graph:
        """The graph, its states yet to be unpacked."""
        found = self.found
        scenes = found.world.scenario.scenes.values()
        return Graph(
            world=found.world,
            choices=tuple(choice for scene in scenes for choice in scene.choices),
            states=States(found, self.old),
            unskipped=self.unskipped,
            expanded=found.count,
            first=_row("I", self.first),
            to=_row("I", self.to),
            via=_row("H", self.via),
            skips=_row("i", self.skips),
            complete=True,
            _came=_row("i", np.concatenate(([NOWHERE], *self._came))),
            _by=_row("i", np.concatenate(([NOWHERE], *self._by))),
        )

    def _via(self) -> Places:
        """The choice of each way, numbered through the whole story."""
        found = self.found
        before = np.zeros(found.count, dtype=np.intp)
        met = 0
        for place, ways in enumerate(found.ways):
            begin = found.first[place]
            before[begin : begin + len(ways)] = met
            met += ways.shape[1]
        via: Places = self._edges.choice + before[self._edges.source]
        return via

    def _follow_choices(self, frontier: Places) -> None:
        """Number these states and everything that choices lead to from them, breadth first."""
        self._add(frontier)
        while len(frontier):
            counts = (self._begins[frontier + 1] - self._begins[frontier]).astype(np.intp)
            ways = np.repeat(self._begins[frontier] - np.cumsum(counts) + counts, counts)
            ways += np.arange(len(ways))
            picked = self._first_met(self._edges.to[ways])
            ways = ways[picked]
            frontier = self._edges.to[ways]
            self._came.append(self.new[self._edges.source[ways]])
            self._by.append(self._vias[ways])
            self._add(frontier)

    def _follow_skips(self) -> None:
        """Number what skips lead to, and what choices lead to from there."""
        done = 0
        while done < self._count:
            old = np.concatenate(self._old)[done:]
            done = self._count
            after = self._skips[old]
            after = after[after != NOWHERE]
            self._follow_choices(after[self._first_met(after)])

    def _first_met(self, states: Places) -> Places:
        """Where in these the states that have no number yet come up first, in order."""
        fresh = np.flatnonzero(self.new[states] == NOWHERE)
        at: Places = np.unique(states[fresh], return_index=True)[1]
        return fresh[np.sort(at)]

    def _add(self, states: Places) -> None:
        self.new[states] = np.arange(self._count, self._count + len(states))
        self._count += len(states)
        self._old.append(states)


def _row(kind: str, numbers: Places) -> array[int]:
    found = array(kind)
    found.frombytes(numbers.astype(kind).tobytes())
    return found
