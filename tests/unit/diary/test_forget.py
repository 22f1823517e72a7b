"""What is forgotten is gone: from what the diary shows, and from every byte of its files."""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from classroomsim.diary import connect
from classroomsim.diary.record import NoSuchNote
from classroomsim.diary.shred import shred, there_is_something
from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import (
    Diary,
    DiaryError,
    NoSuchPlan,
    NoSuchPlay,
    TracesLeft,
)
from classroomsim.engine.play import PlayKey
from classroomsim.scenario.read import Reading
from tests.unit.diary.conftest import OpenDiary
from tests.unit.diary.dooming import Dooming
from tests.unit.diary.player import chance
from tests.unit.diary.test_damage import room_for
from tests.unit.diary.test_store import TEXTS, begin, contents

NAME = "Zephyrine"
"""Stands in whatever is to be forgotten, and nowhere else."""
LONG = f"{NAME} " * 3_000
OTHER_KEY = PlayKey("cd34", 1, "tired", ())
forks = pytest.mark.skipif(sys.platform == "win32", reason="needs os.fork")


@pytest.fixture(scope="module")
def dooming() -> Iterator[Dooming]:
    with Dooming() as program:
        yield program


def held(folder: Path) -> bytes:
    """All that the files of a folder hold, the shared memory too."""
    return b"".join(f.read_bytes() for f in sorted(folder.iterdir()))


def named(diary: Diary, title: str = NAME) -> int:
    """A play with the name in all that a player can write."""
    play = diary.begin(TEXTS, "small", title, OTHER_KEY)
    diary.note(play, 0, f"I saw {NAME} by the door.")
    diary.note(play, 0, LONG)
    plan = diary.plan(play, "small", title, "table", 0, f"If {NAME} goes, I will wait.")
    diary.came(plan, f"{NAME} came back.")
    return play


# ------------------------------------------------------------------------------------ one play


def test_a_forgotten_play_is_in_no_file_any_more(path: Path, diary: Diary) -> None:
    other = begin(diary)
    diary.note(other, 0, "Another thought")
    play = named(diary)
    before = diary.entry(other)
    assert NAME.encode() in held(path.parent)
    diary.forget(play)
    assert NAME.encode() not in held(path.parent)
    assert diary.entries() == [before]
    assert diary.plans() == []
    assert path.with_name("diary.db-wal").stat().st_size == 0
    with pytest.raises(NoSuchPlay, match=f"no play {play} "):
        diary.forget(play)


def test_the_text_of_a_scenario_goes_with_the_last_play_of_it(diary: Diary) -> None:
    one, two = begin(diary), begin(diary)
    diary.forget(one)
    assert diary.texts("ab12") == TEXTS
    diary.forget(two)
    with pytest.raises(DiaryError):
        diary.texts("ab12")


def test_second_tries_of_a_forgotten_play_stand_on_their_own(small: Reading, diary: Diary) -> None:
    first = Sitting.begin(small, "tired", diary, choices=("linger", "cloth"))
    second = first.try_again(1)
    second.note("A thought")
    before = diary.entry(2)
    diary.forget(1)
    after = diary.entry(2)
    assert (after.parent, after.notes, after.last) == (None, before.notes, before.last)
    resumed = Sitting.resume(diary, after)
    assert resumed.earlier is None
    assert resumed.play.choices == ("linger",)
    assert first.try_again(0).entry == 3
    assert diary.entry(3).parent is None, "what it is a second try of is forgotten"


def test_a_play_forgotten_in_another_window_can_go_on_unkept(
    small: Reading, diary: Diary, open_diary: OpenDiary
) -> None:
    sitting = Sitting.begin(small, "tired", diary)
    open_diary().forget(1)
    acts: list[Callable[[], object]] = [
        lambda: sitting.choose("cloth"),
        lambda: sitting.guess(["see_me"]),
        lambda: sitting.note("A thought"),
        lambda: sitting.focus_on("words"),
    ]
    for act in acts:
        with pytest.raises(NoSuchPlay, match="no play 1 in this diary; it may have been forgotten"):
            act()
    sitting.diary = None
    sitting.choose("cloth")
    sitting.plan(0, "If it spills, I will wait.")
    assert diary.entries() == []


def test_a_number_is_not_given_twice(diary: Diary) -> None:
    diary.forget(begin(diary))
    assert begin(diary) == 2


@pytest.mark.parametrize("folder", ["here", "OneDrive - My School"])
def test_a_forgotten_plan_or_note_is_in_no_file_any_more(
    tmp_path: Path, open_diary: OpenDiary, folder: str
) -> None:
    path = tmp_path / folder / "diary.db"
    diary = open_diary(path)
    play = begin(diary)
    kept = diary.note(play, 0, "A thought")
    diary.plan(play, "small", "The water", "table", 1, "If it spills, I will wait.")
    for n in range(40):
        diary.note(play, n, f"{n} {NAME}" * 30)
    plan = diary.plan(play, "small", "The water", "table", 0, f"If {NAME} goes, I will wait.")
    diary.came(plan, LONG)
    diary.forget_plan(plan)
    for note in diary.entry(play).notes:
        if note.id != kept:
            diary.forget_note(play, note.id)
    assert NAME.encode() not in held(path.parent)
    assert [note.text for note in diary.entry(play).notes] == ["A thought"]
    assert [plan.line for plan in diary.plans()] == ["If it spills, I will wait."]
    with pytest.raises(NoSuchPlan, match="no plan 2 "):
        diary.forget_plan(plan)
    with pytest.raises(NoSuchNote, match="no note 999 "):
        diary.forget_note(play, 999)
    with pytest.raises(NoSuchNote):
        diary.forget_note(play + 1, kept)


def test_a_line_written_over_is_in_no_file_once_anything_is_forgotten(
    path: Path, diary: Diary
) -> None:
    play = begin(diary)
    plan = diary.plan(play, "small", "The water", "table", 0, f"If {NAME} goes.", date(2026, 3, 9))
    diary.came(plan, LONG)
    diary.change_plan(plan, "If he goes.")
    diary.came(plan, "It did.")
    diary.forget(begin(diary))
    assert NAME.encode() not in held(path.parent)
    assert diary.one_plan(plan).line == "If he goes."


@pytest.mark.parametrize("seed", [10, 29, 58])
def test_what_was_written_over_is_not_left_in_the_unused_parts_of_the_file(
    path: Path, diary: Diary, seed: int
) -> None:
    """Where rows move between pages SQLite leaves copies, which only writing it anew removes."""
    rng = chance(seed)
    one, two = begin(diary), begin(diary)
    now: dict[int, str] = {}
    gone: set[str] = set()
    for n in range(120):
        number, word = rng.randrange(30), f"<word {n}>"
        gone.add(now.get(number, ""))
        now[number] = word
        line = f"{word} " * rng.choice([1, 20, 100, 400, 600])
        diary.plan(one, "small", "w", "s", number, line)
    diary.forget(two)
    holds = held(path.parent)
    assert [word for word in sorted(gone) if word and word.encode() in holds] == []
    assert all(word.encode() in holds for word in now.values())


# ------------------------------------------------------------------------------ what is in the way


def test_where_another_program_reads_it_is_forgotten_and_cleaned_up_later(
    path: Path, diary: Diary, open_diary: OpenDiary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "WAIT_SECONDS", 0.02)
    diary._sql.execute("PRAGMA busy_timeout = 20")
    play = named(diary)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM plays").fetchone()
        with pytest.raises(
            TracesLeft, match=r"^It is forgotten .* may still hold traces .*; close"
        ):
            diary.forget(play)
        assert diary.entries() == []
        reader.execute("ROLLBACK")
    open_diary()
    assert NAME.encode() not in held(path.parent)


@forks
def test_a_disk_that_is_full_keeps_it_all_or_forgets_it_and_cleans_up_later(
    tmp_path: Path,
) -> None:
    said = set()
    for size in range(1_000, 300_000, 9_000):
        path = tmp_path / str(size) / "diary.db"
        with closing(Diary.open(path)) as diary:
            play = named(diary)
            before = diary.entry(play)
        with closing(Diary.open(path)) as diary:
            try:
                with room_for(size):
                    diary.forget(play)
                said.add("done")
            except DiaryError as error:
                said.add(type(error).__name__)
        with closing(Diary.open(path)) as diary:
            there = diary.entries() == [before]
            assert there or diary.entries() == []
        assert (NAME.encode() in held(path.parent)) == there, size
    assert said == {"DiaryError", "TracesLeft", "done"}


@forks
def test_forgetting_that_is_killed_anywhere_is_not_begun_or_is_finished_at_the_next_start(
    path: Path, diary: Diary, dooming: Dooming
) -> None:
    other, play = begin(diary), named(diary)
    ends = []
    for copy in dooming.at_every_step(path, "forget", play):
        with closing(Diary.open(copy)) as opened:
            numbers = {entry.id for entry in opened.entries()}
            assert other in numbers
            assert (NAME.encode() in held(copy.parent)) == (play in numbers)
            assert len(opened.plans()) == (play in numbers)
            if play in numbers:
                assert opened.entry(play) == diary.entry(play)
            ends.append(play in numbers)
    assert ends == sorted(ends, reverse=True), "once it is forgotten it stays so"
    assert set(ends) == {True, False}


# ----------------------------------------------------------------------------------- everything


def test_everything_forgotten_leaves_no_file(path: Path, diary: Diary) -> None:
    named(diary)
    assert there_is_something(path)
    diary.forget_everything()
    assert list(path.parent.iterdir()) == []
    assert not there_is_something(path)
    with pytest.raises(DiaryError):
        diary.entries()
    shred(path)
    assert path.parent.is_dir()


def test_a_new_diary_can_be_begun_afterwards(diary: Diary, open_diary: OpenDiary) -> None:
    named(diary)
    diary.forget_everything()
    again = open_diary()
    assert (again.entries(), again.plans(), again.settings()) == ([], [], {})
    assert begin(again) == 1


def test_while_another_window_has_it_open_nothing_is_forgotten(
    path: Path, diary: Diary, open_diary: OpenDiary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "WAIT_SECONDS", 0.02)
    play = named(diary)
    other = open_diary()
    with pytest.raises(DiaryError, match=r"^Nothing was forgotten, since .*; close it, and forget"):
        other.forget_everything()
    assert diary.entry(play).title == other.entry(play).title == NAME
    other.close()
    diary.forget_everything()
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_bytes(b"Zephyrine" * 2_000),
        lambda file: file.write_bytes(file.read_bytes()[:5_000]),
        lambda file: file.write_bytes(file.read_bytes()[:200] + b"Zephyrine" * 3_000),
        lambda file: file.write_bytes(b""),
        lambda file: file.unlink(),
        lambda file: file.with_name("diary.db-journal").write_bytes(b"Zephyrine"),
    ],
    ids=["words", "cut", "overwritten", "empty", "gone", "a journal of nothing"],
)
def test_a_damaged_diary_can_be_forgotten_too(path: Path, diary: Diary, spoil: object) -> None:
    named(diary)
    files = contents(path.parent)
    diary.close()
    for name, content in files.items():  # with its log, as after a kill
        path.with_name(name).write_bytes(content)
    assert callable(spoil)
    spoil(path)
    shred(path)
    assert list(path.parent.iterdir()) == []


def test_a_diary_of_a_newer_program_can_be_forgotten(path: Path, diary: Diary) -> None:
    named(diary)
    diary.close()
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("PRAGMA user_version = 99")
        sql.execute('CREATE TABLE "wishes ""and"" more" (text TEXT)')
    shred(path)
    assert list(path.parent.iterdir()) == []


def test_what_is_not_a_diary_is_never_removed(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(DiaryError, match="can't be written"):
        shred(path)
    path.rmdir()
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("PRAGMA application_id = 7")
        sql.execute("CREATE TABLE birds (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(DiaryError, match="is no diary"):
        shred(path)
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_goes_with_the_file_that_it_leads_to(tmp_path: Path) -> None:
    real, link = tmp_path / "drive" / "my.db", tmp_path / "home" / "diary.db"
    link.parent.mkdir()
    with closing(Diary.open(real)) as diary:
        named(diary)
    link.symlink_to(real)
    shred(link)
    assert list(real.parent.iterdir()) == list(link.parent.iterdir()) == []
    link.symlink_to(real)
    assert there_is_something(link)
    shred(link)
    assert not os.path.lexists(link), "even where it leads nowhere"


@forks
def test_everything_forgotten_by_a_program_that_is_killed_is_all_there_or_all_gone(
    path: Path, diary: Diary, dooming: Dooming
) -> None:
    play = named(diary)
    ends = []
    for copy in dooming.at_every_step(path, "forget_everything"):
        gone = NAME.encode() not in held(copy.parent)
        with closing(Diary.open(copy)) as opened:
            assert opened.entries() == ([] if gone else [diary.entry(play)])
        ends.append(gone)
    assert set(ends) == {True, False}
