"""The condition language: what can be said, what is refused, and where the caret points."""

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from classroomsim.scenario.condition import (
    MAX_BRACKETS,
    MAX_CONDITION,
    All,
    AnyOf,
    Compare,
    Condition,
    ConditionError,
    Fact,
    Not,
    Number,
    Operator,
    Scope,
    Span,
    english,
    everything,
    leaves,
    parse_condition,
    reads,
)
from classroomsim.scenario.resolve import Names, Where
from tests.unit.engine.stories import source_of

STRESS = Span(0, 10, {"calm": 0, "unsettled": 4, "agitated": 7, "crisis": 9})
NAMES = Names(
    gauges={"pupil.stress": STRESS, "pupil.trust": Span(2, 6, {"low": 2, "high": 4})},
    counters={"since_peak": Span(0, 3)},
    flags=["plan_agreed", "class_has_task"],
    choices=["the_book.wait", "the_book.come_alongside"],
    tellings=["lunch_row", "noise"],
    needs=["language"],
    moves=["pause", "repair"],
    tags=["demand"],
    manners=["private"],
)
OPERATORS: tuple[Operator, ...] = (">=", "<=", ">", "<", "=", "!=")


def scope(where: Where = "coach") -> Scope:
    """The names of one place; a coach's text may use the most."""
    return NAMES.scopes[where]


def parsed(text: str, where: Where = "coach") -> Condition:
    return parse_condition(text, scope(where))


def attempted(text: str, where: Where) -> Condition | ConditionError:
    try:
        return parsed(text, where)
    except ConditionError as error:
        return error


@st.composite
def comparisons(draw: st.DrawFn) -> Compare:
    number, span = draw(st.sampled_from(list(scope().numbers.values())))
    op = draw(st.sampled_from(OPERATORS))
    low, high = span.low + (op in (">=", "<")), span.high - (op in ("<=", ">"))
    value = draw(st.integers(low, high))
    band = next((name for name, at in span.bands.items() if at == value), None)
    return Compare(number, op, value, band if draw(st.booleans()) else None)


facts = st.sampled_from(list(scope().facts.values()))


def several(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    some = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return some.map(All) | some.map(AnyOf) | parts.map(Not)


conditions: st.SearchStrategy[Condition] = st.recursive(
    comparisons() | facts, several, max_leaves=8
)


@given(conditions)
def test_what_is_printed_reads_back_as_the_same(condition: Condition) -> None:
    text = source_of(condition)
    assume(len(text) <= MAX_CONDITION)
    assert parsed(text) == condition


@given(conditions, st.randoms(use_true_random=False))
def test_spaces_and_more_brackets_change_nothing(condition: Condition, chance: object) -> None:
    text = source_of(condition)
    loose = re.sub(r"([()]|>=|<=|!=|[<>=])", r"  \1 ", text)
    wrapped = f" ( {loose} ) "
    assume(len(wrapped) <= MAX_CONDITION)
    assert parsed(wrapped) == condition, chance


@given(conditions)
def test_every_condition_says_in_english_what_it_reads(condition: Condition) -> None:
    said = english(condition)
    assert said == said.strip()
    assert "_" not in said
    assert said.count("(") == said.count(")")
    for leaf in leaves(condition):
        name = leaf.number.id if isinstance(leaf, Compare) else leaf.id
        assert name.replace("_", " ").split(".")[-1] in said


@given(conditions)
def test_two_conditions_that_differ_differ_in_english(condition: Condition) -> None:
    """English leaves out only what a name's kind adds, so opposites never read alike."""
    assert english(Not(condition)) != english(condition)


WORDS = [
    *scope().numbers,
    *scope().facts,
    *STRESS.bands,
    *OPERATORS,
    *("and", "or", "not", "(", ")", "==", "7", "-1", "99999999999", "pupil.stres", "é", "\x1b[2J"),
]


@given(st.text(max_size=40) | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
@example("")
@example("pupil.stress >= ٣")
@example("not " * 60)
@example("(" * 299)
@example("\ud800")
def test_any_text_is_a_condition_or_says_why_not(text: str) -> None:
    for where in NAMES.scopes:
        found = attempted(text, where)
        if isinstance(found, ConditionError):
            assert re.fullmatch(r"E20[1-8]", found.code)
            assert 0 <= found.offset <= len(text)
            assert 0 < len(found.message) < 600
        else:
            assert english(found)
            assert parsed(source_of(found), where) == found


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        (
            "pupil.stress >= agitated",
            Compare(Number("gauge", "pupil.stress"), ">=", 7, "agitated"),
        ),
        ("since_peak != 0", Compare(Number("memory", "since_peak"), "!=", 0)),
        ("strain >= 1", Compare(Number("strain", "strain"), ">=", 1)),
        ("was.pupil.stress < 4", Compare(Number("was", "pupil.stress"), "<", 4)),
        ("plan_agreed", Fact("flag", "plan_agreed")),
        ("chose.the_book.wait", Fact("chose", "the_book.wait")),
        ("rose.pupil.stress", Fact("rose", "pupil.stress")),
        ("not plan_agreed", Not(Fact("flag", "plan_agreed"))),
        (
            "not plan_agreed and tag.demand",
            All((Not(Fact("flag", "plan_agreed")), Fact("tag", "demand"))),
        ),
        (
            "plan_agreed and (tag.demand or move.pause)",
            All(
                (
                    Fact("flag", "plan_agreed"),
                    AnyOf((Fact("tag", "demand"), Fact("move", "pause"))),
                )
            ),
        ),
    ],
)
def test_what_authors_write_means_what_it_says(text: str, condition: Condition) -> None:
    assert parsed(text) == condition


@pytest.mark.parametrize(
    ("text", "where", "code", "offset", "message", "fix"),
    [
        ("", "coach", "E201", 0, "stops too early", "finish it"),
        ("plan_agreed and", "coach", "E201", 15, "stops too early", "finish it"),
        ("pupil.stress >=", "coach", "E201", 15, "stops too early", "finish it"),
        ("plan_agreed plan_agreed", "coach", "E201", 12, "did not expect 'plan_agreed'", ""),
        ("(plan_agreed", "coach", "E201", 12, "not closed", "add ')'"),
        ("plan_agreed)", "coach", "E201", 11, "did not expect ')'", ""),
        ("and plan_agreed", "coach", "E201", 0, "expected a name", ""),
        ("7 < pupil.stress", "coach", "E201", 0, "expected a name here, found '7'", ""),
        ("plan_agreed & tag.demand", "coach", "E201", 12, "did not expect '&'", ""),
        ("pupil.stress == 7", "coach", "E201", 13, "'==' is not used", "write '='"),
        ("pupil.stress >= >=", "coach", "E201", 16, "expected a number or a band", ""),
        ("pupil.stres >= 7", "coach", "E202", 0, "nothing called", "'pupil.stress'"),
        ("not  chose.the_bok.wait", "coach", "E202", 5, "nothing called", "'chose.the_book.wait'"),
        ("Plan_Agreed", "coach", "E202", 0, "nothing called", "'plan_agreed'"),
        ("wholly_unlike", "coach", "E202", 0, "nothing called", "lists the names"),
        (
            "plan_agreed and tag.demand or move.pause",
            "coach",
            "E203",
            27,
            "mixed without brackets",
            "put brackets",
        ),
        ("pupil.stress > 10", "coach", "E204", 15, "never be true: pupil.stress ends at 10", ""),
        ("pupil.stress < calm", "coach", "E204", 15, "never be true: pupil.stress starts at 0", ""),
        ("pupil.trust = 7", "coach", "E204", 14, "can never be true", "from 2 to 6"),
        ("pupil.trust >= 2", "coach", "E204", 15, "is always true", ""),
        ("pupil.trust != 9", "coach", "E204", 15, "is always true", ""),
        ("strain <= 3", "coach", "E204", 10, "is always true", ""),
        ("pupil.stress", "coach", "E205", 12, "is a number", "'pupil.stress >= calm'"),
        ("plan_agreed >= 1", "coach", "E205", 12, "either so or not", "'not plan_agreed'"),
        ("tag.demand", "choice", "E206", 0, "about a choice being made", ""),
        ("move.pause", "text", "E206", 0, "about a choice being made", ""),
        ("not rose.pupil.stress", "rule", "E206", 4, "compares two moments", ""),
        ("was.pupil.stress > 3", "choice", "E206", 0, "compares two moments", ""),
        ("phase.calm", "rule", "E206", 0, "compares two moments", ""),
        ("pupil.stress >= agitatd", "coach", "E208", 16, "no band", "'agitated'"),
        ("pupil.stress >= furious", "coach", "E208", 16, "no band", "it has calm"),
        ("since_peak >= calm", "coach", "E208", 14, "has no bands", "compare it with a number"),
    ],
)
def test_each_error_has_its_code_its_place_and_what_to_write(
    text: str, where: Where, code: str, offset: int, message: str, fix: str
) -> None:
    with pytest.raises(ConditionError) as caught:
        parsed(text, where)
    error = caught.value
    assert (error.code, error.offset) == (code, offset)
    assert message in error.message
    assert fix in (error.fix or "")


def test_a_condition_has_a_longest_length() -> None:
    longest = "plan_agreed" + " and plan_agreed" * ((MAX_CONDITION - 11) // 16)
    longest = longest.ljust(MAX_CONDITION)
    assert isinstance(parsed(longest), All)
    with pytest.raises(ConditionError) as caught:
        parsed(longest + " ")
    assert (caught.value.code, caught.value.offset) == ("E207", 0)
    assert str(MAX_CONDITION) in caught.value.message


def test_brackets_and_not_have_a_deepest_nesting() -> None:
    for opening, closing in (("(", ")"), ("not ", "")):
        parsed(opening * MAX_BRACKETS + "plan_agreed" + closing * MAX_BRACKETS)
        deeper = MAX_BRACKETS + 1
        with pytest.raises(ConditionError) as caught:
            parsed(opening * deeper + "plan_agreed" + closing * deeper)
        assert caught.value.code == "E201"
        assert "deep" in caught.value.message


def test_what_was_read_once_is_not_read_again() -> None:
    assert parsed("pupil.stress >= agitated") is parsed("pupil.stress >= agitated")


def test_a_list_means_all_of_these() -> None:
    one, other = Fact("flag", "plan_agreed"), Fact("flag", "class_has_task")
    assert everything(()) is None
    assert everything((one,)) == one
    assert everything((one, other)) == All((one, other))


def test_it_is_known_what_a_condition_reads() -> None:
    condition = parsed("not (underneath.noise or was.pupil.stress > 3) and plan_agreed")
    assert reads(condition, "underneath")
    assert reads(condition, "was")
    assert not reads(condition, "gauge")
    assert [type(leaf) for leaf in leaves(condition)] == [Fact, Compare, Fact]
    assert not reads(None, "flag")


def test_english_reads_as_english() -> None:
    text = "pupil.stress >= agitated and not (plan_agreed or since_peak <= 1)"
    assert english(parsed(text)) == (
        "pupil stress has reached 'agitated' and it is not so that "
        "(plan agreed holds or since peak is 1 or less)"
    )
    assert english(None) == "at any time"
