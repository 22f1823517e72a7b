"""`classroomsim diary`: what is kept, looked at, looked through, copied and forgotten."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from classroomsim.cli.opening import is_terminal
from classroomsim.cli.stopped import BAD_USE, HOLDS, StoppedError

if TYPE_CHECKING:
    from classroomsim.diary.store import Diary

NONE_KEPT = (
    "There is no diary on this computer, and so nothing is kept. The first play asks whether you"
    " would like one."
)
NOTHING_YET = "There is nothing in your diary yet."
WILL_HOLD = (
    "The copy will hold every play in your diary, with what you guessed, your notes and your plans"
    " in your own words. It lies where you save it, and forgetting a play does not change it."
)
COPIES_STAY = "Copies that you saved stay where they are."
NOBODY_TO_ASK = "forgetting asks first, and nobody can answer here; add --yes"
NO_DAY = "none"

_MOST = 2**31


def _listed(_: click.Context, __: click.Parameter, number: int | None) -> int | None:
    """A number that there might be; larger ones SQLite can't even be asked for."""
    if number is not None and not 1 <= number <= _MOST:
        raise click.BadParameter(f"{number} is no number of the list.")
    return number


_YES = click.option("--yes", is_flag=True, help="Don't ask first.")


@click.group(
    invoke_without_command=True,
    epilog="Examples:  classroomsim diary   ·   classroomsim diary show 3   ·   classroomsim diary "
    "export diary.html   ·   classroomsim diary forget 3",
)
@click.pass_context
def diary(context: click.Context) -> int:
    """Your own diary: list it, look at a play, look for words, save a copy, or forget.

    It lies on this computer only. By itself this lists what is in it.
    """
    return HOLDS if context.invoked_subcommand is not None else _list()


@diary.command("list", short_help="List the plays and plans with their numbers.")
def list_all() -> int:
    """List the plays and plans, each with the number that the other commands name it by."""
    return _list()


@diary.command(short_help="Show play N, moment by moment.")
@click.argument("number", type=int, callback=_listed, metavar="N")
def show(number: int) -> int:
    """Show play N, moment by moment, with what you wrote."""
    from classroomsim.cli.diary_told import play_told

    with _opened() as kept:
        _say(play_told(kept, kept.entry(number)))
    return HOLDS


@diary.command(
    short_help="Look for words that you wrote.",
    epilog="Example:  classroomsim diary search 'by the door'",
)
@click.argument("text", metavar="TEXT")
def search(text: str) -> int:
    """Look for words in your notes, your plans and the titles; case and accents don't matter."""
    from classroomsim.cli.diary_told import found_told
    from classroomsim.scenario.text import clean_line

    if not text.strip():
        raise StoppedError("say which words to look for", BAD_USE)
    if not _there_is_one():
        click.echo(NONE_KEPT)
        return HOLDS
    with _opened() as kept:
        found = kept.search(text)
    _say(found_told(found) if found else [f"Your diary does not hold '{clean_line(text)}'."])
    return HOLDS


@diary.command(
    short_help="Show plan N, or change it.",
    epilog="Examples:  classroomsim diary plan 2 --line 'If he goes quiet, I will wait.'   ·   "
    "classroomsim diary plan 2 --day 2026-12-01   ·   classroomsim diary plan 2 --came 'It did.'",
)
@click.argument("number", type=int, callback=_listed, metavar="N")
@click.option(
    "--line", metavar="TEXT", help="The if-then line anew. Please don't name real pupils."
)
@click.option("--day", metavar="DAY", help="The day it is for, as in 2026-12-01, or none.")
@click.option("--came", metavar="TEXT", help="How the day went. Please don't name real pupils.")
def plan(number: int, line: str | None, day: str | None, came: str | None) -> int:
    """Show plan N, or change it: its line, its day, and how the day went."""
    from classroomsim.cli.diary_told import plan_told
    from classroomsim.diary.record import KEEP

    chosen = KEEP if day is None else None if day == NO_DAY else _day(day)
    with _opened() as kept:
        if line is not None or day is not None:
            kept.change_plan(number, line, chosen)
        if came is not None:
            kept.came(number, came)
        _say(plan_told(kept.one_plan(number)))
    return HOLDS


@diary.command(
    short_help="Save a copy of the whole diary.",
    epilog="Examples:  classroomsim diary export diary.html   ·   classroomsim diary "
    "export diary.json --force",
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--force", is_flag=True, help="Take the place of a file that is there already.")
def export(file: Path, force: bool) -> int:  # noqa: FBT001 - click gives flags so
    """Save a copy of the whole diary: .html to read and print, .md, or .json for a program."""
    from classroomsim.diary.page import diary_copy
    from classroomsim.pages.save import SaveError, save
    from classroomsim.scenario.text import clean_line

    with _opened() as kept:
        try:
            text = diary_copy(kept, file)
            click.echo(WILL_HOLD)
            save(text, file, replace=force)
        except SaveError as error:
            raise StoppedError(str(error), BAD_USE) from None
    click.echo(f"Saved as {clean_line(str(file))}.")
    return HOLDS


@diary.command(
    short_help="Forget play N, a plan, or everything.",
    epilog="Examples:  classroomsim diary forget 3   ·   classroomsim diary forget --plan 2   ·   "
    "classroomsim diary forget --all",
)
@click.argument("number", type=int, callback=_listed, required=False, metavar="[N]")
@click.option(
    "--plan",
    "plan_number",
    type=int,
    callback=_listed,
    metavar="N",
    help="Forget this plan only.",
)
@click.option("--all", "everything", is_flag=True, help="Forget everything, and keep no diary.")
@_YES
def forget(number: int | None, plan_number: int | None, everything: bool, yes: bool) -> int:  # noqa: FBT001
    """Forget play N with its notes and plans, one plan, or everything, for good."""
    if [number is not None, plan_number is not None, everything].count(True) != 1:
        msg = "say what to forget: the number of a play, --plan with the number of one, or --all"
        raise StoppedError(msg, BAD_USE)
    if everything:
        return _forget_everything(yes=yes)
    with _opened() as kept:
        if number is not None:
            title = kept.entry(number).title
            _agreed(
                f"Forget play {number}, '{title}', with its notes and plans, for good?", yes=yes
            )
            kept.forget(number)
        elif plan_number is not None:
            line = kept.one_plan(plan_number).line
            _agreed(f"Forget this plan for good: {line}", yes=yes)
            kept.forget_plan(plan_number)
    click.echo(f"It is forgotten. {COPIES_STAY}")
    return HOLDS


def _forget_everything(*, yes: bool) -> int:
    from classroomsim.diary.record import DiaryError
    from classroomsim.diary.shred import shred, there_is_something
    from classroomsim.diary.store import diary_path
    from classroomsim.scenario.text import clean_line

    path = diary_path()
    if not there_is_something(path):
        click.echo("There is no diary on this computer, and so nothing to forget.")
        return HOLDS
    name = clean_line(str(path))
    _agreed(f"Forget every play, note and plan for good, and remove {name}?", yes=yes)
    try:
        shred(path)
    except DiaryError as error:
        raise StoppedError(str(error), BAD_USE) from None
    click.echo(f"Everything is forgotten, and no diary is kept. {COPIES_STAY}")
    return HOLDS


def _list() -> int:
    from classroomsim.cli.diary_told import diary_told

    if not _there_is_one():
        click.echo(NONE_KEPT)
        return HOLDS
    with _opened() as kept:
        _say(diary_told(kept.path, kept.entries(), kept.plans()))
    return HOLDS


def _there_is_one() -> bool:
    from classroomsim.diary.places import diary_path

    return diary_path().exists()


@contextmanager
def _opened() -> Iterator[Diary]:
    """The diary, if there is one; none is begun. Ends the program with a sentence otherwise."""
    from classroomsim.diary.store import Diary, DiaryError, diary_path

    if not _there_is_one():
        raise StoppedError(NONE_KEPT, BAD_USE)
    kept = None
    try:
        kept = Diary.open(diary_path())
        yield kept
    except DiaryError as error:
        raise StoppedError(str(error), BAD_USE) from None
    finally:
        if kept is not None:
            kept.close()


def _agreed(question: str, *, yes: bool) -> None:
    """Ends the program unless the answer is yes."""
    from classroomsim.scenario.text import clean_line

    if yes:
        return
    if not is_terminal(sys.stdin):
        raise StoppedError(NOBODY_TO_ASK, BAD_USE)
    if not click.confirm(clean_line(question)):
        raise StoppedError("nothing was forgotten", HOLDS)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        msg = f"'{written}' is no day; write it as in 2026-12-01, or none to take it away"
        raise StoppedError(msg, BAD_USE) from None


def _say(lines: Iterable[str]) -> None:
    """Prints lines, cleaned of what a terminal would obey: the file may come from anywhere."""
    from classroomsim.scenario.text import clean

    for line in lines:
        click.echo(clean(line))
