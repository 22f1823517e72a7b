"""Something to be told, which stays until it is put away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from classroomsim.ui.dialog import Dialog
from classroomsim.ui.text import prose, words


class TellDialog(Dialog[None]):
    """Says some sentences, and shows a path or the like exactly as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,q,space", "leave", "Back", key_display="Enter", id="tell.leave"),
    ]

    def __init__(self, title: str, texts: Sequence[str] = (), exactly: str = "") -> None:
        super().__init__()
        self.title_text = title
        self.texts = tuple(texts)
        self.exactly = exactly

    def body(self) -> ComposeResult:
        """What there is to say."""
        yield Static(prose(self.title_text), classes="heading")
        if self.exactly:
            yield Static(words(self.exactly, "$bright"), classes="dialog-text")
        for text in self.texts:
            yield Static(prose(text), classes="dialog-text")

    def action_leave(self) -> None:
        """Puts it away."""
        self.answer(None)
