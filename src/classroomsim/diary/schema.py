"""The diary's file: its tables, how it grows from version to version, and how it is opened safely.

    texts   what plays were played on, once for each hash of scenario and rulebook; both texts
            are UTF-8, compressed by zlib
    plays   one row a play: its text, engine version, telling and choices (a JSON list of ids, so
            that a play is always whole), when it started and last changed (ISO 8601, UTC),
            whether it has ended, and the play that it is a second try of
    guesses what the player thought the pupil might be saying at a moment: a JSON list of ids
    notes   what the player wrote at a moment, as often as they liked

Version history (`user_version`):

    1       the first
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
import sys
import time
from pathlib import Path

from classroomsim.diary.places import looks_shared
from classroomsim.diary.record import DiaryError
from classroomsim.diary.sentences import damaged, sentence, unwritable
from classroomsim.scenario.text import clean_line

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
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
    ),
)
"""What leads from each version to the next. Never changed once released, only added to."""

VERSION = len(MIGRATIONS)
APPLICATION = 0x636C736D
"""In the file's header ("clsm"), so that no other program's database is taken for ours."""
WAIT_SECONDS = 3.0
"""How long another program's write is waited for."""

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_ASK_AGAIN_SECONDS = 0.02
_LOOKS = 3
_HEADER = b"SQLite format 3\0"


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the diary at `path`, which is created if there is none.

    A file that is not ours, is damaged, or was written by a newer program is refused before
    anything is written to it. Raises `DiaryError`.
    """
    try:
        _create(path)
        sql = _checked(path)
    except sqlite3.Error as error:
        raise DiaryError(sentence(error, path)) from error
    except UnicodeDecodeError as error:  # a table's name, say
        raise DiaryError(damaged(path)) from error
    except OSError as error:
        raise DiaryError(unwritable(path, error.strerror)) from error
    try:
        _prepare(sql, path)
        _migrate(sql)
        checkpoint(sql)
    except BaseException as error:
        sql.close()
        if isinstance(error, sqlite3.Error):
            raise DiaryError(sentence(error, path)) from error
        raise
    return sql


def checkpoint(sql: sqlite3.Connection) -> None:
    """Move what the log holds into the file, so that a damaged log costs little.

    Best done rarely: it is never needed for what was committed to be safe.
    """
    with contextlib.suppress(sqlite3.OperationalError):  # busy, say; the next one does it
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _create(path: Path) -> None:
    """An empty file that only its owner may read, in a folder that only its owner may enter."""
    path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE))
    except FileExistsError:
        _look(path)
        return
    if sys.platform != "win32":  # where a folder can't be synced
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _look(path: Path) -> None:
    """Raises for what SQLite would wait for, or would take for an empty file and write over."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is not a file")
    for _ in range(_LOOKS):
        with path.open("rb") as file:
            top = file.read(len(_HEADER) + 2)
        if not top or _goes_on(path, "-journal"):
            return
        whole = _goes_on(path, "-wal") or path.stat().st_size % _page_size(top) == 0
        if top.startswith(_HEADER) and whole:
            return
        time.sleep(_ASK_AGAIN_SECONDS)  # another copy of the program may be writing just now
    raise DiaryError(damaged(path))


def _goes_on(path: Path, ending: str) -> bool:
    """Whether a file beside the diary holds what has yet to be written to it."""
    try:
        return path.with_name(path.name + ending).stat().st_size > 0
    except OSError:
        return False


def _page_size(top: bytes) -> int:
    """In bytes, as the header tells it: a file is whole pages, and SQLite would not mind."""
    written = int.from_bytes(top[len(_HEADER) :], "big")
    return 65_536 if written == 1 else max(1, written)


def _checked(path: Path) -> sqlite3.Connection:
    """A connection that can write, once one that can't has found the file sound.

    Closing a connection that can write may change a file that is about to be refused.
    """
    try:
        sql = _open(path, "ro")
        try:
            _check(sql, path)
        finally:
            sql.close()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise
        # A write was cut off, and only a connection that can write may roll it back.
        sql = _open(path, "rw")
        try:
            _check(sql, path)
        except BaseException:
            sql.close()
            raise
        return sql
    return _open(path, "rw")


def _open(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=WAIT_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # `Diary` has a lock of its own
    )


def _check(sql: sqlite3.Connection, path: Path) -> None:
    """Raises `DiaryError` for a file that is newer, not ours or damaged."""
    sql.execute("BEGIN")  # so that all is read from one moment, while others may be writing
    try:
        _check_now(sql, path)
    finally:
        with contextlib.suppress(sqlite3.Error):
            sql.execute("ROLLBACK")


def _check_now(sql: sqlite3.Connection, path: Path) -> None:
    application, version = _number(sql, "application_id"), _number(sql, "user_version")
    empty = sql.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    if empty and application == version == 0:
        return
    if application != APPLICATION or version < 1:
        raise DiaryError(damaged(path))
    if version > VERSION:
        raise DiaryError(
            f"The diary {clean_line(str(path))} was written by a newer classroomsim than this one;"
            " update the program, and it will open."
        )
    if sql.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise DiaryError(damaged(path))


def _number(sql: sqlite3.Connection, pragma: str) -> int:
    return int(sql.execute(f"PRAGMA {pragma}").fetchone()[0])


def _prepare(sql: sqlite3.Connection, path: Path) -> None:
    """Set the connection up so that what is committed is on the disk, and what is deleted gone."""
    with contextlib.suppress(OSError):  # not ours to change; it opened, so go on
        path.chmod(_PRIVATE_FILE)
    sql.execute("PRAGMA foreign_keys = ON")
    sql.execute("PRAGMA secure_delete = ON")
    if sys.platform == "darwin":  # where fsync alone leaves the data in the drive's cache
        sql.execute("PRAGMA fullfsync = ON")
        sql.execute("PRAGMA checkpoint_fullfsync = ON")
    sql.execute("PRAGMA synchronous = FULL")
    # A log beside the file is no good where the two may be copied apart, or memory isn't shared.
    if looks_shared(path) is not None or not _log_ahead(sql):
        # Without a log, only EXTRA brings a commit (a file's removal) itself to the disk.
        sql.execute("PRAGMA synchronous = EXTRA")
        with contextlib.suppress(sqlite3.OperationalError):  # in use elsewhere: as it is there
            sql.execute("PRAGMA journal_mode = DELETE")
    # A log is emptied by `checkpoint` only: one left half copied is where damage would show.
    sql.execute("PRAGMA wal_autocheckpoint = 0")


def _log_ahead(sql: sqlite3.Connection) -> bool:
    """Whether write-ahead logging works here; another program opening the file is waited for."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            mode = sql.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            sql.execute("BEGIN IMMEDIATE")
            sql.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy:
                return False
            if time.monotonic() >= until:
                raise
            time.sleep(_ASK_AGAIN_SECONDS)
        else:
            return bool(mode == "wal")


def _migrate(sql: sqlite3.Connection) -> None:
    """Bring the tables from whatever version they have to this program's, or leave them be."""
    if _number(sql, "user_version") == VERSION:
        return
    sql.execute("BEGIN IMMEDIATE")
    try:
        for statements in MIGRATIONS[_number(sql, "user_version") :]:
            for statement in statements:
                sql.execute(statement)
        sql.execute(f"PRAGMA application_id = {APPLICATION}")
        sql.execute(f"PRAGMA user_version = {VERSION}")
        sql.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            sql.execute("ROLLBACK")
        raise
