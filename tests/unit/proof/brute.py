"""The reference for the graph: every play there is, one by one, up to a depth.

It shares nothing with the proofs but the engine's `take`, and is as plain as it can be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from classroomsim.engine.layout import State
from classroomsim.engine.machine import World
from classroomsim.scenario.story import SKIP


@dataclass(frozen=True)
class Played:
    """A play from the start, whole or not: its choices, its states, and how likely it is."""

    choices: tuple[str, ...]
    states: tuple[State, ...]
    chance: Fraction

    @property
    def state(self) -> State:
        return self.states[-1]


def plays(world: World, depth: int, *, skipping: bool = False) -> Iterator[Played]:
    """Every play of at most so many beats, shorter ones before those that go on from them.

    With `skipping` scenes are skipped as well; the chances then say nothing.
    """
    waiting = [Played((), (world.start,), Fraction(1))]
    for play in waiting:
        yield play
        if len(play.choices) == depth or world.ending(play.state):
            continue
        offered = [choice.id for choice in world.offers(play.state)]
        for choice in (*offered, *([SKIP] if skipping else [])):
            after = world.take(play.state, choice)
            chance = play.chance / max(len(offered), 1)
            waiting.append(Played((*play.choices, choice), (*play.states, after), chance))


def states_by_depth(world: World, depth: int, *, skipping: bool) -> dict[State, int]:
    """Every state that so many beats can lead to, with the fewest beats that do."""
    known = {world.start: 0}
    waiting = [world.start]
    for state in waiting:
        if known[state] == depth or world.ending(state):
            continue
        choices = [choice.id for choice in world.offers(state)] + [SKIP] * skipping
        for choice in choices:
            after = world.take(state, choice)
            if after not in known:
                known[after] = known[state] + 1
                waiting.append(after)
    return known
