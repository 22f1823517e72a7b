"""Reading a file: YAML events to plain values, with a place for each and every problem found.

Only `true`, `false`, whole numbers and text are recognised: `no`, `8:30` and `012` stay text. What
YAML offers beyond that (anchors, tags, merge keys, several documents) is refused, and size, depth
and number of values are capped as the events come: composing a hostile file first would exhaust
the machine.
"""

import re
import stat
from collections.abc import Container
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from classroomsim.scenario.places import Events, Mark, Places, Trail, events_of, place_of
from classroomsim.scenario.problems import Place, Problem
from classroomsim.scenario.syntax import in_plain_words
from classroomsim.scenario.text import (
    MAX_TEXT,
    MAX_TEXT_LINES,
    MAX_WORD,
    clean,
    clean_line,
    first_forbidden,
    forbidden,
    may_be_forbidden,
    visible,
)

__all__ = [
    "Place",
    "Places",
    "Problem",
    "Scalar",
    "Source",
    "SourceError",
    "Trail",
    "Value",
    "parse_source",
    "read_source",
]

MAX_BYTES = 1_048_576
"""Largest file, in bytes: some twenty thousand lines."""
MAX_DEPTH = 20
"""Deepest nesting of lists and mappings."""
MAX_VALUES = 60_000
"""Most values in a file, lists and mappings counted too."""
MAX_PROBLEMS = 100
"""Most problems reported for one file; reading stops there."""
MAX_CONTROLS = 20
"""Most forbidden characters reported for one file, where they are written as themselves."""

Scalar = bool | int | str | None
"""A single value. None stands for an alias, which has been reported already."""
Value = Scalar | dict[str, "Value"] | list["Value"]

_TRUTH = {"true": True, "false": False}
_DIGITS = frozenset("-0123456789")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")
_LONGEST_RESOLVED = len("-123456789")
_SHORT = min(MAX_TEXT, MAX_TEXT_LINES, MAX_WORD)
"""A text this short keeps every limit."""
_LONG_WORD = re.compile(rf"\S{{{MAX_WORD + 1}}}")
_MOST_LOOKED_AT = 200
"""Where a key is sought among words like it, this many are looked at."""
_PLAIN_BYTES = b"\t\n" + bytes(range(0x20, 0x7F))
_AS_WORDS = bytes(0x20 if it in b" \t\n" else 0x78 for it in range(256))
_LONG_RUN = b"x" * (MAX_WORD + 1)


class SourceError(Exception):
    """A file that can't be read at all: missing, a folder, not permitted. A sentence says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read.

    `text` holds U+FFFD for characters that may not be shown, with every other one in its place.
    If `whole` is false the file was not read to its end: `data` is empty, and there is nothing
    to add to `problems`.
    """

    name: str
    text: str
    data: dict[str, Value]
    places: Places
    problems: tuple[Problem, ...]
    whole: bool


def read_source(path: Path) -> Source:
    """Reads a file. Raises `SourceError` if there is none that can be read at `path`."""
    name = clean_line(str(path))
    return parse_source(name, _bytes_of(path, name, MAX_BYTES + 1))


def _bytes_of(path: Path, name: str, most: int) -> bytes:
    """At most so many bytes of a file. Raises `SourceError`, which calls the file `name`."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise SourceError(f"{name} is a folder; name a file in it")
        if not stat.S_ISREG(mode):
            raise SourceError(f"{name} is not a file that can be read")
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        raise SourceError(f"there is no file {name}") from None
    except PermissionError:
        raise SourceError(f"{name} may not be read; look at its permissions") from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise SourceError(f"{name} cannot be read: {clean_line(reason)}") from None


def parse_source(name: str, raw: bytes) -> Source:
    """Reads the content of a file that is to be called `name`. Never raises."""
    reader = _Reader(clean_line(name))
    data: dict[str, Value] = {}
    whole = False
    try:
        reader.take(raw)
        data = reader.document()
        whole = True
    except _StopError:
        pass
    except yaml.YAMLError as error:
        reader.explain(error)
    text, problems = reader.text, tuple(reader.problems)
    return Source(reader.name, text, data, Places(text if whole else ""), problems, whole)


def resolve(value: str) -> bool | int | str:
    """What an unquoted value means: a truth, a whole number of up to nine digits, or text."""
    if value[:1] in _DIGITS and _INTEGER.fullmatch(value) is not None:
        return int(value)
    return _TRUTH.get(value, value)


_SAVE = "save the file as UTF-8 in your editor"
_PLAIN = "put the text in quotation marks if it is meant to be read"
_BRACED = "put text that begins with '[' or '{' in quotation marks"
_SEVERAL = (
    "a second document begins here",
    "keep one scenario to a file, and remove '---' and '...'",
)


class _StopError(Exception):
    """Reading can't go on; why has been reported."""


class _Reader:
    """One pass over one file, which collects values, their marks, and problems.

    The parser's own recursion is on its heap; ours is bounded by `MAX_DEPTH`.
    """

    _next: Events

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = ""
        self.problems: list[Problem] = []
        self._values = 0
        self._depth = 0
        self._escapes = False
        self._long_words = False

    def take(self, raw: bytes) -> None:
        """Decodes the bytes, and looks once at the whole for what is rarely there."""
        if len(raw) > MAX_BYTES:
            self.stop("E002", Place(1, 1), f"the file is larger than {MAX_BYTES:,} bytes")
        raw = raw.removeprefix(b"\xef\xbb\xbf")
        if b"\r\n" in raw:
            raw = raw.replace(b"\r\n", b"\n")
        try:
            self.text = raw.decode()
            rest = raw.translate(None, _PLAIN_BYTES).decode()
        except UnicodeDecodeError as error:
            self.text = visible(raw.decode("utf-8", "replace"))
            self.stop("E001", *_undecodable(raw, error))
        self._escapes = b"\\" in raw
        self._long_words = _LONG_RUN in raw.translate(_AS_WORDS)
        # The parser compares each of these with all others, which takes seconds for a file of them.
        if (at := ("\n" + self.text).find("\n%TAG")) >= 0:
            place = Place(self.text.count("\n", 0, at) + 1, 1)
            self.stop("E005", place, "a '%TAG' line is not used here", "remove it")
        # Most of a file is plain bytes; leaving them out makes this look at the rest nearly free.
        if may_be_forbidden(rest):
            self._refuse_forbidden()
        self._next = events_of(self.text)

    def document(self) -> dict[str, Value]:
        """The file's one document. Raises `_StopError`, or the parser's own errors."""
        self._next()
        top = self._next()
        if isinstance(top, DocumentStartEvent):
            top = self._next()
        if not isinstance(top, MappingStartEvent):
            if isinstance(top, StreamEndEvent):
                self.stop("E013", Place(1, 1), "the file is empty")
            message = "a scenario is made of keys and values, such as 'title: Tuesday, 2.10'"
            last = self.text.count("\n") + 1  # the mark of what is missing may lie behind the end
            place = place_of(top.start_mark)
            self.stop("E013", place if place.line <= last else Place(last, 1), message)
        data = self._mapping(top)
        self._next()
        after = self._next()
        if not isinstance(after, StreamEndEvent):
            self.stop("E008", place_of(after.start_mark), *_SEVERAL)
        return data

    def explain(self, error: yaml.YAMLError) -> None:
        """Reports what the parser could not read."""
        place, message, fix = in_plain_words(error, self.text)
        code = "E003"
        if "<document start>" in str(error):
            code, (message, fix) = "E008", _SEVERAL
        self.problems.append(Problem(code, place, self.name, message, fix))

    def note(self, code: str, place: Place, message: str, fix: str | None = None) -> None:
        """Reports a problem and goes on, unless there are too many."""
        self.problems.append(Problem(code, place, self.name, message, fix))
        if len(self.problems) >= MAX_PROBLEMS:
            message = f"there are {MAX_PROBLEMS} problems up to here"
            self.stop("E014", place, message, "mend these first; the rest was not read")

    def stop(self, code: str, place: Place, message: str, fix: str | None = None) -> NoReturn:
        """Reports the problem that ends the reading."""
        self.problems.append(Problem(code, place, self.name, message, fix))
        raise _StopError

    def _mapping(self, opened: CollectionStartEvent) -> dict[str, Value]:
        data: dict[str, Value] = {}
        follow, scalar = self._next, self._scalar
        self._enter(opened)
        while type(event := follow()) is not MappingEndEvent:
            key = self._key(event, data)
            value = follow()
            kept = scalar(value) if type(value) is ScalarEvent else self._value(value)
            if key is not None:
                data[key] = kept
        self._depth -= 1
        return data

    def _sequence(self, opened: CollectionStartEvent) -> list[Value]:
        data: list[Value] = []
        follow, scalar = self._next, self._scalar
        self._enter(opened)
        while type(event := follow()) is not SequenceEndEvent:
            data.append(scalar(event) if type(event) is ScalarEvent else self._value(event))
        self._depth -= 1
        return data

    def _value(self, event: Event) -> Value:
        if isinstance(event, MappingStartEvent):
            return self._mapping(event)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        self._count(event)
        if isinstance(event, AliasEvent):
            message = f"'*{_quoted(event.anchor)}' reads as a YAML alias"
            self.note("E006", place_of(event.start_mark), message, _PLAIN)
        return None

    def _enter(self, opened: CollectionStartEvent) -> None:
        """Begins a list or a mapping."""
        if opened.tag is not None or opened.anchor is not None:
            self._refuse_properties(opened)
        self._count(opened)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            message = f"lists and mappings are nested more than {MAX_DEPTH} deep"
            self.stop("E009", place_of(opened.start_mark), message)

    def _count(self, event: Event) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            message = f"the file has more than {MAX_VALUES:,} values"
            self.stop("E009", place_of(event.start_mark), message)

    def _scalar(self, event: ScalarEvent) -> bool | int | str:
        if event.tag is not None or event.anchor is not None:
            self._refuse_properties(event)
        self._values += 1
        if self._values > MAX_VALUES:
            self._count(event)
        value: str = event.value
        style = event.style
        if not style:
            if len(value) <= _LONGEST_RESOLVED:
                return resolve(value)
        elif style in "|>":
            value = value.rstrip("\n")
        if len(value) > _SHORT or (self._escapes and style == '"'):
            return self._within_limits(value, event)
        return value

    def _key(self, event: Event, taken: Container[str]) -> str | None:
        """A key of a mapping, or None if what stands under it is to be left out."""
        if type(event) is not ScalarEvent:
            self._value(event)
            if type(event) is not AliasEvent:
                message = "a key is a word, not a list or a mapping"
                self.note("E012", place_of(event.start_mark), message, _BRACED)
            return None
        key: str = event.value
        if event.tag is not None or event.anchor is not None:
            self._refuse_properties(event)
        if len(key) > _SHORT or (self._escapes and event.style == '"'):
            key = self._within_limits(key, event)
        if key and key not in taken and (key != "<<" or event.style):
            return key
        self._refuse_key(key, event, taken)
        return None

    def _refuse_key(self, key: str, event: ScalarEvent, taken: Container[str]) -> None:
        place = place_of(event.start_mark)
        if key in taken:
            line = _line_above(self.text, key, event.start_mark)
            where = f", in line {line}" if line else ""
            message = f"'{_quoted(key)}' is here already{where}"
            self.note("E004", place, message, "remove one, or give it another name")
        elif key:
            message = "'<<' would copy keys from elsewhere; a scenario says everything once"
            self.note("E007", place, message, "write the keys out")
        elif not event.value:
            self.note("E012", place, "this key is empty", "write a word before the ':'")

    def _refuse_properties(self, event: ScalarEvent | CollectionStartEvent) -> None:
        """Reports an anchor or a tag."""
        place = place_of(event.start_mark)
        if event.anchor is not None:
            message = f"'&{_quoted(event.anchor)}' reads as a YAML anchor"
            self.note("E006", place, message, _PLAIN)
        if event.tag is not None:
            message = f"'{_quoted(event.tag)}' reads as a YAML tag"
            self.note("E005", place, message, _PLAIN)

    def _within_limits(self, value: str, event: Event) -> str:
        """A text with its problems reported, cut and cleaned so that it can be shown."""
        found = first_forbidden(value) if self._escapes else None
        if found is not None:
            self.note(
                "E010", place_of(event.start_mark), f"this text holds {found[1]}", "remove it"
            )
            value = clean(value)
        too_long = self._too_long(value)
        if too_long is None:
            return value
        self.note("E011", place_of(event.start_mark), *too_long)
        return value[:MAX_TEXT]

    def _too_long(self, value: str) -> tuple[str, str] | None:
        """The limit that a text passes, if any, and what to do."""
        if len(value) > MAX_TEXT:
            message = f"this text has {len(value):,} characters; the most is {MAX_TEXT:,}"
            return message, "shorten it, or make it several"
        if value.count("\n") > MAX_TEXT_LINES:
            message = f"this text has more than {MAX_TEXT_LINES} line breaks"
            return message, "shorten it, or make it several"
        if (self._long_words or self._escapes) and _LONG_WORD.search(value) is not None:
            return f"this text has a word of more than {MAX_WORD} characters", "put a space into it"
        return None

    def _refuse_forbidden(self) -> None:
        """Reports forbidden characters that are written as themselves, and makes them visible."""
        text = self.text
        for index, name in islice(forbidden(text), MAX_CONTROLS):
            place = Place(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
            self.note("E010", place, f"the file holds {name}", "remove it")
        self.text = visible(text)


def _quoted(text: str | None) -> str:
    """Part of a file, short enough for a message."""
    shown = clean_line(text or "")
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _line_above(text: str, key: str, mark: Mark | None) -> int | None:
    """The line above a mark in which the same key begins in the same column, if one is seen."""
    at = mark.index if mark is not None else 0
    for _ in range(_MOST_LOOKED_AT):
        at = text.rfind(f"{key}:", 0, at)
        start = text.rfind("\n", 0, max(at, 0)) + 1
        if at < 0 or mark is None:
            return None
        if at - start == mark.column and not text[start:at].strip(" -"):
            return text.count("\n", 0, at) + 1
    return None


def _undecodable(raw: bytes, error: UnicodeDecodeError) -> tuple[Place, str, str]:
    """Where bytes stop being UTF-8, and what to do."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Place(1, 1), "the file is saved as UTF-16, not UTF-8", _SAVE
    start = raw.rfind(b"\n", 0, error.start) + 1
    line = raw.count(b"\n", 0, start) + 1
    column = len(raw[start : error.start].decode("utf-8", "replace")) + 1
    message = f"the byte {raw[error.start]:#04x} here is not UTF-8"
    return Place(line, column), message, _SAVE
