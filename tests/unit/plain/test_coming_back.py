"""Coming back, as linear text: offered after some days, one moment, nothing due."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from classroomsim.diary.settings import Settings
from classroomsim.diary.store import Diary, diary_path
from classroomsim.plain import help as said
from classroomsim.plain.player import PlainPlayer
from tests.unit.plain.hearing import WHOLE_PLAY, flat, tuesday

BEGAN = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
LATER = BEGAN + timedelta(days=8)
OFFER = "You might like to come back to 'Tuesday, 2.10', for three minutes."
OWN = "If they all turn round, then I turn them back first."
ENDED = ("2", *WHOLE_PLAY[:7])


class Clock:
    """The time, moved on by hand."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Diary]:
    """A diary with nothing in it."""
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path))
    with closing(Diary.open(diary_path(), clock=clock)) as opened:
        yield opened


def hear(diary: Diary, clock: Clock, *typed: str, telling: str | None = None) -> str:
    """Everything that is said in a terminal when these lines are typed."""
    out = StringIO()
    lines = StringIO("".join(f"{line}\n" for line in typed))
    player = PlainPlayer(lines, out, interactive=True, clock=clock)
    player.play(tuesday(), telling, (), diary)
    return out.getvalue()


def revisit(diary: Diary, clock: Clock, *typed: str) -> tuple[bool, str]:
    """Whether there is one moment to come back to, and what is said."""
    out = StringIO()
    lines = StringIO("".join(f"{line}\n" for line in typed))
    found = PlainPlayer(lines, out, interactive=False, clock=clock).revisit(diary, "tuesday_210")
    return found, out.getvalue()


@pytest.fixture
def played(diary: Diary, clock: Clock) -> Diary:
    """A diary with a whole play under one telling and a plan for the next Tuesday."""
    hear(diary, clock, *ENDED, "p", OWN, "Tuesday", "q", telling="lunch_row")
    clock.now = LATER
    return diary


def test_nothing_is_offered_on_the_same_day(played: Diary, clock: Clock) -> None:
    clock.now = BEGAN + timedelta(hours=1)
    assert OFFER not in hear(played, clock)


def test_after_some_days_it_is_offered_and_can_be_left_alone(played: Diary, clock: Clock) -> None:
    told = hear(played, clock, "n", "q")
    assert OFFER in told
    assert "Before you start:" in told
    assert played.plans()[0].came == ""


def test_it_is_not_offered_where_the_player_switched_it_off(played: Diary, clock: Clock) -> None:
    Settings(come_back=False).save(played)
    assert OFFER not in hear(played, clock)


def test_it_is_not_offered_where_a_telling_is_asked_for(played: Diary, clock: Clock) -> None:
    assert OFFER not in hear(played, clock, telling="noise")


def test_one_moment_is_played_under_another_cause(played: Diary, clock: Clock) -> None:
    told = flat(hear(played, clock, "y", "It came, and I did.", "1"))
    order = [
        OFFER,
        "Your plan was:",
        OWN,
        "For Tuesday 1 December 2026.",
        said.NO_NAMES,
        "Did Tuesday come?",
        "One moment again, with something else underneath.",
        "14:10, the book.",
        "What you noticed:",
        "What was underneath:",
        "In this telling, ",
        said.BEAT_OVER,
    ]
    places = [told.index(text) for text in order]
    assert places == sorted(places)
    entry = max(played.entries(), key=lambda it: it.id)
    assert entry.kind == "revisit"
    assert entry.key.telling != "lunch_row"
    assert played.plans()[0].came == "It came, and I did."
    assert "Looking back:" not in told


def test_of_a_day_that_is_yet_to_come_it_is_asked_otherwise(played: Diary, clock: Clock) -> None:
    clock.now = BEGAN + timedelta(days=2)
    told = flat(hear(played, clock, "y", "", "q"))
    assert said.DID_IT_COME in told
    assert "Did Tuesday come?" not in told
    assert played.plans()[0].came == ""


def test_the_plan_can_be_changed_afterwards(played: Diary, clock: Clock) -> None:
    hear(played, clock, "y", "", "1", "p", "If they turn, then I breathe out.", "10 December", "q")
    (plan,) = played.plans()
    assert plan.line == "If they turn, then I breathe out."
    assert plan.day is not None
    assert plan.day.isoformat() == "2026-12-10"


def test_an_empty_line_keeps_the_plan_and_its_day(played: Diary, clock: Clock) -> None:
    before = played.plans()[0]
    told = flat(hear(played, clock, "y", "", "1", "p", "", "", "q"))
    assert told.count(OWN) == 2
    assert (played.plans()[0].line, played.plans()[0].day) == (before.line, before.day)


def test_before_its_choice_there_is_nothing_to_go_back_to_or_look_back_on(
    played: Diary, clock: Clock
) -> None:
    told = hear(played, clock, "y", "", "b", "l", "q")
    assert said.AT_THE_BEGINNING in told
    assert said.NO_MOMENT in told


def test_the_moment_can_be_chosen_again_or_tried_again(played: Diary, clock: Clock) -> None:
    back = hear(played, clock, "y", "", "1", "b", "2", "q")
    assert back.count(said.BEAT_OVER[:20]) == 2
    clock.now += timedelta(days=20)
    again = hear(played, clock, "y", "", "1", "r", "2", "q")
    assert "The same moment, again." in again
    assert said.WORDS_AFTER in again
    assert again.count(said.BEAT_OVER[:20]) == 2, "a second go is one moment too"
    assert played.unfinished() == []


def test_the_message_of_the_one_moment_is_told(played: Diary, clock: Clock) -> None:
    told = flat(hear(played, clock, "y", "", "g 1", "1", "m", "y", "q"))
    assert "You wondered: I can't see how to begin this." in told
    assert told.count("In this telling, ") == 2
    assert "In another telling, " in told
    assert "Why might that have happened?" in told


def test_it_can_be_asked_for_on_any_day(played: Diary, clock: Clock) -> None:
    clock.now = BEGAN
    found, told = revisit(played, clock, "", "1")
    assert found
    assert OWN in flat(told)
    assert said.BEAT_OVER[:20] in told


def test_before_a_whole_play_there_is_nothing_to_come_back_to(diary: Diary, clock: Clock) -> None:
    hear(diary, clock, "1", "q", telling="noise")
    assert revisit(diary, clock) == (False, "")


def test_a_play_without_a_plan_is_come_back_to_without_a_question(
    diary: Diary, clock: Clock
) -> None:
    hear(diary, clock, *ENDED, "q", telling="lunch_row")
    clock.now = LATER
    told = hear(diary, clock, "y", "1", "p", "", "", "q")
    assert "Did " not in told.split("14:10, the book.")[0]
    assert said.PLANNED in told
    (plan,) = diary.plans()
    assert plan.play == max(entry.id for entry in diary.entries())


def test_the_input_may_end_at_any_question(played: Diary, clock: Clock) -> None:
    for typed in ((), ("y",), ("y", ""), ("y", "", "1", "p"), ("y", "", "1", "p", "")):
        hear(played, clock, *typed)
    assert played.plans()[0].line == OWN
