"""The figures of a telling over arrays, where no scene is come back to."""

from __future__ import annotations

import numpy as np

from classroomsim.proof.arrays.questions import FAR, Chances, distances, loops, part_of
from classroomsim.proof.arrays.search import NOWHERE, Found, Numbers
from classroomsim.proof.figures import EXACT_UP_TO, Figures, Plays

WHOLE_UP_TO = 2.0**53
"""Sums of whole numbers are exact below this."""


def tally(found: Found) -> Figures | None:
    """The figures of a telling in which every play ends.

    None where scenes lead back to each other, or plays are too many to be counted exactly so.
    """
    if any(loops(found, group) for group in found.groups):
        return None
    run = _Tally(found)
    run.go()
    world = found.world
    endings = {name: part_of(found, world.layout.place_of[name]) for name in world.scenario.endings}
    plays = sum(float(run.plays[part].sum()) for part in endings.values())
    if plays >= WHOLE_UP_TO:
        return None
    met = {name: float(run.met[part].sum()) for name, part in endings.items()}
    far = distances(found)
    shortest = min((int(far[part].min(initial=FAR)) for part in endings.values()), default=FAR)
    longest = max((int(run.most[part].max(initial=0)) for part in endings.values()), default=0)
    return Figures(
        telling=world.telling.id,
        states=found.count,
        skipped=found.count - found.unskipped,
        transitions=found.transitions,
        plays=Plays(int(plays), found.count <= EXACT_UP_TO),
        shortest=0 if shortest == FAR else shortest,
        longest=longest,
        typical=run.beats,
        endings=met,
    )


class _Tally:
    """Goes through the scenes once, in their order.

    Of each state: how often it is met, how many plays lead to it, and the most beats that do.
    """

    def __init__(self, found: Found) -> None:
        self.found = found
        start = found.world.start
        first = found.number(start[0], found.packing.pack([start]))
        self.met: Chances = np.zeros(found.count)
        self.plays: Chances = np.zeros(found.count)
        self.most: Numbers = np.full(found.count, -1, dtype=np.int32)
        self.met[first], self.plays[first], self.most[first] = 1.0, 1.0, 0
        self.beats = 0.0

    def go(self) -> None:
        """Pass everything on, from each scene to those after it."""
        for group in self.found.groups:
            for place in group:
                self._pass_on(place)

    def _pass_on(self, place: int) -> None:
        ways, part = self.found.ways[place], part_of(self.found, place)
        offered = (ways != NOWHERE) & (self.most[part] >= 0)[:, None]
        count = offered.sum(axis=1)
        self.beats += float(self.met[part][count > 0].sum())
        share = self.met[part] / np.maximum(count, 1)
        for number in range(ways.shape[1]):
            rows = np.flatnonzero(offered[:, number])
            to = ways[rows, number]
            np.add.at(self.met, to, share[rows])
            np.add.at(self.plays, to, self.plays[part][rows])
            np.maximum.at(self.most, to, self.most[part][rows] + 1)
