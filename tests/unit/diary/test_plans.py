"""Plans, settings and the words looked for: what the diary holds beside plays."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroomsim.diary.record import Entry, Note, Plan
from classroomsim.diary.search import search
from classroomsim.diary.settings import Settings
from classroomsim.diary.store import Diary, DiaryError, NoSuchPlan, NoSuchPlay
from classroomsim.scenario.text import clean, clean_line
from tests.unit.diary.conftest import OpenDiary
from tests.unit.diary.test_store import KEY, TEXTS, begin

LINE = "If he goes quiet, then I will wait."
DAY = date(2026, 3, 10)
START = datetime(2026, 3, 3, 14, 10, tzinfo=UTC)
HOSTILE = ["\x1b]52;c;aGk=\x07", "a\x00b", "\ud800", "\u202eabc", "a\r\nb", "[/]", "';--", "%_\\"]


def planned(diary: Diary, play: int, number: int = 0, line: str = LINE) -> int:
    return diary.plan(play, "small", "The water", "the_water", number, line)


# --------------------------------------------------------------------------------------- plans


def test_a_plan_comes_out_as_it_was_put_in(diary: Diary, open_diary: OpenDiary) -> None:
    play = begin(diary)
    number = diary.plan(play, "small", "The water", "the_table", 3, LINE, DAY)
    (plan,) = open_diary().plans()
    made = START + timedelta(minutes=2)
    assert plan == Plan(
        number, play, "small", "The water", "the_table", 3, LINE, DAY, made, made, "", None
    )
    assert diary.plan_of(play, 3) == diary.one_plan(number) == plan
    assert diary.plan_of(play, 0) is None


def test_a_moment_has_one_plan_which_changes_when_it_is_written_again(diary: Diary) -> None:
    play = begin(diary)
    first = diary.plan(play, "small", "The water", "the_water", 0, LINE, DAY)
    diary.came(first, "It did.")
    before = diary.one_plan(first)
    again = diary.plan(play, "small", "The water", "the_table", 0, "If he laughs, then I wait.")
    assert again == first
    after = diary.one_plan(first)
    assert (after.line, after.day, after.scene) == ("If he laughs, then I wait.", None, "the_table")
    assert (after.made, after.came) == (before.made, "It did.")
    assert after.changed > before.changed


def test_the_line_and_the_day_can_be_changed_apart(diary: Diary) -> None:
    plan = planned(diary, begin(diary))
    diary.change_plan(plan, day=DAY)
    assert (diary.one_plan(plan).line, diary.one_plan(plan).day) == (LINE, DAY)
    diary.change_plan(plan, "Another line")
    assert (diary.one_plan(plan).line, diary.one_plan(plan).day) == ("Another line", DAY)
    diary.change_plan(plan, " \n", day=None)
    assert (diary.one_plan(plan).line, diary.one_plan(plan).day) == ("Another line", None)


def test_how_the_day_went_is_in_the_players_own_words(diary: Diary) -> None:
    plan = planned(diary, begin(diary))
    assert (diary.one_plan(plan).came, diary.one_plan(plan).came_on) == ("", None)
    diary.came(plan, " It did.\nHe looked up. ")
    told = diary.one_plan(plan)
    assert told.came == "It did.\nHe looked up."
    assert told.came_on is not None
    assert told.came_on > told.changed
    diary.came(plan, " ")
    assert (diary.one_plan(plan).came, diary.one_plan(plan).came_on) == ("", None)


def test_the_newest_plan_comes_first(diary: Diary) -> None:
    one, two = begin(diary), begin(diary)
    planned(diary, two, 4)
    planned(diary, one, 2)
    other = diary.plan(one, "another", "Another", "a_scene", 0, LINE)
    planned(diary, two, 4, "Written anew")
    assert [(plan.play, plan.number) for plan in diary.plans()] == [(one, 0), (one, 2), (two, 4)]
    assert [plan.id for plan in diary.plans("another")] == [other]
    assert [plan.number for plan in diary.plans_of(one)] == [0, 2]


def test_a_plan_changes_nothing_of_its_play(diary: Diary) -> None:
    play = begin(diary)
    before = diary.entry(play)
    diary.came(planned(diary, play), "It did.")
    assert diary.entry(play) == before


def test_a_plan_that_is_not_there_is_said_so(diary: Diary) -> None:
    acts: list[Callable[[], object]] = [
        lambda: diary.one_plan(9),
        lambda: diary.change_plan(9, LINE),
        lambda: diary.came(9, "It did."),
    ]
    for act in acts:
        with pytest.raises(NoSuchPlan, match="no plan 9 "):
            act()
    with pytest.raises(NoSuchPlay, match="no play 9 "):
        planned(diary, 9)
    with pytest.raises(NoSuchPlay, match="no play 9 "):
        diary.focus(9, "words")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_plan_is_kept_cleaned_and_on_one_line(diary: Diary, text: str) -> None:
    plan = planned(diary, begin(diary), line=text)
    diary.came(plan, text)
    kept = diary.one_plan(plan)
    assert kept.line == clean_line(text)
    assert kept.came == clean(text).strip()
    assert diary.search(text) != [] or not clean_line(text)


@pytest.mark.parametrize("text", ["a" * 400_000, "a\n" * 200_000, "e" + "\u0301" * 400_000])
def test_a_flood_of_text_takes_no_time_to_keep_or_to_look_through(diary: Diary, text: str) -> None:
    play = begin(diary)
    before = process_time()
    diary.note(play, 0, text)
    diary.came(planned(diary, play, line=text), text)
    diary.search("z")
    diary.as_data()
    assert process_time() - before < 3


# ------------------------------------------------------------------------------------ settings


def test_settings_are_as_at_first_until_they_are_chosen(
    diary: Diary, open_diary: OpenDiary
) -> None:
    assert (
        Settings.load(None) == Settings.load(diary) == Settings("try", come_back=True, theme="dark")
    )
    chosen = Settings("words", come_back=False, theme="contrast")
    chosen.save(diary)
    assert Settings.load(open_diary()) == chosen
    chosen.save(None)
    assert Settings.load(None) == Settings()


def test_a_setting_that_this_program_does_not_know_is_as_at_first(diary: Diary) -> None:
    diary.set_all({"coaching": "sing", "come_back": "perhaps", "theme": "plaid"})
    assert Settings.load(diary) == Settings()


def test_a_single_setting_has_a_default(diary: Diary) -> None:
    assert diary.setting("theme", "dark") == "dark"
    diary.set("theme", "light")
    diary.set("theme", "contrast")
    assert diary.setting("theme", "dark") == "contrast"
    diary.close()
    with pytest.raises(DiaryError, match="closed"):
        Settings.load(diary)


# -------------------------------------------------------------------------------------- search


def test_words_are_found_in_notes_plans_and_titles_the_newest_first(diary: Diary) -> None:
    play = diary.begin(TEXTS, "small", "The spilled water", KEY)
    other = begin(diary)
    diary.note(play, 1, "Water again.\nHe was QUIET.")
    plan = planned(diary, other, line="If he goes quiet, I will fetch water.")
    diary.came(plan, "It came, quietly.")
    diary.guess(other, 0, ("water",))
    found = diary.search("quiet")
    assert [(one.kind, one.play) for one in found] == [("plan", other), ("note", play)]
    assert found[0].text == "If he goes quiet, I will fetch water.\nIt came, quietly."
    assert found[1].text == "Water again.\nHe was QUIET."
    assert found[1].title == "The spilled water"
    assert [one.kind for one in diary.search("again. he")] == ["note"], "over a line's end"
    assert [(one.kind, one.play) for one in diary.search("WATER")] == [
        ("play", other),
        ("plan", other),
        ("play", play),
        ("note", play),
    ]
    assert diary.search("") == diary.search(" \n") == diary.search("nothing of the kind") == []


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Zo\u00eb", "zoe"),
        ("Zoe", "ZO\u00cb"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("don\u2019t", "don't"),
        ("\u201cWait\u201d", '"wait"'),
        ("STRASSE", "stra\u00dfe"),
        ("\ufb01nd", "find"),
        ("\u0130zmir", "izmir"),
        ("100% sure", "100%"),
        ("a_b", "a_b"),
        ("a\\b", "\\"),
    ],
)
def test_neither_case_nor_accents_matter_and_every_character_means_itself(
    diary: Diary, written: str, wanted: str
) -> None:
    play = begin(diary)
    diary.note(play, 0, written)
    diary.note(play, 0, "Of another matter")
    assert [one.text for one in diary.search(wanted)] == [written]


WORDS = st.text(st.sampled_from("aB%_'\\ \n\u00e9e\u0301\u2019"), max_size=8)


@given(st.lists(WORDS, max_size=4), WORDS)
def test_a_text_that_holds_another_is_always_found(texts: list[str], wanted: str) -> None:
    notes = tuple(Note(0, text, START) for text in texts)
    entry = Entry(1, "small", "", KEY, START, START, False, None, {}, notes)
    found = {one.text for one in search(wanted, [entry], [])}
    if set(wanted) - set("\u0301 \n"):
        assert found >= {text for text in texts if wanted in text}
    assert found <= set(texts)


# -------------------------------------------------------------------------------------- export


def test_the_whole_diary_can_be_taken_away_as_data(diary: Diary) -> None:
    play = begin(diary)
    diary.guess(play, 0, ("help_me",))
    diary.note(play, 1, "A thought")
    diary.end(play)
    diary.focus(play, "calm")
    again = diary.begin(TEXTS, "small", "The water", KEY, play, kind="revisit")
    plan = diary.plan(play, "small", "The water", "the_water", 0, LINE, DAY)
    diary.came(plan, "It did.")
    Settings(theme="light").save(diary)
    data = json.loads(json.dumps(diary.as_data()))
    assert (data["format"], data["version"]) == ("classroomsim diary", 1)
    assert [(one["id"], one["kind"], one["second_try_of"]) for one in data["plays"]] == [
        (again, "revisit", play),
        (play, "play", None),
    ]
    first = data["plays"][1]
    assert first["choices"] == ["linger"]
    assert first["guesses"] == {"0": ["help_me"]}
    assert [(note["moment"], note["text"]) for note in first["notes"]] == [(1, "A thought")]
    assert first["focus"] == "calm"
    assert datetime.fromisoformat(first["finished"]) == diary.entry(play).finished
    assert data["texts"][first["text"]]["scenario"] == TEXTS.scenario
    assert [(one["line"], one["day"], one["came"]) for one in data["plans"]] == [
        (LINE, "2026-03-10", "It did.")
    ]
    assert data["settings"]["theme"] == "light"


def test_the_path_of_the_diary_is_not_in_the_data(path: Path, diary: Diary) -> None:
    begin(diary)
    assert str(path.parent) not in json.dumps(diary.as_data())
