"""YAML's own complaints in a teacher's words.

The parser says "mapping values are not allowed in this context"; an author needs to hear that
there is a second colon in the line, and that quotation marks help.
"""

from collections.abc import Callable

import yaml

from classroomsim.scenario.places import place_of
from classroomsim.scenario.problems import Place
from classroomsim.scenario.text import clean_line

Words = tuple[str, str | None]
"""What is wrong, and what to do about it."""

_QUOTED = "put the whole text in quotation marks"


def in_plain_words(error: yaml.YAMLError, text: str) -> tuple[Place, str, str | None]:
    """Place, message and fix for an error that the parser met in `text`."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Place(1, 1), "this file cannot be read as YAML", None
    problem, context = error.problem or "", error.context or ""
    # What was never closed is found out far below: the author has to look at where it opened.
    if context in _OPENED and error.context_mark is not None and problem.startswith(_NOT_CLOSED):
        return place_of(error.context_mark), *_OPENED[context]
    if error.problem_mark.line > text.count("\n"):  # a last line that does not end
        return _end_of(text), "the file ends in the middle of something", "finish its last line"
    mark = error.problem_mark
    if context in _FROM_ITS_START and error.context_mark is not None:
        mark = error.context_mark
    words = _explain(f"{problem}, {context}", _line(text, mark.line), mark.column)
    return place_of(mark), *words


def _end_of(text: str) -> Place:
    lines = text.split("\n")
    return Place(len(lines), len(lines[-1]) + 1)


def _line(text: str, number: int) -> str:
    """A line by its number from 0."""
    lines = text.split("\n", number + 1)
    return lines[number] if number < len(lines) else ""


def _explain(complaint: str, line: str, column: int) -> Words:
    """The first explanation whose phrase is in what the parser says."""
    for phrase, words in _PHRASES:
        if phrase in complaint:
            return words if isinstance(words, tuple) else words(line, column)
    return f"this cannot be read as YAML ({clean_line(complaint).strip(', ')})", None


def _second_colon(line: str, column: int) -> Words:
    if ":" in line[:column]:
        return "there is a second ':' in this line, so it reads as two keys", _QUOTED
    return (
        "this line does not fit under the line above it",
        "indent both alike, or end the line above with ':'",
    )


def _odd_character(line: str, column: int) -> Words:
    character = line[column : column + 1]
    if character == "\t":
        return "a tab is used for indenting", "indent with spaces"
    return f"a text cannot begin with '{clean_line(character)}'", _QUOTED


_NOT_CLOSED = (
    "found unexpected end",
    "found unexpected document",
    "did not find expected ','",
)
_OPENED: dict[str, Words] = {
    "while scanning a quoted scalar": (
        "the quotation mark that opens here is never closed",
        "close it; inside '...' write an apostrophe twice",
    ),
    "while parsing a flow sequence": (
        "the list that opens here with '[' is not closed, or lacks a comma",
        "separate its items with commas and end it with ']'",
    ),
    "while parsing a flow mapping": (
        "the '{' that opens here is not closed, or lacks a comma",
        "separate its parts with commas, end it with '}', and quote text that holds a comma",
    ),
}
_FROM_ITS_START = frozenset(
    {"while scanning an alias", "while scanning an anchor", "while scanning a tag"}
)
_BAD_ESCAPE = (
    "this backslash begins no escape that YAML knows",
    "write it twice, or use single quotation marks",
)
_PHRASES: tuple[tuple[str, Words | Callable[[str, int], Words]], ...] = (
    ("mapping values are not allowed", _second_colon),
    ("cannot start any token", _odd_character),
    ("scanning an alias", ("a text that begins with '*' reads as a YAML alias", _QUOTED)),
    ("scanning an anchor", ("a text that begins with '&' reads as a YAML anchor", _QUOTED)),
    ("scanning a tag", ("a text that begins with '!' reads as a YAML tag", _QUOTED)),
    ("tag handle", ("a text that begins with '!' reads as a YAML tag", _QUOTED)),
    ("directive", ("a line that begins with '%' reads as a YAML directive", "remove it")),
    ("incompatible YAML", ("this version of YAML is not known", "remove the '%YAML' line")),
    ("unknown escape", _BAD_ESCAPE),
    ("character escape code", _BAD_ESCAPE),
    ("hexdecimal", _BAD_ESCAPE),
    (
        "block scalar",
        ("no text may follow '>' or '|' on its line", "begin the text on the next line"),
    ),
    (
        "sequence entries are not allowed",
        ("a list cannot begin on the line of its key", "begin the '-' on the next line"),
    ),
    (
        "did not find expected '-'",
        ("this line is not an item of the list above it", "begin it with '-', or indent it"),
    ),
    (
        "could not find expected ':'",
        ("there is no ':' after this key", "write 'key: text', or indent it as part of a text"),
    ),
    (
        "did not find expected key",
        (
            "this does not fit what comes before it",
            "indent it like the lines around it, and quote the whole of a text that holds quotes",
        ),
    ),
    (
        "node content",
        ("a text cannot begin here, or begins with a character that YAML uses", _QUOTED),
    ),
)
