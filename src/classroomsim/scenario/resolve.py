"""Turning what an author wrote into what it means, collecting every problem on the way.

A `Resolver` knows the names of one scenario and its rulebook. Its methods never raise for bad
input: they note a problem with its place and go on, so that a file's problems come all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

from classroomsim.scenario.condition import (
    ABOUT_THE_BEAT,
    ABOUT_THE_CHOICE,
    Condition,
    ConditionError,
    Fact,
    FactKind,
    Number,
    Scope,
    Span,
    everything,
    parse_condition,
)
from classroomsim.scenario.effects import Effect, EffectError, parse_effect
from classroomsim.scenario.problems import Place, Problem, suggest
from classroomsim.scenario.shape import Function, Prose, StrainKind, When
from classroomsim.scenario.source import Source
from classroomsim.scenario.story import Line, Style
from classroomsim.scenario.story import Prose as Lines

Path = tuple[str | int, ...]
Where = Literal["choice", "rule", "text", "coach"]
"""What a condition decides about, and so which names it may use: a choice (or an interrupt), a rule
(or limit, turn, `goto`), a text the player sees, or coaching on a choice that was made."""

PHASES = ("peak", "recovery", "de_escalation", "acceleration", "agitation", "trigger", "calm")
RESERVED = frozenset({"and", "or", "not", "strain"})
KINDS = frozenset(get_args(FactKind)) - {"flag"} | {"was"}
"""First words of names that are not gauges: no gauge may be owned by one of them."""

_ELSEWHERE: Mapping[str, str] = {
    **dict.fromkeys(ABOUT_THE_CHOICE, "it is about a choice being made (rules and goto only)"),
    **dict.fromkeys(ABOUT_THE_BEAT, "it compares two moments (texts only)"),
}


def as_tuple(written: str | Sequence[str] | None) -> tuple[str, ...]:
    """One word, several, or none, as a tuple."""
    if written is None:
        return ()
    return (written,) if isinstance(written, str) else tuple(written)


class Names:
    """The closed list of names of one scenario, and the four scopes made of it."""

    def __init__(  # noqa: PLR0913 - one list for each kind of name
        self,
        *,
        gauges: Mapping[str, Span],
        counters: Mapping[str, Span],
        flags: Iterable[str],
        choices: Iterable[str],
        tellings: Iterable[str],
        needs: Iterable[str],
        moves: Iterable[str],
        tags: Iterable[str],
        manners: Iterable[str],
    ) -> None:
        self.spans: dict[str, Span] = {**gauges, **counters}
        self.flags = frozenset(flags)
        numbers = {g: (Number("gauge", g), span) for g, span in gauges.items()}
        numbers.update({c: (Number("memory", c), span) for c, span in counters.items()})
        numbers["strain"] = (Number("strain", "strain"), Span(0, 3))
        facts: dict[str, Fact] = {flag: Fact("flag", flag) for flag in self.flags}
        named: tuple[tuple[FactKind, Iterable[str]], ...] = (
            ("chose", choices),
            ("underneath", tellings),
            ("need", needs),
            ("function", get_args(Function)),
            ("style", get_args(Style)),
            ("strain_kind", get_args(StrainKind)),
        )
        facts.update(_facts(named))
        of_choice = _facts((("move", moves), ("tag", tags), ("manner", manners)))
        of_beat = _facts((("phase", PHASES), ("rose", gauges), ("fell", gauges)))
        ends = {f"was.{g}": (Number("was", g), span) for g, span in gauges.items()}
        self.scopes: dict[Where, Scope] = {
            "choice": Scope(numbers, facts, _ELSEWHERE),
            "rule": Scope(numbers, facts | of_choice, _only(ABOUT_THE_BEAT)),
            "text": Scope(numbers | ends, facts | of_beat, _only(ABOUT_THE_CHOICE)),
            "coach": Scope(numbers | ends, facts | of_choice | of_beat),
        }


def _facts(named: Sequence[tuple[FactKind, Iterable[str]]]) -> dict[str, Fact]:
    return {f"{kind}.{name}": Fact(kind, name) for kind, names in named for name in names}


def _only(kinds: frozenset[str]) -> dict[str, str]:
    return {kind: reason for kind, reason in _ELSEWHERE.items() if kind in kinds}


class Resolver:
    """Resolves conditions, effects and texts of one file against the names of the scenario."""

    def __init__(self, source: Source, names: Names, problems: list[Problem]) -> None:
        self.source = source
        self.names = names
        self.problems = problems
        self._effects: dict[tuple[str, str, bool], Effect] = {}

    def problem(
        self,
        code: str,
        path: Path,
        message: str,
        fix: str | None = None,
        place: Place | None = None,
    ) -> None:
        """Note an error at the value of `path`, or at a place that is known better."""
        at = place or self.source.places.of(path)
        self.problems.append(Problem(code, at, self.source.name, message, fix))

    def unknown(self, code: str, path: Path, what: str, word: str, known: Iterable[str]) -> None:
        """Note that `word` is not one of `known`, and the nearest that is."""
        names = list(known)
        near = suggest(word, names)
        listed = ", ".join(names[:12])
        fix = f"did you mean '{near}'?" if near else f"known are: {listed}" if listed else None
        self.problem(code, path, f"there is no {what} '{word}'", fix)

    def exists(
        self, code: str, path: Path, what: str, word: str, known: Mapping[str, object]
    ) -> bool:
        """Whether the word is known; notes a problem where it is not."""
        if word in known:
            return True
        self.unknown(code, path, what, word, known)
        return False

    def when(self, written: When | None, path: Path, where: Where) -> Condition | None:
        """The condition of a `when:`; None where there is none, or none that can be read."""
        if written is None:
            return None
        scope = self.names.scopes[where]
        if isinstance(written, str):
            known = scope.parsed.get(written)
            return known if known is not None else self._condition(written, path, scope)
        parts = [self._condition(text, (*path, n), scope) for n, text in enumerate(written)]
        return everything(tuple(part for part in parts if part is not None))

    def _condition(self, text: str, path: Path, scope: Scope) -> Condition | None:
        try:
            return parse_condition(text, scope)
        except ConditionError as error:
            place = self.source.places.inside(path, text, error.offset)
            found = Problem(error.code, place, self.source.name, error.message, error.fix)
            self.problems.append(found)
            return None

    def effects(
        self, written: Mapping[str, str], path: Path, *, limit: bool = False
    ) -> tuple[Effect, ...]:
        """The effects of a mapping from target to words; unreadable ones are left out."""
        if not written:
            return ()
        found = []
        for target, words in written.items():
            effect = self._effects.get((target, words, limit))
            if effect is None:
                effect = self._effect(target, words, path, limit=limit)
            if effect is not None:
                found.append(effect)
        return tuple(found)

    def _effect(self, target: str, words: str, path: Path, *, limit: bool) -> Effect | None:
        try:
            effect = parse_effect(target, words, self.names.spans, self.names.flags, limit=limit)
        except EffectError as error:
            at = (*path, target)
            place = self.source.places.key(at) if error.code == "E302" else None
            self.problem(error.code, at, error.message, error.fix, place)
            return None
        self._effects[target, words, limit] = effect
        return effect

    def prose(self, written: Prose | None, path: Path, where: Where) -> Lines:
        """The lines of a text, each with the condition under which it is shown."""
        if written is None:
            return ()
        if isinstance(written, str):
            return (Line(written),)
        return tuple(
            Line(item)
            if isinstance(item, str)
            else Line(item.say, self.when(item.when, (*path, n, "when"), where))
            for n, item in enumerate(written)
        )
