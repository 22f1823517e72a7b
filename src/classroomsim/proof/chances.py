"""How often everything an author wrote is met, when choices are picked evenly and none is skipped.

Exact but for rounding. What a play can meet once only has the chance that the play comes to it;
what it can meet again (scenes that are come back to, and a telling's cue, which several scenes may
show) is followed from state to state until it is met.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from classroomsim.proof.chance import Hit, meets, visits
from classroomsim.proof.graph import Graph
from classroomsim.proof.lines import Numbers
from classroomsim.proof.order import Part, places_met_again
from classroomsim.proof.texts import Texts
from classroomsim.scenario.source import Trail
from classroomsim.scenario.story import Choice


@dataclass(frozen=True, slots=True)
class Chances:
    """The chance, 0 to 1, that a play of one telling meets each thing; what it can't is left out.

    `places` holds scenes and endings by id, `choices` go by `scene.choice`, and `lines` (texts,
    notices, cues and coaching) by where they are written in the file.
    """

    places: dict[str, float]
    choices: dict[str, float]
    lines: dict[Trail, float]


def chances_of(graph: Graph, order: list[Part], texts: Texts) -> Chances:
    """The chances of everything in a telling that was explored completely."""
    return _Meeting(graph, order, texts).chances()


class _Meeting:
    """Adds up, over all ways, how often each is taken and what it shows."""

    def __init__(self, graph: Graph, order: list[Part], texts: Texts) -> None:
        self.graph = graph
        self.order = order
        self.texts = texts
        self.visited = visits(graph, order)
        self.again = places_met_again(graph)

    def chances(self) -> Chances:
        return Chances(dict(self._places()), dict(self._choices()), self._lines())

    def _flows(self) -> Iterator[tuple[int, int, float]]:
        """Every way that is ever taken: from, its number, and how often."""
        for state, often in enumerate(self.visited):
            ways = self.graph.ways(state) if often else ()
            for way in ways:
                yield state, way, often / len(ways)

    def _places(self) -> Iterator[tuple[str, float]]:
        states = self.graph.states
        met: dict[int, float] = {}
        for state, often in enumerate(self.visited):
            if often:
                place = states[state][0]
                met[place] = met.get(place, 0.0) + often
        for place, often in met.items():
            name = self.graph.world.layout.places[place]
            if place == states[0][0]:
                yield name, 1.0
            elif place in self.again:
                yield name, self._meets(self._comes_to(place))
            else:
                yield name, often

    def _choices(self) -> Iterator[tuple[str, float]]:
        graph = self.graph
        taken: dict[int, float] = {}
        for _, way, often in self._flows():
            taken[graph.via[way]] = taken.get(graph.via[way], 0.0) + often
        for number, often in taken.items():
            choice = graph.choices[number]
            if choice.once or not self._comes_again(choice):
                yield choice.key, often
            else:
                yield choice.key, self._meets(self._goes_by(number))

    def _comes_again(self, choice: Choice) -> bool:
        return self.graph.world.layout.place_of[choice.scene] in self.again

    def _comes_to(self, place: int) -> Hit:
        states, to = self.graph.states, self.graph.to
        return lambda _, way: states[to[way]][0] == place

    def _goes_by(self, number: int) -> Hit:
        via = self.graph.via
        return lambda _, way: via[way] == number

    def _meets(self, hit: Hit) -> float:
        return meets(self.graph, self.order, hit)

    # Lines

    def _lines(self) -> dict[Trail, float]:
        graph, states = self.graph, self.graph.states
        arriving: dict[tuple[int, Numbers], float] = {}
        coaching: dict[tuple[int, Numbers], float] = {}
        start = (states[0][0], self.texts.numbers(states[0], states[0]))
        arriving[start] = 1.0
        for state, way, often in self._flows():
            after = states[graph.to[way]]
            shown = (after[0], self.texts.numbers(after, states[state]))
            arriving[shown] = arriving.get(shown, 0.0) + often
            number = graph.via[way]
            told = self.texts.coached(graph, state, graph.to[way], graph.choices[number])
            if told:
                coaching[number, told] = coaching.get((number, told), 0.0) + often
        return self._of_places(arriving) | self._of_coaching(coaching)

    def _of_places(self, arriving: dict[tuple[int, Numbers], float]) -> dict[Trail, float]:
        met: dict[Trail, float] = {}
        again: dict[Trail, None] = {}
        for (place, numbers), often in arriving.items():
            written = self.texts.of_place(place)
            for n in numbers:
                trail = written[n][0]
                met[trail] = met.get(trail, 0.0) + often
                if place in self.again or trail[0] == "underneath":
                    again[trail] = None
        return met | {trail: self._meets_line(trail) for trail in again}

    def _meets_line(self, trail: Trail) -> float:
        states, to, texts = self.graph.states, self.graph.to, self.texts
        known: dict[tuple[int, Numbers], bool] = {}

        def shows(after: int, before: int) -> bool:
            shown = (states[after][0], texts.numbers(states[after], states[before]))
            found = known.get(shown)
            if found is None:
                written = texts.of_place(shown[0])
                found = known[shown] = any(written[n][0] == trail for n in shown[1])
            return found

        return 1.0 if shows(0, 0) else self._meets(lambda state, way: shows(to[way], state))

    def _of_coaching(self, coaching: dict[tuple[int, Numbers], float]) -> dict[Trail, float]:
        met: dict[Trail, float] = {}
        again: dict[Trail, tuple[int, int]] = {}
        for (number, numbers), often in coaching.items():
            choice = self.graph.choices[number]
            lines = self.texts.coaching(choice)
            if lines is None:
                continue
            for n in numbers:
                trail = lines.written[n][0]
                met[trail] = met.get(trail, 0.0) + often
                if self._comes_again(choice) and not choice.once:
                    again[trail] = (number, n)
        return met | {trail: self._meets_coaching(*it) for trail, it in again.items()}

    def _meets_coaching(self, number: int, line: int) -> float:
        graph = self.graph
        choice = graph.choices[number]

        def hit(state: int, way: int) -> bool:
            if graph.via[way] != number:
                return False
            return line in self.texts.coached(graph, state, graph.to[way], choice)

        return self._meets(hit)
