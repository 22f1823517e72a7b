"""Looking back with what lay ahead: where the ways parted most, and what else could have followed.

Worked out from every state of the telling that was played, and told in words: never a count, a
share or a verdict. Endings differ in what they leave, not in worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classroomsim.debrief.lookback import PICK_ANOTHER, Parting, titled
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.proof.graph import Progress, explore
from classroomsim.proof.order import in_order
from classroomsim.proof.suggest import Ahead, left_open, others_at, suggest_moment
from classroomsim.scenario.story import Leaves, Scenario

__all__ = ["LEFT", "MOST_AHEAD", "MOST_AT_ONCE", "LedTo", "Parting", "Prepared", "prepare"]

MOST_AHEAD = 150_000
"""States of a telling that are looked at while it is played: a few seconds beside the play."""
MOST_AT_ONCE = 60_000
"""States that are looked at where a player waits for it: well under a second."""
LEFT: Mapping[Leaves, str] = {
    "repaired": "things mended between you and {name}",
    "reopened": "a door left open",
    "held": "the line held and little more said",
    "apart": "the two of you apart",
}


@dataclass(frozen=True, slots=True)
class LedTo:
    """Choices that were not made, in their authors' words, and what they could have led to."""

    did: tuple[str, ...]
    could: str


class Prepared:
    """What a telling could still lead to from each of its states; one for a whole play."""

    def __init__(self, ahead: Ahead) -> None:
        self._ahead = ahead

    def suggest(self, play: Play) -> Parting | None:
        """Where the ways parted most; None where no choice would have made a difference."""
        found = suggest_moment(play, self._ahead)
        if found is None:
            return None
        where = titled(play.moment(found.number).scene)
        several = len(play.choices) > 1
        said = f"The ways parted most at {where}. {PICK_ANOTHER}" if several else ""
        return Parting(found.number, said)

    def led_to(self, play: Play, number: int) -> tuple[LedTo, ...]:
        """What the other choices of a moment could have led to; alike ones are told together."""
        moment = play.moment(number)
        groups: dict[tuple[Leaves, ...], list[str]] = {}
        for other in others_at(play, self._ahead, number):
            groups.setdefault(other.leaves, []).append(other.choice.did)
        made = None if moment.skipped else self._left_open(play, number)
        name = play.world.scenario.pupil.name
        return tuple(
            LedTo(tuple(did), _could(leaves, len(did), name, as_made=leaves == made))
            for leaves, did in groups.items()
        )

    def _left_open(self, play: Play, number: int) -> tuple[Leaves, ...]:
        """What the choice that was made could still lead to."""
        row = self._ahead.endings(play.moment(number).after)
        return left_open(play.world.scenario, row)


def prepare(
    scenario: Scenario, telling: str, limit: int = MOST_AHEAD, progress: Progress | None = None
) -> Prepared | None:
    """Looks at all that one telling can come to; None where that is more than `limit` states.

    It compiles the scenario anew, so that it may run beside the play in a thread of its own and
    leaves nothing behind. What `progress` raises ends it.
    """
    graph = explore(Machine(scenario).under(telling), limit, progress)
    return Prepared(Ahead(graph, in_order(graph))) if graph.complete else None


def _could(leaves: Sequence[Leaves], choices: int, name: str, *, as_made: bool) -> str:
    subject = ("That", "Either of these", "Any of these")[min(choices, 3) - 1]
    ends = [LEFT[it].format(name=name) for it in leaves]
    if not ends:
        return f"{subject} might have gone on without an end."
    if len(ends) == 1:
        return f"In this story, {_lower(subject)} would have ended with {ends[0]}."
    like = ", as what you did could," if as_made else ""
    return f"{subject} could still have ended{like} with {', '.join(ends[:-1])}, or {ends[-1]}."


def _lower(subject: str) -> str:
    return subject[:1].lower() + subject[1:]
