"""Coming back: which scenario a player might like to see again, and which beat of it.

Nothing is ever due: an offer that is not taken up passes by, and nobody is told of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from classroomsim.diary.record import Entry, Offer, Plan
from classroomsim.engine.machine import EngineError, Machine
from classroomsim.engine.paths import shortest_to
from classroomsim.engine.play import Play
from classroomsim.scenario.story import Scenario, Telling

if TYPE_CHECKING:
    from classroomsim.diary.store import Diary

MILESTONES = (
    timedelta(days=1.5),
    timedelta(days=6.5),
    timedelta(days=20),
    timedelta(days=54),
)
"""After the first play: two days, one week, three, eight; each a little early, for busy weeks."""
UNTIL = timedelta(weeks=12)
"""After which a first play is left in peace."""


def offers(
    entries: Iterable[Entry], plans: Iterable[Plan], now: datetime, *, most: int = 2
) -> list[Offer]:
    """What the player might like to come back to at `now` (with its zone), at most so many.

    A scenario is offered once a milestone after its first finished play has passed without the
    player having been in it since. The one whose milestone passed last comes first.
    """
    planned = list(plans)
    by_scenario: dict[str, list[Entry]] = {}
    for entry in entries:
        by_scenario.setdefault(entry.scenario_id, []).append(entry)
    found = []
    for of_one in by_scenario.values():
        passed = _milestone_passed(of_one, now)
        offer = offer_of(of_one, planned)
        if passed is not None and offer is not None:
            found.append((passed, offer))
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [offer for _, offer in found[:most]]


def _milestone_passed(entries: Sequence[Entry], now: datetime) -> datetime | None:
    """The last milestone that has passed since the player was in a scenario; None if there is none.

    A beat that was come back for counts from when it was looked at, whether or not it was played.
    """
    finished = [e.finished for e in entries if e.kind == "play" and e.finished is not None]
    if not finished:
        return None
    first = min(finished)
    if now > first + UNTIL:
        return None
    seen = max(entry.last for entry in entries)
    passed = [first + after for after in MILESTONES if seen < first + after <= now]
    return max(passed) if passed else None


def offer_of(entries: Sequence[Entry], plans: Iterable[Plan]) -> Offer | None:
    """What there is to come back to in one scenario, whenever that is; None before a whole play.

    The newest plan of these plays with the play it came from, or else the play finished last.
    """
    by_id = {entry.id: entry for entry in entries}
    mine = [plan for plan in plans if plan.play in by_id]
    plan = max(mine, key=lambda p: (p.made, p.id), default=None)
    whole = [e for e in entries if e.kind == "play" and e.finished is not None]
    if not whole:
        return None
    entry = max(whole, key=lambda e: (e.finished or e.last, e.id))
    if plan is not None and plan.play is not None:
        entry = by_id[plan.play]
    return Offer(entry.scenario_id, entry.title, entry, plan)


def beat_to_revisit(
    machine: Machine, entry: Entry, plan: Plan | None, played: Collection[str] = ()
) -> tuple[str, tuple[str, ...]]:
    """A telling, and the choices that lead under it to the moment the player comes back to.

    The moment is the plan's, or the first of the play that has coaching. The telling is another
    than the play's: one that is not among `played` and has a single cause, if it can be.
    """
    scene, before = _moment(machine, entry, plan)
    for telling in _others(machine.scenario, entry.key.telling, played):
        choices = _way(machine, telling.id, scene, before)
        if choices is not None:
            return telling.id, choices
    telling_id = entry.key.telling
    return telling_id, _way(machine, telling_id, scene, before) or ()


def _moment(machine: Machine, entry: Entry, plan: Plan | None) -> tuple[str, tuple[str, ...]]:
    """The scene to come back to, and the choices that led there in the play."""
    scenes, choices = machine.scenario.scenes, entry.key.choices
    if plan is not None and plan.scene in scenes:
        return plan.scene, choices[: plan.number]
    try:
        moments = Play.begin(machine, entry.key.telling, choices).moments
    except EngineError:  # played by another version of the program
        moments = ()
    coached = [m for m in moments if m.choice is not None and m.choice.coach is not None]
    if not moments:
        return next(iter(scenes)), ()
    moment = (coached or list(moments))[0]
    return moment.scene.id, choices[: moment.number]


def _others(scenario: Scenario, telling: str, played: Collection[str]) -> Iterator[Telling]:
    """The other tellings: new ones first, and plainer ones before those that join or hide."""
    others = [t for t in scenario.tellings.values() if t.id != telling]
    yield from sorted(others, key=lambda t: (t.id in played, t.joined, t.unrevealed or t.rises))


def _way(
    machine: Machine, telling: str, scene: str, before: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The same choices where they lead to the scene under this telling, else the fewest that do."""
    try:
        there = Play.begin(machine, telling, before).scene
    except EngineError:
        there = None
    if there is not None and there.id == scene:
        return before
    return shortest_to(machine.under(telling), scene)


def draw(scenario: Scenario, diary: Diary | None, rng: Random) -> str:
    """A telling, by chance: one not in the diary yet, and single causes before joined ones."""
    entries = diary.entries(scenario.id) if diary is not None else []
    played = {entry.key.telling for entry in entries if entry.kind == "play"}
    tellings = list(scenario.tellings.values())
    new = [t for t in tellings if t.id not in played] or tellings
    single = [t for t in new if not t.joined]
    return rng.choice(single if single and len(played) < len(tellings) else new).id
