"""One line that says how far long work has come. It is taken away again when the work is done."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TextIO

from classroomsim.scenario.text import clean_line

PATIENCE = 0.5
"""Seconds before a line is shown at all: what is quick needs none."""
BETWEEN_LINES = 0.1
WIDEST = 78
CLEARED = "\r\x1b[K"


class ProgressLine:
    """Writes to a terminal, and nowhere else."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._shown = False
        self._on = stream.isatty()
        self._next = clock() + PATIENCE
        self._about = ""

    def about(self, name: str) -> None:
        """What is being worked on now."""
        self._about = clean_line(name)

    def report(self, telling: str, looked_at: int) -> None:
        """Say how many states of a telling have been looked at."""
        if not self._on or self._clock() < self._next:
            return
        said = f"{self._about} · {telling}: {looked_at:,} states looked at"
        self._stream.write(f"{CLEARED}{said[:WIDEST]}")
        self._stream.flush()
        self._shown = True
        self._next = self._clock() + BETWEEN_LINES

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write(CLEARED)
            self._stream.flush()
            self._shown = False
