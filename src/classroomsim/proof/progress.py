"""One line that says how far long work has come. It is taken away again when the work is done."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from time import monotonic
from typing import TextIO

from classroomsim.scenario.text import clean_line

PATIENCE = 0.5
"""Seconds before a line is shown at all: what is quick needs none."""
BETWEEN_LINES = 0.1
WIDEST = 78


class ProgressLine:
    """Writes to a terminal, and nowhere else."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._shown = 0
        self._on = stream.isatty()
        self._next = clock() + PATIENCE
        self._about = ""

    def about(self, name: str) -> None:
        """What is being worked on now."""
        self._about = clean_line(name)
        self._say(self._about)

    def report(self, telling: str, looked_at: int) -> None:
        """Say how many states of a telling have been looked at."""
        self._say(f"{self._about} · {telling}: {looked_at:,} states looked at")

    def _say(self, words: str) -> None:
        if not self._on or self._clock() < self._next:
            return
        said = words[: min(WIDEST, shutil.get_terminal_size().columns - 1)]
        # Spaces, since not every terminal can take the rest of a line away.
        self._stream.write(f"\r{said}{' ' * (self._shown - len(said))}")
        self._stream.flush()
        self._shown = len(said)
        self._next = self._clock() + BETWEEN_LINES

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write(f"\r{' ' * self._shown}\r")
            self._stream.flush()
            self._shown = 0
