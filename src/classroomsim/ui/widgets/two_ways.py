"""The rows of two ways side by side: how each began, a moment of each, and how each ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from classroomsim.debrief.compare import Close, Way
from classroomsim.ui.text import lines, paragraphs, prose, words
from classroomsim.ui.widgets.strip import told

BEFORE, OTHER, NOW = "The way before", "The other way", "This way"
BEGAN = "How it began"
ELSEWHERE = "Not on this way."
UNFINISHED = "This way was left before its end."


class Side(Vertical):
    """One way's side of a row. Its name shows only where the two are one above the other."""

    def __init__(self, name: str, parts: Iterable[Widget], **rest: Any) -> None:  # noqa: ANN401
        super().__init__(Static(words(name), classes="way-name heading"), *parts, **rest)


class MomentRow(Horizontal):
    """A moment of the way before, and the one beside it of this way; a click chooses the row."""

    ALLOW_SELECT = False

    @dataclass
    class Clicked(Message):
        """The row was clicked."""

        index: int

    def __init__(
        self,
        index: int,
        ways: tuple[Way, Way],
        pupil: str,
        names: tuple[str, str],
        **rest: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(**rest)
        self.names = names
        self.index = index
        self.ways = ways
        self.pupil = pupil

    def compose(self) -> ComposeResult:
        """The two moments, or one line where both ways are alike."""
        one, other = self.ways
        if one.card is not None and other.card is not None and one == other:
            yield Static(Content.assemble(words("In both:  ", "$quiet"), told_of(one, self.pupil)))
            return
        yield Side(self.names[0], [Static(told_of(one, self.pupil))], classes="way")
        yield Side(self.names[1], [Static(told_of(other, self.pupil))], classes="way -second")

    def on_click(self, event: events.Click) -> None:
        """Says that it was clicked."""
        event.stop()
        self.post_message(self.Clicked(self.index))


def told_of(way: Way, pupil: str) -> Content:
    """A moment of one way, as the strip tells it."""
    if way.card is None:
        return words(ELSEWHERE, "$quiet")
    return told(way.card, pupil, close=True)


class Openings(Horizontal):
    """What could be seen of each way before anything was done."""

    def __init__(
        self,
        openings: tuple[Way, Way],
        names: tuple[str, str],
        **rest: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(**rest)
        self.openings = openings
        self.names = names

    def compose(self) -> ComposeResult:
        """The two beginnings, or one where both ways began alike."""
        one, other = self.openings
        if one == other:
            yield Side("In both", _opening(one), classes="way")
            return
        yield Side(self.names[0], _opening(one), classes="way")
        yield Side(self.names[1], _opening(other), classes="way -second")


def _opening(way: Way) -> Iterable[Widget]:
    yield Static(words(BEGAN), classes="heading began")
    yield Static(paragraphs(way.then))
    if way.notices:
        yield Static(lines(way.notices), classes="opening-notices")


class Endings(Horizontal):
    """How each way ends, and what the pupil might say later."""

    def __init__(
        self,
        closes: tuple[Close, Close],
        names: tuple[str, str],
        **rest: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(**rest)
        self.closes = closes
        self.names = names

    def compose(self) -> ComposeResult:
        """The two endings."""
        before, now = self.closes
        yield Side(self.names[0], _ending(before), classes="way")
        yield Side(self.names[1], _ending(now), classes="way -second")


def _ending(close: Close) -> Iterable[Widget]:
    yield Static(words("How it ended"), classes="heading ended")
    if not close.text and not close.later:
        yield Static(words(UNFINISHED, "$quiet"))
        return
    yield Static(paragraphs(close.text))
    if close.later:
        yield Static(prose(" ".join(close.later)), classes="later")
