"""Watch a colleague's telling: what could be seen, and what they thought before they did it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from classroomsim.ui.page import Page
from classroomsim.ui.text import joined, lines, paragraphs, prose, words
from classroomsim.ui.widgets.desks import shapes_in_short
from classroomsim.ui.widgets.hanging import Hanging
from classroomsim.ui.widgets.reading import Reading

if TYPE_CHECKING:
    from classroomsim.debrief.watched import Watched, WatchedMoment
    from classroomsim.scenario.story import Choice

ONE_WAY = "This is one way among several."


class WatchScreen(Page):
    """One moment at a time; after the last, how it ended and what the colleague makes of it."""

    CSS_PATH = "watch.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right", "move(1)", "Go on", key_display="Enter", id="watch.on"),
        Binding("b,left", "move(-1)", "Go back", key_display="b", id="watch.back"),
        Binding("up,k", "scroll(-1)", "Up", show=False, id="watch.up"),
        Binding("down,j", "scroll(1)", "Down", show=False, id="watch.down"),
        Binding("pageup", "scroll(-10)", "Page up", show=False, id="watch.page_up"),
        Binding("pagedown,space", "scroll(10)", "Page down", show=False, id="watch.page_down"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="watch.help"),
        Binding("q,escape", "leave", "Leave", key_display="q", id="watch.leave"),
    ]

    column = getters.query_one("#watch-column", Reading)

    def __init__(self, watched: Watched) -> None:
        super().__init__()
        self.watched = watched
        self.at = 0
        """Which moment is shown (from 0); after the last one, the ending."""

    @property
    def ended(self) -> bool:
        """Whether the ending is shown."""
        return self.at >= len(self.watched.moments)

    # ------------------------------------------------------------------------------ what is shown

    def body(self) -> ComposeResult:
        """What could be seen, and beside it the thinking."""
        with (
            Reading(id="watch-column", classes="page-column"),
            Vertical(classes="inner"),
            Container(id="watch-columns"),
        ):
            with Vertical(classes="watch-side"):
                yield Static(words(""), id="watch-who", classes="quiet")
                yield Static(words(""), id="watch-text")
                with Vertical(classes="panel", id="watch-notice"):
                    yield Static(words("You notice"), classes="heading")
                    yield Static(words(""), id="watch-notices")
                yield Static(words(""), id="watch-room", classes="quiet")
            with Vertical(classes="watch-side", id="watch-right"):
                yield Static(words(""), id="watch-thinks-heading", classes="heading")
                yield Static(words(""), id="watch-thinks")
                yield Static(words(""), id="watch-does-heading", classes="heading")
                yield Vertical(id="watch-choices")
                yield Static(words(""), id="watch-followed-heading", classes="heading")
                yield Static(words(""), id="watch-followed")

    @on(events.Mount)
    async def _begin(self) -> None:
        await self.show_moment()

    async def show_moment(self) -> None:
        """Shows where the colleague is now, from the top."""
        watched = self.watched
        seen = watched.end if self.ended else watched.moments[self.at].seen
        title = watched.play.world.scenario.title
        self.show_top("A colleague\u2019s telling", title, right=seen.clock)
        with self.app.batch_update():
            who = f"{watched.who} {ONE_WAY}" if self.at == 0 else ""
            self._say("watch-who", prose(who, "$quiet"))
            self._say("watch-text", paragraphs([*seen.text, *seen.later]))
            self.query_one("#watch-notice").set_class(not seen.notices, "-hidden")
            self._say("watch-notices", lines(seen.notices))
            room = joined([shapes_in_short(seen.room), prose(seen.room.line, "$quiet")], "  ")
            self._say("watch-room", Content() if self.ended else room)
            choices = self.query_one("#watch-choices")
            choices.set_class(self.ended, "-hidden")
            await choices.remove_children()
            if self.ended:
                self._show_end()
            else:
                await self._show_thinking(watched.moments[self.at])
            self.column.scroll_home(animate=False)
        self.refresh_bindings()
        self.show_keys()

    async def _show_thinking(self, moment: WatchedMoment) -> None:
        self._say("watch-thinks-heading", words("Thinking aloud"))
        self._say("watch-thinks", prose(moment.thinking))
        self._say("watch-does-heading", words("And then"))
        rows = [
            _choice(choice, theirs=choice.id == moment.choice.id) for choice in moment.seen.choices
        ]
        await self.query_one("#watch-choices").mount_all(rows)
        self._say("watch-followed-heading", words("What followed"))
        self._say("watch-followed", prose(moment.followed))

    def _show_end(self) -> None:
        self._say("watch-thinks-heading", words("Thinking aloud, afterwards"))
        self._say("watch-thinks", prose(self.watched.after))
        self._say("watch-does-heading", Content())
        found = bool(self.watched.underneath)
        self._say("watch-followed-heading", words("What was underneath") if found else Content())
        self._say("watch-followed", prose(self.watched.underneath))

    def _say(self, name: str, content: Content) -> None:
        shown = self.query_one(f"#{name}", Static)
        shown.update(content)
        shown.set_class(not content, "-hidden")

    def label_of(self, binding: Binding) -> str:
        """At the end, going on is going back to where this was opened."""
        return "Done" if binding.id == "watch.on" and self.ended else binding.description

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the first moment there is nothing to go back to."""
        return not (action == "move" and parameters == (-1,) and self.at == 0)

    # ------------------------------------------------------------------------------------- actions

    async def action_move(self, by: int) -> None:
        """Goes on, or back, by a moment; a long one is read on first."""
        if not self.our_app.guard.allows("enter" if by > 0 else "b"):
            return
        if by > 0 and not self.column.reveal(self._last):
            return
        if by > 0 and self.ended:
            self.our_app.leave_page()
            return
        self.at = max(0, self.at + by)
        self.our_app.guard.hide()
        await self.show_moment()
        self.call_after_refresh(self.our_app.guard.shown)

    @property
    def _last(self) -> Static:
        """What stands at the end of this moment."""
        shown = [static for static in self.query(Static) if static.region.height]
        return max(shown, key=lambda static: static.region.bottom)

    def action_scroll(self, by: int) -> None:
        """Scrolls the text."""
        self.column.scroll_relative(y=by, animate=False)

    def action_leave(self) -> None:
        """Goes back."""
        self.our_app.leave_page()


def _choice(choice: Choice, *, theirs: bool) -> Hanging:
    """A choice that was on offer; the one that was made is marked."""
    label = words("\u25b8" if theirs else "\u00b7", "bold $chosen-heading" if theirs else "$quiet")
    text = prose(choice.say, "$bright" if theirs else "$quiet")
    return Hanging(label, text, 2, classes="watch-choice -theirs" if theirs else "watch-choice")
