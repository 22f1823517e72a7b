"""How problems are shown, to people and to other programs."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroomsim.scenario.catalogue import CATALOGUE, MINIMAL, example_of
from classroomsim.scenario.problems import (
    EXCERPT,
    Place,
    Problem,
    in_order,
    render,
    render_all,
    suggest,
    to_github,
    to_json,
)
from classroomsim.scenario.source import parse_source
from classroomsim.scenario.text import first_forbidden

TEXT = "id: tuesday\nwhen: pupil.stres >= agitated\n"
MISSPELT = Problem(
    "E202",
    Place(2, 7),
    "scenarios/tuesday.yaml",
    "there is nothing called 'pupil.stres'",
    "did you mean 'pupil.stress'?",
)


def test_a_problem_is_shown_with_its_place_its_line_and_a_caret() -> None:
    assert render(MISSPELT, TEXT) == (
        "scenarios/tuesday.yaml:2:7: E202 there is nothing called 'pupil.stres';"
        " did you mean 'pupil.stress'?\n"
        "    when: pupil.stres >= agitated\n"
        "          ^"
    )


def test_a_culprit_with_a_known_end_is_underlined() -> None:
    problem = Problem("E202", Place(2, 7), "a.yaml", "unknown", end=Place(2, 18))
    assert render(problem, TEXT).splitlines()[-1] == "          ^^^^^^^^^^^"


def test_a_problem_without_its_line_stands_alone() -> None:
    problem = Problem("E002", Place(1, 1), "a.yaml", "the file is too large")
    assert render(problem, "") == "a.yaml:1:1: E002 the file is too large"
    assert render(Problem("E101", Place(99, 1), "a.yaml", "gone"), TEXT).count("\n") == 0


@pytest.mark.parametrize(
    ("line", "column", "before"),
    [("a\tb", 3, "a b"), ("字字b", 3, "字字"), ("e\u0301b", 3, "é")],
)
def test_the_caret_stands_under_wide_and_narrow_characters(
    line: str, column: int, before: str
) -> None:
    caret = render(Problem("E003", Place(1, column), "a", "x"), line).splitlines()[-1]
    columns = {"a b": 2, "字字": 4, "é": 1}[before]
    assert caret == "    " + " " * columns + "^"


def test_a_very_long_line_is_cut_around_the_culprit() -> None:
    line = "x" * 5_000 + "HERE" + "y" * 5_000
    _, shown, caret = render(Problem("E003", Place(1, 5_001), "a", "x"), line).splitlines()
    assert len(shown) <= EXCERPT + 6
    assert shown[caret.index("^") :].startswith("HERE")
    assert shown.strip().startswith("…")
    assert shown.endswith("…")


def test_nothing_that_is_shown_can_control_a_terminal() -> None:
    problem = Problem("E003", Place(1, 1), "a\x1b]0;x\x07.yaml", "bad \x9b2J\nword", "\u202efix")
    for shown in (render(problem, "t: \x1b[2J"), to_json([problem]), to_github([problem])):
        assert first_forbidden(shown) is None
    assert "\ufffd[2J" in render(problem, "t: \x1b[2J")


def test_problems_are_shown_in_the_order_of_the_file_and_once() -> None:
    late = Problem("E101", Place(10, 1), "a.yaml", "late")
    early = Problem("E101", Place(9, 5), "a.yaml", "early")
    other = Problem("E101", Place(1, 1), "b.yaml", "other")
    assert in_order([other, late, early, late]) == [early, late, other]
    shown = render_all([late, early], {"a.yaml": ""})
    assert shown.splitlines() == ["a.yaml:9:5: E101 early", "a.yaml:10:1: E101 late"]


def test_json_says_everything() -> None:
    (row,) = json.loads(to_json([MISSPELT]))
    assert row == {
        "code": "E202",
        "severity": "error",
        "file": "scenarios/tuesday.yaml",
        "line": 2,
        "column": 7,
        "end": None,
        "message": "there is nothing called 'pupil.stres'",
        "fix": "did you mean 'pupil.stress'?",
        "play": None,
    }
    assert json.loads(to_json([])) == []


def test_a_play_that_shows_a_problem_is_given_as_a_command() -> None:
    play = "--underneath tired --from-play cloth,skip"
    problem = Problem("P601", Place(1, 1), "my stories/a.yaml", "stuck", play=play)
    see = f"see it: classroomsim play 'my stories/a.yaml' {play}"
    assert render(problem, "scenes:").splitlines()[-1] == f"    {see}"
    assert json.loads(to_json([problem]))[0]["play"] == play
    assert to_github([problem]).endswith(f"::stuck%0A{see}")


def test_a_note_is_a_notice_on_github() -> None:
    assert to_github([Problem("P628", Place(1, 1), "a.yaml", "x", None, "note")]).startswith(
        "::notice "
    )


def test_a_github_annotation_is_escaped() -> None:
    problem = Problem("W401", Place(3, 4), "a,b:c%.yaml", "100 % sure\nthat", None, "warning")
    assert to_github([problem]) == (
        "::warning file=a%2Cb%3Ac%25.yaml,line=3,col=4,title=W401::100 %25 sure that"
    )


def test_a_github_annotation_says_where_the_culprit_ends() -> None:
    problem = Problem("E202", Place(2, 7), "a.yaml", "unknown", end=Place(2, 18))
    assert "endLine=2,endColumn=18" in to_github([problem])


@pytest.mark.parametrize(
    ("word", "meant"),
    [("pupil.stres", "pupil.stress"), ("Pupil.Trust", "pupil.trust"), ("weather", None)],
)
def test_a_misspelt_word_finds_the_one_that_was_meant(word: str, meant: str | None) -> None:
    assert suggest(word, ["pupil.trust", "pupil.stress", "room.settled"]) == meant


@given(st.text(max_size=200), st.integers(1, 5), st.integers(1, 300), st.integers(0, 300))
def test_any_place_in_any_text_can_be_shown(text: str, line: int, column: int, end: int) -> None:
    problem = Problem("E003", Place(line, column), "a", "x", end=Place(line, end))
    shown = render(problem, text)
    assert first_forbidden(shown) is None
    assert shown.count("\n") in {0, 2}


def test_the_smallest_scenario_has_no_problem() -> None:
    source = parse_source("minimal.yaml", MINIMAL.encode())
    assert source.problems == ()
    assert source.whole


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_code_is_explained_with_an_example_that_differs(code: str) -> None:
    entry = CATALOGUE[code]
    assert MINIMAL.count(entry.old) == 1
    assert example_of(code) != MINIMAL.encode()
    assert entry.title[0].islower() or entry.title.startswith("'")
    assert entry.meaning.endswith(".")


@pytest.mark.parametrize("code", sorted(it for it in CATALOGUE if it.startswith("E0")))
def test_the_example_of_a_reading_problem_produces_it(code: str) -> None:
    codes = [it.code for it in parse_source("example.yaml", example_of(code)).problems]
    assert code in codes


@pytest.mark.parametrize("code", sorted(it for it in CATALOGUE if not it.startswith("E0")))
def test_the_examples_of_later_problems_can_be_read(code: str) -> None:
    assert parse_source("example.yaml", example_of(code)).problems == ()
