"""The strip of what could be seen, moment by moment, with one of the moments chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, HorizontalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from classroomsim.debrief.lookback import Card
from classroomsim.ui.text import prose, words

_LEAST_WIDTH, _MOST_WIDTH = 27, 44
_MARGIN, _CLOCK = 3, 9
"""Cells of an edge that shows an arrow, or an arrow and the time of the next moment. The edges lie
in the margins of the page, so that the cards begin where its text begins."""
_LONGEST_LABEL = 8
_ROOM = "room"
_TALL_FROM = 30
_LONGEST_LABEL = 8
_ROOM = "room"


class MomentCard(Static):
    """One moment; a click chooses it."""

    ALLOW_SELECT = False

    @dataclass
    class Clicked(Message):
        """The card was clicked."""

        index: int

    def __init__(self, index: int, card: Card, pupil: str, **rest: Any) -> None:  # noqa: ANN401
        super().__init__(told(card, pupil), **rest)
        self.index = index
        self.card = card
        self.pupil = pupil

    def on_click(self, event: events.Click) -> None:
        """Says that it was clicked."""
        event.stop()
        self.post_message(self.Clicked(self.index))


class Edge(Static):
    """What stands at an end of the strip while there are more moments that way."""

    ALLOW_SELECT = False

    @dataclass
    class Clicked(Message):
        """The edge was clicked: -1 for the left one, 1 for the right one."""

        by: int

    def __init__(self, by: int) -> None:
        super().__init__()
        self.by = by

    def on_click(self, event: events.Click) -> None:
        """Says that it was clicked, if it leads anywhere."""
        event.stop()
        self.post_message(self.Clicked(self.by))


class _Cards(HorizontalScroll, can_focus=False):
    """The cards, of which some are in view."""


class Strip(Horizontal):
    """The cards side by side. It takes no focus: its screen has the keys, and sets `chosen`."""

    DEFAULT_CSS = """
    Strip {
        width: 1fr;
        height: 8;
        & _Cards { height: 100%; overflow: hidden; }
        & Edge { width: 3; padding: 0 1; pointer: pointer; }
        & MomentCard {
            width: 28;
            height: 100%;
            padding: 0 1;
            border-left: solid $rule;
            color: $quiet;
            pointer: pointer;
        }
        & MomentCard:hover { background: $surface; }
        & MomentCard.-chosen {
            border-left: thick $heading;
            background: $surface;
            color: $bright;
        }
    }
    """

    chosen: reactive[int] = reactive(0)

    def __init__(self, cards: Sequence[Card], pupil: str, chosen: int = 0, **rest: Any) -> None:  # noqa: ANN401
        super().__init__(**rest)
        self._told = tuple(cards)
        self._pupil = pupil
        self._first = 0
        self.set_reactive(Strip.chosen, chosen)

    def compose(self) -> ComposeResult:
        """One card a moment, between the two edges."""
        yield Edge(-1)
        with _Cards():
            for index, card in enumerate(self._told):
                classes = "-chosen" if index == self.chosen else ""
                yield MomentCard(index, card, self._pupil, classes=classes)
        yield Edge(1)

    @property
    def cards(self) -> list[MomentCard]:
        """The cards on screen, in order."""
        return list(self.query(MomentCard))

    @property
    def whole(self) -> range:
        """Which cards are in view."""
        return range(self._first, self._first + fitted(self.size.width, len(self._told)).count)

    def on_resize(self) -> None:
        """Fits the cards to the room there is."""
        self.fit()

    def fit(self) -> None:
        """Whole cards only, all as high as the highest."""
        cards, room = self.cards, self.size.width
        if not cards or room <= 0:
            return
        close = self.screen.size.height < _TALL_FROM
        fit = fitted(room, len(cards))
        highest = 1
        for card in cards:
            text = told(card.card, card.pupil, close=close)
            highest = max(highest, len(text.wrap(max(1, fit.card - 3))))
            card.update(text)
            card.styles.width = fit.card
        self.query_one(_Cards).styles.width = fit.count * fit.card
        self.query(Edge).last().styles.width = fit.edge
        self.styles.height = highest
        self.keep_in_view()
        # The cards have not been laid out in their new width yet.
        self.call_after_refresh(self.keep_in_view)

    def watch_chosen(self) -> None:
        """Marks the chosen card and brings it into view."""
        for index, card in enumerate(self.cards):
            card.set_class(index == self.chosen, "-chosen")
        if self.is_mounted:
            self.keep_in_view()

    def keep_in_view(self) -> None:
        """Goes no further sideways than it takes to see the chosen card and one beyond it."""
        cards = self.cards
        if not cards or self.size.width <= 0:
            return
        fit = fitted(self.size.width, len(cards))
        beyond = 1 if fit.count > 2 else 0
        least, most = self.chosen + beyond - fit.count + 1, self.chosen - beyond
        first = min(max(self._first, least), most)
        self._first = max(0, min(first, len(cards) - fit.count))
        self.query_one(_Cards).scroll_to(x=self._first * fit.card, animate=False, force=True)
        self._show_edges(fit)

    def _show_edges(self, fit: Fit) -> None:
        left, right = self.query(Edge)
        left.update(words("\u2039" if self._first > 0 else "", "bold $key"))
        after = self._first + fit.count
        clock = self._told[after].clock if after < len(self._told) else ""
        arrow = words("\u203a" if clock else "", "bold $key")
        if fit.edge > _MARGIN and clock:
            arrow = Content.assemble(words(f"{clock} ", "$quiet"), arrow)
        right.update(arrow)


@dataclass(frozen=True, slots=True)
class Fit:
    """`count` whole cards, each `card` cells wide; `edge` is the width of the right edge."""

    count: int
    card: int
    edge: int


def fitted(room: int, moments: int) -> Fit:
    """How many cards there is room for between the edges, and how wide they are, in cells."""
    inner = max(1, room - 2 * _MARGIN)
    count = max(1, inner // _LEAST_WIDTH)
    if moments <= count:
        return Fit(moments, inner if moments == 1 else min(inner // moments, _MOST_WIDTH), _MARGIN)
    if count == 1 and inner > 2 * _CLOCK:
        return Fit(1, inner + _MARGIN - _CLOCK, _CLOCK)
    return Fit(count, inner // count, _MARGIN)


def told(card: Card, pupil: str, *, close: bool = False) -> Content:
    """A moment as a card tells it: when and where, what you did, the pupil, the room."""
    name = label_for(pupil)
    width = max(len(name), len(_ROOM))
    lines = [
        Content.assemble(words(card.clock, "bold"), "  ", prose(card.name, "bold")),
        prose(you_did(card)),
    ]
    if not close:
        lines.append(Content())
    if card.pupil:
        lines.append(labelled(name, without_name(card.pupil, pupil), width))
    if card.room:
        lines.append(labelled(_ROOM, card.room, width))
    return Content("\n").join(lines)


def labelled(label: str, text: str, width: int) -> Content:
    """A text behind a quiet label."""
    if not label:
        return prose(text)
    return Content.assemble(words(label.ljust(width), "$quiet"), "  ", prose(text))


def label_for(pupil: str) -> str:
    """The pupil's name where it is short enough to stand as a label."""
    return pupil if len(pupil) <= _LONGEST_LABEL else ""


def without_name(cue: str, pupil: str) -> str:
    """A cue behind a label with the pupil's name, which then need not say it twice."""
    if not label_for(pupil):
        return cue
    starts = (f"{pupil} ", f"{pupil}'s ", f"{pupil}\u2019s ")
    return next((cue.removeprefix(start) for start in starts if cue.startswith(start)), cue)


def you_did(card: Card) -> str:
    """What you did, as a sentence's beginning: 'You turned the class to question four'."""
    did = card.did
    if did[1:2].isupper():
        return f"You {did}"
    return f"You {did[:1].lower()}{did[1:]}"
