"""The plays in the diary, with the guesses and notes of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from classroomsim.diary.connect import checkpoint
from classroomsim.diary.file import DiaryFile
from classroomsim.diary.plans import put_plan
from classroomsim.diary.record import (
    Along,
    DiaryError,
    Entry,
    Kind,
    NoSuchPlay,
    Overtaken,
    Texts,
)
from classroomsim.diary.rows import (
    UNLIKE_A_DIARY,
    entries_of,
    folded,
    listed,
    number_of,
    unfolded,
    unlisted,
)
from classroomsim.diary.sentences import damaged, no_play
from classroomsim.engine.play import PlayKey
from classroomsim.scenario.text import clean

OVERTAKEN = "This play was carried on in another window."


class Plays(DiaryFile):
    """What a diary does with plays."""

    # ------------------------------------------------------------------------------- writing

    def begin(
        self,
        texts: Texts,
        scenario_id: str,
        title: str,
        key: PlayKey,
        parent: int | None = None,
        along: Along | None = None,
        *,
        kind: Kind = "play",
    ) -> int:
        """A new play, with the choices made so far in `key`; gives its number in the diary.

        `texts` are kept once for each `key.scenario`. Whether it has ended is said by `end`. If
        the play that it is a second try of is forgotten by now, it is a first one.
        """
        now = self._time()
        along = along or Along()
        with self._writing() as sql:
            self._keep(sql, key.scenario, texts)
            row = sql.execute(
                "INSERT INTO plays (hash, scenario_id, title, engine, telling, choices, started,"
                " last, ended, parent, kind, focus)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, (SELECT id FROM plays WHERE id = ?), ?, ?)",
                (
                    *(key.scenario, scenario_id, title, key.engine, key.telling),
                    *(listed(key.choices), now, now, parent, kind, along.focus),
                ),
            ).lastrowid
            play = number_of(row)
            self._take_along(sql, play, along, now)
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

    def note(self, play: int, number: int, text: str) -> int:
        """One more note at moment `number`, cleaned of what a terminal would obey; gives its id."""
        with self._writing() as sql:
            self._choices(sql, play)
            row = sql.execute(
                "INSERT INTO notes (play, number, text, written) VALUES (?, ?, ?, ?)",
                (play, number, clean(text), self._time()),
            ).lastrowid
            self._touch(sql, play)
        return number_of(row)

    def focus(self, play: int, focus_id: str | None) -> None:
        """What the player wants to look at in this play; None for nothing in particular."""
        with self._writing() as sql:
            self._choices(sql, play)
            sql.execute("UPDATE plays SET focus = ? WHERE id = ?", (focus_id, play))

    def end(self, play: int) -> None:
        """The play has reached its end, and is no longer offered to be carried on."""
        with self._writing() as sql:
            self._put(sql, play, self._choices(sql, play), ended=True)

    # ------------------------------------------------------------------------------- reading

    def entry(self, play: int) -> Entry:
        """One play. Raises `NoSuchPlay` if the diary has none of this number."""
        found = self._entries("WHERE id = ?", (play,))
        if not found:
            raise NoSuchPlay(no_play(play))
        return found[0]

    def entries(self, scenario_id: str | None = None) -> list[Entry]:
        """All plays, or those of one scenario; the one that last changed comes first."""
        if scenario_id is None:
            return self._entries("", ())
        return self._entries("WHERE scenario_id = ?", (scenario_id,))

    def unfinished(self) -> list[Entry]:
        """The plays that were left before their end; the one that last changed comes first.

        A single beat that was come back for is left out: it is never carried on.
        """
        return self._entries("WHERE NOT ended AND kind = 'play'", ())

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

    def _keep(self, sql: sqlite3.Connection, scenario_hash: str, texts: Texts) -> None:
        known = sql.execute("SELECT 1 FROM texts WHERE hash = ?", (scenario_hash,)).fetchone()
        if known is None:
            scenario, rulebook = folded(texts.scenario), folded(texts.rulebook)
            sql.execute(
                "INSERT INTO texts (hash, scenario_name, scenario, rulebook_name, rulebook)"
                " VALUES (?, ?, ?, ?, ?)",
                (scenario_hash, texts.scenario_name, scenario, texts.rulebook_name, rulebook),
            )

    def _take_along(self, sql: sqlite3.Connection, play: int, along: Along, now: str) -> None:
        guesses = [(play, n, listed(o)) for n, o in along.guesses.items()]
        notes = [(play, n, text, now) for n, text in along.notes]
        sql.executemany("INSERT INTO guesses VALUES (?, ?, ?)", guesses)
        sql.executemany(
            "INSERT INTO notes (play, number, text, written) VALUES (?, ?, ?, ?)", notes
        )
        for plan in along.plans:
            put_plan(sql, play, plan)

    def _choices(self, sql: sqlite3.Connection, play: int) -> tuple[str, ...]:
        row = sql.execute("SELECT choices FROM plays WHERE id = ?", (play,)).fetchone()
        if row is None:
            raise NoSuchPlay(no_play(play))
        try:
            return unlisted(row[0])
        except UNLIKE_A_DIARY as error:
            raise DiaryError(damaged(self.path)) from error

    def _put(
        self, sql: sqlite3.Connection, play: int, choices: Sequence[str], *, ended: bool
    ) -> None:
        now = self._time()
        sql.execute(
            "UPDATE plays SET choices = ?, last = ?, ended = ?,"
            " finished = CASE WHEN ? THEN coalesce(finished, ?) END WHERE id = ?",
            (listed(choices), now, int(ended), int(ended), now, play),
        )

    def _touch(self, sql: sqlite3.Connection, play: int) -> None:
        sql.execute("UPDATE plays SET last = ? WHERE id = ?", (self._time(), play))

    def _entries(self, where: str, values: tuple[int | str, ...]) -> list[Entry]:
        chosen = f"SELECT id FROM plays {where}"  # noqa: S608 - `where` is one of ours
        with self._reading() as sql:
            plays = sql.execute(
                "SELECT id, scenario_id, title, hash, engine, telling, choices, started, last,"  # noqa: S608
                " ended, parent, kind, focus, finished"
                f" FROM plays {where} ORDER BY last DESC, id DESC",
                values,
            ).fetchall()
            guesses = sql.execute(
                f"SELECT play, number, options FROM guesses WHERE play IN ({chosen})"  # noqa: S608
                " ORDER BY number",
                values,
            ).fetchall()
            notes = sql.execute(
                f"SELECT play, number, text, written, id FROM notes WHERE play IN ({chosen})"  # noqa: S608
                " ORDER BY id",
                values,
            ).fetchall()
        try:
            return entries_of(plays, guesses, notes)
        except UNLIKE_A_DIARY as error:
            raise DiaryError(damaged(self.path)) from error


def _same(stored: Sequence[str], after: Sequence[str] | None) -> bool:
    return after is None or tuple(stored) == tuple(after)
