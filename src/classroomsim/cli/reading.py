"""The scenario that a command names, read; or the end of the program with its problems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from classroomsim.cli.stopped import BAD_USE, BROKEN, StoppedError

if TYPE_CHECKING:
    from classroomsim.scenario.problems import Problem
    from classroomsim.scenario.read import Reading


def read(scenario: str) -> Reading:
    """The scenario that is meant, or the end of the program with its problems."""
    from classroomsim.scenario.library import ScenarioNotFoundError, find
    from classroomsim.scenario.problems import in_order
    from classroomsim.scenario.read import RulebookError, read_scenario
    from classroomsim.scenario.source import SourceError

    try:
        reading = read_scenario(find(scenario))
    except (ScenarioNotFoundError, SourceError) as error:
        raise StoppedError(str(error), BAD_USE) from None
    except RulebookError as error:
        print_problems(list(error.problems), {error.source.name: error.source.text}, err=True)
        raise StoppedError(str(error), BROKEN) from None
    if reading.scenario is None:
        texts = {
            reading.source.name: reading.source.text,
            reading.rulebook.name: reading.rulebook.text,
        }
        print_problems(in_order(reading.errors), texts, err=True)
        msg = f"{reading.source.name} can't be played yet: mend what is listed above"
        raise StoppedError(msg, BROKEN)
    return reading


def unknown(what: str, name: str, scenario: str, known: Iterable[str]) -> StoppedError:
    from classroomsim.scenario.problems import suggest

    names = list(known)
    near = suggest(name, names)
    hint = f"did you mean '{near}'?" if near else f"it has {', '.join(names)}"
    return StoppedError(f"there is no {what} '{name}' in '{scenario}'; {hint}", BAD_USE)


def print_problems(problems: list[Problem], texts: dict[str, str], *, err: bool = False) -> None:
    from classroomsim.scenario.problems import render_all

    if problems:
        click.echo(render_all(problems, texts), err=err)
