"""The effect words: `up 2`, `down 1`, `becomes 5`, `yes`, `no`, `falls at most 1`, and so on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from classroomsim.scenario.condition import Span
from classroomsim.scenario.problems import suggest

EffectKind = Literal["up", "down", "becomes", "cap"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One change to one target.

    `up` and `down` move a gauge or counter by `amount` (at least 1); `becomes` sets it, and sets a
    flag to 0 or 1; `cap` lets a gauge fall by at most `amount` (0: not at all) in this beat.
    """

    target: str
    kind: EffectKind
    amount: int


class EffectError(ValueError):
    """An effect that can't be read, with the code and what to write instead."""

    def __init__(self, code: str, message: str, fix: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fix = fix


_EFFECT = re.compile(r"(up|down|becomes|falls at most) ([0-9]{1,3})|(yes|no)|(cannot fall)")
_WORDS = "write 'up 2', 'down 1' or 'becomes 5'"


def parse_effect(
    target: str, words: str, spans: Mapping[str, Span], flags: frozenset[str], *, limit: bool
) -> Effect:
    """Read one effect on a known gauge, counter or flag; raises `EffectError`.

    With `limit` only `falls at most N` and `cannot fall` are allowed, without it only the others.
    """
    match = _EFFECT.fullmatch(words)
    if target in flags:
        if match is None or match.group(3) is None or limit:
            message = f"'{target}' is a flag; '{words}' is not something it can become"
            raise EffectError("E301", message, "write 'yes' or 'no'")
        return Effect(target, "becomes", int(words == "yes"))
    span = spans.get(target)
    if span is None:
        near = suggest(target, [*spans, *flags])
        fix = f"did you mean '{near}'?" if near else f"known are {', '.join(spans)}"
        raise EffectError("E302", f"there is no gauge, counter or flag called '{target}'", fix)
    if match is None or match.group(3):
        fix = "write 'cannot fall' or 'falls at most 1'" if limit else _WORDS
        raise EffectError("E301", f"'{words}' is not an effect on '{target}'", fix)
    return _on_number(target, match, span, limit=limit)


def _on_number(target: str, match: re.Match[str], span: Span, *, limit: bool) -> Effect:
    verb, digits = match.group(1), match.group(2)
    capped = match.group(4) is not None or verb == "falls at most"
    if capped != limit:
        where = "only a limit can say" if capped else "a limit can't say"
        fix = _WORDS if capped else "write 'cannot fall' or 'falls at most 1'"
        raise EffectError("E301", f"{where} '{match.group()}'", fix)
    if capped:
        return Effect(target, "cap", int(digits or 0))
    amount = int(digits)
    if verb == "becomes":
        if not span.low <= amount <= span.high:
            message = f"'{target}' can't become {amount}: it runs from {span.low} to {span.high}"
            raise EffectError("E305", message, f"use a number from {span.low} to {span.high}")
        return Effect(target, "becomes", amount)
    if not 1 <= amount <= span.high - span.low:
        message = f"'{match.group()}' does not fit '{target}', from {span.low} to {span.high}"
        raise EffectError("E305", message, f"use a step from 1 to {span.high - span.low}")
    return Effect(target, "up" if verb == "up" else "down", amount)
