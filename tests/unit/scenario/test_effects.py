"""The effect words: what can be said of a gauge, a counter and a flag, and what is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroomsim.scenario.condition import Span
from classroomsim.scenario.effects import Effect, EffectError, parse_effect
from tests.unit.engine.stories import words_of

SPANS = {"pupil.stress": Span(0, 10, {"calm": 0}), "pupil.trust": Span(2, 6), "tick": Span(0, 1)}
FLAGS = frozenset(("plan_agreed",))


def parsed(target: str, words: str, *, limit: bool = False) -> Effect:
    return parse_effect(target, words, SPANS, FLAGS, limit=limit)


def attempted(target: str, words: str, *, limit: bool) -> Effect | EffectError:
    try:
        return parsed(target, words, limit=limit)
    except EffectError as error:
        return error


@st.composite
def effects(draw: st.DrawFn) -> Effect:
    target = draw(st.sampled_from([*SPANS, *FLAGS]))
    if target in FLAGS:
        return Effect(target, "becomes", draw(st.integers(0, 1)))
    span = SPANS[target]
    kind = draw(st.sampled_from(("up", "down", "becomes", "cap")))
    match kind:
        case "becomes":
            return Effect(target, "becomes", draw(st.integers(span.low, span.high)))
        case "cap":
            return Effect(target, "cap", draw(st.integers(0, 20)))
        case _:
            amount = draw(st.integers(1, span.high - span.low))
            return Effect(target, "up" if kind == "up" else "down", amount)


@given(effects())
def test_what_is_printed_reads_back_as_the_same(effect: Effect) -> None:
    words = words_of(effect, sorted(FLAGS))
    assert parsed(effect.target, words, limit=effect.kind == "cap") == effect


@given(effects())
def test_only_a_limit_speaks_of_falling_and_it_says_nothing_else(effect: Effect) -> None:
    with pytest.raises(EffectError) as caught:
        parsed(effect.target, words_of(effect, sorted(FLAGS)), limit=effect.kind != "cap")
    assert caught.value.code == "E301"


VERBS = ["up", "down", "becomes", "falls at most", "cannot fall", "yes", "no", "true"]


@given(
    st.sampled_from([*SPANS, *FLAGS, "pupil.stres", ""]),
    st.text(max_size=20)
    | st.builds("{} {}".format, st.sampled_from(VERBS), st.integers(-3, 10**9))
    | st.sampled_from(VERBS),
    st.booleans(),
)
def test_any_words_are_an_effect_or_say_why_not(target: str, words: str, limit: bool) -> None:  # noqa: FBT001
    found = attempted(target, words, limit=limit)
    if isinstance(found, EffectError):
        assert re.fullmatch(r"E30[125]", found.code)
        assert found.message
    else:
        assert found.target == target
        assert (found.kind == "cap") is limit


@pytest.mark.parametrize(
    ("target", "words", "limit", "code", "message", "fix"),
    [
        ("pupil.stress", "sinks 1", False, "E301", "'sinks 1' is not an effect", "'up 2'"),
        ("pupil.stress", "up", False, "E301", "is not an effect", "'up 2'"),
        ("pupil.stress", "up two", False, "E301", "is not an effect", "'up 2'"),
        ("pupil.stress", "up 1.5", False, "E301", "is not an effect", "'up 2'"),
        ("pupil.stress", "Up 1", False, "E301", "is not an effect", "'up 2'"),
        ("pupil.stress", "yes", False, "E301", "is not an effect", "'up 2'"),
        ("pupil.stress", "up ٣", False, "E301", "is not an effect", "'up 2'"),
        ("pupil.stress", "cannot fall", False, "E301", "only a limit can say", "'up 2'"),
        ("pupil.stress", "down 1", True, "E301", "a limit can't say", "'cannot fall'"),
        ("pupil.stress", "sinks 1", True, "E301", "is not an effect", "'cannot fall'"),
        ("plan_agreed", "up 1", False, "E301", "is a flag", "'yes' or 'no'"),
        ("plan_agreed", "cannot fall", True, "E301", "is a flag", "'yes' or 'no'"),
        ("pupil.stres", "up 1", False, "E302", "no gauge, counter or flag", "'pupil.stress'"),
        ("plan_agred", "yes", False, "E302", "no gauge, counter or flag", "'plan_agreed'"),
        ("weather", "up 1", False, "E302", "no gauge, counter or flag", "known are"),
        ("pupil.stress", "up 0", False, "E305", "does not fit", "from 1 to 10"),
        ("pupil.trust", "down 5", False, "E305", "does not fit", "from 1 to 4"),
        ("pupil.trust", "becomes 1", False, "E305", "can't become 1", "from 2 to 6"),
        ("pupil.trust", "becomes 7", False, "E305", "can't become 7", "from 2 to 6"),
    ],
)
def test_each_error_has_its_code_and_what_to_write(
    target: str,
    words: str,
    *,
    limit: bool,
    code: str,
    message: str,
    fix: str,
) -> None:
    with pytest.raises(EffectError) as caught:
        parsed(target, words, limit=limit)
    assert caught.value.code == code
    assert message in caught.value.message
    assert fix in (caught.value.fix or "")
