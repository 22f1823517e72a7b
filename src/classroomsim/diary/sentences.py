"""What is said where the diary can't be used: what is the matter, and what to do about it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from classroomsim.scenario.text import clean_line


def sentence(error: sqlite3.Error, path: Path) -> str:
    """What went wrong, and what to do about it, for the player."""
    name = clean_line(str(path))
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"Another program is using the diary {name}; close it, or try again in a moment."
        case sqlite3.SQLITE_FULL:
            return f"The disk has no room left for the diary {name}; make some, and try again."
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return unwritable(path, None)
        case sqlite3.SQLITE_IOERR:
            return (
                f"The disk could not keep the diary {name}; see that it is connected and has"
                " room, and try again."
            )
        case _:
            return f"The diary {name} can't be used ({clean_line(str(error))}); try again."


def damaged(path: Path) -> str:
    return (
        f"The file {clean_line(str(path))} is damaged or is no diary, and was left as it is;"
        " move it somewhere else, and a new diary can be begun."
    )


def unwritable(path: Path, reason: str | None) -> str:
    why = f" ({clean_line(reason)})" if reason else ""
    return (
        f"The diary {clean_line(str(path))} can't be written{why}; look at the permissions of its"
        " folder, or name another folder in CLASSROOMSIM_HOME."
    )


def no_play(play: int) -> str:
    return f"There is no play {play} in this diary; it may have been forgotten."


def no_plan(plan: int) -> str:
    return f"There is no plan {plan} in this diary; it may have been forgotten."


def no_note(note: int) -> str:
    return f"There is no note {note} in this play; it may have been forgotten."


def traces_left(path: Path) -> str:
    return (
        f"It is forgotten and shows nowhere any more, but the file {clean_line(str(path))} may"
        " still hold traces of it; close what else has it open, make some room on the disk if"
        " there is none, and open the diary again, which removes them."
    )


def open_elsewhere(path: Path) -> str:
    return (
        f"Nothing was forgotten, since another program has the diary {clean_line(str(path))} open;"
        " close it, and forget again."
    )
