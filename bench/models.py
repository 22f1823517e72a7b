"""Abstract scenarios of set sizes to measure with, the same ones on every machine.

They have what a real scenario has (moves that turn, limits, rules in all four stages, conditional
ways on, once-only choices, interrupts) but no words. Scenes lead onwards, a few places at a time,
and bring most gauges and flags back to where they were, as the design asks of authors: without that
the states of such a model explode. `python -m bench.models` counts the states of each.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from classroomsim.engine.layout import State
from classroomsim.engine.machine import Machine
from classroomsim.scenario.condition import (
    All,
    AnyOf,
    Compare,
    Condition,
    Fact,
    Not,
    Number,
    Operator,
    Span,
)
from classroomsim.scenario.effects import Effect
from classroomsim.scenario.story import (
    About,
    Choice,
    Counter,
    Ending,
    Gauge,
    Goto,
    Interrupt,
    Limit,
    Line,
    Move,
    Pronouns,
    Pupil,
    Rule,
    Scenario,
    Scene,
    Source,
    Stage,
    Telling,
    Turn,
)

TOP = 10
"""Gauges run from 0 to this."""
FAR = 4
"""The next scenes that a choice may lead to."""
TAGS = ("demand", "spoken", "space")
STAGES: tuple[Stage, ...] = ("respond", "ripple", "drift", "act", "respond", "drift")
TELLING = "one"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a model is, and how much of it carries over from scene to scene.

    On arrival all but the first `carried` gauges and `remembered` flags are brought back. `loops`
    is the share of the scenes whose last choice leads back.
    """

    name: str
    scenes: int
    choices: int
    gauges: int
    flags: int
    rules: int
    counters: int = 0
    loops: float = 0.0
    carried: int = 3
    remembered: int = 4
    seed: int = 2


SMALL = Size("small", scenes=40, choices=3, gauges=4, flags=6, rules=12, remembered=5)
MEDIUM = Size("medium", scenes=200, choices=4, gauges=5, flags=8, rules=30)
LARGE = Size("large", scenes=300, choices=4, gauges=5, flags=10, rules=36, remembered=6)
LOOPY = replace(MEDIUM, name="loopy", loops=0.5)
RULEBOOK = replace(MEDIUM, name="rulebook", gauges=8, counters=3)
SIZES = {size.name: size for size in (SMALL, MEDIUM, LARGE, LOOPY, RULEBOOK)}


def model(size: Size) -> Scenario:
    """The model of this size."""
    return _Modeller(size).scenario()


class _Modeller:
    def __init__(self, size: Size) -> None:
        self.size = size
        self.chance = Random(size.seed)  # noqa: S311 - the same on every machine, not secret
        span = Span(0, TOP, {"low": 0, "middle": 4, "high": 7})
        self.gauges = {
            name: Gauge(name, name, span, 4, "down", "It rose", "It fell", {})
            for name in (f"pupil.gauge_{n}" for n in range(size.gauges))
        }
        self.counters = {
            name: Counter(name, Span(0, 3 if n == 0 else 1), 0)
            for n, name in enumerate(f"counter_{n}" for n in range(size.counters))
        }
        self.flags = tuple(f"flag_{n}" for n in range(size.flags))
        self.moves = {name: self._move(name) for name in (f"move_{n}" for n in range(12))}

    def scenario(self) -> Scenario:
        size = self.size
        scenes = {scene.id: scene for scene in map(self._scene, range(size.scenes))}
        quiet = (Line("Something."),)
        telling = Telling(
            id=TELLING,
            causes=frozenset((TELLING,)),
            needs=frozenset(("language",)),
            functions=frozenset(("escape",)),
            style="outward",
            strain=1,
            strain_kinds=frozenset(),
            start={},
            cue=quiet,
            reveal="it was so.",
            unrevealed=False,
            rises=False,
        )
        return Scenario(
            id=size.name,
            title=size.name,
            hash=size.name,
            about=About("KS2", "A room.", 5, ("regulation",), *("Something.",) * 5),
            pupil=Pupil("Kai", Pronouns("he", "him", "his", "himself"), (3, 2)),
            others={},
            tellings={TELLING: telling},
            start="scene_0",
            scenes=scenes,
            endings={
                f"ending_{n}": Ending(f"ending_{n}", "held", "", quiet, quiet) for n in range(3)
            },
            interrupts=(Interrupt("ending_0", self._far_gone()),),
            room_path=(),
            plays=(),
            evidence=(),
            reviewed="not yet",
            gauges=self.gauges,
            counters=self.counters,
            flags=self.flags,
            manners={},
            phases=(),
            moves=self.moves,
            limits=tuple(map(self._limit, range(3))),
            rules=tuple(map(self._rule, range(size.rules))),
            afterwords=(),
            sources={"house": Source("house", "A source", "Not sure.")},
        )

    # Conditions and effects

    def _far_gone(self) -> Condition:
        return All(
            tuple(Compare(Number("gauge", name), ">=", TOP) for name in list(self.gauges)[:4])
        )

    def _comparison(self) -> Condition:
        if self.counters and self.chance.random() < 0.2:
            counter = self.chance.choice(list(self.counters.values()))
            value = self.chance.randint(1, counter.span.high)
            return Compare(Number("memory", counter.id), ">=", value)
        op: Operator = self.chance.choice((">=", "<=", ">=", "<"))
        value = self.chance.randint(3, 8)
        return Compare(Number("gauge", self.chance.choice(list(self.gauges))), op, value)

    def _flag(self) -> Condition:
        flag = Fact("flag", self.chance.choice(self.flags))
        return flag if self.chance.random() < 0.5 else Not(flag)

    def _of_choice(self) -> Condition:
        if self.chance.random() < 0.7:
            return Fact("tag", self.chance.choice(TAGS))
        return Fact("move", f"move_{self.chance.randrange(12)}")

    def _when(self) -> Condition:
        """As rules have it: a comparison, with a second one, a flag, or the choice's tag."""
        first = self._comparison()
        drawn = self.chance.random()
        if drawn < 0.3:
            return first
        if drawn < 0.5:
            return All((first, self._of_choice()))
        if drawn < 0.7:
            return All((first, self._flag()))
        if drawn < 0.85:
            return All((first, self._comparison(), self._of_choice()))
        return AnyOf((first, All((self._comparison(), self._flag()))))

    def _effects(self, most: int) -> tuple[Effect, ...]:
        names = self.chance.sample(list(self.gauges), self.chance.randint(1, most))
        return tuple(self._step(name) for name in names)

    def _step(self, name: str) -> Effect:
        if self.chance.random() < 0.5:
            return Effect(name, "up", self.chance.randint(1, 2))
        return Effect(name, "down", self.chance.randint(1, 2))

    # Rules

    def _move(self, name: str) -> Move:
        turns = tuple(
            Turn(self._comparison(), self._effects(2), self.chance.random() < 0.5, "", "house")
            for _ in range(self.chance.choice((0, 1, 1, 2)))
        )
        tags = frozenset(self.chance.sample(TAGS, 2))
        return Move(name, name, tags, self._effects(3), "", "house", turns)

    def _rule(self, number: int) -> Rule:
        then = self._effects(2)
        counters = list(self.counters.values())
        if number < len(counters):
            then = (Effect(counters[number].id, "up", 1),)
        elif number < 2 * len(counters):
            then = (Effect(counters[number - len(counters)].id, "down", 1),)
        return Rule(f"rule_{number}", STAGES[number % 6], self._when(), then, "", "house")

    def _limit(self, number: int) -> Limit:
        name = list(self.gauges)[number]
        high = Compare(Number("gauge", name), ">=", 9)
        when = All((high, self._of_choice())) if number else high
        return Limit(f"limit_{number}", when, (Effect(name, "cap", 1),), "", "house")

    # Scenes

    def _scene(self, number: int) -> Scene:
        name = f"scene_{number}"
        choices = tuple(self._choice(name, number, n) for n in range(self.size.choices))
        return Scene(
            id=name,
            name=name,
            clock="14:10",
            text=(),
            notice=(),
            read=None,
            discuss=(),
            notes=(),
            arrive=self._arrival(),
            skip=self._further(number),
            choices=choices,
        )

    def _arrival(self) -> tuple[Effect, ...]:
        gauges = list(self.gauges)[self.size.carried :]
        flags = self.flags[self.size.remembered :]
        return (
            *(Effect(name, "becomes", 4) for name in gauges),
            *(Effect(name, "becomes", 0) for name in flags),
        )

    def _choice(self, scene: str, number: int, place: int) -> Choice:
        last = place == self.size.choices - 1
        way = self._further(number)
        if last and number > FAR and self.chance.random() < self.size.loops:
            way = f"scene_{number - self.chance.randint(1, FAR)}"
        ways = (Goto(self._further(number), self._comparison()), Goto(way))
        flags = self.chance.sample(self.flags, 1)
        set_to = (Effect(flag, "becomes", int(self.chance.random() < 0.7)) for flag in flags)
        return Choice(
            id=f"way_{place}",
            scene=scene,
            say="",
            did="",
            when=self._flag() if place == 2 and self.chance.random() < 0.5 else None,
            once=False,
            moves=tuple(self.chance.sample(list(self.moves), self.chance.choice((1, 1, 2)))),
            manner=frozenset(),
            costs=frozenset(),
            why_reasonable="",
            then=(*self._effects(1), *set_to) if self.chance.random() < 0.6 else (),
            goto=ways if self.chance.random() < 0.4 else ways[1:],
            coach=None,
        )

    def _further(self, number: int) -> str:
        """One of the next few scenes, or an ending where there are none."""
        following = number + self.chance.randint(1, FAR)
        if following < self.size.scenes:
            return f"scene_{following}"
        return f"ending_{self.chance.randrange(3)}"


def count(scenario: Scenario) -> tuple[int, int]:
    """Reachable states and transitions, skips left out."""
    world = Machine(scenario).under(TELLING)
    seen: set[State] = {world.start}
    waiting = [world.start]
    transitions = 0
    while waiting:
        state = waiting.pop()
        for choice in world.offers(state):
            transitions += 1
            after = world.step(state, choice)
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return len(seen), transitions


def main(names: Sequence[str]) -> None:
    for name in names or ("small", "medium", "loopy"):
        states, transitions = count(model(SIZES[name]))
        print(f"{name}: {states:,} states, {transitions:,} transitions")


if __name__ == "__main__":
    main(sys.argv[1:])
