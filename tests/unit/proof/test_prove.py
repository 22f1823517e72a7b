"""Proving whole scenarios: what is excused, what is not proven, and what random stories show."""

from itertools import islice
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings

from classroomsim.engine.layout import State
from classroomsim.engine.machine import Machine, World
from classroomsim.engine.play import Play
from classroomsim.engine.seen import look_at
from classroomsim.engine.trace import trace_choice
from classroomsim.proof.beats import drifted, lead_taken, stages_of
from classroomsim.proof.check import check_file
from classroomsim.proof.graph import explore
from classroomsim.proof.prove import Proof, prove
from classroomsim.proof.texts import Texts
from classroomsim.scenario.library import find
from classroomsim.scenario.problems import Problem
from classroomsim.scenario.read import Reading, read_scenario
from classroomsim.scenario.story import SKIP, Scenario
from tests.unit.engine.stories import reread, stories
from tests.unit.proof.brute import states_by_depth
from tests.unit.proof.scenarios import path_of, reading_of

LIMIT = 3_000
whole_stories = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def played(reading: Reading, problem: Problem) -> Play:
    assert problem.play is not None
    words = problem.play.split()
    choices = words[3].split(",") if len(words) > 2 else []
    return Play.begin(Machine(reading.sound), words[1], choices)


def changed(tmp_path: Path, old: str, new: str, name: str = "sound") -> Path:
    text = path_of(name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "changed.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


# What is excused


def test_a_scene_may_be_excused_from_having_a_way_back(tmp_path: Path) -> None:
    old = "  the_table:\n    name: the table\n"
    why = "    no_way_back: Sometimes the bell comes first.\n"
    found = check_file(changed(tmp_path, old, old + why, "no_way_back"))
    notes = [it for it in found.problems if it.code == "P612"]
    assert [it.severity for it in notes] == ["note"]
    assert "Sometimes the bell comes first." in notes[0].message
    assert found.proof is not None
    assert found.proof.exceptions == (notes[0].message,)
    # It is told at the next scene, which is not excused.
    lost = [it for it in found.problems if it.code == "P611"]
    assert ["'afterwards'" in it.message for it in lost] == [True]


def test_a_closing_scene_need_not_have_a_way_back(tmp_path: Path) -> None:
    text = path_of("no_way_back").read_text(encoding="utf-8")
    for scene in ("the_table", "afterwards"):
        text = text.replace(f"  {scene}:\n", f"  {scene}:\n    closing: true\n")
    path = tmp_path / "closing.yaml"
    path.write_text(text, encoding="utf-8")
    assert check_file(path).holds(strict=True)


def test_a_scene_may_be_excused_from_having_no_key(tmp_path: Path) -> None:
    old = "  afterwards:\n    name: putting away\n"
    path = changed(tmp_path, old, old + "    one_key: It is about staying.\n", "one_key")
    found = check_file(path)
    assert found.holds(strict=True)
    assert [it.code for it in found.problems] == ["P643"]


def test_a_promise_says_one_thing(tmp_path: Path) -> None:
    path = changed(tmp_path, "{never: ta_trusted,", "{never: ta_trusted, can: ta_trusted,")
    (problem,) = check_file(path).problems
    assert problem.code == "E101"


def test_what_is_said_to_have_moved_is_a_gauge(tmp_path: Path) -> None:
    path = changed(tmp_path, "moved: {pupil.trust: up}", "moved: {pupil.trus: up}")
    (problem,) = check_file(path).problems
    assert problem.code == "E302"


# The room path


def test_what_only_the_room_path_breaks_is_said_to_be_broken_there(tmp_path: Path) -> None:
    """The state carries over: here what is chosen first comes second, and adds to it."""
    text = path_of("sound").read_text(encoding="utf-8")
    edits = {
        "        costs: [precedent]\n": "        then: {pupil.access: becomes 2}\n",
        "        moves: [coregulate]\n": "        then: {pupil.access: up 1}\n",
        "promises:\n": "  - {never: pupil.access = 3, because: It is enough or it is not.}\n",
    }
    for old, new in edits.items():
        assert text.count(old) == 1
        text = text.replace(old, old + new)
    path = tmp_path / "path.yaml"
    path.write_text(text, encoding="utf-8")
    assert check_file(path).holds(strict=True)
    first, second = "  - {scene: the_water}\n", "  - {scene: the_table, bridge: A minute has gone"
    text = text.replace(first, "  - {scene: the_table}\n").replace(
        second, second.replace("table", "water")
    )
    path.write_text(text, encoding="utf-8")
    (problem,) = check_file(path).problems
    assert problem.code == "P691"
    assert problem.message.startswith("on the room path, you promise")
    assert "(under 'tired': blue, cloth)" in problem.message
    assert problem.play is None


# What is not proven


def test_where_the_limit_is_met_it_says_what_was_covered() -> None:
    proof = prove(reading_of("sound"), limit=70)
    assert proof.not_proven is not None
    assert proof.not_proven.startswith("not proven: ")
    assert "all states of 'tired'" in proof.not_proven
    assert "2 more tellings not begun" in proof.not_proven
    assert [it.telling for it in proof.figures] == ["tired"]


def test_the_limit_is_met_only_by_more_states_than_there_are() -> None:
    states = prove(reading_of("sound")).states
    assert prove(reading_of("sound"), limit=states).not_proven is None
    assert prove(reading_of("sound"), limit=states - 1).not_proven is not None


def test_what_a_part_of_the_states_breaks_is_told_where_the_limit_is_met() -> None:
    reading = reading_of("broken_always")
    states = prove(reading).states
    proof = prove(reading, limit=states - 1)
    assert proof.not_proven is not None
    assert "P691" in {it.code for it in proof.problems}
    dead = prove(reading_of("dead_ending"), limit=100)
    assert dead.not_proven is not None
    assert "P624" not in {it.code for it in dead.problems}


# The shipped scenario


@pytest.fixture(scope="module")
def flagship() -> Reading:
    return read_scenario(find("tuesday_210"))


@pytest.fixture(scope="module")
def proof(flagship: Reading) -> Proof:
    return prove(flagship)


def test_the_flagship_plays_whatever_is_chosen(proof: Proof, flagship: Reading) -> None:
    assert proof.not_proven is None
    assert [it.telling for it in proof.figures] == list(flagship.sound.tellings)
    errors = [it for it in proof.problems if it.severity == "error"]
    assert errors == []


def test_every_play_that_shows_something_of_the_flagship_can_be_played(
    proof: Proof, flagship: Reading
) -> None:
    for problem in proof.problems:
        if problem.play is not None:
            played(flagship, problem)


def test_texts_are_those_that_are_seen(flagship: Reading) -> None:
    world = Machine(flagship.sound).under("lunch_row_and_writing")
    texts = Texts(world)
    graph = explore(world, 2_000)
    for from_, to, _ in islice(graph.edges(), 3_000):
        after, before = graph.states[to], graph.states[from_]
        seen = look_at(world, after, before)
        lines = texts.arriving(after, before)
        assert [it.say for trail, it in lines if trail[2] == "text"] == list(seen.text)
        assert [it.say for trail, it in lines if trail[2] == "later"] == list(seen.later)
        notices = {it.say for trail, it in lines if trail[2] in {"notice", "cue"}}
        written = {it.say for _, it in texts.of_place(after[0])}
        assert notices == set(seen.notices) & (written - set(seen.text))


# Random stories


def proved(reading: Reading) -> Proof:
    """The proof of a story, which has none of the gauges that what is seen rests on."""
    with patch("classroomsim.proof.prove.look_for_alike", return_value=True):
        return prove(reading, LIMIT)


def every_beat(world: World) -> list[tuple[State, str]]:
    """Every state with each choice it offers."""
    found = states_by_depth(world, LIMIT, skipping=True)
    return [(state, choice.id) for state in found for choice in world.offers(state)]


@whole_stories
@given(stories())
def test_the_insides_of_a_beat_are_the_engines(story: Scenario) -> None:
    machine = Machine(story)
    world = machine.under("first")
    for state, choice_id in islice(every_beat(world), 200):
        choice = machine.choices[f"{world.layout.places[state[0]]}.{choice_id}"]
        values: list[int] = []
        for _ in stages_of(world, state, choice, values):
            pass
        assert values == drifted(world, state, choice)
        lead = lead_taken(world, state, choice)
        assert lead is not None
        after = world.step(state, choice)
        assert world.layout.places[after[0]] == lead.to
        arrived = list(values)
        arrived[0] = after[0]
        arrival = world.arrival(after[0])
        for index, table, _ in arrival.verdict().of(arrived)[0] if arrival else ():
            arrived[index] = table[arrived[index]]
        assert tuple(arrived) == after


@whole_stories
@given(stories())
def test_what_is_found_of_a_story_is_so(story: Scenario) -> None:
    reading = reread(story)
    proof = proved(reading)
    for problem in proof.problems:
        if problem.play is None:
            continue
        play = played(reading, problem)
        match problem.code:
            case "P601":
                assert not play.offers
                assert play.ending is None
            case "P602" | "P603":
                assert not can_end(play.world, play.state)
            case "P604":
                assert play.trace(len(play.choices) - 1).conflicts
            case "P611":
                assert not can_mend(play.world, play.state)
                assert can_end(play.world, play.state)
            case "P631" | "P632" | "P641":
                assert len(play.offers) > 1
            case _:
                pass


@whole_stories
@given(stories())
def test_what_is_so_of_a_story_is_found(story: Scenario) -> None:
    reading = reread(story)
    proof = proved(reading)
    if proof.not_proven is not None:
        return
    codes = {it.code for it in proof.problems}
    machine = Machine(reading.sound)
    worlds = [machine.under(telling) for telling in story.tellings]
    states = [(w, s) for w in worlds for s in states_by_depth(w, LIMIT, skipping=True)]
    stuck = any(not w.offers(s) and not w.ending(s) for w, s in states)
    assert stuck == ("P601" in codes)
    endless = any(not can_end(w, s, or_stop=True) for w, s in islice(states, 300))
    assert not endless or codes & {"P602", "P603"}
    clashing = any(trace_choice(w, *beat).conflicts for w in worlds for beat in every_beat(w))
    assert clashing == ("P604" in codes)
    met = {w.layout.places[s[0]] for w, s in states}
    dead = {*story.scenes, *story.endings} - met
    told = " ".join(it.message for it in proof.problems if it.code in {"P621", "P622", "P624"})
    assert bool(dead) <= bool(told)
    for place in met:
        assert f"no play comes to the scene '{place}'" not in told
        assert f"no play comes to the ending '{place}'" not in told


def ahead(world: World, state: State) -> set[State]:
    """Everything that choices lead on to."""
    known = {state}
    waiting = [state]
    for at in waiting:
        new = {world.step(at, choice) for choice in world.offers(at)} - known
        known |= new
        waiting += new
    return known


def can_end(world: World, state: State, *, or_stop: bool = False) -> bool:
    found = ahead(world, state)
    return any(world.ending(it) or (or_stop and not world.offers(it)) for it in found)


def can_mend(world: World, state: State) -> bool:
    ends = [world.ending(it) for it in ahead(world, state)]
    return any(end is not None and end.leaves in {"repaired", "reopened"} for end in ends)


def test_a_story_of_which_nothing_is_skipped_has_no_skip_in_its_plays() -> None:
    proof = prove(reading_of("stuck"))
    assert all(SKIP not in (problem.play or "") for problem in proof.problems)
