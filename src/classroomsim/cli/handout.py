"""`classroomsim handout`: the facilitator's pack of a scenario, on paper before the day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from classroomsim.cli.reading import read, unknown
from classroomsim.cli.stopped import BAD_USE, HOLDS, StoppedError

if TYPE_CHECKING:
    from classroomsim.pages.document import Document
    from classroomsim.pages.handout_page import Minutes, Timing
    from classroomsim.room.steps import Form, Step
    from classroomsim.scenario.story import Scenario


@click.command(
    epilog="Examples:  classroomsim handout tuesday_210 --html pack.html   ·   classroomsim handout"
    " my_scenario.yaml > pack.md"
)
@click.argument("scenario", metavar="FILE or id")
@click.option(
    "--html",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a page to open in a browser and print, with voting cards; else it is Markdown, on"
    " standard output.",
)
@click.option("--underneath", metavar="ID", help="Tell the paper version with this cause.")
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def handout(
    scenario: str,
    file: Path | None,
    underneath: str | None,
    force: bool,  # noqa: FBT001
) -> int:
    """Make the facilitator's pack: how a room runs it, and the whole scenario on paper.

    It has the timings, what to say, every beat with its notes, what may follow each way, voting
    cards, and the causes on sheets of their own at the end.
    """
    from classroomsim.engine.machine import Machine
    from classroomsim.pages.handout_page import pack_document
    from classroomsim.room.steps import FORMS

    sound = read(scenario).sound
    told = _telling(sound, underneath)
    document = pack_document(Machine(sound), told, [_timing(form) for form in FORMS.values()])
    if file is not None:
        return _save(document, file, force=force)
    if force:
        raise StoppedError("--force is for a file; name one with --html FILE", BAD_USE)
    from classroomsim.pages.markdown import to_markdown

    click.echo(to_markdown(document), nl=False)
    return HOLDS


def _telling(scenario: Scenario, wanted: str | None) -> str:
    """The telling that is asked for; else the first that has one cause, which somebody finds."""
    told = scenario.tellings
    if wanted is not None:
        if wanted not in told:
            raise unknown("telling", wanted, scenario.id, told)
        return wanted
    plain = [one.id for one in told.values() if not (one.joined or one.unrevealed or one.rises)]
    return next(iter([*plain, *told]))


def _timing(form: Form) -> Timing:
    from classroomsim.pages.handout_page import Timing

    return Timing(
        form.name,
        form.minutes,
        form.beats,
        _minutes(form, form.before),
        _minutes(form, form.in_a_beat),
        _minutes(form, form.after),
    )


def _minutes(form: Form, steps: tuple[Step, ...]) -> Minutes:
    from classroomsim.room.steps import CALLED

    return tuple((CALLED[step], form.pace.get(step, 0)) for step in steps)


def _save(document: Document, file: Path, *, force: bool) -> int:
    """Writes the page, and says where it lies."""
    from classroomsim.pages.html import to_html
    from classroomsim.pages.save import SaveError, save
    from classroomsim.scenario.text import clean_line

    try:
        save(to_html(document), file, replace=force)
    except SaveError as error:
        raise StoppedError(str(error), BAD_USE) from None
    click.echo(f"The pack lies here: {clean_line(str(file.absolute()))}")
    click.echo("Open it in a browser to print it. The causes are on sheets of their own.")
    return HOLDS
