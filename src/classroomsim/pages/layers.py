"""Where boxes go when what follows is drawn below what comes before: a small layered layout.

The usual four steps (Sugiyama): layers, so that links lead down; an order in each layer, so that
few links cross; places, so that links are straight; and links that pass layers get a waypoint in
each. Lengths are in pixels; a box's x is its middle. Deterministic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Link = tuple[str, str]
Node = str | tuple[str, str, int]
"""A box by its id, or a link's waypoint in a layer that it passes."""

SWEEPS, SETTLING = 16, 60
WAYPOINT = 14.0
"""How wide a link is that passes a layer."""
STRAIGHT = 6.0
"""How much more a straight long link counts than one that comes in where it likes."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is. `backward` are the links that lead up, to be drawn round the rest."""

    layers: tuple[tuple[Node, ...], ...]
    middle: Mapping[Node, float]
    layer_of: Mapping[Node, int]
    backward: frozenset[Link]

    def waypoints(self, link: Link) -> list[tuple[str, str, int]]:
        """The waypoints of a link that leads down, from the top."""
        first, last = self.layer_of[link[0]], self.layer_of[link[1]]
        return [(*link, layer) for layer in range(first + 1, last)]


def lay_out(
    widths: Mapping[str, float], links: Mapping[Link, float], bottom: Sequence[str], gap: float
) -> Layout:
    """A place for every box.

    `widths` names the boxes in the author's order; those in `bottom` share the last layer. `links`
    says how much it matters that each is straight. Boxes and waypoints beside each other are at
    least `gap` apart.
    """
    backward = frozenset(_backward(list(widths), list(links)))
    down = [link for link in links if link not in backward]
    layer_of: dict[Node, int] = dict(_layers(list(widths), down, bottom).items())
    rows: list[list[Node]] = [[] for _ in range(max(layer_of.values(), default=-1) + 1)]
    for box in widths:
        rows[layer_of[box]].append(box)
    chains: dict[tuple[Node, Node], float] = {}
    for source, target in down:
        passed: list[Node] = [
            (source, target, layer) for layer in range(layer_of[source] + 1, layer_of[target])
        ]
        for waypoint in passed:
            layer_of[waypoint] = int(waypoint[2])
            rows[layer_of[waypoint]].append(waypoint)
        chains |= dict.fromkeys(pairwise([source, *passed, target]), links[source, target])
    near = _Neighbours.of(chains)
    _order(rows, near)
    middle = _place(rows, near, widths, gap)
    return Layout(tuple(map(tuple, rows)), middle, layer_of, backward)


def _backward(boxes: list[str], links: Sequence[Link]) -> list[Link]:
    """The links of loops that lead to an earlier box, or to the same."""
    at = {box: n for n, box in enumerate(boxes)}
    ahead: dict[str, set[str]] = {box: set() for box in boxes}
    for source, target in links:
        ahead[source].add(target)
    reached = {box: _reached(box, ahead) for box in boxes}
    return [(s, t) for s, t in links if at[t] <= at[s] and s in reached[t]]


def _reached(box: str, ahead: Mapping[str, set[str]]) -> set[str]:
    """Everything that a box leads to, and itself."""
    found = {box}
    waiting = [box]
    for one in waiting:
        new = ahead[one] - found
        found |= new
        waiting += sorted(new)
    return found


def _layers(boxes: list[str], down: list[Link], bottom: Sequence[str]) -> dict[str, int]:
    """The layer of each box: one below the lowest of those that lead to it."""
    layer = dict.fromkeys(boxes, 0)
    for _ in boxes:  # as often as the longest way is long, at the most
        before = dict(layer)
        for source, target in down:
            layer[target] = max(layer[target], layer[source] + 1)
        if layer == before:
            break
    lowest = max((n for box, n in layer.items() if box not in bottom), default=-1) + 1
    return layer | dict.fromkeys(bottom, max(lowest, *(layer[box] for box in bottom), 0))


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """What each node is linked with, above and below, and how much that counts."""

    above: dict[Node, dict[Node, float]] = field(default_factory=dict)
    below: dict[Node, dict[Node, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, chains: Mapping[tuple[Node, Node], float]) -> _Neighbours:
        found = cls()
        for (upper, lower), weight in chains.items():
            found.below.setdefault(upper, {})[lower] = weight
            found.above.setdefault(lower, {})[upper] = weight
        return found


def _order(rows: list[list[Node]], near: _Neighbours) -> None:
    """Orders each row by where its neighbours are, up and down, and keeps the best order seen."""
    best, fewest = [list(row) for row in rows], _crossings(rows, near)
    for sweep in range(SWEEPS):
        downward = sweep % 2 == 0
        beside = near.above if downward else near.below
        numbers = range(1, len(rows)) if downward else range(len(rows) - 2, -1, -1)
        for n in numbers:
            other = rows[n - 1 if downward else n + 1]
            at = {node: place / max(1, len(other) - 1) for place, node in enumerate(other)}
            own = {node: place / max(1, len(rows[n]) - 1) for place, node in enumerate(rows[n])}
            wish = {
                node: _mean([at[it] for it in beside.get(node, {})], own[node]) for node in rows[n]
            }
            rows[n].sort(key=wish.__getitem__)
        crossing = _crossings(rows, near)
        if crossing < fewest:
            best, fewest = [list(row) for row in rows], crossing
    rows[:] = best


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(rows: list[list[Node]], near: _Neighbours) -> int:
    """How many pairs of links cross."""
    found = 0
    for upper, lower in pairwise(rows):
        at = {node: n for n, node in enumerate(lower)}
        ends = [sorted(at[it] for it in near.below.get(node, {})) for node in upper]
        for n, mine in enumerate(ends):
            found += sum(a > b for theirs in ends[n + 1 :] for a in mine for b in theirs)
    return found


def _place(
    rows: list[list[Node]], near: _Neighbours, widths: Mapping[str, float], gap: float
) -> dict[Node, float]:
    """The middle of every node: near its neighbours', in the row's order, and not too close."""
    size = {it: widths[it] if isinstance(it, str) else WAYPOINT for row in rows for it in row}
    middle: dict[Node, float] = {}
    for row in rows:
        total = sum(size[it] + gap for it in row) - gap
        x = -total / 2
        for node in row:
            middle[node] = x + size[node] / 2
            x += size[node] + gap
    for sweep in range(SETTLING):
        # The last rounds look both ways at once, which settles what the others pull about.
        both = [near.above, near.below]
        sides = both if sweep >= SETTLING // 2 else both[sweep % 2 :][:1]
        order = rows if sweep % 2 == 0 else rows[::-1]
        for row in order:
            _settle(row, sides, size, middle, gap)
    left = min((middle[it] - size[it] / 2 for it in size), default=0.0)
    return {node: x - left for node, x in middle.items()}


def _settle(
    row: list[Node],
    sides: Sequence[Mapping[Node, Mapping[Node, float]]],
    size: Mapping[Node, float],
    middle: dict[Node, float],
    gap: float,
) -> None:
    """Moves a row's nodes as near to where they wish to be as their order and widths allow.

    Least squares under the order: neighbours that would be too close are moved as one block.
    """
    offset = 0.0
    blocks: list[tuple[float, float, list[tuple[Node, float]]]] = []
    for n, node in enumerate(row):
        if n:
            offset += (size[row[n - 1]] + size[node]) / 2 + gap
        wish, weight = _wish(node, sides, middle)
        block = (wish - offset, weight, [(node, offset)])
        while blocks and blocks[-1][0] > block[0]:
            before = blocks.pop()
            together = before[1] + block[1]
            mean = (before[0] * before[1] + block[0] * block[1]) / together
            block = (mean, together, before[2] + block[2])
        blocks.append(block)
    for start, _, members in blocks:
        for node, beyond in members:
            middle[node] = start + beyond


def _wish(
    node: Node, sides: Sequence[Mapping[Node, Mapping[Node, float]]], middle: Mapping[Node, float]
) -> tuple[float, float]:
    """Where a node would be, and how much that counts."""
    near = {it: weight for side in sides for it, weight in side.get(node, {}).items()}
    if not near:
        return middle[node], 0.01
    if not isinstance(node, str):
        near = {it: w if isinstance(it, str) else w * STRAIGHT for it, w in near.items()}
    total = sum(near.values())
    return sum(middle[it] * weight for it, weight in near.items()) / total, total
