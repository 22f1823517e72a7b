"""Why a moment might have gone so: it agrees with the trace, and holds no number."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classroomsim.debrief.why import Account, Why, accounts, together, what_moved, why
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.engine.trace import Shift
from classroomsim.scenario.story import Scenario
from tests.unit.debrief.plays import moments, our_words, played
from tests.unit.engine.stories import stories

ORDER = ("pupil", "room", "you")
TENTATIVE = re.compile(r"\b(may|might|can|seem)\b", re.IGNORECASE)


def said_of(shift: Shift) -> str:
    """The sentence that a gauge's movement has in the rulebook."""
    text = shift.gauge.rose if shift.after > shift.before else shift.gauge.fell
    return text[:1].upper() + text[1:]


@given(moments())
def test_every_gauge_that_moved_is_named_once(found: tuple[Play, int]) -> None:
    play, number = found
    moved = sorted(said_of(s) for s in play.trace(number).shifts if s.moved)
    told = sorted(w.what for w in why(play, number) if not w.what.startswith("Little changed"))
    assert told == moved


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(stories(), st.data())
def test_every_gauge_that_moved_is_named_once_in_any_story(
    story: Scenario, data: st.DataObject
) -> None:
    telling = data.draw(st.sampled_from(sorted(story.tellings)))
    play = Play.begin(Machine(story), telling)
    for _ in range(3):
        if play.ending is None and play.offers:
            play = play.choose(data.draw(st.sampled_from([c.id for c in play.offers])))
    for number in range(len(play.choices)):
        moved = [s for s in play.trace(number).shifts if s.moved]
        told = [w for w in why(play, number) if not w.what.startswith("Little changed")]
        assert len(told) == len(moved)
        assert all(w.reasons for w in told)


@given(moments())
def test_every_reason_is_one_that_the_trace_gives(found: tuple[Play, int]) -> None:
    play, number = found
    given_by_trace = {c.because for s in play.trace(number).shifts for c in s.causes}
    for one in why(play, number):
        assert one.reasons, one.what
        for reason in one.reasons:
            assert reason.because in given_by_trace or reason.source == "This story"


@given(moments())
def test_the_pupil_comes_first_and_the_adult_last(found: tuple[Play, int]) -> None:
    places = [ORDER.index(one.about) for one in why(*found)]
    assert places == sorted(places)


@given(moments())
def test_no_sentence_holds_a_number_or_a_banned_word(found: tuple[Play, int]) -> None:
    for account in accounts(*found):
        for text in (account.who, account.what, *(r.because for r in account.reasons)):
            assert not re.search(r"\d", text), text
            assert our_words().banned.search(text) is None, text


@given(moments())
def test_what_moved_is_said_tentatively(found: tuple[Play, int]) -> None:
    for one in why(*found):
        assert TENTATIVE.search(one.what), one.what


def told(account: Account) -> set[str]:
    """The reasons of an account, without their sources."""
    return {reason.because for reason in account.reasons}


@given(moments())
def test_accounts_keep_every_movement_and_its_reasons_together(found: tuple[Play, int]) -> None:
    whys, gathered = why(*found), accounts(*found)
    for one in whys:
        last = one.what.split()[-1]
        because = {reason.because for reason in one.reasons}
        assert any(last in a.what and because == told(a) for a in gathered), one
    reasons = [frozenset(told(a)) for a in gathered]
    assert len(reasons) == len(set(reasons)) or any(a.on_its_way for a in gathered)


@given(moments())
def test_how_sure_we_are_of_a_source_is_said_once(found: tuple[Play, int]) -> None:
    sure = [r.source for a in accounts(*found) for r in a.reasons if r.sure]
    assert len(sure) == len(set(sure))


@given(moments())
def test_every_source_of_a_moment_is_named(found: tuple[Play, int]) -> None:
    sources = {reason.source for one in why(*found) for reason in one.reasons}
    assert {r.source for a in accounts(*found) for r in a.reasons if r.source} == sources


@given(moments())
def test_already_on_its_way_is_never_said_of_what_the_choice_pushed(
    found: tuple[Play, int],
) -> None:
    play, number = found
    shifts = {said_of(s): s for s in play.trace(number).shifts}
    for one in why(play, number):
        if one.on_its_way:
            assert play.world.telling.rises
            shift = shifts[one.what]
            assert shift.gauge.id == "pupil.stress"
            assert shift.after > shift.before
            pushed = {cause.kind for cause in shift.causes if cause.push == "up"}
            assert pushed <= {"rule", "arrival"}


def test_the_telling_that_rises_says_so_at_its_first_moment() -> None:
    assert any(one.on_its_way for one in why(played("already_coming", [2]), 0))


@pytest.mark.parametrize("telling", ["lunch_row", "cannot_write", "hungry", "noise"])
def test_other_tellings_never_say_so(telling: str) -> None:
    play = played(telling, [1] * 10)
    for number in range(len(play.choices)):
        assert not any(one.on_its_way for one in why(play, number))


@given(moments())
def test_a_skipped_scene_moves_nothing_but_what_time_does(found: tuple[Play, int]) -> None:
    play, number = found
    if play.moment(number).skipped:
        assert {r.source for one in why(play, number) for r in one.reasons} <= {"This story"}


@pytest.mark.parametrize(
    ("sentences", "text"),
    [
        ([], ""),
        ([""], ""),
        (["Kai may rest"], "Kai may rest."),
        (["Kai may rest."], "Kai may rest."),
        (["Kai may rest", "The room may rest"], "Kai may rest. The room may rest."),
        (["Kai may have been calmer", "Kai may have felt safer"],
         "Kai may have been calmer and felt safer."),
        (["Kai may be calm", "Kai may be safe", "Kai may be seen"],
         "Kai may be calm, safe and seen."),
        (["Kai rests", "Kai sleeps"], "Kai rests. Kai sleeps."),
        (["It rose", "It rose"], "It rose. It rose."),
        (["Kai", "Kai"], "Kai. Kai."),
    ],
)  # fmt: skip
def test_sentences_that_begin_alike_are_told_in_one_breath(sentences: list[str], text: str) -> None:
    assert together(sentences) == text


@given(st.lists(st.text(alphabet="ab c.", max_size=12), max_size=5))
def test_no_sentence_is_lost_when_they_are_told_together(sentences: list[str]) -> None:
    text = together(sentences)
    for sentence in sentences:
        ends = sentence.rstrip(" .").split()
        assert not ends or ends[-1] in text


@given(moments())
def test_what_moved_tells_of_nothing_that_did_not(found: tuple[Play, int]) -> None:
    play, number = found
    moved = [s for s in play.trace(number).shifts if s.moved]
    assert bool(what_moved(play, number)) == bool(moved)


def test_a_why_by_itself_is_about_the_room() -> None:
    assert Why("The class may have been louder", ()).about == "room"
