"""A copy to keep: what there is to save, what it will hold, and where it then lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from classroomsim.debrief.ahead import LedTo
from classroomsim.diary.record import Plan
from classroomsim.pages.calendar import to_ics
from classroomsim.pages.debrief_page import comparison_document, debrief_document, pocket_card
from classroomsim.pages.document import Document, contents
from classroomsim.pages.save import SaveError, save, suggest_path, written
from classroomsim.pages.wording import on_day
from classroomsim.plain import help as said
from classroomsim.plain.sections import wrapped
from classroomsim.plain.session import Session
from classroomsim.plain.talk import number_of
from classroomsim.scenario.text import clean_line


@dataclass(frozen=True, slots=True)
class Copy:
    """One thing that can be saved: what it is called, what it holds, where it may go, its text."""

    name: str
    holds: tuple[str, ...]
    suggested: Path
    text: Callable[[Path], str]


def save_copy(session: Session, led_to: tuple[LedTo, ...]) -> None:
    """Asks which copy, says what it will hold, asks where, and says where it lies."""
    offered = _offered(session, led_to)
    if len(offered) > 1:
        session.say(["", said.WHICH_COPY])
        session.say(f"{n}. {copy.name}" for n, copy in enumerate(offered, 1))
        number = number_of(session.ask() or "", len(offered))
        if number is None:
            session.say([said.NO_COPY])
            return
    else:
        number = 1
    _save(session, offered[number - 1])


def _save(session: Session, copy: Copy) -> None:
    session.say(["", said.IT_HOLDS])
    session.say(line for held in copy.holds for line in wrapped(held, "  ", "- "))
    session.say(wrapped(said.COPY_IS_YOURS))
    session.say([said.WHERE_TO, f"  {clean_line(str(copy.suggested))}"])
    typed = session.ask()
    while typed is not None:
        if typed.casefold() == "q":
            break
        path = Path(typed) if typed else copy.suggested
        try:
            save(copy.text(path), path)
        except SaveError as error:
            session.say(wrapped(f"{_capital(str(error))}. {said.ANOTHER_NAME}"))
            typed = session.ask()
            continue
        session.say(["It lies here now:", f"  {clean_line(str(path.expanduser().absolute()))}"])
        return
    session.say([said.NO_COPY])


def _offered(session: Session, led_to: tuple[LedTo, ...]) -> list[Copy]:
    sitting, number = session.sitting, session.moment
    play, made = sitting.play, sitting.plan_of(number)
    back = debrief_document(
        play,
        number,
        guesses=sitting.guesses,
        notes=sitting.notes,
        plan=made.line if made else "",
        led_to=led_to,
    )
    found = [_page(said.A_LOOKING_BACK, back, play.world.scenario.title, "looking back")]
    beside = session.beside
    if beside is not None:
        two = comparison_document(beside.play, play, names=beside.names)
        found.append(_page(said.A_COMPARISON, two, play.world.scenario.title, "two ways"))
    if made is not None:
        card = pocket_card(made.line, play, number, made.day)
        found.append(_page(said.A_CARD, card, made.title, "card"))
        if made.day is not None:
            found.append(_calendar(made, made.day))
    return found


def _page(name: str, document: Document, title: str, kind: str) -> Copy:
    suggested = suggest_path(title, kind, ".html")
    return Copy(name, contents(document), suggested, lambda path: written(document, path))


def _calendar(plan: Plan, day: date) -> Copy:
    suggested = suggest_path(plan.title, "on the day", ".ics")
    return Copy(
        said.A_CALENDAR_FILE,
        (f"One whole day, {on_day(day)}", plan.line),
        suggested,
        lambda _: to_ics(plan.line, day, plan.title, plan.made),
    )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:].rstrip(".")
