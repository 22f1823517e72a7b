"""How phones join, at the edge of the wall: a QR, what to type, and what else one can do."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Middle, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from classroomsim.room.addresses import is_loopback
from classroomsim.room.server import Door
from classroomsim.ui.host.qr import Qr
from classroomsim.ui.text import joined, lines, prose, words

NO_NAMES = "No names, no accounts."
CARD = "Or hold a card to your chest."
NO_PHONES = "Hold a card to your chest, A to D."
NOT_YET = "Phones are not let in yet: p lets them in."


def can_join(door: Door | None) -> bool:
    """Whether other devices can reach this door."""
    return door is not None and not is_loopback(door.address)


def in_full(door: Door) -> Content:
    """What is typed to join, and the code."""
    return Content.assemble(
        words(door.typed, "$bright"), "   ", words("code "), words(door.code, "bold $bright")
    )


def as_line(door: Door | None) -> Content:
    """Joining in one line, for a wall that is too narrow for the QR."""
    if door is None:
        return prose(NO_PHONES, "$quiet")
    if not can_join(door):
        return prose(f"{NO_PHONES} {NOT_YET}", "$quiet")
    return Content.assemble(
        words("Join: ", "$quiet"), in_full(door), words("   j: larger", "$quiet")
    )


class Joining(VerticalScroll, can_focus=False):
    """The column beside the wall."""

    def compose(self) -> ComposeResult:
        """The heading, the QR and the words under it."""
        yield Static(words("Join on your phone"), classes="heading")
        yield Qr(id="joining-qr")
        yield Static(words(""), id="joining-typed")
        yield Static(lines([NO_NAMES, CARD]), classes="quiet")

    def show(self, door: Door | None) -> None:
        """Shows how to join by a door; where phones can't reach it there is nothing to show."""
        if door is None or not can_join(door):
            return
        self.query_one(Qr).holds = door.join_url
        self.query_one("#joining-typed", Static).update(in_full(door))


class BigQr(ModalScreen[None]):
    """A QR by itself, as large as it gets, with a few words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,j,k,q,space", "leave", "Back", id="big_qr.leave"),
    ]

    def __init__(self, holds: str, *says: Content) -> None:
        super().__init__(classes="big-qr")
        self.holds = holds
        self.says = says

    def compose(self) -> ComposeResult:
        """The QR, and the words under it."""
        with Middle(id="big-qr"):
            yield Qr(self.holds)
            yield Static(joined([*self.says, words("Enter goes back.", "$quiet")], "\n"))

    def action_leave(self) -> None:
        """Goes back to the wall."""
        _ = self.dismiss()

    def on_click(self) -> None:
        """Goes back too."""
        _ = self.dismiss()
