"""The map: what leads where, and how often, compared with every play there is."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings

from classroomsim.engine.machine import Machine
from classroomsim.proof.atlas import Atlas, Met, atlas_of, percent
from classroomsim.proof.beats import lead_taken
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario
from classroomsim.scenario.story import Interrupt, Scenario
from tests.unit.engine.stories import stories
from tests.unit.proof.brute import Played, plays
from tests.unit.proof.scenarios import reading_of

BEATS = 6
MOST_PLAYS = 4_000


def everything_met(scenario: Scenario) -> dict[tuple[str, ...], Fraction] | None:
    """The chance of each thing on the map, from every play; None where plays are long or many."""
    found: dict[tuple[str, ...], Fraction] = {}
    machine = Machine(scenario)
    for telling in scenario.tellings:
        world = machine.under(telling)
        ended = Fraction(0)
        for number, play in enumerate(plays(world, BEATS)):
            if number > MOST_PLAYS:
                return None
            if world.ending(play.state):
                ended += play.chance
                for mark in marks_of(machine, telling, play):
                    found[mark] = found.get(mark, Fraction(0)) + play.chance
        if ended != 1:
            return None
    return {mark: chance / len(scenario.tellings) for mark, chance in found.items()}


def marks_of(machine: Machine, telling: str, play: Played) -> set[tuple[str, ...]]:
    """What a play meets, each thing once."""
    world = machine.under(telling)
    places = machine.layout.places
    found: set[tuple[str, ...]] = {(places[state[0]],) for state in play.states}
    for before, after, made in zip(play.states, play.states[1:], play.choices, strict=False):
        scene = world.scene(before)
        assert scene is not None
        choice = scene.choice(made)
        assert choice is not None
        sudden = isinstance(lead_taken(world, before, choice), Interrupt)
        kind = "interrupt" if sudden else "goto"
        found |= {(scene.id, made), (scene.id, made, kind, places[after[0]])}
    return found


def on_map(atlas: Atlas) -> dict[tuple[str, ...], Met]:
    found: dict[tuple[str, ...], Met] = {(it.id,): it.met for it in atlas.endings}
    for scene in atlas.scenes:
        found[scene.id,] = scene.met
        for choice in scene.choices:
            if not choice.is_skip:
                found[scene.id, choice.id] = choice.met
                for lead in choice.leads:
                    found[scene.id, choice.id, lead.kind, lead.to] = lead.met
    return found


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(stories(3))
def test_shares_are_those_of_every_play(scenario: Scenario) -> None:
    expected = everything_met(scenario)
    assume(expected is not None)
    assert expected is not None
    drawn = on_map(atlas_of(scenario))
    assert set(expected) <= set(drawn)
    for mark, met in drawn.items():
        assert met.share == pytest.approx(float(expected.get(mark, 0)), abs=1e-9)
        assert met.seen or not met.share


def test_a_play_that_comes_by_again_counts_once() -> None:
    drawn = on_map(atlas_of(reading_of("small").sound))
    assert drawn["the_water",].word == "in every play"
    assert drawn["the_table", "look_again"].share == pytest.approx(0.5)
    assert all(0 <= met.share <= 1 + 1e-9 for met in drawn.values())


def test_endings_share_all_plays() -> None:
    atlas = atlas_of(reading_of("sound").sound)
    assert sum(it.met.share for it in atlas.endings) == pytest.approx(1)
    for telling in atlas.tellings:
        assert sum(it.met.under[telling] for it in atlas.endings) == pytest.approx(1)


def test_interrupts_are_told_from_what_is_written() -> None:
    atlas = atlas_of(read_scenario(find("tuesday_210")).sound)
    kinds = {(it.to, it.kind) for s in atlas.scenes for c in s.choices for it in c.leads}
    assert ("boils_over", "interrupt") in kinds
    assert ("boils_over", "goto") not in kinds


def test_beyond_the_limit_nothing_is_said_of_how_often() -> None:
    atlas = atlas_of(reading_of("sound").sound, limit=10)
    assert not atlas.complete
    assert {met.word for met in on_map(atlas).values()} == {"not worked out"}


@pytest.mark.parametrize(
    ("share", "seen", "word", "exactly"),
    [
        (1.0, True, "in every play", "in every play"),
        (0.34, True, "often", "in 34 % of plays"),
        (0.052, True, "sometimes", "in 5.2 % of plays"),
        (0.0499, True, "rarely", "in 5 % of plays"),
        (0.0001, True, "rarely", "in about 1 in 10,000 plays"),
        (0.0, True, "only after a skip", "only after a skip"),
        (0.0, False, "in no play", "in no play"),
    ],
)
def test_how_often_is_said_in_words(share: float, seen: bool, word: str, exactly: str) -> None:  # noqa: FBT001
    met = Met(share, seen)
    assert met.word == word
    assert met.exactly == exactly
    assert percent(1.0) == "100 %"
