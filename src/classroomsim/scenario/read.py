"""Reading a scenario file whole: bytes to a resolved `Scenario`, or every problem at once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from classroomsim.scenario.build import build_scenario
from classroomsim.scenario.library import library_root
from classroomsim.scenario.problems import Problem
from classroomsim.scenario.shape import RulebookShape, ScenarioShape
from classroomsim.scenario.shape_problems import validate
from classroomsim.scenario.source import Source, read_source
from classroomsim.scenario.story import Scenario


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one file: the scenario, if it has no errors, and all problems."""

    source: Source
    rulebook: Source
    scenario: Scenario | None
    shape: ScenarioShape | None
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> Scenario:
        """The scenario. Raises `ValueError` where its text has errors."""
        if self.scenario is None:
            raise ValueError(f"{self.source.name} has problems and can't be played yet")
        return self.scenario

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "error")


class RulebookError(Exception):
    """The rulebook itself has problems, so no scenario can be read with it."""

    def __init__(self, source: Source, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"the rulebook {source.name} has problems")
        self.source = source
        self.problems = problems


def rulebook_path() -> Path:
    """The shared rulebook that scenarios use by `uses: [core]`."""
    return library_root() / "rulebook" / "core.yaml"


@cache
def shipped_rulebook() -> tuple[Source, RulebookShape]:
    """The shared rulebook as it ships, read once. Raises `RulebookError`."""
    source = read_source(rulebook_path())
    return source, rulebook_shape(source)


def rulebook_shape(source: Source) -> RulebookShape:
    """The checked shape of a rulebook's text. Raises `RulebookError`."""
    shape, problems = validate(RulebookShape, source)
    if shape is None:
        raise RulebookError(source, problems)
    return shape


def read_scenario(path: Path) -> Reading:
    """Read one scenario file with the shipped rulebook.

    Problems of the text are values in the result. Raises `SourceError` where the file can't be
    opened, and `RulebookError` where the shipped rulebook is broken.
    """
    rulebook_source, rulebook = shipped_rulebook()
    return read_parsed(read_source(path), rulebook_source, rulebook)


def read_parsed(source: Source, rulebook_source: Source, rulebook: RulebookShape) -> Reading:
    """Check and resolve a scenario whose text has been parsed, with this rulebook."""
    shape, problems = validate(ScenarioShape, source)
    if shape is None:
        return Reading(source, rulebook_source, None, None, problems)
    digest = scenario_hash(source, rulebook_source)
    scenario, found = build_scenario(shape, source, rulebook, rulebook_source, digest)
    everything = (*problems, *found)
    sound = not any(p.severity == "error" for p in everything)
    return Reading(source, rulebook_source, scenario if sound else None, shape, everything)


def scenario_hash(source: Source, rulebook: Source) -> str:
    """Names exactly what a scenario and its rulebook say, whatever their layout or comments."""
    said = json.dumps([source.data, rulebook.data], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
