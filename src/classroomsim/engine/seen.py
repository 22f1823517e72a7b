"""What can be seen of a state: the words, what you notice, the room. Never a gauge.

Text and desks are worked out from the same state, so that they can't disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from classroomsim.engine.judge import Judge, Values
from classroomsim.engine.layout import State
from classroomsim.engine.machine import World
from classroomsim.engine.play import Play
from classroomsim.scenario.condition import Compare, leaves, reads
from classroomsim.scenario.story import ENTIRE_CLASS, Choice, Gauge, Guess, Line, Prose

Desk = Literal["looking", "working", "drifting", "pupil"]

COLUMNS = 6
STRESS, ATTENTION, SETTLED, COMPOSURE = (
    "pupil.stress",
    "room.attention",
    "room.settled",
    "you.composure",
)
LOOKING = (0, 1, 3, 6, 9, 12, 14, 19, 23, 26, 29)
"""How many of the twenty-nine look, by room.attention from 0 to 10: most, from `turned` on."""
DRIFTING = (16, 13, 11, 9, 5, 4, 3, 0, 0, 0, 0)
"""How many of those who do not look have drifted, at most, by room.settled from 0 to 10."""
MOST_NOTICES = 5
_TELLS = ("underneath", "need", "function", "style", "strain_kind")


@dataclass(frozen=True, slots=True)
class Room:
    """The thirty desks, row by row of six, and the same in one sentence."""

    desks: tuple[Desk, ...]
    line: str

    def count(self, desk: Desk) -> int:
        return self.desks.count(desk)


@dataclass(frozen=True, slots=True)
class Seen:
    """One beat as it meets the player.

    `text` holds paragraphs, `notices` lines; `choices` is empty at an ending, whose `later` is the
    pupil's voice.
    """

    place: str
    name: str
    clock: str
    text: tuple[str, ...]
    notices: tuple[str, ...]
    room: Room
    choices: tuple[Choice, ...]
    guess: Guess | None
    later: tuple[str, ...]

    @property
    def ended(self) -> bool:
        return bool(self.later)


def look(play: Play) -> Seen:
    """What can be seen now, at the end of a play so far."""
    return look_at(play.world, play.state, play.came_from)


def look_at(world: World, state: State, came_from: State) -> Seen:
    """What can be seen in a state that was reached from another."""
    values = (*state, *came_from)
    room = room_of(world, state)
    scene = world.scene(state)
    if scene is None:
        ending = world.scenario.endings[world.layout.places[state[0]]]
        text = said(ending.text, world.judge, values)
        later = said(ending.later, world.judge, values)
        return Seen(ending.id, "the end", ending.clock, text, (), room, (), None, later)
    return Seen(
        place=scene.id,
        name=scene.name,
        clock=scene.clock,
        text=said(scene.text, world.judge, values),
        notices=_notices(world, scene.notice, state, came_from),
        room=room,
        choices=world.offers(state),
        guess=scene.read,
        later=(),
    )


def said(prose: Prose, judge: Judge, values: Values) -> tuple[str, ...]:
    """The lines of a text that hold in these values (a state, then the state before it)."""
    return tuple(line.say for line in prose if judge.holds(line.when, values))


def pupil_cue(world: World, state: State, came_from: State) -> str:
    """What the pupil's stress looks like from outside: the scene's own words, or the rulebook's."""
    scene = world.scene(state)
    values = (*state, *came_from)
    for line in scene.notice if scene else ():
        if _shows_stress(line) and world.judge.holds(line.when, values):
            return line.say
    return _cue(world, STRESS, state)


def room_of(world: World, state: State) -> Room:
    """The room as desks and as a sentence, from one state."""
    attention = _tenth(world, ATTENTION, state)
    settled = _tenth(world, SETTLED, state)
    column, row = world.scenario.pupil.desk
    own = (row - 1) * COLUMNS + column - 1
    others = sorted((n for n in range(ENTIRE_CLASS) if n != own), key=lambda n: _far(n, own))
    desks: list[Desk] = ["working"] * ENTIRE_CLASS
    desks[own] = "pupil"
    looking = LOOKING[attention]
    for n in others[:looking]:
        desks[n] = "looking"
    rest = sorted(others[looking:], key=lambda n: (n * 7) % 11)
    for n in rest[: DRIFTING[settled]]:
        desks[n] = "drifting"
    cues = (_cue(world, ATTENTION, state), _cue(world, SETTLED, state))
    return Room(tuple(desks), " ".join(cue for cue in cues if cue))


def _far(desk: int, own: int) -> tuple[int, int]:
    """How far a desk is from the pupil's; a fixed scatter decides between equals."""
    across = abs(desk % COLUMNS - own % COLUMNS)
    along = abs(desk // COLUMNS - own // COLUMNS)
    return across + along, (desk * 11) % 13


def _tenth(world: World, name: str, state: State) -> int:
    """A gauge on a scale from 0 to 10, whatever its own range."""
    gauge = world.scenario.gauges[name]
    low, high = gauge.span.low, gauge.span.high
    return round(10 * (state[world.layout.gauges[name]] - low) / (high - low))


def _cue(world: World, name: str, state: State) -> str:
    gauge = world.scenario.gauges[name]
    return gauge.cue(state[world.layout.gauges[name]], world.telling.style) or ""


def _notices(world: World, written: Prose, state: State, came_from: State) -> tuple[str, ...]:
    """The author's lines that hold; a true clue to the telling; then what the gauges show."""
    values = (*state, *came_from)
    holding = [line for line in written if world.judge.holds(line.when, values)]
    lines = [line.say for line in holding]
    if not any(tells(line) for line in holding):
        lines += said(world.telling.cue, world.judge, values)
    if not any(_shows_stress(line) for line in holding):
        lines += _stress(world, state, came_from, alone=not lines)
    lines += _changed(world, state, came_from)
    if not any(_reads_gauge(line, COMPOSURE) for line in holding):
        lines += _composure(world, state)
    return tuple(dict.fromkeys(line for line in lines if line))[:MOST_NOTICES]


def tells(line: Line) -> bool:
    """Whether a notice is about what is underneath, so that the telling's cue is not needed."""
    return any(reads(line.when, kind) for kind in _TELLS)


def _shows_stress(line: Line) -> bool:
    """Whether the author wrote this line for a band of stress, in place of the rulebook's cue."""
    return _reads_gauge(line, STRESS) or reads(line.when, "phase")


def _reads_gauge(line: Line, name: str) -> bool:
    found = (leaf.number.id for leaf in leaves(line.when) if isinstance(leaf, Compare))
    return name in found


def _composure(world: World, state: State) -> list[str]:
    """What you might notice of yourself, where composure is in its lowest band."""
    gauge, index = world.scenario.gauges[COMPOSURE], world.layout.gauges[COMPOSURE]
    lowest = next(iter(gauge.span.bands))
    return [_cue(world, COMPOSURE, state)] if gauge.band(state[index]) == lowest else []


def _stress(world: World, state: State, came_from: State, *, alone: bool) -> list[str]:
    """The rulebook's cue of stress: at the start, when its band changed, or beside nothing else.

    Said at every beat it would be a refrain, and the scene's own words are truer.
    """
    gauge, index = world.scenario.gauges[STRESS], world.layout.gauges[STRESS]
    changed = gauge.band(state[index]) != gauge.band(came_from[index])
    return [_cue(world, STRESS, state)] if alone or changed or state == came_from else []


def _changed(world: World, state: State, came_from: State) -> list[str]:
    """The cue of the first other gauge of the pupil's whose band changed in the last beat."""
    for gauge in world.scenario.gauges.values():
        index = world.layout.gauges[gauge.id]
        if _is_other(gauge) and gauge.band(state[index]) != gauge.band(came_from[index]):
            return [_cue(world, gauge.id, state)]
    return []


def _is_other(gauge: Gauge) -> bool:
    return gauge.id.startswith("pupil.") and gauge.id != STRESS
