"""A note to self, in the middle of a play."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Edit, EditResult

from classroomsim.scenario.text import clean
from classroomsim.ui.dialog import SHEET, Dialog
from classroomsim.ui.text import words

NO_NAMES = "Please don\u2019t name real pupils or colleagues, here or anywhere in this program."
KEPT = "It is kept in your diary, on this computer only."
NOT_KEPT = "You keep no diary, so it lasts for as long as this play."


class NoteBox(TextArea):
    """Where a note is written. What is pasted is cleaned before it can reach the terminal."""

    def edit(self, edit: Edit) -> EditResult:
        """Does an edit, without the control characters it may bring."""
        edit.text = clean(edit.text)
        return super().edit(edit)


class NoteDialog(Dialog[str | None]):
    """Gives the note's text, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Keep", key_display="Enter", priority=True, id="note.keep"),
        Binding("escape", "leave", "Leave it", key_display="Esc", priority=True, id="note.leave"),
    ]

    AUTO_FOCUS = "#note-box"

    box = getters.query_one("#note-box", NoteBox)

    def __init__(self, *, kept: bool) -> None:
        super().__init__(classes=SHEET)
        self.kept = kept

    def body(self) -> ComposeResult:
        """What to mind, and the box."""
        yield Static(words("Note to self"), classes="heading")
        where = KEPT if self.kept else NOT_KEPT
        yield Static(words(f"{NO_NAMES} {where}"), classes="dialog-text quiet")
        yield NoteBox(id="note-box", show_line_numbers=False, tab_behavior="focus")

    def on_mount(self) -> None:
        """Writes into the box at once."""
        self.box.focus()

    def on_key(self, event: Key) -> None:
        """Takes what is typed before the box has focus."""
        if event.character and event.is_printable and not self.box.has_focus:
            self.box.focus()
            self.box.insert(event.character)
            event.stop()

    def action_keep(self) -> None:
        """Keeps the note."""
        self.answer(self.box.text.strip() or None)

    def action_leave(self) -> None:
        """Leaves without a note."""
        self.answer(None)
