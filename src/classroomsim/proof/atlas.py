"""The map of a scenario: its scenes, endings and choices, what leads where, and how often.

Chances are those of a play that skips nothing, in which every choice on offer is as likely as any
other and every telling as likely as any other. They are worked out from the states, never by
playing at random.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from classroomsim.engine.machine import Machine
from classroomsim.proof.beats import lead_taken
from classroomsim.proof.chance import meets, visits
from classroomsim.proof.graph import Graph, Progress
from classroomsim.proof.order import Part, in_order, strongly_connected
from classroomsim.proof.reach import reach
from classroomsim.scenario.story import SKIP, Choice, Ending, Interrupt, Leaves, Scenario, Scene

LeadKind = Literal["goto", "interrupt", "skip"]
Mark = tuple[str, ...]
"""Names something that is met: (place), (scene, choice), (scene, choice, kind, to)."""

ALWAYS = 1 - 1e-9
"""From here on a chance is rounding away from certain."""
MOST_ON_MAP = 500_000
"""States that are looked at for a map: some ten seconds."""
OFTEN, SOMETIMES = 0.25, 0.05
"""Shares of plays from which something is met often, and sometimes; below, rarely."""


@dataclass(frozen=True, slots=True)
class Met:
    """How often something is met: in what share of plays, 0 to 1, and under each telling.

    `seen` tells whether it happens at all, be it only in a play that skips. Where the states were
    too many to look at all of them, `known` is false and the shares say nothing.
    """

    share: float
    seen: bool
    known: bool = True
    under: Mapping[str, float] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """How often, in words for an author."""
        if not self.known:
            return "not worked out"
        if self.share >= ALWAYS:
            return "in every play"
        if self.share > 0:
            return _word(self.share)
        return "only after a skip" if self.seen else "in no play"

    @property
    def exactly(self) -> str:
        """How often as a share of plays, for tooltips."""
        if not self.known or not self.share or self.share >= ALWAYS:
            return self.word
        said = percent(self.share)
        return f"in {said} of plays" if said.endswith("%") else f"in {said} plays"


def _word(share: float) -> str:
    if share >= OFTEN:
        return "often"
    return "sometimes" if share >= SOMETIMES else "rarely"


def percent(share: float) -> str:
    """A share above 0 as a reader takes it in: '34 %', '0.4 %', 'about 1 in 12,000'."""
    if share >= ALWAYS:
        return "100 %"
    if share < 0.0005:
        return f"about 1 in {round(1 / share):,}"
    return f"{share:.1%}".replace(".0%", "%").replace("%", " %")


@dataclass(frozen=True, slots=True)
class Lead:
    """One place that a choice or a skip leads to. Of a skip's the shares say nothing."""

    to: str
    kind: LeadKind
    met: Met


@dataclass(frozen=True, slots=True)
class ChoiceOnMap:
    """A choice, or a scene's skip, and where it leads."""

    id: str
    did: str
    say: str
    met: Met
    leads: tuple[Lead, ...]

    @property
    def is_skip(self) -> bool:
        return self.id == SKIP


@dataclass(frozen=True, slots=True)
class SceneOnMap:
    id: str
    name: str
    clock: str
    met: Met
    choices: tuple[ChoiceOnMap, ...]
    """The author's choices in their order, and the skip last."""


@dataclass(frozen=True, slots=True)
class EndingOnMap:
    id: str
    leaves: Leaves
    clock: str
    met: Met


@dataclass(frozen=True, slots=True)
class Atlas:
    """The whole map. `complete` is false where the states were too many to look at all."""

    id: str
    title: str
    start: str
    scenes: tuple[SceneOnMap, ...]
    endings: tuple[EndingOnMap, ...]
    tellings: tuple[str, ...]
    complete: bool


def atlas_of(
    scenario: Scenario, limit: int = MOST_ON_MAP, progress: Progress | None = None
) -> Atlas:
    """The map of a scenario, from at most `limit` states of all its tellings together."""
    machine = Machine(scenario)
    shares: dict[str, dict[Mark, float]] = {}
    seen: set[Mark] = set()
    left, complete = limit, True
    for telling in scenario.tellings:
        graph = reach(machine.under(telling), left, progress)
        surveyor = _Surveyor(graph)
        seen |= surveyor.seen
        left -= len(graph.states)
        complete = complete and graph.complete
        if complete:
            shares[telling] = surveyor.shares()
    drawer = _Drawer(scenario, shares if complete else {}, seen)
    return drawer.draw()


class _Surveyor:
    """Goes over the states of one telling, and marks what is met."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.places = graph.world.layout.places
        self._kinds = [_kinds(graph, choice) for choice in graph.choices]
        self.marks: dict[int, Mark] = {}
        """Of each way: what it is a way of."""
        self.seen: set[Mark] = {(self.places[state[0]],) for state in graph.states}
        for state in range(graph.expanded):
            for way in graph.ways(state):
                mark = self.marks[way] = self._mark(state, way)
                self.seen |= {mark, mark[:2]}

    def _mark(self, state: int, way: int) -> Mark:
        graph = self.graph
        number = graph.via[way]
        choice = graph.choices[number]
        to = self.places[graph.states[graph.to[way]][0]]
        kind = self._kinds[number].get(to)
        if kind is None:
            taken = lead_taken(graph.world, graph.states[state], choice)
            kind = "interrupt" if isinstance(taken, Interrupt) else "goto"
        return (choice.scene, choice.id, kind, to)

    def shares(self) -> dict[Mark, float]:
        """In what share of plays each thing is met. The graph has to be complete."""
        graph = self.graph
        order = in_order(graph)
        found: dict[Mark, float] = {}
        for state, weight in enumerate(visits(graph, order)):
            if not weight:
                continue
            place = (self.places[graph.states[state][0]],)
            found[place] = found.get(place, 0.0) + weight
            ways = graph.ways(state)
            for way in ways:
                mark = self.marks[way]
                for part in (mark, mark[:2]):
                    found[part] = found.get(part, 0.0) + weight / len(ways)
        self._correct_repeated(found, order)
        return found

    def _correct_repeated(self, found: dict[Mark, float], order: list[Part]) -> None:
        """Where a play can come by more than once, count the play once and not each time."""
        repeated = self._places_come_back_to()
        for mark in found:
            if mark[0] in repeated:
                at_start = mark == (self.places[self.graph.states[0][0]],)
                found[mark] = 1.0 if at_start else meets(self.graph, order, self._hit(mark))

    def _hit(self, mark: Mark) -> Callable[[int, int], bool]:
        graph, marks = self.graph, self.marks
        if len(mark) == 1:
            place = graph.world.layout.place_of[mark[0]]
            return lambda _, way: graph.states[graph.to[way]][0] == place
        return lambda _, way: marks[way][: len(mark)] == mark

    def _places_come_back_to(self) -> set[str]:
        number = self.graph.world.layout.place_of
        leads: dict[int, set[int]] = {at: set() for at in number.values()}
        for scene, _, _, to in set(self.marks.values()):
            leads[number[scene]].add(number[to])
        groups = strongly_connected(leads, leads.__getitem__)
        loops = (g for g in groups if len(g) > 1 or g[0] in leads[g[0]])
        return {self.places[at] for group in loops for at in group}


def _kinds(graph: Graph, choice: Choice) -> dict[str, LeadKind]:
    """What leads to each place after a choice, where the place alone settles it."""
    interrupts = {i.to for i in graph.world.scenario.interrupts if i.to != choice.scene}
    own = {goto.to for goto in choice.goto}
    kinds: dict[str, LeadKind] = dict.fromkeys(own - interrupts, "goto")
    return kinds | dict.fromkeys(interrupts - own, "interrupt")


@dataclass(slots=True)
class _Drawer:
    """Puts what was met beside what the author wrote."""

    scenario: Scenario
    shares: Mapping[str, Mapping[Mark, float]]
    seen: set[Mark]

    def draw(self) -> Atlas:
        scenario = self.scenario
        return Atlas(
            id=scenario.id,
            title=scenario.title,
            start=scenario.start,
            scenes=tuple(self._scene(scene) for scene in scenario.scenes.values()),
            endings=tuple(self._ending(ending) for ending in scenario.endings.values()),
            tellings=tuple(scenario.tellings),
            complete=bool(self.shares),
        )

    def _met(self, *mark: str) -> Met:
        under = {telling: found.get(mark, 0.0) for telling, found in self.shares.items()}
        share = sum(under.values()) / len(under) if under else 0.0
        return Met(share, mark in self.seen, bool(under), under)

    def _scene(self, scene: Scene) -> SceneOnMap:
        choices = [self._choice(choice) for choice in scene.choices]
        aside = Met(0.0, seen=(scene.id,) in self.seen, known=False)
        lead = Lead(scene.skip, "skip", aside)
        choices.append(ChoiceOnMap(SKIP, "", "", aside, (lead,)))
        return SceneOnMap(scene.id, scene.name, scene.clock, self._met(scene.id), tuple(choices))

    def _ending(self, ending: Ending) -> EndingOnMap:
        return EndingOnMap(ending.id, ending.leaves, ending.clock, self._met(ending.id))

    def _choice(self, choice: Choice) -> ChoiceOnMap:
        leads = tuple(
            Lead(to, kind, self._met(choice.scene, choice.id, kind, to))
            for kind, to in dict.fromkeys(self._leads(choice))
        )
        met = self._met(choice.scene, choice.id)
        return ChoiceOnMap(choice.id, choice.did, choice.say, met, leads)

    def _leads(self, choice: Choice) -> Iterator[tuple[LeadKind, str]]:
        """Every `goto` that is written, and the interrupts that happen."""
        for goto in choice.goto:
            yield "goto", goto.to
        for interrupt in self.scenario.interrupts:
            if (choice.scene, choice.id, "interrupt", interrupt.to) in self.seen:
                yield "interrupt", interrupt.to


def places(atlas: Atlas) -> Iterable[SceneOnMap | EndingOnMap]:
    """Scenes and endings in the author's order."""
    return (*atlas.scenes, *atlas.endings)
