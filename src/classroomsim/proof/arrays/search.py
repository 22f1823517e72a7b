"""The forward search: every state that can be reached in a telling, scene by scene.

Scenes are taken in the order of the groups that lead back to each other, so that most are taken
once, with all of their states at hand. In a group they are taken in the author's order until
nothing new comes up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from classroomsim.engine.machine import World
from classroomsim.proof.arrays.beat import Beats, Watching
from classroomsim.proof.arrays.packing import Flags, Keys, Packing, distinct, found_at
from classroomsim.proof.arrays.terms import Block, Terms
from classroomsim.proof.graph import Progress
from classroomsim.proof.order import strongly_connected

AT_ONCE = 1 << 15
"""States of a scene worked on at a time: few enough to stay in the processor's caches."""
NOWHERE = -1

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int32]]


@dataclass(slots=True)
class Found:
    """The states of one telling, and with `edges` the ways between them.

    A place's states are `states[place]`, sorted; they are numbered through from `first[place]`.
    `ways[place][n, c]` is the number of the state that choice `c` leads to from the place's state
    `n`, `skips[place][n]` the one that skipping leads to; `NOWHERE` where it is not offered.
    `reached[place]` tells which states can be reached without skipping. `groups` are the places in
    the order in which they follow each other by choices, those that lead back to each other
    together. Where the limit was met `complete` is false, and only some of the states are known.
    """

    world: World
    packing: Packing
    states: list[Keys]
    groups: list[tuple[int, ...]]
    transitions: int = 0
    unskipped: int = 0
    complete: bool = True
    first: list[int] = field(default_factory=list)
    reached: list[Flags] = field(default_factory=list)
    ways: list[Numbers] = field(default_factory=list)
    skips: list[Numbers] = field(default_factory=list)

    @property
    def count(self) -> int:
        """All states found."""
        return sum(map(len, self.states))

    def number(self, place: int, key: Keys) -> int:
        """The number of one packed state."""
        return self.first[place] + int(found_at(self.states[place], key)[0][0])


class Watcher(Watching, Protocol):
    """Is shown every beat of every state, scene by scene."""

    def open(self, place: int, rows: slice[int, int, None], block: Block) -> None:
        """The beats that follow are those of these rows of a scene's states."""

    def close(self) -> None:
        """All choices of these states have been shown."""


def search(
    world: World,
    limit: int,
    *,
    edges: bool,
    skips: bool = True,
    progress: Progress | None = None,
    watcher: Callable[[Beats], Watcher] | None = None,
    terms: Terms | None = None,
) -> Found:
    """Every reachable state of a telling, or about `limit` of them.

    Without `skips` only what choices lead to. With `edges` the beats are gone through once more,
    and a `watcher` is shown them. Tellings of a story may share `terms`. Raises `NoWayOnError` as
    playing would.
    """
    beats = Beats(world, terms)
    places = range(len(world.layout.places))
    leads = {place: beats.leads(place) for place in places}
    found = Found(world, beats.packing, [], _groups(leads))
    run = _Search(beats, limit, progress)
    run.come(world.start[0], beats.packing.pack([world.start]))
    run.drain(found.groups)
    found.unskipped = run.count
    unskipped = list(run.known)
    if skips and run.count <= limit:
        with_skips = {p: leads[p] | {beats.skips[p]} if leads[p] else set() for p in places}
        run.skip_all()
        run.drain(_groups(with_skips))
    found.states, found.transitions = run.known, run.transitions
    found.complete = run.count <= limit
    if edges and found.complete:
        _number(found, beats, unskipped)
        _follow(found, beats, watcher(beats) if watcher else None, skips=skips)
    return found


def _groups(leads: dict[int, set[int]]) -> list[tuple[int, ...]]:
    groups = strongly_connected(leads, leads.__getitem__)
    return [tuple(sorted(group)) for group in reversed(groups)]


class _Search:
    """The states known of each place, and those that have come to it and wait to be looked at."""

    def __init__(self, beats: Beats, limit: int, progress: Progress | None) -> None:
        self.beats = beats
        self.limit = limit
        self.progress = progress
        places = len(beats.world.layout.places)
        self.known: list[Keys] = [beats.packing.pack([])] * places
        self.waiting: list[list[Keys]] = [[] for _ in range(places)]
        self.transitions = 0
        self.count = 0
        self.skipping = False

    def come(self, place: int, keys: Keys) -> None:
        """States come to a place, where they wait to be looked at."""
        self.waiting[place].append(keys)

    def drain(self, groups: Sequence[tuple[int, ...]]) -> None:
        """Go through the places until nothing waits or the limit is met."""
        for group in groups:
            while any(self.waiting[place] for place in group):
                for place in group:
                    if self.waiting[place]:
                        self._look_at(place)
                    if self.count > self.limit:
                        return
                self._report()

    def _report(self) -> None:
        if self.progress is not None:
            self.progress(self.beats.world.telling.id, self.count)

    def skip_all(self) -> None:
        """Skip every scene in every state known so far, and from now on in every new one."""
        self.skipping = True
        for place, keys in enumerate(self.known):
            self._skip(place, keys)

    def _look_at(self, place: int) -> None:
        new = self._new(place)
        self.count += len(new)
        if place >= len(self.beats.beats) or not len(new):
            return
        beats = self.beats
        for begin in range(0, len(new), AT_ONCE):
            words = beats.packing.words(new[begin : begin + AT_ONCE])
            block = beats.block(words)
            for number in range(len(beats.beats[place])):
                for to, _, keys in beats.after(place, words, block, number):
                    self.transitions += len(keys)
                    self.come(to, keys)
        if self.skipping:
            self._skip(place, new)

    def _new(self, place: int) -> Keys:
        """The states waiting at a place that were not known, each once; now they are known."""
        waiting = self.waiting[place]
        self.waiting[place] = []
        new = distinct(waiting)
        known = self.known[place]
        if len(known):
            new = new[~found_at(known, new)[1]]
            joined = np.concatenate((known, new))
            joined.sort()
            self.known[place] = joined
        else:
            self.known[place] = new
        return new

    def _skip(self, place: int, keys: Keys) -> None:
        if place < len(self.beats.beats) and len(keys):
            to, after = self.beats.skipped(place, self.beats.packing.words(keys))
            self.come(to, after)


def _number(found: Found, beats: Beats, unskipped: list[Keys]) -> None:
    """Number the states, and make room for where their ways lead."""
    at = 0
    for place, keys in enumerate(found.states):
        found.first.append(at)
        at += len(keys)
        found.reached.append(found_at(unskipped[place], keys)[1])
        choices = len(beats.beats[place]) if place < len(beats.beats) else 0
        found.ways.append(np.full((len(keys), choices), NOWHERE, dtype=np.int32))
        found.skips.append(np.full(len(keys), NOWHERE, dtype=np.int32))


def _follow(found: Found, beats: Beats, watcher: Watcher | None, *, skips: bool) -> None:
    """Note where each way leads, and show the beats to whoever watches.

    The groups are then those of the ways that are taken: fewer scenes lead back to each other in
    what happens than in what is written.
    """
    leads: dict[int, set[int]] = {place: set() for place in range(len(found.states))}
    for place in range(len(beats.beats)):
        keys = found.states[place]
        for begin in range(0, len(keys), AT_ONCE):
            words = beats.packing.words(keys[begin : begin + AT_ONCE])
            block = beats.block(words, both_ends=watcher is not None)
            part = found.ways[place][begin : begin + AT_ONCE]
            if watcher is not None:
                watcher.open(place, slice(begin, begin + len(part)), block)
            for number in range(part.shape[1]):
                for to, rows, after in beats.after(place, words, block, number, watcher):
                    numbers = found_at(found.states[to], after)[0] + found.first[to]
                    part[slice(None) if rows is None else rows, number] = numbers
                    leads[place].add(to)
            if skips:
                to, after = beats.skipped(place, words)
                numbers = found_at(found.states[to], after)[0] + found.first[to]
                found.skips[place][begin : begin + AT_ONCE] = numbers
                if watcher is not None:
                    watcher.come(to, None, block)
            if watcher is not None:
                watcher.close()
    found.groups = _groups(leads)
