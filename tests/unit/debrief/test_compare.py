"""Two ways, side by side: they begin where the plays part, and nothing of either is lost."""

from hypothesis import given

from classroomsim.debrief.compare import side_by_side
from classroomsim.debrief.lookback import look_back
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play, where_they_part
from classroomsim.engine.seen import look
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_parsed, shipped_rulebook
from classroomsim.scenario.source import parse_source
from tests.unit.debrief.plays import played, plays, two_plays


@given(two_plays())
def test_the_rows_begin_where_the_plays_part(found: tuple[Play, Play]) -> None:
    one, other = found
    compared = side_by_side(one, other)
    parted = where_they_part(one, other)
    assert compared.parted == parted
    assert compared.shared == look_back(one).cards[:parted]
    if compared.rows:
        numbers = {way.card.number for way in compared.rows[0] if way.card}
        assert numbers == {parted}


@given(two_plays())
def test_every_moment_after_that_stands_in_one_row_in_its_order(found: tuple[Play, Play]) -> None:
    compared = side_by_side(*found)
    for side, play in enumerate(found):
        told = [row[side].card for row in compared.rows if row[side].card is not None]
        assert told == list(look_back(play).cards[compared.parted :])
    assert all(one.card or other.card for one, other in compared.rows)


@given(two_plays())
def test_a_scene_that_both_come_to_in_turn_stands_beside_itself(found: tuple[Play, Play]) -> None:
    compared = side_by_side(*found)
    if compared.rows and all(way.card for way in compared.rows[0]) and compared.same_cause:
        one, other = compared.rows[0]
        assert one.card is not None
        assert other.card is not None
        assert one.card.name == other.card.name


@given(plays(least=0))
def test_a_play_beside_itself_never_parts(play: Play) -> None:
    compared = side_by_side(play, play)
    assert compared.rows == ()
    assert compared.same_cause
    assert len(compared.shared) == len(play.choices)


@given(two_plays())
def test_both_endings_are_there_where_there_are_any(found: tuple[Play, Play]) -> None:
    for play, close in zip(found, side_by_side(*found).closes, strict=True):
        assert bool(close.text) == bool(close.later) == (play.ending is not None)


def test_different_causes_part_at_once_and_it_is_said() -> None:
    compared = side_by_side(played("hungry", [1, 1]), played("noise", [1, 1]))
    assert (compared.parted, compared.shared, compared.same_cause) == (0, (), False)
    assert len(compared.rows) == 2


def test_a_way_that_was_left_early_leaves_its_side_empty() -> None:
    whole = played("hungry", [1] * 12)
    compared = side_by_side(whole.upto(1), whole)
    assert compared.rows
    assert all(one.card is None and not one.notices and not one.then for one, _ in compared.rows)


def test_under_another_telling_it_is_told_how_each_began() -> None:
    one, other = played("lunch_row", [1, 1]), played("noise", [1, 1])
    found = side_by_side(one, other)
    assert found.parted == 0
    assert not found.same_cause
    assert found.openings is not None
    here, there = found.openings
    assert here.card is None
    assert here.then == there.then == look(one.upto(0)).text
    assert "He looks at the playground door, then the clock, then the door again." in here.notices
    assert here.notices != there.notices


def test_under_one_telling_both_began_alike_and_nothing_is_told_of_it() -> None:
    assert side_by_side(played("noise", [1, 1]), played("noise", [1, 2])).openings is None


def test_plays_on_two_texts_of_a_scenario_part_at_its_beginning() -> None:
    text = find("tuesday_210").read_text(encoding="utf-8")
    changed = text.replace("Rain runs down the windows.", "Hail runs down the windows.")
    source = parse_source("tuesday_210.yaml", changed.encode())
    since = Machine(read_parsed(source, *shipped_rulebook()).sound)
    one = played("noise", [1, 1])
    other = Play.begin(since, "noise", one.choices)
    found = side_by_side(one, other)
    assert found.parted == 0
    assert found.shared == ()
    assert found.same_cause
    assert found.openings is not None
    assert found.openings[0] != found.openings[1]
    assert len(found.rows) == len(one.choices)
