"""What happens inside one beat, where a proof has to know more than where it leads."""

from __future__ import annotations

from collections.abc import Iterator

from classroomsim.engine.beat import STAGES
from classroomsim.engine.layout import State
from classroomsim.engine.machine import World
from classroomsim.engine.stage import Room, Stage, apply_within
from classroomsim.scenario.story import Choice, Goto, Interrupt
from classroomsim.scenario.story import Stage as StageName

Lead = Interrupt | Goto
"""What may lead on from a choice."""


def stages_of(
    world: World, state: State, choice: Choice, values: list[int]
) -> Iterator[tuple[StageName, Stage]]:
    """The stages of a beat in order, with the values that each is judged on in `values`.

    In the end these are the values after drift, the choice remembered, still at the old place.
    """
    values[:] = state
    beat = world.beat(choice)
    room: Room = {}
    lows, highs = world.layout.lows, world.layout.highs
    for name, stage in zip(STAGES, beat.stages, strict=True):
        yield name, stage
        parts, limits = stage.verdict().of(values)
        room = dict(limits) or room
        apply_within(values, parts, room, lows, highs)
    for mark in beat.marks:
        values[mark] = 1


def drifted(world: World, state: State, choice: Choice) -> list[int]:
    """The values after drift: before the beat leads anywhere and anything arrives."""
    values = list(state)
    room: Room = {}
    beat = world.beat(choice)
    lows, highs = world.layout.lows, world.layout.highs
    for verdict in beat.verdicts:
        parts, limits = verdict.of(values)
        room = dict(limits) or room
        apply_within(values, parts, room, lows, highs)
    for mark in beat.marks:
        values[mark] = 1
    return values


def leads_of(world: World, choice: Choice) -> list[Lead]:
    """Everything that may lead on from a choice, in the order in which it is judged."""
    interrupts = [i for i in world.scenario.interrupts if i.to != choice.scene]
    return [*interrupts, *choice.goto]


def lead_taken(world: World, state: State, choice: Choice) -> Lead | None:
    """What leads on after a beat: the first interrupt or `goto` whose condition holds."""
    values = drifted(world, state, choice)
    judge = world.judge_of(choice)
    return next((it for it in leads_of(world, choice) if judge.holds(it.when, values)), None)
