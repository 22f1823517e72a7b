"""Why a moment might have gone as it did: what may have moved, and what may lie behind it."""

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from classroomsim.debrief.lookback import look_back
from classroomsim.debrief.why import NOTHING_MOVED, ON_ITS_WAY, Account, Reason, accounts
from classroomsim.diary.sitting import Sitting
from classroomsim.ui.page import Page
from classroomsim.ui.text import prose
from classroomsim.ui.widgets.reading import Reading
from classroomsim.ui.widgets.strip import you_did

HOW_TO_READ = (
    "The rules this story runs on. Each is one reading, with where it comes from and how sure"
    " anyone is."
)


class WhyScreen(Page):
    """One moment's reasons: on the left what may have moved, on the right why."""

    CSS_PATH = "why.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll(-1)", "Up", show=False, id="why.up"),
        Binding("down,j", "scroll(1)", "Down", show=False, id="why.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="why.page_up"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="why.page_down"),
        Binding("home", "page(-99)", "To the top", show=False, id="why.home"),
        Binding("end", "page(99)", "To the end", show=False, id="why.end"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="why.help"),
        Binding("q", "leave", "Back to the moment", id="why.leave"),
        Binding("escape", "leave", "Back to the moment", show=False, id="why.leave_too"),
    ]

    reading = getters.query_one("#why", Reading)

    def __init__(self, sitting: Sitting, number: int) -> None:
        super().__init__()
        self.sitting = sitting
        self.number = number

    def body(self) -> ComposeResult:
        """The moment, then each thing that may have moved."""
        card = look_back(self.sitting.play).cards[self.number]
        found = accounts(self.sitting.play, self.number)
        with Reading(id="why"), Vertical(id="why-body"):
            yield Static(prose(f"{you_did(card).rstrip('.')}."), id="why-did")
            yield Static(prose(HOW_TO_READ), classes="quiet", id="why-how")
            if not found:
                yield Static(prose(NOTHING_MOVED))
            said = ""
            for account in found:
                with Horizontal(classes="account"):
                    yield from _row(account, heading=account.who != said)
                said = account.who

    def on_mount(self) -> None:
        """Names the moment."""
        scene = self.sitting.play.moment(self.number).scene
        self.show_top(
            "Why might that have happened?",
            f"{scene.clock}  {scene.name}",
            right="only you can see this",
        )

    def action_scroll(self, lines: int) -> None:
        """Scrolls by lines."""
        self.reading.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scrolls by pages; many of them go to the top or the end."""
        page = max(1, self.reading.scrollable_content_region.height - 2)
        self.reading.scroll_relative(y=pages * page, animate=False)

    def action_leave(self) -> None:
        """Goes back to the moment."""
        self.our_app.leave_page()


def _row(account: Account, *, heading: bool) -> ComposeResult:
    with Vertical(classes="moved"):
        if heading:
            yield Static(prose(account.who), classes="heading")
        yield Static(prose(account.what, "$bright"))
    with Vertical(classes="reasons"):
        if account.on_its_way:
            yield Static(prose(ON_ITS_WAY), classes="on-its-way")
        for reason in account.reasons:
            yield Static(_told(reason), classes="reason" if _ends(reason) else "reason -bare")


def _ends(reason: Reason) -> bool:
    """Whether a source or a change closes it; what comes next stands apart then."""
    return bool(reason.source or reason.changed)


def _told(reason: Reason) -> Content:
    told = [prose(reason.because)]
    if reason.source:
        sure = f"  {reason.sure}" if reason.sure else ""
        told.append(
            Content.assemble(prose(f"{reason.source}.", "$quiet"), prose(sure, "italic $quiet"))
        )
    if reason.changed:
        told.append(prose(reason.changed))
    return Content("\n").join(told)
