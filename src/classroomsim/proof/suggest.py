"""The moment where the ways parted most, and what each other choice could still have led to.

For the player, looking back: worked out from the states of the telling being played, and told in
words. There is never a count or a share in what is said, and nothing here is a verdict: endings
differ in what they leave, not in worth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from classroomsim.engine.layout import State
from classroomsim.engine.play import Play
from classroomsim.proof.chance import rounds
from classroomsim.proof.graph import Graph
from classroomsim.proof.order import Part
from classroomsim.scenario.story import Choice, Leaves, Scenario

Endings = tuple[float, ...]
"""The chance of each ending, in the order of the scenario, choices being picked evenly."""

LEAVING: tuple[Leaves, ...] = ("repaired", "reopened", "held", "apart")
LEFT: Mapping[Leaves, str] = {
    "repaired": "things mended between you",
    "reopened": "a door left open",
    "held": "the line held, and little more said",
    "apart": "the two of you apart at the end of the day",
}
SAME = 1e-9
SETTLED = 1e-12


@dataclass(frozen=True, slots=True)
class Other:
    """A choice that was not taken: what it could still have led to, in words."""

    choice: Choice
    leaves: tuple[Leaves, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The moment (from 0) where the chosen and the other choices' endings differ most."""

    number: int
    others: tuple[Other, ...]


class Ahead:
    """What each state of one telling can still lead to. Made once, while the play goes on."""

    def __init__(self, graph: Graph, order: list[Part]) -> None:
        self.graph = graph
        self._number = {state: n for n, state in enumerate(graph.states)}
        self._endings = list(graph.world.scenario.endings)
        self._kind: list[int] = []
        self._kinds: dict[Endings, int] = {}
        self._known: list[Endings] = []
        self._work_out(order)

    def endings(self, state: State) -> Endings:
        """The chance of each ending from a state. Raises `KeyError` where it can't be reached."""
        return self._known[self._kind[self._number[state]]]

    def after_each(self, state: State) -> dict[str, Endings]:
        """The chances after each choice that a state offers, by choice id."""
        at = self._number[state]
        graph = self.graph
        return {
            graph.choices[graph.via[way]].id: self._known[self._kind[graph.to[way]]]
            for way in graph.ways(at)
        }

    def _work_out(self, order: list[Part]) -> None:
        """Backwards from the endings. States with the same chances share one row of them."""
        graph = self.graph
        place_of = graph.world.layout.place_of
        ends = {place_of[name]: n for n, name in enumerate(self._endings)}
        none = (0.0,) * len(self._endings)
        self._kind = [self._share(none)] * len(graph.states)
        mixed: dict[tuple[int, ...], int] = {}
        for part in reversed(order):
            if not isinstance(part, int):
                self._settle(part)
                continue
            after = tuple(sorted([self._kind[n] for n in graph.after(part)]))
            if not after:
                end = ends.get(graph.states[part][0])
                self._kind[part] = self._share(
                    tuple(float(n == end) for n in range(len(self._endings)))
                )
                continue
            found = mixed.get(after)
            if found is None:
                found = mixed[after] = self._share(_mean([self._known[n] for n in after]))
            self._kind[part] = found

    def _settle(self, loop: tuple[int, ...]) -> None:
        """The states of a loop depend on each other: round and round until nothing changes."""
        inside = {state: self._known[self._kind[state]] for state in loop}
        for _ in range(rounds(loop)):
            change = 0.0
            for state in loop:
                rows = [
                    inside[n] if n in inside else self._known[self._kind[n]]
                    for n in self.graph.after(state)
                ]
                found = _mean(rows)
                change = max(change, far_apart(found, inside[state]))
                inside[state] = found
            if change < SETTLED:
                break
        for state, row in inside.items():
            self._kind[state] = self._share(row)

    def _share(self, row: Endings) -> int:
        found = self._kinds.get(row)
        if found is None:
            found = self._kinds[row] = len(self._known)
            self._known.append(row)
        return found


def far_apart(one: Endings, other: Endings) -> float:
    """Total variation distance of two rows of chances: 0 for the same, 1 for nothing shared."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / 2


def suggest_moment(play: Play, ahead: Ahead) -> Suggestion | None:
    """Where looking back might begin; None where no choice would have made a difference.

    It is the moment whose other choices' endings differ most from those of the choice made (the
    most that any one of them does), and the earliest of equals.
    """
    best: tuple[float, int] | None = None
    for moment in play.moments:
        distance = _parting(ahead, moment.before, moment.choice_id)
        if distance > SAME and (best is None or distance > best[0] + SAME):
            best = distance, moment.number
    return None if best is None else Suggestion(best[1], others_at(play, ahead, best[1]))


def _parting(ahead: Ahead, state: State, chosen: str) -> float:
    rows = ahead.after_each(state)
    made = rows.pop(chosen, None)
    if made is None or not rows:
        return 0.0
    return max(far_apart(made, row) for row in rows.values())


def others_at(play: Play, ahead: Ahead, number: int) -> tuple[Other, ...]:
    """What each choice not taken at a moment could still have led to, in words."""
    moment = play.moment(number)
    scenario = play.world.scenario
    rows = ahead.after_each(moment.before)
    found = []
    for choice in play.world.offers(moment.before):
        if choice.id != moment.choice_id:
            leaves = left_open(scenario, rows[choice.id])
            found.append(Other(choice, leaves, _sentence(leaves)))
    return tuple(found)


def left_open(scenario: Scenario, row: Endings) -> tuple[Leaves, ...]:
    """What the endings that are still open leave, each kind once, in a fixed order."""
    endings = zip(scenario.endings.values(), row, strict=True)
    open_still = {ending.leaves for ending, chance in endings if chance > SAME}
    return tuple(leaves for leaves in LEAVING if leaves in open_still)


def _sentence(leaves: tuple[Leaves, ...]) -> str:
    if not leaves:
        return "It might have gone on without an end."
    words = [LEFT[it] for it in leaves]
    if len(words) == 1:
        return f"From there it could still have come to {words[0]}, whatever followed."
    return f"From there it could still have come to {', '.join(words[:-1])}, or {words[-1]}."


def _mean(rows: list[Endings]) -> Endings:
    return tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))
