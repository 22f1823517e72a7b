"""A guess beside the cues that told the causes apart; never right or wrong."""

import re

import pytest
from hypothesis import given, settings

from classroomsim.debrief.lookback import CANNOT_TELL, other_causes
from classroomsim.debrief.message import Message, message
from classroomsim.engine.play import Play
from classroomsim.engine.seen import look, look_at
from classroomsim.scenario.words import narration
from tests.unit.debrief.plays import machine, our_words, plays

JUDGING = re.compile(
    r"(?i)\b(were right|was right|wrong|correct|missed|guessed it|should|answer was)\b"
)
FIRST = {
    "lunch_row": "He looks at the playground door, then the clock, then the door again.",
    "cannot_write": "His hand is flat over a scrap of paper. One line on it has been rubbed thin.",
    "hungry": "One arm is pressed across his middle. His eyes go to the fruit box on your shelf.",
    "noise": "On the roof the drill starts again. His shoulders come up, and he smiles.",
}
"""What tells the single causes apart at the first moment."""


def ended(telling: str) -> Play:
    """A whole play under a telling, taking the first choice each time."""
    play = Play.begin(machine(), telling)
    while play.ending is None:
        play = play.choose(play.offers[0].id)
    return play


def told(found: Message) -> list[str]:
    """Everything that a message says."""
    cued = [*([found.here] if found.here else []), *found.elsewhere]
    return [*found.guessed, *(it.underneath for it in cued), *(c for it in cued for c in it.cues)]


@pytest.mark.parametrize("telling", FIRST)
def test_each_cause_has_its_own_cue_beside_it(telling: str) -> None:
    found = message(ended(telling), 0, ("too_hard",))
    assert found.ask == "What might Kai be saying?"
    assert found.guessed == ("I can't see how to begin this.",)
    assert found.here is not None
    assert found.here.underneath.startswith("In this telling, ")
    assert found.here.cues == (FIRST[telling],)
    assert [it.cues for it in found.elsewhere] == [
        (cue,) for other, cue in FIRST.items() if other != telling
    ]
    assert all(it.underneath.startswith("In another telling, ") for it in found.elsewhere)


def test_the_same_is_told_whatever_was_guessed() -> None:
    play = ended("hungry")
    known = play.moment(0).scene.read
    assert known is not None
    without = message(play, 0, None)
    assert without.guessed == ()
    for options in (*((option,) for option in known.options), (), tuple(known.options)):
        found = message(play, 0, options)
        assert (found.here, found.elsewhere) == (without.here, without.elsewhere)
    assert message(play, 0, ()).guessed == (CANNOT_TELL,)


def test_where_two_causes_met_the_cues_of_both_are_told() -> None:
    found = message(ended("lunch_row_and_writing"), 0, None)
    assert found.here is not None
    assert set(found.here.cues) == {FIRST["lunch_row"], FIRST["cannot_write"]}
    assert [it.cues for it in found.elsewhere] == [(FIRST["hungry"],), (FIRST["noise"],)]


def test_of_what_was_never_found_out_only_that_is_told() -> None:
    for number in range(3):
        found = message(ended("never_found_out"), number, ("see_me",))
        assert found.here is not None
        assert found.here.underneath.startswith("In this telling, nobody found out")
        assert found.here.cues == ()
        assert found.elsewhere == ()


def test_what_was_underneath_is_not_told_before_the_end() -> None:
    found = message(ended("noise").upto(2), 0, ("body_says_no",))
    assert found.guessed == ("Something in me, or in this room, is too much.",)
    assert found.here is None
    assert found.elsewhere == ()


def test_a_moment_that_asks_for_no_guess_still_tells_its_cues() -> None:
    found = message(ended("noise"), 1, None)
    assert found.ask == ""
    assert found.here is not None
    assert found.here.cues


@settings(max_examples=60, deadline=None)
@given(plays())
def test_what_is_told_of_here_was_there_to_be_seen_and_of_elsewhere_was_not(play: Play) -> None:
    for moment in play.moments:
        found = message(play, moment.number, None)
        seen = look_at(play.world, moment.before, moment.came_from)
        if found.here is not None:
            assert set(found.here.cues) <= {*seen.notices, *seen.text}
        for one in found.elsewhere:
            assert not set(one.cues) & {*seen.notices, *seen.text}
        if found.elsewhere:
            assert len(found.elsewhere) == len(other_causes(play))


@settings(max_examples=60, deadline=None)
@given(plays())
def test_a_cue_of_another_telling_is_shown_there_after_the_same_choices(play: Play) -> None:
    for other in other_causes(play):
        there = Play.begin(machine(), other.id)
        if play.ending is None or not play.choices or play.world.telling.unrevealed:
            return
        found = message(play, 0, None)
        (cued,) = (it for it in found.elsewhere if other.reveal in it.underneath)
        assert set(cued.cues) <= set(look(there).notices)


@settings(max_examples=60, deadline=None)
@given(plays())
def test_no_wording_judges_a_guess_or_breaks_the_rule_on_words(play: Play) -> None:
    for moment in play.moments:
        read = moment.scene.read
        for text in told(message(play, moment.number, tuple(read.options) if read else None)):
            assert not JUDGING.search(narration(text)), text
            assert our_words().banned.search(narration(text)) is None, text
