"""The text that a play is played on: read as it was then, and held against what a file says now."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from classroomsim.diary.record import DiaryError, Entry, Texts
from classroomsim.engine.machine import ENGINE_VERSION, EngineError, Machine
from classroomsim.engine.play import Play, PlayKey

if TYPE_CHECKING:  # this loads pydantic, which screens do without at first
    from classroomsim.scenario.read import Reading


def texts_of(reading: Reading) -> Texts:
    """The texts that a play of this reading is played on."""
    source, rulebook = reading.source, reading.rulebook
    return Texts(source.name, source.text, rulebook.name, rulebook.text)


def says_else(scenario_id: str, key: PlayKey, path: Path | None) -> bool:
    """Whether the scenario at `path` now says something else than the text of this play.

    None means the scenario of this id that ships. A change to the shared rulebook counts. A file
    that isn't there any more, or can't be opened, has not changed.
    """
    from classroomsim.scenario.library import ScenarioNotFoundError, scenario_files
    from classroomsim.scenario.read import rulebook_path, scenario_hash
    from classroomsim.scenario.source import SourceError, read_source

    try:
        if path is None:
            path = {file.stem: file for file in scenario_files()}.get(scenario_id)
        if path is None:
            return False
        return scenario_hash(read_source(path), read_source(rulebook_path())) != key.scenario
    except (SourceError, ScenarioNotFoundError):
        return False


def replayed(entry: Entry, texts: Texts) -> Play:
    """The play as it stands in the diary, on the very text it was played on.

    Raises `DiaryError` if this program can't: the engine or the format has changed.
    """
    if entry.key.engine != ENGINE_VERSION:
        raise DiaryError(
            f"'{entry.title}' was played with another version of the program, and would not go"
            " on the same way; begin it again."
        )
    try:
        return Play.replay(machine_of(entry, texts), entry.key)
    except EngineError as error:
        raise DiaryError(_unplayable(entry)) from error


def machine_of(entry: Entry, texts: Texts) -> Machine:
    """The scenario as it was when this play was begun. Raises `DiaryError`."""
    machine = _machine(texts)
    if machine is None or machine.scenario.hash != entry.key.scenario:
        raise DiaryError(_unplayable(entry))
    return machine


@lru_cache(maxsize=4)
def _machine(texts: Texts) -> Machine | None:
    """Reading a text takes far longer than playing on it, and plays of one text come together."""
    from classroomsim.scenario.read import RulebookError, read_parsed, rulebook_shape
    from classroomsim.scenario.source import parse_source

    source = parse_source(texts.scenario_name, texts.scenario.encode())
    rulebook = parse_source(texts.rulebook_name, texts.rulebook.encode())
    try:
        reading = read_parsed(source, rulebook, rulebook_shape(rulebook))
    except RulebookError:
        return None
    return Machine(reading.scenario) if reading.scenario is not None else None


def _unplayable(entry: Entry) -> str:
    return (
        f"'{entry.title}' was played on a text that this version of the program can't play on;"
        " begin it again."
    )
