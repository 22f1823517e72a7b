"""Two ways, side by side, from the moment where they part."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import Static

from classroomsim.debrief.compare import Comparison, side_by_side
from classroomsim.debrief.lookback import Card
from classroomsim.diary.sitting import Sitting
from classroomsim.ui.other_play import a_way_beside, other_plays
from classroomsim.ui.page import Page
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.reading import Reading
from classroomsim.ui.widgets.two_ways import BEFORE, NOW, OTHER, Endings, MomentRow, Openings

APART_AT_ONCE = "The two ways part at the first moment."
OTHER_CAUSE = (
    "Something different was underneath each way, so they may also differ for reasons nobody chose."
)
NEVER_PART = "The two ways are the same, moment for moment."


class SideBySideScreen(Page):
    """The way before and this way, moment beside moment. Neither is the better one."""

    CSS_PATH = "side_by_side.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "try_again", "Try this moment again", id="side_by_side.try_again"),
        Binding(
            "down,j",
            "move(1)",
            "Another moment",
            key_display="\u2191 \u2193",
            id="side_by_side.next",
        ),
        Binding("up,k", "move(-1)", "The moment before", show=False, id="side_by_side.before"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="side_by_side.page_up"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="side_by_side.page_down"),
        Binding("home", "page(-99)", "To the top", show=False, id="side_by_side.home"),
        Binding("end", "page(99)", "To the end", show=False, id="side_by_side.end"),
        Binding("p", "another", "Another play", id="side_by_side.another"),
        Binding("s", "save", "Save a copy", id="side_by_side.save"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="side_by_side.help"),
        Binding("q", "leave", "Back", id="side_by_side.leave"),
        Binding("escape", "leave", "Back", show=False, id="side_by_side.leave_too"),
    ]
    SHORT: ClassVar[Mapping[str, str]] = {
        "side_by_side.try_again": "Try again",
        "side_by_side.next": "Moment",
        "side_by_side.another": "Another",
        "side_by_side.save": "Save",
    }

    reading = getters.query_one("#two-ways", Reading)

    chosen: reactive[int] = reactive(0)
    """Which row is chosen, from 0 where the ways part."""

    def __init__(self, sitting: Sitting, other: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.other = other
        tried = other is sitting.earlier
        self.names = (BEFORE if tried else OTHER, NOW)
        """What the two ways are called."""
        self.comparison: Comparison = side_by_side(other.play, sitting.play)

    # -------------------------------------------------------------------------------- on screen

    def body(self) -> ComposeResult:
        """The shared beginning in a line, the rows, and the two endings."""
        pupil = self.sitting.play.world.scenario.pupil.name
        with Reading(id="two-ways"), Vertical(id="two-ways-body"):
            yield Static(prose(beginning(self.comparison.shared)), classes="quiet", id="shared")
            if not self.comparison.same_cause:
                yield Static(words(OTHER_CAUSE), id="other-cause")
            if not self.comparison.rows:
                yield Static(words(NEVER_PART))
            with Horizontal(id="names"):
                yield Static(words(self.names[0]), classes="heading")
                yield Static(words(self.names[1]), classes="heading")
            if self.comparison.openings is not None:
                yield Openings(self.comparison.openings, self.names)
            with Vertical(id="rows"):
                for index, ways in enumerate(self.comparison.rows):
                    classes = "-chosen" if index == self.chosen else ""
                    yield MomentRow(index, ways, pupil, self.names, classes=classes)
            yield Endings(self.comparison.closes, self.names)

    def on_mount(self) -> None:
        """Names the screen."""
        title = self.sitting.play.world.scenario.title
        self.show_top("Two ways, side by side", title, right="only you can see this")

    @property
    def rows(self) -> list[MomentRow]:
        """The rows, in order."""
        return list(self.query(MomentRow))

    def watch_chosen(self) -> None:
        """Marks the chosen row, and brings it into view."""
        if not self.is_mounted:
            return
        for index, row in enumerate(self.rows):
            row.set_class(index == self.chosen, "-chosen")
            if index == self.chosen:
                self.reading.scroll_to_widget(row, animate=False)
        self.refresh_bindings()

    @on(MomentRow.Clicked)
    def _clicked(self, message: MomentRow.Clicked) -> None:
        self.chosen = message.index

    # ---------------------------------------------------------------------------------- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a moment of this way can be tried again, and only a diary has other plays."""
        del parameters
        if action == "another":
            return bool(other_plays(self.sitting)[1:])
        return action != "try_again" or self._moment() is not None

    def _moment(self) -> int | None:
        """The number of the chosen moment in this way, if this way has one there."""
        rows = self.comparison.rows
        here = rows[self.chosen][1].card if self.chosen < len(rows) else None
        return here.number if here else None

    def action_move(self, by: int) -> None:
        """Chooses the row before or after; beyond the last, scrolls to the endings.

        Where the chosen row is further down and out of view, reads on towards it first.
        """
        wanted = self.chosen + by
        if by > 0 and self._reads_on():
            return
        if 0 <= wanted < len(self.comparison.rows):
            self.chosen = wanted
        elif by < 0:
            self.reading.scroll_home(animate=False)
        else:
            self.reading.scroll_relative(y=2, animate=False)

    def _reads_on(self) -> bool:
        rows = self.rows
        below = self.reading.scrollable_content_region.bottom
        if not rows or rows[self.chosen].region.y < below:
            return False
        return not self.reading.reveal(rows[self.chosen])

    def action_page(self, pages: int) -> None:
        """Scrolls by pages; many of them go to the top or the end."""
        page = max(1, self.reading.scrollable_content_region.height - 2)
        self.reading.scroll_relative(y=pages * page, animate=False)

    async def action_try_again(self) -> None:
        """Goes straight into the chosen moment of this way."""
        number = self._moment()
        if number is None:
            return
        from classroomsim.ui.play import PlayScreen

        again, notice = self.our_app.kept(self.sitting, lambda: self.sitting.try_again(number))
        await self.app.push_screen(PlayScreen(again, notice))

    @work
    async def action_another(self) -> None:
        """Sets another play from the diary beside this one."""
        other = await a_way_beside(self.our_app, self.sitting)
        if isinstance(other, str):
            self.notify(other, markup=False)
        elif other is not None:
            self.our_app.replace_page(SideBySideScreen(self.sitting, other))

    @work
    async def action_save(self) -> None:
        """Saves a copy of the two ways."""
        from classroomsim.ui.copies import copy_of_two_ways
        from classroomsim.ui.saving import save_copy

        await save_copy(self.our_app, copy_of_two_ways(self.other, self.sitting, self.names))

    def action_leave(self) -> None:
        """Goes back to looking back, or to the diary."""
        self.our_app.leave_page()


def beginning(shared: Sequence[Card]) -> str:
    """What the two ways share, in one line."""
    if not shared:
        return APART_AT_ONCE
    last = shared[-1]
    first = shared[0]
    if first is last:
        return f"Both begin alike, at {first.clock}, {first.name}. Then they part."
    return (
        f"Both go alike from {first.clock}, {first.name}, to {last.clock}, {last.name}."
        " Then they part."
    )
