"""What the proofs find, as problems in the author's file: each once, with its shortest play."""

from __future__ import annotations

from dataclasses import dataclass, field

from classroomsim.proof.graph import Graph
from classroomsim.scenario.problems import Problem, Severity
from classroomsim.scenario.read import Reading
from classroomsim.scenario.source import Trail
from classroomsim.scenario.story import SKIP

Shown = tuple[str, tuple[str, ...]]
"""A telling, and the choices of a play in it that shows something."""
ON_THE_PATH = "on the room path, "


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found, before it is given its place in the file."""

    code: str
    path: Trail
    message: str
    fix: str | None
    severity: Severity
    shown: Shown | None
    on_key: bool


@dataclass(slots=True)
class Docket:
    """Gathers what is found. Of the same thing at the same place the shortest play is kept.

    With `hall` what is found is about the room path, which `classroomsim play` does not go: the
    choices are told in the sentence, and what was found of the whole story is not said again.
    """

    reading: Reading
    hall: bool = False
    found: dict[tuple[str, Trail, str], Found] = field(default_factory=dict)

    def add(  # noqa: PLR0913 - a finding has that many parts
        self,
        code: str,
        path: Trail,
        message: str,
        fix: str | None = None,
        *,
        shown: Shown | None = None,
        severity: Severity = "warning",
        on_key: bool = False,
        which: str = "",
    ) -> None:
        """Note a problem at `path`; `which` tells apart problems of one code at one place."""
        found = Found(code, path, message, fix, severity, shown, on_key)
        known = self.found.get((code, path, which))
        if known is None or _length(shown) < _length(known.shown):
            self.found[code, path, which] = found

    def problems(self) -> list[Problem]:
        """Everything found, with its place in the file."""
        return [self._problem(found) for found in self.found.values()]

    def without(self, other: Docket) -> None:
        """Leave out what another docket has said already."""
        for key in other.found:
            self.found.pop(key, None)

    def _problem(self, found: Found) -> Problem:
        places = self.reading.source.places
        place = places.key(found.path) if found.on_key else places.of(found.path)
        message, play = found.message, None
        if self.hall:
            message = ON_THE_PATH + message
            if found.shown is not None:
                telling, choices = found.shown
                message += f" (under '{telling}': {', '.join(choices) or 'at the start'})"
        elif found.shown is not None:
            play = as_options(found.shown)
        file = self.reading.source.name
        return Problem(found.code, place, file, message, found.fix, found.severity, play=play)


def as_options(shown: Shown) -> str:
    """A play as options of `classroomsim play` that open at its end."""
    telling, choices = shown
    start = f" --from-play {','.join(choices)}" if choices else ""
    return f"--underneath {telling}{start}"


def shown_by(graph: Graph, state: int, *then: str) -> Shown:
    """The shortest play to a state, and what is chosen after it."""
    return graph.world.telling.id, graph.play_to(state, *then)


def _length(shown: Shown | None) -> tuple[bool, int]:
    """How far away a play is: one that skips nothing is nearer than any that does."""
    return (False, -1) if shown is None else (SKIP in shown[1], len(shown[1]))
