"""No free lunch: no choice is simply as good as another in every way, and each costs something.

Compared are the gauges after drift, in every state reached without skipping that offers both, and
the stated costs. A skip is no move and costs nothing, so it is not compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import permutations

from classroomsim.proof.beats import drifted
from classroomsim.proof.docket import Docket, Shown, shown_by
from classroomsim.proof.graph import Graph
from classroomsim.proof.survey import Pair, Survey
from classroomsim.scenario.story import Choice, Scenario


@dataclass(slots=True)
class Lunch:
    """Which pairs have not been told apart yet, over the tellings looked at.

    A pair (a, b) stays as long as a was nowhere worse than b; its costs have to be among b's, so
    that the one that may be as good as the other in every way comes first.
    """

    scenario: Scenario
    pairs: dict[str, list[Pair]] = field(default_factory=dict)
    free: dict[str, list[Choice]] = field(default_factory=dict)
    """Choices that name no cost and have worsened nothing yet."""
    met: dict[Pair | Choice, Shown] = field(default_factory=dict)
    """The shortest play to where they were on offer."""

    def __post_init__(self) -> None:
        for scene in self.scenario.scenes.values():
            pairs = permutations(scene.choices, 2)
            self.pairs[scene.id] = [(a, b) for a, b in pairs if a.costs <= b.costs]
            self.free[scene.id] = [c for c in scene.choices if not c.costs]

    def look(self, survey: Survey) -> None:
        """Compare what the choices do in one telling."""
        graph = survey.graph
        better = [
            (index, 1 if self.scenario.gauges[name].better == "up" else -1)
            for name, index in graph.world.layout.gauges.items()
        ]
        for state in survey.to_compare():
            scene = graph.scene(state)
            if scene is None or not (self.pairs[scene.id] or self.free[scene.id]):
                continue
            offered = {graph.choices[graph.via[way]] for way in graph.ways(state)}
            self._look_at_pairs(graph, state, scene.id, offered, better)
            self._look_at_free(graph, state, scene.id, offered, better)

    def _look_at_pairs(
        self, graph: Graph, state: int, scene: str, offered: set[Choice], better: list[Pull]
    ) -> None:
        values: dict[Choice, list[int]] = {}
        left = []
        for pair in self.pairs[scene]:
            if offered.issuperset(pair):
                for choice in pair:
                    if choice not in values:
                        values[choice] = drifted(graph.world, graph.states[state], choice)
                one, other = (values[choice] for choice in pair)
                if any((one[i] - other[i]) * way < 0 for i, way in better):
                    continue
                self._meet(pair, graph, state)
            left.append(pair)
        self.pairs[scene] = left

    def _look_at_free(
        self, graph: Graph, state: int, scene: str, offered: set[Choice], better: list[Pull]
    ) -> None:
        before = graph.states[state]
        left = []
        for choice in self.free[scene]:
            if choice in offered:
                after = drifted(graph.world, before, choice)
                if any((after[i] - before[i]) * way < 0 for i, way in better):
                    continue
                self._meet(choice, graph, state)
            left.append(choice)
        self.free[scene] = left

    def _meet(self, what: Pair | Choice, graph: Graph, state: int) -> None:
        if what not in self.met:
            self.met[what] = shown_by(graph, state)

    def tell(self, docket: Docket) -> None:
        """Note every pair that was never told apart, and every choice that costs nothing."""
        for scene, pairs in self.pairs.items():
            met = [pair for pair in pairs if pair in self.met]
            for one, other in met:
                if (other, one) not in met:
                    self._tell_better(scene, one, other, docket)
                elif one.scene == scene and _first(self.scenario, one, other):
                    self._tell_equal(scene, one, other, docket)
            for choice in self.free[scene]:
                if choice in self.met:
                    self._tell_free(choice, docket)

    def _tell_better(self, scene: str, one: Choice, other: Choice, docket: Docket) -> None:
        message = (
            f"in the scene '{scene}' the choice '{one.id}' is never worse than '{other.id}' for"
            " any gauge, is sometimes better, and names no cost that the other does not"
        )
        fix = f"let '{one.id}' cost something, or '{other.id}' help with something"
        path = ("scenes", scene, "choices", other.id)
        shown = self.met[one, other]
        docket.add("P631", path, message, fix, shown=shown, on_key=True, which=one.id)

    def _tell_equal(self, scene: str, one: Choice, other: Choice, docket: Docket) -> None:
        message = (
            f"in the scene '{scene}' the choices '{one.id}' and '{other.id}' do the same to every"
            " gauge and name the same costs"
        )
        fix = "let them differ in what they do or what they cost"
        path = ("scenes", scene, "choices", other.id)
        shown = self.met[one, other]
        docket.add("P632", path, message, fix, shown=shown, on_key=True, which=one.id)

    def _tell_free(self, choice: Choice, docket: Docket) -> None:
        message = (
            f"in the scene '{choice.scene}' the choice '{choice.id}' costs nothing: it makes no"
            " gauge worse in any state, and names no cost"
        )
        fix = "name what it costs with 'costs:', or let it cost something"
        path = ("scenes", choice.scene, "choices", choice.id)
        docket.add("P633", path, message, fix, shown=self.met[choice], on_key=True)


Pull = tuple[int, int]
"""A gauge's position, and 1 where up is better, -1 where down is."""


def _first(scenario: Scenario, one: Choice, other: Choice) -> bool:
    choices = scenario.scenes[one.scene].choices
    return choices.index(one) < choices.index(other)
