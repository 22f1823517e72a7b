"""States packed into whole numbers, so that a scene's states are one sorted array.

What nothing in a story ever changes takes no room. All else takes as many bits as it has values:
in 32 or 64 bits where that is enough, else in several words that are compared as bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from classroomsim.engine.layout import Layout, State

Keys = np.ndarray[tuple[int], np.dtype[np.uint64]]
"""Packed states of one scene, one each; their order is that of the numbers.

Of 32 bits where that is enough, of bytes where 64 bits are not.
"""
Words = list[Keys]
"""The words of packed states, the first the highest; nearly always there is only one."""
Levels = np.ndarray[tuple[int, ...], np.dtype[np.int8]]
"""Levels or amounts, one for each of many states; of more than 8 bits where sums need them.

A level is how far a value lies above the lowest that its position can have.
"""
Column = int | Levels
"""The levels of one position in many states; a number where they are all the same."""
Places = np.ndarray[tuple[int], np.dtype[np.intp]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


class Amounts(dict[int, Levels]):
    """Numbers as NumPy takes them quickest, in the kind that levels have."""

    def __init__(self, kind: type[np.int8]) -> None:
        super().__init__()
        self.kind = kind
        self.unlimited = int(np.iinfo(kind).max)
        """How far a position may fall that nothing restrains: no beat moves any so far."""

    def __missing__(self, amount: int) -> Levels:
        self[amount] = made = np.array(amount, dtype=self.kind)
        return made


WORD = 64
HALF = 32


@dataclass(frozen=True, slots=True)
class Field:
    """Where a position lies: the number of its word, and its bits there."""

    index: int
    word: int
    shift: int
    bits: int

    @property
    def mask(self) -> int:
        """All its bits, in place."""
        return ((1 << self.bits) - 1) << self.shift


class Packing:
    """How the states of one telling are packed. `changing` are the positions that may change."""

    def __init__(self, layout: Layout, start: State, changing: Collection[int]) -> None:
        self.lows = layout.lows
        self.start = start
        self.fields: dict[int, Field] = {}
        word, shift = 0, 0
        for index in sorted(changing):
            bits = (layout.highs[index] - layout.lows[index]).bit_length()
            if shift + bits > WORD:
                word, shift = word + 1, 0
            if bits:
                self.fields[index] = Field(index, word, shift, bits)
                shift += bits
        self.count = word + 1
        """Words of a state."""
        narrow = self.count == 1 and shift <= HALF
        self.word = cast(type[np.uint64], np.uint32 if narrow else np.uint64)
        self.still = tuple(v - low for v, low in zip(start, layout.lows, strict=True))

    def keys(self, words: Words) -> Keys:
        """Words as keys that sort and compare as one."""
        if self.count == 1:
            return words[0]
        stacked = np.stack(words, axis=1).astype(">u8")
        return cast(Keys, stacked.view(f"S{8 * self.count}").reshape(-1))

    def words(self, keys: Keys) -> Words:
        """The words of keys."""
        if self.count == 1:
            return [keys]
        found = np.ascontiguousarray(keys).view(">u8").reshape(-1, self.count)
        return [np.ascontiguousarray(found[:, n], dtype=np.uint64) for n in range(self.count)]

    def pack(self, states: list[State]) -> Keys:
        """States, as the engine writes them, as keys in the same order."""
        words = [[0] * len(states) for _ in range(self.count)]
        for field in self.fields.values():
            word, index = words[field.word], field.index
            low, shift = self.lows[index], field.shift
            for n, state in enumerate(states):
                word[n] |= (state[index] - low) << shift
        return self.keys([np.array(word, dtype=self.word) for word in words])

    def columns(self, words: Words, level: type[np.int8]) -> list[Column]:
        """The levels at each position; what is the same in all of these states as a number."""
        found: list[Column] = list(self.still)
        for number, word in enumerate(words):
            first = int(word[0])
            differing = int(np.bitwise_or.reduce(word ^ word.dtype.type(first)))
            for field in self.fields.values():
                if field.word != number:
                    continue
                full = (1 << field.bits) - 1
                if differing & field.mask:
                    shifted = (word >> word.dtype.type(field.shift)) & word.dtype.type(full)
                    found[field.index] = shifted.astype(level)
                else:
                    found[field.index] = (first >> field.shift) & full
        return found

    def state(self, place: int, key: Keys) -> State:
        """One state as the engine writes it, from its key in an array of its own."""
        words = [int(word[0]) for word in self.words(key)]
        values = [place, *self.start[1:]]
        for index, field in self.fields.items():
            level = words[field.word] >> field.shift & ((1 << field.bits) - 1)
            values[index] = level + self.lows[index]
        return tuple(values)

    def states(self, place: int, keys: Keys) -> Iterator[State]:
        """The states as the engine writes them."""
        if not len(keys):
            return
        columns = self.columns(self.words(keys), cast(type[np.int8], np.int64))
        rows = [
            np.full(len(keys), column) if isinstance(column, int) else column
            for column in columns[1:]
        ]
        table = np.stack(rows, axis=1) + np.array(self.lows[1:])
        for row in table.tolist():
            yield (place, *row)


def distinct(keys: list[Keys]) -> Keys:
    """The keys of all these, in order, each once."""
    joined = np.concatenate(keys) if len(keys) > 1 else keys[0].copy()
    joined.sort()
    if len(joined) < 2:
        return joined
    kept = np.empty(len(joined), dtype=np.bool_)
    kept[0] = True
    np.not_equal(joined[1:], joined[:-1], out=kept[1:])
    return joined[kept]


def found_at(known: Keys, sought: Keys) -> tuple[Places, Flags]:
    """Where each key sought lies among those known, and whether it does."""
    if not len(known):
        return np.zeros(len(sought), dtype=np.intp), np.zeros(len(sought), dtype=np.bool_)
    at = np.searchsorted(known, sought)
    at[at == len(known)] = 0
    return at, known[at] == sought
