"""A day for a plan, as a person writes it. Nothing is due on it, and nothing reminds anyone."""

from __future__ import annotations

import re
from datetime import date, timedelta

HOW = "Write it as Tuesday, as 1 December, or as 2026-12-01."

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_FEWEST_LETTERS = 3
_WRITTEN = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s/.]+(?:of\s+)?(\d{1,2}|[a-z]{3,})(?:[\s/.,]+(\d{4}))?"
)


def day_of(text: str, today: date) -> date | None:
    """The day that a person wrote; None if it is none.

    A weekday is the next one after `today`, and a day without a year the next time it comes.
    Months and weekdays may be cut to three letters or more.

    >>> day_of("next Tuesday", date(2026, 11, 24)), day_of("1 Dec", date(2026, 12, 2))
    (datetime.date(2026, 12, 1), datetime.date(2027, 12, 1))
    """
    words = re.sub(r"^(?:on|next|this)\s+", "", text.strip().casefold().rstrip("."))
    near = {"today": 0, "tomorrow": 1}.get(words)
    if near is not None:
        return today + timedelta(days=near)
    weekday = _place(words, _WEEKDAYS)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    try:
        return date.fromisoformat(words)
    except ValueError:
        return _written(re.sub(r"^[a-z]+day,?\s+", "", words), today)


def _written(words: str, today: date) -> date | None:
    found = _WRITTEN.fullmatch(words)
    if found is None:
        return None
    day, name, year = found.groups()
    place = int(name) - 1 if name.isdigit() else _place(name, _MONTHS)
    if place is None:
        return None
    if year:
        return _day(int(year), place + 1, int(day))
    this_year = _day(today.year, place + 1, int(day))
    if this_year is not None and this_year >= today:
        return this_year
    return _day(today.year + 1, place + 1, int(day)) or this_year


def _place(word: str, names: tuple[str, ...]) -> int | None:
    if len(word) < _FEWEST_LETTERS:
        return None
    return next((n for n, name in enumerate(names) if name.startswith(word)), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
