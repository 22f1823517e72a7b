"""The array search finds what the plain search finds, state by state and way by way."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.models import SMALL, TELLING, model
from classroomsim.engine.layout import State
from classroomsim.engine.machine import Machine
from classroomsim.proof.arrays import packing, questions
from classroomsim.proof.arrays.as_graph import as_graph
from classroomsim.proof.arrays.search import NOWHERE, Found, search
from classroomsim.proof.chance import ends_with
from classroomsim.proof.graph import Graph, explore
from classroomsim.proof.order import in_order
from classroomsim.scenario.read import read_parsed, shipped_rulebook
from classroomsim.scenario.source import read_source
from classroomsim.scenario.story import Scenario
from tests.unit.engine.stories import stories

MOST = 3_000
"""Random stories with more states than this are not compared."""
LIBRARY = Path(__file__).parents[3] / "scenarios"
many_stories = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def states_of(found: Found) -> list[State]:
    return [
        state
        for place, keys in enumerate(found.states)
        for state in found.packing.states(place, keys)
    ]


def assert_same(found: Found, graph: Graph) -> None:
    """The same states, those reached without skipping among them, and the same ways."""
    states = states_of(found)
    assert found.complete
    assert len(states) == found.count == len(graph.states)
    assert set(states) == set(graph.states)
    assert found.transitions == len(graph.to)
    number = {state: n for n, state in enumerate(states)}
    unskipped = np.flatnonzero(np.concatenate(found.reached)).tolist()
    assert set(unskipped) == {number[state] for state in graph.states[: graph.unskipped]}
    assert found.unskipped == graph.unskipped
    for n, state in enumerate(graph.states):
        row = number[state] - found.first[state[0]]
        scene = graph.scene(n)
        choices = scene.choices if scene else ()
        ways = dict(zip(choices, found.ways[state[0]][row].tolist(), strict=True))
        expected = {graph.choices[graph.via[w]]: graph.states[graph.to[w]] for w in graph.ways(n)}
        assert {c: states[to] for c, to in ways.items() if to != NOWHERE} == expected
        skip = graph.skips[n]
        assert found.skips[state[0]][row] == (
            NOWHERE if skip == NOWHERE else number[graph.states[skip]]
        )


def compare(story: Scenario) -> None:
    machine = Machine(story)
    for telling in story.tellings:
        world = machine.under(telling)
        graph = explore(world, MOST)
        if graph.complete:
            found = search(world, MOST, edges=True)
            assert_same(found, graph)
            quick = as_graph(found)
            assert [quick.states[n] for n in range(len(graph.states))] == graph.states
            assert replace(quick, states=list(quick.states)) == graph
        alone = search(world, MOST, edges=False, skips=False)
        if alone.complete and graph.complete:
            assert alone.count == graph.unskipped
            assert alone.transitions == graph.first[graph.unskipped]


@many_stories
@given(stories())
def test_both_searches_find_the_same(story: Scenario) -> None:
    compare(story)


@many_stories
@given(stories(), st.integers(5, 16))
def test_states_of_several_words_are_found_the_same(story: Scenario, bits: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "WORD", bits)
        compare(story)


def flagship() -> Scenario:
    source, rulebook = shipped_rulebook()
    return read_parsed(read_source(LIBRARY / "tuesday_210.yaml"), source, rulebook).sound


def test_the_flagship_is_found_the_same() -> None:
    machine = Machine(flagship())
    for telling in list(machine.scenario.tellings)[:2]:
        world = machine.under(telling)
        assert_same(search(world, 1_000_000, edges=True), explore(world))


def test_a_model_of_the_benchmarks_is_found_the_same() -> None:
    looping = model(replace(SMALL, scenes=12, loops=0.5))
    world = Machine(looping).under(TELLING)
    assert_same(search(world, 1_000_000, edges=True), explore(world))


def test_the_limit_stops_the_search() -> None:
    world = Machine(model(SMALL)).under(TELLING)
    found = search(world, 1_000, edges=True)
    assert not found.complete
    assert 1_000 < found.count < 10_000


@many_stories
@given(stories())
def test_what_promises_ask_is_answered_the_same(story: Scenario) -> None:
    machine = Machine(story)
    for telling in story.tellings:
        world = machine.under(telling)
        graph = explore(world, MOST)
        if graph.complete:
            compare_answers(search(world, MOST, edges=True), graph)


def compare_answers(found: Found, graph: Graph) -> None:
    world = graph.world
    order = in_order(graph)
    number = {state: n for n, state in enumerate(states_of(found))}
    own = [number[state] for state in graph.states]
    ways = questions.edges_of(found)
    expected = [(own[before], own[after]) for before, after, by in graph.edges() if by]
    assert sorted(expected) == sorted(zip(ways.source.tolist(), ways.to.tolist(), strict=True))

    endings = [world.layout.place_of[name] for name in world.scenario.endings]
    worth = dict.fromkeys(endings[:1], 1.0)
    assert questions.chances(found, worth)[own] == pytest.approx(
        ends_with(graph, order, worth), abs=1e-9
    )

    reach = questions.can_reach(found, questions.at_places(found, endings))
    for n in range(len(graph.states)):
        leads = {own[to] for to in graph.after(n)}
        ends = graph.states[n][0] in endings
        assert reach[own[n]] == (ends or any(reach[to] for to in leads))
    far = questions.distances(found)
    for n in range(len(graph.states)):
        shortest = len(graph.play_to(n)) if n < graph.unskipped else questions.FAR
        assert far[own[n]] == shortest
