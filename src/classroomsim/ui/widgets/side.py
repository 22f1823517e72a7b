"""The column beside a beat: the room as desks, and the way so far."""

from textual.app import ComposeResult, RenderResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from classroomsim.engine.play import Play
from classroomsim.engine.seen import Seen
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.desks import Desks, legend
from classroomsim.ui.widgets.hanging import hung

Past = tuple[tuple[str, str], ...]
_CLOCK = 7
CLOSE_BELOW = 27
"""Lines of the column below which the rows of desks stand close."""


class SoFar(Widget):
    """What was done, with the time of day, and where the play is now."""

    DEFAULT_CSS = """
    SoFar { height: auto; width: 1fr; color: $quiet; }
    """

    past: reactive[Past] = reactive((), layout=True)
    clock: reactive[str] = reactive("")
    ended: reactive[bool] = reactive(False)

    def _lines(self, width: int) -> list[Content]:
        shown: list[Content] = []
        for clock, did in self.past:
            shown += hung(words(clock), prose(did), _CLOCK, width)
        now = "the end" if self.ended else "now"
        shown += hung(words(self.clock, "bold $bright"), words(now, "bold $bright"), _CLOCK, width)
        return shown

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """The whole width."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as it takes."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """The way so far."""
        return Content("\n").join(self._lines(self.content_size.width))


class _Way(VerticalScroll, can_focus=False):
    """The way so far, which scrolls by itself, so that the room stays in view."""


class Side(Vertical):
    """The room, and the way so far; for authors, the gauges too."""

    DEFAULT_CSS = """
    Side {
        width: 38;
        height: 1fr;
        padding: 0 1 0 3;
        border-left: solid $rule;
    }
    Side > _Way {
        height: 1fr;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, *, id: str, author: bool = False) -> None:  # noqa: A002
        super().__init__(id=id)
        self.author = author

    def compose(self) -> ComposeResult:
        """The room, the way so far, and what authors see."""
        yield Static(words("The room"), classes="heading side-heading")
        yield Desks(id="desks")
        yield Static(legend(), id="legend", classes="quiet")
        if not self.author:
            yield Static(words("So far"), classes="heading side-heading")
        with _Way(id="way"):
            if self.author:
                yield Static(words("For the author"), classes="heading")
                yield Static(words(""), id="author", classes="quiet")
                yield Static(words("So far"), classes="heading")
            yield SoFar(id="so-far")

    def on_resize(self) -> None:
        """Draws the desks close together where that leaves more of the way so far."""
        self.query_one("#desks", Desks).close = self.size.height < CLOSE_BELOW

    def show(self, play: Play, seen: Seen) -> None:
        """Shows where a play stands."""
        desks = self.query_one("#desks", Desks)
        desks.pupil = play.world.scenario.pupil.name
        desks.room = seen.room
        so_far = self.query_one("#so-far", SoFar)
        so_far.past = tuple(
            (moment.scene.clock, moment.choice.did if moment.choice else "Skipped this scene")
            for moment in play.moments
        )
        so_far.clock, so_far.ended = seen.clock, seen.ended
        if self.author:
            from classroomsim.ui.widgets.gauges import gauges

            self.query_one("#author", Static).update(gauges(play))
        else:
            self.call_after_refresh(self.query_one("#way", _Way).scroll_end, animate=False)
