"""The coaching on a moment: its parts in two columns, or one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from classroomsim.debrief.lookback import TUESDAY, Part
from classroomsim.ui.widgets.part_view import PartView

_LEFT, _RIGHT = 3, 4
"""How many of the seven parts each column holds."""


class PartsView(Horizontal):
    """All of the parts, equally large."""

    def compose(self) -> ComposeResult:
        """The two columns."""
        for many in (_LEFT, _RIGHT):
            with Vertical(classes="column"):
                yield from (PartView() for _ in range(many))

    def show(self, told: Sequence[Part], planned: str) -> None:
        """Shows parts; `planned` is the player's own line for Tuesday, or ''."""
        for index, view in enumerate(self.query(PartView)):
            part = told[index] if index < len(told) else None
            view.show(part, planned if part and part.heading == TUESDAY else "")
        self.set_class(len(told) <= _LEFT, "-few")
