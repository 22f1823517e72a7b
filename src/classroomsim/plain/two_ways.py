"""Two plays of a scenario as linear text, each moment of one before that of the other."""

from __future__ import annotations

from collections.abc import Sequence

from classroomsim.debrief.compare import Close, Comparison, Way
from classroomsim.debrief.lookback import Card
from classroomsim.plain.sections import Lines, heading, titled, wrapped, you_did

ELSEWHERE = "Nothing here that stands beside it."
UNFINISHED = "It was left before its end."
NEVER_PART = "The two ways are the same, moment for moment."
OTHER_CAUSE = (
    "Something different was underneath each way, so they may also differ for reasons nobody chose."
)


def comparison(found: Comparison, names: tuple[str, str]) -> Lines:
    """Two ways from where they part; `names` is what each is called."""
    yield from heading("Two ways, side by side:")
    if found.shared and found.rows:
        yield from wrapped(_beginning(found.shared))
    if not found.same_cause:
        yield from wrapped(OTHER_CAUSE)
    for name, opening in zip(names, found.openings or (), strict=False):
        yield from _opening(name, opening)
    if not found.rows:
        yield NEVER_PART
    over = [max((n for n, row in enumerate(found.rows) if row[w].card), default=-1) for w in (0, 1)]
    for n, (one, other) in enumerate(found.rows):
        yield ""
        if one == other:
            yield from _way("In both ways", one)
            continue
        for title, way, last in ((names[0], one, over[0]), (names[1], other, over[1])):
            yield from _way(title, way) if n <= last else ()
    one_end, other_end = found.closes
    if one_end == other_end:
        yield from _close("Both ways", one_end)
    else:
        yield from _close(names[0], one_end)
        yield from _close(names[1], other_end)


def _opening(name: str, opening: Way) -> Lines:
    """What could be seen before anything was done."""
    yield from heading(f"{name}, as it began:")
    for text in opening.then:
        yield from wrapped(text)
    for notice in opening.notices:
        yield from wrapped(notice, "  ", "- ")


def _beginning(shared: Sequence[Card]) -> str:
    first, last = shared[0], shared[-1]
    start = titled(first.clock, first.name)
    if first is last:
        return f"Both begin alike, at {start}. Then they part."
    return f"Both go alike from {start}, to {titled(last.clock, last.name)}. Then they part."


def _way(title: str, way: Way) -> Lines:
    card = way.card
    if card is None:
        yield f"{title}: {ELSEWHERE}"
        return
    yield from wrapped(f"{title}, {titled(card.clock, card.name)}. {you_did(card)} Then:")
    if not card.room:  # it ended here, and how it did is told below
        yield from wrapped(card.pupil, "  ")
        return
    for text in way.then:
        yield from wrapped(text, "  ", "  ")
    for notice in way.notices:
        yield from wrapped(notice, "    ", "  - ")
    yield from wrapped(f"The room: {card.room}", "  ", "  ")


def _close(title: str, close: Close) -> Lines:
    yield from heading(f"{title}, how it ended:")
    for text in (*close.text, *close.later) or (UNFINISHED,):
        yield from wrapped(text)
