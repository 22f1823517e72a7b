"""One thing to look at: chosen before a play, or left out, and seen by nobody else.

A focus only settles at which moment looking back begins. It is never a target, and nothing is
said of whether it was met.
"""

from __future__ import annotations

from dataclasses import dataclass

from classroomsim.debrief.lookback import PICK_ANOTHER, Parting, titled
from classroomsim.engine.play import Moment, Play


@dataclass(frozen=True, slots=True)
class Focus:
    """One focus: its id, its name as a player picks it, and what looking at it means."""

    id: str
    name: str
    about: str
    gauges: tuple[str, ...]
    where: str
    """What is said of the moment that looking back begins at."""


FOCUSES: tuple[Focus, ...] = (
    Focus(
        "saying",
        "What the pupil might be saying",
        "Looking for the message before doing anything about it.",
        ("pupil.stress", "pupil.safety"),
        "You wanted to look at what {name} might be saying. Most changed for {him} at {where}.",
    ),
    Focus(
        "words",
        "My words",
        "How few, how quiet, and who else hears them.",
        ("pupil.trust", "pupil.exposure"),
        "You wanted to look at your words. Between you and {name}, most changed at {where}.",
    ),
    Focus(
        "others",
        "The other twenty-nine",
        "What they have to do, and what they see you do.",
        ("room.attention", "room.settled"),
        "You wanted to look at the other twenty-nine. Most changed among them at {where}.",
    ),
    Focus(
        "calm",
        "My own calm",
        "What happens in you in the second before you speak.",
        ("you.composure",),
        "You wanted to look at your own calm. It changed most at {where}.",
    ),
    Focus(
        "work",
        "The way back into the work",
        "Keeping a way open into the lesson, at a size that can be managed.",
        ("pupil.access",),
        "You wanted to look at the way back into the work. Most changed for that at {where}.",
    ),
)


def focus_named(focus_id: str) -> Focus | None:
    """The focus of this id; None where there is none."""
    return next((focus for focus in FOCUSES if focus.id == focus_id), None)


def moment_for(play: Play, focus_id: str) -> Parting | None:
    """The moment (from 0) at which most of what a focus looks at moved, and a sentence for it.

    What time alone changed does not count, and of equals the first is taken. None where the focus
    is unknown, or nothing of it moved.
    """
    focus = focus_named(focus_id)
    if focus is None:
        return None
    moved = [_moved(play, moment, focus.gauges) for moment in play.moments]
    most = max(moved, default=0.0)
    if most <= 0:
        return None
    number = moved.index(most)
    pupil = play.world.scenario.pupil
    where = titled(play.moment(number).scene)
    said = focus.where.format(name=pupil.name, him=pupil.pronouns.him, where=where)
    return Parting(number, f"{said} {PICK_ANOTHER}" if len(moved) > 1 else "")


def _moved(play: Play, moment: Moment, gauges: tuple[str, ...]) -> float:
    """How far these gauges went in a beat, each as a part of its range, before time went by."""
    if moment.choice is None:
        return 0.0
    world = play.world
    after = world.before_arrival(moment.before, moment.choice)
    total = 0.0
    for name in gauges:
        span, index = world.scenario.gauges[name].span, world.layout.gauges[name]
        total += abs(after[index] - moment.before[index]) / (span.high - span.low)
    return total
