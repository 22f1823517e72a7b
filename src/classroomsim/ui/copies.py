"""What can be saved as a page: one looking back, or two ways side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from classroomsim.pages.document import Document, contents
from classroomsim.ui.saving import Copy, Form

if TYPE_CHECKING:
    from classroomsim.debrief.ahead import LedTo
    from classroomsim.diary.sitting import Sitting
    from classroomsim.diary.store import Diary

HTML, MARKDOWN = "A page to read or to print (HTML)", "Plain text with a few marks (Markdown)"
DATA = "Data for another program (JSON)"
ALL_OF_IT = (
    "It will hold every play as it could be seen, and what you wrote: guesses, plans and notes.",
    "Please look it over before you show it to anybody, above all for names.",
)
NOTHING_ELSE = "Nothing else about you is in it: no name, no date of playing, no other play."
NOTES_TOO = "It holds what you wrote yourself. Please look it over before you show it to anybody."


def copy_of_looking_back(sitting: Sitting, number: int, led_to: Sequence[LedTo] = ()) -> Copy:
    """One play looked back on, with the moment (from 0) that is being looked at."""
    from classroomsim.pages.debrief_page import debrief_document
    from classroomsim.ui.planned import PlanOfPlay

    planned = PlanOfPlay(sitting, number)
    line = planned.line if planned.plan else ""
    document = debrief_document(
        sitting.play,
        number,
        guesses=sitting.guesses,
        notes=sitting.notes,
        plan=line,
        led_to=led_to,
    )
    own = NOTES_TOO if sitting.notes or line else NOTHING_ELSE
    title = sitting.play.world.scenario.title
    return copy_of("Save a copy of this looking back", document, (own,), title, "looking-back")


def copy_of_two_ways(one: Sitting, other: Sitting, names: tuple[str, str]) -> Copy:
    """Two plays of a scenario from where they part; `names` heads them."""
    from classroomsim.pages.debrief_page import comparison_document

    document = comparison_document(one.play, other.play, names=names)
    title = one.play.world.scenario.title
    return copy_of("Save a copy of the two ways", document, (NOTHING_ELSE,), title, "two-ways")


def copy_of_diary(diary: Diary) -> Copy:
    """The whole diary, also as data for other programs. Raises `DiaryError`."""
    from classroomsim.diary.page import diary_copy, diary_page

    document = diary_page(diary)
    data = Form(DATA, ".json", lambda: diary_copy(diary, Path("diary.json")))
    forms = (Form(HTML, ".html", _html(document)), Form(MARKDOWN, ".md", _markdown(document)), data)
    return Copy("Save a copy of your diary", ALL_OF_IT, "classroomsim", "diary", forms)


def copy_of(title: str, document: Document, also: Sequence[str], about: str, kind: str) -> Copy:
    """A page that can be saved in both forms."""
    held = "  \u00b7  ".join(contents(document))
    said = ("It will hold:", held, *also) if held else tuple(also)
    forms = (Form(HTML, ".html", _html(document)), Form(MARKDOWN, ".md", _markdown(document)))
    return Copy(title, said, about, kind, forms)


def _html(document: Document) -> Callable[[], str]:
    def text() -> str:
        from classroomsim.pages.html import to_html

        return to_html(document)

    return text


def _markdown(document: Document) -> Callable[[], str]:
    def text() -> str:
        from classroomsim.pages.markdown import to_markdown

        return to_markdown(document)

    return text
