"""What might have changed a reason: the nearest other choice in which it plays no part.

Near is alike in moves and manner. It is said without a verdict: another choice costs something
too, and may bring reasons of its own.
"""

from __future__ import annotations

from functools import cached_property

from classroomsim.engine.play import Play
from classroomsim.engine.trace import Cause, trace_choice
from classroomsim.scenario.story import Choice

ON_ITS_WAY = "This was already on its way, whatever you did here."
MIGHT_HAVE = "What might have changed it:"

Acted = tuple[str, str, str]
"""A cause by what it is, its id and its reason, whichever gauge it moved."""


class Others:
    """The choices of a moment that were not made, the nearest first."""

    def __init__(self, play: Play, number: int) -> None:
        self._world = play.world
        self._moment = play.moment(number)

    def said(self, cause: Cause) -> str:
        """A sentence on what might have changed this cause; empty where only time went by."""
        if cause.kind == "arrival" or self._moment.choice is None:
            return ""
        other = self.without(cause)
        return ON_ITS_WAY if other is None else f'{MIGHT_HAVE} "{other.did.rstrip(".")}."'

    def without(self, cause: Cause) -> Choice | None:
        """The nearest other choice in which this cause does not act; None where it acts in all."""
        return next((o for o in self._nearest if not self._acts(cause, o)), None)

    @cached_property
    def _nearest(self) -> list[Choice]:
        made = self._moment.choice
        offers = self._world.offers(self._moment.before)
        others = [choice for choice in offers if choice is not made]
        return sorted(others, key=lambda other: _far(other, made) if made else 0)

    def _acts(self, cause: Cause, other: Choice) -> bool:
        return _what(cause) in self._acted[other.id]

    @cached_property
    def _acted(self) -> dict[str, set[Acted]]:
        before = self._moment.before
        traces = {o.id: trace_choice(self._world, before, o.id) for o in self._nearest}
        return {name: set(map(_what, trace.acted)) for name, trace in traces.items()}


def _what(cause: Cause) -> Acted:
    return cause.kind, cause.id, cause.because


def _far(one: Choice, other: Choice) -> int:
    """In how many moves and manners two choices differ; a move counts as much as two manners."""
    moves = set(one.moves) ^ set(other.moves)
    return 2 * len(moves) + len(one.manner ^ other.manner)
