"""Counting hands: one key a choice while eyes are shut, and nothing on the wall meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from classroomsim.room.session import RoomError
from classroomsim.room.shares import Amount, Hands
from classroomsim.room.wall import WallChoice
from classroomsim.ui.page import Page
from classroomsim.ui.text import lines, prose, words

if TYPE_CHECKING:
    from classroomsim.ui.host.app import HostApp

EYES_SHUT = "Eyes shut, or cards held to your chest."
AMOUNTS: tuple[Amount, ...] = ("none", "a few", "many", "most")
MOST_DIGITS = 4


class HandsScreen(Page):
    """Asks for hands, choice by choice. What was seen is not shown here."""

    CSS_PATH = "wall.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"seen({n - 1})", amount, id=f"hands.{n}")
            for n, amount in enumerate(AMOUNTS, 1)
        ),
        Binding("x", "exact", "Exact number", id="hands.exact"),
        Binding("right,enter", "move(1)", "Next way", key_display="\u2192", id="hands.next"),
        Binding("left", "move(-1)", "The one before", show=False, id="hands.before"),
        Binding("escape,q,h", "leave", "Back to the wall", key_display="Esc", id="hands.leave"),
    ]
    SHORT: ClassVar[Mapping[str, str]] = {
        "hands.exact": "Exact",
        "hands.next": "Next",
        "hands.leave": "Back",
    }

    def __init__(self, choices: Sequence[WallChoice]) -> None:
        super().__init__()
        self.choices = tuple(choices)
        self.at = 0

    @property
    def host(self) -> HostApp:
        """The app in room mode."""
        return cast("HostApp", self.app)

    def body(self) -> ComposeResult:
        """The letter and the words of one choice."""
        with Vertical(id="hands"):
            yield Static(prose(EYES_SHUT), classes="wall-ask")
            yield Static(words(""), id="hands-letter")
            yield Static(words(""), id="hands-say")

    def on_mount(self) -> None:
        """Asks for the first choice."""
        self.show()

    def show(self) -> None:
        """Asks for the choice that it has come to."""
        choice = self.choices[self.at]
        self.show_top(f"Hands for {choice.letter}")
        self.query_one("#hands-letter", Static).update(words(f"Hands up for {choice.letter}"))
        self.query_one("#hands-say", Static).update(prose(choice.say))
        self.our_app.guard.hide()
        self.call_after_refresh(self.our_app.guard.shown)

    async def action_seen(self, index: int) -> None:
        """Takes down what was seen, and goes on."""
        if self.our_app.guard.allows(str(index + 1)):
            await self._take(Hands(AMOUNTS[index]))

    async def _take(self, hands: Hands) -> None:
        try:
            await self.host.room.count_hands(self.choices[self.at].id, hands)
        except RoomError as error:
            self.notify(str(error), markup=False)
            return
        self.action_move(1)

    def action_move(self, by: int) -> None:
        """Goes to another choice; after the last, back to the wall."""
        self.at = max(0, self.at + by)
        if self.at >= len(self.choices):
            self.action_leave()
        else:
            self.show()

    def action_exact(self) -> None:
        """Asks for an exact number."""
        from classroomsim.ui.write import WriteDialog

        letter = self.choices[self.at].letter
        dialog = WriteDialog(f"How many hands for {letter}?", ("In digits.",))
        self.host.show_over(dialog, self._counted)

    def _counted(self, text: str | None) -> None:
        if text is None:
            return
        digits = text.strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS):
            self.notify("Give the number of hands in digits.", markup=False)
            return
        number = int(digits)
        self.run_worker(self._take(Hands("a few" if number else "none", number)))

    def action_leave(self) -> None:
        """Goes back to the wall."""
        _ = self.app.pop_screen()


def seen_so_far(choices: Sequence[WallChoice], hands: Mapping[str, Hands]) -> Content:
    """Which ways hands were counted for, without what was seen."""
    letters = [choice.letter for choice in choices if choice.id in hands]
    return lines([f"Hands counted for {', '.join(letters)}."]) if letters else words("")
