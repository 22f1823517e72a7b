"""One part of the coaching on a moment: its heading, and its text or the words to say."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from classroomsim.debrief.lookback import Part
from classroomsim.ui.text import prose, words


class PartView(Vertical):
    """Shows one part, or nothing. Words to say stand apart, behind a bar."""

    DEFAULT_CSS = """
    PartView {
        height: auto;
        margin-bottom: 1;
        & .heading { color: $heading; text-style: bold; }
        & .-set-off {
            border-left: thick $heading;
            background: $surface;
            padding: 0 2;
        }
    }
    """

    heading = getters.query_one(".heading", Static)
    body = getters.query_one(".text", Static)

    def compose(self) -> ComposeResult:
        """The heading, and what is under it."""
        yield Static(classes="heading")
        yield Static(classes="text")

    def show(self, part: Part | None, own: str = "") -> None:
        """Shows a part, or the player's own words in its place; None hides this one."""
        self.display = part is not None
        if part is None:
            return
        heading = f"{part.heading}, in your words" if own else part.heading
        self.heading.update(prose(heading))
        self.body.set_class(bool(part.say), "-set-off")
        text = words(own) if own else prose(part.body)
        self.body.update(said_apart(part) if part.say else text)


def said_apart(part: Part) -> Content:
    """Another way: the move's name, the words to say, and what it may cost."""
    spoken = Content.assemble(prose(part.say, "$bright"), " ", prose(part.cost))
    return Content("\n").join([prose(part.move, "$quiet"), spoken])
