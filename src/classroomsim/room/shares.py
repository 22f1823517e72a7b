"""What a vote comes to, in words and lengths that single nobody out.

A share is one of four words, and its bar has one of four lengths: two halls whose counts differ by
one colleague nearly always look the same, and no count can be read off the wall. Nothing tells
"none" from "one": a choice that one person made looks like a choice that nobody made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Word = Literal["few or none", "some", "many", "most"]
Amount = Literal["none", "a few", "many", "most"]
"""What a facilitator sees in raised hands."""

FEWEST = 5
"""Below so many votes in a round nothing but "a few of you" is said of it."""
FEW_PEOPLE = 2
"""Up to so many votes for a choice are "few or none" in a hall of any size."""
_WORDS: tuple[tuple[float, Word], ...] = ((0.15, "few or none"), (0.35, "some"), (0.6, "many"))
"""The share of all votes below which each word holds."""
LENGTHS: Mapping[Word, float] = {"few or none": 0.06, "some": 0.3, "many": 0.6, "most": 0.95}
"""How long a bar is for each word, as a part of the longest."""
FROM_HANDS: Mapping[Amount, Word] = {
    "none": "few or none",
    "a few": "some",
    "many": "many",
    "most": "most",
}
A_FEW_OF_YOU = "A few of you have voted."
NO_VOTES = "No votes were counted here."
_COMING_IN: tuple[tuple[float, str], ...] = (
    (0.1, "Votes are coming in."),
    (0.5, "Some have voted."),
    (0.85, "Many have voted."),
)
MOST_HAVE = "Most have voted."


@dataclass(frozen=True, slots=True)
class Share:
    """One choice in one vote: in the phones' numbers, in hands, in either or in neither."""

    choice: str
    phones: Word | None
    hands: Word | None

    @property
    def length(self) -> float:
        """The bar's length from 0 to 1: what is known best, phones before hands."""
        word = self.phones or self.hands
        return LENGTHS[word] if word else 0.0


@dataclass(frozen=True, slots=True)
class Hands:
    """What was seen of the hands for one choice; `number` where they were counted exactly."""

    amount: Amount
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """One vote as the wall may show it. `said` stands in place of bars where votes are too few."""

    shares: tuple[Share, ...]
    said: str = ""


def counted(
    choices: Sequence[str], phones: Mapping[str, int], hands: Mapping[str, Hands]
) -> Counted:
    """A vote in words. `phones` are counts of rows; choices that nobody made may be missing."""
    total = sum(phones.get(choice, 0) for choice in choices)
    enough = total >= FEWEST
    by_hand = _words_of_hands(choices, hands)
    shares = tuple(
        Share(c, _word(phones.get(c, 0), total) if enough else None, by_hand.get(c))
        for c in choices
    )
    if enough or by_hand:
        return Counted(shares)
    return Counted(shares, A_FEW_OF_YOU if total else NO_VOTES)


def _words_of_hands(choices: Sequence[str], hands: Mapping[str, Hands]) -> dict[str, Word]:
    """The words for hands: as they were seen, or from exact numbers where all have one."""
    seen = {choice: hands[choice] for choice in choices if choice in hands}
    numbers = [one.number for one in seen.values() if one.number is not None]
    total = sum(numbers)
    if len(numbers) == len(choices) and total >= FEWEST:
        return {c: _word(one.number or 0, total) for c, one in seen.items()}
    return {c: FROM_HANDS[one.amount] for c, one in seen.items()}


def _word(count: int, total: int) -> Word:
    if count <= FEW_PEOPLE:
        return "few or none"
    return next((word for below, word in _WORDS if count < below * total), "most")


def leading(
    choices: Sequence[str], phones: Mapping[str, int], hands: Mapping[str, Hands]
) -> str | None:
    """The way that the numbers suggest; None for a tie, too few votes, or no numbers at all.

    Hands count where every choice has an exact number; phones and such hands add up. Words alone
    suggest nothing: whoever saw the hands decides.
    """
    exact = [hands[c].number for c in choices if c in hands]
    by_hand = len(exact) == len(choices) and None not in exact
    counts = {c: phones.get(c, 0) + ((hands[c].number or 0) if by_hand else 0) for c in choices}
    if (hands and not by_hand) or sum(counts.values()) < FEWEST:
        return None
    most = max(counts.values())
    first = [c for c in choices if counts[c] == most]
    return first[0] if len(first) == 1 else None


def coming_in(votes: int, devices: int) -> str:
    """How far a vote by phones has come, in words that hunt nobody."""
    if votes == 0:
        return ""
    part = votes / max(devices, votes)
    return next((said for below, said in _COMING_IN if part < below), MOST_HAVE)
