"""Coming back: whether a moment like it came, one beat of the story again, and the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from classroomsim.diary.record import DiaryError, Offer
from classroomsim.diary.sitting import Sitting
from classroomsim.ui.ask import Answer
from classroomsim.ui.home import Home
from classroomsim.ui.opening import open_plan, planned_of
from classroomsim.ui.page import Page
from classroomsim.ui.plain_words import ago, as_sentence
from classroomsim.ui.plan import CAME, WENT_HEADING, ask_how_it_went
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.picker import Picker, Row
from classroomsim.ui.widgets.reading import Reading

if TYPE_CHECKING:
    from classroomsim.diary.record import Plan

WHAT = (
    "About three minutes, and you can leave at any point. You played this {when}. One moment of it"
    " is here again; something else may be underneath this time."
)
PLANNED = "You had planned"
BEAT, AGAIN = "Play one moment of it", "Play one moment of it once more"
CHANGE = "Change the plan"


class RevisitScreen(Home, Page):
    """Three things to do, in any order, or none of them."""

    NAME = "Back"
    CSS_PATH = "plan.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"choose({n})", f"Number {n}", show=False, id=f"revisit.{n}")
            for n in range(1, 4)
        ),
        Binding("up,k", "move(-1)", "Up", show=False, id="revisit.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="revisit.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="revisit.page_up"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="revisit.page_down"),
        Binding("enter", "choose", "Choose", key_display="Enter", id="revisit.choose"),
        Binding("o", "app.options", "Options", id="revisit.options"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="revisit.help"),
        Binding("q,escape", "leave", "Shelf", key_display="q", id="revisit.leave"),
    ]

    picker = getters.query_one("#plan-ways", Picker)
    column = getters.query_one("#plan-column", Reading)

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self.offer = offer
        self.played = False

    @property
    def plan(self) -> Plan | None:
        """The plan as it stands in the diary now."""
        plan, diary = self.offer.plan, self.our_app.diary
        if plan is None or diary is None:
            return plan
        try:
            return diary.one_plan(plan.id)
        except DiaryError:
            return None

    # ------------------------------------------------------------------------------ what is shown

    def body(self) -> ComposeResult:
        """The plan that was made, if there is one, and what can be done."""
        with Reading(id="plan-column", classes="page-column"), Vertical(classes="inner"):
            said = WHAT.format(when=ago(self.offer.entry.last))
            yield Static(prose(said), classes="quiet", id="plan-what")
            with Vertical(classes="panel", id="plan-panel"):
                yield Static(words(PLANNED), classes="heading")
                yield Static(words(""), id="plan-line")
            yield Static(words(WENT_HEADING), classes="heading", id="plan-came-heading")
            yield Static(words(""), id="plan-came")
            yield Picker(indent=3, id="plan-ways")

    def on_mount(self) -> None:
        """Names the screen."""
        self.show_top("Coming back", self.offer.title, right="only you can see this")

    def on_screen_resume(self) -> None:
        """Shows the plan as it is now, and what is left to do."""
        self.show_again()

    @work(exclusive=True, group="list")
    async def show_again(self) -> None:
        """Shows the plan as it stands now."""
        plan = self.plan
        self.query_one("#plan-panel").set_class(plan is None, "-hidden")
        self.query_one("#plan-line", Static).update(words(plan.line if plan else "", "$bright"))
        came = plan.came if plan else ""
        self.query_one("#plan-came", Static).update(words(came))
        for name in ("#plan-came", "#plan-came-heading"):
            self.query_one(name).set_class(not came, "-hidden")
        answers = [Answer("beat", AGAIN if self.played else BEAT)]
        if plan is not None:
            answers = [Answer("came", CAME), *answers, Answer("plan", CHANGE)]
        rows = [
            Row(words(str(n), "bold $chosen-heading"), prose(one.text), one.value)
            for n, one in enumerate(answers, 1)
        ]
        await self.picker.show(rows, self.picker.chosen)

    # ------------------------------------------------------------------------------------- actions

    def action_move(self, by: int) -> None:
        """Chooses the row above or below; beyond them, scrolls."""
        if not self.picker.move(by):
            self.column.scroll_relative(y=by * 3, animate=False)
        elif self.picker.chosen_widget:
            self.picker.chosen_widget.scroll_visible(animate=False)

    def action_page(self, by: int) -> None:
        """Scrolls by a page."""
        self.column.scroll_relative(y=by * max(1, self.column.size.height - 2), animate=False)

    def action_choose(self, number: int | None = None) -> None:
        """Does what a row says."""
        picks = self.picker.picks
        index = self.picker.chosen if number is None else number - 1
        key = "enter" if number is None else str(number)
        if index < len(picks) and self.our_app.guard.allows(key):
            self.do(picks[index].value)

    @on(Picker.Picked)
    def _picked(self, message: Picker.Picked) -> None:
        message.stop()
        if self.our_app.guard.allows("click"):
            self.do(message.row.value)

    @work(exclusive=True, group="doing")
    async def do(self, what: str) -> None:
        """Does one of the three things."""
        plan = self.plan
        try:
            if what == "came" and plan is not None:
                await ask_how_it_went(self.our_app, planned_of(self.our_app, plan))
            elif what == "plan" and plan is not None:
                await open_plan(self.our_app, plan)
            else:
                await self._play_one_moment()
        except DiaryError as error:
            self.notify(as_sentence(str(error)), markup=False)
        if self.is_current:
            self.show_again()

    async def _play_one_moment(self) -> None:
        """One beat under another cause; looking back follows it, and leads here again."""
        diary = self.our_app.diary
        if diary is None:
            raise DiaryError("The diary is not open.")
        sitting = Sitting.revisit(diary, self.offer)
        self.played = True
        await self.app.push_screen(PlayScreen(sitting))

    def action_leave(self) -> None:
        """Goes back to the shelf."""
        self.our_app.leave_page()
