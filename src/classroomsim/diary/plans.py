"""The plans in the diary: an if-then line for another day, and how that day went."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime

from classroomsim.diary.file import DiaryFile
from classroomsim.diary.record import KEEP, DiaryError, Keep, NoSuchPlan, NoSuchPlay, Plan
from classroomsim.diary.rows import UNLIKE_A_DIARY, number_of, plan_of
from classroomsim.diary.sentences import damaged, no_plan, no_play
from classroomsim.scenario.text import clean, clean_line

_COLUMNS = "id, play, scenario_id, title, scene, number, line, day, made, changed, came, came_on"


class Plans(DiaryFile):
    """What a diary does with plans."""

    def plan(
        self,
        play: int,
        scenario_id: str,
        title: str,
        scene: str,
        number: int,
        line: str,
        day: date | None = None,
    ) -> int:
        """The plan made from moment `number` (from 0) of a play; gives its number in the diary.

        There is one a moment: written again it changes, and what was written of how the day went
        stays. The line is cleaned of what a terminal would obey, and of line breaks.
        """
        now = self._clock().astimezone(UTC)
        made = Plan(0, play, scenario_id, title, scene, number, clean_line(line), day, now, now)
        with self._writing() as sql:
            if sql.execute("SELECT 1 FROM plays WHERE id = ?", (play,)).fetchone() is None:
                raise NoSuchPlay(no_play(play))
            return put_plan(sql, play, made)

    def change_plan(
        self, plan: int, line: str | None = None, day: date | Keep | None = KEEP
    ) -> None:
        """Change the line, the day (None takes it away) or both; an empty line changes nothing."""
        kept = clean_line(line or "")
        with self._writing() as sql:
            self._plan_row(sql, plan)
            if kept:
                sql.execute("UPDATE plans SET line = ? WHERE id = ?", (kept, plan))
            if not isinstance(day, Keep):
                sql.execute("UPDATE plans SET day = ? WHERE id = ?", (_day(day), plan))
            sql.execute("UPDATE plans SET changed = ? WHERE id = ?", (self._time(), plan))

    def came(self, plan: int, text: str) -> None:
        """How the day went, in the player's own words; takes the place of what was there."""
        kept = clean(text).strip()
        with self._writing() as sql:
            self._plan_row(sql, plan)
            on = self._time() if kept else None
            sql.execute("UPDATE plans SET came = ?, came_on = ? WHERE id = ?", (kept, on, plan))

    def plans(self, scenario_id: str | None = None) -> list[Plan]:
        """All plans, or those from one scenario; the newest comes first."""
        if scenario_id is None:
            return self._plans("", ())
        return self._plans("WHERE scenario_id = ?", (scenario_id,))

    def plans_of(self, play: int) -> list[Plan]:
        """The plans made from one play, in the order of its moments."""
        return sorted(self._plans("WHERE play = ?", (play,)), key=lambda plan: plan.number)

    def plan_of(self, play: int, number: int) -> Plan | None:
        """The plan made from one moment (from 0) of a play; None if there is none."""
        found = self._plans("WHERE play = ? AND number = ?", (play, number))
        return found[0] if found else None

    def one_plan(self, plan: int) -> Plan:
        """One plan by its number in the diary. Raises `NoSuchPlan`."""
        found = self._plans("WHERE id = ?", (plan,))
        if not found:
            raise NoSuchPlan(no_plan(plan))
        return found[0]

    def _plans(self, where: str, values: tuple[int | str, ...]) -> list[Plan]:
        with self._reading() as sql:
            rows = sql.execute(
                f"SELECT {_COLUMNS} FROM plans {where} ORDER BY made DESC, id DESC",  # noqa: S608
                values,
            ).fetchall()
        try:
            return [plan_of(row) for row in rows]
        except UNLIKE_A_DIARY as error:
            raise DiaryError(damaged(self.path)) from error

    @staticmethod
    def _plan_row(sql: sqlite3.Connection, plan: int) -> None:
        if sql.execute("SELECT 1 FROM plans WHERE id = ?", (plan,)).fetchone() is None:
            raise NoSuchPlan(no_plan(plan))


def put_plan(sql: sqlite3.Connection, play: int, plan: Plan) -> int:
    """Write a plan as one of this play; what is there of the same moment changes."""
    row = sql.execute(
        "INSERT INTO plans (play, scenario_id, title, scene, number, line, day, made, changed,"
        " came, came_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (play, number) DO UPDATE SET scene = excluded.scene, line = excluded.line,"
        " day = excluded.day, changed = excluded.changed RETURNING id",
        (
            *(play, plan.scenario_id, plan.title, plan.scene, plan.number, plan.line),
            *(_day(plan.day), _written(plan.made), _written(plan.changed)),
            *(plan.came, None if plan.came_on is None else _written(plan.came_on)),
        ),
    ).fetchone()
    return number_of(row[0])


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
