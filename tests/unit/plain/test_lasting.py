"""What lasts, as linear text: the message, a focus, words first, the plan, copies, two plays."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from classroomsim.debrief.focus import FOCUSES
from classroomsim.diary.settings import Settings
from classroomsim.diary.store import Diary, diary_path
from classroomsim.plain import help as said
from classroomsim.plain import two_ways
from tests.unit.plain.hearing import WHOLE_PLAY, answer, flat, hear

DRAFTED = "If a room turns to look at one pupil, then I will give the room something to do first."
OWN = "If they all turn round, then I turn them back first."
WORDS = "Direction, thanks, time to take it up."
ENDED = ("2", *WHOLE_PLAY[:7])
"""A whole play that begins with question four for the class; the last `1` picks that moment."""


@pytest.fixture
def diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Diary]:
    """A diary with nothing in it, in a home of its own; copies would go there too."""
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with closing(Diary.open(diary_path())) as opened:
        yield opened


# --------------------------------------------------------------------------------- the message


def test_m_sets_the_guess_beside_what_could_be_seen() -> None:
    told = flat(answer("m", "g 1", *ENDED))
    assert "You wondered: I can't see how to begin this." in told
    order = [
        "In this telling, the row at lunch was not over for Kai.",
        "You could see: He looks at the playground door, then the clock",
        "In another telling, Kai knew the answer",
        "You would have seen: His hand is flat over a scrap of paper.",
    ]
    places = [told.index(text) for text in order]
    assert places == sorted(places)


def test_m_of_a_moment_without_a_guess_says_so_or_nothing() -> None:
    assert "You made no guess here." in answer("m", *ENDED)
    assert "guess" not in answer("m", *ENDED, "2")


def test_m_keeps_what_was_underneath_until_the_end() -> None:
    told = answer("m", "g 1", "2", "l")
    assert "In this telling" not in told
    assert "What was underneath is told once the story has reached an end." in told


# ----------------------------------------------------------------------------------- the focus


def test_f_lists_five_and_settles_where_looking_back_begins() -> None:
    told = answer("f")
    assert all(f"{n}. {focus.name}." in told for n, focus in enumerate(FOCUSES, 1))
    back = flat(hear("f 3", *ENDED[:7]))
    assert "You wanted to look at the other twenty-nine. Most changed among them at 14:10" in back
    assert "The ways parted most" not in back
    assert said.FOCUSED in hear("f", "3")


def test_without_a_focus_looking_back_begins_where_the_ways_parted() -> None:
    assert "The ways parted most" in hear("f 3", "f 0", *ENDED[:7])


@pytest.mark.parametrize("typed", ["", "9", "words", "-1"])
def test_anything_else_leaves_the_focus_as_it_was(typed: str) -> None:
    assert said.FOCUS_AS_IT_WAS in hear("f 3", "f", typed)
    assert "You wanted to look at the other" in hear("f 3", "f", typed, *ENDED[:7])


def test_the_focus_is_kept_with_the_play(diary: Diary) -> None:
    hear("f 3", "2", diary=diary)
    assert diary.entries()[0].focus == "others"


# ---------------------------------------------------------------------- words first, or trying


def test_the_words_come_after_the_second_attempt() -> None:
    again = hear(*ENDED, "r")
    assert said.WORDS_BEFORE not in again
    after = answer("3", *ENDED, "r")
    assert after.index(said.WORDS_AFTER) < after.index("14:11, the wait.")
    assert WORDS in after
    assert said.WORDS_AFTER not in answer("1", *ENDED, "r", "3")


def test_the_words_come_first_where_the_player_likes_that() -> None:
    again = answer("r", "o words", *ENDED)
    assert again.index(said.WORDS_BEFORE) < again.index(WORDS) < again.index("14:10, the book.")
    assert said.WORDS_AFTER not in answer("3", "o words", *ENDED, "r")


def test_after_a_skipped_scene_there_are_no_words() -> None:
    assert "Words that" not in hear("s", "l", "r", "1")


def test_o_says_how_it_stands_and_changes_it(diary: Diary) -> None:
    told = flat(answer("o"))
    assert said.TRY_FIRST in told
    assert said.BACK_ON in told
    changed = hear("o words", "o back off", diary=diary)
    assert said.CHANGED_IT in changed
    assert Settings.load(diary) == Settings(coaching="words", come_back=False)
    assert said.WORDS_FIRST in flat(hear("o", diary=diary))
    assert said.BACK_OFF in flat(hear("o", diary=diary))


# ------------------------------------------------------------------------------------ the plan


def test_p_shows_the_line_and_an_empty_one_keeps_it(diary: Diary) -> None:
    told = hear(*ENDED, "p", "", "", diary=diary)
    assert DRAFTED in flat(told)
    assert said.NO_NAMES[:20] in told
    (plan,) = diary.plans()
    assert (plan.number, plan.line, plan.day) == (0, DRAFTED, None)


def test_p_takes_a_line_and_a_day_of_ones_own(diary: Diary) -> None:
    told = hear(*ENDED, "p", OWN, "1 December 2040", diary=diary)
    assert "Your plan is written. For Saturday 1 December 2040." in told
    (plan,) = diary.plans()
    assert (plan.line, plan.day) == (OWN, date(2040, 12, 1))
    again = hear(*ENDED, "p", OWN, "1 December 2040", "p", "", "0", "l", diary=diary)
    assert "For Saturday 1 December 2040." in again
    assert diary.plans()[0].day is None
    assert f"At 14:10, the book: {OWN}" in again


def test_p_asks_again_for_a_day_that_cannot_be_read_or_has_gone_by(diary: Diary) -> None:
    told = flat(hear(*ENDED, "p", "", "when it snows", "1 May 2020", "2040-05-01", diary=diary))
    assert said.NOT_A_DAY in told
    assert said.DAY_GONE in told
    assert diary.plans()[0].day == date(2040, 5, 1)


def test_p_after_a_skipped_scene_begins_from_an_empty_page() -> None:
    told = hear("s", "l", "p", "")
    assert "If ..., then I will ..." in told
    assert told.endswith(f"{said.NO_PLAN}\n")
    assert said.PLANNED in hear("s", "l", "p", OWN, "")


def test_the_input_may_end_inside_a_plan(diary: Diary) -> None:
    hear(*ENDED, "p", diary=diary)
    assert diary.plans() == []


def test_without_a_diary_a_plan_lasts_as_long_as_the_play() -> None:
    told = hear(*ENDED, "p", OWN, "", "l")
    assert said.NOT_IN_DIARY.split(",")[0] in flat(told)
    assert f"At 14:10, the book: {OWN}" in told


# ---------------------------------------------------------------------------------- the copies


def test_k_says_what_a_copy_holds_before_it_is_written(diary: Diary, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    told = hear(*ENDED, "p", OWN, "", "k", "1", str(page), diary=diary)
    holds = told.split(said.IT_HOLDS)[1].split(said.WHERE_TO)[0]
    assert "- What you could see, moment by moment" in holds
    assert "- Your plan" in holds
    assert "sent nowhere" in holds
    assert OWN in page.read_text(encoding="utf-8")
    assert told.endswith(f"It lies here now:\n  {page}\n")


def test_k_offers_the_plan_as_a_card_and_a_calendar_file(diary: Diary, tmp_path: Path) -> None:
    card, file = tmp_path / "card.html", tmp_path / "day.ics"
    plan = ("p", OWN, "1 December 2040")
    hear(*ENDED, *plan, "k", "2", str(card), "k", "3", str(file), diary=diary)
    assert OWN in card.read_text(encoding="utf-8")
    assert "DTSTART;VALUE=DATE:20401201" in file.read_text(encoding="utf-8")


def test_k_offers_the_two_ways_once_there_are_two(diary: Diary, tmp_path: Path) -> None:
    page = tmp_path / "two.md"
    hear(*ENDED, "r", "3", "l", "k", "2", str(page), diary=diary)
    assert page.read_text(encoding="utf-8").startswith("# Two ways, side by side")


def test_an_empty_line_saves_it_where_it_was_said(diary: Diary, tmp_path: Path) -> None:
    told = hear(*ENDED, "k", "", diary=diary)
    (page,) = tmp_path.glob("**/*.html")
    assert str(page) in told


def test_k_writes_over_nothing_and_asks_for_another_name(diary: Diary, tmp_path: Path) -> None:
    page, other = tmp_path / "page.html", tmp_path / "other.md"
    page.write_text("mine", encoding="utf-8")
    told = flat(hear(*ENDED, "k", str(page), str(tmp_path / "x.doc"), str(other), diary=diary))
    assert "already" in told
    assert "should end in .html" in told
    assert page.read_text(encoding="utf-8") == "mine"
    assert other.exists()


@pytest.mark.parametrize("typed", [("q",), ()])
def test_k_can_be_left(diary: Diary, tmp_path: Path, typed: tuple[str, ...]) -> None:
    told = hear(*ENDED, "k", *typed, diary=diary)
    assert said.NO_COPY in told
    assert not list(tmp_path.glob("**/*.html"))


# ------------------------------------------------------------------------------------ two plays


def test_c_and_a_number_sets_a_play_of_the_diary_beside_this_one(diary: Diary) -> None:
    hear(*ENDED[:7], telling="noise", diary=diary)
    told = flat(hear(*ENDED[:7], "c 1", telling="lunch_row", diary=diary))
    assert two_ways.OTHER_CAUSE in told
    assert "Play 1 of your diary, as it began:" in told
    assert "On the roof the drill starts again." in told
    assert "This way, as it began:" in told
    assert "Play 1 of your diary, 14:10, the book. You " in told
    assert "Play 1 of your diary, how it ended:" in told


def test_c_alone_lists_the_plays_there_are(diary: Diary) -> None:
    hear(*ENDED[:7], diary=diary)
    told = hear("2", "l", "c", diary=diary)
    assert said.ONE_WAY in told
    assert "1. Begun on " in told
    assert "2. Begun on " not in told


@pytest.mark.parametrize("which", ["9", "x", "0", "9999999"])
def test_c_of_a_play_that_is_not_there_is_one_sentence(diary: Diary, which: str) -> None:
    told = hear("2", "l", f"c {which}", diary=diary).splitlines()[-3:]
    assert "play" in " ".join(told)
    assert "There is no play" in hear("2", "l", f"c {which}")


def test_c_shows_text_signs_and_room_of_both() -> None:
    told = flat(answer("c", *ENDED, "r", "3", "1", "l"))
    assert told.count("Neither of you has said anything for a moment.") == 2
    assert "- He has turned his chair so that he can see who comes in." in told
    assert told.count("The room: ") >= 2


# ------------------------------------------------------------------------------------ and notes


def test_a_note_while_looking_back_belongs_to_the_moment_looked_at(diary: Diary) -> None:
    hear(*ENDED, "3", "n ask Jonah", diary=diary)
    assert [(note.number, note.text) for note in diary.entries()[0].notes] == [(2, "ask Jonah")]


def test_every_box_for_free_text_asks_for_no_real_names() -> None:
    for typed in (("n",), (*ENDED, "n"), (*ENDED, "p")):
        assert said.NO_NAMES in flat(hear(*typed)).split(said.A_FOCUS)[1]
