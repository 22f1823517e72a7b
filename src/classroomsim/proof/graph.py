"""Every reachable state of one telling, and the shortest play to each: the plain search.

States are numbered as the search comes to them, breadth first. Those that can be reached without
skipping a scene come first (`range(graph.unskipped)`); a skip is a way on like a choice, but
nobody is asked to take it, so promises that speak of choosing look at the former only.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from classroomsim.engine.layout import State
from classroomsim.engine.machine import World
from classroomsim.scenario.story import SKIP, Choice, Scene

MOST_STATES = 2_000_000
"""States of all tellings together that are looked at before the search gives up."""
BETWEEN_REPORTS = 4_096
NOWHERE = -1

Progress = Callable[[str, int], None]
"""Told the telling and how many of its states have been looked at, every now and then."""


@dataclass(slots=True)
class Graph:
    """The states of one telling and the ways between them, as rows of whole numbers.

    Way `e` of state `n`, for `e` in `ways(n)`, is the choice `choices[via[e]]` and leads to state
    `to[e]`; `skips[n]` is the state after a skip. Where the limit was met (`complete` is false)
    only the ways of states below `expanded` are known. A test of the engine shows that the states
    are those that plays come to.
    """

    world: World
    choices: tuple[Choice, ...]
    states: Sequence[State] = ()
    unskipped: int = 0
    expanded: int = 0
    first: array[int] = field(default_factory=lambda: array("I", [0]))
    to: array[int] = field(default_factory=lambda: array("I"))
    via: array[int] = field(default_factory=lambda: array("H"))
    skips: array[int] = field(default_factory=lambda: array("i"))
    complete: bool = False
    _came: array[int] = field(default_factory=lambda: array("i"))
    _by: array[int] = field(default_factory=lambda: array("i"))
    _skipping: list[tuple[int, int]] = field(default_factory=list)

    def ways(self, state: int) -> range:
        """The numbers of the ways that choices lead on by."""
        return range(self.first[state], self.first[state + 1])

    def after(self, state: int) -> array[int]:
        """The states that choices lead on to."""
        return self.to[self.first[state] : self.first[state + 1]]

    def scene(self, state: int) -> Scene | None:
        """The scene of a state; None at an ending."""
        return self.world.scene(self.states[state])

    def edges(self) -> Iterator[tuple[int, int, Choice | None]]:
        """Every way on: from, to and by which choice (None: by a skip)."""
        first, to, via, choices, skips = self.first, self.to, self.via, self.choices, self.skips
        for state in range(self.expanded):
            for way in range(first[state], first[state + 1]):
                yield state, to[way], choices[via[way]]
        for state, after in enumerate(skips):
            if after != NOWHERE:
                yield state, after, None

    def play_to(self, state: int, *then: str) -> tuple[str, ...]:
        """The shortest play to a state, as choice ids, and what is chosen after it.

        It skips nothing where that is possible; else it is the shortest of those that skip.
        """
        came, by = self._came, self._by
        made = list(then)
        if state >= self.unskipped:
            while state:
                state, choice = self._shortest_skipping()[state]
                made.insert(0, SKIP if choice == NOWHERE else self.choices[choice].id)
        while state:
            made.insert(0, self.choices[by[state]].id)
            state = came[state]
        return tuple(made)

    def _shortest_skipping(self) -> list[tuple[int, int]]:
        """For each state, where the shortest play to it comes from if it may also skip."""
        if not self._skipping:
            known: list[tuple[int, int]] = [(NOWHERE, NOWHERE)] * len(self.states)
            waiting = [0]
            for state in waiting:
                if state >= self.expanded:
                    continue
                leads = [(self.to[way], self.via[way]) for way in self.ways(state)]
                if state < len(self.skips) and self.skips[state] != NOWHERE:
                    leads.append((self.skips[state], NOWHERE))
                for after, choice in leads:
                    if after and known[after] == (NOWHERE, NOWHERE):
                        known[after] = (state, choice)
                        waiting.append(after)
            self._skipping = known
        return self._skipping


def explore(world: World, limit: int = MOST_STATES, progress: Progress | None = None) -> Graph:
    """Every state that can be reached in a telling, or some `limit` of them."""
    choices = tuple(c for scene in world.scenario.scenes.values() for c in scene.choices)
    graph = Graph(world, choices)
    search = _Search(graph, limit, progress)
    search.follow_choices()
    graph.unskipped = len(graph.states)
    graph.complete = search.may_go_on and search.follow_skips()
    return graph


class _Search:
    """The search itself: what it has met, and what it has yet to look at."""

    def __init__(self, graph: Graph, limit: int, progress: Progress | None) -> None:
        self.graph = graph
        self.limit = limit
        self.progress = progress
        self.number = {choice: n for n, choice in enumerate(graph.choices)}
        self.known = {graph.world.start: 0}
        self.states = [graph.world.start]
        graph.states = self.states
        graph._came.append(NOWHERE)  # noqa: SLF001 - the search fills its graph
        graph._by.append(NOWHERE)  # noqa: SLF001

    @property
    def may_go_on(self) -> bool:
        return len(self.graph.states) <= self.limit

    def follow_choices(self) -> None:
        """Everything that choices lead to, from the first state that was not looked at yet."""
        graph, known, number, limit = self.graph, self.known, self.number, self.limit
        states, first, to, via = self.states, graph.first, graph.to, graph.via
        came, by = graph._came, graph._by  # noqa: SLF001
        offers, step = graph.world.offers, graph.world.step
        at = graph.expanded
        while at < len(states) <= limit:
            state = states[at]
            for choice in offers(state):
                after = step(state, choice)
                found = known.get(after)
                taken = number[choice]
                if found is None:
                    found = known[after] = len(states)
                    states.append(after)
                    came.append(at)
                    by.append(taken)
                to.append(found)
                via.append(taken)
            first.append(len(to))
            at += 1
            if not at % BETWEEN_REPORTS:
                self._report(at)
        graph.expanded = at
        self._report(at)

    def follow_skips(self) -> bool:
        """What skips lead to, and the choices after them; false where the limit was met."""
        graph, known, states = self.graph, self.known, self.states
        at = 0
        while at < len(states) and self.may_go_on:
            after = graph.world.skip(states[at]) if graph.scene(at) else None
            if after is None:
                graph.skips.append(NOWHERE)
            else:
                found = known.get(after)
                if found is None:
                    found = known[after] = len(states)
                    states.append(after)
                graph.skips.append(found)
            at += 1
            if at == graph.expanded:
                self.follow_choices()
        return at == len(states)

    def _report(self, looked_at: int) -> None:
        if self.progress is not None:
            self.progress(self.graph.world.telling.id, looked_at)
