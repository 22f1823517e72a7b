"""The laws of a play: what it is, going back, trying again, parting, and keeping it in a diary."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from classroomsim.diary.record import Texts
from classroomsim.diary.store import Diary
from classroomsim.engine.machine import ENGINE_VERSION, EngineError, Machine
from classroomsim.engine.play import Play, PlayKey, where_they_part
from classroomsim.scenario.read import read_parsed, rulebook_shape
from classroomsim.scenario.source import parse_source
from classroomsim.scenario.story import SKIP, Scenario
from tests.unit.engine.stories import (
    Maker,
    Sizes,
    chance,
    chances,
    reread,
    stories,
    with_read_choices,
)

LONGEST = 12
some_plays = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def played(machine: Machine, drawn: Random, telling: str | None = None) -> Play:
    """A random play: to an ending, or as far as the longest play goes."""
    play = Play.begin(machine, telling or drawn.choice(list(machine.scenario.tellings)))
    while play.ending is None and len(play.choices) < LONGEST:
        offered = [choice.id for choice in play.offers] * 3
        play = play.choose(drawn.choice([*offered, SKIP]))
    return play


@some_plays
@given(stories(), chances())
def test_a_play_is_its_key(story: Scenario, drawn: Random) -> None:
    machine = Machine(story)
    play = played(machine, drawn)
    assert play.key == PlayKey(story.hash, ENGINE_VERSION, play.world.telling.id, play.choices)
    again = Play.replay(Machine(story), play.key)
    assert again.states == play.states
    assert again.choices == play.choices


@some_plays
@given(stories(), chances())
def test_going_back_drops_the_last_choice_and_nothing_else(story: Scenario, drawn: Random) -> None:
    play = played(Machine(story), drawn)
    while play.choices:
        before = play.back()
        assert before.choices == play.choices[:-1]
        assert before.states == play.states[:-1]
        assert before.choose(play.choices[-1]) == play
        play = before
    assert play.back() == play


@some_plays
@given(stories(), chances())
def test_trying_again_shares_the_beginning(story: Scenario, drawn: Random) -> None:
    machine = Machine(story)
    play = played(machine, drawn)
    for number in range(len(play.choices) + 1):
        before = play.upto(number)
        assert before == Play.begin(machine, play.world.telling.id, play.choices[:number])
        assert where_they_part(before, play) == where_they_part(play, before) == number
        for other in (*(choice.id for choice in before.offers), SKIP):
            if before.ending is None and number < len(play.choices):
                parted = where_they_part(before.choose(other), play)
                assert parted == number + (other == play.choices[number])
    assert play.upto(-1).choices == ()
    assert play.upto(99) == play


@some_plays
@given(stories(), chances())
def test_moments_join_up(story: Scenario, drawn: Random) -> None:
    play = played(Machine(story), drawn)
    assert [moment.number for moment in play.moments] == list(range(len(play.choices)))
    came_from = play.states[0]
    for moment in play.moments:
        assert moment.before == play.states[moment.number]
        assert moment.after == play.states[moment.number + 1]
        assert moment.came_from == came_from
        assert moment.skipped is (moment.choice is None)
        assert play.trace(moment.number).after == moment.after
        came_from = moment.before
    assert play.came_from == came_from
    assert (play.scene is None) is (play.ending is not None)


def a_story(seed: int = 1) -> Scenario:
    return with_read_choices(Maker(chance(seed), Sizes()).story())


def test_plays_under_different_tellings_part_at_once() -> None:
    machine = Machine(a_story())
    one, other = (played(machine, chance(1), telling) for telling in ("first", "second"))
    assert where_they_part(one, other) == 0


def test_what_is_not_on_offer_is_refused_in_a_sentence() -> None:
    machine = Machine(a_story())
    with pytest.raises(EngineError, match=r"no telling 'third'.*first"):
        machine.under("third")
    play = Play.begin(machine, "first")
    with pytest.raises(EngineError, match=r"'way_9' is not offered in 'scene_0'; it offers way_0"):
        play.choose("way_9")
    random = chance(3)
    ended = next(p for _ in range(200) if (p := played(machine, random)).ending is not None)
    assert ended.offers == ()
    for choice in ("way_0", SKIP):
        with pytest.raises(EngineError, match="has ended"):
            ended.choose(choice)
    with pytest.raises(EngineError, match="has ended"):
        ended.world.skip(ended.state)


def test_a_play_of_another_text_or_engine_is_refused() -> None:
    machine = Machine(a_story())
    with pytest.raises(EngineError, match="has changed"):
        Play.replay(machine, PlayKey("another", ENGINE_VERSION, "first", ()))
    with pytest.raises(EngineError, match="another version"):
        Play.replay(machine, PlayKey(machine.scenario.hash, ENGINE_VERSION + 1, "first", ()))


# ------------------------------------------------------------------------------------- the diary


@pytest.fixture(scope="module")
def diary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Diary]:
    kept = Diary.open(Path(tmp_path_factory.mktemp("home")) / "diary.db")
    yield kept
    kept.close()


@settings(parent=some_plays, max_examples=25)
@given(story=stories(most=3), drawn=chances())
def test_a_play_kept_in_the_diary_is_played_again_from_it_alone(
    diary: Diary, story: Scenario, drawn: Random
) -> None:
    reading = reread(story)
    assert reading.scenario is not None
    play = played(Machine(reading.scenario), drawn)
    start = play.upto(drawn.randint(0, len(play.choices)))
    source, rulebook = reading.source, reading.rulebook
    texts = Texts(source.name, source.text, rulebook.name, rulebook.text)
    number = diary.begin(texts, story.id, story.title, start.key)
    for n in range(len(start.choices), len(play.choices)):
        diary.choose(number, n, play.choices[n])
    if play.choices:
        diary.back(number, len(play.choices) - 1)
        diary.choose(number, len(play.choices) - 1, play.choices[-1])

    key = diary.entry(number).key
    assert key == play.key
    kept = diary.texts(key.scenario)
    rules = parse_source(kept.rulebook_name, kept.rulebook.encode())
    text = parse_source(kept.scenario_name, kept.scenario.encode())
    read = read_parsed(text, rules, rulebook_shape(rules)).scenario
    assert read is not None
    assert Play.replay(Machine(read), key).states == play.states
