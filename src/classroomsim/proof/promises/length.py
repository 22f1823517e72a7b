"""Length: how long plays take, against the minutes that the scenario says.

Assumed is that a beat takes about a minute and a quarter: reading, thinking and choosing.
"""

from __future__ import annotations

from collections.abc import Sequence

from classroomsim.proof.docket import Docket
from classroomsim.proof.figures import Figures
from classroomsim.scenario.story import Scenario

MINUTES_A_BEAT = 1.25
"""An assumption, not a measurement."""
LEAST_SLACK = 2.0
"""Minutes by which what is said may always differ."""
SLACK = 1 / 3
"""Of the minutes that are said, how much a typical play may differ from them."""


def look_at_length(scenario: Scenario, figures: Sequence[Figures], docket: Docket) -> None:
    """Note where a typical play takes much less or much more than `minutes`."""
    told = [it for it in figures if it.shortest]
    beats = [it.typical for it in told if it.typical is not None]
    if not beats:
        return
    said = scenario.about.minutes
    typical = sum(beats) / len(beats)
    if abs(typical * MINUTES_A_BEAT - said) <= max(LEAST_SLACK, said * SLACK):
        return
    longest = [it.longest for it in told]
    most = max((it for it in longest if it is not None), default=0)
    upto = f"the longest {_time(most)}" if None not in longest else "and loops set no limit"
    message = (
        f"'minutes: {said}' is not what plays take, at about a minute and a quarter a beat: a"
        f" typical one {_time(typical)}, the shortest {_time(min(it.shortest for it in told))},"
        f" {upto}"
    )
    fix = f"write 'minutes: {max(1, round(typical * MINUTES_A_BEAT))}'"
    docket.add("P681", ("about", "minutes"), message, fix)


def _time(beats: float) -> str:
    minutes = max(1, round(beats * MINUTES_A_BEAT))
    return f"{minutes} minute{'s' * (minutes != 1)}"
