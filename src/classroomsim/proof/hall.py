"""The room path: the three beats that a hall plays, with a bridge told in place of each `goto`.

The state carries over, so that a hall's play is a story of its own, with states that no other
play comes to.
"""

from __future__ import annotations

from itertools import pairwise

from classroomsim.engine.layout import State
from classroomsim.engine.machine import Machine, World
from classroomsim.engine.stage import Stage
from classroomsim.proof.beats import drifted
from classroomsim.proof.docket import Docket, shown_by
from classroomsim.proof.graph import Graph
from classroomsim.scenario.story import Choice, Ending, Scene, Telling


class Hall(World):
    """A scenario under one telling as a hall plays it: after a scene comes the path's next.

    After the last one the choice's own `goto` leads on, to an ending if the promise is kept. Where
    it leads to a scene the path is over without one: such a state's place is counted on from the
    places of the scenario.
    """

    def __init__(self, machine: Machine, telling: Telling) -> None:
        super().__init__(machine, telling)
        place_of = self.layout.place_of
        path = [place_of[beat.scene] for beat in self.scenario.room_path]
        self._next = dict(pairwise(path))
        self._path = frozenset(path)
        values = self.layout.start(telling)
        values[0] = path[0]
        self.start = self._arrive(values)

    def offers(self, state: State) -> tuple[Choice, ...]:
        """The choices on offer; none where the last beat led to a scene off the path."""
        return super().offers(state) if state[0] in self._path else ()

    def step(self, state: State, choice: Choice) -> State:
        """The state after a beat, by its bridge where there is one."""
        onward = self._next.get(state[0])
        if onward is None:
            return self._over(super().step(state, choice))
        return self._arrive(list(self.before_arrival(state, choice)))

    def before_arrival(self, state: State, choice: Choice) -> State:
        """The state a beat leads to, by its bridge where there is one, before the arrival."""
        onward = self._next.get(state[0])
        if onward is None:
            return super().before_arrival(state, choice)
        return (onward, *drifted(self, state, choice)[1:])

    def arrival(self, place: int) -> Stage | None:
        """What arriving at a place changes, on the path or off it."""
        return super().arrival(place % len(self.layout.places))

    def skip(self, state: State) -> State:
        """The state after skipping a beat of the path."""
        onward = self._next.get(state[0])
        if onward is None:
            return self._over(super().skip(state))
        return self._arrive([onward, *state[1:]])

    def scene(self, state: State) -> Scene | None:
        """The scene of the path that a state is in; None where the path is over."""
        return super().scene(state) if state[0] in self._path else None

    def ending(self, state: State) -> Ending | None:
        """The ending a state is at, if the path came to one."""
        return super().ending(state) if state[0] < len(self.layout.places) else None

    def left_for(self, state: State) -> str | None:
        """The scene that the path is over in without an ending; None where it came to one."""
        places = self.layout.places
        return places[state[0] - len(places)] if state[0] >= len(places) else None

    def _over(self, state: State) -> State:
        places = self.layout.places
        is_ending = places[state[0]] in self.scenario.endings
        return state if is_ending else (state[0] + len(places), *state[1:])


def look_for_path_end(graph: Graph, docket: Docket) -> None:
    """Note where the last beat of the room path leads to a scene and not to an ending."""
    hall = graph.world
    assert isinstance(hall, Hall)  # noqa: S101 - explored as one
    last = len(hall.scenario.room_path) - 1
    for state in range(graph.expanded):
        scene = hall.left_for(graph.states[state])
        if scene is not None:
            told = shown_by(graph, state)
            message = (
                f"the last scene '{hall.scenario.room_path[last].scene}' can lead to another,"
                f" '{scene}', and not to an ending"
            )
            fix = "let the path's last scene lead to endings whatever happened before"
            docket.add("P671", ("room_path", last), message, fix, shown=told, which=scene)
