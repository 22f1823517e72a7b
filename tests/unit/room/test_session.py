"""A session: the steps in order, and all that a facilitator may do instead."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classroomsim.engine.machine import Machine
from classroomsim.room.session import Action, Kind, RoomError, Session
from classroomsim.room.steps import BRIEF, CALLED, FORMS, ONWARD, WHOLE, Form, Step
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario
from tests.unit.room.conftest import place_of

MACHINE = Machine(read_scenario(find("tuesday_210")).sound)
SCENARIO = MACHINE.scenario


def begun(form: Form = WHOLE) -> Session:
    return Session.begin(MACHINE, "lunch_row", form)


def onward(session: Session, choice: int = 0) -> Session:
    """The next step; where a way has to be chosen, one of those on offer."""
    follows = session.coming is Step.FOLLOW and not session.road
    what = session.offers[choice % len(session.offers)].id if follows else ""
    return session.does(Action("next", what))


def at(step: Step, form: Form = WHOLE) -> Session:
    session = begun(form)
    while session.step is not step:
        session = onward(session)
    return session


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("way", range(4))
def test_one_key_leads_through_every_form_to_its_end(form: Form, way: int) -> None:
    session, steps = begun(form), []
    while not session.over:
        steps.append(session.step)
        assert session.onward
        session = onward(session, way)
    assert len(session.play.choices) == form.beats
    assert set(steps) | {session.step} == set(form.steps)


def test_forty_five_minutes_arrive_at_an_ending() -> None:
    assert at(Step.LOOK_BACK).play.ending is not None


def test_the_paces_of_a_form_fit_into_its_minutes() -> None:
    for form in FORMS.values():
        beat = sum(form.pace.get(step, 0) for step in form.in_a_beat)
        around = sum(form.pace.get(step, 0) for step in (*form.before, *form.after))
        assert around + form.beats * beat <= form.minutes, form.id


def test_every_step_has_its_name_and_its_key() -> None:
    assert set(CALLED) == set(ONWARD) == set(Step)


def test_a_vote_is_open_at_its_step_and_closed_after_it() -> None:
    voting = at(Step.VOTE)
    assert voting.voting is not None
    assert voting.voting.choices == tuple(choice.id for choice in voting.offers)
    assert onward(voting).voting is None


def test_voting_again_is_a_round_of_its_own() -> None:
    first, second = at(Step.REVEAL).votes_of(0)
    assert first is not None
    assert second is not None
    assert (first.again, second.again) == (False, True)
    assert first.number != second.number


def test_a_step_repeated_asks_anew_and_forgets_what_came_after() -> None:
    revealed = at(Step.REVEAL)
    repeated = revealed.does(Action("go", "vote"))
    assert repeated.voting is not None
    assert repeated.voting.number > revealed.opened
    assert repeated.votes_of(0)[1] is None


def test_a_step_can_be_skipped() -> None:
    assert begun().does(Action("next")).does(Action("go", "talk")).step is Step.TALK


def test_a_minority_can_be_followed() -> None:
    session = at(Step.REVEAL)
    for choice in session.offers:
        followed = session.does(Action("follow", choice.id))
        assert followed.step is Step.FOLLOW
        assert followed.play.choices == (choice.id,)


def test_a_tie_waits_for_the_facilitator() -> None:
    with pytest.raises(RoomError, match="your call"):
        at(Step.REVEAL).does(Action("next"))


def test_the_road_not_taken_is_shown_and_left_again() -> None:
    followed = at(Step.FOLLOW)
    other = next(c.id for c in followed.offers if c.id != followed.play.choices[0])
    shown = followed.does(Action("road", other))
    assert shown.shown.choices == (other,)
    assert shown.play == followed.play
    assert shown.does(Action("next")) == followed


def test_the_way_taken_is_no_road_not_taken() -> None:
    followed = at(Step.FOLLOW)
    with pytest.raises(RoomError, match="no road not taken"):
        followed.does(Action("road", followed.play.choices[0]))
    with pytest.raises(RoomError, match="First the room goes one way"):
        at(Step.VOTE).does(Action("road", followed.play.choices[0]))


def test_going_back_a_beat_comes_to_what_followed_there() -> None:
    second = onward(onward(at(Step.FOLLOW)))
    assert second.beat == 1
    back = second.does(Action("back"))
    assert (back.beat, back.step) == (0, Step.FOLLOW)
    assert len(back.play.choices) == 1


def test_the_same_beat_can_have_another_cause_underneath() -> None:
    session = onward(onward(at(Step.FOLLOW)))
    for telling in SCENARIO.tellings:
        under = session.does(Action("under", telling))
        assert under.play.world.telling.id == telling
        assert (under.beat, under.step) == (1, Step.READ)
        assert under.play.choices == session.play.choices


def test_wrapping_up_works_from_anywhere() -> None:
    session = begun()
    while not session.over:
        wrapped = session.does(Action("wrap"))
        assert wrapped.step is Step.LOOK_BACK
        while not wrapped.over:
            wrapped = onward(wrapped)
        session = onward(session)


def test_the_briefing_closes_its_only_vote_by_showing_it() -> None:
    assert at(Step.VOTE, BRIEF).onward == "close the vote, and show it"


@pytest.mark.parametrize("kind", ["go", "follow", "road", "under"])
def test_what_is_not_there_is_refused_with_a_sentence(kind: Kind) -> None:
    with pytest.raises(RoomError, match=r"^[A-Z'].*\.$"):
        at(Step.FOLLOW).does(Action(kind, "nonsense"))


names = [*SCENARIO.tellings, *map(str, Step)]
names += [choice.id for scene in SCENARIO.scenes.values() for choice in scene.choices]


@settings(max_examples=200)
@given(
    st.sampled_from(list(FORMS.values())),
    st.lists(
        st.tuples(st.sampled_from(get_args(Kind)), st.sampled_from(["", *names])), max_size=40
    ),
)
def test_whatever_is_done_the_session_is_the_sum_of_it(
    form: Form, tried: list[tuple[Kind, str]]
) -> None:
    """What can't be done changes nothing; the rest, done again, comes to the same place."""
    session, done = begun(form), []
    seen: set[int] = set()
    for kind, what in tried:
        follows = kind == "next" and session.coming is Step.FOLLOW
        action = Action(kind, what or session.offers[0].id if follows else what)
        try:
            after = session.does(action)
        except RoomError:
            continue
        if after.opened != session.opened:
            assert after.opened not in seen
            seen.add(after.opened)
        session = after
        done.append(action)
        assert (session.voting is None) == (session.step not in (Step.VOTE, Step.VOTE_AGAIN))
        assert session.onward
    again = Session.after(MACHINE, "lunch_row", form, done)
    assert place_of(again) == place_of(session)
    assert again.road == session.road
