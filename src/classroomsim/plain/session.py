"""What the linear text has in hand: two streams, one play, and how the player likes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from classroomsim.diary.record import DiaryError, Offer
from classroomsim.diary.settings import Settings
from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary
from classroomsim.engine.play import Play
from classroomsim.plain import help as said
from classroomsim.plain import sections
from classroomsim.plain.talk import Talk

BEFORE, NOW = "The way before", "This way"
Clock = Callable[[], datetime]
ReturnT = TypeVar("ReturnT")


def now_in_utc() -> datetime:
    """The time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Beside:
    """Another play of the same scenario, with what it and the one being played are called."""

    play: Play
    names: tuple[str, str] = (BEFORE, NOW)


class Session:
    """One player at one pair of streams.

    Attributes:
        talk: the streams.
        sitting: the play being played.
        diary: the diary, where one is kept; None from the moment it fails.
        settings: how the player likes it.
        looking_back: whether looking back is what is being done.
        moment: the moment (from 0) that is being looked at.
        compared: the play that was last compared with, if it is not the earlier try.
        offer: what was come back to, while that is being played.
        came_to: how many choices lead to the moment that was come back to.
        clock: the time, in UTC.
    """

    sitting: Sitting

    def __init__(self, talk: Talk, diary: Diary | None, clock: Clock = now_in_utc) -> None:
        self.talk = talk
        self.say = talk.say
        self.diary = diary
        self.clock = clock
        self.settings = Settings()
        self.looking_back = False
        self.moment = 0
        self.compared: Beside | None = None
        self.offer: Offer | None = None
        self.came_to = 0
        self._unread: str | None = None

    @property
    def at_its_beginning(self) -> bool:
        """Whether there is nothing to go back to, nor to look back on: none of it was chosen."""
        first = self.came_to if self.sitting.kind == "revisit" else 0
        return len(self.sitting.play.choices) <= first

    @property
    def beside(self) -> Beside | None:
        """What this play can be set beside: one from the diary, or else the earlier try."""
        earlier = self.sitting.earlier
        return self.compared or (Beside(earlier.play) if earlier is not None else None)

    def ask(self) -> str | None:
        """The next line of input; None at its end."""
        if self._unread is None:
            return self.talk.ask()
        line, self._unread = self._unread, None
        return line

    def not_for_me(self, line: str) -> None:
        """Hands back a line that was read as an answer and turned out to be a command."""
        self._unread = line

    def ask_text(self, question: Iterable[str]) -> str | None:
        """Free text, on one line, after the line about names; None where the input ended."""
        self.say(sections.wrapped(f"{said.NO_NAMES} {self.where_kept()}"))
        self.say(question)
        return self.ask()

    def where_kept(self) -> str:
        """Whether what is typed now is kept, and where."""
        return said.NOT_IN_DIARY if self.sitting.diary is None else said.IN_DIARY

    def kept(self, step: Callable[[], ReturnT]) -> ReturnT:
        """Does a step of the sitting; if the diary fails it goes on unkept, and says so."""
        try:
            done = step()
        except DiaryError as error:
            self.sitting.diary = self.diary = None
            self.say(["", *sections.unkept(error)])
            return step()
        if self.sitting.notice:
            self.say(["", *sections.wrapped(self.sitting.notice)])
            self.sitting.notice = None
        return done

    def noted(self, step: Callable[[Diary], ReturnT]) -> ReturnT | None:
        """Does something with the diary itself; None without one, or where it fails and says so."""
        if self.diary is None:
            return None
        try:
            return step(self.diary)
        except DiaryError as error:
            self.say(["", *sections.wrapped(str(error))])
            return None
