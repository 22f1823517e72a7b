"""The if-then line that is offered for Tuesday, and the words before a second attempt."""

from hypothesis import given, settings

from classroomsim.debrief.lookback import parts, worked_line
from classroomsim.debrief.plan import PATTERN, drafted_plan
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.scenario.catalogue import MINIMAL
from classroomsim.scenario.read import read_parsed, shipped_rulebook
from classroomsim.scenario.source import parse_source
from classroomsim.scenario.story import SKIP
from tests.unit.debrief.plays import machine, plays


def test_the_line_is_the_coachings_own() -> None:
    play = Play.begin(machine(), "lunch_row", ("turn_class",))
    assert drafted_plan(play, 0) == (
        "If a room turns to look at one pupil, then I will give the room something to do first."
    )


def test_the_words_are_those_of_part_four_with_their_cost() -> None:
    found = worked_line(Play.begin(machine(), "lunch_row", ("turn_class",)), 0)
    assert found is not None
    assert found.say == '"Book on the desk when you\'re ready, thanks, Kai." Then walk off.'
    assert found.cost
    assert found.move


def test_a_skipped_scene_offers_neither() -> None:
    play = Play.begin(machine(), "lunch_row", (SKIP,))
    assert drafted_plan(play, 0) == ""
    assert worked_line(play, 0) is None


def test_a_choice_without_coaching_offers_neither() -> None:
    source = parse_source("small.yaml", MINIMAL.encode())
    play = Play.begin(
        Machine(read_parsed(source, *shipped_rulebook()).sound), "lunch_row", ("come_alongside",)
    )
    assert drafted_plan(play, 0) == ""
    assert worked_line(play, 0) is None
    assert PATTERN == "If ..., then I will ..."


@settings(max_examples=60, deadline=None)
@given(plays())
def test_wherever_there_is_coaching_there_is_an_if_and_a_then(play: Play) -> None:
    for moment in play.moments:
        line, words = drafted_plan(play, moment.number), worked_line(play, moment.number)
        if moment.skipped:
            continue
        assert line.startswith("If ")
        assert ", then I will " in line
        assert words is not None
        assert words in parts(play, moment.number)
