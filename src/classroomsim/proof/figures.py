"""How much there is to a story under one telling: states, transitions, plays, how they end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

from classroomsim.proof.chance import visits
from classroomsim.proof.graph import Graph
from classroomsim.proof.order import Part
from classroomsim.scenario.story import Leaves, Scenario

EXACT_UP_TO = 300_000
"""States up to which plays are counted exactly."""
LOOPED_BEATS = 20
"""Where a story has loops, its plays of at most so many beats are counted."""


ALL_BUT = 0.999_999
"""The share of plays that have to end for a typical length to mean something: all, but rounded."""


@dataclass(frozen=True, slots=True)
class Plays:
    """How many different plays there are that skip nothing and come to an ending.

    `count` is exact where `exact`, else about right. `beats` is the most beats of the plays that
    were counted, where there are loops and so no end of plays; None where all of them were.
    """

    count: int
    exact: bool
    beats: int | None = None

    def __str__(self) -> str:
        many = f"{self.count:,}" if self.exact else f"about 10^{round(log10(max(self.count, 1)))}"
        return many if self.beats is None else f"{many} of at most {self.beats} beats"


@dataclass(frozen=True, slots=True)
class Figures:
    """One telling in numbers.

    `states` counts every reachable state, endings among them; `skipped` those of them that only
    skipping leads to. `transitions` counts an edge for each choice offered in any of the states;
    skips are not counted. The rest is about plays that skip nothing, in beats: `shortest`,
    `longest` (None where loops set no limit) and `typical`, the mean when choices are picked
    evenly (None where some plays never end). They are 0 where no play comes to an end. `endings`
    gives the share of plays, 0 to 1, that come to each ending when choices are picked evenly.
    """

    telling: str
    states: int
    skipped: int
    transitions: int
    plays: Plays
    shortest: int
    longest: int | None
    typical: float | None
    endings: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class EndingMet:
    """An ending, and in what share of plays it is come to: of all, and under each telling."""

    id: str
    leaves: Leaves
    share: float
    under: Mapping[str, float]


def endings_met(scenario: Scenario, figures: Sequence[Figures]) -> tuple[EndingMet, ...]:
    """How often each ending is met, in the author's order, by the figures of all tellings.

    Tellings count alike. Exact but for rounding, and never from plays at random.
    """
    met: list[EndingMet] = []
    for ending in scenario.endings.values():
        under = {it.telling: it.endings[ending.id] for it in figures}
        share = sum(under.values()) / len(under)
        met.append(EndingMet(ending.id, ending.leaves, share, under))
    return tuple(met)


def figures_of(graph: Graph, order: list[Part]) -> Figures:
    """The figures of a telling that was explored completely."""
    shortest, longest = _lengths(graph, order)
    met = visits(graph, order)
    endings = dict.fromkeys(graph.world.scenario.endings, 0.0)
    for state, often in enumerate(met):
        ending = graph.world.ending(graph.states[state]) if often else None
        if ending is not None:
            endings[ending.id] += often
    ended = sum(often for state, often in enumerate(met) if not graph.ways(state))
    beats = sum(often for state, often in enumerate(met) if graph.ways(state))
    return Figures(
        telling=graph.world.telling.id,
        states=len(graph.states),
        skipped=len(graph.states) - graph.unskipped,
        transitions=len(graph.to),
        plays=count_plays(graph, order),
        shortest=shortest,
        longest=longest,
        typical=beats if ended > ALL_BUT else None,
        endings=endings,
    )


def count_plays(graph: Graph, order: list[Part]) -> Plays:
    """The number of different plays from the start to any ending."""
    exact = len(graph.states) <= EXACT_UP_TO
    looping = any(not isinstance(part, int) and min(part) < graph.unskipped for part in order)
    if looping:
        return Plays(_count_short(graph), exact, LOOPED_BEATS)
    count: list[int] = [0] * len(graph.states)
    count[0] = 1
    first, to = graph.first, graph.to
    total = 0
    for state in order:
        own = count[state] if isinstance(state, int) else 0
        if not own or not isinstance(state, int):
            continue
        for after in to[first[state] : first[state + 1]]:
            count[after] += own
        if graph.world.ending(graph.states[state]):
            total += own
    return Plays(total, exact)


def _count_short(graph: Graph) -> int:
    """The number of plays that end within `LOOPED_BEATS`."""
    total = 0
    now = {0: 1}
    for _ in range(LOOPED_BEATS + 1):
        following: dict[int, int] = {}
        for state, count in now.items():
            if graph.world.ending(graph.states[state]):
                total += count
            for after in graph.after(state):
                following[after] = following.get(after, 0) + count
        now = following
    return total


def _lengths(graph: Graph, order: list[Part]) -> tuple[int, int | None]:
    """The fewest and the most beats of a play that ends."""
    ends = [n for n in range(graph.unskipped) if graph.world.ending(graph.states[n])]
    if not ends:
        return 0, 0
    shortest = len(graph.play_to(ends[0]))
    most = [-1] * len(graph.states)
    most[0] = 0
    for state in order:
        if not isinstance(state, int):
            if min(state) < graph.unskipped:
                return shortest, None
            continue
        if most[state] >= 0:
            longer = most[state] + 1
            for after in graph.after(state):
                most[after] = max(most[after], longer)
    return shortest, max(most[end] for end in ends)
