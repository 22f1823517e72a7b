"""Reading the message: a guess set beside the cues that told the causes apart.

Said as "in this telling ... in another telling ...". A guess is never compared with what was
underneath, and never right or wrong: the same behaviour can say several things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classroomsim.debrief.lookback import ELSEWHERE, HERE, other_causes, wondered
from classroomsim.engine.layout import State
from classroomsim.engine.machine import EngineError, World
from classroomsim.engine.play import Play
from classroomsim.engine.seen import look_at, said, tells
from classroomsim.scenario.story import Scene


@dataclass(frozen=True, slots=True)
class Cued:
    """A telling, and what could be seen at a moment that told of it (perhaps nothing)."""

    underneath: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What the player wondered at a moment, and what could be seen there that told causes apart.

    `ask` is the question, empty where the scene asks none, and `guessed` is empty where no guess
    was made. `here` is None while the play has not ended: what was underneath is told afterwards.
    `elsewhere` is empty where the cause was never found out.
    """

    ask: str
    guessed: tuple[str, ...]
    here: Cued | None
    elsewhere: tuple[Cued, ...]


def message(
    play: Play, number: int, options: Sequence[str] | None, *, over: bool = False
) -> Message:
    """The message of a moment (from 0), beside a guess; None for `options` is no guess at all.

    With `over` what was underneath is told although the story has no end yet, as after the one
    beat of a revisit. Raises `IndexError` beyond the last moment.
    """
    scene = play.moment(number).scene
    asked = scene.read.ask if scene.read else ""
    guessed = () if options is None else wondered(play, number, options)
    if play.ending is None and not over:
        return Message(asked, guessed, None, ())
    world = play.world
    if world.telling.unrevealed:
        return Message(asked, guessed, Cued(f"{HERE}{world.telling.reveal}", ()), ())
    here = _cues(world, scene, play.states[number], play.moment(number).came_from)
    others = tuple(
        (other, _cues_elsewhere(play, number, scene, other.id)) for other in other_causes(play)
    )
    shared = set(here).intersection(*(cues for _, cues in others)) if others else set()
    told = tuple(cue for cue in here if cue not in shared)
    return Message(
        asked,
        guessed,
        Cued(f"{HERE}{world.telling.reveal}", told),
        tuple(
            Cued(f"{ELSEWHERE}{other.reveal}", tuple(c for c in cues if c not in here))
            for other, cues in others
        ),
    )


def _cues_elsewhere(play: Play, number: int, scene: Scene, telling: str) -> tuple[str, ...]:
    """What the same scene shows under another telling.

    After the same choices, where they lead to it there too; or else as this moment stood.
    """
    world = play.world.machine.under(telling)
    try:
        other = Play.begin(play.world.machine, telling, play.choices[:number])
    except EngineError:
        other = None
    if other is not None and other.scene is scene:
        return _cues(world, scene, other.state, other.came_from)
    return _cues(world, scene, play.states[number], play.moment(number).came_from)


def _cues(world: World, scene: Scene, state: State, came_from: State) -> tuple[str, ...]:
    """What is seen of a scene that is about what lies underneath: notices, or else the text."""
    seen = look_at(world, state, came_from)
    values = (*state, *came_from)
    telling = tuple(line for line in scene.notice if tells(line))
    notices = {*said(telling, world.judge, values), *said(world.telling.cue, world.judge, values)}
    found = tuple(notice for notice in seen.notices if notice in notices)
    return found or said(tuple(line for line in scene.text if tells(line)), world.judge, values)
