"""Stages compiled for arrays: what of the rules, moves and limits is left for one choice."""

from __future__ import annotations

from classroomsim.engine.beat import STAGES
from classroomsim.engine.layout import Layout
from classroomsim.engine.machine import World
from classroomsim.proof.arrays.stage import ArrayStage, Pulls, Restraint
from classroomsim.proof.arrays.terms import Folded, Terms
from classroomsim.scenario.effects import Effect
from classroomsim.scenario.story import Choice, Limit, Move, Rule, Turn
from classroomsim.scenario.story import Stage as StageName


class StageCompiler:
    """Compiles stages; choices of the same moves and manner share them."""

    def __init__(self, world: World, terms: Terms) -> None:
        self.world = world
        self.terms = terms
        self._shared: dict[tuple[object, ...], ArrayStage] = {}

    def stages(self, choice: Choice) -> tuple[ArrayStage, ...]:
        """The stages of a choice's beat in which anything may happen, in order."""
        found = (self._stage(name, choice) for name in STAGES)
        return tuple(stage for stage in found if stage.pulls or stage.restraints)

    def _stage(self, name: StageName, choice: Choice) -> ArrayStage:
        own = choice.key if name == "act" and choice.then else ""
        key = (name, choice.moves, choice.manner, own)
        known = self._shared.get(key)
        if known is None:
            known = self._shared[key] = self._compiled(name, choice)
        return known

    def _compiled(self, name: StageName, choice: Choice) -> ArrayStage:
        scenario, layout = self.world.scenario, self.world.layout
        pulling = _Pulling(layout)
        restraints: list[Restraint] = []
        if name == "act":
            for move in choice.moves:
                self._add_move(scenario.moves[move], choice, pulling)
            pulling.add(True, choice.then)
            for limit in scenario.limits:
                when = self._fold(limit, choice)
                if when is not False:
                    falls = tuple((layout.target(it.target), it.amount) for it in limit.then)
                    restraints.append(Restraint(when, falls))
        for rule in scenario.rules:
            if rule.stage == name:
                pulling.add(self._fold(rule, choice), rule.then)
        return ArrayStage(name, pulling.pulls(), tuple(restraints))

    def _add_move(self, move: Move, choice: Choice, pulling: _Pulling) -> None:
        """What a move does: its first turn that matches, else its base."""
        passed: list[Folded] = []
        for turn in move.turns:
            here = self._fold(turn, choice)
            when = self.terms.every([here, *passed])
            pulling.add(when, turn.then if turn.replaces else (*move.does, *turn.then))
            passed.append(self.terms.negated(here))
        pulling.add(self.terms.every(passed), move.does)

    def _fold(self, author: Rule | Limit | Turn, choice: Choice) -> Folded:
        return self.terms.fold(author.when, self.world.judge_of(choice))


class _Pulling:
    """Gathers what pulls at each position."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.found: dict[int, Pulls] = {}

    def add(self, when: Folded, effects: tuple[Effect, ...]) -> None:
        if when is False:
            return
        lows, highs = self.layout.lows, self.layout.highs
        for effect in effects:
            index = self.layout.target(effect.target)
            pulls = self.found.get(index)
            if pulls is None:
                pulls = self.found[index] = Pulls(index, highs[index] - lows[index])
            match effect.kind:
                case "becomes":
                    pulls.puts.append((when, effect.amount - lows[index]))
                case "up":
                    if when is True:
                        pulls.rise += effect.amount
                    else:
                        pulls.steps.append((when, effect.amount))
                case _:
                    if when is True:
                        pulls.fall += effect.amount
                    else:
                        pulls.steps.append((when, -effect.amount))

    def pulls(self) -> tuple[Pulls, ...]:
        """What was gathered, the value that it becomes in a conflict put last.

        As in the engine that is the lower one of a number, and of a flag the higher one.
        """
        numbers = len(self.layout.numbers)
        for pulls in self.found.values():
            pulls.puts.sort(key=lambda it: it[1], reverse=pulls.index <= numbers)
        return tuple(self.found.values())
