"""Why a beat went as it did: which moves, rules and limits moved which gauge.

Made on demand for the moments a player looks at. It runs the same compiled beat as
`World.step` and never changes its result; a test compares the two in every state it visits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from classroomsim.engine.beat import STAGES
from classroomsim.engine.layout import State
from classroomsim.engine.machine import World
from classroomsim.engine.stage import Author, Cap, Change, Room, Stage, apply_within
from classroomsim.scenario.condition import Compare, Condition, leaves
from classroomsim.scenario.story import SKIP, Choice, Gauge, Limit, Move, Rule, Scene, Turn

StageName = Literal["limits", "act", "respond", "ripple", "drift", "arrive"]
Push = Literal["up", "down", "set", "held"]


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that moved a gauge, or held it back from falling.

    `id` names the move, rule, limit, choice or scene; `because` is its reason ('' for a choice's
    own effect or an arrival), `source` the id of its source ('' likewise). `read` holds the gauges
    its condition looked at, with the band each was in, at the moment it was judged.
    """

    stage: StageName
    kind: Literal["move", "turn", "rule", "limit", "choice", "arrival"]
    id: str
    because: str
    source: str
    push: Push
    amount: int
    read: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """What one gauge did in a beat, and every cause of it, in the order of the stages."""

    gauge: Gauge
    before: int
    after: int
    causes: tuple[Cause, ...]

    @property
    def moved(self) -> bool:
        return self.before != self.after

    @property
    def from_band(self) -> str:
        return self.gauge.band(self.before)

    @property
    def to_band(self) -> str:
        return self.gauge.band(self.after)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two effects of one stage that contradict each other on one target."""

    stage: StageName
    target: str
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The trace of one beat: the state it led to, what moved, and any conflict.

    `acted` is every cause that acted on a gauge, those among them that moved nothing in the end.
    """

    after: State
    shifts: tuple[Shift, ...]
    conflicts: tuple[Conflict, ...]
    acted: tuple[Cause, ...]


def trace_choice(world: World, state: State, choice_id: str) -> Trace:
    """The trace of an offered choice or of `skip`. Raises `EngineError` for any other."""
    after = world.take(state, choice_id)
    if choice_id == SKIP:
        tracer = _Tracer(world, state)
        tracer.values[0] = after[0]
    else:
        scene = world.scene(state)
        choice = scene.choice(choice_id) if scene else None
        tracer = _Tracer(world, state)
        if choice is not None:
            tracer.run(choice)
    arrival = world.arrival(after[0])
    if arrival is not None:
        tracer.stage("arrive", arrival, {})
    return tracer.finish()


class _Tracer:
    """Runs one beat, writing down each cause as it acts."""

    def __init__(self, world: World, state: State) -> None:
        self.world = world
        self.state = state
        self.values = list(state)
        self.causes: dict[int, list[Cause]] = {}
        self.conflicts: list[Conflict] = []
        self._names = {i: name for name, i in world.layout.gauges.items()}
        self._targets = {i: n for n, i in (world.layout.numbers | world.layout.flags).items()}

    def run(self, choice: Choice) -> None:
        beat = self.world.beat(choice)
        room: Room = {}
        for name, stage in zip(STAGES, beat.stages, strict=True):
            self._note_limits(stage.restraining(self.state))
            room = self.stage(name, stage, room)
        for mark in beat.marks:
            self.values[mark] = 1
        self.values[0] = beat.goes.of(self.values)

    def stage(self, name: StageName, stage: Stage, room: Room) -> Room:
        """Run one stage as `World` does, and note what acted; gives the room that is left."""
        acting = stage.acting(self.values)
        for change in acting:
            for index, amount in change.steps:
                self._note(name, change, index, "up" if amount > 0 else "down", abs(amount))
            for index, value in change.puts:
                self._note(name, change, index, "set", value)
        self._note_conflicts(name, acting)
        parts, limits = stage.verdict().of(self.values)
        room = dict(limits) or room
        layout = self.world.layout
        apply_within(self.values, parts, room, layout.lows, layout.highs)
        return room

    def finish(self) -> Trace:
        shifts = []
        for index, name in self._names.items():
            before, after = self.state[index], self.values[index]
            causes = self.causes.get(index, [])
            held = any(c.push == "held" for c in causes) and any(c.push == "down" for c in causes)
            if before != after or held:
                gauge = self.world.scenario.gauges[name]
                acting = tuple(c for c in causes if held or c.push != "held")
                shifts.append(Shift(gauge, before, after, acting))
        acted = tuple(cause for causes in self.causes.values() for cause in causes)
        return Trace(tuple(self.values), tuple(shifts), tuple(self.conflicts), acted)

    def _note(self, stage: StageName, change: Change, index: int, push: Push, amount: int) -> None:
        if index in self._names:
            cause = _cause(self.world, stage, change.author, push, amount, tuple(self.values))
            self.causes.setdefault(index, []).append(cause)

    def _note_limits(self, caps: Iterable[Cap]) -> None:
        for cap in caps:
            for index, amount in cap.falls:
                cause = _cause(self.world, "limits", cap.author, "held", amount, self.state)
                self.causes.setdefault(index, []).append(cause)

    def _note_conflicts(self, stage: StageName, acting: list[Change]) -> None:
        puts: dict[int, dict[int, list[str]]] = {}
        stepped: dict[int, list[str]] = {}
        for change in acting:
            for index, value in change.puts:
                puts.setdefault(index, {}).setdefault(value, []).append(_id(change.author))
            for index, _ in change.steps:
                stepped.setdefault(index, []).append(_id(change.author))
        for index, by_value in puts.items():
            if len(by_value) > 1 or index in stepped:
                authors = [a for names in by_value.values() for a in names]
                authors += stepped.get(index, [])
                found = Conflict(stage, self._targets[index], tuple(dict.fromkeys(authors)))
                self.conflicts.append(found)


def _id(author: Author) -> str:
    return author.key if isinstance(author, Choice) else getattr(author, "id", "turn")


def _cause(
    world: World, stage: StageName, author: Author, push: Push, amount: int, values: State
) -> Cause:
    read = _read(world, getattr(author, "when", None), values)
    match author:
        case Move():
            kind, because, source, read = "move", author.because, author.source, ()
        case Turn():
            kind, because, source = "turn", author.because, author.source
        case Rule():
            kind, because, source = "rule", author.because, author.source
        case Limit():
            kind, because, source = "limit", author.because, author.source
        case Scene():
            kind, because, source, read = "arrival", "", "", ()
        case _:
            kind, because, source, read = "choice", "", "", ()
    return Cause(stage, kind, _id(author), because, source, push, amount, read)  # type: ignore[arg-type]


def _read(world: World, condition: Condition | None, values: State) -> tuple[tuple[str, str], ...]:
    found = {}
    for leaf in leaves(condition):
        if isinstance(leaf, Compare) and leaf.number.kind == "gauge":
            gauge = world.scenario.gauges[leaf.number.id]
            found[gauge.id] = gauge.band(values[world.layout.gauges[gauge.id]])
    return tuple(found.items())
