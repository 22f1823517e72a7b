"""What happens in the plays of a scenario, so that what never does can be told.

A play may skip, so what only skipping leads to happens as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from classroomsim.proof.docket import Docket
from classroomsim.proof.survey import Act, Survey
from classroomsim.scenario.source import Trail
from classroomsim.scenario.story import Choice, Scenario


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

    def look(self, survey: Survey) -> None:
        """Add what happens in one telling. The graph has to be complete, and its coaching read."""
        graph, texts = survey.graph, survey.texts
        layout = graph.world.layout
        self.places.update(layout.places[place] for place in survey.places())
        self.choices.update(graph.choices[number] for number in survey.chosen())
        for name, index in layout.gauges.items():
            gauge = self.scenario.gauges[name]
            self.bands.update((name, gauge.band(value)) for value in survey.values(index))
        for place, numbers in survey.arriving():
            written = texts.of_place(place)
            self.lines.update(written[n][0] for n in numbers)
        for choice, numbers in survey.worded():
            coaching = texts.coaching(choice)
            if coaching is not None:
                self.lines.update(coaching.written[n][0] for n in numbers)
        self.leads |= survey.leads()
        self.acting |= survey.acting()

    def unseen(self) -> tuple[Act, ...]:
        """The acts of the file's own that have not acted yet."""
        return tuple(act for _, act in self.acts() if id(act) not in self.acting)

    def acts(self) -> Iterator[tuple[Trail, Act]]:
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
