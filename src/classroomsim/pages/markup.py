"""XML written out safely: an author's text never becomes markup, and every tag is closed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from html import escape

from classroomsim.scenario.text import clean_line

NARROW, WIDE = "ijl.,:;!|'()[] ftrI", "mwMW@%&"
Value = str | float | int


def element(name: str, attributes: Mapping[str, Value], *inside: str) -> str:
    """An element with its attributes; `inside` is markup already, as `text` and this give it."""
    said = "".join(f' {key}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def text(words: str) -> str:
    """An author's words as they may stand inside an element."""
    return escape(clean_line(words))


def _value(value: Value) -> str:
    return text(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def width_of(words: str, size: float) -> float:
    """About how many pixels a line of plain sans serif takes; rather too many than too few."""
    return size * sum(map(_em, clean_line(words)))


def _em(character: str) -> float:
    if not character.isascii():
        return 1.0 if unicodedata.east_asian_width(character) in {"W", "F"} else 0.65
    if character in NARROW:
        return 0.36
    if character in WIDE:
        return 0.92
    return 0.7 if character.isupper() else 0.58


def cut(words: str, most: int) -> str:
    """A line of at most so many characters."""
    line = clean_line(words)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
