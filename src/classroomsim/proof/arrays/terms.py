"""Conditions over many states at once.

What a telling and a choice fix is folded away by the engine's own judge; what is left is a small
tree of terms. Equal terms are one object, so that what a term says of some states is worked out
once for all choices and rules that ask it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from classroomsim.engine.judge import Judge
from classroomsim.proof.arrays.packing import Amounts, Column, Levels
from classroomsim.scenario.condition import (
    ABOUT_THE_CHOICE,
    All,
    AnyOf,
    Compare,
    Condition,
    Fact,
    Not,
    leaves,
    reads,
)

Mask = bool | Levels
"""Which of some states, as 1 and 0; True or False where it is all or none of them."""
ONE = np.array(1, dtype=np.int8)
VARYING = ("flag", "chose", "rose", "fell", "phase")
"""The kinds of facts that a telling and a choice don't settle."""
Kind = Literal["least", "equal", "above", "not", "all", "any"]


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """`least`: the level at `index` is `level` or more. `equal`: it is that.

    `above`: it is more than that at the position `level`. Others: of `parts`.
    """

    kind: Kind
    index: int
    level: int
    parts: tuple[Term, ...]
    reads: int
    """Every position that it rests on, as bits."""


Folded = Term | bool


class Terms:
    """Makes terms, each of them once.

    Rules read the positions of a state. Texts may also read those of the state before the beat,
    which are counted on from them.
    """

    def __init__(self, lows: tuple[int, ...], highs: tuple[int, ...]) -> None:
        self.size = len(lows)
        self.lows = lows * 2
        self.highs = highs * 2
        self._known: dict[tuple[Kind, int, int, tuple[Term, ...]], Term] = {}
        self._folded: dict[tuple[object, ...], Folded] = {}
        self._rests: dict[int, tuple[Condition, bool, bool]] = {}

    def fold(self, condition: Condition | None, judge: Judge) -> Folded:
        """The condition as a term, or True or False where that is settled.

        Folded once for all tellings and choices that it does not tell apart.
        """
        if condition is None:
            return True
        rests = self._rests.get(id(condition))
        if rests is None:
            rests = self._rests[id(condition)] = (condition, *_rests_on(condition, judge))
        _, telling, choice = rests
        made = (judge.choice.moves, judge.choice.manner) if choice and judge.choice else ()
        key = (id(condition), judge.telling.id if telling else "", made)
        found = self._folded.get(key)
        if found is None:
            found = self._folded[key] = self._fold(condition, judge)
        return found

    def _fold(self, condition: Condition | None, judge: Judge) -> Folded:
        match condition:
            case None:
                return True
            case Compare(number, op, value) if number.kind != "strain":
                before = self.size if number.kind == "was" else 0
                return self._compare(judge.layout.numbers[number.id] + before, op, value)
            case Fact(kind, name) if kind in VARYING:
                return self._fact(kind, name, judge)
            case Not(of):
                return self.negated(self._fold(of, judge))
            case All(parts):
                return self.every(self._fold(part, judge) for part in parts)
            case AnyOf(parts):
                return self.some(self._fold(part, judge) for part in parts)
            case _:
                settled = judge.fold(condition)
                if isinstance(settled, bool):
                    return settled
                return bool(settled(()))

    def _fact(self, kind: str, name: str, judge: Judge) -> Folded:
        layout = judge.layout
        match kind:
            case "flag":
                return self.equal(layout.flags[name], 1)
            case "chose":
                return self.equal(layout.chose[name], 1)
            case "phase":
                return self._phase(name, judge)
            case _:
                return self.moved(layout.numbers[name], up=kind == "rose")

    def equal(self, index: int, value: int) -> Folded:
        """Whether the position has this value."""
        level, top = value - self.lows[index], self.highs[index] - self.lows[index]
        if not 0 <= level <= top:
            return False
        if level == top:
            return self._least(index, level)
        if level == 0:
            return self.negated(self._least(index, 1))
        return self._made("equal", index, level, ())

    def negated(self, term: Folded) -> Folded:
        """The opposite."""
        if isinstance(term, bool):
            return not term
        return term.parts[0] if term.kind == "not" else self._made("not", 0, 0, (term,))

    def every(self, parts: Iterable[Folded]) -> Folded:
        """Whether all of these hold."""
        return self._joined("all", parts, unless=False)

    def some(self, parts: Iterable[Folded]) -> Folded:
        """Whether any of these holds."""
        return self._joined("any", parts, unless=True)

    def moved(self, index: int, *, up: bool) -> Folded:
        """Whether the position lies higher than before the beat, or lower."""
        one, other = (index, index + self.size) if up else (index + self.size, index)
        return self._made("above", one, other, ())

    def _phase(self, name: str, judge: Judge) -> Folded:
        """Whether this is the first phase that fits."""
        passed: list[Folded] = []
        for phase in judge.phases:
            here = self.fold(phase.when, judge)
            if phase.id == name:
                return self.every([here, *passed])
            passed.append(self.negated(here))
        return False

    def _joined(self, kind: Kind, parts: Iterable[Folded], *, unless: bool) -> Folded:
        left: dict[Term, None] = {}
        for part in parts:
            if part is unless:
                return unless
            if not isinstance(part, bool):
                left[part] = None
        if not left:
            return not unless
        return next(iter(left)) if len(left) == 1 else self._made(kind, 0, 0, tuple(left))

    def _compare(self, index: int, op: str, value: int) -> Folded:
        level = value - self.lows[index]
        match op:
            case ">=":
                return self._least(index, level)
            case ">":
                return self._least(index, level + 1)
            case "<":
                return self.negated(self._least(index, level))
            case "<=":
                return self.negated(self._least(index, level + 1))
            case "=":
                return self.equal(index, value)
            case _:
                return self.negated(self.equal(index, value))

    def _least(self, index: int, level: int) -> Folded:
        if level <= 0:
            return True
        if level > self.highs[index] - self.lows[index]:
            return False
        return self._made("least", index, level, ())

    def _made(self, kind: Kind, index: int, level: int, parts: tuple[Term, ...]) -> Term:
        key = (kind, index, level, parts)
        term = self._known.get(key)
        if term is None:
            reads = 0 if parts else 1 << index
            if kind == "above":
                reads |= 1 << level
            for part in parts:
                reads |= part.reads
            term = self._known[key] = Term(kind, index, level, parts, reads)
        return term


def _rests_on(condition: Condition | None, judge: Judge) -> tuple[bool, bool]:
    """Whether a condition rests on the telling, and whether on the choice."""
    whole = [condition]
    if reads(condition, "phase"):
        whole += [phase.when for phase in judge.phases]
    kinds = {
        it.number.kind if isinstance(it, Compare) else it.kind
        for one in whole
        for it in leaves(one)
    }
    about_choice = not kinds.isdisjoint(ABOUT_THE_CHOICE)
    return bool(kinds - {*VARYING, *ABOUT_THE_CHOICE, "gauge", "memory", "was"}), about_choice


class Block:
    """Some states of a scene, position by position, and what is known of them so far.

    What was judged of a position before it changed is forgotten when it does. The next choice
    starts from the same states again, and shares what is known of them (`again`).
    """

    __slots__ = ("_known", "amounts", "changed", "columns", "rows")

    def __init__(self, columns: list[Column], rows: int, amounts: Amounts) -> None:
        self.columns = columns
        self.rows = rows
        self.amounts = amounts
        self.changed = 0
        """The positions that have changed, as bits."""
        self._known: dict[Term, Mask] = {}

    def again(self) -> Block:
        """The same states, for another choice."""
        block = Block(self.columns.copy(), self.rows, self.amounts)
        block._known = self._known
        return block

    def put(self, columns: list[tuple[int, Column]]) -> None:
        """Change some positions."""
        changed = 0
        for index, column in columns:
            self.columns[index] = column
            changed |= 1 << index
        if changed:
            self.changed |= changed
            self._known = {t: mask for t, mask in self._known.items() if not t.reads & changed}

    def holds(self, term: Folded) -> Mask:
        """In which of the states a term holds."""
        if isinstance(term, bool):
            return term
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = self._judged(term)
        return found

    def _judged(self, term: Term) -> Mask:
        match term.kind:
            case "least" | "equal":
                return self._compared(term)
            case "above":
                return self._risen(term)
            case "not":
                part = term.parts[0]
                if part.kind == "least" and part not in self._known:
                    return self._compared(part, below=True)
                return opposite(self.holds(part))
            case "all" | "any":
                return self._joined(term)

    def _joined(self, term: Term) -> Mask:
        unless = term.kind == "any"
        join = either if unless else both
        found: Mask = not unless
        for part in term.parts:
            found = join(found, self.holds(part))
            if found is unless:
                break
        return found

    def _compared(self, term: Term, *, below: bool = False) -> Mask:
        column = self.columns[term.index]
        if isinstance(column, int):
            if term.kind == "equal":
                return column == term.level
            return (column >= term.level) is not below
        level = self.amounts[term.level]
        if term.kind == "equal":
            holding = column == level
        else:
            holding = column < level if below else column >= level
        mask: Levels = holding.view(np.int8)
        return mask

    def _risen(self, term: Term) -> Mask:
        one, other = self.columns[term.index], self.columns[term.level]
        if isinstance(one, int):
            if isinstance(other, int):
                return one > other
            one = self.amounts[one]
        elif isinstance(other, int):
            other = self.amounts[other]
        mask: Levels = (one > other).view(np.int8)
        return mask


def opposite(mask: Mask) -> Mask:
    """All the others."""
    return (not mask) if isinstance(mask, bool) else mask ^ ONE


def both(one: Mask, other: Mask) -> Mask:
    """Those in one and the other."""
    if isinstance(one, bool):
        return other if one else False
    if isinstance(other, bool):
        return one if other else False
    return one & other


def either(one: Mask, other: Mask) -> Mask:
    """Those in one or the other."""
    if isinstance(one, bool):
        return True if one else other
    if isinstance(other, bool):
        return True if other else one
    return one | other


def is_any(mask: Mask) -> bool:
    """Whether it is any of the states at all."""
    return mask if isinstance(mask, bool) else bool(np.count_nonzero(mask))
