"""A plan as its screen needs it: as it stands, and how it is kept, changed and let go."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from classroomsim.debrief.lookback import titled
from classroomsim.debrief.plan import drafted_plan
from classroomsim.diary.record import DiaryError, Plan

if TYPE_CHECKING:
    from classroomsim.diary.sitting import Sitting
    from classroomsim.diary.store import Diary
    from classroomsim.pages.document import Document


class Planned(ABC):
    """What the screen shows of a plan, and does with it.

    What writes raises `DiaryError` where that can't be, and has changed nothing then.
    """

    drafted = ""
    """The line that is offered while none is kept."""

    @property
    @abstractmethod
    def plan(self) -> Plan | None:
        """The plan that is kept, if there is one."""

    @property
    @abstractmethod
    def diary(self) -> Diary | None:
        """Where it is kept, if that outlives the program."""

    @property
    @abstractmethod
    def title(self) -> str:
        """The scenario's title."""

    @property
    @abstractmethod
    def about(self) -> str:
        """The scenario, and the moment where that is known."""

    @abstractmethod
    def keep(self, line: str, day: date | None) -> None:
        """Keeps the line and the day."""

    @abstractmethod
    def let_go(self) -> None:
        """Forgets it."""

    @abstractmethod
    def card(self) -> Document | None:
        """A card for the pocket; None where none can be made."""

    @property
    def line(self) -> str:
        """The if-then line; '' where there is none yet."""
        return self.plan.line if self.plan else self.drafted

    @property
    def day(self) -> date | None:
        """The day that it is for, if any."""
        return self.plan.day if self.plan else None

    @property
    def came(self) -> str:
        """What was written of how that day went."""
        return self.plan.came if self.plan else ""

    @property
    def made(self) -> datetime:
        """When it was first written, in UTC; now, where it is only offered."""
        return self.plan.made if self.plan else datetime.now(UTC)

    def say_how_it_went(self, text: str) -> None:
        """Keeps what was written of how that day went."""
        if self.diary is None or self.plan is None:
            raise DiaryError("There is no diary to write that in.")
        self.diary.came(self.plan.id, text)


class PlanOfPlay(Planned):
    """A plan for a moment of a sitting: the one that is kept, or else the line of the coaching."""

    def __init__(self, sitting: Sitting, number: int) -> None:
        self._sitting = sitting
        self._number = number
        self.drafted = drafted_plan(sitting.play, number)

    @property
    def plan(self) -> Plan | None:
        """The plan that is kept, if there is one; as the diary has it, if there is a diary."""
        sitting = self._sitting
        if sitting.diary is not None and sitting.entry is not None:
            with suppress(DiaryError):  # then it is as it was last known
                return sitting.diary.plan_of(sitting.entry, self._number)
        return sitting.plan_of(self._number)

    @property
    def diary(self) -> Diary | None:
        """The sitting's."""
        return self._sitting.diary

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self._sitting.play.world.scenario.title

    @property
    def about(self) -> str:
        """The scenario and the moment."""
        return f"{self.title}, from {titled(self._sitting.play.moment(self._number).scene)}"

    def keep(self, line: str, day: date | None) -> None:
        """Keeps the line and the day."""
        self._sitting.plan(self._number, line, day)

    def let_go(self) -> None:
        """Forgets it."""
        kept = self.plan
        if self._sitting.plan_of(self._number) is not None:
            self._sitting.forget_plan(self._number)
        elif kept is not None and self.diary is not None:  # made in another window meanwhile
            self.diary.forget_plan(kept.id)

    def card(self) -> Document:
        """A card for the pocket."""
        from classroomsim.pages.debrief_page import pocket_card

        return pocket_card(self.line, self._sitting.play, self._number, self.day)


class PlanOfDiary(Planned):
    """A plan from the diary, whose play this version of the program can't go back to."""

    def __init__(self, diary: Diary, plan: Plan) -> None:
        self._diary = diary
        self._plan: Plan | None = plan
        self._title = plan.title

    @property
    def plan(self) -> Plan | None:
        """The plan; None once it is let go."""
        return self._plan

    @property
    def diary(self) -> Diary:
        """Where it is kept."""
        return self._diary

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self._title

    @property
    def about(self) -> str:
        """The scenario."""
        return self._title

    def keep(self, line: str, day: date | None) -> None:
        """Keeps the line and the day."""
        if self._plan is not None:
            self._diary.change_plan(self._plan.id, line, day)
            self._look_again()

    def say_how_it_went(self, text: str) -> None:
        """Keeps what was written of how that day went."""
        super().say_how_it_went(text)
        self._look_again()

    def let_go(self) -> None:
        """Forgets it."""
        if self._plan is not None:
            self._diary.forget_plan(self._plan.id)
            self._plan = None

    def card(self) -> None:
        """None: the words to say would come from the play."""
        return

    def _look_again(self) -> None:
        if self._plan is not None:
            self._plan = self._diary.one_plan(self._plan.id)


def plans_of(sitting: Sitting) -> tuple[Plan, ...]:
    """The plans made from a play, in the order of its moments."""
    if sitting.diary is not None and sitting.entry is not None:
        with suppress(DiaryError):
            return tuple(sitting.diary.plans_of(sitting.entry))
    return sitting.plans
