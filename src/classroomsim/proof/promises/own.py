"""The author's own promises: what holds always, never, or at some beat of some play.

Judged in every reachable state of every telling, from the first beat to the ending, those that
skipping leads to among them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from classroomsim.proof.docket import Docket, shown_by
from classroomsim.proof.graph import Graph
from classroomsim.scenario.condition import english
from classroomsim.scenario.story import Scenario, WrittenPromise


@dataclass(slots=True)
class Own:
    """The promises of a scenario, and which `can` were seen to hold."""

    scenario: Scenario
    seen: set[int] = field(default_factory=set)

    def look(self, graph: Graph, docket: Docket) -> None:
        """Judge the promises in one telling. What is broken is broken in a partial graph too."""
        for n, promise in enumerate(self.scenario.promises):
            test = graph.world.judge.fold(promise.that)
            if isinstance(test, bool):
                met = 0 if test == (promise.kind != "always") else None
            else:
                wanted = promise.kind != "always"
                states = graph.states
                met = next((at for at, it in enumerate(states) if test(it) == wanted), None)
            if met is None:
                continue
            if promise.kind == "can":
                self.seen.add(n)
            else:
                self._tell_broken(promise, graph, met, docket)

    def tell(self, docket: Docket) -> None:
        """Note every `can` that never was, once all tellings have been looked at."""
        for n, promise in enumerate(self.scenario.promises):
            if promise.kind == "can" and n not in self.seen:
                message = f"you promise that it can be so that {english(promise.that)}; it never is"
                fix = "open a way to it, or take the promise out"
                docket.add("P692", (*promise.path, "can"), message, fix)

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
