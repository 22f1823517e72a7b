"""What text may hold, and how text from outside a scenario is made safe to show.

A terminal obeys control characters, and bidi controls make a line read differently from what it
says. A scenario that holds either is refused (`first_forbidden`); a file name, a typed note or an
error message is cleaned (`clean`).
"""

import re
import unicodedata
from collections.abc import Iterator

MAX_TEXT = 2_000
"""Longest text in a scenario, in characters: about 350 words, four times the longest scene."""
MAX_TEXT_LINES = 40
"""Most line breaks in one text: more than any screen shows."""
MAX_WORD = 60
"""Longest run without a space, in characters: the narrowest screen is this many columns wide."""
MAX_MARKS = 4
"""Most combining marks in a row. Real scripts need three; stacks of marks cover other lines."""

UNREADABLE = "\ufffd"
"""Stands for a character that can't be shown, where the place of the others must not change."""

_FORBIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but for tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidi controls
    "\u2028\u2029"  # line and paragraph separators
    "\ufeff\ufffe\uffff\ud800-\udfff"  # byte order mark, non-characters, half characters
)
# Marks are neither letters, digits nor spaces: a long run of such characters may hold a stack.
_SUSPECT = re.compile(rf"[{_FORBIDDEN}]|[^\w\s\x00-\x7f{_FORBIDDEN}]{{{MAX_MARKS + 1},}}")
_BREAKS = frozenset("\r\x85\u2028\u2029")
_SPACING = re.compile(r"[\n\t]+")

_CONTROL_NAMES = {
    0x00: "null",
    0x07: "bell",
    0x08: "backspace",
    0x0B: "vertical tab",
    0x0C: "form feed",
    0x0D: "carriage return",
    0x1B: "escape",
    0x7F: "delete",
    0x85: "next line",
    0x90: "device control string",
    0x9B: "control sequence introducer",
    0x9C: "string terminator",
    0x9D: "operating system command",
}


def clean(text: str) -> str:
    """`text` without anything a terminal would obey or that would disguise the rest.

    Other line breaks become newlines, half characters (undecodable parts of a file name) become
    U+FFFD, and a run of combining marks is cut to `MAX_MARKS`. Cleaning twice changes nothing.
    """
    if _SUSPECT.search(text) is None:
        return text
    shown = "".join(map(_replacement, text.replace("\r\n", "\n")))
    return _SUSPECT.sub(lambda run: _thinned(run.group(), ""), shown)


def clean_line(text: str) -> str:
    """`clean(text)` as one line: breaks and tabs become single spaces."""
    return _SPACING.sub(" ", clean(text)).strip()


def visible(text: str) -> str:
    """`text` with each forbidden character replaced by U+FFFD, so that no other one moves."""
    return _SUSPECT.sub(lambda found: _thinned(found.group(), UNREADABLE), text)


def may_be_forbidden(text: str) -> bool:
    """Whether a text could hold a forbidden character: a quick look, which may err to yes."""
    distinct = set(text)
    return any(
        _SUSPECT.match(it) is not None or unicodedata.category(it).startswith("M")
        for it in distinct
    )


def first_forbidden(text: str) -> tuple[int, str] | None:
    """Where the first character is that a scenario's text may not hold, and what to call it."""
    return next(forbidden(text), None)


def forbidden(text: str) -> Iterator[tuple[int, str]]:
    """Index and readable name of every character that a scenario's text may not hold."""
    for found in _SUSPECT.finditer(text):
        suspect = found.group()
        if len(suspect) == 1:
            yield found.start(), name_of(suspect)
        elif (offset := _stacked(suspect)) is not None:
            yield found.start() + offset, f"more than {MAX_MARKS} combining marks in a row"


def name_of(character: str) -> str:
    """What to call a forbidden character: 'the control character U+001B (escape)'."""
    number = ord(character)
    name = _CONTROL_NAMES.get(number) or unicodedata.name(character, "").lower()
    return f"the {_kind(number)} U+{number:04X}" + (f" ({name})" if name else "")


def _kind(number: int) -> str:
    if number < 0xA0:
        return "control character"
    if 0xD800 <= number <= 0xDFFF:
        return "half character"
    return "invisible character"


def _replacement(character: str) -> str:
    """What one character becomes when it is cleaned; a suspect run is looked at afterwards."""
    if _SUSPECT.match(character) is None:
        return character
    if character in _BREAKS:
        return "\n"
    return UNREADABLE if "\ud800" <= character <= "\udfff" else ""


def _stacked(run: str) -> int | None:
    """Offset of the first mark too many in a run, or None."""
    marks = 0
    for offset, character in enumerate(run):
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if marks > MAX_MARKS:
            return offset
    return None


def _thinned(run: str, instead: str) -> str:
    """A suspect with `instead` for a forbidden character, and for each mark too many."""
    if len(run) == 1:
        return instead
    kept: list[str] = []
    marks = 0
    for character in run:
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        kept.append(character if marks <= MAX_MARKS else instead)
    return "".join(kept)
