"""Before a play: where it is, what is known at nine o'clock, and what kind of story it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from classroomsim.debrief.focus import FOCUSES, focus_named
from classroomsim.scenario.story import Scenario
from classroomsim.ui.ask import Answer, AskDialog
from classroomsim.ui.page import Page
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.hanging import Hanging
from classroomsim.ui.widgets.reading import Reading

if TYPE_CHECKING:
    from classroomsim.scenario.read import Reading as FileReading

PRIVATE = "Nobody is assessed here. Only you can see this."
PICK_ONE = "If you like, pick one thing to look at."
ASK = "One thing to look at, if you like"
ASK_WHY = "It only settles where looking back begins. It is not a target."
NOTHING = "nothing"
STORY = "This is a simplified story, not a prediction about any child."


class BeforeScreen(Page):
    """What a teacher would know before the moment comes."""

    CSS_PATH = "before.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "Begin", key_display="Enter", id="before.begin"),
        Binding("f", "pick_focus", "One thing to look at", id="before.focus"),
        Binding("w", "watch", "Watch a colleague's telling", id="before.watch"),
        Binding("up,k", "scroll(-1)", "Up", show=False, id="before.up"),
        Binding("down,j", "scroll(1)", "Down", show=False, id="before.down"),
        Binding("pageup", "scroll(-10)", "Page up", show=False, id="before.pageup"),
        Binding("pagedown,space", "scroll(10)", "Page down", show=False, id="before.pagedown"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="before.help"),
        Binding("q,escape", "leave", "Back", key_display="q", id="before.leave"),
    ]

    SHORT: ClassVar[dict[str, str]] = {
        "before.focus": "One thing",
        "before.watch": "Watch a colleague",
    }

    column = getters.query_one("#before-column", Reading)
    begin_row = getters.query_one("#before-begin", Static)

    def __init__(
        self, reading: FileReading, telling: str | None = None, choices: Sequence[str] = ()
    ) -> None:
        super().__init__()
        if reading.scenario is None:
            raise ValueError(f"{reading.source.name} has problems and can't be played yet")
        self.reading = reading
        self.scenario: Scenario = reading.scenario
        self.telling = telling
        self.first_choices = tuple(choices)
        self.focus_id: str | None = None
        """What the player would like to look at afterwards; None for nothing in particular."""

    def body(self) -> ComposeResult:
        """What is known; in two columns where there is room."""
        about, pupil = self.scenario.about, self.scenario.pupil
        with (
            Reading(id="before-column", classes="page-column"),
            Container(id="before-columns", classes="inner"),
        ):
            with Vertical(classes="before-side"):
                yield Static(prose(about.setting), classes="before-setting")
                if about.content_note:
                    yield Static(prose(about.content_note), classes="quiet before-part")
                with Vertical(classes="panel", id="before-known"):
                    yield from _part("What you know at nine", about.known_at_nine)
                    yield from _part(f"What {pupil.name} is good at", about.strength)
                    yield from _part("Family says", about.family_says)
            with Vertical(classes="before-side"):
                if self.scenario.others:
                    yield Static(words("Who else is there"), classes="heading before-heading")
                    names = {_named(who): text for who, text in self.scenario.others.items()}
                    indent = min(2 + max(map(len, names)), 14)
                    for name, text in names.items():
                        yield Hanging(prose(name, "bold"), prose(text), indent)
                yield Static(words("What this is"), classes="heading before-after")
                yield Static(prose(f"{PRIVATE} {STORY}"), classes="before-text")
                if about.safeguarding:
                    yield Static(prose(about.safeguarding), classes="quiet before-part")
                yield Static(self._focus(), classes="before-part", id="before-focus")
                begin = Content.assemble(words("Enter", "bold $key"), words("  Begin"))
                yield Static(begin, id="before-begin")

    def _focus(self) -> Content:
        """What was picked to look at, or how to pick something."""
        focus = focus_named(self.focus_id) if self.focus_id else None
        if focus is None:
            return Content.assemble(words("f", "bold $key"), prose(f"  {PICK_ONE}", "$quiet"))
        return Content.assemble(prose("To look at afterwards: "), prose(focus.name, "bold $bright"))

    def on_mount(self) -> None:
        """Names the screen."""
        self.show_top(self.scenario.title, "before", right="only you can see this")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A colleague's telling can be watched where one is written."""
        return action != "watch" or self.scenario.watch is not None

    async def action_pick_focus(self) -> None:
        """Asks for one thing to look at afterwards; nothing in particular is as good an answer."""
        answers = [Answer(focus.id, f"{focus.name}. {focus.about}") for focus in FOCUSES]
        answers.append(Answer(NOTHING, "Nothing in particular."))
        values = [answer.value for answer in answers]

        def done(answer: str | None) -> None:
            if answer is not None:
                self.focus_id = None if answer == NOTHING else answer
                line = self.query_one("#before-focus", Static)
                line.update(self._focus())
                line.scroll_visible(animate=False)

        chosen = values.index(self.focus_id or NOTHING)
        await self.app.push_screen(AskDialog(ASK, (ASK_WHY,), answers, chosen), done)

    async def action_watch(self) -> None:
        """Shows a colleague's telling."""
        from classroomsim.ui.opening import watch

        trouble = await watch(self.our_app, self.reading)
        if trouble:
            self.notify(trouble, markup=False)

    def action_scroll(self, lines: int) -> None:
        """Scrolls the text."""
        self.column.scroll_relative(y=lines, animate=False)

    def on_click(self, event: object) -> None:
        """Begins where that line is clicked."""
        widget = getattr(event, "widget", None)
        if widget is self.begin_row:
            self.begin("click")

    def action_begin(self) -> None:
        """Begins the play."""
        self.begin("enter")

    def begin(self, key: str) -> None:
        """Begins the play, unless this key is still held from before."""
        app = self.our_app
        if not app.guard.allows(key):
            return
        from classroomsim.ui.opening import begin_play

        begin_play(app, self.reading, self.telling, self.first_choices, self.focus_id)

    def action_leave(self) -> None:
        """Goes back."""
        self.our_app.leave_page()


def _named(who: str) -> str:
    return " ".join(part.capitalize() for part in who.split("_"))


def _part(heading: str, text: str) -> ComposeResult:
    """A heading and what stands under it, where there is anything to say."""
    if text:
        yield Static(prose(heading), classes="heading")
        yield Static(prose(text), classes="before-known-text")
