"""What happens in the plays of a scenario, so that what never does can be told.

A play may skip, so what only skipping leads to happens as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from classroomsim.proof.beats import Lead, lead_taken, leads_of, stages_of
from classroomsim.proof.docket import Docket
from classroomsim.proof.graph import Graph
from classroomsim.proof.texts import Texts, arrivals
from classroomsim.scenario.source import Trail
from classroomsim.scenario.story import Choice, Limit, Rule, Scenario, Turn


@dataclass(slots=True)
class Living:
    """What has happened so far, over the tellings looked at."""

    scenario: Scenario
    own: frozenset[tuple[str, str]]
    """(section, id) of what the scenario's own file adds to the rulebook's vocabulary."""
    places: set[str] = field(default_factory=set)
    choices: set[Choice] = field(default_factory=set)
    leads: set[int] = field(default_factory=set)
    lines: set[Trail] = field(default_factory=set)
    acting: set[int] = field(default_factory=set)
    bands: set[tuple[str, str]] = field(default_factory=set)

    def look(self, graph: Graph, texts: Texts) -> None:
        """Add what happens in one telling. The graph has to be complete."""
        layout = graph.world.layout
        self.places.update({layout.places[state[0]] for state in graph.states})
        self.choices.update({graph.choices[n] for n in set(graph.via)})
        for name, index in layout.gauges.items():
            gauge = self.scenario.gauges[name]
            values = {state[index] for state in graph.states}
            self.bands.update((name, gauge.band(value)) for value in values)
        self._look_at_lines(graph, texts)
        self._look_at_leads(graph)
        self._look_at_rules(graph)

    def _look_at_lines(self, graph: Graph, texts: Texts) -> None:
        shown: set[tuple[int, tuple[int, ...]]] = set()
        for after, before in arrivals(graph):
            shown.add((after[0], texts.numbers(after, before)))
        for place, numbers in shown:
            written = texts.of_place(place)
            self.lines.update(written[n][0] for n in numbers)
        for before_at, after_at, choice in graph.edges():
            if choice is not None:
                texts.coached(graph, before_at, after_at, choice)
        for choice in graph.choices:
            coaching = texts.coaching(choice)
            if coaching is not None:
                met = {n for numbers in coaching.known.values() for n in numbers}
                self.lines.update(coaching.written[n][0] for n in met)

    def _look_at_leads(self, graph: Graph) -> None:
        """Which `goto` and interrupt was taken; looked for only where it is not known yet."""
        place_of = graph.world.layout.place_of
        sought = {
            n: {place_of[lead.to] for lead in self._unseen(leads_of(graph.world, choice))}
            for n, choice in enumerate(graph.choices)
        }
        states, to, via = graph.states, graph.to, graph.via
        for state in range(graph.expanded):
            for way in graph.ways(state):
                if states[to[way]][0] not in sought[via[way]]:
                    continue
                choice = graph.choices[via[way]]
                lead = lead_taken(graph.world, states[state], choice)
                if lead is not None and id(lead) not in self.leads:
                    self.leads.add(id(lead))
                    left = self._unseen(leads_of(graph.world, choice))
                    sought[via[way]] = {place_of[it.to] for it in left}

    def _unseen(self, leads: Iterable[Lead]) -> list[Lead]:
        return [lead for lead in leads if id(lead) not in self.leads]

    def _look_at_rules(self, graph: Graph) -> None:
        """Which rules, limits and turns of the file's own acted."""
        sought = {id(it): it for _, it in self.acts() if id(it) not in self.acting}
        if not sought:
            return
        left = {
            n: {at for at, it in sought.items() if self._may_act(it, graph, choice)}
            for n, choice in enumerate(graph.choices)
        }
        values: list[int] = []
        for state in range(graph.expanded):
            for way in graph.ways(state):
                if not left[graph.via[way]]:
                    continue
                choice = graph.choices[graph.via[way]]
                acted: set[int] = set()
                for _, stage in stages_of(graph.world, graph.states[state], choice, values):
                    acted.update(id(cap.author) for cap in stage.restraining(values))
                    acted.update(id(change.author) for change in stage.acting(values))
                self.acting |= acted
                for waiting in left.values():
                    waiting.difference_update(acted)

    def _may_act(self, act: Rule | Limit | Turn, graph: Graph, choice: Choice) -> bool:
        return graph.world.judge_of(choice).fold(act.when) is not False

    def acts(self) -> Iterator[tuple[Trail, Rule | Limit | Turn]]:
        """The rules, limits and turns that the scenario's own file holds, with their places."""
        for rule in self.scenario.rules:
            if ("rules", rule.id) in self.own:
                yield ("rules", rule.id), rule
        for limit in self.scenario.limits:
            if ("limits", limit.id) in self.own:
                yield ("limits", limit.id), limit
        for move in self.scenario.moves.values():
            if ("moves", move.id) in self.own:
                for n, turn in enumerate(move.turns):
                    yield ("moves", move.id, "turns", n), turn


def own_vocabulary(docket: Docket) -> frozenset[tuple[str, str]]:
    """What the file that is proved adds to the rulebook, by section."""
    shape = docket.reading.shape
    if shape is None:
        return frozenset()
    sections: dict[str, Iterable[str]] = {
        "rules": shape.rules,
        "limits": shape.limits,
        "moves": shape.moves,
        "gauges": shape.gauges,
    }
    return frozenset((name, it) for name, section in sections.items() for it in section)
