"""Every reachable state of a telling, the quick way where there is one."""

from __future__ import annotations

from collections.abc import Callable

from classroomsim.engine.machine import World
from classroomsim.proof.graph import MOST_STATES, Graph, Progress, explore
from classroomsim.proof.survey import Sought, Survey

Surveying = Callable[[World, int, Progress | None, Sought], Survey]
"""Looks at a telling, up to so many states, for what is sought."""


def reach(world: World, limit: int = MOST_STATES, progress: Progress | None = None) -> Graph:
    """The graph that `explore` gives, by arrays; plainly past the limit and on a hall's path.

    The two agree to the last number, which tests hold on random stories and on the flagship.
    """
    from classroomsim.proof.arrays.as_graph import explore_quickly  # NumPy, only when proving

    return explore_quickly(world, limit, progress) or explore(world, limit, progress)


def by_arrays() -> Surveying:
    """What `survey_plainly` does, by arrays, for the tellings of one scenario.

    Past the limit it is done plainly.
    """
    from classroomsim.proof.arrays.survey import Surveyor  # NumPy, only when proving

    surveyor = Surveyor()

    def survey(world: World, limit: int, progress: Progress | None, sought: Sought) -> Survey:
        quick = surveyor.survey(world, limit, progress, sought)
        return quick or survey_plainly(world, limit, progress, sought)

    return survey


def survey_plainly(world: World, limit: int, progress: Progress | None, sought: Sought) -> Survey:
    """Every state of a telling, looked at one by one."""
    return Survey(explore(world, limit, progress), sought)
