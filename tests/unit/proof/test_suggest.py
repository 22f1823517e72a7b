"""Where the ways parted most, and what the other choices could still have led to."""

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.proof.chance import ends_with
from classroomsim.proof.graph import explore
from classroomsim.proof.order import in_order
from classroomsim.proof.suggest import Ahead, far_apart, others_at, suggest_moment
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario
from classroomsim.scenario.story import Scenario
from tests.unit.engine.stories import stories
from tests.unit.proof.scenarios import reading_of

some_stories = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def ahead_of(machine: Machine, telling: str) -> Ahead:
    graph = explore(machine.under(telling))
    return Ahead(graph, in_order(graph))


@pytest.fixture(scope="module")
def machine() -> Machine:
    return Machine(reading_of("sound").sound)


def test_the_last_beat_is_suggested_where_it_alone_decides(machine: Machine) -> None:
    ahead = ahead_of(machine, "tired")
    play = Play.begin(machine, "tired", ("cloth", "blue", "wash"))
    found = suggest_moment(play, ahead)
    assert found is not None
    assert found.number == 2
    (other,) = found.others
    assert other.choice.id == "wait"
    assert other.leaves == ("reopened",)


def test_earlier_choices_that_leave_everything_open_are_said_to_do_so(machine: Machine) -> None:
    play = Play.begin(machine, "tired", ("cloth", "blue", "wash"))
    (other,) = others_at(play, ahead_of(machine, "tired"), 0)
    assert other.choice.id == "class_first"
    assert other.leaves == ("reopened", "held")


def test_nothing_is_suggested_where_nothing_was_chosen(machine: Machine) -> None:
    ahead = ahead_of(machine, "tired")
    assert suggest_moment(Play.begin(machine, "tired"), ahead) is None
    assert suggest_moment(Play.begin(machine, "tired", ("skip", "skip", "skip")), ahead) is None


def test_a_state_that_can_not_be_come_to_is_not_known(machine: Machine) -> None:
    ahead = ahead_of(machine, "tired")
    start = machine.under("tired").start
    gauge = machine.layout.gauges["pupil.stress"]
    for value in (machine.layout.lows[gauge], machine.layout.highs[gauge]):
        other = (*start[:gauge], value, *start[gauge + 1 :])
        assert other != start
        with pytest.raises(KeyError):
            ahead.endings(other)


def test_the_choice_that_ends_a_story_is_not_what_is_suggested_of_every_play() -> None:
    """In the shipped story the last choice alone says how it ends, in each of its plays."""
    machine = Machine(read_scenario(find("tuesday_210")).sound)
    ahead = ahead_of(machine, "lunch_row")
    chance = Random(7)  # noqa: S311 - the same plays each time
    suggested = set()
    for _ in range(40):
        play = Play.begin(machine, "lunch_row")
        while play.offers:
            play = play.choose(chance.choice(play.offers).id)
        found = suggest_moment(play, ahead)
        assert found is not None
        last = ahead.after_each(play.moments[-1].before).values()
        assert all(max(row) > 1 - 1e-9 for row in last)
        assert found.number < len(play.choices) - 1
        suggested.add(found.number)
    assert len(suggested) > 2


@some_stories
@given(stories())
def test_the_chances_of_endings_are_those_of_the_proofs(story: Scenario) -> None:
    machine = Machine(story)
    for telling in story.tellings:
        graph = explore(machine.under(telling), 1_500)
        assume(graph.complete)
        order = in_order(graph)
        ahead = Ahead(graph, order)
        for number, name in enumerate(story.endings):
            one = ends_with(graph, order, {graph.world.layout.place_of[name]: 1.0})
            for state in range(0, len(graph.states), 7):
                found = ahead.endings(graph.states[state])[number]
                assert found == pytest.approx(one[state], abs=1e-9)


@some_stories
@given(stories(), st.data())
def test_the_moment_suggested_is_the_first_where_the_ways_parted_most_before_the_end_was_settled(
    story: Scenario, data: st.DataObject
) -> None:
    machine = Machine(story)
    graph = explore(machine.under("first"), 1_500)
    assume(graph.complete)
    ahead = Ahead(graph, in_order(graph))
    play = Play.begin(machine, "first")
    while play.offers and len(play.choices) < 6:
        play = play.choose(data.draw(st.sampled_from([c.id for c in play.offers])))
    found = suggest_moment(play, ahead)
    parted, settled = [], []
    for moment in play.moments:
        rows = ahead.after_each(moment.before)
        settled.append(all(max(row) > 1 - 1e-9 for row in rows.values()))
        made = rows.pop(moment.choice_id)
        parted.append(max((far_apart(made, row) for row in rows.values()), default=0.0))
    early = [
        far if far >= 0.1 and not last else 0.0 for far, last in zip(parted, settled, strict=True)
    ]
    asked = early if any(early) else parted
    if found is None:
        assert max(parted, default=0.0) <= 1e-9
    else:
        assert asked[found.number] == pytest.approx(max(asked), abs=1e-8)
        assert all(it < asked[found.number] + 1e-8 for it in asked[: found.number])
        offered = [c.id for c in play.world.offers(play.states[found.number])]
        assert [o.choice.id for o in found.others] == [
            it for it in offered if it != play.choices[found.number]
        ]
