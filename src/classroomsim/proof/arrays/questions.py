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
        flags[_slice(found, place)] = True
    return flags


def can_reach(found: Found, goal: Flags) -> Flags:
    """From which states choices can lead to one of the goal, or are there already."""
    reach = goal.copy()
    for group in reversed(found.groups):
        changing = True
        while changing:
            changes = [_reach_back(found, place, reach) for place in reversed(group)]
            changing = any(changes) and _loops(found, group)
    return reach


def single_choice_cycles(found: Found) -> Places:
    """The numbers of the states on cycles of states that offer one choice each."""
    nowhere = found.count
    onward = np.full(nowhere + 1, nowhere, dtype=np.intp)
    for place, ways in enumerate(found.ways):
        if ways.size:
            single = np.count_nonzero(ways != NOWHERE, axis=1) == 1
            onward[_slice(found, place)] = np.where(single, ways.max(axis=1), nowhere)
    for _ in range(nowhere.bit_length()):
        onward = onward[onward]
    kept = np.zeros(nowhere + 1, dtype=np.bool_)
    kept[onward] = True
    return np.flatnonzero(kept[:nowhere])


def chances(found: Found, worth: dict[int, float]) -> Chances:
    """For each state, what its play is worth on average, by the place where it ends."""
    value = np.zeros(found.count, dtype=np.float64)
    for place, counts in worth.items():
        value[_slice(found, place)] = counts
    for group in reversed(found.groups):
        for _ in range(_rounds(found, group)):
            change = 0.0
            for place in reversed(group):
                change = max(change, _average(found, place, value, worth.get(place, 0.0)))
            if change < SETTLED or not _loops(found, group):
                break
    return value


def visits(found: Found) -> Chances:
    """How often each state is met in a play, on average.

    Nothing is passed on by states that no play stops after: the promises tell of those.
    """
    stops = can_reach(found, _stops(found))
    met = np.zeros(found.count, dtype=np.float64)
    start = found.world.start
    coming = np.zeros(found.count, dtype=np.float64)
    coming[found.number(start[0], found.packing.pack([start]))] = 1.0
    for group in found.groups:
        looping = _loops(found, group)
        for _ in range(_rounds(found, group)):
            for place in group:
                part = _slice(found, place)
                share = coming[part].copy()
                coming[part] = 0.0
                met[part] += share
                _pass_on(found.ways[place], np.where(stops[part], share, 0.0), coming)
            left = sum(float(coming[_slice(found, place)].sum()) for place in group)
            if not looping or left < SETTLED:
                break
    return met


def distances(found: Found) -> Numbers:
    """The fewest choices that lead to each state; `FAR` for those that only skipping leads to."""
    far: Numbers = np.full(found.count, FAR, dtype=np.int32)
    start = found.world.start
    far[found.number(start[0], found.packing.pack([start]))] = 0
    for group in found.groups:
        changing = True
        while changing:
            changes = [_nearer(found, place, far) for place in group]
            changing = any(changes) and _loops(found, group)
    return far


def _slice(found: Found, place: int) -> slice[int, int, None]:
    return slice(found.first[place], found.first[place] + len(found.states[place]))


def _stops(found: Found) -> Flags:
    """The states that no choice leads on from."""
    stops = np.ones(found.count, dtype=np.bool_)
    stops[edges_of(found).source] = False
    return stops


def _loops(found: Found, group: tuple[int, ...]) -> bool:
    return len(group) > 1 or _leads_back(found, group[0])


def _rounds(found: Found, group: tuple[int, ...]) -> int:
    """How often scenes that lead back to each other are gone round at the most."""
    return MOST_STEPS // (1 + sum(len(found.states[place]) for place in group)) + 1


def _leads_back(found: Found, place: int) -> bool:
    part = _slice(found, place)
    ways = found.ways[place]
    return bool(np.any((ways >= part.start) & (ways < part.stop)))


def _reach_back(found: Found, place: int, reach: Flags) -> bool:
    """Add the states of a place that lead to what is reached; whether there were any."""
    ways, own = found.ways[place], reach[_slice(found, place)]
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
    part = _slice(found, place)
    new = np.where(count > 0, total / np.maximum(count, 1), otherwise)
    change = float(np.abs(new - value[part]).max())
    value[part] = new
    return change


def _pass_on(ways: Numbers, share: Chances, coming: Chances) -> None:
    if not ways.size:
        return
    offered = ways != NOWHERE
    share = share / np.maximum(offered.sum(axis=1), 1)
    for number in range(ways.shape[1]):
        rows = offered[:, number] & (share > 0)
        np.add.at(coming, ways[rows, number], share[rows])


def _nearer(found: Found, place: int, far: Numbers) -> bool:
    """Shorten the distances of what follows a place; whether any was."""
    ways = found.ways[place]
    own = far[_slice(found, place)]
    changed = False
    for number in range(ways.shape[1]):
        rows = (ways[:, number] != NOWHERE) & (own != FAR)
        to, nearer = ways[rows, number], own[rows] + 1
        if np.any(far[to] > nearer):
            changed = True
            np.minimum.at(far, to, nearer)
    return changed
