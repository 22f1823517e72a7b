"""On Tuesday: the if-then line that looking back offers, for the player to edit."""

from __future__ import annotations

from classroomsim.debrief.lookback import TUESDAY, parts
from classroomsim.engine.play import Play

PATTERN = "If ..., then I will ..."
"""How a plan is worded, shown where there is none to begin from."""


def drafted_plan(play: Play, number: int) -> str:
    """The coaching's line for Tuesday at a moment (from 0).

    Empty where the scene was skipped or nobody has written coaching: then the player's own words
    come first, and `PATTERN` says how a plan may go.
    """
    return next((part.body for part in parts(play, number) if part.heading == TUESDAY), "")
