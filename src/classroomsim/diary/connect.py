"""The diary's file opened safely: what is not ours, damaged or newer is refused untouched."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from classroomsim.diary import schema
from classroomsim.diary.places import looks_shared
from classroomsim.diary.record import DiaryError
from classroomsim.diary.sentences import damaged, sentence, unwritable
from classroomsim.scenario.text import clean_line

WAIT_SECONDS = 3.0
"""How long another program's write is waited for."""

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_ASK_AGAIN_SECONDS = 0.02
_LOOKS = 3
_HEADER = b"SQLite format 3\0"


_held: Counter[tuple[int, int]] = Counter()
"""The diaries that this process has open, by device and file."""
_holding = threading.Lock()


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
        schema.migrate(sql)
        checkpoint(sql)
    except BaseException as error:
        sql.close()
        if isinstance(error, sqlite3.Error):
            raise DiaryError(sentence(error, path)) from error
        raise
    return sql


def hold(path: Path) -> tuple[int, int]:
    """Say that this process has the file open; what it gives is for `let_go`."""
    found = path.stat()
    file = (found.st_dev, found.st_ino)
    with _holding:
        _held[file] += 1
    return file


def let_go(file: tuple[int, int]) -> None:
    """Say that one of those that had the file open has closed it."""
    with _holding:
        _held[file] -= 1


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
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is not a file")
    if _held[found.st_dev, found.st_ino] > 0:
        return  # looked at before; and closing it here would drop the locks that SQLite has on it
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
    application = schema.number_in(sql, "application_id")
    version = schema.number_in(sql, "user_version")
    tables = "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite%'"
    empty = sql.execute(tables).fetchone() == (0,)
    if empty and application == version == 0:
        return
    if application != schema.APPLICATION or version < 1:
        raise DiaryError(damaged(path))
    if version > schema.VERSION:
        raise DiaryError(
            f"The diary {clean_line(str(path))} was written by a newer classroomsim than this one;"
            " update the program, and it will open."
        )
    if sql.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise DiaryError(damaged(path))


def _prepare(sql: sqlite3.Connection, path: Path) -> None:
    """Set the connection up so that what is committed is on the disk, and what is deleted gone."""
    with contextlib.suppress(OSError):  # not ours to change; it opened, so go on
        path.chmod(_PRIVATE_FILE)
    sql.execute("PRAGMA foreign_keys = ON")
    sql.execute("PRAGMA secure_delete = ON")
    sql.execute("PRAGMA temp_store = MEMORY")  # or what is written lies in /tmp for a while too
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
