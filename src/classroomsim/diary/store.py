"""The diary: plays and what the player made of them, each change on the disk before it returns.

See `schema.py` for the file. Nothing here knows what a choice means; `sitting.py` does.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from classroomsim.diary.places import diary_path, home, looks_shared
from classroomsim.diary.record import Along, DiaryError, Entry, Note, Overtaken, Texts
from classroomsim.diary.rows import (
    UNLIKE_A_DIARY,
    entries_of,
    folded,
    listed,
    number_of,
    unfolded,
    unlisted,
)
from classroomsim.diary.schema import checkpoint, connect
from classroomsim.diary.sentences import damaged, sentence
from classroomsim.engine.play import PlayKey
from classroomsim.scenario.text import clean

__all__ = [
    "Along",
    "Diary",
    "DiaryError",
    "Entry",
    "Note",
    "Overtaken",
    "Texts",
    "diary_path",
    "home",
    "looks_shared",
]

OVERTAKEN = "This play was carried on in another window."

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


class Diary:
    """An open diary. Every change is committed and on the disk when its method returns.

    May be used from any thread, and by several copies of the program at once. Every method raises
    `DiaryError` where the file or the disk says no; nothing has been changed then.
    """

    def __init__(self, path: Path, sql: sqlite3.Connection, clock: Clock) -> None:
        self.path = path
        self._sql = sql
        self._clock = clock
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path, *, clock: Clock = _now) -> Self:
        """The diary at `path`, begun if there is none. `clock` gives the time with its zone."""
        return cls(path, connect(path), clock)

    def close(self) -> None:
        """Let go of the file. Closing twice does no harm."""
        with self._lock:
            self._sql.close()

    # ------------------------------------------------------------------------------- writing

    def begin(
        self,
        texts: Texts,
        scenario_id: str,
        title: str,
        key: PlayKey,
        parent: int | None = None,
        along: Along | None = None,
    ) -> int:
        """A new play, with the choices made so far in `key`; gives its number in the diary.

        `texts` are kept once for each `key.scenario`. Whether it has ended is said by `end`.
        """
        now = self._time()
        choices = listed(key.choices)
        with self._writing() as sql:
            self._keep(sql, key.scenario, texts)
            row = sql.execute(
                "INSERT INTO plays (hash, scenario_id, title, engine, telling, choices, started,"
                " last, ended, parent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
                (
                    *(key.scenario, scenario_id, title, key.engine, key.telling, choices),
                    *(now, now, parent),
                ),
            ).lastrowid
            play = number_of(row)
            if along is not None:
                guesses = [(play, n, listed(o)) for n, o in along.guesses.items()]
                notes = [(play, n, text, now) for n, text in along.notes]
                sql.executemany("INSERT INTO guesses VALUES (?, ?, ?)", guesses)
                sql.executemany(
                    "INSERT INTO notes (play, number, text, written) VALUES (?, ?, ?, ?)", notes
                )
        with self._lock:
            checkpoint(self._sql)
        return play

    def choose(
        self,
        play: int,
        number: int,
        choice: str,
        *,
        after: Sequence[str] | None = None,
        ends: bool = False,
    ) -> None:
        """The choice made at moment `number` (from 0), which may end the play.

        Raises `Overtaken` if the play in the diary does not stand at that moment, or if its
        choices are not those of `after`: another copy of the program has carried it on.
        """
        with self._writing() as sql:
            stored = self._choices(sql, play)
            if len(stored) != number or not _same(stored, after):
                raise Overtaken(OVERTAKEN)
            self._put(sql, play, (*stored, choice), ended=ends)

    def back(self, play: int, number: int, *, after: Sequence[str] | None = None) -> None:
        """Drop the choices from moment `number` on, and the guesses at later moments.

        Notes stay. Raises `Overtaken` if the choices in the diary are not those of `after`.
        """
        with self._writing() as sql:
            stored = self._choices(sql, play)
            if not _same(stored, after):
                raise Overtaken(OVERTAKEN)
            if number < len(stored):
                self._put(sql, play, stored[: max(0, number)], ended=False)
                sql.execute("DELETE FROM guesses WHERE play = ? AND number > ?", (play, number))

    def guess(
        self,
        play: int,
        number: int,
        options: tuple[str, ...],
        *,
        after: Sequence[str] | None = None,
    ) -> None:
        """What the pupil might be saying at moment `number`; takes the place of an earlier guess.

        Raises `Overtaken` if the choices that led to this moment are not those of `after`.
        """
        with self._writing() as sql:
            stored = self._choices(sql, play)
            if number > len(stored) or not _same(stored[:number], after):
                raise Overtaken(OVERTAKEN)
            sql.execute("REPLACE INTO guesses VALUES (?, ?, ?)", (play, number, listed(options)))
            self._touch(sql, play)

    def note(self, play: int, number: int, text: str) -> None:
        """One more note at moment `number`, cleaned of what a terminal would obey."""
        with self._writing() as sql:
            self._choices(sql, play)
            sql.execute(
                "INSERT INTO notes (play, number, text, written) VALUES (?, ?, ?, ?)",
                (play, number, clean(text), self._time()),
            )
            self._touch(sql, play)

    def end(self, play: int) -> None:
        """The play has reached its end, and is no longer offered to be carried on."""
        with self._writing() as sql:
            self._put(sql, play, self._choices(sql, play), ended=True)

    # ------------------------------------------------------------------------------- reading

    def entry(self, play: int) -> Entry:
        """One play. Raises `DiaryError` if the diary has none of this number."""
        found = self._entries("WHERE id = ?", (play,))
        if not found:
            raise DiaryError(f"There is no play {play} in this diary; choose another.")
        return found[0]

    def entries(self, scenario_id: str | None = None) -> list[Entry]:
        """All plays, or those of one scenario; the one that last changed comes first."""
        if scenario_id is None:
            return self._entries("", ())
        return self._entries("WHERE scenario_id = ?", (scenario_id,))

    def unfinished(self) -> list[Entry]:
        """The plays that were left before their end; the one that last changed comes first."""
        return self._entries("WHERE NOT ended", ())

    def texts(self, scenario_hash: str) -> Texts:
        """The text that plays with this hash were played on."""
        with self._reading() as sql:
            row = sql.execute(
                "SELECT scenario_name, scenario, rulebook_name, rulebook FROM texts WHERE hash = ?",
                (scenario_hash,),
            ).fetchone()
        if row is None:
            raise DiaryError(damaged(self.path))
        try:
            return Texts(str(row[0]), unfolded(row[1]), str(row[2]), unfolded(row[3]))
        except UNLIKE_A_DIARY as error:
            raise DiaryError(damaged(self.path)) from error

    # ------------------------------------------------------------------------------- inside

    def _time(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="microseconds")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """All that is read in it is from one moment."""
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
                try:
                    yield self._sql
                    self._sql.execute("COMMIT")
                except BaseException:
                    with suppress(sqlite3.Error):  # it may have been rolled back already
                        self._sql.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise DiaryError(sentence(error, self.path)) from error
            except UnicodeDecodeError as error:
                raise DiaryError(damaged(self.path)) from error

    def _keep(self, sql: sqlite3.Connection, scenario_hash: str, texts: Texts) -> None:
        known = sql.execute("SELECT 1 FROM texts WHERE hash = ?", (scenario_hash,)).fetchone()
        if known is None:
            scenario, rulebook = folded(texts.scenario), folded(texts.rulebook)
            sql.execute(
                "INSERT INTO texts (hash, scenario_name, scenario, rulebook_name, rulebook)"
                " VALUES (?, ?, ?, ?, ?)",
                (scenario_hash, texts.scenario_name, scenario, texts.rulebook_name, rulebook),
            )

    def _choices(self, sql: sqlite3.Connection, play: int) -> tuple[str, ...]:
        row = sql.execute("SELECT choices FROM plays WHERE id = ?", (play,)).fetchone()
        if row is None:
            raise DiaryError(f"There is no play {play} in this diary; choose another.")
        try:
            return unlisted(row[0])
        except UNLIKE_A_DIARY as error:
            raise DiaryError(damaged(self.path)) from error

    def _put(
        self, sql: sqlite3.Connection, play: int, choices: Sequence[str], *, ended: bool
    ) -> None:
        sql.execute(
            "UPDATE plays SET choices = ?, last = ?, ended = ? WHERE id = ?",
            (listed(choices), self._time(), int(ended), play),
        )

    def _touch(self, sql: sqlite3.Connection, play: int) -> None:
        sql.execute("UPDATE plays SET last = ? WHERE id = ?", (self._time(), play))

    def _entries(self, where: str, values: tuple[int | str, ...]) -> list[Entry]:
        chosen = f"SELECT id FROM plays {where}"  # noqa: S608 - `where` is one of ours
        with self._reading() as sql:
            plays = sql.execute(
                "SELECT id, scenario_id, title, hash, engine, telling, choices, started, last,"  # noqa: S608
                f" ended, parent FROM plays {where} ORDER BY last DESC, id DESC",
                values,
            ).fetchall()
            guesses = sql.execute(
                f"SELECT play, number, options FROM guesses WHERE play IN ({chosen})"  # noqa: S608
                " ORDER BY number",
                values,
            ).fetchall()
            notes = sql.execute(
                f"SELECT play, number, text, written FROM notes WHERE play IN ({chosen})"  # noqa: S608
                " ORDER BY id",
                values,
            ).fetchall()
        try:
            return entries_of(plays, guesses, notes)
        except UNLIKE_A_DIARY as error:
            raise DiaryError(damaged(self.path)) from error


def _same(stored: Sequence[str], after: Sequence[str] | None) -> bool:
    return after is None or tuple(stored) == tuple(after)
