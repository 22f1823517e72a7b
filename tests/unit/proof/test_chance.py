"""Chances are those of playing every play, each choice on offer being as likely as any other."""

from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings

from classroomsim.engine.layout import State
from classroomsim.engine.machine import Machine, World
from classroomsim.proof.chance import Hit, ends_with, meets, visits
from classroomsim.proof.chances import chances_of
from classroomsim.proof.figures import count_plays
from classroomsim.proof.graph import Graph, explore
from classroomsim.proof.order import Part, in_order
from classroomsim.proof.texts import Texts
from classroomsim.scenario.read import Reading
from classroomsim.scenario.source import Trail
from classroomsim.scenario.story import Scenario
from tests.unit.engine.stories import stories
from tests.unit.proof.brute import Played, plays
from tests.unit.proof.scenarios import reading_of

LIMIT = 1_000
DEPTH = 5
some_stories = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

Explored = tuple[World, Graph, list[Part]]


def explored(story: Scenario) -> Iterator[Explored]:
    machine = Machine(story)
    for telling in story.tellings:
        world = machine.under(telling)
        graph = explore(world, LIMIT)
        assume(graph.complete)
        yield world, graph, in_order(graph)


def chance_of(
    world: World, depth: int, holds: Callable[[Played], bool]
) -> tuple[Fraction, Fraction]:
    """The least and the most that a chance can be, from all plays of so many beats."""
    least = unknown = Fraction()
    for play in plays(world, depth):
        if world.offers(play.state) and len(play.choices) < depth:
            continue
        if holds(play):
            least += play.chance
        elif world.offers(play.state):
            unknown += play.chance
    return least, least + unknown


@some_stories
@given(stories(3))
def test_the_chances_of_where_a_play_stops_make_one(story: Scenario) -> None:
    for _, graph, order in explored(story):
        met = visits(graph, order)
        stops = [n for n in range(len(graph.states)) if not graph.ways(n)]
        all_stop = ends_with(graph, order, dict.fromkeys({graph.states[n][0] for n in stops}, 1.0))
        assume(all_stop[0] > 1 - 1e-9)
        assert sum(met[n] for n in stops) == pytest.approx(1, abs=1e-9)


@some_stories
@given(stories(3))
def test_an_ending_has_the_chance_of_its_plays(story: Scenario) -> None:
    for world, graph, order in explored(story):
        for name in story.endings:
            place = world.layout.place_of[name]
            found = ends_with(graph, order, {place: 1.0})[0]
            least, most = chance_of(world, DEPTH, comes_to(place))
            assert float(least) - 1e-9 <= found <= float(most) + 1e-9


@some_stories
@given(stories(3))
def test_meeting_a_scene_has_the_chance_of_its_plays(story: Scenario) -> None:
    for world, graph, order in explored(story):
        for place in {state[0] for state in graph.states} - {graph.states[0][0]}:
            least, most = chance_of(world, DEPTH, comes_to(place))
            found = meets(graph, order, leads_to(graph, place))
            assert float(least) - 1e-9 <= found <= float(most) + 1e-9


def comes_to(place: int) -> Callable[[Played], bool]:
    return lambda play: any(state[0] == place for state in play.states)


def leads_to(graph: Graph, place: int) -> Hit:
    return lambda _, way: graph.states[graph.to[way]][0] == place


@some_stories
@given(stories(3))
def test_everything_met_has_the_chance_of_its_plays(story: Scenario) -> None:
    for world, graph, order in explored(story):
        if len(graph.states) <= 200:
            texts = Texts(world)
            found = chances_of(graph, order, texts)
            shown = [(play, shares(world, texts, play)) for play in plays(world, 4)]
            for met in (found.places, found.choices, found.lines):
                for what, chance in met.items():
                    check(world, chance, {id(play) for play, it in shown if what in it}, shown)


def shares(world: World, texts: Texts, play: Played) -> set[object]:
    """Everything that a play meets."""
    return {*places(world, play), *choices(world, play), *lines(texts, play)}


def check(
    world: World, chance: float, met: set[int], shown: list[tuple[Played, set[object]]]
) -> None:
    """The chance is at least that of plays that meet it, and leaves out those that do not."""
    least = unknown = Fraction()
    for play, _ in shown:
        if world.offers(play.state) and len(play.choices) < 4:
            continue
        if id(play) in met:
            least += play.chance
        elif world.offers(play.state):
            unknown += play.chance
    assert float(least) - 1e-9 <= chance <= float(least + unknown) + 1e-9


def places(world: World, play: Played) -> set[str]:
    return {world.layout.places[state[0]] for state in play.states}


def choices(world: World, play: Played) -> set[str]:
    pairs = zip(play.states, play.choices, strict=False)
    return {f"{world.layout.places[state[0]]}.{choice}" for state, choice in pairs}


def lines(texts: Texts, play: Played) -> set[Trail]:
    ends: list[tuple[State, State]] = [(play.states[0], play.states[0])]
    ends += [(b, a) for a, b in zip(play.states, play.states[1:], strict=False)]
    return {trail for after, before in ends for trail, _ in texts.arriving(after, before)}


@pytest.fixture(scope="module")
def sound() -> Reading:
    return reading_of("sound")


@pytest.mark.parametrize("telling", ["tired", "tired_and_left_out"])
def test_coaching_has_the_chance_of_being_shown(sound: Reading, telling: str) -> None:
    world = Machine(sound.sound).under(telling)
    graph = explore(world)
    order = in_order(graph)
    assert count_plays(graph, order).count == 8
    found = chances_of(graph, order, Texts(world))
    coach = ("scenes", "the_table", "choices", "blue", "coach", "noticed", 0)
    assert found.lines[coach] == pytest.approx(0.5)
    assert found.places["afterwards"] == pytest.approx(1)
    assert found.choices["afterwards.wash"] == pytest.approx(0.5)


def test_a_cue_that_two_scenes_show_is_met_once(sound: Reading) -> None:
    world = Machine(sound.sound).under("tired")
    graph = explore(world)
    found = chances_of(graph, in_order(graph), Texts(world))
    assert found.lines["underneath", "tired", "cue", 0] == pytest.approx(1)
