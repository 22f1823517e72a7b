"""The one question at the start: whether a private diary may be kept. "No" is a full answer."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from classroomsim.diary.places import diary_path, looks_shared
from classroomsim.ui.ask import Answer, AskDialog
from classroomsim.ui.text import prose, words

QUESTION = "Keep a private diary on this computer?"
WHAT = (
    "It would keep your plays, so that you can carry on or look back another day, and any notes to"
    " yourself. Nobody else is told, nothing is sent anywhere, and you can delete it."
)
NEVER = "Without one, nothing at all is written. classroomsim --no-diary never asks."


class FirstRunScreen(AskDialog):
    """Gives "yes" or "no"; None, which is no, where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(0)", "Yes", show=False, id="first_run.yes"),
        Binding("n", "answer(1)", "No", show=False, id="first_run.no"),
        Binding("escape", "leave", "No", key_display="Esc", id="ask.leave"),
    ]

    def __init__(self) -> None:
        super().__init__(
            QUESTION,
            (WHAT,),
            (Answer("yes", "Yes, keep a diary", "y"), Answer("no", "No, write nothing", "n")),
        )

    def body(self) -> ComposeResult:
        """The question, where it would lie, and a warning where that folder looks shared."""
        question, what, *rest = super().body()
        yield question
        yield what
        yield Static(
            words("It would lie here, where only your account can read it:"), classes="dialog-text"
        )
        yield Static(words(str(diary_path()), "$bright"), id="first-run-path")
        yield Static(words(""), id="first-run-shared", classes="-hidden")
        yield from rest
        yield Static(prose(NEVER), classes="dialog-text quiet")

    def on_mount(self) -> None:
        """Looks at the folder, which may take a moment where it lies on a network."""
        self._look_at_folder()

    @work(thread=True)
    def _look_at_folder(self) -> None:
        warning = looks_shared(diary_path())
        if warning:
            self.app.call_from_thread(self.warn, warning)

    def warn(self, sentence: str) -> None:
        """Shows that the folder looks shared."""
        shared = self.query_one("#first-run-shared", Static)
        shared.update(prose(sentence))
        shared.remove_class("-hidden")
