"""A focus settles where looking back begins, and nothing else."""

import re

import pytest
from hypothesis import given, settings

from classroomsim.debrief.focus import FOCUSES, focus_named, moment_for
from classroomsim.engine.play import Play
from classroomsim.scenario.story import SKIP
from classroomsim.scenario.words import narration
from tests.unit.debrief.plays import machine, our_words, plays

CLOCK = re.compile(r"\d\d:\d\d")
TARGET = re.compile(r"(?i)\b(goal|target|score|met|achieved|better|worse|should|improve\w*)\b")


def test_there_are_five_small_ones_with_ids_that_last() -> None:
    assert [focus.id for focus in FOCUSES] == ["saying", "words", "others", "calm", "work"]
    assert [focus_named(focus.id) for focus in FOCUSES] == list(FOCUSES)
    assert focus_named("winning") is None


def test_each_looks_at_gauges_that_the_rulebook_has() -> None:
    known = set(machine().scenario.gauges)
    assert all(set(focus.gauges) <= known for focus in FOCUSES)


@pytest.mark.parametrize(
    ("focus", "number", "sentence"),
    [
        ("saying", 2, "look at what Kai might be saying. Most changed for him at 14:14, Jonah's"),
        ("words", 0, "look at your words. Between you and Kai, most changed at 14:10, the book."),
        ("others", 0, "look at the other twenty-nine. Most changed among them at 14:10, the book."),
        ("calm", 0, "look at your own calm. It changed most at 14:10, the book."),
        (
            "work",
            3,
            "look at the way back into the work. Most changed for that at 14:17, the page.",
        ),
    ],
)
def test_it_begins_where_most_of_it_moved(focus: str, number: int, sentence: str) -> None:
    choices = ("turn_class", "maybe_so", "heard_that_too", "you_say_it")
    found = moment_for(Play.begin(machine(), "lunch_row", choices), focus)
    assert found is not None
    assert found.number == number
    assert found.sentence.startswith(f"You wanted to {sentence}")
    assert found.sentence.endswith("You may pick another.")


def test_where_nothing_of_it_moved_nothing_is_suggested() -> None:
    choices = ("turn_class", "maybe_so", "heard_that_too")
    assert moment_for(Play.begin(machine(), "lunch_row", choices), "work") is None


def test_of_one_moment_nothing_need_be_said() -> None:
    found = moment_for(Play.begin(machine(), "lunch_row", ("turn_class",)), "others")
    assert found is not None
    assert (found.number, found.sentence) == (0, "")


def test_a_skipped_scene_and_what_time_changed_do_not_count() -> None:
    play = Play.begin(machine(), "lunch_row", (SKIP, SKIP))
    assert all(moment_for(play, focus.id) is None for focus in FOCUSES)


def test_an_unknown_focus_and_an_empty_play_suggest_nothing() -> None:
    play = Play.begin(machine(), "lunch_row", ("turn_class",))
    assert moment_for(play, "winning") is None
    assert moment_for(play.upto(0), "others") is None


def _moved(play: Play, number: int) -> set[str]:
    """Gauges that the beat moved, and those that an arrival may have put back afterwards."""
    after = play.world.scene(play.moment(number).after)
    pushed = {
        shift.gauge.id
        for shift in play.trace(number).shifts
        if any(cause.stage != "arrive" for cause in shift.causes)
    }
    return pushed | ({effect.target for effect in after.arrive} if after else set())


@settings(max_examples=80, deadline=None)
@given(plays())
def test_something_of_it_was_moved_by_the_beat_that_is_suggested(play: Play) -> None:
    for focus in FOCUSES:
        found = moment_for(play, focus.id)
        if found is not None:
            assert _moved(play, found.number) & set(focus.gauges)
        else:
            still = [n for n in range(len(play.choices)) if not play.moment(n).skipped]
            quiet = [n for n in still if play.world.scene(play.moment(n).after) is None]
            assert not any(_moved(play, n) & set(focus.gauges) for n in quiet)


@settings(max_examples=60, deadline=None)
@given(plays())
def test_no_wording_is_a_target_or_breaks_the_rule_on_words(play: Play) -> None:
    found = [moment_for(play, focus.id) for focus in FOCUSES]
    told = [it.sentence for it in found if it] + [f"{it.name}. {it.about}" for it in FOCUSES]
    for sentence in told:
        assert not re.search(r"[\d%!]", CLOCK.sub("", sentence)), sentence
        assert not TARGET.search(sentence), sentence
        assert our_words().banned.search(narration(sentence)) is None, sentence
