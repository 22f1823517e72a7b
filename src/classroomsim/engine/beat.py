"""One choice under one telling, compiled: what it may change, stage by stage.

Rules that can't fire for this choice in this telling are left out while compiling; rules that
always fire lose their test. What is left is short, which is what makes a beat quick.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from classroomsim.engine.judge import Guard, Judge, Values
from classroomsim.engine.layout import Layout
from classroomsim.engine.stage import Author, Cap, Change, Outcome, Put, Rows, Stage, Step
from classroomsim.engine.verdict import Verdict
from classroomsim.scenario.effects import Effect
from classroomsim.scenario.story import (
    Choice,
    Goto,
    Interrupt,
    Move,
    Scenario,
    Scene,
)
from classroomsim.scenario.story import Stage as StageName

Way = tuple[Guard | None, int]
"""Where a beat may lead: the place, and when."""
STAGES: tuple[StageName, ...] = ("act", "respond", "ripple", "drift")


class NoWayOnError(Exception):
    """No `goto` of a choice matches: such a scenario is refused when it is read."""


@dataclass(frozen=True, slots=True)
class Beat:
    """Everything that can follow from one choice in one telling.

    `verdicts` are those of the stages in which anything can happen, in order; `marks` the positions
    that remember the choice; `goes` the place that follows.
    """

    stages: tuple[Stage, ...]
    verdicts: tuple[Verdict[Outcome], ...]
    marks: tuple[int, ...]
    goes: Verdict[int]


class BeatCompiler:
    """Compiles choices for one telling. Those of the same moves and manner share stages."""

    def __init__(self, layout: Layout, judge: Judge) -> None:
        self.layout = layout
        self.judge = judge
        self.scenario: Scenario = layout.scenario
        self._shared: dict[tuple[object, ...], tuple[Stage, Verdict[Outcome]]] = {}

    def arrival(self, scene: Scene) -> Stage | None:
        """What arriving in a scene changes."""
        return Stage(self.layout, (self._always(scene.arrive, scene),)) if scene.arrive else None

    def offers(self, scene: Scene) -> Verdict[tuple[Choice, ...]]:
        """The choices that a scene offers, by values."""
        guarded = [(choice, *self._offered(choice)) for choice in scene.choices]

        def judge(values: Values) -> tuple[Choice, ...]:
            return tuple(
                choice
                for choice, *guards in guarded
                if all(guard is True or (guard and guard.test(values)) for guard in guards)
            )

        guards = [g for _, *both in guarded for g in both if not isinstance(g, bool)]
        return Verdict(guards, self.layout.highs, judge)

    def _offered(self, choice: Choice) -> tuple[Guard | bool, Guard | bool]:
        """When a choice is not used up, and when its own condition holds."""
        fresh: Guard | bool = True
        if choice.once:
            index = self.layout.used[choice.key]
            fresh = Guard(lambda values: values[index] == 0, ((index, "=", 0),))
        return fresh, self.judge.guard(choice.when)

    def beat(self, choice: Choice) -> Beat:
        """The compiled beat of a choice."""
        judge = Judge(self.layout, self.judge.telling, choice, self.judge.phases)
        found = [self._stage(name, choice, judge) for name in STAGES]
        marks = (self.layout.used.get(choice.key), self.layout.chose.get(choice.key))
        return Beat(
            stages=tuple(stage for stage, _ in found),
            verdicts=tuple(v for stage, v in found if stage.changes or stage.rows or stage.caps),
            marks=tuple(mark for mark in marks if mark is not None),
            goes=self._goes(choice, judge),
        )

    def _stage(
        self, name: StageName, choice: Choice, judge: Judge
    ) -> tuple[Stage, Verdict[Outcome]]:
        own = choice.key if name == "act" and choice.then else ""
        key = (name, choice.moves, choice.manner, own)
        known = self._shared.get(key)
        if known is None:
            changes = self._rules(name, judge)
            if name == "act":
                moves, rows = self._moves(choice, judge)
                own_effects = [self._always(choice.then, choice)] if choice.then else []
                changes = [*moves, *own_effects, *changes]
                stage = Stage(self.layout, tuple(changes), tuple(rows), self._caps(judge))
            else:
                stage = Stage(self.layout, tuple(changes))
            known = self._shared[key] = stage, stage.verdict()
        return known

    def _always(self, effects: Iterable[Effect], author: Author) -> Change:
        """Effects that happen whenever their stage runs."""
        return self._change(None, effects, author)

    def _change(self, guard: Guard | None, effects: Iterable[Effect], author: Author) -> Change:
        steps: list[Step] = []
        puts: list[Put] = []
        for effect in effects:
            index = self.layout.target(effect.target)
            if effect.kind == "becomes":
                puts.append((index, effect.amount))
            else:
                steps.append((index, effect.amount if effect.kind == "up" else -effect.amount))
        return Change(guard, tuple(steps), tuple(puts), author)

    def _moves(self, choice: Choice, judge: Judge) -> tuple[list[Change], list[Rows]]:
        act: list[Change] = []
        rows: list[Rows] = []
        for name in choice.moves:
            found = self._rows(self.scenario.moves[name], judge)
            if found.turns:
                rows.append(found)
            else:
                act.extend(found.base)
        return act, rows

    def _rows(self, move: Move, judge: Judge) -> Rows:
        base = (self._always(move.does, move),)
        turns: list[tuple[Guard, tuple[Change, ...]]] = []
        for turn in move.turns:
            guard = judge.guard(turn.when)
            own = self._always(turn.then, turn)
            changes = (own,) if turn.replaces else (*base, own)
            if guard is True:
                return Rows(tuple(turns), changes)
            if not isinstance(guard, bool):
                turns.append((guard, changes))
        return Rows(tuple(turns), base)

    def _rules(self, stage: str, judge: Judge) -> list[Change]:
        return [
            self._change(_open(guard), rule.then, rule)
            for rule in self.scenario.rules
            if rule.stage == stage and (guard := judge.guard(rule.when)) is not False
        ]

    def _caps(self, judge: Judge) -> tuple[Cap, ...]:
        return tuple(
            Cap(
                _open(guard),
                tuple((self.layout.target(e.target), e.amount) for e in limit.then),
                limit,
            )
            for limit in self.scenario.limits
            if (guard := judge.guard(limit.when)) is not False
        )

    def _goes(self, choice: Choice, judge: Judge) -> Verdict[int]:
        """The place after the beat: interrupts first, never into the scene itself."""
        leads: list[Interrupt | Goto] = [
            i for i in self.scenario.interrupts if i.to != choice.scene
        ]
        ways: list[Way] = []
        for lead in (*leads, *choice.goto):
            guard = judge.guard(lead.when)
            if guard is not False:
                ways.append((_open(guard), self.layout.place_of[lead.to]))
            if guard is True:
                break

        def judged(values: Values) -> int:
            for guard, place in ways:
                if guard is None or guard.test(values):
                    return place
            msg = f"no way on from '{choice.key}'"
            raise NoWayOnError(msg)

        return Verdict((guard for guard, _ in ways), self.layout.highs, judged)


def _open(guard: Guard | Literal[True]) -> Guard | None:
    """The guard that is left, or None where the condition is known to hold."""
    return None if isinstance(guard, bool) else guard
