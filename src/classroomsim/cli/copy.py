"""`classroomsim copy` and `classroomsim card`: what a player would like to have on paper."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from classroomsim.cli.stopped import BAD_USE, HOLDS, StoppedError

if TYPE_CHECKING:
    from classroomsim.diary.record import Plan
    from classroomsim.diary.sitting import Sitting
    from classroomsim.diary.store import Diary
    from classroomsim.pages.document import Document

_NUMBER = click.IntRange(min=1, max=2**31)
_FILE = click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
_MOMENT = click.option(
    "--moment",
    type=click.IntRange(min=1),
    metavar="M",
    help="The moment that the page is about, counted from 1; else the one of your plan, or the one"
    " that looking back suggests.",
)
_FORCE = click.option("--force", is_flag=True, help="Write over a file that is there already.")


@click.command(
    epilog="Examples:  classroomsim copy 3 looking-back.html   ·   classroomsim copy 3 --moment 2"
    " notes.md   ·   classroomsim copy 3 --with 5 two-ways.html"
)
@click.argument("number", metavar="N", type=_NUMBER)
@_FILE
@_MOMENT
@click.option("--with", "other", metavar="OTHER", type=_NUMBER, help="Set another play beside it.")
@_FORCE
def copy(
    number: int,
    file: Path,
    moment: int | None,
    other: int | None,
    force: bool,  # noqa: FBT001
) -> int:
    """Save a copy of play N of the diary, to print (FILE.html) or as plain text (FILE.md).

    It has what could be seen, the coaching on one moment, your plan and your notes. It is a file of
    your own, and is sent nowhere.
    """
    if moment is not None and other is not None:
        msg = "--moment is for a copy of one play; two plays are compared from where they part"
        raise StoppedError(msg, BAD_USE)
    with closing(_diary()) as diary:
        sitting = _sitting(diary, number)
        if other is not None:
            return _save(_two_ways(sitting, _sitting(diary, other)), file, force=force)
        return _save(_looking_back(sitting, moment), file, force=force)


@click.command(epilog="Example:  classroomsim card 3 card.html")
@click.argument("number", metavar="N", type=_NUMBER)
@_FILE
@_MOMENT
@_FORCE
def card(number: int, file: Path, moment: int | None, force: bool) -> int:  # noqa: FBT001
    """Make a card for the pocket from your plan of play N: four of A6 to print on a sheet of A4."""
    from classroomsim.pages.debrief_page import pocket_card

    with closing(_diary()) as diary:
        sitting = _sitting(diary, number)
        plan = _plan(sitting, moment)
        if plan is None:
            msg = f"play {number} has no plan yet; write one when you look back on it"
            raise StoppedError(msg, BAD_USE)
        return _save(pocket_card(plan.line, sitting.play, plan.number, plan.day), file, force=force)


def _diary() -> Diary:
    """The diary that is there; asking for a copy begins none."""
    from classroomsim.diary.store import Diary, DiaryError, diary_path

    path = diary_path()
    if not path.exists():
        raise StoppedError("there is no diary on this computer, so nothing to copy yet", BAD_USE)
    try:
        return Diary.open(path)
    except DiaryError as error:
        raise StoppedError(str(error), BAD_USE) from None


def _sitting(diary: Diary, number: int) -> Sitting:
    """A play of the diary as it stands. Ends the program where there is nothing to look back on."""
    from classroomsim.diary.record import DiaryError
    from classroomsim.diary.sitting import Sitting

    try:
        sitting = Sitting.resume(diary, diary.entry(number))
    except DiaryError as error:
        raise StoppedError(str(error), BAD_USE) from None
    if not sitting.play.choices:
        raise StoppedError(f"play {number} has no moment to look back on yet", BAD_USE)
    return sitting


def _looking_back(sitting: Sitting, moment: int | None) -> Document:
    from classroomsim.debrief.ahead import MOST_AT_ONCE, prepare
    from classroomsim.pages.debrief_page import debrief_document

    play = sitting.play
    if moment is not None and moment > len(play.choices):
        last = len(play.choices)
        raise StoppedError(f"this play has no moment {moment}; its last is {last}", BAD_USE)
    prepared = prepare(play.world.scenario, play.world.telling.id, MOST_AT_ONCE)
    plan = _plan(sitting, moment)
    parting = prepared.suggest(play) if prepared else None
    if moment is not None:
        number = moment - 1
    elif plan is not None:
        number = plan.number
    else:
        number = parting.number if parting else 0
    return debrief_document(
        play,
        number,
        guesses=sitting.guesses,
        notes=sitting.notes,
        plan=plan.line if plan else "",
        led_to=prepared.led_to(play, number) if prepared else (),
    )


def _plan(sitting: Sitting, moment: int | None) -> Plan | None:
    """The plan made at a moment (from 1), or else the one that was last changed."""
    played = [plan for plan in sitting.plans if plan.number < len(sitting.play.choices)]
    if moment is not None:
        return next((plan for plan in played if plan.number == moment - 1), None)
    return max(played, key=lambda plan: plan.changed, default=None)


def _two_ways(one: Sitting, other: Sitting) -> Document:
    from classroomsim.pages.debrief_page import comparison_document

    if one.play.world.scenario.id != other.play.world.scenario.id:
        msg = (
            f"'{one.play.world.scenario.title}' and '{other.play.world.scenario.title}' are"
            " different scenarios; two plays of one can be set side by side"
        )
        raise StoppedError(msg, BAD_USE)
    return comparison_document(one.play, other.play)


def _save(document: Document, file: Path, *, force: bool) -> int:
    """Says what the copy will hold, writes it, and says where it lies."""
    from classroomsim.pages.document import contents
    from classroomsim.pages.save import SaveError, save, written
    from classroomsim.scenario.text import clean_line

    try:
        text = written(document, file)
        click.echo("This copy will hold:")
        for heading in contents(document):
            click.echo(f"- {clean_line(heading)}")
        save(text, file, replace=force)
    except SaveError as error:
        raise StoppedError(str(error), BAD_USE) from None
    click.echo(f"It lies here, and nowhere else: {clean_line(str(file.absolute()))}")
    return HOLDS
