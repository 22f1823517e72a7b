"""Every reachable state of a telling, the quick way where there is one."""

from __future__ import annotations

from classroomsim.engine.machine import World
from classroomsim.proof.graph import MOST_STATES, Graph, Progress, explore


def reach(world: World, limit: int = MOST_STATES, progress: Progress | None = None) -> Graph:
    """The graph that `explore` gives, by arrays; plainly past the limit and on a hall's path.

    The two agree to the last number, which tests hold on random stories and on the flagship.
    """
    from classroomsim.proof.arrays.as_graph import explore_quickly  # NumPy, only when proving

    return explore_quickly(world, limit, progress) or explore(world, limit, progress)
