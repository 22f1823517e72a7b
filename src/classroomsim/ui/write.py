"""A box to write one thing in: a note, a plan's line, a day, a file's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Edit, EditResult

from classroomsim.scenario.text import clean
from classroomsim.ui.dialog import SHEET, Dialog
from classroomsim.ui.text import prose, words

NO_NAMES = "Please don\u2019t name real pupils or colleagues, here or anywhere in this program."


class WritingBox(TextArea):
    """Where something is written. What is pasted is cleaned before it can reach the terminal."""

    class Entered(Message):
        """Enter was pressed, and everything typed before it has arrived."""

    def on_key(self, event: Key) -> None:
        """Takes Enter in its turn: a binding that comes first would overtake what is typed."""
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            self.post_message(self.Entered())

    def edit(self, edit: Edit) -> EditResult:
        """Does an edit, without the control characters it may bring."""
        edit.text = clean(edit.text)
        return super().edit(edit)


class WriteDialog(Dialog[str | None]):
    """Gives what was written, which may be nothing; None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Keep", key_display="Enter", id="write.keep"),
        Binding("escape", "leave", "Leave it", key_display="Esc", priority=True, id="write.leave"),
    ]

    AUTO_FOCUS = "#writing-box"

    box = getters.query_one("#writing-box", WritingBox)

    def __init__(
        self, title: str, texts: Sequence[str] = (), text: str = "", does: str = "Keep"
    ) -> None:
        """`text` stands in the box at first; `does` says what Enter does."""
        super().__init__(classes=SHEET)
        self.does = does
        self.title_text = title
        self.texts = tuple(texts)
        self.first_text = clean(text)

    def body(self) -> ComposeResult:
        """What to mind, and the box."""
        yield Static(prose(self.title_text), classes="heading")
        for text in self.texts:
            yield Static(prose(text), classes="dialog-text quiet")
        yield WritingBox(
            self.first_text, id="writing-box", show_line_numbers=False, tab_behavior="focus"
        )
        yield Static(words(""), id="writing-says", classes="-hidden")

    def on_mount(self) -> None:
        """Writes into the box at once, behind what stands there."""
        self.box.move_cursor(self.box.document.end)
        self.set_focus(self.box)  # at once, unlike `focus`, so that no key is lost

    def on_key(self, event: Key) -> None:
        """Takes what is typed before the box has focus."""
        if event.character and event.is_printable and not self.box.has_focus:
            self.set_focus(self.box)
            self.box.insert(event.character)
            event.stop()

    def label_of(self, binding: Binding) -> str:
        """Enter says what it does here."""
        return self.does if binding.id == "write.keep" else binding.description

    def accepts(self, text: str) -> str:
        """Why what was written can't be taken, as a sentence; '' where it can."""
        del text
        return ""

    @on(WritingBox.Entered)
    def _entered(self, message: WritingBox.Entered) -> None:
        message.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Keeps what was written, or says why it can't."""
        text = self.box.text.strip()
        trouble = self.accepts(text)
        if trouble:
            says = self.query_one("#writing-says", Static)
            says.update(prose(trouble))
            says.remove_class("-hidden")
            return
        self.answer(text)

    def action_leave(self) -> None:
        """Leaves without it."""
        self.answer(None)
