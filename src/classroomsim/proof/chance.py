"""Chances, when every choice on offer is as likely as any other and nothing is skipped.

Exact but for the rounding of floating point: worked out from state to state, never by playing.
A loop's states depend on each other; they are gone round until nothing changes by more than
`SETTLED`, which comes quickly as every round leaves the loop with some chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import fsum

from classroomsim.proof.graph import Graph
from classroomsim.proof.order import Part

SETTLED = 1e-14
MOST_STEPS = 20_000_000
"""Most states that are gone through for one loop: one that is hardly ever left is cut off there."""

Hit = Callable[[int, int], bool]
"""Whether a way (state, number of the way) is one of those looked for."""


def rounds(loop: tuple[int, ...]) -> int:
    """How often a loop is gone round at the most."""
    return MOST_STEPS // len(loop) + 1


def visits(graph: Graph, order: Iterable[Part]) -> list[float]:
    """How often each state is met in a play, on average: its chance, where it is met once."""
    weight = [0.0] * len(graph.states)
    weight[0] = 1.0
    first, to = graph.first, graph.to
    for part in order:
        if isinstance(part, int):
            own = weight[part]
            ahead = to[first[part] : first[part + 1]] if own else ()
            for after in ahead:
                weight[after] += own / len(ahead)
        else:
            _go_round(graph, part, weight)
    return weight


def _go_round(graph: Graph, loop: tuple[int, ...], weight: list[float]) -> None:
    """The visits of a loop's states, passed on to what lies after it.

    Of a loop that can't be left only the coming to it counts: the promises tell of it.
    """
    inside = set(loop)
    coming = {state: weight[state] for state in loop if weight[state]}
    total = dict.fromkeys(loop, 0.0)
    if all(after in inside for state in loop for after in graph.after(state)):
        return
    for _ in range(rounds(loop)):
        if fsum(coming.values()) < SETTLED:
            break
        passed: dict[int, float] = {}
        for state, share in coming.items():
            total[state] += share
            ahead = graph.after(state)
            for after in ahead:
                if after in inside:
                    passed[after] = passed.get(after, 0.0) + share / len(ahead)
        coming = passed
    for state in loop:
        weight[state] = total[state]
        ahead = graph.after(state)
        for after in ahead:
            if after not in inside:
                weight[after] += total[state] / len(ahead)


def ends_with(graph: Graph, order: list[Part], ends: dict[int, float]) -> list[float]:
    """For each state, the chance that its play ends at one of these places.

    `ends` gives what a place counts for: 1 for one that is looked for.
    """
    value = [0.0] * len(graph.states)
    states, first, to = graph.states, graph.first, graph.to
    for part in reversed(order):
        if not isinstance(part, int):
            _settle(graph, part, value)
            continue
        ahead = to[first[part] : first[part + 1]]
        if len(ahead):
            value[part] = sum([value[after] for after in ahead]) / len(ahead)
        else:
            value[part] = ends.get(states[part][0], 0.0)
    return value


def _settle(graph: Graph, loop: tuple[int, ...], value: list[float]) -> None:
    ahead = {state: graph.after(state) for state in loop}
    for _ in range(rounds(loop)):
        change = 0.0
        for state, after in ahead.items():
            found = fsum(value[n] for n in after) / len(after)
            change = max(change, abs(found - value[state]))
            value[state] = found
        if change < SETTLED:
            return


def meets(graph: Graph, order: list[Part], hit: Hit) -> float:
    """The chance that a play takes a way that is looked for, at least once."""
    value = [0.0] * len(graph.states)
    for part in reversed(order):
        loop = (part,) if isinstance(part, int) else part
        for _ in range(rounds(loop)):
            change = 0.0
            for state in loop:
                ways = graph.ways(state)
                met = [1.0 if hit(state, way) else value[graph.to[way]] for way in ways]
                found = fsum(met) / len(met) if met else 0.0
                change = max(change, abs(found - value[state]))
                value[state] = found
            if isinstance(part, int) or change < SETTLED:
                break
    return value[0]
