"""The rubric's words: what narrator and feedback may not say, and what is worth a second look.

Characters may speak badly, so that the debrief can talk about it: what stands in double quotation
marks is theirs and is not looked at, except in the words that the coaching offers the player.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from classroomsim.scenario.problems import Problem, Severity
from classroomsim.scenario.shape import WordsShape
from classroomsim.scenario.source import Source, Value

Path = tuple[str | int, ...]

_NUMBERS = r"\b\d+\s*/\s*\d+\b|\b\d+\s*(?:%|per ?cent\b)|\b\d+ out of (?:\d+|ten)\b"
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
_NOT_PROSE = frozenset(
    {"when", "goto", "to", "moves", "manner", "costs", "then", "arrive", "does", "instead", "also"}
    | {"need", "function", "style", "strain_kind", "source", "words", "choose", "expect", "uses"}
    | {"flags", "tags", "themes", "id", "start", "skip", "move", "clock", "range", "bands"}
    | {"joins", "scene", "under", "phase", "reviewed", "needs", "leaves", "sources"}
)
_OFFERED = ("coach", "another", "say")
"""Words that the coaching offers the player: they are ours, quoted or not."""
_CASE_NOTES = ("known_at_nine", "family_says")
"""What is known about this child may be said of this child."""
_OF_IDS = frozenset(
    {"scenes", "endings", "underneath", "gauges", "moves", "rules", "limits", "memory"}
)
"""Mappings at the top of a file whose keys are an author's own ids."""


@dataclass(frozen=True, slots=True)
class Wordlist:
    """The two lists of the rulebook as patterns, each matching whole words in any case."""

    banned: re.Pattern[str]
    warned: re.Pattern[str]


def wordlist(words: WordsShape) -> Wordlist:
    """The patterns for a rulebook's words."""
    return _wordlist(tuple(words.banned), tuple(words.warned))


@cache
def _wordlist(banned: tuple[str, ...], warned: tuple[str, ...]) -> Wordlist:
    return Wordlist(
        re.compile(f"{_NUMBERS}|{_any_of(banned)}", re.IGNORECASE),
        re.compile(_any_of(warned), re.IGNORECASE),
    )


def _any_of(words: tuple[str, ...]) -> str:
    """Any of the words, whole, with whatever space or line break an author put inside."""
    if not words:
        return "(?!)"
    longest_first = sorted(words, key=len, reverse=True)
    return (
        r"\b(?:" + "|".join(r"\s+".join(map(re.escape, w.split())) for w in longest_first) + r")\b"
    )


def narration(text: str) -> str:
    """A text with everything that a character says blanked out, offsets unchanged."""
    return _QUOTED.sub(lambda quoted: " " * len(quoted.group()), text)


def check_words(source: Source, words: WordsShape) -> tuple[Problem, ...]:
    """The banned (W402) and warned (W401) words of a file's prose, each at its place."""
    patterns = wordlist(words)
    known = {_said(match) for match in patterns.banned.finditer(_case_notes(source.data))}
    found: list[Problem] = []
    for path, text in prose_of(source.data):
        ours = text if _is_offered(path) else narration(text)
        for match in patterns.banned.finditer(ours):
            if _said(match) not in known:
                message = f"'{' '.join(match.group().split())}' scores, blames or labels"
                fix = "say what could be seen, or what else might be tried"
                found.append(_problem("W402", source, path, text, match.start(), message, fix))
        for match in patterns.warned.finditer(ours):
            message = f"'{' '.join(match.group().split())}' may read as a verdict or a lecture here"
            fix = "keep it if it is innocent"
            found.append(_problem("W401", source, path, text, match.start(), message, fix))
    return tuple(found)


def _said(match: re.Match[str]) -> str:
    return " ".join(match.group().lower().split())


def _is_offered(path: Path) -> bool:
    return any(path[n : n + 3] == _OFFERED for n in range(len(path) - 2))


def _problem(
    code: str, source: Source, path: Path, text: str, at: int, message: str, fix: str
) -> Problem:
    severity: Severity = "warning" if code == "W402" else "note"
    place = source.places.inside(path, text, at)
    return Problem(code, place, source.name, message, fix, severity)


def prose_of(value: Value, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a file that a player, author or facilitator may be shown, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NOT_PROSE or _holds_ids(path) or (not path and key in _OF_IDS):
                yield from prose_of(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from prose_of(inner, (*path, n))


def _holds_ids(path: Path) -> bool:
    """Whether the keys here are an author's own ids, such as a scene called `start`."""
    match path:
        case (str(top),):
            return top in _OF_IDS
        case ("scenes", _, "choices") | ("scenes", _, "read", "options") | ("cast", "others"):
            return True
        case _:
            return False


def _case_notes(data: dict[str, Value]) -> str:
    about = data.get("about")
    if not isinstance(about, dict):
        return ""
    return " ".join(str(about.get(key, "")) for key in _CASE_NOTES).lower()
