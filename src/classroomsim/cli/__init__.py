"""The command line. Each command imports what it needs when it runs, so that starting is quick."""

from __future__ import annotations

import io
import os
import sys
import traceback
from pathlib import Path
from typing import NoReturn

import click

from classroomsim import __version__
from classroomsim.cli.check import check
from classroomsim.cli.copy import card, copy
from classroomsim.cli.diary import diary
from classroomsim.cli.handout import handout
from classroomsim.cli.host import host
from classroomsim.cli.map import draw_map
from classroomsim.cli.opening import open_app
from classroomsim.cli.options import KEEP
from classroomsim.cli.play import play
from classroomsim.cli.schema import schema
from classroomsim.cli.stopped import BAD_USE, BROKEN, HOLDS, StoppedError
from classroomsim.cli.watch import watch


def main() -> NoReturn:
    """The `classroomsim` command: whatever goes wrong is one sentence on standard error."""
    from classroomsim.scenario.text import clean_line

    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sentence, code = "", BAD_USE
    try:
        code = cli(standalone_mode=False, prog_name="classroomsim") or HOLDS
    except click.exceptions.Abort:
        code = HOLDS
    except click.UsageError as error:
        sentence = f"{error.format_message()} Try 'classroomsim --help'."
    except click.ClickException as error:
        sentence = error.format_message()
    except StoppedError as error:
        sentence, code = str(error), error.code
    except (BrokenPipeError, SystemExit):  # click makes the second of the first
        _nobody_reads_on()
        code = HOLDS
    except Exception as error:  # noqa: BLE001 - a teacher is told in a sentence, whatever it is
        sentence, code = _went_wrong(error), BROKEN
    if sentence:
        click.echo(f"classroomsim: {clean_line(sentence)}", err=True)
    sys.exit(code)


def _nobody_reads_on() -> None:
    """After a pipe was closed: what is still to be flushed goes nowhere, without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _went_wrong(error: Exception) -> str:
    """A sentence: what the system refused, or a fault of the program's own and where it is."""
    if isinstance(error, OSError) and error.strerror:
        return f"it had to stop here, since the system says: {error.strerror}"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}, line {frame.lineno}, {type(error).__name__}"
    return f"something went wrong inside the program ({where}); what was kept is safe"


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog="Examples:  classroomsim   ·   classroomsim play tuesday_210 --plain   ·   "
    "classroomsim check my_scenario.yaml",
)
@click.version_option(__version__, message="classroomsim %(version)s")
@KEEP
@click.pass_context
def cli(context: click.Context, keep: bool | None) -> int:  # noqa: FBT001 - click gives flags so
    """Rehearse a hard moment in class, be coached in exact words, and try it again.

    By itself it opens the shelf of scenarios. Nobody is assessed: what you do stays on this
    computer, and only if you want it kept.
    """
    if context.invoked_subcommand is not None:
        context.obj = keep
        return HOLDS
    return open_app(keep, None, None, (), author=False)


for command in (play, host, handout, watch, check, draw_map, schema, copy, card, diary):
    cli.add_command(command)
