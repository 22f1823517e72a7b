"""`classroomsim check`: what is wrong in scenario files, and what is proved of them."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from classroomsim.cli.options import MOST_STATES
from classroomsim.cli.reading import print_problems
from classroomsim.cli.stopped import BAD_USE, BROKEN, HOLDS, StoppedError

if TYPE_CHECKING:
    from classroomsim.proof.check import Checked

Layout = Literal["text", "json", "github"]
"""How `check` writes out what it found."""


@click.command(
    epilog="Examples:  classroomsim check my_scenario.yaml --watch   ·   classroomsim check "
    "scenarios --strict --format github"
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Ready to share: warnings count as well.")
@click.option("--watch", "again", is_flag=True, help="Check again at every save, until Ctrl-C.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How what was found is written out.",
)
@MOST_STATES
def check(
    paths: tuple[Path, ...],
    strict: bool,  # noqa: FBT001
    again: bool,  # noqa: FBT001
    layout: Layout,
    limit: int | None,
) -> int:
    """Check scenario files and folders: what is wrong, where, and what to write instead.

    What can be played is then proved, over everything that can happen in it. Ends with 0 if all
    holds, 1 for errors and broken promises, 2 for bad use, and 3 if the limit was met first.
    """
    if not again:
        return _check(paths, layout, limit, strict=strict)
    import time

    from classroomsim.proof.watch import watch

    def show() -> None:
        click.clear()
        try:
            if sys.stdout.isatty() and layout == "text":
                _print_before_proving(paths)
            _check(paths, layout, limit, strict=strict, clear=True)
        except StoppedError as error:
            click.echo(f"classroomsim: {error}", err=True)
        click.echo("\nchecked again at every save; Ctrl-C ends this", err=True)

    _files_in(paths)
    with contextlib.suppress(KeyboardInterrupt):
        watch(paths, show, time.sleep)
    return HOLDS


def _check(
    paths: tuple[Path, ...],
    layout: Layout,
    limit: int | None,
    *,
    strict: bool,
    clear: bool = False,
) -> int:
    """Checks once and prints what was found. Ends the program on bad use."""
    from classroomsim.proof.graph import MOST_STATES
    from classroomsim.proof.report import as_github, as_json, as_text, exit_code

    most = MOST_STATES if limit is None else limit
    checked = _checked(paths, most)
    if clear:
        click.clear()
    if layout == "github":
        click.echo(as_github(checked, strict=strict))
        return exit_code(checked, strict=strict)
    write = as_json if layout == "json" else as_text
    click.echo(write(checked, strict=strict))
    return exit_code(checked, strict=strict)


def _print_before_proving(paths: tuple[Path, ...]) -> None:
    """What reading alone shows, which takes no time, where a proof is still to come."""
    from classroomsim.proof.report import as_text_before

    checked = _checked(paths, 0)
    if any(one.proof is not None for one in checked):
        click.echo(as_text_before(checked))


def _checked(paths: tuple[Path, ...], limit: int) -> list[Checked]:
    """What was found of each file. Ends the program on bad use."""
    from classroomsim.proof.check import check_file
    from classroomsim.proof.progress import ProgressLine
    from classroomsim.scenario.read import RulebookError
    from classroomsim.scenario.source import SourceError

    line = ProgressLine(sys.stderr)
    found: list[Checked] = []
    try:
        for path in _files_in(paths):
            line.about(path.name)
            found.append(check_file(path, limit, line.report))
    except SourceError as error:
        raise StoppedError(str(error), BAD_USE) from None
    except RulebookError as error:
        print_problems(list(error.problems), {error.source.name: error.source.text}, err=True)
        raise StoppedError(str(error), BROKEN) from None
    finally:
        line.clear()
    return found


def _files_in(paths: tuple[Path, ...]) -> list[Path]:
    from classroomsim.proof.check import files_in
    from classroomsim.scenario.source import SourceError

    try:
        return files_in(paths)
    except SourceError as error:
        raise StoppedError(str(error), BAD_USE) from None
