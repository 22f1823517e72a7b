"""A scenario made ready to play: the beat of the design, step by step.

`Machine(scenario).under(telling)` gives a `World`; `world.start` is its first state and
`world.step(state, choice)` the state that follows. Pure: equal arguments give equal results.
"""

from __future__ import annotations

from classroomsim.engine.beat import Beat, BeatCompiler
from classroomsim.engine.judge import Judge
from classroomsim.engine.layout import Layout, State, choices_of, lay_out
from classroomsim.engine.stage import Part, Room, Stage, apply_within
from classroomsim.engine.verdict import Verdict
from classroomsim.scenario.story import SKIP, Choice, Ending, Scenario, Scene, Telling

ENGINE_VERSION = 1
"""Raised whenever the same choices may lead elsewhere; kept with every play."""


class EngineError(Exception):
    """Something was asked of the engine that this scenario or state does not offer."""


class Machine:
    """One compiled scenario; its worlds, one a telling, are made when first asked for."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.layout = lay_out(scenario)
        self.choices = choices_of(scenario)
        self._worlds: dict[str, World] = {}

    def under(self, telling_id: str) -> World:
        """The world of one telling. Raises `EngineError` for an unknown one."""
        world = self._worlds.get(telling_id)
        if world is None:
            telling = self.scenario.tellings.get(telling_id)
            if telling is None:
                known = ", ".join(self.scenario.tellings)
                msg = f"there is no telling '{telling_id}' in '{self.scenario.id}'; it has {known}"
                raise EngineError(msg)
            world = self._worlds[telling_id] = World(self, telling)
        return world


class World:
    """A scenario under one telling. Choices are compiled when they are first taken."""

    def __init__(self, machine: Machine, telling: Telling) -> None:
        self.machine = machine
        self.scenario: Scenario = machine.scenario
        self.layout: Layout = machine.layout
        self.telling = telling
        self.judge = Judge(self.layout, telling, None, self.scenario.phases)
        self._compiler = BeatCompiler(self.layout, self.judge)
        self._beats: dict[Choice, Beat] = {}
        self._judges: dict[str, Judge] = {}
        scenes = self.scenario.scenes.values()
        ends = (None,) * len(self.scenario.endings)
        self._scenes: tuple[Scene | None, ...] = (*scenes, *ends)
        self._offers: dict[int, Verdict[tuple[Choice, ...]]] = {}
        self._arrivals = (*(self._compiler.arrival(scene) for scene in scenes), *ends)
        values = self.layout.start(telling)
        # Nothing about an arrival is conditional, so what it comes to is the same in all values.
        self._arriving: tuple[tuple[Part, ...], ...] = tuple(
            stage.verdict().of(values)[0] if stage else () for stage in self._arrivals
        )
        self.start: State = self._arrive(values)
        """The first state: the telling's values, then the first scene's arrival."""

    def scene(self, state: State) -> Scene | None:
        """The scene a state is in; None at an ending."""
        return self._scenes[state[0]]

    def ending(self, state: State) -> Ending | None:
        """The ending a state is at; None in a scene."""
        return self.scenario.endings.get(self.layout.places[state[0]])

    def offers(self, state: State) -> tuple[Choice, ...]:
        """The choices that this state offers, in the author's order."""
        place = state[0]
        known = self._offers.get(place)
        if known is None:
            scene = self._scenes[place]
            if scene is None:
                return ()
            known = self._offers[place] = self._compiler.offers(scene)
        return known.of(state)

    def take(self, state: State, choice_id: str) -> State:
        """The state after an offered choice or `skip`. Raises `EngineError` for any other."""
        scene = self._scenes[state[0]]
        if scene is None:
            msg = "the play has ended; there is nothing left to choose"
            raise EngineError(msg)
        if choice_id == SKIP:
            return self.skip(state)
        for choice in self.offers(state):
            if choice.id == choice_id:
                return self.step(state, choice)
        offered = ", ".join(choice.id for choice in self.offers(state))
        msg = f"'{choice_id}' is not offered in '{scene.id}'; it offers {offered or 'nothing'}"
        raise EngineError(msg)

    def skip(self, state: State) -> State:
        """The state after skipping the scene: nothing of the beat happens, only the arrival."""
        scene = self._scenes[state[0]]
        if scene is None:
            msg = "the play has ended; there is nothing to skip"
            raise EngineError(msg)
        values = list(state)
        values[0] = self.layout.place_of[scene.skip]
        return self._arrive(values)

    def beat(self, choice: Choice) -> Beat:
        """The compiled beat of a choice."""
        beat = self._beats.get(choice)
        if beat is None:
            beat = self._beats[choice] = self._compiler.beat(choice)
        return beat

    def arrival(self, place: int) -> Stage | None:
        """What arriving at a place changes; None where that is nothing."""
        return self._arrivals[place]

    def judge_of(self, choice: Choice) -> Judge:
        """Judges conditions about this choice, as coaching texts need."""
        judge = self._judges.get(choice.key)
        if judge is None:
            judge = Judge(self.layout, self.telling, choice, self.scenario.phases)
            self._judges[choice.key] = judge
        return judge

    def step(self, state: State, choice: Choice) -> State:
        """The state after one whole beat. The choice must be one of this state's scene."""
        return self._arrive(self._acted(state, choice))

    def before_arrival(self, state: State, choice: Choice) -> State:
        """The state a choice leads to, before what arriving there changes.

        Coaching speaks of this one: what time alone does is not what the choice did.
        """
        return tuple(self._acted(state, choice))

    def _acted(self, state: State, choice: Choice) -> list[int]:
        beat = self.beat(choice)
        values = list(state)
        room: Room = {}
        for verdict in beat.verdicts:
            parts, limits = verdict.of(values)
            if limits:
                room = dict(limits)
            if room:
                apply_within(values, parts, room, self.layout.lows, self.layout.highs)
            else:
                for index, table, _ in parts:
                    values[index] = table[values[index]]
        for mark in beat.marks:
            values[mark] = 1
        values[0] = beat.goes.of(values)
        return values

    def _arrive(self, values: list[int]) -> State:
        for index, table, _ in self._arriving[values[0]]:
            values[index] = table[values[index]]
        return tuple(values)
