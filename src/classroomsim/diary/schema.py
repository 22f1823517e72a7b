"""The diary's tables, and how they grow from version to version.

    texts       what plays were played on, once for each hash of scenario and rulebook; both texts
                are UTF-8, compressed by zlib
    plays       one row a play: its text, engine version, telling and choices (a JSON list of ids,
                so that a play is always whole), when it started and last changed (ISO 8601, UTC),
                whether it has ended and when, the play that it is a second try of, whether it is a
                whole play or one beat come back for, and what the player wanted to look at
    guesses     what the player thought the pupil might be saying at a moment: a JSON list of ids
    notes       what the player wrote at a moment, as often as they liked
    plans       an if-then line for another day, one a moment, and how that day went
    settings    what the player chose once for all plays
    forgetting  a row while what was forgotten may have left traces in the file (see `forget.py`)

Version history (`user_version`):

    1       the first: texts, plays, guesses, notes
    2       plans, settings, forgetting; of plays: kind, focus, finished
"""

from __future__ import annotations

import contextlib
import sqlite3

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
    (
        "ALTER TABLE plays ADD COLUMN kind TEXT NOT NULL DEFAULT 'play'",
        "ALTER TABLE plays ADD COLUMN focus TEXT",
        "ALTER TABLE plays ADD COLUMN finished TEXT",
        """CREATE TABLE plans (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            play INTEGER NOT NULL REFERENCES plays (id),
            scenario_id TEXT NOT NULL,
            title TEXT NOT NULL,
            scene TEXT NOT NULL,
            number INTEGER NOT NULL,
            line TEXT NOT NULL,
            day TEXT,
            made TEXT NOT NULL,
            changed TEXT NOT NULL,
            came TEXT NOT NULL DEFAULT '',
            came_on TEXT,
            UNIQUE (play, number)
        )""",
        """CREATE TABLE settings (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID""",
        "CREATE TABLE forgetting (traces INTEGER)",
    ),
)
"""What leads from each version to the next. Never changed once released, only added to."""

VERSION = len(MIGRATIONS)
APPLICATION = 0x636C736D
"""In the file's header ("clsm"), so that no other program's database is taken for ours."""


def migrate(sql: sqlite3.Connection) -> None:
    """Bring the tables from whatever version they have to this program's, or leave them be."""
    if number_in(sql, "user_version") == VERSION:
        return
    sql.execute("BEGIN IMMEDIATE")
    try:
        for statements in MIGRATIONS[number_in(sql, "user_version") :]:
            for statement in statements:
                sql.execute(statement)
        sql.execute(f"PRAGMA application_id = {APPLICATION}")
        sql.execute(f"PRAGMA user_version = {VERSION}")
        sql.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            sql.execute("ROLLBACK")
        raise


def number_in(sql: sqlite3.Connection, pragma: str) -> int:
    return int(sql.execute(f"PRAGMA {pragma}").fetchone()[0])
