"""The order in which a story's states can follow one another, loops taken together.

What is worked out from state to state (chances, counts, what can still be reached) goes through
the states once, in this order or backwards. Only choices count here: nobody is asked to skip.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from classroomsim.proof.graph import Graph

Part = int | tuple[int, ...]
"""A state that no play comes back to, or the states of a loop, each of which leads to all."""


def in_order(graph: Graph) -> list[Part]:
    """Every state of a complete graph, after all states outside its loop that lead to it.

    Stories mostly go on from scene to scene, so that the scenes' order settles the states'. Only
    where scenes lead back to each other are their states looked at one by one.
    """
    leads = _between_places(graph)
    at: dict[int, list[int]] = {place: [] for place in leads}
    for state, values in enumerate(graph.states):
        at[values[0]].append(state)
    found: list[Part] = []
    for group in strongly_connected(leads, leads.__getitem__):
        states = [state for place in group for state in at[place]]
        if len(group) == 1 and group[0] not in leads[group[0]]:
            found.extend(states)
        else:
            found.extend(_loops(graph, states))
    found.reverse()
    return found


def places_met_again(graph: Graph) -> set[int]:
    """The places that a play may come to more than once, with choices alone."""
    leads = _between_places(graph)
    groups = strongly_connected(leads, leads.__getitem__)
    return {p for group in groups for p in group if len(group) > 1 or p in leads[p]}


def _between_places(graph: Graph) -> dict[int, set[int]]:
    """The places that choices lead on to from each place."""
    places = [state[0] for state in graph.states]
    leads: dict[int, set[int]] = {place: set() for place in places}
    first, to = graph.first, graph.to
    for state, place in enumerate(places):
        leads[place].update([places[after] for after in to[first[state] : first[state + 1]]])
    return leads


def _loops(graph: Graph, states: Sequence[int]) -> Iterable[Part]:
    """The states of scenes that lead back to each other, the last first."""
    inside = set(states)

    def leads(state: int) -> list[int]:
        return [after for after in graph.after(state) if after in inside]

    for group in strongly_connected(states, leads):
        alone = len(group) == 1 and group[0] not in graph.after(group[0])
        yield group[0] if alone else tuple(sorted(group))


def pull_back(graph: Graph, order: list[Part], marked: list[bool]) -> None:
    """Mark every state from which one that is marked can be reached by choices."""
    for part in reversed(order):
        if isinstance(part, int):
            if not marked[part]:
                marked[part] = any(marked[after] for after in graph.after(part))
        elif any(marked[after] for state in part for after in (state, *graph.after(state))):
            for state in part:
                marked[state] = True


def strongly_connected(
    nodes: Iterable[int], leads: Callable[[int], Collection[int]]
) -> list[list[int]]:
    """The groups of nodes that lead to each other (Tarjan), each before those that lead to it."""
    number: dict[int, int] = {}
    lowest: dict[int, int] = {}
    held: list[int] = []
    holding: set[int] = set()
    groups: list[list[int]] = []
    for root in nodes:
        if root in number:
            continue
        trail = [(root, iter(leads(root)))]
        number[root] = lowest[root] = len(number)
        held.append(root)
        holding.add(root)
        while trail:
            node, rest = trail[-1]
            for after in rest:
                if after not in number:
                    number[after] = lowest[after] = len(number)
                    held.append(after)
                    holding.add(after)
                    trail.append((after, iter(leads(after))))
                    break
                if after in holding:
                    lowest[node] = min(lowest[node], number[after])
            else:
                trail.pop()
                if trail:
                    above = trail[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == number[node]:
                    at = _last(held, node)
                    group = held[at:]
                    del held[at:]
                    holding.difference_update(group)
                    groups.append(group)
    return groups


def _last(held: list[int], node: int) -> int:
    """Where a node lies in what is held; it lies near the end."""
    at = len(held) - 1
    while held[at] != node:
        at -= 1
    return at
