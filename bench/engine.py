"""Beats a second, played without trace, against the naive interpreter of the tests.

A beat here is all of it: what the state offers, one choice of that, and the state that follows.
Choices are drawn beforehand, anew for each run, and in each run both interpreters have to come to
the same state by the same choices. Rules are compiled, a choice at a time, when a choice is first
taken, and what follows from a combination of conditions is worked out when it first comes up: the
first, warm-up run is left out, the later ones still meet new combinations. Seconds are those of the
processor, so that what else the machine is doing matters less.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from random import Random

from bench.measure import Measured, table, take_turns
from bench.models import SIZES, TELLING, model
from classroomsim.engine.layout import State
from classroomsim.engine.machine import Machine, World
from classroomsim.scenario.story import Scenario
from tests.unit.engine.naive import Naive, NaiveState

LIMIT = 3.5
"""Least speed, in naive interpreters."""
LONGEST = 120
"""Beats after which a play that goes in circles is begun again."""
BEATS = 20_000
NAIVE_BEATS = 1_000


def play(world: World, picks: Sequence[float]) -> State:
    """Plays so many beats, from the start again after each ending; gives the last state."""
    start, offers, step = world.start, world.offers, world.step
    state, beats = start, 0
    for pick in picks:
        choices = offers(state)
        if choices and beats < LONGEST:
            state = step(state, choices[int(pick * len(choices))])
            beats += 1
        else:
            state, beats = start, 0
    return state


def play_naively(naive: Naive, picks: Sequence[float]) -> NaiveState:
    """The same with the naive interpreter."""
    start = naive.start()
    state, beats = start, 0
    for pick in picks:
        choices = naive.offers(state)
        if choices and beats < LONGEST:
            state = naive.step(state, choices[int(pick * len(choices))])
            beats += 1
        else:
            state, beats = start, 0
    return state


def agree(world: World, naive: Naive, picks: Sequence[float]) -> bool:
    """Whether both end in the same state."""
    one, other = play(world, picks), play_naively(naive, picks)
    numbers = {name: one[i] for name, i in world.layout.numbers.items()}
    flags = frozenset(name for name, i in world.layout.flags.items() if one[i])
    place = world.layout.places[one[0]]
    return (place, numbers, flags) == (other.place, other.numbers, other.flags)


def measure(scenario: Scenario, runs: int) -> tuple[Measured, Measured]:
    """Beats a second of the engine and of the naive interpreter, taking turns."""
    world = Machine(scenario).under(TELLING)
    naive = Naive(scenario, TELLING)
    chance = Random(7)  # noqa: S311 - the same plays on every machine, not secret

    def engine() -> float:
        picks = [chance.random() for _ in range(BEATS)]
        begin = time.process_time()
        play(world, picks)
        return BEATS / (time.process_time() - begin)

    def reference() -> float:
        picks = [chance.random() for _ in range(NAIVE_BEATS)]
        if not agree(world, naive, picks):
            sys.exit(f"{scenario.id}: the two interpreters do not agree")
        begin = time.process_time()
        play_naively(naive, picks)
        return NAIVE_BEATS / (time.process_time() - begin)

    given = take_turns({"engine": engine, "naive": reference}, runs=runs)
    fast, slow = (Measured(name, tuple(values)) for name, values in given.items())
    return fast, slow


def main() -> int:
    """Measures and prints; gives 1 where the limit is broken and `--check` was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("models", nargs="*", help=f"which of {', '.join(SIZES)}; all of them")
    parser.add_argument("--runs", type=int, default=7, help="runs of each, after a warm-up")
    parser.add_argument("--check", action="store_true", help="fail where the limit is broken")
    asked = parser.parse_args()
    rows, kept = [], True
    for name in asked.models or SIZES:
        fast, slow = measure(model(SIZES[name]), asked.runs)
        ratio = fast.over(slow)
        kept = kept and ratio >= LIMIT
        rows.append(
            [name, f"{fast.median:,.0f}", f"{slow.median:,.0f}", f"{ratio:.1f}x", f"{LIMIT}x"]
        )
    print(table(["beats a second", "engine", "naive", "ratio", "at least"], rows))
    return 1 if asked.check and not kept else 0


if __name__ == "__main__":
    sys.exit(main())
