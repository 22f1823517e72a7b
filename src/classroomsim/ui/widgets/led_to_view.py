"""What else a moment could have led to, once that is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from classroomsim.debrief.lookback import LED_TO
from classroomsim.ui.text import joined, lines, prose, words

if TYPE_CHECKING:  # it brings the proofs along
    from classroomsim.debrief.ahead import LedTo


class LedToView(Vertical):
    """Shows some choices that were not made and what they could have led to; or nothing."""

    text = getters.query_one("#led-to-text", Static)

    def __init__(self) -> None:
        super().__init__(id="led-to", classes="-hidden")

    def compose(self) -> ComposeResult:
        """The heading, and what is under it."""
        yield Static(words(LED_TO), classes="heading")
        yield Static(words(""), id="led-to-text")

    def show(self, found: Sequence[LedTo]) -> None:
        """Shows these; where there are none it is hidden."""
        self.set_class(not found, "-hidden")
        told = [
            Content.assemble(lines(one.did, "$bright"), "\n", prose(one.could)) for one in found
        ]
        self.text.update(joined(told, "\n\n"))
