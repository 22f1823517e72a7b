"""What might have changed a reason: another choice in which it plays no part, or nothing at all."""

import re
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classroomsim.debrief.instead import MIGHT_HAVE, ON_ITS_WAY, Others
from classroomsim.debrief.why import accounts, why
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.engine.trace import Cause, trace_choice
from classroomsim.scenario.story import Scenario
from tests.unit.debrief.plays import machine, moments, played
from tests.unit.engine.stories import stories


def because(play: Play, number: int, text: str) -> str:
    """What is said might have changed the reason that begins with this text."""
    (found,) = {
        reason.changed
        for one in why(play, number)
        for reason in one.reasons
        if reason.because.startswith(text)
    }
    return found


def test_it_names_the_other_choice_that_is_most_alike() -> None:
    play = Play.begin(machine(), "hungry", ("rough_start", "sit_near"))
    assert because(play, 1, "Kind words may be welcome.") == (
        'What might have changed it: "Knelt, and wrote the first five words."'
    )
    assert because(play, 1, "Something brought into the room") == (
        'What might have changed it: "Sent him next door, by way of the fruit box."'
    )


def test_where_nothing_would_have_it_was_already_on_its_way() -> None:
    play = played("already_coming", [2])
    assert because(play, 0, "Some of what rises in a room") == ON_ITS_WAY


def test_of_time_going_by_there_is_nothing_to_say() -> None:
    play = Play.begin(machine(), "lunch_row", ("books_stay", "same_rule"))
    assert because(play, 1, "Time went by") == ""


@given(moments())
def test_a_skipped_scene_has_nothing_that_might_have_changed(found: tuple[Play, int]) -> None:
    play, number = found
    if play.moment(number).skipped:
        assert not any(reason.changed for one in why(play, number) for reason in one.reasons)


def same(one: Cause, other: Cause) -> bool:
    return (one.kind, one.id, one.because) == (other.kind, other.id, other.because)


def holds_true(play: Play, number: int) -> None:
    """The choice that is named really does without the cause, or every other one has it too."""
    moment, others = play.moment(number), Others(play, number)
    offers = play.world.offers(moment.before)
    acted = {o.id: trace_choice(play.world, moment.before, o.id).acted for o in offers}
    for shift in play.trace(number).shifts:
        for cause in shift.causes:
            if cause.kind == "arrival" or moment.skipped:
                assert others.said(cause) == ""
                continue
            without = {
                o.id
                for o in offers
                if o is not moment.choice and not any(same(cause, it) for it in acted[o.id])
            }
            named = others.without(cause)
            assert (named is None) == (not without)
            if named is None:
                assert others.said(cause) == ON_ITS_WAY
            else:
                assert named.id in without
                assert others.said(cause).startswith(MIGHT_HAVE)
                assert named.did.rstrip(".") in others.said(cause)


@settings(max_examples=60, deadline=None)
@given(moments())
def test_what_is_named_is_true_of_the_story(found: tuple[Play, int]) -> None:
    holds_true(*found)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40, deadline=None)
@given(stories(), st.data())
def test_what_is_named_is_true_of_any_story(story: Scenario, data: st.DataObject) -> None:
    telling = data.draw(st.sampled_from(sorted(story.tellings)))
    play = Play.begin(Machine(story), telling)
    for _ in range(3):
        if play.ending is None and play.offers:
            play = play.choose(data.draw(st.sampled_from([c.id for c in play.offers])))
    for number in range(len(play.choices)):
        holds_true(play, number)


@settings(max_examples=60, deadline=None)
@given(moments())
def test_neighbours_with_one_answer_say_it_once(found: tuple[Play, int]) -> None:
    for account in accounts(*found):
        said = [reason.changed for reason in account.reasons]
        assert not any(one == other != "" for one, other in pairwise(said))
        assert not (account.on_its_way and ON_ITS_WAY in said)


@settings(max_examples=60, deadline=None)
@given(moments())
def test_no_other_choice_is_said_to_be_better(found: tuple[Play, int]) -> None:
    for one in why(*found):
        for reason in one.reasons:
            said = reason.changed.partition('"')[0]
            assert not re.search(r"(?i)\b(better|best|should|would have worked|\d)\b", said)
