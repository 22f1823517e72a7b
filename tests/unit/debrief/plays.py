"""Plays of the scenario that ships, drawn at random or made for one test."""

from functools import cache

from hypothesis import strategies as st

from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario, shipped_rulebook
from classroomsim.scenario.story import SKIP
from classroomsim.scenario.words import Wordlist, wordlist

LONGEST = 12
"""Beats, at most, of a random play; the scenario ends before that."""


@cache
def machine() -> Machine:
    """The scenario that ships, made ready once."""
    scenario = read_scenario(find("tuesday_210")).scenario
    assert scenario is not None
    return Machine(scenario)


@cache
def our_words() -> Wordlist:
    """The words that nothing a player is shown may hold."""
    return wordlist(shipped_rulebook()[1].words)


def played(telling: str, picks: list[int]) -> Play:
    """A play that takes, beat by beat, the choice that a number picks; 0 skips the scene."""
    play = Play.begin(machine(), telling)
    for pick in picks:
        if play.ending is not None:
            break
        ids = [SKIP, *(choice.id for choice in play.offers)]
        play = play.choose(ids[pick % len(ids)])
    return play


@st.composite
def plays(draw: st.DrawFn, least: int = 1) -> Play:
    """Plays under any telling, ended or left; skipping a scene is rarer than choosing."""
    telling = draw(st.sampled_from(sorted(machine().scenario.tellings)))
    picks = draw(st.lists(st.integers(0, 59), min_size=least, max_size=LONGEST))
    return played(telling, picks)


@st.composite
def moments(draw: st.DrawFn) -> tuple[Play, int]:
    """A play and the number of one of its moments."""
    play = draw(plays())
    return play, draw(st.integers(0, len(play.choices) - 1))


@st.composite
def two_plays(draw: st.DrawFn) -> tuple[Play, Play]:
    """Two plays, as often as not the second a second try of the first."""
    one = draw(plays())
    if draw(st.booleans()):
        return one, draw(plays())
    again = one.upto(draw(st.integers(0, len(one.choices))))
    for pick in draw(st.lists(st.integers(0, 59), max_size=LONGEST)):
        if again.ending is not None:
            break
        ids = [SKIP, *(choice.id for choice in again.offers)]
        again = again.choose(ids[pick % len(ids)])
    return one, again
