"""The wall: one step at a time, and the facilitator's keys. Enter always does the next step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, cast

from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from classroomsim.room.session import Action
from classroomsim.room.steps import AFTER, CALLED, VOTES, Step
from classroomsim.room.wall import Wall
from classroomsim.ui.host.asking import Asking
from classroomsim.ui.host.hands import HandsScreen, seen_so_far
from classroomsim.ui.host.joining import BigQr, Joining, as_line, can_join, in_full
from classroomsim.ui.host.pace import Pace
from classroomsim.ui.host.told import told
from classroomsim.ui.page import NARROW, Page
from classroomsim.ui.text import words
from classroomsim.ui.widgets.key_bar import Hint
from classroomsim.ui.widgets.reading import Reading

if TYPE_CHECKING:
    from classroomsim.ui.host.app import HostApp

BOTH_IN = "both votes are in"
YOUR_CALL = "choose which way to follow"


class WallScreen(Page):
    """What the hall sees. Nothing here goes on by itself."""

    CSS_PATH = "wall.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next", key_display="\u23ce", show=False, id="wall.next"),
        Binding("b", "undo", "Step back", id="wall.undo"),
        Binding("o", "other_way", "Another way", id="wall.other_way"),
        Binding("h", "hands", "Count hands", id="wall.hands"),
        Binding("g", "go", "Go to a step", id="wall.go"),
        Binding("u", "under", "Another cause", id="wall.under"),
        Binding("f", "notes", "Notes", id="wall.notes"),
        Binding("p", "phones", "Phones", id="wall.phones"),
        Binding("e", "wrap", "Wrap up in five", id="wall.wrap"),
        Binding("j", "join", "Join, larger", show=False, id="wall.join"),
        Binding("k", "remote", "Remote", show=False, id="wall.remote"),
        Binding("t", "theme", "Dark, light, contrast", show=False, id="wall.theme"),
        Binding("q", "end", "End", id="wall.end"),
        Binding("escape", "blank", "Blank", show=False, id="wall.blank"),
        Binding("up", "scroll(-1)", "Up", show=False, id="wall.up"),
        Binding("down", "scroll(1)", "Down", show=False, id="wall.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="wall.page_up"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="wall.page_down"),
        Binding("question_mark", "help", "Keys", key_display="?", id="wall.help"),
    ]
    SHORT: ClassVar[Mapping[str, str]] = {
        "wall.undo": "Back",
        "wall.other_way": "Other",
        "wall.hands": "Hands",
        "wall.go": "Step",
        "wall.under": "Cause",
        "wall.wrap": "Wrap up",
    }

    steps = getters.query_one("#wall-steps", Static)
    column = getters.query_one("#wall-story", Reading)
    inner = getters.query_one("#wall-inner", Vertical)
    joining = getters.query_one("#wall-joining", Joining)
    join_line = getters.query_one("#wall-join-line", Static)

    def __init__(self, **rest: str | None) -> None:
        super().__init__(**rest)
        self.shown: Wall | None = None
        """What is on the wall now."""
        self.pace = Pace()

    @property
    def host(self) -> HostApp:
        """The app in room mode."""
        return cast("HostApp", self.app)

    def body(self) -> ComposeResult:
        """The steps, what is told, and how to join."""
        yield Static(words(""), id="wall-join-line")
        with Horizontal(id="wall-columns"):
            with Reading(id="wall-story", classes="page-column"):
                yield Static(words(""), id="wall-steps")
                yield Vertical(id="wall-inner")
            yield Joining(id="wall-joining")

    def on_mount(self) -> None:
        """Shows the session, and from time to time what the clock says of this step."""
        self.renew()
        self.set_interval(5, self._show_top)

    # --------------------------------------------------------------------------------- showing

    @work(exclusive=True, group="wall")
    async def renew(self) -> None:
        """Shows the session as it is now."""
        if not self.is_mounted:
            return
        wall = self.host.room.wall()
        self.joining.show(self.host.door)
        how_to_join: Content = as_line(self.host.door)
        self.join_line.update(how_to_join)
        self.set_class(can_join(self.host.door), "-phones")
        before, self.shown = self.shown, wall
        if before is None or _place(before) != _place(wall):
            self.pace.begin()
            self.our_app.guard.hide()
            self.column.scroll_home(animate=False)
        if before != wall:
            self.steps.update(_strip(wall, "" if self.has_class(NARROW) else " "))
            self.steps.display = bool(wall.steps)
            await self.inner.remove_children()
            await self.inner.mount_all(told(wall, self.host.room.session))
        self._show_top()
        self.refresh_bindings()
        self.show_keys()
        self.call_after_refresh(self.our_app.guard.shown)

    def _show_top(self) -> None:
        wall = self.shown
        if wall is None:
            return
        session, room = self.host.room.session, self.host.room
        right = room.coming_in() or self.pace.said(session)
        if wall.step is Step.REVEAL and len(session.form.in_a_beat) > len(AFTER) + 1:
            right = BOTH_IN
        self.show_top(wall.title, wall.where, right=right)

    def extra_hints(self) -> tuple[Hint, ...]:
        """The next step, by its name."""
        label = self.onward()
        return (Hint("\u23ce", f"Next: {label}", f"Next: {label}", press="enter"),)

    def onward(self) -> str:
        """What Enter does now."""
        room = self.host.room
        if self._follows() and room.suggested() is None:
            return YOUR_CALL
        return room.session.onward

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Leaves out what can't be done at this step."""
        session = self.host.room.session
        match action:
            case "undo":
                return self.host.room.undoable
            case "other_way":
                return session.followed or (self._follows() and bool(session.offers))
            case "hands":
                return self._last_vote_stands()
            case "go" | "under":
                return session.step not in (*session.form.before, *AFTER)
            case "wrap":
                return session.step not in AFTER
            case "phones":
                return self.host.door is not None
            case "join":
                return can_join(self.host.door)
            case _:
                return True

    def _follows(self) -> bool:
        session = self.host.room.session
        return session.coming is Step.FOLLOW and not session.road

    def _last_vote_stands(self) -> bool:
        session = self.host.room.session
        return session.step in VOTES or (
            session.step in (Step.TALK, Step.REVEAL) and any(session.votes_of(session.beat))
        )

    # ---------------------------------------------------------------------------------- the keys

    async def action_next(self) -> None:
        """Does the next step; asks which way to follow where no number says so."""
        if not self.our_app.guard.allows("enter"):
            return
        room = self.host.room
        if room.session.coming is None and not room.session.road:
            self.action_end()
        elif not self._follows():
            await self.host.do(Action("next"))
        elif (way := room.suggested()) is not None:
            await self.host.do(Action("next", way))
        else:
            Asking(self.host).which_way()

    async def action_undo(self) -> None:
        """Takes the last thing back."""
        if self.our_app.guard.allows("b"):
            await self.host.undo()

    def action_other_way(self) -> None:
        """Asks which way to follow, or which road not taken to show."""
        asking = Asking(self.host)
        if self.host.room.session.followed:
            asking.which_road()
        else:
            asking.which_way()

    def action_hands(self) -> None:
        """Counts hands, the wall blank meanwhile."""
        if self.shown is not None and self.shown.choices:
            self.host.show_over(HandsScreen(self.shown.choices), self._hands_counted)

    def _hands_counted(self, _: None) -> None:
        if self.shown is not None:
            said = seen_so_far(self.shown.choices, self.host.room.hands())
            if said:
                self.notify(said.plain, markup=False)
        self.renew()

    def action_go(self) -> None:
        """Asks which step to go to: one skipped, or one done before."""
        Asking(self.host).which_step()

    def action_under(self) -> None:
        """Asks whether to play this beat with another cause underneath."""
        Asking(self.host).another_cause()

    def action_notes(self) -> None:
        """Asks first, and then shows the facilitator's notes."""
        Asking(self.host).notes()

    def action_phones(self) -> None:
        """Asks at which address phones are let in."""
        Asking(self.host).phones()

    async def action_wrap(self) -> None:
        """Goes on to looking back, from wherever the session is."""
        if self.our_app.guard.allows("e"):
            await self.host.do(Action("wrap"))

    def action_join(self) -> None:
        """Shows the QR for joining by itself."""
        door = self.host.door
        if door is not None:
            self.host.show_over(BigQr(door.join_url, in_full(door)))

    def action_remote(self) -> None:
        """Asks first, and then shows the QR of the remote."""
        Asking(self.host).remote()

    def action_theme(self) -> None:
        """Changes to the next of the themes."""
        from classroomsim.ui.theme import THEMES

        names = [theme.name for theme in THEMES]
        self.app.theme = names[(names.index(self.app.theme) + 1) % len(names)]

    def action_end(self) -> None:
        """Asks how the session ends."""
        Asking(self.host).end()

    def action_blank(self) -> None:
        """Blanks the wall, and shows it again."""
        self.toggle_class("-blank")

    def action_help(self) -> None:
        """Says what every key does."""
        Asking(self.host).keys()

    def action_scroll(self, by: int) -> None:
        """Scrolls by a line."""
        self.column.scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Scrolls by a page."""
        height = max(1, self.column.size.height - 2)
        self.column.scroll_relative(y=by * height, animate=False)


def _strip(wall: Wall, between: str) -> Content:
    """The steps of this beat, the present one marked."""
    now = CALLED[wall.step]
    marks = [
        words(f" {name} ", "bold reverse") if name == now else words(f" {name} ", "$quiet")
        for name in wall.steps
    ]
    return Content(between).join(marks)


def _place(wall: Wall) -> tuple[object, ...]:
    return wall.step, wall.where, wall.vote, wall.followed and wall.followed.road
