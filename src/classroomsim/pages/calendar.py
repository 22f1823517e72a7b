"""A plan as a calendar file: one whole day, no account, nobody invited, nothing sent."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

from classroomsim.scenario.text import clean, clean_line

_LONGEST_SUMMARY = 120


def to_ics(line: str, day: date, title: str, made: datetime) -> str:
    """The if-then `line` as an entry on `day`, for any calendar; `title` is the scenario's.

    `made` is when the plan was made, in UTC. The same plan gives the same text each time, so that
    a calendar that has it already knows it again. Lines end as RFC 5545 asks, in CR LF.
    """
    from icalendar import Calendar, Event

    event = Event()
    event.add("uid", _uid(line, day, title))
    event.add("dtstamp", made.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", _summary(line))
    event.add("description", f"{clean(line).strip()}\n\n{clean_line(title)}")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", "-//classroomsim//plan//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def _summary(line: str) -> str:
    words = clean_line(line)
    if len(words) <= _LONGEST_SUMMARY:
        return words
    return words[:_LONGEST_SUMMARY].rsplit(" ", 1)[0] + "\u2026"


def _uid(line: str, day: date, title: str) -> str:
    told = "\0".join((clean(line), day.isoformat(), clean(title)))
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@classroomsim"
