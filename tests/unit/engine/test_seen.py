"""What can be seen of a state: notices, desks and words, all from the same numbers."""

import re
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import pytest

from classroomsim.engine.layout import State
from classroomsim.engine.machine import Machine, World
from classroomsim.engine.play import Play
from classroomsim.engine.seen import MOST_NOTICES, look, look_at, room_of
from classroomsim.scenario.condition import All, Compare, Fact, Number
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario
from classroomsim.scenario.story import ENTIRE_CLASS, Line, Scenario

SMALL = Path(__file__).parents[2] / "scenarios" / "small.yaml"
OTHERS = ENTIRE_CLASS - 1
SAYS_MOST = re.compile(r"\b[Mm]ost of (?:the room|the class|them)\b")


@cache
def scenario(name: str) -> Scenario:
    return read_scenario(SMALL if name == "small" else find(name)).sound


def noticing(*lines: Line) -> World:
    """The small scenario's first scene with these notices, under its first telling."""
    story = scenario("small")
    first = replace(story.scenes[story.start], notice=lines)
    story = replace(story, scenes={**story.scenes, story.start: first})
    return Machine(story).under(next(iter(story.tellings)))


def at(world: World, **gauges: int) -> State:
    """The start with some gauges set: `pupil_stress=9`."""
    values = list(world.start)
    for name, value in gauges.items():
        values[world.layout.gauges[name.replace("_", ".", 1)]] = value
    return tuple(values)


def reads(gauge: str) -> All:
    return All((Compare(Number("gauge", gauge), ">=", 0),))


def cue(world: World, gauge: str, value: int) -> str:
    found = world.scenario.gauges[gauge].cue(value, world.telling.style)
    assert found
    return found


def tells(world_of: World) -> Line:
    return Line("He looks at the door.", Fact("underneath", world_of.telling.id))


def test_the_tellings_cue_shows_only_where_no_notice_tells_of_it() -> None:
    plain = noticing(Line("The clock ticks."))
    own = [line.say for line in plain.telling.cue if line.when is None]
    assert own
    assert set(own) <= set(look_at(plain, plain.start, plain.start).notices)
    told = noticing(tells(plain))
    assert not set(own) & set(look_at(told, told.start, told.start).notices)


def test_stress_is_shown_at_the_start_and_when_its_band_changed() -> None:
    world = noticing(tells(noticing()))
    calm, crisis = at(world, pupil_stress=1), at(world, pupil_stress=9)
    shown = cue(world, "pupil.stress", 9)
    assert shown in look_at(world, crisis, crisis).notices
    assert shown in look_at(world, crisis, calm).notices
    near = at(world, pupil_stress=10)
    assert shown not in look_at(world, near, crisis).notices, "the same band, said before"


@pytest.mark.parametrize("gauge", ["pupil.stress", "you.composure"])
def test_a_line_of_the_authors_takes_the_place_of_the_rulebooks_cue(gauge: str) -> None:
    value = 9 if gauge == "pupil.stress" else 0
    name = gauge.replace(".", "_")
    plain = noticing(Line("The clock ticks."))
    state = at(plain, **{name: value})
    assert cue(plain, gauge, value) in look_at(plain, state, state).notices
    own = noticing(Line("The clock ticks.", reads(gauge)))
    assert cue(own, gauge, value) not in look_at(own, state, state).notices


def test_there_are_never_more_notices_than_can_be_taken_in() -> None:
    world = noticing(*(Line(f"Sign {n}.") for n in range(12)))
    notices = look_at(world, world.start, world.start).notices
    assert notices == tuple(f"Sign {n}." for n in range(MOST_NOTICES))


@pytest.mark.parametrize(("attention", "settled"), list(product(range(11), range(11))))
def test_the_desks_and_the_rooms_line_agree(attention: int, settled: int) -> None:
    world = noticing()
    room = room_of(world, at(world, room_attention=attention, room_settled=settled))
    looking, drifting = room.count("looking"), room.count("drifting")
    assert len(room.desks) == ENTIRE_CLASS
    assert room.count("pupil") == 1
    assert ("Most" in room.line or "whole room" in room.line) == (looking > OTHERS / 2)
    assert ("Heads are down" in room.line) == (looking <= 1)
    assert ("A few look up" in room.line) == (1 < looking <= OTHERS / 4)
    if "everyone is in place" in room.line:
        assert drifting == 0


def test_a_room_that_looks_more_never_has_fewer_desks_looking() -> None:
    world = noticing()
    counts = [room_of(world, at(world, room_attention=n)).count("looking") for n in range(11)]
    assert counts == sorted(set(counts))


@pytest.mark.parametrize("telling", scenario("tuesday_210").tellings)
def test_where_the_flagship_says_most_look_most_desks_do(telling: str) -> None:
    """In two hundred plays of each telling; read from the text and from the desks."""
    machine = Machine(scenario("tuesday_210"))
    rng = Random(telling)  # noqa: S311 - the same plays each time
    said = 0
    for _ in range(200):
        play = Play.begin(machine, telling)
        while play.ending is None:
            seen = look(play)
            if SAYS_MOST.search(" ".join(seen.text)):
                said += 1
                assert seen.room.count("looking") > OTHERS / 2, (play.choices, seen.text)
            play = play.choose(rng.choice([choice.id for choice in play.offers]))
    assert said, "this telling never says so"
