"""The session's file: what was done, who may vote, and one row for each vote of each device.

    session     one row: what is played, in which form, how phones join, whether it has ended
    actions     what the facilitator did, in order; the place in the scenario is worked out from it
    devices     a hash of each device's token, so that a restart knows its phones again
    votes       one row a device and round. Its key is HMAC-SHA-256 of the round under the device's
                token, which only the phone has: nothing here links a device's rounds
    hands       what was seen of raised hands, a row for each round and choice

The file is removed when the session ends.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, get_args

from classroomsim.room.session import Action, Kind, RoomError
from classroomsim.room.shares import Amount, Hands

VERSION = 1
APPLICATION = 0x636C7372
"""In the file's header ("clsr"), so that no other program's database is taken for ours."""
_TABLES = (
    """CREATE TABLE session (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        scenario_name TEXT NOT NULL,
        scenario TEXT NOT NULL,
        rulebook_name TEXT NOT NULL,
        rulebook TEXT NOT NULL,
        telling TEXT NOT NULL,
        form TEXT NOT NULL,
        code TEXT NOT NULL,
        key TEXT NOT NULL,
        remote TEXT NOT NULL,
        address TEXT NOT NULL,
        port INTEGER NOT NULL
    )""",
    "CREATE TABLE actions (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, what TEXT NOT NULL)",
    "CREATE TABLE devices (hash BLOB PRIMARY KEY) WITHOUT ROWID",
    """CREATE TABLE votes (
        key BLOB PRIMARY KEY, round INTEGER NOT NULL, choice TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX votes_of_round ON votes (round, choice)",
    """CREATE TABLE hands (
        round INTEGER NOT NULL, choice TEXT NOT NULL, amount TEXT NOT NULL, number INTEGER,
        PRIMARY KEY (round, choice)
    ) WITHOUT ROWID""",
)
_TAILS = ("", "-wal", "-shm", "-journal")
_PRIVATE = 0o600


class Unkept(RoomError):  # noqa: N818 - what was to be kept is not
    """The session's file, or the disk, says no."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a session was begun with, and how it is joined: see `server.Door`."""

    scenario_name: str
    scenario: str
    rulebook_name: str
    rulebook: str
    telling: str
    form: str
    code: str
    key: str
    remote: str
    address: str
    port: int


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote, ready to be written. `key` is from `vote_key`."""

    key: bytes
    round: int
    choice: str


def vote_key(token: str, number: int) -> bytes:
    """The key of a device's row in round `number`: 32 bytes that say nothing of the device."""
    return hmac.digest(token.encode(), f"round {number}".encode(), hashlib.sha256)


def token_hash(token: str) -> bytes:
    """What is kept of a token: 32 bytes."""
    return hashlib.sha256(token.encode()).digest()


class RoomStore:
    """An open session file. Every change is committed and on the disk when its method returns.

    May be used from any thread. Methods raise `RoomError` where the file or the disk says no.
    """

    def __init__(self, path: Path, sql: sqlite3.Connection) -> None:
        self.path = path
        self._sql = sql
        self._lock = threading.RLock()

    @classmethod
    def begin(cls, path: Path, opening: Opening) -> Self:
        """A new session file in place of an old one."""
        remove(path)
        with _sentences(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
            sql = _connect(path)
        store = cls(path, sql)
        with store._writing() as write:
            for table in _TABLES:
                write.execute(table)
            write.execute(f"PRAGMA application_id = {APPLICATION}")
            write.execute(f"PRAGMA user_version = {VERSION}")
            values = tuple(getattr(opening, name) for name in Opening.__slots__)
            write.execute("INSERT INTO session VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        return store

    @classmethod
    def resume(cls, path: Path) -> Self:
        """The session that was going on when the program stopped. Raises `RoomError` for none."""
        if not path.is_file():
            raise RoomError("There is no session to go on with; begin one without --resume.")
        with _sentences(path):
            sql = _connect(path)
            ours = sql.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
            same = sql.execute("PRAGMA user_version").fetchone()[0] == VERSION
        if not (ours and same):
            sql.close()
            raise RoomError(
                f"{path} is not a session that this version can go on with; begin a new one."
            )
        return cls(path, sql)

    def close(self) -> None:
        """Let go of the file, which stays. Closing twice does no harm."""
        with self._lock:
            self._sql.close()

    def end(self) -> None:
        """Let go of the file and remove it: tokens, votes and all."""
        self.close()
        remove(self.path)

    # ---------------------------------------------------------------------------------- reading

    def opening(self) -> Opening:
        """What this session was begun with."""
        row = self._rows(f"SELECT {', '.join(Opening.__slots__)} FROM session")[0]  # noqa: S608
        return Opening(*row)

    def actions(self) -> tuple[Action, ...]:
        """All that was done, in order."""
        rows = self._rows("SELECT kind, what FROM actions ORDER BY number")
        kinds = get_args(Kind)
        if any(kind not in kinds for kind, _ in rows):
            raise RoomError(f"{self.path} is damaged; begin a new session.")
        return tuple(Action(kind, what) for kind, what in rows)

    def devices(self) -> set[bytes]:
        """The hashes of the tokens that were given out."""
        return {row[0] for row in self._rows("SELECT hash FROM devices")}

    def tally(self, number: int) -> dict[str, int]:
        """How many rows each choice has in a round; choices without one are missing."""
        rows = self._rows(
            "SELECT choice, COUNT(*) FROM votes WHERE round = ? GROUP BY choice", (number,)
        )
        return dict(rows)

    def cast(self, number: int) -> dict[bytes, str]:
        """The choices in the rows of a round, by key."""
        return dict(self._rows("SELECT key, choice FROM votes WHERE round = ?", (number,)))

    def hands(self, number: int) -> dict[str, Hands]:
        """What was seen of hands in a round, by choice."""
        rows = self._rows("SELECT choice, amount, number FROM hands WHERE round = ?", (number,))
        amounts: Mapping[str, Amount] = {name: name for name in get_args(Amount)}
        return {choice: Hands(amounts[amount], count) for choice, amount, count in rows}

    # ---------------------------------------------------------------------------------- writing

    def did(self, number: int, action: Action) -> None:
        """The action at `number` (from 0), and none after it."""
        with self._writing() as sql:
            sql.execute("DELETE FROM actions WHERE number >= ?", (number,))
            sql.execute("INSERT INTO actions VALUES (?, ?, ?)", (number, action.kind, action.what))

    def undo(self, number: int) -> None:
        """Forget the actions from `number` on."""
        with self._writing() as sql:
            sql.execute("DELETE FROM actions WHERE number >= ?", (number,))

    def move(self, address: str) -> None:
        """Phones are let in at another address of this computer from now on."""
        with self._writing() as sql:
            sql.execute("UPDATE session SET address = ?", (address,))

    def add_devices(self, hashes: Iterable[bytes]) -> None:
        """Devices that may vote from now on."""
        with self._writing() as sql:
            sql.executemany("INSERT OR IGNORE INTO devices VALUES (?)", [(h,) for h in hashes])

    def add_votes(self, votes: Sequence[Vote]) -> None:
        """Votes, each in place of what its device voted before in that round: all or none."""
        with self._writing() as sql:
            sql.executemany(
                "REPLACE INTO votes VALUES (?, ?, ?)", [(v.key, v.round, v.choice) for v in votes]
            )

    def set_hands(self, number: int, choice: str, hands: Hands | None) -> None:
        """What was seen of hands for a choice in a round; None takes it away again."""
        with self._writing() as sql:
            if hands is None:
                sql.execute("DELETE FROM hands WHERE round = ? AND choice = ?", (number, choice))
            else:
                values = (number, choice, hands.amount, hands.number)
                sql.execute("REPLACE INTO hands VALUES (?, ?, ?, ?)", values)

    # ----------------------------------------------------------------------------------- inside

    def _rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock, _sentences(self.path):
            return self._sql.execute(query, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _sentences(self.path):
            self._sql.execute("BEGIN IMMEDIATE")
            try:
                yield self._sql
                self._sql.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._sql.execute("ROLLBACK")
                raise


def remove(path: Path) -> None:
    """Remove a session file with all that SQLite keeps beside it. Raises `RoomError`."""
    with _sentences(path):
        for tail in _TAILS:
            path.with_name(path.name + tail).unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    sql = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        # WAL does not work on network drives; there the journal is deleted after every change.
        if sql.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
            sql.execute("PRAGMA journal_mode = DELETE")
        sql.execute("PRAGMA synchronous = FULL")
        sql.execute("PRAGMA fullfsync = 1")
        sql.execute("PRAGMA secure_delete = ON")
    except BaseException:
        sql.close()
        raise
    return sql


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise Unkept(
            f"The session's file {path} can't be used ({error}); make room on the disk, or set"
            " CLASSROOMSIM_HOME to another folder."
        ) from error
