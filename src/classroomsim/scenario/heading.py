"""The heading of a scenario, for the shelf: what is known before it is opened.

Only the top of a file is parsed, and nothing is validated, so that a shelf of scenarios shows at
once. `source.py` reads the whole, and says what is wrong.
"""

import stat
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from classroomsim.scenario.text import MAX_TEXT, clean, clean_line

MAX_TITLE = 120
"""Longest title shown, in characters."""

_TOP = 32_768
"""Bytes in which a heading is expected; of a longer one the whole file is read."""
_WHOLE = 1_048_576
_MAX_DEPTH = 20
_MAX_VALUES = 500
_WANTED = frozenset({"id", "title", "about"})
_PAST = frozenset({"underneath", "scenes"})

_Found = str | list["_Found"] | dict[str, "_Found"]


@dataclass(frozen=True, slots=True)
class Heading:
    """What the shelf shows of a scenario, cleaned; '' or None for what the file does not say.

    `minutes` is the author's estimate of one play. `trouble` is a sentence if the heading could
    not be read; then `id` and `title` may come from the file's name.
    """

    path: Path
    id: str
    title: str
    phase: str = ""
    minutes: int | None = None
    themes: tuple[str, ...] = ()
    content_note: str = ""
    setting: str = ""
    trouble: str | None = None


def read_heading(path: Path) -> Heading:
    """Reads the heading of the scenario at `path`. Never raises: see `Heading.trouble`."""
    try:
        found = _read(path)
    except OSError as error:
        return _named_for(path, f"the file cannot be read: {error.strerror or 'no reason given'}")
    except UnicodeDecodeError:
        return _named_for(path, "the file is not UTF-8 text")
    except ValueError:
        return _named_for(path, "no file can have this name")
    except yaml.YAMLError as error:
        return _named_for(path, _where(error))
    except _UnlikeError as reason:
        return _named_for(path, str(reason))
    return _heading(path, found)


class _UnlikeError(Exception):
    """The file does not look like a scenario; a sentence says how."""


class _TooShortError(Exception):
    """The heading goes on past the part of the file that was read."""


def _read(path: Path) -> dict[str, _Found]:
    if not stat.S_ISREG(path.stat().st_mode):
        raise _UnlikeError("this is not a file")
    with path.open("rb") as file:
        top = file.read(_TOP)
        if len(top) < _TOP:
            return _parse(top.decode("utf-8-sig"))
        try:
            # A character may be cut in two at the end, so only whole lines are parsed.
            return _parse(top[: top.rfind(b"\n") + 1].decode("utf-8-sig"), cut=True)
        except (_TooShortError, yaml.YAMLError):
            return _parse((top + file.read(_WHOLE - _TOP)).decode("utf-8-sig"))


def _parse(text: str, *, cut: bool = False) -> dict[str, _Found]:
    """The heading in a text. Raises `_TooShortError` if it is cut and the heading goes on."""
    if text.startswith("%TAG") or "\n%TAG" in text:
        raise _UnlikeError("it uses YAML tags")
    events = _Events(text)
    found: dict[str, _Found] = {}
    if not events.open_mapping():
        raise _TooShortError if cut else _UnlikeError("this is not a scenario")
    while (key := events.key()) is not None and key not in _PAST:
        # In a cut text the last value may be cut as well, so a key has to follow it.
        if len(found) == len(_WANTED):
            return found
        value = events.value(events.next())
        if key == "rulebook":
            raise _UnlikeError("this is a rulebook, not a scenario")
        if key in _WANTED:
            found.setdefault(key, value)
        if len(found) == len(_WANTED) and not cut:
            return found
    if cut and key is None:
        raise _TooShortError
    return found


class _Events:
    """The events of a text, one at a time, and as many of its values as a heading may have."""

    def __init__(self, text: str) -> None:
        self._get = yaml.CSafeLoader(text).get_event
        self._values = 0

    def open_mapping(self) -> bool:
        """Whether the text begins with a mapping; its first key is then the next event."""
        for _ in ("stream", "document"):
            self._get()
        return isinstance(self._get(), MappingStartEvent)

    def key(self) -> str | None:
        """The next key of a mapping, or None at its end."""
        event = self._get()
        if isinstance(event, MappingEndEvent):
            return None
        key = self.value(event)
        return key if isinstance(key, str) else ""

    def next(self) -> Event | None:
        return self._get()

    def value(self, event: Event | None, depth: int = 1) -> _Found:
        """The value that an event begins, as text, lists and mappings."""
        self._values += 1
        if depth > _MAX_DEPTH or self._values > _MAX_VALUES:
            raise _UnlikeError("its heading is too long or too deep")
        if isinstance(event, MappingStartEvent):
            parts: dict[str, _Found] = {}
            while (key := self.key()) is not None:
                parts[key] = self.value(self._get(), depth + 1)
            return parts
        if isinstance(event, SequenceStartEvent):
            items: list[_Found] = []
            while not isinstance(item := self._get(), SequenceEndEvent):
                items.append(self.value(item, depth + 1))
            return items
        return event.value if isinstance(event, ScalarEvent) else ""


def _heading(path: Path, found: dict[str, _Found]) -> Heading:
    about = found.get("about")
    facts = about if isinstance(about, dict) else {}
    missing = [name for name in ("id", "title", "about") if not found.get(name)]
    themes = facts.get("themes")
    return Heading(
        path=path,
        id=_line(found.get("id")) or _stem(path),
        title=_line(found.get("title")) or _stem(path),
        phase=_line(facts.get("phase")),
        minutes=_minutes(facts.get("minutes")),
        themes=tuple(map(_line, themes)) if isinstance(themes, list) else (),
        content_note=_text(facts.get("content_note")),
        setting=_text(facts.get("setting")),
        trouble=f"its heading lacks {' and '.join(missing)}" if missing else None,
    )


def _named_for(path: Path, trouble: str) -> Heading:
    return Heading(path=path, id=_stem(path), title=_stem(path), trouble=clean_line(trouble))


def _where(error: yaml.YAMLError) -> str:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    return f"line {mark.line + 1} cannot be read" if mark is not None else "it cannot be read"


def _stem(path: Path) -> str:
    return clean_line(path.stem)[:MAX_TITLE]


def _line(value: _Found | None) -> str:
    return clean_line(value[:MAX_TEXT])[:MAX_TITLE] if isinstance(value, str) else ""


def _text(value: _Found | None) -> str:
    return clean(value[:MAX_TEXT]).strip() if isinstance(value, str) else ""


def _minutes(value: _Found | None) -> int | None:
    fits = isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 3
    return int(value) if fits and isinstance(value, str) else None
