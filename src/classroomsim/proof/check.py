"""Checking files as an author asks for it: reading, wording, the author's own plays, proofs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from classroomsim.engine.machine import EngineError, Machine
from classroomsim.engine.play import Play
from classroomsim.proof.graph import MOST_STATES, Progress
from classroomsim.proof.prove import Proof, prove
from classroomsim.scenario.condition import Compare, Condition, english, leaves
from classroomsim.scenario.problems import Problem
from classroomsim.scenario.read import (
    Reading,
    RulebookError,
    read_parsed,
    rulebook_shape,
    shipped_rulebook,
)
from classroomsim.scenario.source import Source, SourceError, read_source
from classroomsim.scenario.story import WrittenPlay
from classroomsim.scenario.text import clean_line
from classroomsim.scenario.words import check_words


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking one file found. `texts` holds the text of each file a problem may be in."""

    name: str
    title: str
    problems: tuple[Problem, ...]
    texts: dict[str, str]
    plays: int
    proof: Proof | None = None
    """None where there was nothing to prove: a rulebook, or a scenario with errors."""

    def holds(self, *, strict: bool) -> bool:
        """No errors and, when strict, no warnings either. Notes never count."""
        counted = ("error", "warning") if strict else ("error",)
        return not any(problem.severity in counted for problem in self.problems)


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The YAML files that are meant: each file, and every one below each folder, in order.

    Raises `SourceError` for a path that does not exist and a folder that holds none.
    """
    found: list[Path] = []
    for path in paths:
        try:
            is_there, is_folder = path.exists(), path.is_dir()
        except OSError as error:
            msg = f"{clean_line(str(path))[:60]} can't be looked at: {error.strerror}"
            raise SourceError(msg) from None
        if is_folder:
            inside = sorted(p for ending in ("*.yaml", "*.yml") for p in path.rglob(ending))
            if not inside:
                msg = f"there is no .yaml file in the folder {path}"
                raise SourceError(msg)
            found.extend(inside)
        elif is_there:
            found.append(path)
        else:
            msg = f"there is no file or folder {path}; check the spelling"
            raise SourceError(msg)
    return list(dict.fromkeys(found))


def check_file(path: Path, limit: int = MOST_STATES, progress: Progress | None = None) -> Checked:
    """Everything that can be said about one file. Raises `SourceError` if it can't be opened.

    A scenario without errors is proved, over at most `limit` states.
    """
    source = read_source(path)
    if "rulebook" in source.data:
        return _check_rulebook(source)
    return _check_scenario(source, limit, progress)


def _check_rulebook(source: Source) -> Checked:
    texts = {source.name: source.text}
    try:
        shape = rulebook_shape(source)
    except RulebookError as error:
        return Checked(source.name, "", error.problems, texts, 0)
    return Checked(source.name, shape.title, check_words(source, shape.words), texts, 0)


def _check_scenario(source: Source, limit: int, progress: Progress | None) -> Checked:
    rulebook_source, rulebook = shipped_rulebook()
    reading = read_parsed(source, rulebook_source, rulebook)
    problems = [*reading.problems, *check_words(source, rulebook.words)]
    plays = 0
    proof = None
    if reading.scenario is not None:
        plays = len(reading.scenario.plays)
        problems += check_plays(reading)
        proof = prove(reading, limit, progress)
        problems += proof.problems
    texts = {source.name: source.text, rulebook_source.name: rulebook_source.text}
    title = reading.scenario.title if reading.scenario else ""
    return Checked(source.name, title, tuple(problems), texts, plays, proof)


def check_plays(reading: Reading) -> list[Problem]:
    """The author's own `plays:` that can't be played, or do not end as expected."""
    if reading.scenario is None:
        return []
    machine = Machine(reading.scenario)
    found = (_check_play(machine, reading.source, play) for play in reading.scenario.plays)
    return [problem for problem in found if problem is not None]


def _check_play(machine: Machine, source: Source, written: WrittenPlay) -> Problem | None:
    play = Play.begin(machine, written.under)
    for n, choice in enumerate(written.choose):
        try:
            play = play.choose(choice)
        except EngineError as error:
            place = source.places.of((*written.path, "choose", n))
            return Problem("E501", place, source.name, f"this play can't go on: {error}")
    if play.world.judge.holds(written.expect, (*play.state, *play.came_from)):
        return None
    place = source.places.of((*written.path, "expect"))
    message = f"after this play it is not so that {english(written.expect)}"
    return Problem("E502", place, source.name, message, _found(play, written.expect))


def _found(play: Play, expect: Condition | None) -> str | None:
    """What the gauges that were expected to be something are instead."""
    layout, gauges = play.world.layout, play.world.scenario.gauges
    names = dict.fromkeys(c.number.id for c in leaves(expect) if isinstance(c, Compare))
    values = [f"{n} is {play.state[layout.gauges[n]]}" for n in names if n in gauges]
    return ", ".join(values) or None
