"""Rises: under a telling that says so, stress becomes agitated in every play, whatever is chosen.

Who skips a beat chooses nothing in it, so plays that skip are not asked.
"""

from __future__ import annotations

from classroomsim.engine.seen import STRESS
from classroomsim.proof.docket import Docket
from classroomsim.proof.survey import Survey

AGITATED = 7
"""Where the gauge has no band of that name."""


def look_for_calm(survey: Survey, docket: Docket) -> None:
    """Note the shortest play of a rising telling that ends without stress having risen so far."""
    graph = survey.graph
    telling = graph.world.telling
    index = graph.world.layout.gauges.get(STRESS)
    if not telling.rises or index is None:
        return
    high = graph.world.scenario.gauges[STRESS].span.bands.get("agitated", AGITATED)
    if not survey.may_end_below(index, high):
        return
    start = graph.states[0]
    came: dict[int, tuple[int, str]] = {}
    waiting = [0] if start[index] < high else []
    for state in waiting:
        if graph.world.ending(graph.states[state]):
            message = f"'{telling.id}' says 'rises: true', but a play can end without it"
            fix = "let stress rise to 'agitated' early on, or take 'rises:' out"
            shown = (telling.id, _choices(came, state))
            docket.add("P652", ("underneath", telling.id, "rises"), message, fix, shown=shown)
            return
        for way in graph.ways(state):
            after = graph.to[way]
            if after and after not in came and graph.states[after][index] < high:
                came[after] = (state, graph.choices[graph.via[way]].id)
                waiting.append(after)


def _choices(came: dict[int, tuple[int, str]], state: int) -> tuple[str, ...]:
    made: list[str] = []
    while state:
        state, choice = came[state]
        made.insert(0, choice)
    return tuple(made)
