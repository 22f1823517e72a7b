"""The array search's states and ways as the graph that the promises look at.

The same graph as the plain search gives, to the last number: states are numbered as a search comes
to them that goes by choices first, breadth first, and then by skips.
"""

from __future__ import annotations

from array import array
from itertools import chain

import numpy as np

from classroomsim.engine.layout import State
from classroomsim.engine.machine import World
from classroomsim.proof.arrays.packing import Places
from classroomsim.proof.arrays.questions import Edges, edges_of
from classroomsim.proof.arrays.search import NOWHERE, Found, search
from classroomsim.proof.graph import Graph, Progress


def explore_quickly(world: World, limit: int, progress: Progress | None = None) -> Graph | None:
    """What `explore` gives; None where the limit is met, or the world has a way on of its own."""
    if type(world) is not World:
        return None
    found = search(world, limit, edges=True)
    if progress is not None:
        progress(world.telling.id, found.count)
    return as_graph(found) if found.complete else None


def as_graph(found: Found) -> Graph:
    """The graph of a complete search."""
    return _Numbering(found).graph()


class _Numbering:
    """Numbers the states anew. `old` are the search's numbers in the graph's order."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.edges: Edges = edges_of(found)
        self.begins = np.searchsorted(self.edges.source, np.arange(found.count + 1))
        self.skips = np.concatenate(found.skips).astype(np.intp)
        self.new = np.full(found.count, NOWHERE, dtype=np.intp)
        self.old: list[Places] = []
        self.came: list[Places] = []
        self.by: list[Places] = []
        self.count = 0

    def graph(self) -> Graph:
        found = self.found
        scenes = found.world.scenario.scenes.values()
        choices = tuple(choice for scene in scenes for choice in scene.choices)
        start = found.world.start
        first = np.array([found.number(start[0], found.packing.pack([start]))])
        self._follow_choices(first)
        unskipped = self.count
        self._follow_skips()
        old = np.concatenate(self.old)
        states: list[State] = list(
            chain.from_iterable(
                found.packing.states(place, keys) for place, keys in enumerate(found.states)
            )
        )
        counts = np.diff(self.begins)[old]
        order = np.repeat(self.begins[old] - np.cumsum(counts) + counts, counts)
        order += np.arange(len(order))
        skips = self.skips[old]
        return Graph(
            world=found.world,
            choices=choices,
            states=[states[n] for n in old.tolist()],
            unskipped=unskipped,
            expanded=found.count,
            first=array("I", [0, *np.cumsum(counts).tolist()]),
            to=array("I", self.new[self.edges.to[order]].tolist()),
            via=array("H", self._via()[order].tolist()),
            skips=array("i", np.where(skips == NOWHERE, NOWHERE, self.new[skips]).tolist()),
            complete=True,
            _came=array("i", [NOWHERE, *np.concatenate(self.came).tolist()]),
            _by=array("i", [NOWHERE, *np.concatenate(self.by).tolist()]),
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
        via: Places = self.edges.choice + before[self.edges.source]
        return via

    def _follow_choices(self, frontier: Places) -> None:
        """Number these states and everything that choices lead to from them, breadth first."""
        via = self._via()
        self._add(frontier)
        while len(frontier):
            counts = (self.begins[frontier + 1] - self.begins[frontier]).astype(np.intp)
            ways = np.repeat(self.begins[frontier] - np.cumsum(counts) + counts, counts)
            ways += np.arange(len(ways))
            picked = self._first_met(self.edges.to[ways])
            ways = ways[picked]
            frontier = self.edges.to[ways]
            self.came.append(self.new[self.edges.source[ways]])
            self.by.append(via[ways])
            self._add(frontier)

    def _follow_skips(self) -> None:
        """Number what skips lead to, and what choices lead to from there."""
        done = 0
        while done < self.count:
            old = np.concatenate(self.old)[done:]
            done = self.count
            after = self.skips[old]
            after = after[after != NOWHERE]
            self._follow_choices(after[self._first_met(after)])

    def _first_met(self, states: Places) -> Places:
        """Where in these the states that have no number yet come up first, in order."""
        fresh = np.flatnonzero(self.new[states] == NOWHERE)
        at: Places = np.unique(states[fresh], return_index=True)[1]
        return fresh[np.sort(at)]

    def _add(self, states: Places) -> None:
        self.new[states] = np.arange(self.count, self.count + len(states))
        self.count += len(states)
        self.old.append(states)
