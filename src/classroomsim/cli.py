"""The command line. Each command imports what it needs when it runs, so that starting is quick."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn, TextIO

import click

from classroomsim import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classroomsim.diary.store import Diary
    from classroomsim.engine.machine import Machine
    from classroomsim.proof.check import Checked
    from classroomsim.scenario.problems import Problem
    from classroomsim.scenario.read import Reading

HOLDS, BROKEN, BAD_USE = 0, 1, 2
"""Exit codes: all is well; errors in a scenario; bad use of the command."""

Layout = Literal["text", "json", "github"]
"""How `check` writes out what it found."""

_KEEP = click.option(
    "--diary/--no-diary",
    "keep",
    default=None,
    help="Keep a private diary on this computer, or keep nothing. Asked where there is none yet.",
)


class _StoppedError(Exception):
    """Ends the program with a sentence on standard error and an exit code."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


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
    except _StoppedError as error:
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
@_KEEP
@click.pass_context
def cli(context: click.Context, keep: bool | None) -> int:  # noqa: FBT001 - click gives flags so
    """Rehearse a hard moment in class, be coached in exact words, and try it again.

    By itself it opens the shelf of scenarios. Nobody is assessed: what you do stays on this
    computer, and only if you want it kept.
    """
    if context.invoked_subcommand is not None:
        context.obj = keep
        return HOLDS
    return _open(keep, None, None, (), author=False)


@cli.command(
    epilog="Examples:  classroomsim play tuesday_210   ·   printf '1\\n2\\n' | classroomsim play "
    "tuesday_210 --plain   ·   classroomsim play my_scenario.yaml --from the_task --author"
)
@click.argument("scenario", required=False, metavar="[FILE or id]")
@click.option("--plain", is_flag=True, help="Linear text on standard input and output.")
@click.option("--underneath", metavar="ID", help="Play this telling, instead of one drawn.")
@click.option("--from", "scene", metavar="SCENE", help="Start by the shortest play to a scene.")
@click.option("--from-play", "choices", metavar="IDS", help="Start after these choices: a,b,c.")
@click.option("--author", is_flag=True, help="Show gauges and what moved them, for authors.")
@_KEEP
@click.pass_obj
def play(  # noqa: PLR0913, PLR0917 - the options of the command are its contract
    outer_keep: bool | None,  # noqa: FBT001
    scenario: str | None,
    plain: bool,  # noqa: FBT001
    underneath: str | None,
    scene: str | None,
    choices: str | None,
    author: bool,  # noqa: FBT001
    keep: bool | None,  # noqa: FBT001
) -> int:
    """Play one scenario, by its file or its id; without either, choose from the shelf."""
    keep = outer_keep if keep is None else keep
    if scenario is None:
        if plain or underneath or scene or choices:
            raise _StoppedError(_name_one(), BAD_USE)
        return _open(keep, None, None, (), author=author)
    reading = _read(scenario)
    telling, start = _where_to_start(reading, underneath, scene, choices)
    if plain:
        return _play_plain(reading, telling, start, keep, author=author)
    return _open(keep, reading, telling, start, author=author)


_MOST_STATES = click.option(
    "--max-states",
    "limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Look at no more than this many states.",
)


@cli.command(
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
@_MOST_STATES
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
        except _StoppedError as error:
            click.echo(f"classroomsim: {error}", err=True)
        click.echo("\nchecked again at every save; Ctrl-C ends this", err=True)

    _files_in(paths)
    with contextlib.suppress(KeyboardInterrupt):
        watch(paths, show, time.sleep)
    return HOLDS


@cli.command(
    "map",
    epilog="Examples:  classroomsim map tuesday_210 --format svg > map.svg   ·   classroomsim map "
    "my_scenario.yaml --format dot | dot -Tpdf > map.pdf",
)
@click.argument("scenario", metavar="FILE or id")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["mermaid", "dot", "svg"]),
    default="mermaid",
    help="How the map is written: for GitHub, for Graphviz, or as a picture for a browser.",
)
@_MOST_STATES
def draw_map(scenario: str, layout: str, limit: int | None) -> int:
    """Draw a scenario: its scenes, choices and endings, what leads where, and how often."""
    from classroomsim.pages.dot import to_dot
    from classroomsim.pages.mermaid import to_mermaid
    from classroomsim.pages.svg import to_svg
    from classroomsim.proof.atlas import MOST_ON_MAP, atlas_of
    from classroomsim.proof.progress import ProgressLine

    reading = _read(scenario)
    line = ProgressLine(sys.stderr)
    line.about(reading.source.name)
    try:
        atlas = atlas_of(reading.sound, limit or MOST_ON_MAP, line.report)
    finally:
        line.clear()
    writers = {"mermaid": to_mermaid, "dot": to_dot, "svg": to_svg}
    click.echo(writers[layout](atlas), nl=False)
    if not atlas.complete:
        msg = "classroomsim: the map does not say how often, since there are too many states for"
        click.echo(f"{msg} that; raise --max-states to have them looked at", err=True)
    return HOLDS


@cli.command(epilog="Example:  classroomsim schema > scenario-1.schema.json")
def schema() -> int:
    """Print the JSON Schema of the scenario format, for editors with a YAML language server."""
    from classroomsim.scenario.schema import json_schema

    click.echo(json_schema(), nl=False)
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
    from classroomsim.proof.endings import endings_in
    from classroomsim.proof.graph import MOST_STATES
    from classroomsim.proof.report import as_github, as_json, as_text, exit_code

    most = MOST_STATES if limit is None else limit
    checked = _checked(paths, most)
    if clear:
        click.clear()
    if layout == "github":
        click.echo(as_github(checked, strict=strict))
        return exit_code(checked, strict=strict)
    endings = {
        one.name: endings_in(path, most)
        for path, one in zip(_files_in(paths), checked, strict=True)
        if not clear and one.proof is not None and one.proof.not_proven is None
    }
    write = as_json if layout == "json" else as_text
    click.echo(write(checked, strict=strict, endings=endings))
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
        raise _StoppedError(str(error), BAD_USE) from None
    except RulebookError as error:
        _print_problems(list(error.problems), {error.source.name: error.source.text}, err=True)
        raise _StoppedError(str(error), BROKEN) from None
    finally:
        line.clear()
    return found


def _files_in(paths: tuple[Path, ...]) -> list[Path]:
    from classroomsim.proof.check import files_in
    from classroomsim.scenario.source import SourceError

    try:
        return files_in(paths)
    except SourceError as error:
        raise _StoppedError(str(error), BAD_USE) from None


def _name_one() -> str:
    """Asks for a scenario, and says which there are: the shelf can't be seen from here."""
    from classroomsim.scenario.library import scenario_files

    known = ", ".join(path.stem for path in scenario_files())
    return f"name the scenario to play, as in 'classroomsim play tuesday_210'; there is {known}"


def _read(scenario: str) -> Reading:
    """The scenario that is meant, or the end of the program with its problems."""
    from classroomsim.scenario.library import ScenarioNotFoundError, find
    from classroomsim.scenario.problems import in_order
    from classroomsim.scenario.read import RulebookError, read_scenario
    from classroomsim.scenario.source import SourceError

    try:
        reading = read_scenario(find(scenario))
    except (ScenarioNotFoundError, SourceError) as error:
        raise _StoppedError(str(error), BAD_USE) from None
    except RulebookError as error:
        _print_problems(list(error.problems), {error.source.name: error.source.text}, err=True)
        raise _StoppedError(str(error), BROKEN) from None
    if reading.scenario is None:
        texts = {
            reading.source.name: reading.source.text,
            reading.rulebook.name: reading.rulebook.text,
        }
        _print_problems(in_order(reading.errors), texts, err=True)
        msg = f"{reading.source.name} can't be played yet: mend what is listed above"
        raise _StoppedError(msg, BROKEN)
    return reading


def _where_to_start(
    reading: Reading, telling: str | None, scene: str | None, choices: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The telling, if settled, and the choices already made. Ends the program on bad use."""
    from classroomsim.engine.machine import EngineError, Machine
    from classroomsim.engine.play import Play

    scenario = reading.sound
    if telling is not None and telling not in scenario.tellings:
        raise _unknown("telling", telling, scenario.id, scenario.tellings)
    if scene is not None and choices is not None:
        msg = "--from and --from-play both say where to begin; give one of them"
        raise _StoppedError(msg, BAD_USE)
    if scene is not None:
        return _way_to(Machine(scenario), scene, telling)
    made = tuple(choice.strip() for choice in (choices or "").split(",") if choice.strip())
    if not made:
        return telling, ()
    told = telling or next(iter(scenario.tellings))
    try:
        Play.begin(Machine(scenario), told, made)
    except EngineError as error:
        raise _StoppedError(f"{error} (under '{told}')", BAD_USE) from None
    return told, made


def _way_to(machine: Machine, scene: str, telling: str | None) -> tuple[str, tuple[str, ...]]:
    """The telling asked for, or the first that leads there, and the shortest play to a scene."""
    from classroomsim.engine.paths import shortest_to

    scenario = machine.scenario
    if scene not in scenario.scenes:
        raise _unknown("scene", scene, scenario.id, scenario.scenes)
    for told in (telling,) if telling is not None else scenario.tellings:
        found = shortest_to(machine.under(told), scene)
        if found is not None:
            return told, found
    where = f"under '{telling}'; try another with --underneath" if telling else "under any telling"
    raise _StoppedError(f"no play leads to '{scene}' {where}", BAD_USE)


def _unknown(what: str, name: str, scenario: str, known: Iterable[str]) -> _StoppedError:
    from classroomsim.scenario.problems import suggest

    names = list(known)
    near = suggest(name, names)
    hint = f"did you mean '{near}'?" if near else f"it has {', '.join(names)}"
    return _StoppedError(f"there is no {what} '{name}' in '{scenario}'; {hint}", BAD_USE)


def _open(
    keep: bool | None,  # noqa: FBT001
    reading: Reading | None,
    telling: str | None,
    choices: tuple[str, ...],
    *,
    author: bool,
) -> int:
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        msg = "the screens need a terminal; use 'classroomsim play tuesday_210 --plain' in a pipe"
        raise _StoppedError(msg, BAD_USE)
    from classroomsim.ui.app import run

    return run(keep, reading, telling, author=author, choices=choices)


def _play_plain(
    reading: Reading,
    telling: str | None,
    choices: tuple[str, ...],
    keep: bool | None,  # noqa: FBT001
    *,
    author: bool,
) -> int:
    from classroomsim.diary.store import DiaryError, diary_path
    from classroomsim.plain.player import PlainPlayer

    if sys.stdout is None:
        msg = "there is nowhere to write the play to; leave standard output open"
        raise _StoppedError(msg, BAD_USE)
    interactive = _is_terminal(sys.stdin)
    lines = sys.stdin or io.StringIO()
    player = PlainPlayer(lines, sys.stdout, interactive=interactive, author=author)
    diary = None
    try:
        if keep is None and interactive:
            path = diary_path()
            keep = path.exists() or player.wants_diary(path)
        if keep:
            diary = _diary()
        player.play(reading, telling, choices, diary)
    except DiaryError as error:
        raise _StoppedError(str(error), BAD_USE) from None
    except KeyboardInterrupt:
        click.echo()
    finally:
        if diary is not None:
            diary.close()
    return HOLDS


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether a standard stream is a terminal; one that was closed is none."""
    return stream is not None and stream.isatty()


def _diary() -> Diary:
    from classroomsim.diary.store import Diary, diary_path

    return Diary.open(diary_path())


def _print_problems(problems: list[Problem], texts: dict[str, str], *, err: bool = False) -> None:
    from classroomsim.scenario.problems import render_all

    if problems:
        click.echo(render_all(problems, texts), err=err)
