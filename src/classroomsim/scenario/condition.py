"""The condition language: lexed and parsed to a typed tree, with every name resolved.

A condition is a comparison (`pupil.stress >= agitated`), a fact (`class_has_task`,
`chose.the_book.books_stay`) or several of them joined with `and`, `or`, `not` and brackets.
It is never handed to `eval`. Parsing needs a `Scope`: the closed list of names that exist in
this scenario and may be used in this place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from classroomsim.scenario.problems import suggest

MAX_CONDITION = 300
"""Longest condition, in characters."""
MAX_BRACKETS = 12
"""Deepest nesting of brackets and `not`."""

NumberKind = Literal["gauge", "memory", "strain", "was"]
FactKind = Literal[
    "flag",
    "chose",
    "underneath",
    "need",
    "function",
    "style",
    "strain_kind",
    "move",
    "tag",
    "manner",
    "phase",
    "rose",
    "fell",
]
Operator = Literal[">=", "<=", ">", "<", "=", "!="]

ABOUT_THE_CHOICE = frozenset({"move", "tag", "manner"})
"""Facts about the choice being made: rules, limits, turns, `goto` and coaching may read them."""
ABOUT_THE_BEAT = frozenset({"phase", "rose", "fell", "was"})
"""What compares the two ends of a beat: texts may read it, rules may not."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number that a condition may read; `id` is the gauge or counter it belongs to."""

    kind: NumberKind
    id: str


@dataclass(frozen=True, slots=True)
class Compare:
    """`number op value`; `band` is the word the author wrote in place of the value, if any."""

    number: Number
    op: Operator
    value: int
    band: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that holds or does not; `id` is what follows the kind, e.g. `scene.choice`."""

    kind: FactKind
    id: str


@dataclass(frozen=True, slots=True)
class Not:
    of: Condition


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no parts it always holds."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    of: tuple[Condition, ...]


Condition = Compare | Fact | Not | All | AnyOf


@dataclass(frozen=True, slots=True)
class Span:
    """Range and bands of a number: both ends belong to it."""

    low: int
    high: int
    bands: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """The names a condition may use in one kind of place."""

    numbers: Mapping[str, tuple[Number, Span]]
    facts: Mapping[str, Fact]
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """First words of names that exist but not here, with the reason, for a clear message."""
    parsed: dict[str, Condition] = field(default_factory=dict)
    """What has been parsed already: authors repeat themselves, and parsing is pure."""


class ConditionError(ValueError):
    """A condition that can't be read. `offset` counts characters from its start."""

    def __init__(self, code: str, offset: int, message: str, fix: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.offset = offset
        self.message = message
        self.fix = fix


_TOKEN = re.compile(
    r"\s*(?:([a-z_][a-z0-9_.]*)|(-?[0-9]+)|(>=|<=|!=|==|=|<|>)|([()])|(\S))", re.IGNORECASE
)


class _Tokens:
    """The tokens of one condition, with one token of look-ahead."""

    __slots__ = ("at", "items", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.items = [
            (m.lastindex or 0, m.group(m.lastindex or 0), m.start(m.lastindex or 0))
            for m in _TOKEN.finditer(text)
            if m.lastindex
        ]

    def peek(self) -> str:
        return self.items[self.at][1] if self.at < len(self.items) else ""

    def offset(self) -> int:
        return self.items[self.at][2] if self.at < len(self.items) else len(self.text)

    def take(self) -> tuple[int, str, int]:
        if self.at >= len(self.items):
            msg = "the condition stops too early"
            raise ConditionError(
                "E201", len(self.text), msg, "finish it, or take out the last word"
            )
        item = self.items[self.at]
        self.at += 1
        return item


def parse_condition(text: str, scope: Scope) -> Condition:
    """Parse one condition, at most `MAX_CONDITION` characters.

    Raises `ConditionError` with the code, the offset and what to write instead.
    """
    known = scope.parsed.get(text)
    if known is not None:
        return known
    if len(text) > MAX_CONDITION:
        msg = f"this condition has {len(text)} characters; at most {MAX_CONDITION} can be read"
        raise ConditionError("E207", 0, msg, "split it into a list: all of its items must hold")
    tokens = _Tokens(text)
    condition = _joined(tokens, scope, 0)
    if tokens.peek():
        raise ConditionError("E201", tokens.offset(), f"did not expect '{tokens.peek()}' here")
    scope.parsed[text] = condition
    return condition


def _joined(tokens: _Tokens, scope: Scope, depth: int) -> Condition:
    parts = [_single(tokens, scope, depth)]
    word = tokens.peek()
    if word not in ("and", "or"):
        return parts[0]
    while tokens.peek() in ("and", "or"):
        if tokens.peek() != word:
            msg = "'and' and 'or' are mixed without brackets"
            raise ConditionError("E203", tokens.offset(), msg, "put brackets round one of them")
        tokens.take()
        parts.append(_single(tokens, scope, depth))
    return All(tuple(parts)) if word == "and" else AnyOf(tuple(parts))


def _single(tokens: _Tokens, scope: Scope, depth: int) -> Condition:
    if depth > MAX_BRACKETS:
        msg = f"brackets are nested more than {MAX_BRACKETS} deep"
        raise ConditionError("E201", tokens.offset(), msg, "split the condition into a list")
    kind, word, offset = tokens.take()
    if word == "(":
        inner = _joined(tokens, scope, depth + 1)
        if tokens.peek() != ")":
            raise ConditionError("E201", tokens.offset(), "a bracket is not closed", "add ')'")
        tokens.take()
        return inner
    if word == "not":
        return Not(_single(tokens, scope, depth + 1))
    if kind != 1 or word in ("and", "or"):
        raise ConditionError("E201", offset, f"expected a name here, found '{word}'")
    number = scope.numbers.get(word)
    if number is not None:
        return _comparison(tokens, word, *number)
    fact = scope.facts.get(word)
    if fact is None:
        raise _unknown(word, offset, scope)
    if tokens.peek() in _OPERATORS:
        msg = f"'{word}' is either so or not; it can't be compared"
        raise ConditionError("E205", tokens.offset(), msg, f"write '{word}' or 'not {word}'")
    return fact


_OPERATORS = frozenset({">=", "<=", ">", "<", "=", "!=", "=="})


def _comparison(tokens: _Tokens, name: str, number: Number, span: Span) -> Compare:
    if tokens.peek() not in _OPERATORS:
        example = next(iter(span.bands), str(span.low + 1))
        msg = f"'{name}' is a number; compare it with something"
        raise ConditionError("E205", tokens.offset(), msg, f"for example '{name} >= {example}'")
    _, op, offset = tokens.take()
    if op == "==":
        raise ConditionError("E201", offset, "'==' is not used here", "write '='")
    kind, word, value_offset = tokens.take()
    if kind == 2:
        value, band = int(word), None
    elif kind == 1:
        value, band = _band(word, value_offset, name, span), word
    else:
        raise ConditionError("E201", value_offset, f"expected a number or a band, found '{word}'")
    _check_range(name, op, value, span, value_offset)
    return Compare(number, op, value, band)  # type: ignore[arg-type]


def _band(word: str, offset: int, name: str, span: Span) -> int:
    low = span.bands.get(word)
    if low is not None:
        return low
    if not span.bands:
        raise ConditionError("E208", offset, f"'{name}' has no bands", "compare it with a number")
    near = suggest(word, span.bands)
    fix = f"did you mean '{near}'?" if near else f"it has {', '.join(span.bands)}"
    raise ConditionError("E208", offset, f"'{name}' has no band '{word}'", fix)


def _truths(op: str, value: int, span: Span) -> tuple[bool, bool]:
    """Whether the comparison holds for some, and for every, number of the span."""
    low, high = span.low, span.high
    match op:
        case ">=":
            return high >= value, low >= value
        case ">":
            return high > value, low > value
        case "<=":
            return low <= value, high <= value
        case "<":
            return low < value, high < value
        case "=":
            return low <= value <= high, low == high == value
        case _:
            return not (low == high == value), not (low <= value <= high)


def _check_range(name: str, op: str, value: int, span: Span, offset: int) -> None:
    some, every = _truths(op, value, span)
    if some and not every:
        return
    edge = f"starts at {span.low}" if op in ("<", "<=") else f"ends at {span.high}"
    if every:
        edge = f"runs from {span.low} to {span.high}"
    word = "always" if every else "never"
    msg = f"can {word} be true: {name} {edge}" if not every else f"is always true: {name} {edge}"
    raise ConditionError("E204", offset, msg, f"use a number from {span.low} to {span.high}")


def _unknown(word: str, offset: int, scope: Scope) -> ConditionError:
    reason = scope.elsewhere.get(word.split(".", 1)[0])
    if reason is not None:
        return ConditionError("E206", offset, f"'{word}' can't be used here: {reason}")
    near = suggest(word, [*scope.numbers, *scope.facts])
    fix = f"did you mean '{near}'?" if near else "docs/writing-a-scenario.md lists the names"
    return ConditionError("E202", offset, f"there is nothing called '{word}'", fix)


def everything(conditions: tuple[Condition, ...]) -> Condition | None:
    """All of these; None when there are none, which always holds."""
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else All(conditions)


def leaves(condition: Condition | None) -> Iterator[Compare | Fact]:
    """Every comparison and fact of a condition, from left to right."""
    match condition:
        case None:
            return
        case Not(of):
            yield from leaves(of)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield condition


def reads(condition: Condition | None, kind: str) -> bool:
    """Whether the condition reads any name of this kind, such as `underneath`."""
    return any(
        (leaf.number.kind if isinstance(leaf, Compare) else leaf.kind) == kind
        for leaf in leaves(condition)
    )


_COMPARED = {
    ">=": "is {} or more",
    "<=": "is {} or less",
    ">": "is more than {}",
    "<": "is less than {}",
    "=": "is {}",
    "!=": "is not {}",
}
_BANDED = {
    ">=": "has reached '{}'",
    "<": "has not reached '{}'",
    ">": "is past the start of '{}'",
    "<=": "is no further than the start of '{}'",
    "=": "is at the start of '{}'",
    "!=": "is not at the start of '{}'",
}
_FACTS: Mapping[FactKind, str] = {
    "flag": "{} holds",
    "chose": "{} was chosen",
    "underneath": "{} is underneath",
    "need": "the need is {}",
    "function": "it is about {}",
    "style": "the style is {}",
    "strain_kind": "the strain is {}",
    "move": "the move is {}",
    "tag": "the choice counts as {}",
    "manner": "the manner is {}",
    "phase": "the phase is {}",
    "rose": "{} rose",
    "fell": "{} fell",
}


def english(condition: Condition | None) -> str:
    """The condition as a sentence part, e.g. "pupil stress has reached 'agitated'"."""
    match condition:
        case None:
            return "at any time"
        case Compare(number, op, value, band):
            name = number.id.replace(".", " ").replace("_", " ")
            name = f"{name} before" if number.kind == "was" else name
            words = _COMPARED[op].format(value) if band is None else _BANDED[op].format(band)
            return f"{name} {words.replace('_', ' ')}"
        case Fact(kind, name):
            return _FACTS[kind].format(name.replace(".", ": ").replace("_", " "))
        case Not(of):
            return f"it is not so that {_bracketed(of)}"
        case All(parts):
            return " and ".join(_bracketed(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(_bracketed(part) for part in parts)


def _bracketed(condition: Condition) -> str:
    inner = english(condition)
    return f"({inner})" if isinstance(condition, All | AnyOf) else inner
