"""By arrays the promises look at the same as by the plain search, or at the first of each kind."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classroomsim.engine.machine import Machine, World
from classroomsim.engine.trace import trace_choice
from classroomsim.proof.arrays import alike, search
from classroomsim.proof.arrays.survey import Surveyor, survey_quickly
from classroomsim.proof.figures import Figures
from classroomsim.proof.promises.key import SAME, Keys, mending
from classroomsim.proof.promises.lunch import Lunch
from classroomsim.proof.prove import prove
from classroomsim.proof.reach import survey_plainly
from classroomsim.proof.survey import Act, Coached, Sought, Survey
from classroomsim.scenario.condition import Condition, FactKind
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario
from classroomsim.scenario.story import Another, Choice, Coaching, Direction, Line, Scenario, Scene
from tests.unit.engine.stories import Maker, chances, sizes, with_read_choices
from tests.unit.proof.scenarios import BROKEN, FOLDER, reading_of

MOST = 2_000
DIRECTIONS: tuple[Direction, ...] = ("up", "down")
KINDS: tuple[FactKind, ...] = ("phase", "rose", "fell")
ABOUT: tuple[FactKind, ...] = (*KINDS, "move", "tag", "manner")
many_stories = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


class Author(Maker):
    """Makes stories with notices and coaching, under any condition that these may have."""

    def lines(self, name: str, kinds: tuple[FactKind, ...]) -> tuple[Line, ...]:
        count = self.chance.randint(0, 3)
        return tuple(Line(f"{name} {n}.", self.any_end(kinds)) for n in range(count))

    def any_end(self, kinds: tuple[FactKind, ...]) -> Condition:
        return self.comparison(ends=True) if self.maybe(0.3) else self.condition(kinds)

    def scene(self, name: str) -> Scene:
        return replace(super().scene(name), notice=self.lines("Kai looks up", KINDS))

    def choice(self, scene: str, name: str) -> Choice:
        said = [self.lines(f"You waited ({part})", ABOUT) for part in range(6)]
        gauges = self.some(list(self.gauges))
        moved = tuple((gauge, self.chance.choice(DIRECTIONS)) for gauge in gauges)
        noticed, might, followed, tuesday, question, school = said
        another = Another(self.move_ids[0], self.lines("Try", ABOUT), self.lines("Slow", ABOUT))
        coach = Coaching(noticed, might, followed, another, tuesday, question, school, moved)
        made = super().choice(scene, name)
        return replace(made, coach=coach) if self.maybe(0.8) else made


@st.composite
def coached_stories(draw: st.DrawFn) -> tuple[Scenario, Author]:
    author = Author(draw(chances()), draw(sizes(most=4)))
    story = author.story()
    return with_read_choices(story), author


Both = tuple[Survey, Survey]


def surveyed(story: Scenario) -> Iterator[Both]:
    """Each telling by the plain search and by arrays, with all that may be sought."""
    machine = Machine(story)
    surveyor = Surveyor()
    lunch = Lunch(story)
    turns = [turn for move in story.moves.values() for turn in move.turns]
    own: tuple[Act, ...] = (*story.rules, *story.limits, *turns)
    for telling in story.tellings:
        sought = Sought(own, frozenset(), lunch.pairs, lunch.free)
        plain = survey_plainly(machine.under(telling), MOST, None, sought)
        if plain.graph.complete:
            quick = surveyor.survey(machine.under(telling), MOST, None, sought)
            assert quick is not None
            yield plain, quick


def kinds(beats: Iterator[Coached]) -> list[Coached]:
    """The first of those beats that show the same after the same choice."""
    found: dict[object, Coached] = {}
    for beat in beats:
        found.setdefault((beat.choice, beat.shown, beat.amiss), beat)
    return list(found.values())


def alike_but_for_rounding(one: Figures, other: Figures) -> bool:
    same = replace(one, typical=other.typical, endings=other.endings) == other
    about = one.typical == pytest.approx(other.typical, abs=1e-9)
    return same and about and one.endings == pytest.approx(other.endings, abs=1e-9)


@many_stories
@given(coached_stories())
def test_coaching_and_texts_are_shown_the_same(made: tuple[Scenario, Author]) -> None:
    for plain, quick in surveyed(made[0]):
        assert list(quick.coached()) == kinds(plain.coached())
        assert set(quick.worded()) == set(plain.worded())
        assert set(quick.arriving()) == set(plain.arriving())


@many_stories
@given(coached_stories(), st.integers(1, 7))
def test_many_conditions_and_many_states_are_taken_in_parts(
    made: tuple[Scenario, Author], few: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike, "WORD", 8)
        patch.setattr(alike, "FEW", few)
        patch.setattr(search, "AT_ONCE", 5 * few)
        for plain, quick in surveyed(made[0]):
            assert list(quick.coached()) == kinds(plain.coached())
            assert set(quick.arriving()) == set(plain.arriving())
            assert [n for n, _ in quick.beats()] == clashing(plain)
            compare_choosing(plain, quick)


@many_stories
@given(coached_stories())
def test_what_happens_in_beats_is_the_same(made: tuple[Scenario, Author]) -> None:
    for plain, quick in surveyed(made[0]):
        assert quick.leads() == plain.leads()
        assert quick.acting() == plain.acting()
        assert [n for n, _ in quick.beats()] == clashing(plain)


def clashing(plain: Survey) -> list[int]:
    """Where beats with a conflict begin, by the engine's own trace."""
    graph = plain.graph
    return [
        state
        for state, choice in plain.beats()
        if trace_choice(graph.world, graph.states[state], choice.id).conflicts
    ]


@many_stories
@given(coached_stories())
def test_what_is_met_is_the_same(made: tuple[Scenario, Author]) -> None:
    story, author = made
    for plain, quick in surveyed(story):
        assert quick.places() == plain.places()
        assert quick.chosen() == plain.chosen()
        for index in range(1, plain.graph.world.layout.size):
            assert quick.values(index) == plain.values(index)
        for _ in range(5):
            condition = author.condition()
            if not condition_known(condition, plain.graph.world):
                continue
            for wanted in (True, False):
                found = quick.first_where(condition, wanted=wanted)
                assert found == plain.first_where(condition, wanted=wanted)


def condition_known(condition: Condition, world: World) -> bool:
    """Whether it asks for no choice but those whose being made is kept in the states."""
    try:
        world.judge.fold(condition)
    except KeyError:
        return False
    return True


@many_stories
@given(coached_stories(), st.data())
def test_where_the_end_and_the_way_back_are_lost_is_the_same(
    made: tuple[Scenario, Author], data: st.DataObject
) -> None:
    story = made[0]
    for plain, quick in surveyed(story):
        assert list(quick.stops()) == list(plain.stops())
        assert quick.always_ends() == plain.always_ends()
        place_of = plain.graph.world.layout.place_of
        endings = [place_of[name] for name in story.endings]
        exempt = data.draw(st.sets(st.sampled_from([place_of[it] for it in story.scenes])))
        for good in ([], endings[:1], endings):
            lost = quick.first_lost(good, endings, exempt)
            assert lost == plain.first_lost(good, endings, exempt)
        assert alike_but_for_rounding(quick.figures(), plain.figures())


@many_stories
@given(coached_stories(), st.data())
def test_a_play_that_never_has_a_level_is_known(
    made: tuple[Scenario, Author], data: st.DataObject
) -> None:
    for plain, quick in surveyed(made[0]):
        graph, layout = plain.graph, plain.graph.world.layout
        index = data.draw(st.sampled_from(sorted(layout.numbers.values())))
        level = data.draw(st.integers(layout.lows[index], layout.highs[index] + 1))
        known = {0} if graph.states[0][index] < level else set()
        waiting = list(known)
        for state in waiting:
            new = {n for n in graph.after(state) if graph.states[n][index] < level} - known
            known |= new
            waiting += new
        ends = any(graph.world.ending(graph.states[n]) for n in known)
        assert quick.may_end_below(index, level) == ends


@many_stories
@given(coached_stories())
def test_choices_are_compared_and_weighed_the_same(made: tuple[Scenario, Author]) -> None:
    for plain, quick in surveyed(made[0]):
        compare_choosing(plain, quick)


def compare_choosing(plain: Survey, quick: Survey) -> None:
    story = plain.graph.world.scenario
    lunches = Lunch(story), Lunch(story)
    keys = Keys(story), Keys(story)
    for survey, lunch, key in zip((plain, quick), lunches, keys, strict=True):
        lunch.look(survey)
        key.look(survey)
    one, other = lunches
    assert one.pairs == other.pairs
    assert one.free == other.free
    for pair in chain(*one.pairs.values()):
        assert one.met.get(pair) == other.met.get(pair)
    for choice in chain(*one.free.values()):
        assert one.met.get(choice) == other.met.get(choice)
    assert keys[0] == keys[1]
    assert len(list(quick.to_weigh(mending(quick), SAME))) <= 2 * len(quick.graph.choices)


FILES = [FOLDER / "sound.yaml", FOLDER / "experiment.yaml", *sorted(BROKEN.glob("*.yaml"))]


@pytest.mark.parametrize("path", [*FILES, find("tuesday_210")], ids=lambda path: path.stem)
def test_whole_proofs_find_the_same_with_the_same_plays(path: Path) -> None:
    reading = read_scenario(path)
    quick, plain = prove(reading), prove(reading, survey=survey_plainly)
    assert quick.problems == plain.problems
    assert quick.exceptions == plain.exceptions
    assert quick.not_proven == plain.not_proven
    for one, other in zip(quick.figures, plain.figures, strict=True):
        assert alike_but_for_rounding(one, other)


def test_a_story_with_loops_has_the_same_figures() -> None:
    reading = read_scenario(FOLDER / "small.yaml")
    quick, plain = prove(reading), prove(reading, survey=survey_plainly)
    assert quick.problems == plain.problems
    pairs = list(zip(quick.figures, plain.figures, strict=True))
    assert pairs
    assert all(alike_but_for_rounding(one, other) for one, other in pairs)
    assert any(it.plays.beats is not None for it in quick.figures)


def test_the_arrays_say_how_far_they_have_come() -> None:
    told: list[int] = []
    machine = Machine(reading_of("sound").sound)
    world = machine.under("tired")
    found = survey_quickly(world, MOST, lambda _, states: told.append(states), Sought())
    assert found is not None
    assert told == sorted(told)
    assert len(set(told)) > 2
    assert told[-1] == len(found.graph.states)


def test_past_the_limit_there_is_no_survey_by_arrays() -> None:
    world = Machine(reading_of("sound").sound).under("tired")
    assert survey_quickly(world, 10, None, Sought()) is None
