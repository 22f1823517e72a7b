"""A problem in a file: what is wrong, where, and what to write instead.

Problems are values, not exceptions, so that a file's problems can all be shown at once. Each has
a stable code, explained in `catalogue.py` and in docs/problems.md.
"""

import json
import shlex
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from classroomsim.scenario.text import clean_line, visible

Severity = Literal["error", "warning", "note"]
"""An error stops a play; a warning stops sharing; a note is worth a second look."""

EXCERPT = 96
"""Most characters of a source line that are shown beneath a problem."""
_CLOSEST = 0.7
_MOST_COMPARED = 500


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file.

    `message` says what, in words for the author; `fix` is a clause that says what to write
    instead ("did you mean 'pupil.stress'?"). `end`, if known, is just past the culprit. `play`,
    where a play shows it, is the options with which `classroomsim play` opens at that moment.
    """

    code: str
    place: Place
    file: str
    message: str
    fix: str | None = None
    severity: Severity = "error"
    end: Place | None = None
    play: str | None = None


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by file, then by place, each only once."""
    return sorted(dict.fromkeys(problems), key=lambda it: (it.file, it.place, it.code, it.message))


def render(problem: Problem, source_text: str) -> str:
    """A problem for a reader: place, code and sentence, then the source line and a caret.

    `source_text` is the text of the problem's file; without that line the sentence stands alone.
    """
    return _rendered(problem, source_text.split("\n", problem.place.line))


def render_all(problems: Iterable[Problem], texts: Mapping[str, str]) -> str:
    """Every problem, in order; `texts` holds the text of each file by its name."""
    ordered = in_order(problems)
    lines = {name: texts.get(name, "").split("\n") for name in {it.file for it in ordered}}
    return "\n".join(_rendered(it, lines[it.file]) for it in ordered)


def to_json(problems: Iterable[Problem]) -> str:
    """The problems, in order, as a JSON array; `end` and `fix` are null where not known."""
    rows = [
        {
            "code": it.code,
            "severity": it.severity,
            "file": clean_line(it.file),
            "line": it.place.line,
            "column": it.place.column,
            "end": {"line": it.end.line, "column": it.end.column} if it.end else None,
            "message": clean_line(it.message),
            "fix": clean_line(it.fix) if it.fix else None,
            "play": it.play,
        }
        for it in in_order(problems)
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def to_github(problems: Iterable[Problem]) -> str:
    """The problems, in order, as GitHub workflow commands, one a line."""
    return "\n".join(map(_annotation, in_order(problems)))


def suggest(word: str, known: Iterable[str]) -> str | None:
    """The known word that the author most likely meant, or None if none is close."""
    from difflib import get_close_matches  # only a file with a problem pays for it

    slack = 2 + len(word) // 4
    near = [it for it in known if abs(len(it) - len(word)) <= slack and it != word]
    for candidate in near:
        if candidate.lower() == word.lower():
            return candidate
    close = get_close_matches(word, near[:_MOST_COMPARED], n=1, cutoff=_CLOSEST)
    return close[0] if close else None


def _said(problem: Problem) -> str:
    said = f"{problem.message}; {problem.fix}" if problem.fix else problem.message
    return clean_line(said)


def _rendered(problem: Problem, lines: Sequence[str]) -> str:
    place = problem.place
    heading = (
        f"{clean_line(problem.file)}:{place.line}:{place.column}: {problem.code} {_said(problem)}"
    )
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    parts = [heading]
    if line.strip():
        shown, before, length = _excerpt(line, place.column, _length(problem, line))
        parts += [f"    {shown}", f"    {' ' * before}{'^' * length}"]
    if problem.play is not None:
        parts.append(f"    {_to_see(problem)}")
    return "\n".join(parts)


def _to_see(problem: Problem) -> str:
    """The command that opens the story at the moment which shows the problem."""
    file = shlex.quote(clean_line(problem.file))
    return f"see it: classroomsim play {file} {problem.play}"


def _length(problem: Problem, line: str) -> int:
    """How many characters of the line the culprit covers; at least one."""
    place, end = problem.place, problem.end
    if end is None or end.line < place.line:
        return 1
    last = end.column if end.line == place.line else len(line) + 1
    return max(1, last - place.column)


def _excerpt(line: str, column: int, length: int) -> tuple[str, int, int]:
    """The part of a line around a column, the width before the culprit, and the culprit's."""
    start = max(0, min(column - 1 - EXCERPT * 2 // 3, len(line) - EXCERPT))
    head = "…" if start else ""
    tail = "…" if len(line) > start + EXCERPT else ""
    part = visible(line[start : start + EXCERPT]).replace("\t", " ")
    at = min(column - 1 - start, len(part))
    under = max(1, _width(part[at : at + length]))
    return head + part + tail, len(head) + _width(part[:at]), under


def _width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return sum(map(_columns, text)) if not text.isascii() else len(text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _annotation(problem: Problem) -> str:
    where = {
        "file": problem.file,
        "line": str(problem.place.line),
        "col": str(problem.place.column),
        "title": problem.code,
    }
    if problem.end is not None:
        where |= {"endLine": str(problem.end.line), "endColumn": str(problem.end.column)}
    properties = ",".join(f"{name}={_property(value)}" for name, value in where.items())
    said = [_said(problem)] if problem.play is None else [_said(problem), _to_see(problem)]
    # A note is a notice there.
    command = "notice" if problem.severity == "note" else problem.severity
    return f"::{command} {properties}::{_escaped(chr(10).join(said))}"


def _escaped(text: str) -> str:
    """Text as the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Text as a property of a workflow command."""
    return _escaped(clean_line(text)).replace(":", "%3A").replace(",", "%2C")
