"""The moment where the ways parted most, and what each other choice could still have led to.

For the player, looking back: worked out from the states of the telling being played, and told in
words elsewhere. Nothing here is a verdict: endings differ in what they leave, not in worth.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass

from classroomsim.engine.layout import State
from classroomsim.engine.play import Moment, Play
from classroomsim.proof.chance import rounds
from classroomsim.proof.graph import Graph
from classroomsim.proof.order import Part
from classroomsim.scenario.story import Choice, Leaves, Scenario

Endings = tuple[float, ...]
"""The chance of each ending, in the order of the scenario, choices being picked evenly."""

LEAVING: tuple[Leaves, ...] = ("repaired", "reopened", "held", "apart")
SAME = 1e-9
MUCH = 0.1
"""From here on endings differ enough for a moment to be worth looking back at."""
SETTLED = 1e-12


@dataclass(frozen=True, slots=True)
class Other:
    """A choice that was not taken, and what the endings that it could have led to leave."""

    choice: Choice
    leaves: tuple[Leaves, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A moment (from 0) where the other choices would have led to other endings."""

    number: int
    others: tuple[Other, ...]


class Ahead:
    """What each state of one telling can still lead to. Made once, while the play goes on.

    It is kept as long as the play is. So a state is one whole number here, and the graph that all
    was worked out from is let go.
    """

    def __init__(self, graph: Graph, order: list[Part]) -> None:
        self._world = graph.world
        layout = graph.world.layout
        spans = zip(layout.lows, layout.highs, strict=True)
        self._spans = [(low, high - low + 1) for low, high in spans]
        back = _Backwards(graph)
        back.work_out(order)
        self._rows = back.rows
        numbers = [self._number(state) for state in graph.states]
        by_number = sorted(range(len(numbers)), key=numbers.__getitem__)
        self._row_of = array("L", [back.row_of[n] for n in by_number])
        numbers.sort()
        self._numbers = numbers

    def endings(self, state: State) -> Endings:
        """The chance of each ending from a state. Raises `KeyError` where it can't be reached."""
        number = self._number(state)
        at = bisect_left(self._numbers, number)
        if at == len(self._numbers) or self._numbers[at] != number:
            raise KeyError(state)
        return self._rows[self._row_of[at]]

    def after_each(self, state: State) -> dict[str, Endings]:
        """The chances after each choice that a state offers, by choice id."""
        world = self._world
        offered = world.offers(state)
        return {choice.id: self.endings(world.step(state, choice)) for choice in offered}

    def _number(self, state: State) -> int:
        number = 0
        for value, (low, span) in zip(state, self._spans, strict=True):
            number = number * span + value - low
        return number


class _Backwards:
    """Works out what states lead to, from the endings back. Equal chances share one row of them."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        endings = list(graph.world.scenario.endings)
        self.rows: list[Endings] = [(0.0,) * len(endings)]
        self.row_of = [0] * len(graph.states)
        self._known: dict[Endings, int] = {self.rows[0]: 0}
        self._ends = {graph.world.layout.place_of[name]: n for n, name in enumerate(endings)}

    def work_out(self, order: list[Part]) -> None:
        """Settle the row of every state."""
        mixed: dict[tuple[int, ...], int] = {}
        for part in reversed(order):
            if not isinstance(part, int):
                self._settle(part)
                continue
            after = tuple(sorted([self.row_of[n] for n in self.graph.after(part)]))
            if not after:
                end = self._ends.get(self.graph.states[part][0])
                row = tuple(float(n == end) for n in range(len(self._ends)))
                self.row_of[part] = self._share(row)
                continue
            found = mixed.get(after)
            if found is None:
                found = mixed[after] = self._share(_mean([self.rows[n] for n in after]))
            self.row_of[part] = found

    def _settle(self, loop: tuple[int, ...]) -> None:
        """The states of a loop depend on each other: round and round until nothing changes."""
        inside = {state: self.rows[self.row_of[state]] for state in loop}
        for _ in range(rounds(loop)):
            change = 0.0
            for state in loop:
                rows = [
                    inside[n] if n in inside else self.rows[self.row_of[n]]
                    for n in self.graph.after(state)
                ]
                found = _mean(rows)
                change = max(change, far_apart(found, inside[state]))
                inside[state] = found
            if change < SETTLED:
                break
        for state, row in inside.items():
            self.row_of[state] = self._share(row)

    def _share(self, row: Endings) -> int:
        found = self._known.get(row)
        if found is None:
            found = self._known[row] = len(self.rows)
            self.rows.append(row)
        return found


def far_apart(one: Endings, other: Endings) -> float:
    """Total variation distance of two rows of chances: 0 for the same, 1 for nothing shared."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / 2


def suggest_moment(play: Play, ahead: Ahead) -> Suggestion | None:
    """Where looking back might begin; None where no choice would have made a difference.

    It is the moment whose other choices' endings differ most from those of the choice made (the
    most that any one of them does), and the earliest of equals. A choice that settles the ending
    by itself is left for where the ways hardly parted before: it parts them further than any in
    every play, since nothing comes after it, and so says least about this one.
    """
    found = [(moment.number, *_parting(ahead, moment)) for moment in play.moments]
    before = [(number, far) for number, far, settles in found if not settles and far >= MUCH]
    best: tuple[int, float] | None = None
    for number, far in before or [(number, far) for number, far, _ in found]:
        if far > SAME and (best is None or far > best[1] + SAME):
            best = number, far
    return None if best is None else Suggestion(best[0], others_at(play, ahead, best[0]))


def _parting(ahead: Ahead, moment: Moment) -> tuple[float, bool]:
    """How far a moment's endings part, and whether each of its choices settles the ending."""
    rows = ahead.after_each(moment.before)
    settles = all(max(row) > 1 - SAME for row in rows.values())
    made = rows.pop(moment.choice_id, None)
    if made is None or not rows:
        return 0.0, settles
    return max(far_apart(made, row) for row in rows.values()), settles


def others_at(play: Play, ahead: Ahead, number: int) -> tuple[Other, ...]:
    """What each choice not taken at a moment could still have led to."""
    moment = play.moment(number)
    scenario = play.world.scenario
    rows = ahead.after_each(moment.before)
    return tuple(
        Other(choice, left_open(scenario, rows[choice.id]))
        for choice in play.world.offers(moment.before)
        if choice.id != moment.choice_id
    )


def left_open(scenario: Scenario, row: Endings) -> tuple[Leaves, ...]:
    """What the endings that are still open leave, each kind once, in a fixed order."""
    endings = zip(scenario.endings.values(), row, strict=True)
    open_still = {ending.leaves for ending, chance in endings if chance > SAME}
    return tuple(leaves for leaves in LEAVING if leaves in open_still)


def _mean(rows: list[Endings]) -> Endings:
    return tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))
