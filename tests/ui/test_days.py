"""A day for a plan: the school days to come, and days as a person writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroomsim.ui.days import OtherDayDialog, coming, day_in_words, day_of

MONDAY = date(2026, 11, 23)
DATES = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1 December", date(2026, 12, 1)),
        ("1st of december", date(2026, 12, 1)),
        ("1/12", date(2026, 12, 1)),
        ("1.12.2027", date(2027, 12, 1)),
        ("2026-12-01", date(2026, 12, 1)),
        ("3 jan", date(2027, 1, 3)),
        ("23 November", MONDAY),
        ("22 November", date(2027, 11, 22)),
        ("Tuesday", date(2026, 11, 24)),
        ("next monday", date(2026, 11, 30)),
        ("tomorrow", date(2026, 11, 24)),
        ("30 February", None),
        ("soon", None),
        ("", None),
        ("9999999 December", None),
    ],
)
def test_a_day_is_read_as_people_write_it(written: str, read: date | None) -> None:
    assert day_of(written, MONDAY) == read


@given(DATES, DATES)
def test_a_day_in_iso_form_is_always_itself(day: date, today: date) -> None:
    assert day_of(day.isoformat(), today) == day


@given(st.text(max_size=30), DATES)
def test_any_text_is_a_day_or_none(text: str, today: date) -> None:
    day = day_of(text, today)
    assert day is None or isinstance(day, date)


@given(DATES)
def test_the_days_offered_are_the_next_school_days(today: date) -> None:
    offered = coming(today)
    assert len(offered) == 6
    assert offered == sorted(set(offered))
    assert offered[0] > today
    assert all(day.weekday() < 5 for day in offered)


def test_a_day_is_said_as_a_person_says_it() -> None:
    assert day_in_words(date(2026, 11, 24), MONDAY) == "tomorrow, Tuesday 24 November"
    assert day_in_words(MONDAY, MONDAY) == "today, Monday 23 November"
    assert day_in_words(date(2026, 12, 1), MONDAY) == "Tuesday 1 December"
    assert day_in_words(date(2027, 12, 1), MONDAY) == "Wednesday 1 December 2027"


def test_a_day_that_has_gone_by_is_not_taken() -> None:
    asked = OtherDayDialog(MONDAY)
    assert asked.accepts("2 December") == ""
    assert "gone by" in asked.accepts("2026-11-01")
    assert "be read as a day" in asked.accepts("soon")
