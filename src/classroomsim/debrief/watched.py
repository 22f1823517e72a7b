"""A colleague's telling: the play that the author wrote down to be watched, moment by moment.

It is one way among several, by somebody who does not know what is underneath, and who says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from classroomsim.debrief.lookback import FOLLOWED, parts, reveal
from classroomsim.engine.machine import EngineError, Machine
from classroomsim.engine.play import Play
from classroomsim.engine.seen import Seen, look, look_at
from classroomsim.scenario.story import Choice


@dataclass(frozen=True, slots=True)
class WatchedMoment:
    """One moment: what could be seen, what the colleague thinks, what they do, what followed.

    `seen` holds every choice that was on offer; `choice` is the one made.
    """

    number: int
    seen: Seen
    thinking: str
    choice: Choice
    followed: str


@dataclass(frozen=True, slots=True)
class Watched:
    """A colleague's telling from its beginning to its end.

    `end` is the ending with the pupil's voice; `underneath` says what the cause was in this
    telling; `after` is what the colleague thinks once it is over.
    """

    who: str
    play: Play
    moments: tuple[WatchedMoment, ...]
    end: Seen
    underneath: str
    after: str


def watched(machine: Machine) -> Watched | None:
    """The colleague's telling of a scenario.

    None where nobody has written one, or it can't be played to an ending as it is written
    (`check` says where).
    """
    watch = machine.scenario.watch
    if watch is None:
        return None
    try:
        play = Play.begin(machine, watch.under, (step.choose for step in watch.steps))
    except EngineError:
        return None
    if play.ending is None:
        return None
    thoughts = [step.thinking for step in watch.steps]
    moments = tuple(_moment(play, number, thought) for number, thought in enumerate(thoughts))
    return Watched(watch.who, play, moments, look(play), reveal(play).here, watch.after)


def _moment(play: Play, number: int, thinking: str) -> WatchedMoment:
    moment = play.moment(number)
    if moment.choice is None:
        msg = "a colleague's telling skips nothing"
        raise EngineError(msg)
    followed = next(part.body for part in parts(play, number) if part.heading == FOLLOWED)
    seen = look_at(play.world, moment.before, moment.came_from)
    return WatchedMoment(number, seen, thinking, moment.choice, followed)
