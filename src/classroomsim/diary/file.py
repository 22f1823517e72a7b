"""A diary's open file: the one connection, its lock, and how changes are kept whole."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from classroomsim.diary.connect import connect, hold, let_go
from classroomsim.diary.record import DiaryError
from classroomsim.diary.sentences import damaged, sentence

Clock = Callable[[], datetime]


def now_in_utc() -> datetime:
    return datetime.now(UTC)


class DiaryFile:
    """An open file. All that is done in it is done under a lock, in transactions."""

    def __init__(self, path: Path, sql: sqlite3.Connection, clock: Clock) -> None:
        self.path = path
        self._sql = sql
        self._clock = clock
        self._lock = threading.RLock()
        self._inside = False
        self._file: tuple[int, int] | None = hold(path)

    @classmethod
    def open(cls, path: Path, *, clock: Clock = now_in_utc) -> Self:
        """The diary at `path`, begun if there is none. `clock` gives the time with its zone."""
        return cls(path, connect(path), clock)

    def close(self) -> None:
        """Let go of the file. Closing twice does no harm."""
        with self._lock:
            self._sql.close()
            if self._file is not None:
                let_go(self._file)
                self._file = None

    def _open_again(self) -> None:
        """Take up a closed file. Raises `DiaryError`."""
        self._sql = connect(self.path)
        self._file = hold(self.path)

    def _time(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="microseconds")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """All that is read in it is from one moment; one within another is part of that."""
        with self._lock:
            if self._inside:
                yield self._sql
                return
            with self._transaction("BEGIN") as sql:
                yield sql

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All that is written in it is on the disk at its end, or none of it."""
        with self._transaction("BEGIN IMMEDIATE") as sql:
            yield sql

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._sql.execute(begin)
                self._inside = True
                try:
                    yield self._sql
                    self._sql.execute("COMMIT")
                except BaseException:
                    with suppress(sqlite3.Error):  # it may have been rolled back already
                        self._sql.execute("ROLLBACK")
                    raise
                finally:
                    self._inside = False
            except sqlite3.Error as error:
                raise DiaryError(sentence(error, self.path)) from error
            except UnicodeDecodeError as error:
                raise DiaryError(damaged(self.path)) from error
