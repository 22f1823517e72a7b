"""A question with a few answers, each picked by its number, the arrows or the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from classroomsim.ui.dialog import Dialog
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.picker import Picker, Row

_DIGITS = 9
"""Answers that have a key of their own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what it stands for, and what it says."""

    value: str
    text: str
    key: str = ""
    """A letter that is shown as its key; the subclass that gives one binds it."""


class AskDialog(Dialog[str | None]):
    """Asks, and gives the answer's value; None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"answer({n - 1})", f"Answer {n}", show=False, id=f"ask.{n}")
            for n in range(1, _DIGITS + 1)
        ),
        Binding("up,k", "move(-1)", "Up", show=False, id="ask.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="ask.down"),
        Binding("enter", "answer", "Choose", key_display="Enter", id="ask.choose"),
        Binding("escape", "leave", "Back", key_display="Esc", id="ask.leave"),
    ]

    picker = getters.query_one("#ask-answers", Picker)

    def __init__(
        self, title: str, texts: Sequence[str], answers: Sequence[Answer], chosen: int = 0
    ) -> None:
        super().__init__()
        self.title_text = title
        self.texts = tuple(texts)
        self.answers = tuple(answers)
        self.first_chosen = chosen

    def body(self) -> ComposeResult:
        """The question and its answers."""
        yield Static(prose(self.title_text), classes="heading")
        for text in self.texts:
            yield Static(prose(text), classes="dialog-text")
        rows = [
            Row(
                words(answer.key or (str(n) if n <= _DIGITS else ""), "bold $chosen-heading"),
                prose(answer.text),
                answer.value,
            )
            for n, answer in enumerate(self.answers, 1)
        ]
        picker = Picker(rows, indent=3, id="ask-answers")
        picker.set_reactive(Picker.chosen, self.first_chosen)
        yield picker

    def action_move(self, by: int) -> None:
        """Chooses the answer above or below."""
        row = self.picker.chosen_widget if self.picker.move(by) else None
        if row is not None:
            row.scroll_visible(animate=False)

    def action_answer(self, index: int | None = None) -> None:
        """Answers."""
        index = self.picker.chosen if index is None else index
        if index < len(self.answers):
            self.answer(self.answers[index].value)

    @on(Picker.Picked)
    def _picked(self, message: Picker.Picked) -> None:
        message.stop()
        self.answer(message.row.value)

    def action_leave(self) -> None:
        """Leaves without an answer."""
        self.answer(None)
