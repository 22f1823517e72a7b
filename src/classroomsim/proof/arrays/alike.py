"""States that answer all of some questions alike, and the first of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from classroomsim.proof.arrays.packing import Levels, Places
from classroomsim.proof.arrays.terms import Mask, Term

Codes = np.ndarray[tuple[int], np.dtype[np.uint64]]
WORD = 64
"""Answers that one number holds."""
FEW = 1 << 14
"""Codes below this are counted in a table, which is quicker than sorting them."""
Answers = tuple[bool, ...]


class Alike:
    """Sorts rows by what some terms say of them."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = terms
        self._rows: list[Places] = []
        self._codes: list[list[Codes]] = []

    def add(self, rows: Places | None, masks: Sequence[Mask], count: int = 0) -> None:
        """Add rows, and what each term says of them; without rows only so many answers."""
        count = count if rows is None else len(rows)
        if rows is not None:
            self._rows.append(rows)
        words = range(0, max(len(masks), 1), WORD)
        codes = [_codes(masks[n : n + WORD], count) for n in words]
        self._codes.append(codes if rows is not None else _each_once(codes))

    def kinds(self) -> set[Answers]:
        """Every kind of answers there is."""
        words = self._words()
        return set(self._answers(words, _first_of_each(words)))

    def firsts(self, rank: Places) -> Iterator[tuple[int, Answers]]:
        """The row of each kind that has the lowest rank, and its answers."""
        rows = np.concatenate(self._rows)
        words = self._words()
        order = np.argsort(rank[rows], kind="stable")
        rows, words = rows[order], [word[order] for word in words]
        picked = _first_of_each(words)
        yield from zip(rows[picked].tolist(), self._answers(words, picked), strict=True)

    def _words(self) -> list[Codes]:
        return [np.concatenate(parts) for parts in zip(*self._codes, strict=True)]

    def _answers(self, words: list[Codes], picked: Places) -> Iterator[Answers]:
        count = len(self.terms)
        for codes in zip(*(word[picked].tolist() for word in words), strict=True):
            yield tuple(bool(codes[n // WORD] >> n % WORD & 1) for n in range(count))


def _codes(masks: Sequence[Mask], count: int) -> Codes:
    """What up to 64 terms say of each row, as the bits of one number."""
    always = sum(1 << n for n, mask in enumerate(masks) if mask is True)
    codes = np.full(count, always, dtype=np.uint64)
    varying = [(n, mask) for n, mask in enumerate(masks) if not isinstance(mask, bool)]
    if varying:
        size = varying[-1][0] // 8 + 1
        bits: Levels = np.zeros((8 * size, count), dtype=np.int8)
        for n, mask in varying:
            bits[n] = mask
        packed = np.zeros((count, 8), dtype=np.uint8)
        packed[:, :size] = np.packbits(bits, axis=0, bitorder="little").T
        codes |= packed.view("<u8").reshape(-1)
    return codes


def _each_once(words: list[Codes]) -> list[Codes]:
    picked = _first_of_each(words)
    return [word[picked] for word in words]


def _first_of_each(words: list[Codes]) -> Places:
    """Where each kind comes first."""
    codes = words[0]
    for word in words[1:]:
        kinds = np.unique(codes, return_inverse=True)[1]
        more, other = np.unique(word, return_inverse=True)
        codes = (kinds * len(more) + other).astype(np.uint64)
    if len(codes) and int(codes.max()) < FEW:
        first: Places = np.full(int(codes.max()) + 1, -1, dtype=np.intp)
        first[codes[::-1].astype(np.intp)] = np.arange(len(codes) - 1, -1, -1)
        return first[first >= 0]
    return np.unique(codes, return_index=True)[1]
