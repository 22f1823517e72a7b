"""`classroomsim watch`: a colleague's telling of a scenario, thinking aloud."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import click

from classroomsim.cli.opening import is_terminal
from classroomsim.cli.reading import read
from classroomsim.cli.stopped import BAD_USE, HOLDS, StoppedError

if TYPE_CHECKING:
    from classroomsim.scenario.read import Reading


@click.command(
    epilog="Examples:  classroomsim watch tuesday_210   ·   classroomsim watch my_scenario.yaml "
    "--plain"
)
@click.argument("scenario", metavar="FILE or id")
@click.option("--plain", is_flag=True, help="Linear text on standard input and output.")
def watch(scenario: str, plain: bool) -> int:  # noqa: FBT001 - click gives flags so
    """Watch a colleague play a scenario and think aloud, one moment after another.

    It is one way among several, by somebody who does not know what is underneath. Nothing is kept.
    """
    reading = read(scenario)
    return _plainly(reading) if plain else _on_screens(reading)


def _plainly(reading: Reading) -> int:
    from classroomsim.debrief.watched import watched
    from classroomsim.engine.machine import Machine
    from classroomsim.plain.talk import Talk
    from classroomsim.plain.watching import watch as watch_plainly

    found = watched(Machine(reading.sound))
    if found is None:
        raise StoppedError(_nothing(reading), BAD_USE)
    if sys.stdout is None:
        msg = "there is nowhere to write to; leave standard output open"
        raise StoppedError(msg, BAD_USE)
    talk = Talk(sys.stdin or io.StringIO(), sys.stdout, interactive=is_terminal(sys.stdin))
    try:
        watch_plainly(talk, found)
    except KeyboardInterrupt:
        click.echo()
    return HOLDS


def _on_screens(reading: Reading) -> int:
    from classroomsim.debrief.watched import watched
    from classroomsim.engine.machine import Machine

    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        msg = "the screens need a terminal; use 'classroomsim watch tuesday_210 --plain' in a pipe"
        raise StoppedError(msg, BAD_USE)
    if watched(Machine(reading.sound)) is None:
        raise StoppedError(_nothing(reading), BAD_USE)
    from classroomsim.ui.app import run

    return run(False, reading, watch=True)


def _nothing(reading: Reading) -> str:
    """Says that nobody has written one, or that it can't be played as it is written."""
    if reading.sound.watch is None:
        return f"nobody has written a colleague's telling of '{reading.sound.title}' yet"
    name = reading.source.name
    return (
        f"the colleague's telling in {name} can't be played as it is written; 'classroomsim check"
        f" {name}' says where"
    )
