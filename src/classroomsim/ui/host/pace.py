"""How long a step has taken, told in words and without hurry. Nothing goes on by itself."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from classroomsim.room.session import Session

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
TIMED_FROM = 2
"""Minutes from which a step's time is told at all."""
UP = "the time is up; take what you need"


class Pace:
    """Counts a step's time. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._since = clock()

    def begin(self) -> None:
        """A step begins now."""
        self._since = self._clock()

    def said(self, session: Session) -> str:
        """What is left of the step's time, in whole minutes; '' for a short step."""
        minutes = session.form.pace.get(session.step, 0)
        if minutes < TIMED_FROM:
            return ""
        left = minutes - (self._clock() - self._since) / 60
        if left <= 0:
            return UP
        whole = int(left) + (left > int(left))
        return "about a minute left" if whole == 1 else f"about {_WORDS[whole]} minutes left"
