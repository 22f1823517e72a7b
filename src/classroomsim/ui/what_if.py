"""What if: what would follow a choice, looked at ahead. Nothing is chosen by looking."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from classroomsim.engine.play import Play
from classroomsim.engine.seen import Seen, look
from classroomsim.ui.page import Page
from classroomsim.ui.text import joined, lines, paragraphs, prose, words
from classroomsim.ui.widgets.desks import shapes_in_short
from classroomsim.ui.widgets.picker import Picker, Row
from classroomsim.ui.widgets.reading import Reading

if TYPE_CHECKING:
    from classroomsim.ui.play import PlayScreen


class WhatIfScreen(Page):
    """The choices, and beside the chosen one what would follow it."""

    CSS_PATH = "what_if.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"look({n})", f"Choice {n}", show=False, id=f"what_if.{n}")
            for n in range(1, 6)
        ),
        Binding(
            "up,left,k", "move(-1)", "Another choice", key_display="\u2191 \u2193", id="what_if.up"
        ),
        Binding("down,right,j", "move(1)", "Down", show=False, id="what_if.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="what_if.pageup"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="what_if.pagedown"),
        Binding("d", "do", "Do this", id="what_if.do"),
        Binding("enter,escape,w,q", "leave", "Back", key_display="Enter", id="what_if.leave"),
    ]
    SHORT: ClassVar[dict[str, str]] = {"what_if.up": "Another"}

    picker = getters.query_one("#what-if-choices", Picker)
    column = getters.query_one("#what-if-column", Reading)

    def __init__(self, play: Play, chosen: int, caller: PlayScreen) -> None:
        super().__init__()
        self.play = play
        self.caller = caller
        self._first = chosen
        self.ahead: Seen | None = None
        """What would be seen after the chosen choice."""

    def body(self) -> ComposeResult:
        """The choices, and what would follow."""
        offers = self.play.offers
        rows = [
            Row(words(str(n), "bold $chosen-heading"), prose(choice.say), choice.id)
            for n, choice in enumerate(offers, 1)
        ]
        with (
            Reading(id="what-if-column", classes="page-column"),
            Container(id="what-if-columns", classes="inner"),
        ):
            with Vertical(id="what-if-left", classes="what-if-side"):
                yield Static(words("What if you did this?"), classes="heading")
                yield Picker(rows, indent=3, id="what-if-choices")
            with Vertical(id="what-if-right", classes="what-if-side"):
                yield Static(words("This is what would follow"), classes="heading")
                yield Static(words(""), id="what-if-text")
                with Vertical(classes="panel", id="what-if-notice"):
                    yield Static(words("You would notice"), classes="heading")
                    yield Static(words(""), id="what-if-notices")
                yield Static(words(""), id="what-if-room", classes="quiet")

    def on_mount(self) -> None:
        """Looks ahead from the row that was chosen in the play."""
        title = self.play.world.scenario.title
        self.show_top("What if...", title, right="nothing has been chosen")
        self.look_at(self._first)

    def look_at(self, index: int) -> None:
        """Shows what would follow one choice."""
        offers = self.play.offers
        if not 0 <= index < len(offers):
            return
        self.picker.chosen = index
        for n, row in enumerate(self.picker.rows):
            row.set_class(n != index, "-other")
        self.ahead = ahead = look(self.play.choose(offers[index].id))
        when = f"{ahead.clock}  {ahead.name}" if ahead.clock else ahead.name
        parts = [prose(when, "$quiet"), paragraphs([*ahead.text, *ahead.later])]
        self.query_one("#what-if-text", Static).update(joined(parts, "\n\n"))
        self.query_one("#what-if-notice").set_class(not ahead.notices, "-hidden")
        self.query_one("#what-if-notices", Static).update(lines(ahead.notices))
        room = joined([shapes_in_short(ahead.room), prose(ahead.room.line)], "  ")
        self.query_one("#what-if-room", Static).update(room)
        self.column.scroll_home(animate=False)

    def action_look(self, number: int) -> None:
        """Looks at the choice with this number."""
        self.look_at(number - 1)

    def action_move(self, by: int) -> None:
        """Looks at another choice; after the last comes the first."""
        self.look_at((self.picker.chosen + by) % max(1, len(self.play.offers)))

    @on(Picker.Picked)
    def _picked(self, message: Picker.Picked) -> None:
        message.stop()
        self.look_at(message.index)

    def action_page(self, by: int) -> None:
        """Scrolls by a page."""
        self.column.scroll_relative(y=by * max(1, self.column.size.height - 2), animate=False)

    async def action_do(self) -> None:
        """Chooses, in the play, what is looked at."""
        pick = self.picker.pick
        if pick is not None and self.our_app.guard.allows("d"):
            self.our_app.leave_page()
            await self.caller.choose(pick.value)

    def action_leave(self) -> None:
        """Goes back to the play, which has not changed."""
        self.caller.picker.chosen = self.picker.chosen
        self.our_app.leave_page()
