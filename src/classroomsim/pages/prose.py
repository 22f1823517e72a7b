"""Prose as it is read: quotation marks as a printer sets them, and emphasis where it says *so*."""

from __future__ import annotations

import re
from dataclasses import dataclass

from classroomsim.scenario.text import clean

_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_OPENS = "([{-\u2013\u2014/*\u201c\u2018"
"""After one of these, as after a space, a quotation mark opens."""
_CURLY = {'"': ("\u201c", "\u201d"), "'": ("\u2018", "\u2019")}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is all emphasised, or not at all."""

    text: str
    emphasis: bool = False


def runs(text: str) -> tuple[Run, ...]:
    """An author's text in stretches; put together they are the whole of it, without its stars.

    >>> [run.text for run in runs("He says it *again*.")]
    ['He says it ', 'again', '.']
    """
    shown = typographic(clean(text))
    found: list[Run] = []
    end = 0
    for match in _EMPHASIS.finditer(shown):
        found += [Run(shown[end : match.start()]), Run(match.group(1), emphasis=True)]
        end = match.end()
    found.append(Run(shown[end:]))
    return tuple(run for run in found if run.text)


def typographic(text: str) -> str:
    """A text with straight quotation marks and apostrophes made curly, and `...` one character."""
    text = text.replace("...", "\u2026")
    if '"' not in text and "'" not in text:
        return text
    shown: list[str] = []
    for at, character in enumerate(text):
        marks = _CURLY.get(character)
        if marks is None:
            shown.append(character)
            continue
        before = shown[-1] if shown else " "
        opens = before.isspace() or before in _OPENS
        shown.append(marks[0] if opens and not text[at + 1 : at + 2].isdigit() else marks[1])
    return "".join(shown)
