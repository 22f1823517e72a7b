"""Where the ways parted most, and what else could have followed, in words for a player."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from classroomsim.debrief.ahead import LEFT, Prepared, prepare
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.proof.graph import explore
from classroomsim.proof.order import in_order
from classroomsim.proof.suggest import LEAVING, Ahead, others_at, suggest_moment
from classroomsim.scenario.read import read_scenario
from classroomsim.scenario.story import Scenario
from classroomsim.scenario.words import narration
from tests.unit.debrief.plays import machine as tuesday
from tests.unit.debrief.plays import our_words, plays

SMALL = Path(__file__).parents[2] / "scenarios" / "small.yaml"
CLOCK = re.compile(r"\d\d:\d\d")
JUDGING = re.compile(r"(?i)\b(best|better|worse|wrong|right|should|chance|likel\w+)\b")
_KNOWN: dict[str, Prepared] = {}


@pytest.fixture(scope="module")
def small() -> Scenario:
    """The scenario for tests."""
    return read_scenario(SMALL).sound


def prepared_for(scenario: Scenario, telling: str) -> Prepared:
    found = prepare(scenario, telling)
    assert found is not None
    return found


def known(telling: str) -> Prepared:
    """What the scenario that ships could lead to under a telling, worked out once."""
    if telling not in _KNOWN:
        _KNOWN[telling] = prepared_for(tuesday().scenario, telling)
    return _KNOWN[telling]


@pytest.mark.parametrize(
    "choices",
    [
        ("cloth", "go_on", "wash"),
        ("joke", "cloth", "look_again", "cloth", "go_on", "wait"),
        ("cloth", "go_on"),
        ("skip", "go_on", "wait"),
    ],
)
def test_the_moment_is_the_one_that_the_proofs_suggest(
    small: Scenario, choices: tuple[str, ...]
) -> None:
    for telling in small.tellings:
        graph = explore(Machine(small).under(telling))
        ahead = Ahead(graph, in_order(graph))
        play = Play.begin(Machine(small), telling, choices)
        expected, found = suggest_moment(play, ahead), prepared_for(small, telling).suggest(play)
        assert (found and found.number) == (expected and expected.number)


def test_it_names_the_moment_and_leaves_the_pick_to_the_player(small: Scenario) -> None:
    play = Play.begin(Machine(small), "tired", ("cloth", "go_on", "wash"))
    found = prepared_for(small, "tired").suggest(play)
    assert found is not None
    assert found.sentence == ("The ways parted most at 14:30, putting away. You may pick another.")


def test_of_one_moment_nothing_need_be_said(small: Scenario) -> None:
    machine = Machine(small)
    play = Play.begin(machine, "tired", ("skip", "skip"))
    assert prepared_for(small, "tired").suggest(play) is None
    one = Play.begin(tuesday(), "lunch_row", ("books_stay",))
    found = known("lunch_row").suggest(one)
    assert found is None or (found.number, found.sentence) == (0, "")


def test_nothing_is_suggested_where_no_choice_made_a_difference(small: Scenario) -> None:
    prepared = prepared_for(small, "tired")
    for choices in ((), ("cloth",), ("skip", "skip", "skip")):
        assert prepared.suggest(Play.begin(Machine(small), "tired", choices)) is None


def test_where_there_is_too_much_ahead_there_is_nothing(small: Scenario) -> None:
    assert prepare(small, "tired", limit=3) is None


def test_whatever_ends_a_search_is_passed_on(small: Scenario) -> None:
    def stop(_telling: str, _looked_at: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        prepare(small, "tired", progress=stop)


def test_choices_that_could_lead_to_the_same_are_told_together() -> None:
    play = Play.begin(tuesday(), "lunch_row", ("books_stay",))
    (together,) = known("lunch_row").led_to(play, 0)
    assert len(together.did) == 3
    assert together.could.startswith("Any of these could still have ended, as what you did could")


def test_a_last_choice_tells_the_one_way_it_would_have_ended(small: Scenario) -> None:
    play = Play.begin(Machine(small), "tired", ("cloth", "go_on", "wash"))
    (other,) = prepared_for(small, "tired").led_to(play, 2)
    assert other.did == ("Held the door",)
    assert other.could == (
        "In this story, that would have ended with the line held and little more said."
    )


@settings(max_examples=60, deadline=None)
@given(plays())
def test_each_other_choice_is_told_once_and_with_all_that_it_left_open(play: Play) -> None:
    prepared = known(play.world.telling.id)
    name = play.world.scenario.pupil.name
    for number in range(len(play.choices)):
        found = prepared.led_to(play, number)
        others = others_at(play, prepared._ahead, number)
        assert sorted(d for one in found for d in one.did) == sorted(o.choice.did for o in others)
        for other in others:
            (told,) = (one.could for one in found if other.choice.did in one.did)
            said = {leaves for leaves in LEAVING if LEFT[leaves].format(name=name) in told}
            assert said == set(other.leaves)


@settings(max_examples=60, deadline=None)
@given(plays())
def test_no_wording_counts_judges_or_breaks_the_rule_on_words(play: Play) -> None:
    prepared = known(play.world.telling.id)
    suggested = prepared.suggest(play)
    told = [suggested.sentence] if suggested else []
    told += [one.could for n in range(len(play.choices)) for one in prepared.led_to(play, n)]
    for sentence in told:
        assert not re.search(r"[\d%!]", CLOCK.sub("", sentence)), sentence
        assert not JUDGING.search(sentence), sentence
        assert our_words().banned.search(narration(sentence)) is None, sentence
