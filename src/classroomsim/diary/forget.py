"""Forgetting for good: what is forgotten is in no table, and its text in no file, any more.

SQLite leaves copies of what was deleted in a log, and now and then in the unused parts of a page.
So deleting is followed by emptying the log and writing the file anew. Until that is done, a row in
`forgetting` stands for it: whoever opens the diary next does it, should the program be killed.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from classroomsim.diary.file import DiaryFile
from classroomsim.diary.record import DiaryError, NoSuchNote, NoSuchPlan, NoSuchPlay, TracesLeft
from classroomsim.diary.sentences import no_note, no_plan, no_play, traces_left
from classroomsim.diary.shred import shred


class Forgetting(DiaryFile):
    """What a diary does to forget. Each method raises `TracesLeft` if the file is not clean yet."""

    def forget(self, play: int) -> None:
        """Forget a play with its guesses, notes and plans, and a text that no other play needs.

        Second tries of it stay, as plays of their own. Raises `NoSuchPlay`.
        """
        with self._writing() as sql:
            row = sql.execute("SELECT hash FROM plays WHERE id = ?", (play,)).fetchone()
            if row is None:
                raise NoSuchPlay(no_play(play))
            sql.execute("UPDATE plays SET parent = NULL WHERE parent = ?", (play,))
            for table in ("guesses", "notes", "plans"):
                sql.execute(f"DELETE FROM {table} WHERE play = ?", (play,))  # noqa: S608
            sql.execute("DELETE FROM plays WHERE id = ?", (play,))
            sql.execute(
                "DELETE FROM texts WHERE hash = ? AND hash NOT IN (SELECT hash FROM plays)", row
            )
            _traces(sql)
        self._leave_no_trace()

    def forget_plan(self, plan: int) -> None:
        """Forget a plan, with what was written of how its day went. Raises `NoSuchPlan`."""
        with self._writing() as sql:
            if sql.execute("DELETE FROM plans WHERE id = ?", (plan,)).rowcount == 0:
                raise NoSuchPlan(no_plan(plan))
            _traces(sql)
        self._leave_no_trace()

    def forget_note(self, play: int, note: int) -> None:
        """Forget one note of a play, by the note's id. Raises `NoSuchNote`."""
        with self._writing() as sql:
            done = sql.execute("DELETE FROM notes WHERE id = ? AND play = ?", (note, play))
            if done.rowcount == 0:
                raise NoSuchNote(no_note(note))
            _traces(sql)
        self._leave_no_trace()

    def forget_everything(self) -> None:
        """Close the diary and remove its files, while nobody else has it open.

        Raises `DiaryError` where that can't be; then the diary stays, and stays open. For a diary
        that can't be opened there is `shred.shred`.
        """
        with self._lock:
            self.close()
            try:
                shred(self.path)
            except DiaryError:
                self._open_again()
                raise

    def finish_forgetting(self) -> None:
        """Do what is left of a forgetting that was cut short; tried again another time if busy."""
        with self._reading() as sql:
            left = sql.execute("SELECT 1 FROM forgetting").fetchone() is not None
        if left:
            with suppress(TracesLeft):
                self._leave_no_trace()

    def _leave_no_trace(self) -> None:
        """Raises `TracesLeft` where another program is in the way, or the disk is full."""
        with self._lock:
            try:
                _empty_log(self._sql)
                self._sql.execute("VACUUM")
                self._sql.execute("DELETE FROM forgetting")
                _empty_log(self._sql)
            except (sqlite3.Error, _BusyError) as error:
                raise TracesLeft(traces_left(self.path)) from error


class _BusyError(Exception):
    """Another connection is reading from the log."""


def _traces(sql: sqlite3.Connection) -> None:
    sql.execute("INSERT INTO forgetting VALUES (0)")


def _empty_log(sql: sqlite3.Connection) -> None:
    """Move the log into the file, all of it, and cut it to nothing."""
    busy, *_ = sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise _BusyError
