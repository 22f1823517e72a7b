"""The beats of a scene over many of its states at once, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np

from classroomsim.engine.beat import NoWayOnError
from classroomsim.engine.machine import World
from classroomsim.proof.arrays.compiler import StageCompiler
from classroomsim.proof.arrays.packing import Amounts, Field, Keys, Packing, Places, Words
from classroomsim.proof.arrays.stage import ArrayStage, Left
from classroomsim.proof.arrays.terms import (
    Block,
    Folded,
    Mask,
    Terms,
    both,
    either,
    is_any,
    opposite,
)
from classroomsim.proof.beats import Lead, leads_of
from classroomsim.scenario.story import Choice

Led = tuple[int, Places | None, Keys]
"""A place, which of the states lead there (None: all), and the states there, in the same order."""
Going = tuple[Lead, int, Mask]
"""What leads on from a beat, the place that it leads to, and in which of the states it does."""


class Watching(Protocol):
    """Is shown what happens inside the beats of some states; blocks then hold both ends."""

    def choose(self, number: int, offered: Mask) -> None:
        """The next beat is that of a choice of the scene, in the states that offer it."""

    def judge(self, stage: ArrayStage, block: Block) -> None:
        """A stage is about to happen to these states."""

    def end(self, block: Block, going: list[Going]) -> None:
        """The beat has ended: the states before anything arrives, and what leads on."""

    def come(self, to: int, rows: Places | None, block: Block) -> None:
        """Which of these states (None: all) come to a place."""


@dataclass(frozen=True, slots=True)
class ArrayBeat:
    """One compiled choice: when it is offered, what it does, where it leads."""

    offered: Folded
    stages: tuple[ArrayStage, ...]
    marks: tuple[int, ...]
    ways: tuple[tuple[Lead, Folded, int], ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What arriving does to packed states: bits kept and set in each word, and fields looked up."""

    keep: tuple[int, ...]
    set_to: tuple[int, ...]
    moved: tuple[tuple[Field, tuple[int, ...]], ...]
    puts: frozenset[int]

    def apply(self, words: Words) -> Words:
        """The words after arriving."""
        found = []
        for number, word in enumerate(words):
            kind = word.dtype.type
            after = word
            for field, table in self.moved:
                if field.word == number:
                    full = (1 << field.bits) - 1
                    level = (word >> kind(field.shift)) & kind(full)
                    moved = np.array(table, dtype=kind)[level] << kind(field.shift)
                    after = (after & _inverse(field.mask, kind)) | moved
            if self.keep[number] != -1:
                after = (after & _low_bits(self.keep[number], kind)) | kind(self.set_to[number])
            found.append(after)
        return found


class Beats:
    """All beats of a story in one telling; `terms` may be those of its other tellings."""

    def __init__(self, world: World, terms: Terms | None = None) -> None:
        self.world = world
        layout = world.layout
        self.lows, self.highs = layout.lows, layout.highs
        self.terms = terms or Terms(layout.lows, layout.highs)
        self._compiler = StageCompiler(world, self.terms)
        scenes = world.scenario.scenes.values()
        self.choices: tuple[tuple[Choice, ...], ...] = tuple(it.choices for it in scenes)
        self.beats = tuple(tuple(map(self._compiled, scene.choices)) for scene in scenes)
        self.amounts = Amounts(self._kind())
        self.packing = Packing(layout, world.start, self._changing())
        self.arrivals = tuple(self._arrival(place) for place in range(len(layout.places)))
        self.skips = tuple(layout.place_of[it.skip] for it in scenes)

    def leads(self, place: int) -> set[int]:
        """Every place that may follow a place by a choice; none for an ending."""
        if place >= len(self.beats):
            return set()
        return {to for beat in self.beats[place] for _, _, to in beat.ways}

    def after(
        self,
        place: int,
        words: Words,
        block: Block,
        number: int,
        watching: Watching | None = None,
    ) -> Iterator[Led]:
        """Where a choice leads from states of its scene, given packed and as a block."""
        beat = self.beats[place][number]
        offered = block.holds(beat.offered)
        if not is_any(offered):
            return
        if watching is not None:
            watching.choose(number, offered)
        block = block.again()
        left: Left = {}
        for stage in beat.stages:
            if watching is not None:
                watching.judge(stage, block)
            stage.run(block, left)
        block.put([(mark, 1) for mark in beat.marks])
        going = self._going(place, number, block, offered)
        if watching is not None:
            watching.end(block, going)
        for to, rows, keys in self._led(words, block, going):
            if watching is not None:
                watching.come(to, rows, block)
            yield to, rows, keys

    def skipped(self, place: int, words: Words) -> tuple[int, Keys]:
        """Where skipping a scene leads, and the packed states there."""
        to = self.skips[place]
        return to, self.packing.keys(self.arrivals[to].apply(words))

    def block(self, words: Words, *, both_ends: bool = False) -> Block:
        """Packed states as a block; with `both_ends` what they were remains in it as well."""
        columns = self.packing.columns(words, self.amounts.kind)
        return Block(columns * (1 + both_ends), len(words[0]), self.amounts)

    def _going(self, place: int, number: int, block: Block, offered: Mask) -> list[Going]:
        """What leads on from the end of a beat: the first way that holds."""
        going: list[Going] = []
        rest = offered
        for lead, when, to in self.beats[place][number].ways:
            taken = both(rest, block.holds(when))
            rest = both(rest, opposite(block.holds(when)))
            if taken is not False:
                going.append((lead, to, taken))
            if rest is False:
                break
        if is_any(rest):
            msg = f"no way on from '{self.choices[place][number].key}'"
            raise NoWayOnError(msg)
        return going

    def _led(self, words: Words, block: Block, going: list[Going]) -> Iterator[Led]:
        places = list(dict.fromkeys(to for _, to, _ in going))
        puts = [self.arrivals[to].puts for to in places]
        unneeded = frozenset.intersection(*puts) if puts else frozenset[int]()
        packed = self._packed(words, block, unneeded)
        for to in places:
            mask: Mask = False
            for _, place, taken in going:
                if place == to:
                    mask = either(mask, taken)
            if not is_any(mask):
                continue
            rows = None
            chosen = packed
            if not isinstance(mask, bool):
                rows = mask.view(np.bool_).nonzero()[0]
                chosen = [word[rows] for word in packed]
            yield to, rows, self.packing.keys(self.arrivals[to].apply(chosen))

    def _packed(self, words: Words, block: Block, unneeded: frozenset[int]) -> Words:
        """The states as they are now, packed, but for positions that arriving puts anyway."""
        found: Words = []
        fields = [
            field
            for index, field in self.packing.fields.items()
            if block.changed >> index & 1 and index not in unneeded
        ]
        for number, word in enumerate(words):
            kind = word.dtype.type
            clear, set_to = 0, 0
            arrays: list[Keys] = []
            for field in fields:
                if field.word != number:
                    continue
                clear |= field.mask
                column = block.columns[field.index]
                if isinstance(column, int):
                    set_to |= column << field.shift
                else:
                    part = column.astype(kind)
                    arrays.append(np.left_shift(part, kind(field.shift), out=part))
            after = word & _inverse(clear, kind) if clear else word
            if set_to:
                after |= kind(set_to)
            for part in arrays:
                after |= part
            found.append(after)
        return found

    def _compiled(self, choice: Choice) -> ArrayBeat:
        world, terms = self.world, self.terms
        judge, layout = world.judge_of(choice), world.layout
        used, chose = layout.used.get(choice.key), layout.chose.get(choice.key)
        fresh = True if used is None else terms.equal(used, 0)
        ways: list[tuple[Lead, Folded, int]] = []
        for lead in leads_of(world, choice):
            when = terms.fold(lead.when, judge)
            if when is not False:
                ways.append((lead, when, layout.place_of[lead.to]))
            if when is True:
                break
        return ArrayBeat(
            offered=terms.every([fresh, terms.fold(choice.when, world.judge)]),
            stages=self._compiler.stages(choice),
            marks=tuple(mark for mark in (used, chose) if mark is not None),
            ways=tuple(ways),
        )

    def _kind(self) -> type[np.int8]:
        """The smallest kind of number in which no sum of a beat overflows.

        A limit that is too wide for it restrains nothing.
        """
        lows, highs = self.lows[1:], self.highs[1:]
        top = max((high - low for low, high in zip(lows, highs, strict=True)), default=0)
        stages = {id(stage): stage for scene in self.beats for it in scene for stage in it.stages}
        most = {key: stage.most() for key, stage in stages.items()}
        sums = (sum(most[id(it)] for it in beat.stages) for scene in self.beats for beat in scene)
        bound = 2 * top + max(sums, default=0)
        kinds = (np.int8, np.int16, np.int32, np.int64)
        return cast(type[np.int8], next(it for it in kinds if bound <= np.iinfo(it).max))

    def _changing(self) -> set[int]:
        found = {
            pulls.index
            for scene in self.beats
            for beat in scene
            for stage in beat.stages
            for pulls in stage.pulls
        }
        found |= {mark for scene in self.beats for beat in scene for mark in beat.marks}
        for place in range(len(self.world.layout.places)):
            stage = self.world.arrival(place)
            if stage is not None:
                found |= {index for index, _, _ in stage.verdict().of(self.world.start)[0]}
        return found

    def _arrival(self, place: int) -> Arrival:
        stage = self.world.arrival(place)
        parts = stage.verdict().of(self.world.start)[0] if stage is not None else ()
        keep, set_to = [-1] * self.packing.count, [0] * self.packing.count
        moved, puts = [], set()
        lows = self.world.layout.lows
        for index, table, (_, _, put) in parts:
            field = self.packing.fields.get(index)
            if field is None:
                continue
            if put is not None:
                keep[field.word] &= ~field.mask
                set_to[field.word] |= (put - lows[index]) << field.shift
                puts.add(index)
            else:
                moved.append((field, tuple(value - lows[index] for value in table[lows[index] :])))
        return Arrival(tuple(keep), tuple(set_to), tuple(moved), frozenset(puts))


def _low_bits(value: int, kind: type[np.uint64]) -> np.uint64:
    return kind(value & int(np.iinfo(kind).max))


def _inverse(mask: int, kind: type[np.uint64]) -> np.uint64:
    return _low_bits(~mask, kind)
