"""A day for a plan, as a person writes it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroomsim.debrief.days import day_of

TUESDAY = date(2026, 11, 24)
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 /.-,"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Tuesday", date(2026, 12, 1)),
        ("next tuesday", date(2026, 12, 1)),
        ("on Wed", date(2026, 11, 25)),
        ("today", TUESDAY),
        ("tomorrow", date(2026, 11, 25)),
        ("1 December", date(2026, 12, 1)),
        ("1st of Dec.", date(2026, 12, 1)),
        ("Tuesday, 1 December 2026", date(2026, 12, 1)),
        ("1/12", date(2026, 12, 1)),
        ("1 March", date(2027, 3, 1)),
        ("1 March 2026", date(2026, 3, 1)),
        ("2026-12-01", date(2026, 12, 1)),
    ],
)
def test_it_is_read_as_a_person_means_it(written: str, day: date) -> None:
    assert day_of(written, TUESDAY) == day


@pytest.mark.parametrize(
    "written", ["", "t", "soon", "30 February", "31/13", "may", "1 jonah", "\u0661"]
)
def test_what_is_no_day_is_none(written: str) -> None:
    assert day_of(written, TUESDAY) is None


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 364))
def test_a_day_without_its_year_is_the_next_time_it_comes(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    if (day.month, day.day) != (2, 29):
        found = day_of(f"{day.day}/{day.month}", today)
        assert found is not None
        assert found >= today
        assert (found.month, found.day) == (day.month, day.day)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_within_the_week_to_come(today: date, weekday: int) -> None:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    found = day_of(names[weekday], today)
    assert found is not None
    assert found.weekday() == weekday
    assert timedelta(0) < found - today <= timedelta(days=7)


@given(st.text(alphabet=LETTERS, max_size=30) | st.text(max_size=30))
def test_nothing_that_can_be_typed_goes_wrong(text: str) -> None:
    found = day_of(text, TUESDAY)
    assert found is None or isinstance(found, date)
