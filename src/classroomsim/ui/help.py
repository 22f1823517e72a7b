"""Help: what this is, what the keys do, and where the diary lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from classroomsim.diary.places import diary_path
from classroomsim.ui.page import Page
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.hanging import Hanging
from classroomsim.ui.widgets.reading import Reading

WHAT = (
    "A place to rehearse the ten seconds in which a child is distressed, a class is watching, and"
    " you have to do something. You try it, see what may follow, look back, and try that very"
    " moment again."
)
STORY = (
    "It is a simplified story, not a prediction about any child. The same opening may have another"
    " cause underneath the next time you play it."
)
PRIVATE = (
    "Nobody assesses you and nobody sees this but you. Nothing is sent anywhere. It is not"
    " evidence of anybody's teaching."
)
KEYS = (
    ("1 to 5", "choose, in a play"),
    ("\u2191 \u2193 Enter", "move, and choose what is marked; read on where the text is longer"),
    ("Space", "read on by a page"),
    ("g", "what might be said? Your own guess, if you like; nobody marks it"),
    ("b", "go back one moment, as often as you like"),
    ("w", "what if: look ahead at a choice without making it"),
    ("s", "skip this scene; the story goes on after it"),
    ("n", "a note to yourself"),
    ("q", "leave; with a diary you can carry on another day"),
    ("Ctrl+P", "every command by name"),
)
LOOKING_BACK = (
    ("r", "try this moment again"),
    ("y", "why might that have happened?"),
    ("c", "two ways, side by side"),
    ("t", "for Tuesday: an if-then line in your own words"),
    ("s", "save a copy, to read or to print"),
)
AROUND = (
    ("f", "before a play: one thing to look at, if you like"),
    ("w", "before a play: watch a colleague's telling"),
    ("d", "on the shelf: your diary"),
    ("o", "options: words first or a try first, coming back, colours"),
)


class HelpScreen(Page):
    """One page to read."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll(-1)", "Up", show=False, id="help.up"),
        Binding("down,j", "scroll(1)", "Down", show=False, id="help.down"),
        Binding("pageup", "scroll(-10)", "Page up", show=False, id="help.pageup"),
        Binding("pagedown,space", "scroll(10)", "Page down", show=False, id="help.pagedown"),
        Binding(
            "enter,escape,q,question_mark", "leave", "Back", key_display="Enter", id="help.leave"
        ),
    ]

    column = getters.query_one("#help-column", Reading)

    def body(self) -> ComposeResult:
        """What it is, the keys, the diary."""
        with (
            Reading(id="help-column", classes="page-column"),
            Container(id="help-columns", classes="inner"),
        ):
            with Vertical(classes="help-side"):
                yield Static(words("What this is"), classes="heading")
                for text in (WHAT, STORY):
                    yield Static(prose(text), classes="help-text")
                yield Static(words("Only you"), classes="heading")
                yield Static(prose(PRIVATE), classes="help-text")
                yield Static(words("Your diary"), classes="heading")
                yield Static(prose(self._diary()), classes="help-text")
                yield Static(words(str(diary_path()), "$quiet"), classes="help-text")
            with Vertical(classes="help-side"):
                yield Static(words("Keys"), classes="heading")
                yield from _keys(KEYS)
                yield Static(words("When looking back"), classes="heading help-more")
                yield from _keys(LOOKING_BACK)
                yield Static(words("And also"), classes="heading help-more")
                yield from _keys(AROUND)
                yield Static(
                    prose(
                        "Everything can also be clicked. For a screen reader there is the same"
                        " play as plain lines: classroomsim play tuesday_210 --plain"
                    ),
                    classes="help-text help-after",
                )

    def _diary(self) -> str:
        if self.our_app.diary is not None:
            return (
                "Your plays, plans and notes are kept in one file on this computer. The diary, on"
                " d from the shelf, shows them, saves a copy of them, and forgets one or all of"
                " them for good. It lies here:"
            )
        return "You keep none, so nothing is written. If you kept one, it would lie here:"

    def on_mount(self) -> None:
        """Names the screen."""
        self.show_top("Help", "classroomsim", right="only you can see this")

    def action_scroll(self, by: int) -> None:
        """Scrolls the text."""
        self.column.scroll_relative(y=by, animate=False)

    def action_leave(self) -> None:
        """Goes back."""
        self.our_app.leave_page()


def _keys(keys: Sequence[tuple[str, str]]) -> ComposeResult:
    for key, does in keys:
        yield Hanging(words(key, "bold $key"), prose(does), 13)
