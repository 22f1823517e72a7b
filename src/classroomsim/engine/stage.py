"""One stage of a beat: changes that happen together, judged on the values as they stand.

Everything is judged before anything is applied, so the order of rules never matters. Rises and
falls of a gauge are added up separately, since a limit restrains falls only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from classroomsim.engine.judge import Guard, Values
from classroomsim.engine.layout import Layout
from classroomsim.engine.verdict import Verdict
from classroomsim.scenario.story import Choice, Limit, Move, Rule, Scene, Turn

Step = tuple[int, int]
"""(position, signed change)"""
Put = tuple[int, int]
"""(position, new value)"""
Author = Move | Turn | Rule | Limit | Choice | Scene
"""What an effect was written in: the trace names it."""


@dataclass(frozen=True, slots=True)
class Change:
    """Effects that happen together when `guard` holds (None: whenever the stage runs)."""

    guard: Guard | None
    steps: tuple[Step, ...]
    puts: tuple[Put, ...]
    author: Author


@dataclass(frozen=True, slots=True)
class Rows:
    """A move whose effects depend on the first of its turns that matches, else its base."""

    turns: tuple[tuple[Guard, tuple[Change, ...]], ...]
    base: tuple[Change, ...]

    def row(self, values: Values) -> tuple[Change, ...]:
        """What the move does in these values."""
        return next((changes for guard, changes in self.turns if guard.test(values)), self.base)


@dataclass(frozen=True, slots=True)
class Cap:
    """Restrains how far positions may fall in this beat."""

    guard: Guard | None
    falls: tuple[Step, ...]
    author: Limit


Room = dict[int, int]
"""How far each restrained position may still fall in this beat."""
Pull = tuple[int, int, int | None]
"""(rise, fall, the value it becomes): what pulls at a position, before any limit."""
Part = tuple[int, tuple[int, ...], Pull]
"""What a stage does to a position: its new value by its old one, and what pulled at it."""
Outcome = tuple[tuple[Part, ...], Room]
"""What a stage comes to, and the room that limits leave (empty where none restrains)."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The changes of one stage; the first stage of a beat also holds its moves and limits."""

    layout: Layout
    changes: tuple[Change, ...]
    rows: tuple[Rows, ...] = ()
    caps: tuple[Cap, ...] = ()

    def verdict(self) -> Verdict[Outcome]:
        """What the stage comes to, by values."""
        guards = [it.guard for it in self.changes] + [it.guard for it in self.caps]
        guards += [guard for rows in self.rows for guard, _ in rows.turns]
        return Verdict(guards, self.layout.highs, self._outcome)

    @property
    def touches(self) -> frozenset[int]:
        """The positions that its changes may move."""
        moved = (index for change in self.changes for index, _ in (*change.steps, *change.puts))
        return frozenset(moved)

    def acting(self, values: Values) -> list[Change]:
        """The changes that happen in these values."""
        found = [c for c in self.changes if c.guard is None or c.guard.test(values)]
        for rows in self.rows:
            found += rows.row(values)
        return found

    def restraining(self, values: Values) -> Iterator[Cap]:
        """The limits that hold in these values."""
        return (cap for cap in self.caps if cap.guard is None or cap.guard.test(values))

    def _outcome(self, values: Values) -> Outcome:
        room: Room = {}
        for cap in self.restraining(values):
            for index, most in cap.falls:
                room[index] = min(room.get(index, most), most)
        rises: dict[int, int] = {}
        falls: dict[int, int] = {}
        puts: dict[int, int] = {}
        for change in self.acting(values):
            for index, amount in change.steps:
                side = rises if amount > 0 else falls
                side[index] = side.get(index, 0) + abs(amount)
            for index, value in change.puts:
                puts[index] = self._settled(index, puts.get(index, value), value)
        moved = dict.fromkeys((*rises, *falls, *puts))
        parts = (self._part(i, rises.get(i, 0), falls.get(i, 0), puts.get(i)) for i in moved)
        return tuple(parts), room

    def _settled(self, index: int, one: int, other: int) -> int:
        """What a position becomes when it is to become two things.

        That is a conflict, which `check` reports. A play still goes on, the same way whatever the
        order of the rules: a flag is set, a number takes the lower value, and `becomes` outweighs
        `up` and `down`.
        """
        return max(one, other) if index > len(self.layout.numbers) else min(one, other)

    def _part(self, index: int, rise: int, fall: int, put: int | None) -> Part:
        low, high = self.layout.lows[index], self.layout.highs[index]
        table = _moved(low, high, rise - fall) if put is None else (put,) * (high + 1)
        return index, table, (rise, fall, put)


@cache
def _moved(low: int, high: int, change: int) -> tuple[int, ...]:
    """The value after a change, kept from low to high, by the value before it."""
    return tuple(min(max(value + change, low), high) for value in range(high + 1))


def apply_within(
    values: list[int], parts: Sequence[Part], room: Room, lows: Values, highs: Values
) -> None:
    """Apply what a stage comes to, cutting falls to the room there is, which is used up."""
    for index, table, (rise, fall, put) in parts:
        value = values[index]
        left = room.get(index)
        if left is None:
            values[index] = table[value]
            continue
        up, down = (rise, fall) if put is None else (put - value, value - put)
        down = min(max(down, 0), left)
        room[index] = left - down
        values[index] = min(max(value + max(up, 0) - down, lows[index]), highs[index])
