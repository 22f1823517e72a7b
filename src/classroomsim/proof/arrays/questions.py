"""What the promises ask of all states at once, over the ways that `search` kept.

Everything is worked out from scene to scene, in the order in which they follow each other or
backwards; scenes that lead back to each other are gone round until nothing changes. As for the
plain search only choices count, picked evenly where chances are asked for: nobody has to skip.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from classroomsim.proof.arrays.packing import Flags, Places
from classroomsim.proof.arrays.search import NOWHERE, Found, Numbers
from classroomsim.proof.chance import MOST_STEPS, SETTLED

Chances = np.ndarray[tuple[int], np.dtype[np.float64]]
"""One number for each state, by its number."""
FAR = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Edges:
    """Every way that a choice leads on by: from, which choice of the scene, to."""

    source: Places
    choice: Places
    to: Places


def edges_of(found: Found) -> Edges:
    """All ways, in the order of the states that they lead on from."""
    sources, choices, targets = [], [], []
    for place, ways in enumerate(found.ways):
        rows, numbers = np.nonzero(ways != NOWHERE)
        sources.append(rows + found.first[place])
        choices.append(numbers)
        targets.append(ways[rows, numbers].astype(np.intp))
    return Edges(np.concatenate(sources), np.concatenate(choices), np.concatenate(targets))


def at_places(found: Found, places: Iterable[int]) -> Flags:
    """Which states lie at one of these places."""
    flags = np.zeros(found.count, dtype=np.bool_)
    for place in places:
        flags[part_of(found, place)] = True
    return flags


def can_reach(found: Found, goal: Flags) -> Flags:
    """From which states choices can lead to one of the goal, or are there already."""
    reach = goal.copy()
    for group in reversed(found.groups):
        changing = True
        while changing:
            changes = [_reach_back(found, place, reach) for place in reversed(group)]
            changing = any(changes) and loops(found, group)
    return reach


def chances(found: Found, worth: dict[int, float]) -> Chances:
    """For each state, what its play is worth on average, by the place where it ends."""
    value = np.zeros(found.count, dtype=np.float64)
    for place, counts in worth.items():
        value[part_of(found, place)] = counts
    for group in reversed(found.groups):
        for _ in range(_rounds(found, group)):
            change = 0.0
            for place in reversed(group):
                change = max(change, _average(found, place, value, worth.get(place, 0.0)))
            if change < SETTLED or not loops(found, group):
                break
    return value


def distances(found: Found) -> Numbers:
    """The fewest choices that lead to each state; `FAR` for those that only skipping leads to."""
    far: Numbers = np.full(found.count, FAR, dtype=np.int32)
    start = found.world.start
    far[found.number(start[0], found.packing.pack([start]))] = 0
    for group in found.groups:
        changing = True
        while changing:
            changes = [_nearer(found, place, far) for place in group]
            changing = any(changes) and loops(found, group)
    return far


def part_of(found: Found, place: int) -> slice[int, int, None]:
    """The numbers of a place's states."""
    return slice(found.first[place], found.first[place] + len(found.states[place]))


def loops(found: Found, group: tuple[int, ...]) -> bool:
    """Whether choices lead from these places back to them."""
    return len(group) > 1 or _leads_back(found, group[0])


def _rounds(found: Found, group: tuple[int, ...]) -> int:
    """How often scenes that lead back to each other are gone round at the most."""
    return MOST_STEPS // (1 + sum(len(found.states[place]) for place in group)) + 1


def _leads_back(found: Found, place: int) -> bool:
    part = part_of(found, place)
    ways = found.ways[place]
    return bool(np.any((ways >= part.start) & (ways < part.stop)))


def _reach_back(found: Found, place: int, reach: Flags) -> bool:
    """Add the states of a place that lead to what is reached; whether there were any."""
    ways, own = found.ways[place], reach[part_of(found, place)]
    if not ways.size:
        return False
    new = own | np.any((ways != NOWHERE) & reach[ways], axis=1)
    changed = bool(np.any(new != own))
    own[:] = new
    return changed


def _average(found: Found, place: int, value: Chances, otherwise: float) -> float:
    """Set the states of a place to what they are worth; the greatest change."""
    ways = found.ways[place]
    if not ways.size:
        return 0.0
    offered = ways != NOWHERE
    count = offered.sum(axis=1)
    total = np.where(offered, value[ways], 0.0).sum(axis=1)
    part = part_of(found, place)
    new = np.where(count > 0, total / np.maximum(count, 1), otherwise)
    change = float(np.abs(new - value[part]).max())
    value[part] = new
    return change


def _nearer(found: Found, place: int, far: Numbers) -> bool:
    """Shorten the distances of what follows a place; whether any was."""
    ways = found.ways[place]
    own = far[part_of(found, place)]
    changed = False
    for number in range(ways.shape[1]):
        rows = (ways[:, number] != NOWHERE) & (own != FAR)
        to, nearer = ways[rows, number], own[rows] + 1
        if np.any(far[to] > nearer):
            changed = True
            np.minimum.at(far, to, nearer)
    return changed
