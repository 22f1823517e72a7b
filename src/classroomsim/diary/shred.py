"""A diary's files removed from the disk, whether or not they can still be read."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

from classroomsim.diary import connect
from classroomsim.diary.record import DiaryError
from classroomsim.diary.schema import APPLICATION
from classroomsim.diary.sentences import damaged, open_elsewhere, unwritable

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside a file, by the end of its name."""
_HEADER = b"SQLite format 3\0"
_APPLICATION_AT = slice(68, 72)
_CHUNK = 65_536


def there_is_something(path: Path) -> bool:
    """Whether there is a diary at `path`, or what is left of one."""
    names = (path.name, *(path.name + end for end in BESIDE))
    return any(os.path.lexists(path.with_name(name)) for name in names)


def shred(path: Path) -> None:
    """Remove the diary at `path` and all beside it; where there is none, nothing is done.

    What they held is written over first. Works on a damaged file too. Raises `DiaryError` for what
    is no file or another program's, while another program has the diary open, and where the disk
    says no.
    """
    try:
        real = path.resolve()
        if real.exists():
            _refuse_what_is_not_ours(real)
            _empty(real)
        for name in (*(real.name + end for end in BESIDE), real.name):
            _remove(real.with_name(name))
        path.unlink(missing_ok=True)  # where it was a link to the file
        _settle(real.parent)
    except OSError as error:
        raise DiaryError(unwritable(path, error.strerror)) from error


def _refuse_what_is_not_ours(path: Path) -> None:
    if not stat.S_ISREG(path.stat().st_mode):
        raise DiaryError(unwritable(path, "it is not a file"))
    with path.open("rb") as file:
        top = file.read(_APPLICATION_AT.stop)
    if top.startswith(_HEADER) and len(top) == _APPLICATION_AT.stop:
        application = int.from_bytes(top[_APPLICATION_AT], "big")
        if application not in (0, APPLICATION):
            raise DiaryError(damaged(path))


def _empty(path: Path) -> None:
    """Make a sound diary an empty one in one step, so that a kill leaves either; else zeros."""
    try:
        with closing(
            sqlite3.connect(path, timeout=connect.WAIT_SECONDS, isolation_level=None)
        ) as sql:
            _drop_all(sql)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
        ):
            raise DiaryError(open_elsewhere(path)) from error
        _write_over(path)
    except UnicodeDecodeError:
        _write_over(path)


def _drop_all(sql: sqlite3.Connection) -> None:
    sql.execute("PRAGMA secure_delete = ON")
    sql.execute("PRAGMA temp_store = MEMORY")
    sql.execute("PRAGMA journal_mode = DELETE")  # needs the file to itself, and empties the log
    sql.execute("BEGIN EXCLUSIVE")
    names = [
        str(name)
        for (name,) in sql.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
    ]
    for name in names:
        quoted = name.replace('"', '""')
        sql.execute(f'DROP TABLE "{quoted}"')
    sql.execute("PRAGMA application_id = 0")
    sql.execute("PRAGMA user_version = 0")
    sql.execute("COMMIT")
    sql.execute("VACUUM")


def _remove(path: Path) -> None:
    if path.exists():
        if path.name.endswith(BESIDE):
            _write_over(path)
        os.truncate(path, 0)
        path.unlink()


def _write_over(path: Path) -> None:
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(b"\0" * min(left, _CHUNK))
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Brings the removal itself to the disk."""
    if sys.platform != "win32" and folder.exists():
        held = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)
