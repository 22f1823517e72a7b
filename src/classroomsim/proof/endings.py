"""How often a story comes to each of its endings, when choices are picked evenly.

Exact but for rounding, and by what is underneath: never from plays at random.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from classroomsim.engine.machine import Machine
from classroomsim.proof.chance import visits
from classroomsim.proof.order import in_order
from classroomsim.proof.reach import reach
from classroomsim.scenario.read import read_scenario
from classroomsim.scenario.story import Leaves, Scenario


@dataclass(frozen=True, slots=True)
class EndingMet:
    """An ending, and in what share of plays it is come to: of all, and under each telling."""

    id: str
    leaves: Leaves
    share: float
    under: Mapping[str, float]


def endings_in(path: Path, limit: int) -> tuple[EndingMet, ...]:
    """The endings of a file that has no errors, in the author's order.

    There are none where more than `limit` states of a telling would have to be looked at.
    """
    return endings_met(read_scenario(path).sound, limit)


def endings_met(scenario: Scenario, limit: int) -> tuple[EndingMet, ...]:
    """The endings of a scenario, as `endings_in` gives them."""
    machine = Machine(scenario)
    shares: dict[str, dict[str, float]] = {ending: {} for ending in scenario.endings}
    for telling in scenario.tellings:
        world = machine.under(telling)
        graph = reach(world, limit)
        if not graph.complete:
            return ()
        met = dict.fromkeys(scenario.endings, 0.0)
        for state, often in enumerate(visits(graph, in_order(graph))):
            ending = world.ending(graph.states[state]) if often else None
            if ending is not None:
                met[ending.id] += often
        for name, share in met.items():
            shares[name][telling] = share
    return tuple(
        EndingMet(it.id, it.leaves, sum(shares[it.id].values()) / len(shares[it.id]), shares[it.id])
        for it in scenario.endings.values()
    )
