"""A question in the middle of the screen, over what it is about."""

from collections.abc import Mapping
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from classroomsim.ui.page import LOW, NARROW, SIDE_COLUMN_FROM, TALL, WIDE, size_up
from classroomsim.ui.widgets.key_bar import Hint, KeyBar

SHEET = "-sheet"
"""A dialog of this class lies at the foot of the screen, and leaves what is above it readable."""

AnswerT = TypeVar("AnswerT")


class _Body(VerticalScroll, can_focus=False):
    """What the dialog says, scrolled where it doesn't fit."""


class Dialog(ModalScreen[AnswerT], Generic[AnswerT]):
    """A panel with a body and its keys. Subclasses give `body`, as a `Page` does."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's own annotation is not a ClassVar
        (0, NARROW),
        (SIDE_COLUMN_FROM, WIDE),
    ]
    VERTICAL_BREAKPOINTS = [(0, LOW), (24, TALL)]  # noqa: RUF012
    AUTO_FOCUS = ""
    SHORT: ClassVar[Mapping[str, str]] = {}
    _answered = False

    def compose(self) -> ComposeResult:
        """The panel."""
        size_up(self)
        with Vertical(id="dialog"):
            with _Body(id="dialog-body"):
                yield from self.body()
            yield KeyBar(id="dialog-keys")

    def body(self) -> ComposeResult:
        """What the dialog says and asks."""
        yield from ()

    def on_mount(self) -> None:
        """Shows the keys."""
        shown = {
            active.binding.id: self._hint(active.binding)
            for active in reversed(self.active_bindings.values())
            if active.binding.show and active.node is self
        }
        self.query_one(KeyBar).hints = tuple(reversed(shown.values()))

    def answer(self, value: AnswerT) -> None:
        """Closes the dialog with an answer; a second one, by a key pressed twice, is none."""
        if not self._answered:
            self._answered = True
            _ = self.dismiss(value)  # not awaited: this screen's own messages lead here

    def _hint(self, binding: Binding) -> Hint:
        name = binding.key_display or self.app.get_key_display(binding)
        key = binding.key.split(",")[0]
        label = self.label_of(binding)
        return Hint(name, label, self.SHORT.get(binding.id or "", label), press=key)

    def label_of(self, binding: Binding) -> str:
        """What a binding is called at the foot."""
        return binding.description
