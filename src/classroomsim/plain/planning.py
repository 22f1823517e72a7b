"""On Tuesday: the if-then line shown, changed or left as it is, with a day if the player likes."""

from __future__ import annotations

from datetime import date

from classroomsim.debrief.days import HOW, day_of
from classroomsim.debrief.plan import PATTERN, drafted_plan
from classroomsim.pages.wording import on_day
from classroomsim.plain import help as said
from classroomsim.plain.sections import wrapped
from classroomsim.plain.session import Session


def plan(session: Session) -> None:
    """The plan of the moment being looked at: shown, then the player's own line and day.

    An empty line keeps what stands there.
    """
    sitting, number = session.sitting, session.moment
    made = sitting.plan_of(number)
    line = made.line if made else drafted_plan(sitting.play, number)
    day = made.day if made else None
    _show(session, line, day)
    typed = session.ask_text([said.PLAN_EMPTY_KEEPS if line else said.PLAN_IN_OWN_WORDS])
    if typed is None:
        return
    line = typed or line
    if not line:
        session.say([said.NO_PLAN])
        return
    day = ask_day(session, day)
    session.kept(lambda: session.sitting.plan(number, line, day))
    session.say([said.PLANNED if day is None else f"{said.PLANNED} {_for(day)}"])
    session.say(wrapped(said.PLAN_GOES_ON))


def _show(session: Session, line: str, day: date | None) -> None:
    session.say(["", f"{said.ON_TUESDAY}:"])
    session.say(wrapped(line or PATTERN, "  ", "  "))
    if day is not None:
        session.say([f"  {_for(day)}"])


def ask_day(session: Session, day: date | None) -> date | None:
    """A day for the plan: what was typed, or, after an empty line, the one that stood there."""
    kept = said.DAY_EMPTY_KEEPS if day else said.DAY_EMPTY_NONE
    session.say(wrapped(f"{said.WHICH_DAY} {HOW} {kept}"))
    today = session.clock().astimezone().date()
    typed = session.ask()
    while typed:
        if day and typed.casefold() in said.NO_DAY:
            return None
        found = day_of(typed, today)
        if found is not None and found >= today:
            return found
        session.say(wrapped(f"{said.NOT_A_DAY if found is None else said.DAY_GONE} {HOW}"))
        typed = session.ask()
    return day


def _for(day: date) -> str:
    return f"For {on_day(day)}."
