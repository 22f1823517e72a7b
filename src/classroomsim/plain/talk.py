"""One line in, some lines out: what the linear text player reads and writes."""

from __future__ import annotations

import os
import re
import sys
import textwrap
from collections.abc import Iterable
from typing import TextIO

from classroomsim.scenario.text import clean_line

WIDTH = 76
NARROWEST = 40
"""Columns of a line, at most, and at least where a terminal has fewer."""
MOST_TYPED = 4_000
"""Characters of one line of input that are read; the rest of a longer line is dropped."""
_LONGEST_NUMBER = 3
_LONGEST_ECHO = 40


class Talk:
    """Two text streams. With `interactive` a prompt is written before each line is read."""

    def __init__(self, lines: TextIO, out: TextIO, *, interactive: bool) -> None:
        self._in = lines
        self._out = out
        self.interactive = interactive

    def ask(self) -> str | None:
        """The next line of input, cleaned and without space around it; None at its end."""
        if self.interactive:
            self._out.write("\n> ")
            self._out.flush()
        line = rest = self._in.readline(MOST_TYPED)
        while rest and not rest.endswith("\n"):
            rest = self._in.readline(MOST_TYPED)
        return clean_line(line) if line else None

    def ask_yes(self, question: Iterable[str]) -> bool:
        """Whether the answer begins with y; anything else, or no answer, is no."""
        self.say(question)
        return (self.ask() or "").casefold().startswith("y")

    def say(self, lines: Iterable[str]) -> None:
        """Write lines, at once; what a terminal has no room for goes on in the next line."""
        columns = room()
        for line in lines:
            fits = columns is None or len(line) <= columns
            for piece in (line,) if fits else _fitted(line, columns or WIDTH):
                self._out.write(f"{piece}\n")
        self._out.flush()


def room() -> int | None:
    """Columns that a line may have in this terminal; None where the output is no terminal."""
    try:
        columns = os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
    except (OSError, ValueError):
        return None
    return min(WIDTH, max(NARROWEST, columns - 1)) if columns else None


def _fitted(line: str, columns: int) -> list[str]:
    indent = re.match(r" *(?:\d+\. |- )?", line)
    hanging = " " * (indent.end() if indent else 0)
    return textwrap.wrap(line, columns, subsequent_indent=hanging, break_long_words=False)


def number_of(word: str, most: int) -> int | None:
    """The number from 1 to `most` that a word is, as in '2' or '2.'; None for anything else."""
    digits = word.rstrip(".)")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER):
        return None
    return int(digits) if 1 <= int(digits) <= most else None


def echoed(word: str) -> str:
    """What was typed, short enough for an answer."""
    return word if len(word) <= _LONGEST_ECHO else word[: _LONGEST_ECHO - 3] + "..."
