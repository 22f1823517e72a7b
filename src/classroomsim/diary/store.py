"""The diary: plays, what the player made of them, and what they mean to do on another day.

Each change is on the disk before its method returns. Nothing here knows what a choice means;
`sitting.py` does. See `schema.py` for the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from classroomsim.diary.export import as_data
from classroomsim.diary.file import Clock, now_in_utc
from classroomsim.diary.forget import Forgetting
from classroomsim.diary.places import diary_path, home, looks_shared
from classroomsim.diary.plans import Plans
from classroomsim.diary.plays import OVERTAKEN, Plays
from classroomsim.diary.record import (
    Along,
    DiaryError,
    Entry,
    Found,
    NoSuchPlan,
    NoSuchPlay,
    Note,
    Overtaken,
    Plan,
    Texts,
    TracesLeft,
)
from classroomsim.diary.search import search

__all__ = [
    "OVERTAKEN",
    "Along",
    "Clock",
    "Diary",
    "DiaryError",
    "Entry",
    "Found",
    "NoSuchPlan",
    "NoSuchPlay",
    "Note",
    "Overtaken",
    "Plan",
    "Texts",
    "TracesLeft",
    "diary_path",
    "home",
    "looks_shared",
]


class Diary(Plays, Plans, Forgetting):
    """An open diary. Every change is committed and on the disk when its method returns.

    May be used from any thread, and by several copies of the program at once. Every method raises
    `DiaryError` where the file or the disk says no; nothing has been changed then.
    """

    @classmethod
    def open(cls, path: Path, *, clock: Clock = now_in_utc) -> Self:
        """The diary at `path`, begun if there is none. `clock` gives the time with its zone."""
        diary = super().open(path, clock=clock)
        try:
            diary.finish_forgetting()
        except BaseException:
            diary.close()
            raise
        return diary

    def search(self, text: str) -> list[Found]:
        """Every note, plan and title of a play that holds `text`; the newest comes first."""
        return search(text, self.entries(), self.plans())

    def setting(self, name: str, default: str) -> str:
        """What the player chose; `default` where they have not."""
        return self.settings().get(name, default)

    def settings(self) -> dict[str, str]:
        """All that the player chose, by name."""
        with self._reading() as sql:
            rows = sql.execute("SELECT name, value FROM settings ORDER BY name").fetchall()
        return {str(name): str(value) for name, value in rows}

    def set(self, name: str, value: str) -> None:
        """Keep a choice of the player's; takes the place of an earlier one."""
        self.set_all({name: value})

    def set_all(self, values: Mapping[str, str]) -> None:
        """Keep several choices in one step."""
        with self._writing() as sql:
            sql.executemany("REPLACE INTO settings VALUES (?, ?)", list(values.items()))

    def as_data(self) -> dict[str, object]:
        """The whole diary as values for `json.dumps`; `export.py` says what they are."""
        with self._reading():
            entries = self.entries()
            texts = {entry.key.scenario: self.texts(entry.key.scenario) for entry in entries}
            return as_data(entries, self.plans(), self.settings(), texts)
