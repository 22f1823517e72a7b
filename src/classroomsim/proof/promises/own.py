"""The author's own promises: what holds always, never, or at some beat of some play.

Judged in every reachable state of every telling, from the first beat to the ending, those that
skipping leads to among them. A colleague's telling is a promise too: that it can be played.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from classroomsim.engine.machine import EngineError, Machine
from classroomsim.engine.play import Play
from classroomsim.proof.docket import Docket, shown_by
from classroomsim.proof.graph import Graph
from classroomsim.proof.survey import Survey
from classroomsim.scenario.condition import english
from classroomsim.scenario.story import Scenario, Watch, WrittenPromise

FEWEST_WORDS, MOST_WORDS = 20, 60
"""Words of one thought in a colleague's telling."""


@dataclass(slots=True)
class Own:
    """The promises of a scenario, and which `can` were seen to hold."""

    scenario: Scenario
    seen: set[int] = field(default_factory=set)

    def look(self, survey: Survey, docket: Docket) -> None:
        """Judge the promises in one telling. What is broken is broken in a partial graph too."""
        for n, promise in enumerate(self.scenario.promises):
            met = survey.first_where(promise.that, wanted=promise.kind != "always")
            if met is None:
                continue
            if promise.kind == "can":
                self.seen.add(n)
            else:
                self._tell_broken(promise, survey.graph, met, docket)

    def tell(self, docket: Docket) -> None:
        """Note every `can` that never was, once all tellings have been looked at."""
        for n, promise in enumerate(self.scenario.promises):
            if promise.kind == "can" and n not in self.seen:
                message = f"you promise that it can be so that {english(promise.that)}; it never is"
                fix = "open a way to it, or take the promise out"
                docket.add("P692", (*promise.path, "can"), message, fix)
        if self.scenario.watch is not None:
            _look_at_watch(self.scenario, self.scenario.watch, docket)

    def _tell_broken(
        self, promise: WrittenPromise, graph: Graph, state: int, docket: Docket
    ) -> None:
        so = english(promise.that)
        message = (
            f"you promise that it is always so that {so}; it is not always"
            if promise.kind == "always"
            else f"you promise that it is never so that {so}; it can be"
        )
        fix = "change what leads to it, or the promise"
        shown = shown_by(graph, state)
        docket.add("P691", (*promise.path, promise.kind), message, fix, shown=shown)


def _look_at_watch(scenario: Scenario, watch: Watch, docket: Docket) -> None:
    """Play a colleague's telling, and note where it can't go on or stops before an ending."""
    play = Play.begin(Machine(scenario), watch.under)
    for n, step in enumerate(watch.steps):
        _look_at_thought(n, step.thinking, docket)
        try:
            play = play.choose(step.choose)
        except EngineError as error:
            over = play.ending is not None
            message = f"this colleague's telling can't go on: {error}"
            fix = "take this step out" if over else "take one of these, or change what leads here"
            shown = (watch.under, play.choices)
            docket.add("P693", ("watch", "steps", n, "choose"), message, fix, shown=shown)
            return
    if play.ending is None:
        message = "this colleague's telling stops before an ending"
        fix = f"add a step for the scene '{play.scene.id if play.scene else ''}'"
        shown = (watch.under, play.choices)
        docket.add("P693", ("watch", "steps"), message, fix, shown=shown, on_key=True)


def _look_at_thought(number: int, thinking: str, docket: Docket) -> None:
    words = len(thinking.split())
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        much = "few" if words < FEWEST_WORDS else "many"
        message = f"a colleague thinks aloud in {words} words here, which is too {much}"
        fix = f"aim for {FEWEST_WORDS} to {MOST_WORDS}: what they see, doubt and give up by it"
        docket.add("P694", ("watch", "steps", number, "thinking"), message, fix)
