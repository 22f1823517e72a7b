"""What could be seen in this telling and in another, beside the guess, if one was made."""

from __future__ import annotations

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from classroomsim.debrief.message import Cued, Message
from classroomsim.ui.text import joined, lines, prose, words

HEADING = "Reading the message"
WONDERED = "You wondered:"
NOT_YET = "What was underneath is told once the story has reached an end."
SEEN, WOULD = "What could be seen of it here: ", "What could have been seen of it: "
NOTHING_HERE = "Nothing that could be seen here told of it."


class MessageView(Vertical):
    """Shows one message, or nothing. A guess is never right or wrong."""

    DEFAULT_CSS = """
    MessageView {
        height: auto;
        & .columns { height: auto; layout: vertical; }
        & .column { height: auto; width: 1fr; max-width: 76; margin-bottom: 1; }
        & Static { height: auto; }
        & #message-wondered { margin-bottom: 1; }
    }
    """

    wondered = getters.query_one("#message-wondered", Static)
    here = getters.query_one("#message-here", Static)
    elsewhere = getters.query_one("#message-elsewhere", Static)

    def compose(self) -> ComposeResult:
        """The guess, and under it the two sides."""
        yield Static(words(HEADING), classes="heading")
        yield Static(id="message-wondered")
        with Horizontal(classes="columns"):
            yield Static(id="message-here", classes="column")
            yield Static(id="message-elsewhere", classes="column")

    def show(self, message: Message) -> None:
        """Shows a message; one without a guess is shown only where something told causes apart."""
        self.display = bool(message.guessed) or _told_apart(message)
        if not self.display:
            return
        self.wondered.display = bool(message.guessed)
        self.wondered.update(joined([prose(WONDERED, "$quiet"), lines(message.guessed)], "\n"))
        self.here.update(told(message.here, SEEN) if message.here else prose(NOT_YET, "$quiet"))
        self.elsewhere.display = bool(message.elsewhere)
        self.elsewhere.update(joined([told(one, WOULD) for one in message.elsewhere], "\n\n"))


def _told_apart(message: Message) -> bool:
    """Whether anything that could be seen at the moment told one cause from another."""
    return any(side.cues for side in (message.here, *message.elsewhere) if side is not None)


def told(cued: Cued, lead: str) -> Content:
    """What was underneath, and what of it could be seen."""
    shown = prose(" ".join(cued.cues)) if cued.cues else prose(NOTHING_HERE, "$quiet")
    seen = Content.assemble(prose(lead, "$quiet"), shown) if cued.cues else shown
    return joined([prose(cued.underneath), seen], "\n")
