"""The compiled engine does what the reference interpreter does, in every state it comes to."""

from dataclasses import replace
from random import Random
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classroomsim.engine.layout import State
from classroomsim.engine.machine import Machine, World
from classroomsim.engine.seen import said
from classroomsim.engine.trace import trace_choice
from classroomsim.scenario.story import SKIP, Scenario
from tests.unit.engine.naive import Naive, NaiveState
from tests.unit.engine.stories import (
    Maker,
    Sizes,
    chance,
    chances,
    everything_in,
    reread,
    stories,
    with_read_choices,
)

T = TypeVar("T")

MOST_STATES = 40
whole_stories = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def packed(world: World, state: NaiveState) -> State:
    """The reference interpreter's state as the engine writes it."""
    layout = world.layout
    values = [0] * layout.size
    values[0] = layout.place_of[state.place]
    for name, index in layout.numbers.items():
        values[index] = state.numbers[name]
    for name, index in layout.flags.items():
        values[index] = int(name in state.flags)
    for positions in (layout.used, layout.chose):
        for name, index in positions.items():
            values[index] = int(name in state.chosen)
    return tuple(values)


def visited(
    world: World, naive: Naive
) -> list[tuple[NaiveState, State, str, NaiveState, State, set[tuple[str, str]]]]:
    """Every step from the first states that are reached, by both ways of working it out."""
    first = naive.start()
    assert packed(world, first) == world.start
    found = []
    known, waiting = {world.start}, [first]
    while waiting and len(known) < MOST_STATES:
        before = waiting.pop(0)
        state = packed(world, before)
        offered = naive.offers(before)
        assert [choice.id for choice in world.offers(state)] == offered
        if world.ending(state):
            assert not offered
            continue
        for choice_id in (*offered, SKIP):
            skips = choice_id == SKIP
            after = naive.skip(before) if skips else naive.step(before, choice_id)
            went = world.take(state, choice_id)
            found.append((before, state, choice_id, after, went, naive.conflicts))
            if went not in known:
                known.add(went)
                waiting.append(after)
    return found


@whole_stories
@given(stories())
def test_both_go_the_same_way_in_every_state(story: Scenario) -> None:
    machine = Machine(story)
    for telling in story.tellings:
        world = machine.under(telling)
        for _, _, _, after, went, _ in visited(world, Naive(story, telling)):
            assert packed(world, after) == went


@whole_stories
@given(stories())
def test_a_traced_beat_ends_where_an_untraced_one_does(story: Scenario) -> None:
    machine = Machine(story)
    for telling in story.tellings:
        world = machine.under(telling)
        for _, state, choice_id, _, went, conflicts in visited(world, Naive(story, telling)):
            trace = trace_choice(world, state, choice_id)
            assert trace.after == went
            assert {(c.stage, c.target) for c in trace.conflicts} == conflicts
            gauges = world.layout.gauges
            moved = {name for name, i in gauges.items() if state[i] != went[i]}
            assert {s.gauge.id for s in trace.shifts if s.moved} == moved
            for shift in trace.shifts:
                assert shift.causes
                assert shift.before == state[gauges[shift.gauge.id]]
                assert shift.after == went[gauges[shift.gauge.id]]


@whole_stories
@given(stories(), chances())
def test_the_order_of_rules_limits_and_effects_changes_nothing(
    story: Scenario, drawn: Random
) -> None:
    def mixed(items: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(drawn.sample(items, len(items)))

    scenes = {
        name: replace(
            scene,
            arrive=mixed(scene.arrive),
            choices=tuple(
                replace(c, then=mixed(c.then), moves=mixed(c.moves)) for c in scene.choices
            ),
        )
        for name, scene in story.scenes.items()
    }
    other = replace(
        story,
        scenes=scenes,
        rules=tuple(replace(rule, then=mixed(rule.then)) for rule in mixed(story.rules)),
        limits=tuple(replace(limit, then=mixed(limit.then)) for limit in mixed(story.limits)),
        moves={
            name: replace(story.moves[name], does=mixed(story.moves[name].does))
            for name in mixed(tuple(story.moves))
        },
    )
    machine = Machine(other)
    for telling in story.tellings:
        world = machine.under(telling)
        for _, _, _, after, went, _ in visited(world, Naive(story, telling)):
            assert packed(world, after) == went


@whole_stories
@given(stories(), st.integers(0, 4))
def test_a_story_read_from_its_file_is_the_same_story(story: Scenario, shared: int) -> None:
    reading = reread(story, shared)
    assert not reading.problems
    assert reading.scenario is not None
    assert everything_in(reading.scenario) == everything_in(story)


@whole_stories
@given(stories())
def test_a_story_read_from_its_file_plays_the_same(story: Scenario) -> None:
    read = reread(story).scenario
    assert read is not None
    machine = Machine(read)
    for telling in story.tellings:
        world = machine.under(telling)
        for _, _, _, after, went, _ in visited(world, Naive(story, telling)):
            assert packed(world, after) == went


@whole_stories
@given(stories())
def test_texts_are_chosen_by_both_ends_of_a_beat(story: Scenario) -> None:
    machine = Machine(story)
    for telling in story.tellings:
        world, naive = machine.under(telling), Naive(story, telling)
        for before, state, choice_id, after, went, _ in visited(world, naive):
            place = story.scenes.get(after.place) or story.endings[after.place]
            expected = [
                line.say for line in place.text if naive.holds(line.when, after, None, before)
            ]
            assert list(said(place.text, world.judge, (*went, *state))) == expected
            if choice_id != SKIP:
                choice = story.scenes[before.place].choice(choice_id)
                assert choice is not None
                judge = world.judge_of(choice)
                for rule in story.rules:
                    holds = naive.holds(rule.when, after, choice, before)
                    assert judge.holds(rule.when, (*went, *state)) == holds


def test_what_is_hard_comes_up_often_enough_to_be_compared() -> None:
    """Guards the tests above: conflicts, limits that cut, interrupts and once-only choices."""
    sizes = Sizes(4, 2, 3, 4, 14, 3, 4, 2, 4, 2, 2)
    seen = dict.fromkeys(("conflict", "held", "interrupt", "used", "chose", "ended"), 0)
    for seed in range(30):
        story = with_read_choices(Maker(chance(seed), sizes).story())
        world = Machine(story).under("first")
        targets = {interrupt.to for interrupt in story.interrupts}
        for before, state, choice_id, after, went, conflicts in visited(
            world, Naive(story, "first")
        ):
            seen["conflict"] += bool(conflicts)
            seen["ended"] += world.ending(went) is not None
            seen["used"] += any(went[i] for i in world.layout.used.values())
            seen["chose"] += any(went[i] for i in world.layout.chose.values())
            if choice_id != SKIP:
                causes = [c for s in trace_choice(world, state, choice_id).shifts for c in s.causes]
                seen["held"] += any(cause.push == "held" for cause in causes)
                choice = story.scenes[before.place].choice(choice_id)
                assert choice is not None
                ways = {way.to for way in choice.goto}
                seen["interrupt"] += after.place in targets - ways
    assert min(seen.values()) > 50, seen
