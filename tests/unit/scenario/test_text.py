"""What text may hold, and how text from outside is cleaned."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroomsim.scenario.text import (
    MAX_MARKS,
    clean,
    clean_line,
    first_forbidden,
    forbidden,
    may_be_forbidden,
    visible,
)

ANY_TEXT = st.text(st.characters(codec=None), max_size=60) | st.text(
    st.sampled_from("a é—“\u0301\u0308\u20dd\x1b\x9b\u202e\u2028\ud800\ufeff\n\t\r"), max_size=40
)


@pytest.mark.parametrize(
    "text",
    [
        "Kai says, “not doing it” — and looks at the door…",
        "Zoë, Łukasz, Nguyễn Văn, Ọlá, Ñandú",
        "שלום, سلام, नमस्ते, ภาษาไทย",
        "👩🏽‍🏫 keycap 1️⃣ and two lines\nwith a\ttab",
        "",
    ],
)
def test_what_people_write_is_left_as_it_is(text: str) -> None:
    assert clean(text) == text
    assert first_forbidden(text) is None


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x1b[31mb", "a[31mb"),
        ("a\x9b31mb", "a31mb"),
        ("a\x07b\x7f", "ab"),
        ("name\u202egpj.exe", "namegpj.exe"),
        ("\u2066a\u2069 \u200fb\u061c", "a b"),
        ("a\r\nb\rc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("caf\udce9", "caf\ufffd"),
        ("\ufeffa", "a"),
        ("e" + "\u0301" * 50 + "x", "e" + "\u0301" * MAX_MARKS + "x"),
        ("a\u0301\u0301\u0301\u202e\u0301\u0301", "a" + "\u0301" * MAX_MARKS),
    ],
)
def test_what_a_terminal_would_obey_is_taken_out(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_one_line_stays_one_line() -> None:
    assert clean_line("  a file\nwith\t\u2028breaks ") == "a file with breaks"


@pytest.mark.parametrize(
    ("text", "index", "name"),
    [
        ("ab\x1b[2J", 2, "the control character U+001B (escape)"),
        ("\x9b", 0, "the control character U+009B (control sequence introducer)"),
        ("a\x01", 1, "the control character U+0001"),
        ("a\u202eb", 1, "the invisible character U+202E (right-to-left override)"),
        ("a\u2028b", 1, "the invisible character U+2028 (line separator)"),
        ("a\ud800", 1, "the half character U+D800"),
        ("—“—“—\u202e", 5, "the invisible character U+202E (right-to-left override)"),
        ("ab" + "\u0301" * 9, 6, "more than 4 combining marks in a row"),
    ],
)
def test_a_forbidden_character_is_found_and_named(text: str, index: int, name: str) -> None:
    assert first_forbidden(text) == (index, name)


def test_every_forbidden_character_is_found() -> None:
    assert [index for index, _ in forbidden("\x00a\x00\u202e")] == [0, 2, 3]


@given(ANY_TEXT)
def test_clean_text_has_nothing_forbidden_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert first_forbidden(cleaned) is None
    assert clean(cleaned) == cleaned
    assert "\n" not in clean_line(text)


@given(ANY_TEXT)
def test_clean_text_moves_no_terminal_and_has_no_stack_of_marks(text: str) -> None:
    marks = 0
    for character in clean(text):
        category = unicodedata.category(character)
        assert character in "\n\t" or category not in {"Cc", "Cs", "Zl", "Zp"}
        assert unicodedata.bidirectional(character) not in {"LRE", "RLE", "LRO", "RLO", "PDF"}
        marks = marks + 1 if category.startswith("M") else 0
        assert marks <= MAX_MARKS


@given(ANY_TEXT)
def test_text_made_visible_keeps_every_place(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert first_forbidden(shown) is None


@given(ANY_TEXT)
def test_the_quick_look_never_overlooks_anything(text: str) -> None:
    if first_forbidden(text) is not None:
        assert may_be_forbidden(text)
