"""A play being played: what is kept of it, and how it goes on."""

import sqlite3
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from classroomsim.diary import texts as texts_module
from classroomsim.diary.revisit import draw, offer_of
from classroomsim.diary.sitting import OF_ITS_OWN, Sitting
from classroomsim.diary.store import Diary, DiaryError
from classroomsim.engine.machine import EngineError
from classroomsim.scenario import read
from classroomsim.scenario.read import Reading, read_scenario
from tests.unit.diary.conftest import OpenDiary
from tests.unit.diary.player import SMALL, chance


def begun(small: Reading, diary: Diary | None, *choices: str) -> Sitting:
    return Sitting.begin(small, "tired", diary, choices=choices)


def stored(sitting: Sitting) -> tuple[str, ...]:
    """The choices that the diary holds of a play."""
    assert sitting.diary is not None
    assert sitting.entry is not None
    return sitting.diary.entry(sitting.entry).key.choices


# ------------------------------------------------------------------------------------- keeping


def test_without_a_diary_nothing_at_all_is_written(
    small: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "kept"
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(home))
    monkeypatch.setattr(Path, "mkdir", None)
    monkeypatch.setattr(sqlite3, "connect", None)
    sitting = Sitting.begin(small, None, None)
    sitting.choose("linger")
    sitting.guess(["see_me"])
    sitting.note("A thought")
    sitting.plan(0, "If it spills, I will wait.")
    sitting.focus_on("words")
    sitting.back()
    again = sitting.try_again(0)
    again.choose("skip")
    assert (sitting.entry, again.entry) == (None, None)
    assert not home.exists()
    assert list(tmp_path.iterdir()) == []


def test_without_a_diary_a_play_goes_just_the_same(small: Reading, diary: Diary) -> None:
    kept, unkept = begun(small, diary), begun(small, None)
    for sitting in (kept, unkept):
        sitting.choose("joke")
        sitting.guess(["help_me"])
        sitting.choose("cloth")
        sitting.back()
        sitting.note(" A \x1b[2Jthought ")
    assert kept.play.key == unkept.play.key
    assert kept.guesses == unkept.guesses == {1: ("help_me",)}
    assert kept.notes == unkept.notes == [(1, "A [2Jthought")]


def test_a_choice_is_in_the_diary_before_it_is_in_the_play(
    small: Reading, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = begun(small, diary)
    seen = []
    keep = Diary.choose

    def choose(self: Diary, *args: object, **more: object) -> None:
        seen.append(sitting.play.choices)
        keep(self, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Diary, "choose", choose)
    sitting.choose("linger")
    sitting.choose("cloth")
    assert seen == [(), ("linger",)]
    assert stored(sitting) == sitting.play.choices == ("linger", "cloth")


def test_a_choice_that_is_not_on_offer_is_written_nowhere(small: Reading, diary: Diary) -> None:
    sitting = begun(small, diary, "joke")
    with pytest.raises(EngineError):
        sitting.choose("joke")
    assert stored(sitting) == sitting.play.choices == ("joke",)


def test_where_the_diary_says_no_the_play_stands_still_and_can_go_on_unkept(
    small: Reading, diary: Diary
) -> None:
    sitting = begun(small, diary, "linger")
    diary.close()
    for act in (
        lambda: sitting.choose("cloth"),
        sitting.back,
        lambda: sitting.guess(["see_me"]),
        lambda: sitting.note("A thought"),
        lambda: sitting.plan(0, "If it spills, I will wait."),
        lambda: sitting.focus_on("words"),
        lambda: sitting.try_again(0),
    ):
        with pytest.raises(DiaryError):
            act()
        assert sitting.play.choices == ("linger",)
        assert (sitting.guesses, sitting.notes) == ({}, [])
        assert (sitting.plans, sitting.focus) == ((), None)
    sitting.diary = None
    sitting.choose("cloth")
    assert sitting.play.choices == ("linger", "cloth")


def test_going_back_at_the_start_does_nothing(small: Reading, diary: Diary) -> None:
    sitting = begun(small, diary)
    before = diary.entry(1)
    sitting.back()
    assert diary.entry(1) == before


def test_an_empty_note_is_none(small: Reading, diary: Diary) -> None:
    sitting = begun(small, diary)
    sitting.note(" \x07\n ")
    assert sitting.notes == []
    assert diary.entry(1).notes == ()


def test_a_note_can_be_about_an_earlier_moment(small: Reading, diary: Diary) -> None:
    sitting = begun(small, diary, "linger", "cloth")
    sitting.note("Of the first", 0)
    sitting.note("Of now")
    assert sitting.notes == [(0, "Of the first"), (2, "Of now")]
    assert [(n.number, n.text) for n in diary.entry(1).notes] == sitting.notes
    for number in (-1, 3):
        with pytest.raises(IndexError):
            sitting.note("Of a moment that never was", number)
    assert len(diary.entry(1).notes) == 2


@pytest.mark.parametrize("kept", [True, False])
def test_a_plan_is_made_from_a_moment_that_was_played(
    small: Reading,
    diary: Diary,
    kept: bool,  # noqa: FBT001
) -> None:
    sitting = begun(small, diary if kept else None, "linger", "cloth")
    sitting.plan(1, "If it \x1b[2Jspills,\nI will wait. ", date(2026, 3, 10))
    sitting.plan(0, "If she freezes, I will wait.")
    (first, second) = sitting.plans
    assert (first.number, second.number) == (0, 1)
    assert second == sitting.plan_of(1)
    assert (second.line, second.scene) == ("If it [2Jspills, I will wait.", "the_water")
    assert (second.title, second.scenario_id) == ("The spilled water", "small")
    assert second.day == date(2026, 3, 10)
    assert (second.play, second.id) == ((1, 1) if kept else (None, 0))
    assert sitting.plan_of(2) is None
    sitting.plan(1, " ")
    assert sitting.plan_of(1) == second, "an empty line changes nothing"
    sitting.plan(1, "If it spills, I will kneel.")
    changed = sitting.plan_of(1)
    assert changed is not None
    assert (changed.line, changed.day) == ("If it spills, I will kneel.", None)
    assert (changed.id, changed.made) == (second.id, second.made)
    for number in (-1, 2):
        with pytest.raises(IndexError):
            sitting.plan(number, "If it never was, I will wait.")
    assert diary.plans() == (list(sitting.plans) if kept else [])


@pytest.mark.parametrize("kept", [True, False])
def test_a_plan_can_be_forgotten(
    small: Reading,
    diary: Diary,
    kept: bool,  # noqa: FBT001
) -> None:
    sitting = begun(small, diary if kept else None, "linger", "cloth")
    sitting.plan(0, "If it spills, I will wait.")
    sitting.plan(1, "If she freezes, I will wait.")
    sitting.forget_plan(0)
    sitting.forget_plan(0)
    assert [plan.number for plan in sitting.plans] == [1]
    assert diary.plans() == (list(sitting.plans) if kept else [])
    if kept:
        diary.forget_plan(diary.plans()[0].id)
        with pytest.raises(DiaryError, match="no plan"):
            sitting.forget_plan(1)
        assert sitting.plans == ()


def test_plans_and_the_focus_come_back_with_the_play(small: Reading, diary: Diary) -> None:
    sitting = begun(small, diary, "linger", "cloth")
    sitting.focus_on("calm")
    sitting.plan(1, "If it spills, I will wait.")
    resumed = Sitting.resume(diary, diary.entry(1))
    assert resumed.plans == sitting.plans
    assert resumed.focus == "calm"
    again = resumed.try_again(1)
    assert (again.plans, again.focus) == ((), "calm")
    assert diary.entry(2).focus == "calm"
    again.focus_on(None)
    assert diary.entry(2).focus is None


def test_a_play_that_reaches_an_ending_is_finished_until_one_goes_back(
    small: Reading, diary: Diary
) -> None:
    sitting = begun(small, diary, "cloth", "go_on")
    assert diary.unfinished() == [diary.entry(1)]
    sitting.choose("wash")
    assert sitting.play.ending is not None
    assert diary.unfinished() == []
    sitting.back()
    assert diary.unfinished() == [diary.entry(1)]


def test_a_play_begun_at_its_ending_is_finished(small: Reading, diary: Diary) -> None:
    begun(small, diary, "cloth", "go_on", "wash")
    assert diary.entry(1).ended


def test_a_text_with_errors_is_not_played(tmp_path: Path, diary: Diary) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("classroomsim: 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has problems"):
        Sitting.begin(read_scenario(broken), None, diary)
    assert diary.entries() == []


# ------------------------------------------------------------------------------------ resuming


def test_a_play_goes_on_where_it_was_left(
    small: Reading, diary: Diary, open_diary: OpenDiary
) -> None:
    left = begun(small, diary)
    left.choose("joke")
    left.guess(["help_me", "see_me"])
    left.note("A thought")
    diary.close()
    reopened = open_diary()
    (entry,) = reopened.unfinished()
    sitting = Sitting.resume(reopened, entry)
    assert sitting.play.states == left.play.states
    assert sitting.play.key == left.play.key
    assert sitting.guesses == left.guesses
    assert sitting.notes == left.notes
    assert sitting.texts == left.texts
    sitting.choose("cloth")
    assert stored(sitting) == ("joke", "cloth")


def test_an_entry_read_long_ago_resumes_as_the_play_stands_now(
    small: Reading, diary: Diary
) -> None:
    sitting = begun(small, diary)
    old = diary.entry(1)
    sitting.choose("linger")
    assert Sitting.resume(diary, old).play.choices == ("linger",)


def test_an_old_play_goes_on_on_the_text_it_was_played_on(tmp_path: Path, diary: Diary) -> None:
    file = tmp_path / "small.yaml"
    text = SMALL.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    sitting = begun(read_scenario(file), diary, "cloth")
    assert not sitting.changed_since(file)
    file.write_text(text.replace("The table is nearly dry.", "All wet."), encoding="utf-8")
    assert sitting.changed_since(file)
    resumed = Sitting.resume(diary, diary.entry(1))
    assert resumed.changed_since(file)
    assert resumed.play.scene is not None
    assert resumed.play.scene.text[0].say.startswith("The table is nearly dry.")
    begun(read_scenario(file), diary)
    first, second = diary.entry(1).key.scenario, diary.entry(2).key.scenario
    assert first != second
    assert diary.texts(first).scenario == text
    assert "All wet." in diary.texts(second).scenario


def test_an_old_play_goes_on_by_the_rules_it_was_played_by(
    tmp_path: Path, small: Reading, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = begun(small, diary, "linger", "linger")
    rules = read.rulebook_path().read_text(encoding="utf-8")
    changed = tmp_path / "core.yaml"
    changed.write_text(rules.replace("agitated: 7", "agitated: 6"), encoding="utf-8")
    monkeypatch.setattr(read, "rulebook_path", lambda: changed)
    read.shipped_rulebook.cache_clear()
    try:
        assert sitting.changed_since(SMALL)
        assert Sitting.resume(diary, diary.entry(1)).play.states == sitting.play.states
    finally:
        monkeypatch.undo()
        read.shipped_rulebook.cache_clear()


def test_a_comment_or_another_layout_is_no_change(
    small: Reading, tmp_path: Path, diary: Diary
) -> None:
    file = tmp_path / "small.yaml"
    text = SMALL.read_text(encoding="utf-8").replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf# A note to myself\r\n" + text.encode())
    assert not begun(small, diary).changed_since(file)
    odd = begun(read_scenario(file), diary)
    assert Sitting.resume(diary, diary.entry(2)).play.key == odd.play.key


def test_a_file_that_is_gone_or_unknown_has_not_changed(small: Reading, tmp_path: Path) -> None:
    sitting = begun(small, None)
    assert not sitting.changed_since(tmp_path / "gone.yaml")
    assert not sitting.changed_since(tmp_path)
    assert not sitting.changed_since(None)


def test_a_file_that_can_no_longer_be_read_as_a_scenario_has_changed(
    small: Reading, tmp_path: Path
) -> None:
    file = tmp_path / "small.yaml"
    file.write_text("[", encoding="utf-8")
    assert begun(small, None).changed_since(file)


def test_another_engine_is_refused_in_a_sentence(
    small: Reading, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(small, diary)
    monkeypatch.setattr(texts_module, "ENGINE_VERSION", 2)
    with pytest.raises(DiaryError, match=r"'The spilled water' .* another version .* again\.$"):
        Sitting.resume(diary, diary.entry(1))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE plays SET choices = '[\"nonsense\"]'",
        "UPDATE plays SET telling = 'nonsense'",
        "UPDATE texts SET scenario = CAST(x'789c030000000001' AS BLOB)",
        "UPDATE texts SET scenario = rulebook",
        "UPDATE texts SET rulebook = scenario",
        "UPDATE texts SET scenario = 'words'",
        "UPDATE texts SET scenario = x'00'",
        "UPDATE plays SET choices = '[1]'",
        "UPDATE plays SET choices = '{}'",
        "UPDATE plays SET choices = 7",
        "UPDATE plays SET last = 'Tuesday'",
        "UPDATE plays SET last = '2026-03-03T14:10'",
        "UPDATE plays SET engine = 'one'",
        "UPDATE plays SET kind = 'test'",
        "UPDATE plays SET focus = x'00'",
        "UPDATE plays SET ended = 1, finished = 'Tuesday'",
        "UPDATE plans SET day = 'Tuesday'",
        "UPDATE plans SET made = '2026-03-03'",
        "UPDATE plans SET line = x'00'",
    ],
)
def test_contents_that_no_play_has_are_refused_in_a_sentence(
    small: Reading, diary: Diary, damage: str
) -> None:
    begun(small, diary, "cloth").plan(0, "If it spills, I will wait.")
    entry = diary.entry(1)
    diary._sql.execute(damage)
    with pytest.raises(DiaryError, match=r"^[A-Z'].*\.$"):
        Sitting.resume(diary, entry)


# ---------------------------------------------------------------------------------- try again


def test_trying_again_shares_the_beginning_and_leaves_the_first_way_alone(
    small: Reading, diary: Diary
) -> None:
    first = begun(small, diary)
    first.guess(["see_me"])
    first.choose("linger")
    first.guess(["help_me"])
    first.choose("cloth")
    first.note("A thought")
    second = first.try_again(1)
    assert second.play.choices == ("linger",)
    assert second.guesses == {0: ("see_me",)}
    assert second.notes == []
    second.choose("joke")
    assert second.earlier is first
    assert stored(first) == first.play.choices == ("linger", "cloth")
    assert stored(second) == ("linger", "joke")
    assert diary.entry(2).parent == 1


def test_a_second_try_of_one_beat_is_one_beat_and_is_not_carried_on(
    small: Reading, diary: Diary
) -> None:
    first = begun(small, diary, "linger", "cloth", "go_on", "wash")
    assert first.play.ending is not None
    offer = offer_of(diary.entries(), diary.plans())
    assert offer is not None
    visit = Sitting.revisit(diary, offer)
    visit.choose(visit.play.offers[0].id)
    again = visit.try_again(len(visit.play.choices) - 1)
    again.choose(again.play.offers[-1].id)
    assert again.kind == "revisit"
    assert again.entry is not None
    assert diary.entry(again.entry).kind == "revisit"
    assert diary.entry(again.entry).parent == visit.entry
    assert diary.unfinished() == []
    assert first.try_again(0).kind == "play"


def test_a_second_try_that_is_resumed_knows_the_ways_before_it(
    small: Reading, diary: Diary
) -> None:
    first = begun(small, diary, "linger", "cloth")
    second = first.try_again(1)
    second.choose("joke")
    third = second.try_again(0)
    assert third.entry is not None
    resumed = Sitting.resume(diary, diary.entry(third.entry))
    assert resumed.earlier is not None
    assert resumed.earlier.play.key == second.play.key
    assert resumed.earlier.earlier is not None
    assert resumed.earlier.earlier.play.key == first.play.key
    assert resumed.earlier.earlier.earlier is None


# ---------------------------------------------------------------------------------- overtaken


def in_two_windows(small: Reading, diary: Diary, open_diary: OpenDiary) -> tuple[Sitting, Sitting]:
    here = begun(small, diary, "linger")
    here.guess(["see_me"])
    here.note("A thought")
    here.plan(0, "If it spills, I will wait.")
    other = open_diary()
    return here, Sitting.resume(other, other.entry(1))


def test_a_play_that_was_carried_on_elsewhere_goes_on_as_one_of_its_own(
    small: Reading, diary: Diary, open_diary: OpenDiary
) -> None:
    here, there = in_two_windows(small, diary, open_diary)
    there.choose("cloth")
    here.choose("joke")
    assert (here.notice, there.notice) == (OF_ITS_OWN, None)
    assert (there.entry, here.entry) == (1, 2)
    assert stored(there) == there.play.choices == ("linger", "cloth")
    assert stored(here) == here.play.choices == ("linger", "joke")
    own = diary.entry(2)
    assert own.guesses == here.guesses == {1: ("see_me",)}
    assert [(n.number, n.text) for n in own.notes] == here.notes == [(1, "A thought")]
    (plan,) = here.plans
    assert (plan.play, plan.line) == (2, "If it spills, I will wait.")
    assert diary.plans() == [plan, *there.plans]
    here.choose("linger")
    assert here.notice is None
    assert stored(here) == ("linger", "joke", "linger")


def test_going_back_in_one_window_takes_nothing_from_the_other(
    small: Reading, diary: Diary, open_diary: OpenDiary
) -> None:
    here, there = in_two_windows(small, diary, open_diary)
    there.back()
    there.choose("joke")
    here.choose("cloth")  # the same number is free, but it would follow another choice
    assert stored(there) == ("joke",)
    assert stored(here) == ("linger", "cloth")
    assert here.notice == OF_ITS_OWN


def test_going_back_after_the_other_window_went_on_is_a_way_of_its_own(
    small: Reading, diary: Diary, open_diary: OpenDiary
) -> None:
    here, there = in_two_windows(small, diary, open_diary)
    there.choose("cloth")
    here.back()
    assert stored(there) == ("linger", "cloth")
    assert stored(here) == here.play.choices == ()
    assert here.notice == OF_ITS_OWN


def test_a_guess_about_another_moment_is_a_way_of_its_own(
    small: Reading, diary: Diary, open_diary: OpenDiary
) -> None:
    here, there = in_two_windows(small, diary, open_diary)
    there.back()
    there.choose("joke")
    here.guess(["help_me"])
    assert diary.entry(1).guesses == {}
    assert diary.entry(2).guesses == here.guesses == {1: ("help_me",)}
    assert here.notice == OF_ITS_OWN


def test_a_way_of_its_own_that_ends_at_once_is_finished(
    small: Reading, diary: Diary, open_diary: OpenDiary
) -> None:
    here = begun(small, diary, "cloth", "go_on")
    other = open_diary()
    Sitting.resume(other, other.entry(1)).choose("wait")
    here.choose("wash")
    assert diary.entry(2).ended


# --------------------------------------------------------------------------------- the telling


def test_single_causes_come_first_then_joined_ones_then_any(small: Reading, diary: Diary) -> None:
    drawn = [Sitting.begin(small, None, diary, chance(n)).play.world.telling.id for n in range(3)]
    assert set(drawn[:2]) == {"tired", "left_out"}
    assert drawn[2] == "tired_and_left_out"
    later = {Sitting.begin(small, None, diary, chance(n)).play.world.telling.id for n in range(30)}
    assert later == set(drawn)


def test_a_telling_is_drawn_evenly(small: Reading) -> None:
    assert small.scenario is not None
    rng = chance(7)
    drawn = Counter(draw(small.scenario, None, rng) for _ in range(2000))
    assert set(drawn) == {"tired", "left_out"}
    assert abs(drawn["tired"] - 1000) < 150


def test_plays_of_another_scenario_do_not_count(small: Reading, diary: Diary) -> None:
    sitting = begun(small, None)
    diary.begin(sitting.texts, "another", "Another", sitting.play.key)
    assert small.scenario is not None
    drawn = {draw(small.scenario, diary, chance(n)) for n in range(30)}
    assert drawn == {"tired", "left_out"}
