"""A day for a plan: the next school days to pick from, or any other, as a person writes it."""

from __future__ import annotations

from datetime import date, timedelta

from classroomsim.debrief.days import HOW, day_of
from classroomsim.pages.wording import on_day
from classroomsim.ui.ask import Answer, AskDialog
from classroomsim.ui.write import WriteDialog

__all__ = ["NONE", "OTHER", "DayDialog", "OtherDayDialog", "coming", "day_in_words", "day_of"]

ASK = "Which day is it for?"
WHY = "A day is only a help to remember. Nothing is due, and nothing reminds you."
OTHER, NONE = "another", "none"
_SCHOOL_DAYS = 6


class DayDialog(AskDialog):
    """Gives a day in ISO form, "another", "none" for no day, or None where it was left."""

    def __init__(self, today: date, *, has_one: bool) -> None:
        answers = [Answer(day.isoformat(), day_in_words(day, today)) for day in coming(today)]
        answers.append(Answer(OTHER, "Another day"))
        if has_one:
            answers.append(Answer(NONE, "No day"))
        super().__init__(ASK, (WHY,), answers)


class OtherDayDialog(WriteDialog):
    """Gives a day as it was written, which `day_of` can read."""

    def __init__(self, today: date) -> None:
        super().__init__(ASK, (HOW,))
        self.today = today

    def accepts(self, text: str) -> str:
        """Why this is not a day to come."""
        day = day_of(text, self.today)
        if day is None:
            return f"That can\u2019t be read as a day. {HOW}"
        return "" if day >= self.today else "That day has gone by; write one that is to come."


def coming(today: date) -> list[date]:
    """The next school days, Monday to Friday, from tomorrow on."""
    days = (today + timedelta(days=n) for n in range(1, 2 * _SCHOOL_DAYS))
    return [day for day in days if day.weekday() < 5][:_SCHOOL_DAYS]


def day_in_words(day: date, today: date) -> str:
    """A day as a person says it: 'tomorrow, Tuesday 24 November'."""
    said = on_day(day)
    if abs((day - today).days) < 180:
        said = said.removesuffix(f" {day.year}")
    near = {0: "today, ", 1: "tomorrow, "}.get((day - today).days, "")
    return f"{near}{said}"
