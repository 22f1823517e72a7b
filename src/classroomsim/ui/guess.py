"""What might be said: an optional guess, several answers at once if they fit, never marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from classroomsim.scenario.story import Guess
from classroomsim.ui.dialog import SHEET, Dialog
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.picker import Picker, Row

CANNOT_TELL = "Can't tell yet"
_TICKED, _OPEN = "\u2713", "\u00b7"


class GuessDialog(Dialog[tuple[str, ...] | None]):
    """Gives the ids of what was ticked, () for "can't tell yet", None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"tick({n - 1})", f"Tick {n}", show=False, id=f"guess.{n}")
            for n in range(1, 9)
        ),
        Binding("space", "tick", "Tick", key_display="Space", id="guess.tick"),
        Binding("up,k", "move(-1)", "Up", show=False, id="guess.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="guess.down"),
        Binding("enter", "keep", "Keep", key_display="Enter", id="guess.keep"),
        Binding("escape,q", "leave", "Not now", key_display="Esc", id="guess.leave"),
    ]

    picker = getters.query_one("#guess-options", Picker)

    def __init__(self, guess: Guess, before: Sequence[str] | None = None) -> None:
        super().__init__(classes=SHEET)
        self.guess = guess
        self.values = [*guess.options, ""]
        """The options' ids, and '' for "can't tell yet"."""
        self.ticked: set[str] = set(before) or {""} if before is not None else set()

    def body(self) -> ComposeResult:
        """The question and the answers to tick."""
        yield Static(prose(self.guess.ask), classes="heading")
        yield Static(
            words("Tick as many as may be true. Nobody marks this, and there is no right answer."),
            classes="dialog-text quiet",
        )
        yield Picker(self._rows(), indent=5, id="guess-options")

    def _rows(self) -> list[Row]:
        texts = [*self.guess.options.values(), CANNOT_TELL]
        return [
            Row(self._label(n), prose(text), value)
            for n, (value, text) in enumerate(zip(self.values, texts, strict=True), 1)
        ]

    def _label(self, number: int) -> Content:
        ticked = self.values[number - 1] in self.ticked
        return Content.assemble(
            words(str(number), "bold $chosen-heading"),
            " ",
            words(_TICKED if ticked else _OPEN, "bold $bright" if ticked else "$quiet"),
        )

    def tick(self, index: int) -> None:
        """Ticks an answer, or takes the tick away; "can't tell yet" stands alone."""
        if not 0 <= index < len(self.values):
            return
        self.picker.chosen = index
        value = self.values[index]
        if value in self.ticked:
            self.ticked.discard(value)
        else:
            self.ticked = {*self.ticked, value} - {""} if value else {""}
        for number, row in enumerate(self.picker.rows, 1):
            row.label = self._label(number)

    def action_tick(self, index: int | None = None) -> None:
        """Ticks the answer with a number, or the chosen one."""
        self.tick(self.picker.chosen if index is None else index)

    @on(Picker.Picked)
    def _picked(self, message: Picker.Picked) -> None:
        message.stop()
        self.tick(message.index)

    def action_move(self, by: int) -> None:
        """Chooses the answer above or below."""
        if self.picker.move(by) and self.picker.chosen_widget:
            self.picker.chosen_widget.scroll_visible(animate=False)

    def action_keep(self) -> None:
        """Keeps what is ticked; where nothing is, that is no guess."""
        if not self.ticked:
            self.answer(None)
            return
        self.answer(tuple(value for value in self.guess.options if value in self.ticked))

    def action_leave(self) -> None:
        """Leaves the guess for later."""
        self.answer(None)
