"""A diary that the first version wrote is brought up to date, and nothing in it is lost."""

import json
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classroomsim.diary.schema import VERSION
from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary, Note
from classroomsim.engine.play import PlayKey
from classroomsim.scenario.read import Reading
from tests.unit.diary.dooming import Dooming
from tests.unit.diary.test_store import pragma

FIRST_VERSION = (
    """CREATE TABLE texts (
        hash TEXT PRIMARY KEY,
        scenario_name TEXT NOT NULL,
        scenario BLOB NOT NULL,
        rulebook_name TEXT NOT NULL,
        rulebook BLOB NOT NULL
    )""",
    """CREATE TABLE plays (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        hash TEXT NOT NULL REFERENCES texts (hash),
        scenario_id TEXT NOT NULL,
        title TEXT NOT NULL,
        engine INTEGER NOT NULL,
        telling TEXT NOT NULL,
        choices TEXT NOT NULL,
        started TEXT NOT NULL,
        last TEXT NOT NULL,
        ended INTEGER NOT NULL,
        parent INTEGER REFERENCES plays (id)
    )""",
    """CREATE TABLE guesses (
        play INTEGER NOT NULL REFERENCES plays (id),
        number INTEGER NOT NULL,
        options TEXT NOT NULL,
        PRIMARY KEY (play, number)
    ) WITHOUT ROWID""",
    """CREATE TABLE notes (
        id INTEGER PRIMARY KEY,
        play INTEGER NOT NULL REFERENCES plays (id),
        number INTEGER NOT NULL,
        text TEXT NOT NULL,
        written TEXT NOT NULL
    )""",
    "PRAGMA application_id = 0x636C736D",
    "PRAGMA user_version = 1",
)
"""What the first version made a diary by, as it was released."""
PLAY = (
    "INSERT INTO plays (hash, scenario_id, title, engine, telling, choices, started, last, ended,"
    " parent) VALUES (?, 'small', 'The spilled water', 1, 'tired', ?, ?, ?, ?, ?)"
)
STARTED, LAST = "2026-03-03T14:11:00.000000+00:00", "2026-03-03T14:15:00.000000+00:00"
forks = pytest.mark.skipif(sys.platform == "win32", reason="needs os.fork")


@pytest.fixture
def first(path: Path, small: Reading) -> Iterator[sqlite3.Connection]:
    """The first version, with a diary open that holds two plays, a guess and a note."""
    path.parent.mkdir(mode=0o700)
    source, rulebook = small.source, small.rulebook
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        for setting in ("journal_mode = WAL", "foreign_keys = ON", "wal_autocheckpoint = 0"):
            sql.execute(f"PRAGMA {setting}")
        for statement in FIRST_VERSION:
            sql.execute(statement)
        packed = [zlib.compress(text.encode()) for text in (source.text, rulebook.text)]
        digest = small.sound.hash
        sql.execute(
            "INSERT INTO texts VALUES (?, ?, ?, ?, ?)",
            (digest, source.name, packed[0], rulebook.name, packed[1]),
        )
        ended = json.dumps(["cloth", "go_on", "wash"])
        sql.execute(PLAY, (digest, ended, STARTED, LAST, 1, None))
        sql.execute(PLAY, (digest, '["cloth"]', STARTED, STARTED, 0, 1))
        sql.execute("INSERT INTO guesses VALUES (1, 0, '[\"help_me\"]')")
        sql.execute("INSERT INTO notes VALUES (1, 1, 2, 'A thought', ?)", (STARTED,))
        yield sql


def whole(diary: Diary, small: Reading) -> None:
    """All that the first version wrote is there."""
    one, two = diary.entry(1), diary.entry(2)
    started, last = datetime.fromisoformat(STARTED), datetime.fromisoformat(LAST)
    assert one.key == PlayKey(small.sound.hash, 1, "tired", ("cloth", "go_on", "wash"))
    assert two.key == PlayKey(small.sound.hash, 1, "tired", ("cloth",))
    assert (one.started, one.last, one.ended, one.parent) == (started, last, True, None)
    assert (two.started, two.last, two.ended, two.parent) == (started, started, False, 1)
    assert (one.guesses, two.guesses) == ({0: ("help_me",)}, {})
    assert (one.notes, two.notes) == ((Note(2, "A thought", started, 1),), ())
    assert (one.kind, one.focus, one.finished) == ("play", None, last)
    assert two.finished is None
    assert diary.texts(small.sound.hash).scenario == small.source.text
    assert (diary.plans(), diary.settings()) == ([], {})
    assert pragma(diary, "user_version") == VERSION
    assert pragma(diary, "integrity_check") == "ok"
    assert diary._sql.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_diary_of_the_first_version_opens_whole_and_goes_on(
    path: Path, small: Reading, first: sqlite3.Connection
) -> None:
    first.close()
    with closing(Diary.open(path)) as diary:
        whole(diary, small)
        sitting = Sitting.resume(diary, diary.entry(2))
        assert sitting.earlier is not None
        assert sitting.earlier.play.ending is not None
        sitting.choose("go_on")
        sitting.plan(0, "If it spills, I will wait.")
        sitting.earlier.plan(0, "If it spills, I will kneel.")
        assert [plan.play for plan in diary.plans()] == [1, 2]
        diary.forget(1)
        assert [plan.play for plan in diary.plans()] == [2]
        assert diary.search("a thought") == []


def test_the_first_version_goes_on_writing_where_it_has_it_open(
    path: Path, small: Reading, first: sqlite3.Connection
) -> None:
    with closing(Diary.open(path)) as diary:
        whole(diary, small)
        first.execute(PLAY, (small.sound.hash, "[]", STARTED, LAST, 1, 2))
        first.execute("UPDATE plays SET choices = ?, ended = 1 WHERE id = 2", ('["skip"]',))
        assert diary.entry(2).finished == datetime.fromisoformat(STARTED)
        assert diary.entry(3).finished == datetime.fromisoformat(LAST)
        assert diary.entry(3).parent == 2


@forks
def test_bringing_it_up_to_date_may_be_killed_anywhere(
    path: Path, small: Reading, first: sqlite3.Connection
) -> None:
    assert path.with_name("diary.db-wal").stat().st_size > 0
    versions = set()
    with Dooming() as dooming:
        for copy in dooming.at_every_step(path, "entries"):
            with closing(sqlite3.connect(copy)) as sql:
                versions.add(sql.execute("PRAGMA user_version").fetchone()[0])
            with closing(Diary.open(copy)) as diary:
                whole(diary, small)
    assert versions == {1, VERSION}
    assert first.execute("PRAGMA user_version").fetchone() == (1,), "it worked on copies"


def test_what_this_version_writes_is_a_play_to_the_first(
    path: Path, small: Reading, first: sqlite3.Connection
) -> None:
    """Its own statements still read what is there, where it has the diary open already."""
    with closing(Diary.open(path, clock=lambda: datetime(2026, 3, 4, tzinfo=UTC))) as diary:
        sitting = Sitting.begin(small, "left_out", diary, choices=("linger",))
        row = first.execute(
            "SELECT telling, choices, ended FROM plays WHERE id = ?", (sitting.entry,)
        ).fetchone()
        assert row == ("left_out", '["linger"]', 0)
