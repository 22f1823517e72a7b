"""The one door through which text reaches a widget: as `Content`, never as markup.

Textual reads a plain `str` as markup, in which `[/]` is an error and `[@click=...]` an action. What
an author, a player or a file name wrote comes through `words` or `prose`, and is shown as it is.
"""

import re
from collections.abc import Iterable

from textual.content import Content

from classroomsim.scenario.text import clean

_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_OPENS = "([{-\u2013\u2014/*\u201c\u2018"
"""After one of these, as after a space, a quotation mark opens."""
_CURLY = {'"': ("\u201c", "\u201d"), "'": ("\u2018", "\u2019")}


def words(text: str, style: str = "") -> Content:
    """A text exactly as it is, in one style: for names, paths and what a player typed."""
    return Content.styled(clean(text), style)


def prose(text: str, style: str = "") -> Content:
    """A text as it is read: with typographic quotation marks, and emphasis where it says *so*."""
    parts: list[str | tuple[str, str]] = []
    shown = typographic(clean(text))
    end = 0
    for found in _EMPHASIS.finditer(shown):
        parts += [(shown[end : found.start()], style), (found.group(1), f"{style} italic".strip())]
        end = found.end()
    parts.append((shown[end:], style))
    return Content.assemble(*(part for part in parts if part[0]))


def paragraphs(texts: Iterable[str], style: str = "") -> Content:
    """Several texts as prose, with an empty line between them."""
    return Content("\n\n").join([prose(text, style) for text in texts])


def lines(texts: Iterable[str], style: str = "") -> Content:
    """Several texts as prose, each on a line of its own."""
    return Content("\n").join([prose(text, style) for text in texts])


def joined(parts: Iterable[Content], between: str) -> Content:
    """Contents with a few words between them."""
    return Content(between).join(list(parts))


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
