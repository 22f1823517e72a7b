"""The reference interpreter: the beat of the design, as plainly as it can be said.

It shares no code with the engine. A state is an ordinary object with dictionaries in it, conditions
are walked as trees each time, nothing is folded, compiled or remembered. It is slow, and meant to
be read beside the design: limits, act, respond, ripple, drift, go.
"""

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from classroomsim.scenario.condition import All, AnyOf, Compare, Condition, Fact, Not
from classroomsim.scenario.effects import Effect
from classroomsim.scenario.story import Choice, Move, Scenario, Stage

OPERATORS: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True)
class NaiveState:
    """Where a play is: a place, every number, the flags that are set, and choices made.

    `chosen` holds every choice ever made by its `scene.choice`.
    """

    place: str
    numbers: dict[str, int]
    flags: frozenset[str]
    chosen: frozenset[str]


class Naive:
    """Plays one telling of a scenario. `conflicts` tells of the last beat or skip."""

    def __init__(self, scenario: Scenario, telling: str) -> None:
        self.scenario = scenario
        self.telling = scenario.tellings[telling]
        self.conflicts: set[tuple[str, str]] = set()

    def start(self) -> NaiveState:
        numbers = {gauge.id: gauge.start for gauge in self.scenario.gauges.values()}
        numbers |= self.telling.start
        numbers |= {counter.id: counter.start for counter in self.scenario.counters.values()}
        state = NaiveState(self.scenario.start, numbers, frozenset(), frozenset())
        return self._arrive(state)

    def offers(self, state: NaiveState) -> list[str]:
        """The ids of the choices on offer, in the author's order."""
        if state.place in self.scenario.endings:
            return []
        return [
            choice.id
            for choice in self.scenario.scenes[state.place].choices
            if not (choice.once and choice.key in state.chosen) and self.holds(choice.when, state)
        ]

    def skip(self, state: NaiveState) -> NaiveState:
        self.conflicts = set()
        return self._arrive(replace(state, place=self.scenario.scenes[state.place].skip))

    def step(self, state: NaiveState, choice_id: str) -> NaiveState:
        """One whole beat."""
        self.conflicts = set()
        scene = self.scenario.scenes[state.place]
        choice = next(c for c in scene.choices if c.id == choice_id)
        limits = self._limits(state, choice)

        effects = self._of_moves(state, choice) + list(choice.then)
        effects += self._of_rules("act", state, choice)
        now = self._apply("act", state, effects, limits)
        for stage in ("respond", "ripple", "drift"):
            now = self._apply(stage, now, self._of_rules(stage, now, choice), limits)

        now = replace(now, chosen=now.chosen | {choice.key})
        return self._arrive(replace(now, place=self._goes(now, choice)))

    def holds(
        self,
        condition: Condition | None,
        state: NaiveState,
        choice: Choice | None = None,
        before: NaiveState | None = None,
    ) -> bool:
        """Whether a condition holds; `before` is the other end of the beat, for texts."""
        match condition:
            case None:
                return True
            case Not(of):
                return not self.holds(of, state, choice, before)
            case All(parts):
                return all(self.holds(part, state, choice, before) for part in parts)
            case AnyOf(parts):
                return any(self.holds(part, state, choice, before) for part in parts)
            case Compare(number, op, value, _):
                if number.kind == "strain":
                    return OPERATORS[op](self.telling.strain, value)
                where = before if number.kind == "was" else state
                assert where is not None
                return OPERATORS[op](where.numbers[number.id], value)
            case Fact(kind, name):
                return self._fact(kind, name, state, choice, before)

    def _fact(
        self,
        kind: str,
        name: str,
        state: NaiveState,
        choice: Choice | None,
        before: NaiveState | None,
    ) -> bool:
        telling = self.telling
        if kind == "rose" or kind == "fell":  # noqa: PLR1714 - as plain as it gets
            assert before is not None
            change = state.numbers[name] - before.numbers[name]
            return change > 0 if kind == "rose" else change < 0
        if kind == "phase":
            phases = self.scenario.phases
            found = [p.id for p in phases if self.holds(p.when, state, choice, before)]
            return found[:1] == [name]
        holding: dict[str, Iterable[str]] = {
            "flag": state.flags,
            "chose": state.chosen,
            "underneath": telling.causes,
            "need": telling.needs,
            "function": telling.functions,
            "style": [telling.style],
            "strain_kind": telling.strain_kinds,
        }
        if choice is not None:
            holding["move"] = choice.moves
            holding["manner"] = choice.manner
            holding["tag"] = [t for m in choice.moves for t in self.scenario.moves[m].tags]
        return name in holding.get(kind, ())

    def _limits(self, state: NaiveState, choice: Choice) -> dict[str, int]:
        """How far each restrained gauge may fall in this beat: the strictest limit wins."""
        found: dict[str, int] = {}
        for limit in self.scenario.limits:
            if self.holds(limit.when, state, choice):
                for effect in limit.then:
                    found[effect.target] = min(found.get(effect.target, 999), effect.amount)
        return found

    def _of_moves(self, state: NaiveState, choice: Choice) -> list[Effect]:
        return [
            effect
            for name in choice.moves
            for effect in self._of_move(self.scenario.moves[name], state, choice)
        ]

    def _of_move(self, move: Move, state: NaiveState, choice: Choice) -> tuple[Effect, ...]:
        for turn in move.turns:
            if self.holds(turn.when, state, choice):
                return turn.then if turn.replaces else move.does + turn.then
        return move.does

    def _of_rules(self, stage: str, state: NaiveState, choice: Choice) -> list[Effect]:
        return [
            effect
            for rule in self.scenario.rules
            if rule.stage == stage and self.holds(rule.when, state, choice)
            for effect in rule.then
        ]

    def _goes(self, state: NaiveState, choice: Choice) -> str:
        for interrupt in self.scenario.interrupts:
            if interrupt.to != choice.scene and self.holds(interrupt.when, state, choice):
                return interrupt.to
        return next(way.to for way in choice.goto if self.holds(way.when, state, choice))

    def _arrive(self, state: NaiveState) -> NaiveState:
        scene = self.scenario.scenes.get(state.place)
        effects = list(scene.arrive) if scene else []
        return self._apply("arrive", state, effects, {})

    def _apply(
        self, stage: Stage | str, state: NaiveState, effects: list[Effect], limits: dict[str, int]
    ) -> NaiveState:
        """All effects of one stage at once; `limits` loses what the falls use up."""
        numbers = dict(state.numbers)
        flags = set(state.flags)
        for target in sorted({effect.target for effect in effects}):
            own = [effect for effect in effects if effect.target == target]
            becomes = {effect.amount for effect in own if effect.kind == "becomes"}
            rise = sum(effect.amount for effect in own if effect.kind == "up")
            fall = sum(effect.amount for effect in own if effect.kind == "down")
            if len(becomes) > 1 or (becomes and rise + fall > 0):
                self.conflicts.add((stage, target))
            if target in self.scenario.flags:
                flags = flags | {target} if 1 in becomes else flags - {target}
                continue
            before = numbers[target]
            if becomes:
                rise, fall = max(min(becomes) - before, 0), max(before - min(becomes), 0)
            if target in limits:
                fall = min(fall, limits[target])
                limits[target] -= fall
            numbers[target] = self._clamped(target, before + rise - fall)
        return replace(state, numbers=numbers, flags=frozenset(flags))

    def _clamped(self, target: str, value: int) -> int:
        owner = self.scenario.gauges.get(target) or self.scenario.counters[target]
        return max(owner.span.low, min(owner.span.high, value))
