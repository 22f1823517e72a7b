"""The diary's file: who may read it, what is refused, and that what is refused is left alone."""

import os
import sqlite3
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroomsim.diary import connect, schema
from classroomsim.diary.rows import folded, listed, unfolded, unlisted
from classroomsim.diary.schema import APPLICATION, VERSION
from classroomsim.diary.store import Diary, DiaryError, Note, Overtaken, Texts
from classroomsim.engine.play import PlayKey
from classroomsim.scenario.text import clean
from tests.unit.diary.conftest import Clock, OpenDiary

TEXTS = Texts("small.yaml", "title: The water", "core.yaml", "title: The rules")
KEY = PlayKey("ab12", 1, "tired", ("linger",))


def begin(diary: Diary, key: PlayKey = KEY, scenario_id: str = "small") -> int:
    return diary.begin(TEXTS, scenario_id, "The water", key)


def pragma(diary: Diary, name: str) -> object:
    found: object = diary._sql.execute(f"PRAGMA {name}").fetchone()[0]
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the shared memory, which holds nothing that lasts."""
    return {f.name: f.read_bytes() for f in folder.iterdir() if not f.name.endswith("-shm")}


# ------------------------------------------------------------------------------------- keeping


def test_what_is_put_in_is_what_comes_out(open_diary: OpenDiary) -> None:
    first = open_diary()
    play = begin(first)
    first.choose(play, 1, "cloth")
    first.guess(play, 1, ("see_me", "help_me"))
    first.note(play, 2, "A thought")
    first.end(play)
    before = first.entry(play)
    first.close()
    second = open_diary()
    assert second.entry(play) == before
    assert second.entries() == [before]
    assert second.texts("ab12") == TEXTS
    assert before.key == PlayKey("ab12", 1, "tired", ("linger", "cloth"))
    assert (before.scenario_id, before.title, before.parent) == ("small", "The water", None)
    assert before.ended
    assert before.guesses == {1: ("see_me", "help_me")}
    start = datetime(2026, 3, 3, 14, 11, tzinfo=UTC)
    assert before.started == start
    assert before.notes == (Note(2, "A thought", start + timedelta(minutes=3), 1),)
    assert before.last == before.finished == start + timedelta(minutes=5)
    assert (before.kind, before.focus) == ("play", None)


def test_times_are_kept_in_utc_whatever_the_clock_says(path: Path) -> None:
    summer = timezone(timedelta(hours=1))
    at = datetime(2026, 6, 2, 14, 10, tzinfo=summer)
    with closing(Diary.open(path, clock=lambda: at)) as diary:
        entry = diary.entry(begin(diary))
    assert entry.started == at
    assert entry.started.utcoffset() == timedelta(0)


def test_the_play_that_last_changed_comes_first(diary: Diary) -> None:
    for _ in range(3):
        begin(diary)
    begin(diary, scenario_id="another")
    diary.choose(1, 1, "cloth")
    diary.note(3, 0, "A thought")
    diary.end(2)
    assert [entry.id for entry in diary.entries()] == [2, 3, 1, 4]
    assert [entry.id for entry in diary.entries("small")] == [2, 3, 1]
    assert [entry.id for entry in diary.unfinished()] == [3, 1, 4]


def test_a_text_is_kept_once_and_compressed(diary: Diary) -> None:
    long = Texts("small.yaml", "word " * 20_000, "core.yaml", "rule " * 20_000)
    for _ in range(5):
        diary.begin(long, "small", "The water", KEY)
    rows = diary._sql.execute("SELECT length(scenario), length(rulebook) FROM texts").fetchall()
    assert len(rows) == 1
    assert sum(rows[0]) < 2_000
    assert diary.texts("ab12") == long


def test_going_back_drops_choices_and_later_guesses_and_keeps_notes(diary: Diary) -> None:
    play = begin(diary, PlayKey("ab12", 1, "tired", ("linger", "joke", "cloth")))
    for number in range(4):
        diary.guess(play, number, ("see_me",))
        diary.note(play, number, f"Thought {number}")
    diary.end(play)
    diary.back(play, 1)
    entry = diary.entry(play)
    assert entry.key.choices == ("linger",)
    assert set(entry.guesses) == {0, 1}
    assert len(entry.notes) == 4
    assert not entry.ended
    diary.back(play, 1)
    assert diary.entry(play) == entry


def test_a_number_that_is_written_already_is_overtaken(diary: Diary) -> None:
    play = begin(diary)
    for number in (0, 2, 7):
        with pytest.raises(Overtaken):
            diary.choose(play, number, "cloth")
    with pytest.raises(Overtaken):
        diary.choose(play, 1, "cloth", after=("joke",))
    with pytest.raises(Overtaken):
        diary.back(play, 0, after=("joke",))
    with pytest.raises(Overtaken):
        diary.guess(play, 2, ())
    assert diary.entry(play).key == KEY


def test_a_play_that_is_not_there_is_said_so(diary: Diary) -> None:
    for act in (
        lambda: diary.entry(9),
        lambda: diary.choose(9, 0, "cloth"),
        lambda: diary.back(9, 0),
        lambda: diary.guess(9, 0, ()),
        lambda: diary.note(9, 0, "A thought"),
        lambda: diary.end(9),
    ):
        with pytest.raises(DiaryError, match="no play 9"):
            act()


def test_a_diary_may_be_used_from_any_thread(diary: Diary) -> None:
    plays = [begin(diary) for _ in range(4)]

    def carry_on(play: int) -> None:
        for number in range(1, 20):
            diary.choose(play, number, "linger")

    threads = [Thread(target=carry_on, args=(play,)) for play in plays]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(entry.key.choices) for entry in diary.entries()] == [20] * 4


def test_a_new_diary_may_be_opened_by_several_at_the_same_instant(tmp_path: Path) -> None:
    for n in range(8):
        path = tmp_path / str(n) / "diary.db"
        with ThreadPoolExecutor(8) as threads:
            opened = list(threads.map(Diary.open, [path] * 8))
        for diary in opened:
            begin(diary)
            diary.close()
        with closing(Diary.open(path)) as diary:
            assert len(diary.entries()) == 8


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    kept = clean(text)
    assert unfolded(folded(kept)) == kept
    assert unlisted(listed([kept, kept])) == (kept, kept)


@pytest.mark.parametrize("note", ["\x1b]52;c;aGk=\x07", "a\x00b", "\ud800", "\u202eabc", "a\r\nb"])
def test_a_note_is_kept_cleaned(diary: Diary, note: str) -> None:
    play = begin(diary)
    diary.note(play, 0, note)
    assert diary.entry(play).notes[0].text == clean(note)


# ------------------------------------------------------------------------------------ the disk


def test_every_commit_waits_for_the_disk(diary: Diary) -> None:
    assert pragma(diary, "journal_mode") == "wal"
    assert pragma(diary, "synchronous") == 2
    assert pragma(diary, "secure_delete") == 1
    assert pragma(diary, "fullfsync") == int(sys.platform == "darwin")


def test_a_synced_folder_gets_no_log_beside_the_file(tmp_path: Path, open_diary: OpenDiary) -> None:
    diary = open_diary(tmp_path / "OneDrive - My School" / "diary.db")
    assert pragma(diary, "journal_mode") == "delete"
    assert pragma(diary, "synchronous") == 3
    play = begin(diary)
    diary.choose(play, 1, "cloth")
    assert [f.name for f in diary.path.parent.iterdir()] == ["diary.db"]


def test_where_a_log_does_not_work_the_diary_goes_without(
    path: Path, open_diary: OpenDiary, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(connect, "_log_ahead", lambda _: False)
        diary = open_diary()
        assert pragma(diary, "journal_mode") == "delete"
        begin(diary)
        diary.close()
    assert [f.name for f in path.parent.iterdir()] == ["diary.db"]
    assert open_diary().entry(1).key == KEY


@pytest.mark.parametrize("folder", ["a", "a b/c#d?e=%41", "é/ж"])
def test_only_its_owner_may_read_it(tmp_path: Path, open_diary: OpenDiary, folder: str) -> None:
    old = os.umask(0)
    try:
        diary = open_diary(tmp_path / folder / "diary.db")
        begin(diary)
        files = list((tmp_path / folder).iterdir())
    finally:
        os.umask(old)
    assert {f.name for f in files} >= {"diary.db", "diary.db-wal"}
    if sys.platform != "win32":
        assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700


def test_a_diary_that_others_could_read_is_theirs_no_longer(
    path: Path, diary: Diary, open_diary: OpenDiary
) -> None:
    diary.close()
    path.chmod(0o644)
    open_diary()
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 or sys.platform == "win32"


def test_the_log_is_emptied_now_and_then(path: Path, diary: Diary) -> None:
    log = path.with_name("diary.db-wal")
    play = begin(diary)
    for number in range(1, 400):
        diary.choose(play, number, "linger")
    assert log.stat().st_size > 1_000_000
    begin(diary)
    assert log.stat().st_size < 20_000
    assert len(diary.entry(play).key.choices) == 400
    diary.close()
    assert not log.exists()


# ------------------------------------------------------------------------------------- refusing


def refused(path: Path, words: str) -> None:
    """The file is refused in one sentence with these words, and not a byte has changed."""
    before = contents(path.parent) if path.parent.is_dir() else None
    with pytest.raises(DiaryError) as caught:
        Diary.open(path)
    sentence = str(caught.value)
    assert words in sentence
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "; " in sentence, "what to do is said too"
    if before is not None:
        after = contents(path.parent)
        assert {name: after.get(name) for name in before} == before
        assert set(after) - set(before) <= {"diary.db-wal"}


def write(path: Path, *statements: str) -> None:
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as sql:
        for statement in statements:
            sql.execute(statement)
        sql.commit()


def test_a_diary_of_a_newer_program_is_refused_and_left_alone(
    path: Path, diary: Diary, open_diary: OpenDiary
) -> None:
    begin(diary)
    diary.close()
    write(path, f"PRAGMA user_version = {VERSION + 1}")
    refused(path, "newer classroomsim")
    write(path, f"PRAGMA user_version = {VERSION}")
    assert open_diary().entry(1).key == KEY


def test_a_newer_diary_that_is_open_is_refused_with_its_log_left_alone(
    path: Path, open_diary: OpenDiary
) -> None:
    first = open_diary()
    first._sql.execute(f"PRAGMA user_version = {VERSION + 1}")
    assert path.with_name("diary.db-wal").stat().st_size > 0
    refused(path, "newer classroomsim")


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE birds (name TEXT)"],
        ["PRAGMA user_version = 1"],
        [f"PRAGMA application_id = {APPLICATION}"],
        ["PRAGMA application_id = 7", "PRAGMA user_version = 1", "CREATE TABLE plays (id)"],
    ],
)
def test_the_database_of_another_program_is_refused(path: Path, statements: list[str]) -> None:
    write(path, *statements)
    refused(path, "is damaged or is no diary")


@pytest.mark.parametrize(
    "content",
    [b"Dear diary, today it rained.\n" * 200, b"\0" * 8192, b"x", b"SQLite format 3\0" + b"x" * 99],
    ids=["words", "zeros", "one byte", "a header and no more"],
)
def test_a_file_that_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    refused(path, "is damaged or is no diary")


def test_a_file_with_nothing_in_it_becomes_a_diary(path: Path, open_diary: OpenDiary) -> None:
    path.parent.mkdir()
    path.touch()
    assert open_diary().entries() == []


def test_a_folder_in_its_place_is_refused(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(DiaryError, match=r"can't be written.*; look at"):
        Diary.open(path)
    assert path.is_dir()


def test_a_folder_that_can_not_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("words", encoding="utf-8")
    refused(tmp_path / "file" / "home" / "diary.db", "can't be written")


def test_a_folder_that_may_not_be_written_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbid(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path.parent.mkdir()
    monkeypatch.setattr(os, "open", forbid)  # root may write anywhere, so it can't be shown so
    refused(path, "can't be written (Permission denied)")
    assert not path.exists()


def test_a_diary_that_another_program_holds_is_refused_after_a_while(
    path: Path, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = begin(diary)
    diary._sql.execute("PRAGMA busy_timeout = 20")
    monkeypatch.setattr(connect, "WAIT_SECONDS", 0.02)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DiaryError, match=r"^Another program is using the diary .*; close it"):
            diary.choose(play, 1, "cloth")
        refused(path, "Another program is using the diary")
        assert diary.entry(play).key == KEY, "reading goes on"
        other.execute("ROLLBACK")
    diary.choose(play, 1, "cloth")
    assert diary.entry(play).key.choices == ("linger", "cloth")


def test_a_full_disk_loses_nothing_and_is_said(diary: Diary) -> None:
    play = begin(diary)
    diary._sql.execute(f"PRAGMA max_page_count = {pragma(diary, 'page_count')}")
    with pytest.raises(DiaryError, match=r"no room left for the diary .*; make some"):
        diary.note(play, 0, "A long thought. " * 5_000)
    assert diary.entry(play).notes == ()
    diary.choose(play, 1, "cloth")
    diary._sql.execute("PRAGMA max_page_count = 100000")
    diary.note(play, 0, "A long thought. " * 5_000)
    assert len(diary.entry(play).notes) == 1


def test_a_closed_diary_says_so(diary: Diary) -> None:
    diary.close()
    diary.close()
    with pytest.raises(DiaryError, match="closed"):
        diary.entries()


def test_the_path_in_a_sentence_is_cleaned(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DiaryError) as caught:
        Diary.open(tmp_path / "file" / "a\x1b[2Jb" / "diary.db")
    assert "\x1b" not in str(caught.value)


# ------------------------------------------------------------------------------------ versions


def test_an_older_diary_is_brought_up_to_date(
    path: Path, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(diary)
    diary.close()
    newer = (
        *schema.MIGRATIONS,
        ("CREATE TABLE birds (id INTEGER)", "INSERT INTO birds VALUES (7)"),
    )
    monkeypatch.setattr(schema, "MIGRATIONS", newer)
    monkeypatch.setattr(schema, "VERSION", len(newer))
    for _ in range(2):
        with closing(Diary.open(path, clock=Clock())) as opened:
            assert pragma(opened, "user_version") == VERSION + 1
            assert opened._sql.execute("SELECT id FROM birds").fetchall() == [(7,)]
            assert opened.entry(1).key == KEY
    monkeypatch.undo()
    refused(path, "newer classroomsim")


def test_a_migration_that_goes_wrong_changes_nothing(
    path: Path, diary: Diary, open_diary: OpenDiary, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(diary)
    diary.close()
    newer = (*schema.MIGRATIONS, ("CREATE TABLE birds (id INTEGER)", "CREATE TABLE plays (id)"))
    monkeypatch.setattr(schema, "MIGRATIONS", newer)
    monkeypatch.setattr(schema, "VERSION", len(newer))
    with pytest.raises(DiaryError):
        Diary.open(path)
    monkeypatch.undo()
    again = open_diary()
    assert pragma(again, "user_version") == VERSION
    assert again.entry(1).key == KEY
