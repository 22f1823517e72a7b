"""The linear text: every letter and number does what the help says, and nothing typed breaks it."""

from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classroomsim.plain import help as said
from classroomsim.plain.player import PlainPlayer
from classroomsim.plain.talk import MOST_TYPED
from classroomsim.scenario.read import shipped_rulebook
from classroomsim.scenario.words import Wordlist, narration, wordlist
from tests.unit.plain.hearing import (
    CONTROLS,
    SEVEN,
    SKIPS,
    WHOLE_PLAY,
    answer,
    hear,
    tuesday,
)

FIRST, SECOND = "14:10, the book.", "14:11, the wait."


# ------------------------------------------------------------------------------- how it begins


def test_it_begins_with_what_is_known_and_the_first_moment() -> None:
    heard = hear()
    order = ["Tuesday, 2.10.", "Before you start:", said.WELCOME[:30], FIRST, "You notice:"]
    order += ["The room:", "A guess first, if you like:", "What do you do?", "1. ", "4. "]
    places = [heard.index(text) for text in order]
    assert places == sorted(places)
    assert heard.endswith("Type a number, or ? for help.\n")


def test_nothing_rests_on_capitals_or_columns() -> None:
    heard = hear("?", *WHOLE_PLAY, "?", "y", "e", "r", "2", "l", "c")
    for line in heard.splitlines():
        assert "  " not in line.strip(), line
        assert not (len(line) > 12 and line.isupper()), line


def test_light_emphasis_is_not_read_as_stars() -> None:
    assert "*" not in hear(*WHOLE_PLAY)


# ------------------------------------------------------------------------------------ choosing


@pytest.mark.parametrize("typed", ["2", "2.", " 2 ", "turn_the_class", "2 please"])
def test_a_choice_is_its_number_or_its_id(typed: str) -> None:
    if typed == "turn_the_class":
        typed = tuesday().sound.scenes["first_ten_seconds"].choices[1].id
    assert SECOND in answer(typed)


@pytest.mark.parametrize("typed", ["5", "0", "-1", "9" * 5_000, "²", "books", "x", "٣", "1e0"])
def test_any_other_word_is_said_to_be_no_choice(typed: str) -> None:
    told = answer(typed)
    assert told.startswith("There is no choice '")
    assert len(told) < 120
    assert told.endswith("Type a number, or ? for help.\n")


def test_an_empty_line_says_nothing() -> None:
    assert answer("") == answer("   \t ") == ""


def test_a_very_long_line_is_one_line() -> None:
    told = answer("x" * (3 * MOST_TYPED))
    assert told.count("\n") == 1
    assert len(told) < 120


def test_controls_in_the_input_do_not_come_back() -> None:
    told = hear("\x1b]0;owned\x07", "w \x9b31m", "n a\x1b[31m\u202eb", "1\u2028q", *WHOLE_PLAY)
    assert CONTROLS.search(told) is None
    assert "a[31mb" in told


@pytest.mark.parametrize("ends", ["q", "Q", "q now"])
def test_q_leaves_from_anywhere(ends: str) -> None:
    assert answer(ends, "1") == f"{said.LEFT}\n"
    assert answer(ends, "1", "l") == f"{said.LEFT}\n"
    assert SECOND not in hear(ends, "1")


def test_the_end_of_the_input_leaves_without_a_word() -> None:
    out = StringIO()
    PlainPlayer(StringIO("1"), out, interactive=False).play(tuesday(), "lunch_row", (), None)
    assert out.getvalue() == hear("1")
    assert said.LEFT not in out.getvalue()


def test_the_input_may_end_inside_a_question() -> None:
    assert hear("n").endswith(f"{said.TYPE_NOTE}\n")
    assert answer("g").endswith("choose what to do\nafterwards.\n")


# ------------------------------------------------------------------------------- letter by letter


def test_b_goes_back_one_moment() -> None:
    assert FIRST in answer("b", "1")
    assert answer("b") == f"{said.AT_THE_BEGINNING}\n"


def test_w_looks_ahead_and_chooses_nothing() -> None:
    told = answer("w 2")
    assert SECOND in told
    assert told.endswith("Nothing has been chosen. You are still at 14:10, the book.\n")
    assert answer("1", "w 2") == answer("1")
    assert "If you did that:" in answer("W S")
    assert answer("w") == f"{said.WHAT_IF}\n"
    assert answer("w 9") == "There is no choice '9' here.\n"


def test_w_looks_ahead_at_an_ending_too() -> None:
    last = ("1",) * 7
    assert "Later, Kai might say" in answer("w 1", *last, "1", "b")


def test_s_skips_a_scene() -> None:
    assert answer("s") == answer("skip")
    assert FIRST not in answer("s")


def test_skipping_everything_ends_and_looks_back_kindly() -> None:
    told = hear(*SKIPS)
    assert "You went past this scene, as anyone may." in told
    assert "What was underneath:" in told


def test_g_asks_and_keeps_several_answers() -> None:
    told = hear("g", "1, 2", *WHOLE_PLAY)
    assert said.GUESSED in told
    assert "You wondered:\nAt 14:10, the book: I can't see how" in told
    assert "A guess first" not in answer("1 2", "g")


def test_g_takes_its_answers_on_the_same_line() -> None:
    assert answer("g 2 1") == f"{said.GUESSED}\n"
    assert answer("g ?") == f"{said.GUESSED}\n"
    assert "You could not tell yet" in hear("g ?", *WHOLE_PLAY)
    assert answer("g 9") == answer("g 1 x") == f"{said.NOT_A_GUESS}\n"


def test_a_number_after_g_is_never_taken_for_a_choice() -> None:
    assert SECOND not in hear("g", "1")
    assert SECOND not in hear("g", "9")


def test_g_can_be_left_by_an_empty_line_or_another_letter() -> None:
    assert said.NO_GUESS in answer("", "g")
    assert answer("q", "g") == f"{said.LEFT}\n"
    assert answer("w 2", "g").startswith("\nIf you did that:")


def test_a_moment_without_a_question_says_so() -> None:
    assert answer("g", "1") == f"{said.NOTHING_TO_GUESS}\n"


def test_n_asks_for_no_real_names_and_where_it_is_kept() -> None:
    told = hear("n", "ask about lunch", "1", "l")
    assert "real pupils" in told
    assert said.NOT_IN_DIARY.split(",")[0] in told.replace("\n", " ")
    assert "Your notes to self:\nAt 14:10, the book: ask about lunch" in told
    assert "1 step" in hear("n 1 step", "1", "l")
    assert answer("", "n") == f"{said.NO_NOTE}\n"


@pytest.mark.parametrize("letter", ["r", "c", "y", "e"])
def test_letters_of_looking_back_say_so_in_the_play(letter: str) -> None:
    assert answer(letter) == f"{said.LATER}\n"


@pytest.mark.parametrize("letter", ["w", "s", "g"])
def test_letters_of_the_play_say_so_when_looking_back(letter: str) -> None:
    assert answer(letter, "1", "l") == f"{said.NOT_NOW}\n"


def test_help_names_every_letter_and_what_can_be_chosen() -> None:
    playing, back = answer("?"), answer("?", "1", "l")
    assert all(f"\n{letter}" in playing for letter in "bwsgnlq?")
    assert all(f"\n{letter}: " in back for letter in "rycelnbq?")
    assert "\n1. " in playing


# ---------------------------------------------------------------------------------- looking back


def test_a_whole_play_ends_with_the_seven_headings_in_order() -> None:
    told = hear(*WHOLE_PLAY[:8])
    debrief = told[told.index("Looking back: Tuesday, 2.10.") :]
    lines = debrief.splitlines()
    places = [lines.index(heading) for heading in SEVEN]
    assert places == sorted(places)
    assert all(lines[place + 1].startswith("  ") for place in places)
    assert debrief.index(SEVEN[-1]) < debrief.index("What was underneath:")


def test_l_looks_back_halfway_and_tells_nothing_of_the_cause() -> None:
    told = answer("l", "1", "1")
    assert "2. 14:11, the wait. You stepped back" in told
    assert "What was underneath is told once the story has reached an end." in told
    assert "In this telling" not in told
    assert answer("l") == f"{said.NO_MOMENT}\n"


def test_b_leads_from_looking_back_into_the_same_moment() -> None:
    assert answer("b", "1", "l") == answer("1")
    assert answer("b", *WHOLE_PLAY[:8]).startswith("\n15:10, ten past three.")


def test_a_number_picks_a_moment() -> None:
    assert answer("2", "1", "1", "l").startswith(f"\n{SECOND}")
    assert answer("9", "1", "l").startswith("There is no moment '9'.")
    assert answer("9" * 5_000, "1", "l").startswith("There is no moment '999")


def test_y_tells_what_may_have_moved_with_its_source() -> None:
    told = answer("y", "1", "l")
    assert told.startswith(f"\nWhy might that have happened?\n{FIRST}")
    assert "From: " in told


def test_e_tells_what_the_story_rests_on() -> None:
    assert answer("e", "1", "l").count("\n- ") == len(tuesday().sound.evidence)


def test_r_goes_straight_into_the_moment_looked_at() -> None:
    told = answer("r", *WHOLE_PLAY[:8], "2")
    assert told.startswith(f"\nThe same moment, again.\n\n{SECOND}")


def test_the_moment_tried_again_is_the_one_looked_at_first() -> None:
    told = answer("l", *WHOLE_PLAY[:8], "2", "r", "2")
    assert told.index(SECOND) < told.index(SEVEN[0]) < told.index("Type r to try 14:11, the wait")


def test_c_sets_two_ways_side_by_side() -> None:
    tried = (*WHOLE_PLAY[:8], "2", "r", "2", "l")
    told = answer("c", *tried)
    assert "Both begin alike, at 14:10, the book. Then they part." in told
    assert "The way before, 14:11, the wait. You stepped back" in told
    assert "This way, 14:11, the wait. You " in told
    assert "The way before, how it ended:" in told
    assert "Nothing here that stands beside it." not in told  # this way has not come so far
    assert told.endswith("This way, how it ended:\nIt was left before its end.\n")
    assert answer("c", "1", "l") == f"{said.ONE_WAY}\n"


def test_the_same_way_twice_is_said_once() -> None:
    again = (*WHOLE_PLAY[:8], "r", *WHOLE_PLAY[:8])
    told = answer("c", *again)
    assert "The two ways are the same, moment for moment." in told
    assert told.count("Later, Kai might say") == 1


# ----------------------------------------------------------------------- in a terminal, for authors


def test_a_terminal_gets_a_prompt_and_a_pipe_gets_none() -> None:
    assert "\n> " in hear("1", interactive=True)
    assert ">" not in hear("1")


def test_an_author_sees_gauges_and_what_moved_them() -> None:
    told = hear("1", author=True)
    assert "[lunch_row] " in told.replace("\n", " ")
    assert "pupil.stress 7" in told.replace("\n", " ")
    assert "pupil.stress" not in hear("1")


def test_a_play_can_begin_after_some_choices() -> None:
    ids = [tuesday().sound.scenes["first_ten_seconds"].choices[0].id]
    told = hear("b", choices=tuple(ids))
    assert told.index(SECOND) < told.index(FIRST)


# ------------------------------------------------------------------------------------- whatever


def our_words() -> Wordlist:
    return wordlist(shipped_rulebook()[1].words)


WORDS = st.sampled_from(
    [
        *("", " ", "w 1", "w 2", "g 1", "g ?", "n hm", "skip", "\x1b[2J"),
        *("f 3", "c 1", "o words", "o back off", "tuesday", "0", "hm.md", "hm.html"),
        *"123456789bwsrcnqgly?eBWxmpfovk",
    ]
)
TYPED = st.lists(WORDS | st.text(max_size=20).filter(lambda t: "\n" not in t), max_size=25)


@given(st.sampled_from(sorted(tuesday().sound.tellings)), TYPED, st.booleans())
@settings(deadline=None, max_examples=60)
def test_whatever_is_typed_it_goes_on_to_the_end(
    telling: str,
    typed: list[str],
    interactive: bool,  # noqa: FBT001 - hypothesis draws it
) -> None:
    said_by_us = hear(
        *(line for line in typed if "hm" not in line), telling=telling, interactive=interactive
    )
    assert CONTROLS.search(said_by_us) is None
    hear(*typed, telling=telling, interactive=interactive)


@given(st.sampled_from(sorted(tuesday().sound.tellings)), st.lists(st.integers(0, 4), max_size=10))
@settings(deadline=None, max_examples=40)
def test_nothing_said_scores_ranks_or_blames(telling: str, picks: list[int]) -> None:
    typed = ["s" if pick == 0 else str(pick) for pick in picks]
    told = hear("?", *typed, "l", "?", "y", "e", "r", "1", "l", "c", telling=telling)
    found = our_words().banned.search(narration(told.replace("\n", " ")))
    assert found is None, found
