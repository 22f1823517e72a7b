"""No stuck beat, always an end, always a way back.

States that only skipping leads to have to keep these promises too. The way on, to the end and
back is looked for among the choices alone, so that nobody is ever left with nothing but skipping.
"""

from __future__ import annotations

from classroomsim.proof.docket import Docket, shown_by
from classroomsim.proof.graph import Graph
from classroomsim.proof.order import pull_back
from classroomsim.proof.survey import Survey
from classroomsim.scenario.story import Scene

MENDING = ("repaired", "reopened")
"""What endings that are a way back leave."""


def look_for_stuck(survey: Survey, docket: Docket) -> None:
    """Every state that is not an ending offers a choice; `goto` always matches, as read.

    Also of use where the search was cut short.
    """
    graph = survey.graph
    for state in survey.stops():
        scene = graph.scene(state)
        if scene is not None:
            path = ("scenes", scene.id, "choices")
            message = f"the scene '{scene.id}' can be reached with no choice on offer"
            fix = "let one of its choices have no 'when:', or a 'when:' that holds then too"
            shown = shown_by(graph, state)
            docket.add("P601", path, message, fix, shown=shown, severity="error", on_key=True)


def look_for_end(survey: Survey, docket: Docket) -> None:
    """From every state an ending can be reached, and no cycle offers one choice at a time only.

    It is told where the end is first out of reach; of such a cycle where there is first nothing
    left to choose. States that only lead to a stuck one are not told again.
    """
    if survey.always_ends():
        return
    graph, order = survey.graph, survey.order
    stops = [not graph.ways(state) for state in range(len(graph.states))]
    pull_back(graph, order, stops)
    forks = [len(graph.ways(state)) > 1 for state in range(len(graph.states))]
    pull_back(graph, order, forks)
    forced = [not stop and not fork for stop, fork in zip(stops, forks, strict=True)]
    to_forced = list(forced)
    pull_back(graph, order, to_forced)
    noted: set[int] = set()
    for state, after, _ in ((None, 0, None), *graph.edges()):
        place = graph.states[after][0]
        if place in noted or stops[after]:
            continue
        fresh = state is None or (not forced[state] if forced[after] else stops[state])
        if fresh and (forced[after] or not to_forced[after]):
            noted.add(place)
            _tell_endless(graph, after, docket, forced=forced[after])


def _tell_endless(graph: Graph, state: int, docket: Docket, *, forced: bool) -> None:
    known = {state}
    waiting = [state]
    for at in waiting:
        new = set(graph.after(at)) - known
        known |= new
        waiting += new
    scenes = dict.fromkeys(scene.id for at in sorted(known) if (scene := graph.scene(at)))
    how = "goes round for ever, one choice at a time" if forced else "can never come to an end"
    named = ", ".join(f"'{name}'" for name in scenes)
    first = graph.scene(state)
    path = ("scenes", first.id if first else "", "choices")
    message = f"from here the story {how}: it stays in {named}"
    fix = "let a choice that is on offer there lead on towards an ending"
    code = "P603" if forced else "P602"
    shown = shown_by(graph, state)
    docket.add(code, path, message, fix, shown=shown, severity="error", on_key=True)


def look_for_way_back(survey: Survey, docket: Docket) -> None:
    """From every state an ending that leaves things repaired or reopened can be reached.

    Scenes that are `closing` or say `no_way_back` need not keep it. It is told where it is first
    lost: the scenes after that follow from it.
    """
    scenario, place_of = survey.graph.world.scenario, survey.graph.world.layout.place_of
    endings = {place_of[it.id]: it.leaves in MENDING for it in scenario.endings.values()}
    mending = [place for place, mends in endings.items() if mends]
    exempt = [place_of[it.id] for it in scenario.scenes.values() if _is_exempt(it)]
    for state in survey.first_lost(mending, list(endings), exempt):
        _tell_lost(survey.graph, state, docket)


def _is_exempt(scene: Scene | None) -> bool:
    return scene is not None and (scene.closing or bool(scene.no_way_back))


def _tell_lost(graph: Graph, state: int, docket: Docket) -> None:
    scene = graph.scene(state)
    if scene is None or _is_exempt(scene):
        return
    message = (
        f"the scene '{scene.id}' can be reached with no way back: whatever is chosen from here,"
        " no ending is left that is repaired or reopened"
    )
    fix = "open a way to one, or say why not with 'no_way_back:', or mark the scene 'closing: true'"
    shown = shown_by(graph, state)
    docket.add("P611", ("scenes", scene.id), message, fix, shown=shown, on_key=True)
