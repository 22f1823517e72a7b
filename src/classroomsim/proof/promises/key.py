"""No one key: no choice is the likeliest way to mend things whatever is underneath.

For every single cause, in every state reached without skipping that offers it beside another, the
chance of an ending repaired or reopened after each choice, when later choices are picked evenly
and nothing is skipped. A choice whose chance is strictly the greatest in all of them is a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from classroomsim.proof.docket import Docket, Shown, shown_by
from classroomsim.proof.promises.onward import MENDING
from classroomsim.proof.survey import Survey
from classroomsim.scenario.story import Choice, Scenario, Telling

SAME = 1e-11
"""Chances that differ by no more than this are the same: rounding, not the story."""


def counts(telling: Telling) -> bool:
    """Whether a telling has a single cause that adults might act on."""
    return not (telling.joined or telling.unrevealed or telling.rises)


@dataclass(slots=True)
class Keys:
    """Which choices could still be keys, over the tellings looked at."""

    scenario: Scenario
    met: dict[Choice, Shown] = field(default_factory=dict)
    """Choices that were on offer beside another, with the shortest play to there."""
    failed: set[Choice] = field(default_factory=set)
    """Choices that were not the likeliest somewhere."""

    def look(self, survey: Survey) -> None:
        """Compare the choices' chances in one telling."""
        graph = survey.graph
        if not counts(graph.world.telling):
            return
        value = mending(survey)
        first, to, via = graph.first, graph.to, graph.via
        for state in survey.to_weigh(value, SAME):
            begin, end = first[state], first[state + 1]
            if end - begin < 2:
                continue
            chances = [value[after] for after in to[begin:end]]
            highest = max(chances)
            likeliest = [n for n, chance in enumerate(chances) if chance >= highest - SAME]
            for n in range(end - begin):
                choice = graph.choices[via[begin + n]]
                if likeliest != [n]:
                    self.failed.add(choice)
                if choice not in self.met:
                    self.met[choice] = shown_by(graph, state)

    def tell(self, docket: Docket) -> None:
        """Note every key, and where there is one in every beat."""
        keys = {choice.scene: choice for choice in self.met if choice not in self.failed}
        asked = {choice.scene for choice in self.met}
        excused = {scene.id for scene in self.scenario.scenes.values() if scene.one_key}
        for scene, choice in keys.items():
            if scene in excused:
                continue
            message = (
                f"in the scene '{scene}' the choice '{choice.id}' is the likeliest way to an"
                " ending repaired or reopened, whatever is underneath"
            )
            fix = "let it suit some causes less, or say why not with 'one_key:' on the scene"
            path = ("scenes", scene, "choices", choice.id)
            docket.add("P641", path, message, fix, shown=self.met[choice], on_key=True)
        left = asked - excused
        if left and left <= keys.keys():
            message = (
                "in every scene one choice is the likeliest way to an ending repaired or reopened"
                " whatever is underneath, so nothing has to be noticed about the pupil"
            )
            fix = "let what helps depend on what is underneath"
            docket.add("P642", ("scenes",), message, fix, on_key=True)


def mending(survey: Survey) -> Sequence[float]:
    """For each state, the chance of an ending repaired or reopened, choices picked evenly."""
    place_of = survey.graph.world.layout.place_of
    endings = survey.graph.world.scenario.endings.values()
    return survey.ends_at({place_of[e.id]: 1.0 for e in endings if e.leaves in MENDING})
