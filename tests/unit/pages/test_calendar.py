"""A plan in a calendar: one whole day, nobody invited, and hostile words are only words."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from classroomsim.pages.calendar import to_ics
from classroomsim.scenario.text import clean
from tests.unit.pages.plays import HOSTILE

DAY = date(2026, 12, 1)
MADE = datetime(2026, 11, 23, 16, 40, tzinfo=UTC)
LINE = "If a pupil pushes work away, then I will turn the class to a task; then I wait."


def events(text: str) -> list[Event]:
    return [it for it in Calendar.from_ical(text).walk() if isinstance(it, Event)]


def test_it_is_one_whole_day_with_the_line_as_its_name() -> None:
    (event,) = events(to_ics(LINE, DAY, "Tuesday, 2.10", MADE))
    assert event.start == DAY
    assert event.end == DAY + timedelta(days=1)
    assert str(event["summary"]) == LINE
    assert str(event["description"]) == f"{LINE}\n\nTuesday, 2.10"


def test_nobody_is_invited_nothing_rings_and_it_takes_no_time() -> None:
    text = to_ics(LINE, DAY, "Tuesday, 2.10", MADE)
    assert not any(word in text for word in ("ATTENDEE", "ORGANIZER", "VALARM", "URL", "METHOD"))
    (event,) = events(text)
    assert (event["transp"], event["class"]) == ("TRANSPARENT", "PRIVATE")


def test_the_same_plan_is_the_same_text_and_another_day_another_event() -> None:
    one = to_ics(LINE, DAY, "Tuesday, 2.10", MADE)
    assert one == to_ics(LINE, DAY, "Tuesday, 2.10", MADE)
    (first,), (second,) = (
        events(one),
        events(to_ics(LINE, date(2026, 12, 8), "Tuesday, 2.10", MADE)),
    )
    assert first["uid"] != second["uid"]


def test_when_it_was_made_is_told_in_utc() -> None:
    made = MADE.astimezone(timezone(timedelta(hours=1)))
    assert "DTSTAMP:20261123T164000Z" in to_ics(LINE, DAY, "x", made)


def test_lines_end_and_are_folded_as_the_standard_asks() -> None:
    text = to_ics("Für Zoë: “warte” " * 40, DAY, "Tuesday, 2.10", MADE)
    lines = text.encode().split(b"\r\n")
    assert lines[-1] == b""
    assert all(b"\n" not in line and len(line) <= 75 for line in lines)


def test_a_long_line_has_a_short_name_and_is_told_in_full_below() -> None:
    line = "If it gets loud, then I will wait. " * 20
    (event,) = events(to_ics(line, DAY, "Tuesday, 2.10", MADE))
    assert len(str(event["summary"])) <= 121
    assert line.strip() in str(event["description"])


@pytest.mark.parametrize(
    "text",
    [*HOSTILE, "x\nEND:VEVENT\nBEGIN:VALARM", "a\r\nATTENDEE:mailto:x@evil.example", ";,\\n:"],
)
def test_hostile_words_add_nothing_to_the_calendar(text: str) -> None:
    written = to_ics(text, DAY, text, MADE)
    (event,) = events(written)
    assert len(Calendar.from_ical(written).walk()) == 2
    assert "attendee" not in event
    assert clean(text).strip() in str(event["description"])


@given(st.text(), st.text())
def test_any_words_at_all_make_one_event(line: str, title: str) -> None:
    (event,) = events(to_ics(line, DAY, title, MADE))
    assert clean(line).strip() in str(event["description"])
