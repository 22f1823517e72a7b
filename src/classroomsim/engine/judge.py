"""Conditions as compiled closures over a state.

What a telling and a choice fix (`underneath.x`, `need.x`, `tag.x`, ...) is folded away while
compiling, so that a test reads only what can still vary. Texts may also compare the two ends of a
beat: for them the row of values is the state after the beat followed by the state before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from classroomsim.engine.layout import Layout
from classroomsim.scenario.condition import All, AnyOf, Compare, Condition, Fact, Not, leaves
from classroomsim.scenario.story import Choice, Phase, Telling

Values = Sequence[int]
Test = Callable[[Values], bool]
Folded = Test | bool
"""A test, or what is already known: that it always or never holds."""
Atom = tuple[int, str, int]
"""(position, operator, value): one thing that a test may ask of a row of values."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition that is still open, with everything its test may ask."""

    test: Test
    reads: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """Compiles conditions for one telling and, in rules and coaching, one choice."""

    layout: Layout
    telling: Telling
    choice: Choice | None = None
    phases: tuple[Phase, ...] = ()
    _known: dict[Condition, Folded] = field(default_factory=dict)

    def fold(self, condition: Condition | None) -> Folded:
        """The condition as a test of a row of values, or True or False where that is settled."""
        match condition:
            case None:
                return True
            case Compare():
                return self._compare(condition)
            case Fact(kind, name):
                return self._fact(kind, name)
            case Not(of):
                inner = self.fold(of)
                return (not inner) if isinstance(inner, bool) else _negated(inner)
            case All(parts):
                return _all([self.fold(part) for part in parts])
            case AnyOf(parts):
                return _any([self.fold(part) for part in parts])

    def guard(self, condition: Condition | None) -> Guard | bool:
        """The condition as a guard for rules, which read one end of a beat only."""
        folded = self.fold(condition)
        return folded if isinstance(folded, bool) else Guard(folded, tuple(self._atoms(condition)))

    def holds(self, condition: Condition | None, values: Values) -> bool:
        """Whether the condition holds in these values; compiled once, then remembered."""
        if condition is None:
            return True
        test = self._known.get(condition)
        if test is None:
            test = self._known[condition] = self.fold(condition)
        return test if isinstance(test, bool) else test(values)

    def phase(self, values: Values) -> Phase | None:
        """The first phase that fits the two ends of a beat."""
        return next((p for p in self.phases if self.holds(p.when, values)), None)

    def _atoms(self, condition: Condition | None) -> Iterator[Atom]:
        for leaf in leaves(condition):
            if isinstance(leaf, Compare):
                if leaf.number.kind != "strain":
                    yield self.layout.numbers[leaf.number.id], leaf.op, leaf.value
            elif leaf.kind == "flag":
                yield self.layout.flags[leaf.id], "=", 1
            elif leaf.kind == "chose":
                yield self.layout.chose[leaf.id], "=", 1

    def _compare(self, condition: Compare) -> Folded:
        number, op, value = condition.number, condition.op, condition.value
        if number.kind == "strain":
            return _COMPARE[op](0, value)((self.telling.strain,))
        index = self.layout.numbers[number.id]
        if number.kind == "was":
            index += self.layout.size
        return _COMPARE[op](index, value)

    def _fact(self, kind: str, name: str) -> Folded:
        match kind:
            case "flag":
                return _is_set(self.layout.flags[name])
            case "chose":
                return _is_set(self.layout.chose[name])
            case "rose":
                return self._moved(name, rose=True)
            case "fell":
                return self._moved(name, rose=False)
            case "phase":
                return lambda values: getattr(self.phase(values), "id", None) == name
            case _:
                return name in self._fixed(kind)

    def _fixed(self, kind: str) -> frozenset[str]:
        telling, choice = self.telling, self.choice
        match kind:
            case "underneath":
                return telling.causes
            case "need":
                return telling.needs
            case "function":
                return telling.functions
            case "style":
                return frozenset((telling.style,))
            case "strain_kind":
                return telling.strain_kinds
            case _:
                pass
        if choice is None:
            return frozenset()
        match kind:
            case "move":
                return frozenset(choice.moves)
            case "manner":
                return choice.manner
            case _:
                moves = self.layout.scenario.moves
                return frozenset().union(*(moves[m].tags for m in choice.moves))

    def _moved(self, name: str, *, rose: bool) -> Test:
        after = self.layout.numbers[name]
        before = after + self.layout.size
        if rose:
            return lambda values: values[after] > values[before]
        return lambda values: values[after] < values[before]


_COMPARE: dict[str, Callable[[int, int], Test]] = {
    ">=": lambda i, n: lambda values: values[i] >= n,
    "<=": lambda i, n: lambda values: values[i] <= n,
    ">": lambda i, n: lambda values: values[i] > n,
    "<": lambda i, n: lambda values: values[i] < n,
    "=": lambda i, n: lambda values: values[i] == n,
    "!=": lambda i, n: lambda values: values[i] != n,
}


def compare(value: int, op: str, limit: int) -> bool:
    """Whether `value op limit` holds."""
    return _COMPARE[op](0, limit)((value,))


def _is_set(index: int) -> Test:
    return lambda values: values[index] == 1


def _negated(test: Test) -> Test:
    return lambda values: not test(values)


def _all(parts: list[Folded]) -> Folded:
    if any(part is False for part in parts):
        return False
    tests = [part for part in parts if not isinstance(part, bool)]
    match tests:
        case []:
            return True
        case [one]:
            return one
        case [one, two]:
            return lambda values: one(values) and two(values)
        case [one, two, three]:
            return lambda values: one(values) and two(values) and three(values)
        case _:
            return lambda values: all(test(values) for test in tests)


def _any(parts: list[Folded]) -> Folded:
    if any(part is True for part in parts):
        return True
    tests = [part for part in parts if not isinstance(part, bool)]
    match tests:
        case []:
            return False
        case [one]:
            return one
        case [one, two]:
            return lambda values: one(values) or two(values)
        case _:
            return lambda values: any(test(values) for test in tests)
