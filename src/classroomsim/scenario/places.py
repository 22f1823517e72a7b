"""Where each value of a file, and each key, is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

import yaml
from yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from classroomsim.scenario.problems import Place

Trail = tuple[str | int, ...]
"""The way to a value from the top of its file: keys, and positions from 0."""


class Mark(Protocol):
    """Where the parser was; all count from 0."""

    index: int
    line: int
    column: int


Events = Callable[[], Event]
"""Gives the parser's next event, up to the one that ends the stream."""


def events_of(text: str) -> Events:
    """The events of a text, as the C parser comes to them. Calls raise `yaml.YAMLError`."""
    return cast("Events", yaml.CSafeLoader(text).get_event)


@dataclass(slots=True)
class _Branch:
    """The marks of a mapping or a list, of its keys (none in a list) and of what it holds."""

    mark: Mark | None
    keys: dict[str, Mark | None]
    parts: "dict[str | int, _Node]"


_Node = _Branch | Mark | None


class Places:
    """The places in one file that was read to its end.

    A file without problems needs none, so the text is walked again when the first is asked for.
    """

    __slots__ = ("_root", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._root: _Node = None

    def of(self, path: Trail) -> Place:
        """The place of the value at `path`, or of the nearest one around it that exists."""
        node, _ = self._find(path)
        return place_of(node.mark if isinstance(node, _Branch) else node)

    def key(self, path: Trail) -> Place:
        """The place of the key whose value is at `path`; of an item of a list, the item's own."""
        *above, last = path or (0,)
        branch, steps = self._find(tuple(above))
        if steps == len(above) and isinstance(branch, _Branch) and isinstance(last, str):
            mark = branch.keys.get(last)
            if mark is not None:
                return place_of(mark)
        return self.of(path)

    def inside(self, path: Trail, text: str, offset: int) -> Place:
        """The place of a character of the text at `path`, by its offset in `text`.

        Exact for a text that is written on one line without escapes; else the text's own place.
        """
        start = self.of(path)
        lines = self._text.split("\n", start.line + 1)
        written = lines[start.line - 1][start.column - 1 :]
        if written.startswith(text):
            return Place(start.line, start.column + offset)
        if written[1:].startswith(text) and written[0] in "'\"":
            return Place(start.line, start.column + 1 + offset)
        below = lines[start.line] if written[:1] in (">", "|") and len(lines) > start.line else ""
        if text and below.strip() == text:
            return Place(start.line + 1, below.index(text) + 1 + offset)
        return start

    def _find(self, path: Trail) -> tuple[_Node, int]:
        """The deepest node on the way to `path`, and how many steps lead to it."""
        if self._root is None:
            self._root = _marks(self._text)
        node = self._root
        for steps, step in enumerate(path):
            part = node.parts.get(step) if isinstance(node, _Branch) else None
            if part is None:
                return node, steps
            node = part
        return node, len(path)


def place_of(mark: Mark | None) -> Place:
    """A parser's mark as a place; without one, the top of the file."""
    return Place(mark.line + 1, mark.column + 1) if mark is not None else Place(1, 1)


def _marks(text: str) -> _Node:
    """The marks of a text that has been read before, so that its depth and size are known."""
    follow = events_of(text)
    follow()
    document = follow()
    return _node(follow(), follow) if isinstance(document, DocumentStartEvent) else None


def _node(event: Event, follow: Events) -> _Node:
    """The marks of the value that an event begins; of two equal keys, those of the first."""
    branch = _Branch(event.start_mark, {}, {})
    if isinstance(event, MappingStartEvent):
        while not isinstance(key := follow(), MappingEndEvent):
            _node(key, follow)
            value = _node(follow(), follow)
            if isinstance(key, ScalarEvent) and key.value not in branch.keys:
                branch.keys[key.value] = key.start_mark
                branch.parts[key.value] = value
        return branch
    if isinstance(event, SequenceStartEvent):
        while not isinstance(item := follow(), SequenceEndEvent):
            branch.parts[len(branch.parts)] = _node(item, follow)
        return branch
    return event.start_mark
