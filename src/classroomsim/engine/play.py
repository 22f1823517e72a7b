"""A play: the choices made so far in one telling of one scenario, and what they led to.

A play is (scenario hash, engine version, telling, choice ids); everything else is worked out from
these. Going back is dropping the last choice; trying again is a play that shares a beginning;
comparing is finding where two part.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from classroomsim.engine.layout import State
from classroomsim.engine.machine import ENGINE_VERSION, EngineError, Machine, World
from classroomsim.engine.trace import Trace, trace_choice
from classroomsim.scenario.story import SKIP, Choice, Ending, Scene


@dataclass(frozen=True, slots=True)
class PlayKey:
    """All that a play is; what the diary keeps."""

    scenario: str
    engine: int
    telling: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """One beat as played: where, what was chosen, and the states on both sides of it."""

    number: int
    scene: Scene
    choice_id: str
    before: State
    after: State
    came_from: State
    """The state at the other end of the beat that led here; `before` itself at the start."""

    @property
    def skipped(self) -> bool:
        return self.choice_id == SKIP

    @property
    def choice(self) -> Choice | None:
        """The choice made; None where the scene was skipped."""
        return self.scene.choice(self.choice_id)


@dataclass(frozen=True, slots=True)
class Play:
    """A play with its states. Make one with `Play.begin`; every change gives a new one."""

    world: World
    choices: tuple[str, ...]
    states: tuple[State, ...]

    @classmethod
    def begin(cls, machine: Machine, telling: str, choices: Iterable[str] = ()) -> Play:
        """A play of these choices from the start. Raises `EngineError` if they can't be made."""
        world = machine.under(telling)
        play = cls(world, (), (world.start,))
        for choice_id in choices:
            play = play.choose(choice_id)
        return play

    @classmethod
    def replay(cls, machine: Machine, key: PlayKey) -> Play:
        """The play that a key names.

        Raises `EngineError` where the key belongs to another text or another engine.
        """
        if key.scenario != machine.scenario.hash:
            msg = f"'{machine.scenario.title}' has changed since this play"
            raise EngineError(msg)
        if key.engine != ENGINE_VERSION:
            msg = "this play was made with another version of the program"
            raise EngineError(msg)
        return cls.begin(machine, key.telling, key.choices)

    @property
    def key(self) -> PlayKey:
        scenario = self.world.scenario
        return PlayKey(scenario.hash, ENGINE_VERSION, self.world.telling.id, self.choices)

    @property
    def state(self) -> State:
        return self.states[-1]

    @property
    def came_from(self) -> State:
        """The state before the last beat; the present one at the start."""
        return self.states[-2] if len(self.states) > 1 else self.states[-1]

    @property
    def scene(self) -> Scene | None:
        """The scene being played; None once an ending is reached."""
        return self.world.scene(self.state)

    @property
    def ending(self) -> Ending | None:
        return self.world.ending(self.state)

    @property
    def offers(self) -> tuple[Choice, ...]:
        """The choices on offer now; none at an ending."""
        return self.world.offers(self.state)

    @property
    def last_choice(self) -> Choice | None:
        """The choice that led here; None at the start and after a skipped scene."""
        return self.moment(len(self.choices) - 1).choice if self.choices else None

    def choose(self, choice_id: str) -> Play:
        """The play with one more choice, or `skip`. Raises `EngineError` if it is not on offer."""
        after = self.world.take(self.state, choice_id)
        return replace(self, choices=(*self.choices, choice_id), states=(*self.states, after))

    def back(self) -> Play:
        """The play without its last choice; itself at the start."""
        return self.upto(len(self.choices) - 1)

    def upto(self, number: int) -> Play:
        """The play as it stood before moment `number` (from 0)."""
        count = max(0, min(number, len(self.choices)))
        return replace(self, choices=self.choices[:count], states=self.states[: count + 1])

    def moment(self, number: int) -> Moment:
        """The beat played at `number` (from 0). Raises `IndexError` beyond the last."""
        choice_id = self.choices[number]
        before = self.states[number]
        scene = self.world.scene(before)
        if scene is None:
            msg = "a choice is only ever made in a scene"
            raise EngineError(msg)
        came_from = self.states[max(0, number - 1)]
        return Moment(number, scene, choice_id, before, self.states[number + 1], came_from)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Every beat played, in order."""
        return tuple(self.moment(n) for n in range(len(self.choices)))

    def trace(self, number: int) -> Trace:
        """Why the beat at `number` (from 0) went as it did."""
        return trace_choice(self.world, self.states[number], self.choices[number])


def where_they_part(one: Play, other: Play) -> int:
    """The first moment (from 0) at which two plays of a scenario differ.

    Where one only goes on from the other it is the shorter one's length. Plays under different
    tellings part at 0.
    """
    if one.world.telling.id != other.world.telling.id:
        return 0
    pairs = zip(one.choices, other.choices, strict=False)
    return next(
        (n for n, (a, b) in enumerate(pairs) if a != b), min(len(one.choices), len(other.choices))
    )
