"""The graph of a telling is what playing every play would come to."""

from unittest.mock import patch

from hypothesis import HealthCheck, assume, given, settings

from classroomsim.engine.machine import Machine, World
from classroomsim.engine.play import Play
from classroomsim.proof import figures
from classroomsim.proof.figures import count_plays, figures_of
from classroomsim.proof.graph import Graph, explore
from classroomsim.proof.order import in_order, places_met_again, strongly_connected
from classroomsim.scenario.story import SKIP, Scenario
from tests.unit.engine.stories import stories
from tests.unit.proof.brute import plays, states_by_depth

LIMIT = 1_500
DEPTH = 4
whole_stories = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def explored(story: Scenario) -> list[tuple[World, Graph]]:
    """The graphs of a story's tellings; stories that are too large are passed over."""
    machine = Machine(story)
    found = [(machine.under(t), explore(machine.under(t), LIMIT)) for t in story.tellings]
    assume(all(graph.complete for _, graph in found))
    return found


@whole_stories
@given(stories())
def test_its_states_are_those_that_plays_come_to(story: Scenario) -> None:
    for world, graph in explored(story):
        everywhere = states_by_depth(world, LIMIT, skipping=True)
        assert set(graph.states) == set(everywhere)
        assert len(graph.states) == len(everywhere)
        chosen = states_by_depth(world, LIMIT, skipping=False)
        assert set(graph.states[: graph.unskipped]) == set(chosen)


@whole_stories
@given(stories())
def test_the_shortest_play_to_a_state_is_the_shortest_and_leads_there(story: Scenario) -> None:
    for world, graph in explored(story):
        chosen = states_by_depth(world, LIMIT, skipping=False)
        everywhere = states_by_depth(world, LIMIT, skipping=True)
        for number, state in enumerate(graph.states):
            play = graph.play_to(number)
            assert Play.begin(world.machine, world.telling.id, play).state == state
            if state in chosen:
                assert SKIP not in play
                assert len(play) == chosen[state]
            else:
                assert len(play) == everywhere[state]


@whole_stories
@given(stories())
def test_states_are_numbered_breadth_first(story: Scenario) -> None:
    for _, graph in explored(story):
        depths = [len(graph.play_to(state)) for state in range(graph.unskipped)]
        assert depths == sorted(depths)


@whole_stories
@given(stories())
def test_its_ways_are_the_choices_on_offer_and_a_skip(story: Scenario) -> None:
    for world, graph in explored(story):
        number = {state: n for n, state in enumerate(graph.states)}
        for at, state in enumerate(graph.states):
            ways = [(graph.choices[graph.via[way]], graph.to[way]) for way in graph.ways(at)]
            assert ways == [(c, number[world.step(state, c)]) for c in world.offers(state)]
            if world.ending(state) is None:
                assert graph.skips[at] == number[world.skip(state)]
        assert sum(1 for _ in graph.edges()) == len(graph.to) + sum(n >= 0 for n in graph.skips)


@whole_stories
@given(stories())
def test_a_search_that_is_cut_short_says_so_and_knows_what_it_looked_at(story: Scenario) -> None:
    for world, graph in explored(story):
        if len(graph.states) < 2:
            continue
        cut = explore(world, len(graph.states) - 1)
        assert not cut.complete
        assert set(cut.states) <= set(graph.states)
        assert len(cut.first) == cut.expanded + 1
        for number, state in enumerate(cut.states):
            assert Play.begin(world.machine, world.telling.id, cut.play_to(number)).state == state
        assert all(after < len(cut.states) for _, after, _ in cut.edges())


@whole_stories
@given(stories())
def test_progress_is_told_up_to_the_last_state(story: Scenario) -> None:
    told: list[tuple[str, int]] = []
    world = Machine(story).under("first")
    graph = explore(world, LIMIT, lambda telling, states: told.append((telling, states)))
    assume(graph.complete)
    assert told[-1] == ("first", len(graph.states)) or told[-1][1] == graph.unskipped


@whole_stories
@given(stories())
def test_the_order_puts_every_state_after_what_leads_to_it(story: Scenario) -> None:
    for _, graph in explored(story):
        order = in_order(graph)
        parts = [(part,) if isinstance(part, int) else part for part in order]
        assert sorted(n for part in parts for n in part) == list(range(len(graph.states)))
        at = {n: position for position, part in enumerate(parts) for n in part}
        for state in range(len(graph.states)):
            for after in graph.after(state):
                same = at[state] == at[after] and not isinstance(order[at[state]], int)
                assert at[state] < at[after] or same


@whole_stories
@given(stories())
def test_states_of_a_loop_lead_to_each_other(story: Scenario) -> None:
    for _, graph in explored(story):
        for part in in_order(graph):
            if not isinstance(part, int):
                assert all(set(part) <= reached(graph, state) for state in part)


def reached(graph: Graph, state: int) -> set[int]:
    """What one or more choices lead to."""
    found: set[int] = set()
    waiting = [state]
    for at in waiting:
        new = set(graph.after(at)) - found
        found |= new
        waiting += new
    return found


@whole_stories
@given(stories())
def test_a_place_that_a_play_meets_twice_is_known_to_be_met_again(story: Scenario) -> None:
    for world, graph in explored(story):
        again = places_met_again(graph)
        for play in plays(world, 3):
            places = [state[0] for state in play.states]
            assert {place for place in places if places.count(place) > 1} <= again


def test_groups_that_lead_to_each_other_come_before_what_leads_to_them() -> None:
    leads = {0: [1], 1: [2, 3], 2: [1], 3: [4], 4: [4, 5], 5: []}
    groups = strongly_connected(leads, leads.__getitem__)
    assert [sorted(group) for group in groups] == [[5], [4], [3], [1, 2], [0]]


@whole_stories
@given(stories(3))
def test_plays_are_counted_as_if_they_were_played(story: Scenario) -> None:
    for world, graph in explored(story):
        order = in_order(graph)
        with patch.object(figures, "LOOPED_BEATS", DEPTH):
            found = count_plays(graph, order)
        depth = len(graph.states) if found.beats is None else DEPTH
        assume(found.count < 5_000)
        ended = [p for p in plays(world, depth) if world.ending(p.state)]
        assert found.count == len(ended)
        assert found.exact


@whole_stories
@given(stories(3))
def test_the_shortest_and_the_longest_play_are_as_long_as_they_are(story: Scenario) -> None:
    for world, graph in explored(story):
        found = figures_of(graph, in_order(graph))
        assert found.states == len(graph.states)
        assert found.transitions == sum(len(world.offers(state)) for state in graph.states)
        if found.longest is None or found.plays.count > 5_000:
            continue
        lengths = [len(p.choices) for p in plays(world, found.longest + 1) if world.ending(p.state)]
        assert found.shortest == min(lengths, default=0)
        assert found.longest == max(lengths, default=0)


def test_many_plays_are_told_about() -> None:
    assert str(figures.Plays(1_234, exact=True)) == "1,234"
    assert str(figures.Plays(81 * 10**12, exact=False)) == "about 10^14"
    assert str(figures.Plays(12, exact=True, beats=20)) == "12 of at most 20 beats"
