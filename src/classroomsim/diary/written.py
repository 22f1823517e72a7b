"""What a player makes of a play besides its choices: guesses, notes, plans, and a focus."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from classroomsim.diary.record import NoSuchPlan, Plan, TracesLeft
from classroomsim.engine.play import Play
from classroomsim.scenario.text import clean, clean_line

if TYPE_CHECKING:  # this loads SQLite, which screens do without at first
    from classroomsim.diary.store import Diary


class Written:
    """A play, and what its player wrote of it; in the diary first, where there is one."""

    def __init__(self, play: Play, diary: Diary | None, entry: int | None) -> None:
        self.play = play
        self.diary = diary
        self.entry = entry
        self.guesses: dict[int, tuple[str, ...]] = {}
        self.notes: list[tuple[int, str]] = []
        self.focus: str | None = None
        self.notice: str | None = None
        self._plans: dict[int, Plan] = {}

    def note(self, text: str, number: int | None = None) -> None:
        """A note to self at moment `number` (from 0), or now; cleaned, and an empty one is none.

        Raises `DiaryError`, and `IndexError` for a moment that this play has not come to.
        """
        self.notice = None
        now, text = len(self.play.choices), clean(text).strip()
        number = now if number is None else number
        if not 0 <= number <= now:
            raise IndexError(number)
        if not text:
            return
        if self.diary is not None and self.entry is not None:
            self.diary.note(self.entry, number, text)
        self.notes.append((number, text))

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans made from this play, in the order of its moments."""
        return tuple(self._plans[number] for number in sorted(self._plans))

    def plan_of(self, number: int) -> Plan | None:
        """The plan made from moment `number` (from 0), if there is one."""
        return self._plans.get(number)

    def plan(self, number: int, line: str, day: date | None = None) -> None:
        """What the player means to do another day, from moment `number` (from 0) of this play.

        Takes the place of an earlier line and day of this moment. Cleaned, and an empty line
        changes nothing. Raises `DiaryError`, and `IndexError` for a moment that was not played.
        """
        self.notice = None
        if not 0 <= number < len(self.play.choices):
            raise IndexError(number)
        line = clean_line(line)
        if not line:
            return
        scenario, scene = self.play.world.scenario, self.play.moment(number).scene
        now = datetime.now(UTC)
        plan = Plan(0, None, scenario.id, scenario.title, scene.id, number, line, day, now, now)
        if self.diary is not None and self.entry is not None:
            kept = self.diary.plan(
                self.entry, scenario.id, scenario.title, scene.id, number, line, day
            )
            plan = self.diary.one_plan(kept)
        elif number in self._plans:
            before = self._plans[number]
            plan = replace(before, scene=scene.id, line=line, day=day, changed=now)
        self._plans[number] = plan

    def forget_plan(self, number: int) -> None:
        """Forget the plan of moment `number` (from 0), if there is one.

        Raises `DiaryError`; with `TracesLeft` it is forgotten all the same.
        """
        self.notice = None
        plan = self._plans.get(number)
        if plan is None:
            return
        if self.diary is not None and self.entry is not None:
            try:
                self.diary.forget_plan(plan.id)
            except (TracesLeft, NoSuchPlan):
                del self._plans[number]
                raise
        del self._plans[number]

    def focus_on(self, focus_id: str | None) -> None:
        """What the player wants to look at; None for nothing in particular. Raises `DiaryError`."""
        self.notice = None
        if self.diary is not None and self.entry is not None:
            self.diary.focus(self.entry, focus_id)
        self.focus = focus_id
