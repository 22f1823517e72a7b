"""One stage of a beat over many states at once.

The same as `engine/stage.py` says of one state: everything is judged before anything is applied,
rises and falls are added up separately, falls are cut to what the limits leave.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from classroomsim.proof.arrays.packing import Column, Levels
from classroomsim.proof.arrays.terms import Block, Folded, Mask, Term, either
from classroomsim.scenario.story import Stage as StageName

Left = dict[int, Column]
"""How far each restrained position may still fall in this beat, in each of the states."""


@dataclass(slots=True)
class Pulls:
    """What may pull at one position in a stage: how far, and when."""

    index: int
    top: int
    """Its highest level."""
    rise: int = 0
    """What it rises by in any case."""
    fall: int = 0
    steps: list[tuple[Term, int]] = field(default_factory=list)
    puts: list[tuple[Folded, int]] = field(default_factory=list)
    """The last one that holds counts."""

    @property
    def always(self) -> int:
        """What it moves by in any case."""
        return self.rise - self.fall

    def most(self) -> int:
        """Furthest that it can be pulled, before anything is cut."""
        rises = self.rise + sum(n for _, n in self.steps if n > 0)
        falls = self.fall - sum(n for _, n in self.steps if n < 0)
        return max(rises, falls) + (self.top if self.puts else 0)


@dataclass(frozen=True, slots=True)
class Restraint:
    """Positions that may fall at most so far when a limit holds."""

    when: Folded
    falls: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ArrayStage:
    """A compiled stage. The first stage of a beat also holds its limits."""

    name: StageName
    pulls: tuple[Pulls, ...]
    restraints: tuple[Restraint, ...]

    def most(self) -> int:
        """Furthest that any position can be pulled."""
        return max((it.most() for it in self.pulls), default=0)

    def run(self, block: Block, left: Left) -> None:
        """Apply the stage; `left` loses what the falls use up."""
        for restraint in self.restraints:
            _restrain(block, restraint, left)
        found = [(it.index, _pulled(block, it, left)) for it in self.pulls]
        block.put([(index, column) for index, column in found if column is not None])


def _restrain(block: Block, restraint: Restraint, left: Left) -> None:
    mask = block.holds(restraint.when)
    if mask is False or (not isinstance(mask, bool) and not np.count_nonzero(mask)):
        return
    amounts = block.amounts
    for index, wanted in restraint.falls:
        most = min(wanted, amounts.unlimited)
        room: Column = most
        if not isinstance(mask, bool):
            room = amounts[amounts.unlimited] - mask * amounts[amounts.unlimited - most]
        known = left.get(index)
        left[index] = room if known is None else _lesser(block, known, room)


def _pulled(block: Block, pulls: Pulls, left: Left) -> Column | None:
    """The new levels of a position; None where nothing pulls at it."""
    room = left.get(pulls.index)
    if room is not None:
        return _restrained(block, pulls, left, room)
    column = block.columns[pulls.index]
    new = _stepped(block, pulls, column) if pulls.steps or pulls.always else None
    for when, level in pulls.puts:
        mask = block.holds(when)
        if mask is True:
            new = level
        elif mask is not False:
            new = _chosen(block, mask, level, column if new is None else new)
    return new


def _stepped(block: Block, pulls: Pulls, column: Column) -> Column | None:
    amounts, holds = block.amounts, block.holds
    always = pulls.always
    new: Levels | None = None
    for when, amount in pulls.steps:
        mask = holds(when)
        if isinstance(mask, bool):
            always += amount * mask
            continue
        if new is None:
            new = amounts[column] if isinstance(column, int) else column
            new = new + mask * amounts[amount]
        elif amount == 1:
            new += mask
        elif amount == -1:
            new -= mask
        else:
            new += mask * amounts[amount]
    if new is None:
        if not always:
            return None
        if isinstance(column, int):
            return min(max(column + always, 0), pulls.top)
        new = column + amounts[always]
    elif always:
        new += amounts[always]
    new.clip(amounts[0], amounts[pulls.top], out=new)
    return new


def _restrained(block: Block, pulls: Pulls, left: Left, room: Column) -> Column | None:
    """The same where a limit holds in some of the states."""
    column = block.columns[pulls.index]
    rise = _sum(block, pulls, 1)
    fall = _sum(block, pulls, -1)
    put: Mask = False
    level: Column = 0
    for when, amount in pulls.puts:
        mask = block.holds(when)
        if mask is True:
            put, level = True, amount
        elif mask is not False:
            put = either(put, mask)
            level = _chosen(block, mask, amount, level)
    if put is not False:
        up, down = _above(block, level, column), _above(block, column, level)
        rise = up if put is True else _chosen(block, put, up, rise)
        fall = down if put is True else _chosen(block, put, down, fall)
    if _is_nothing(rise) and _is_nothing(fall):
        return None
    fall = _lesser(block, fall, room)
    left[pulls.index] = room - fall
    new = column + rise - fall
    if isinstance(new, int):
        return min(max(new, 0), pulls.top)
    return new.clip(block.amounts[0], block.amounts[pulls.top])


def _is_nothing(amount: Column) -> bool:
    return isinstance(amount, int) and amount == 0


def _sum(block: Block, pulls: Pulls, sign: int) -> Column:
    """All rises (1) or all falls (-1)."""
    found: Column = pulls.rise if sign > 0 else pulls.fall
    for when, amount in pulls.steps:
        if amount * sign > 0:
            mask = block.holds(when)
            if isinstance(mask, bool):
                found = found + abs(amount) * mask
            else:
                found = mask * block.amounts[abs(amount)] + found
    return found


def _chosen(block: Block, mask: Levels, one: Column, other: Column) -> Column:
    """The one where the mask is 1, the other elsewhere."""
    amounts = block.amounts
    if isinstance(other, int):
        if isinstance(one, int):
            return mask * amounts[one - other] + amounts[other]
        other = amounts[other]
    gap = (amounts[one] if isinstance(one, int) else one) - other
    return other + gap * mask


def _above(block: Block, one: Column, other: Column) -> Column:
    """How far the one lies above the other; 0 where it does not."""
    gap = one - other
    if isinstance(gap, int):
        return max(gap, 0)
    return gap.clip(block.amounts[0], block.amounts[block.amounts.unlimited])


def _lesser(block: Block, one: Column, other: Column) -> Column:
    if isinstance(one, int):
        if isinstance(other, int):
            return min(one, other)
        one, other = other, one
    if isinstance(other, int):
        other = block.amounts[other]
    return np.minimum(one, other)
