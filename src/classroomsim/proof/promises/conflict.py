"""No conflict: no two effects of one stage want different things of one target.

Two different `becomes`, `becomes` beside `up` or `down`, `yes` against `no`. Most rules that could
contradict each other have conditions that exclude each other; that is seen without playing. Only
the others are looked for in the states, those that skipping leads to among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import prod

from classroomsim.engine.judge import Guard
from classroomsim.engine.layout import Layout
from classroomsim.engine.stage import Author, Change, Stage
from classroomsim.proof.beats import stages_of
from classroomsim.proof.docket import Docket, shown_by
from classroomsim.proof.graph import Graph
from classroomsim.proof.survey import Survey
from classroomsim.scenario.source import Trail
from classroomsim.scenario.story import Choice, Move, Rule, Turn

MOST_TRIED = 5_000
"""Most combinations of values that are tried to see that two conditions exclude each other."""

Clash = tuple[int, Author, Author]
"""A position, and the two that want different things of it."""


def look_for_conflict(survey: Survey, docket: Docket) -> None:
    """Every reachable conflict, once for each two that contradict each other."""
    world = survey.graph.world
    known: dict[int, bool] = {}
    suspect: dict[Choice, bool] = {}
    for state, choice in survey.beats():
        if choice not in suspect:
            stages = world.beat(choice).stages
            suspect[choice] = any(_may_clash(stage, known) for stage in stages)
        if suspect[choice]:
            _look_at(survey.graph, state, choice, docket)


def _look_at(graph: Graph, state: int, choice: Choice, docket: Docket) -> None:
    values: list[int] = []
    for _, stage in stages_of(graph.world, graph.states[state], choice, values):
        for index, one, other in _clashes(stage.acting(values)):
            target = _target(graph.world.layout, index)
            path = _place_of(one, other, choice, docket)
            message = (
                f"in the scene '{choice.scene}', after '{choice.id}', {_named(one)} and"
                f" {_named(other)} want different things of '{target}' at the same time"
            )
            fix = "let their conditions exclude each other, or take one of the two effects away"
            shown = shown_by(graph, state, choice.id)
            docket.add("P604", path, message, fix, shown=shown, severity="error", which=target)


def _may_clash(stage: Stage, known: dict[int, bool]) -> bool:
    """Whether two changes of a stage contradict each other in any values at all."""
    found = known.get(id(stage))
    if found is None:
        changes = [*stage.changes, *(c for rows in stage.rows for c in rows.base)]
        changes += [c for rows in stage.rows for _, turn in rows.turns for c in turn]
        found = known[id(stage)] = any(
            _may_both_hold(one.guard, other.guard, stage.layout)
            for one, other in combinations(changes, 2)
            if _contradiction(one, other) is not None
        )
    return found


def _contradiction(one: Change, other: Change) -> int | None:
    """The first position of which the two want different things."""
    for mine, theirs in ((one, other), (other, one)):
        puts = dict(mine.puts)
        for index, value in theirs.puts:
            if puts.get(index, value) != value:
                return index
        for index, _ in theirs.steps:
            if index in puts:
                return index
    return None


def _clashes(acting: Sequence[Change]) -> Iterator[Clash]:
    for one, other in combinations(acting, 2):
        index = _contradiction(one, other) if one.puts or other.puts else None
        if index is not None:
            yield index, one.author, other.author


def _may_both_hold(one: Guard | None, other: Guard | None, layout: Layout) -> bool:
    """Whether two conditions hold together in some values; true where that is too much to try."""
    guards = [guard for guard in (one, other) if guard is not None]
    positions = sorted({index for guard in guards for index, _, _ in guard.reads})
    spans = [range(layout.lows[p], layout.highs[p] + 1) for p in positions]
    if prod(len(span) for span in spans) > MOST_TRIED:
        return True
    values = list(layout.lows)
    for tried in product(*spans):
        for position, value in zip(positions, tried, strict=True):
            values[position] = value
        if all(guard.test(values) for guard in guards):
            return True
    return False


def _target(layout: Layout, index: int) -> str:
    names = {**layout.numbers, **layout.flags}
    return next(name for name, at in names.items() if at == index)


def _named(author: Author) -> str:
    match author:
        case Rule():
            return f"the rule '{author.id}'"
        case Move():
            return f"the move '{author.id}'"
        case Turn():
            return "a turn of the move"
        case _:
            return "its own 'then:'"


def _place_of(one: Author, other: Author, choice: Choice, docket: Docket) -> Trail:
    """Where the author can mend it: a rule of the scenario's own, or else the choice."""
    own = docket.reading.shape.rules if docket.reading.shape else {}
    for author in (one, other):
        if isinstance(author, Rule) and author.id in own:
            return ("rules", author.id)
    own_effects = isinstance(one, Choice) or isinstance(other, Choice)
    path = ("scenes", choice.scene, "choices", choice.id)
    return (*path, "then") if own_effects else (*path, "moves")
