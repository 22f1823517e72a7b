"""For Tuesday: one if-then line, in the player's own words, with a day if they like."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from classroomsim.debrief.plan import PATTERN
from classroomsim.diary.record import DiaryError
from classroomsim.ui import days
from classroomsim.ui.ask import Answer
from classroomsim.ui.days import DayDialog, OtherDayDialog, day_in_words, day_of
from classroomsim.ui.page import Page
from classroomsim.ui.saving import Copy, Form, save_copy
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.picker import Picker, Row
from classroomsim.ui.widgets.reading import Reading
from classroomsim.ui.write import NO_NAMES, WriteDialog

if TYPE_CHECKING:
    from classroomsim.ui.app import ClassroomSim
    from classroomsim.ui.planned import Planned

WHAT = (
    "One small thing to do if a moment like this comes. Change the words until they are yours."
    " A plan is an offer to yourself: nothing is due, and nobody asks after it."
)
NO_LINE = f"No words yet. A plan may go like this: {PATTERN}"
NO_DAY = "No day yet. It needs none."
IN_DIARY = "It is kept in your diary, on this computer only."
UNTIL_THEN = "You keep no diary, so it lasts for as long as this play; save it or print it."
NOT_YET = "It is not kept yet."
CAME = "Did a moment like it come?"
WENT_HEADING = "How it went"
CAME_HOW = "Write as much or as little as you like, or nothing. It may not have come, or gone by."
IN_CALENDAR = (
    "It holds one whole day with your line as its name. Open it, and your own calendar takes it"
    " in. This program has no account anywhere, and sends nothing."
)
ON_CARD = (
    "It holds your line, and words that can be said. Open it in a browser to print it: four cards"
    " on a sheet, to cut out."
)
KEEP, CHANGE, DAY, CALENDAR, CARD, WENT, LET_GO = (
    *("keep", "change", "day", "calendar", "card", "went", "let go"),
)


class PlanScreen(Page):
    """The line as it stands, and what can be done with it."""

    CSS_PATH = "plan.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"choose({n})", f"Number {n}", show=False, id=f"plan.{n}")
            for n in range(1, 8)
        ),
        Binding("up,k", "move(-1)", "Up", show=False, id="plan.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="plan.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="plan.page_up"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="plan.page_down"),
        Binding("enter", "choose", "Choose", key_display="Enter", id="plan.choose"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="plan.help"),
        Binding("q,escape", "leave", "Back", key_display="q", id="plan.leave"),
    ]

    picker = getters.query_one("#plan-ways", Picker)
    column = getters.query_one("#plan-column", Reading)

    def __init__(self, planned: Planned) -> None:
        super().__init__()
        self.planned = planned

    # ------------------------------------------------------------------------------ what is shown

    def body(self) -> ComposeResult:
        """The line, the day, and the ways to go on."""
        with (
            Reading(id="plan-column", classes="page-column"),
            Vertical(classes="inner"),
        ):
            yield Static(prose(WHAT), classes="quiet", id="plan-what")
            with Vertical(classes="panel", id="plan-panel"):
                yield Static(words(""), id="plan-line")
                yield Static(words(""), id="plan-day", classes="quiet")
            yield Static(words(WENT_HEADING), classes="heading", id="plan-came-heading")
            yield Static(words(""), id="plan-came")
            yield Picker(self._rows(), indent=3, id="plan-ways")
            yield Static(words(""), id="plan-kept", classes="quiet")

    def on_mount(self) -> None:
        """Names the screen and fills it."""
        self.show_top("For Tuesday", self.planned.about, right="only you can see this")
        self._show()

    def _show(self) -> None:
        planned = self.planned
        line = words(planned.line, "$bright") if planned.line else prose(NO_LINE, "$quiet")
        self.query_one("#plan-line", Static).update(line)
        self.query_one("#plan-day", Static).update(words(self._day()))
        self.query_one("#plan-came", Static).update(words(planned.came))
        for name in ("#plan-came", "#plan-came-heading"):
            self.query_one(name).set_class(not planned.came, "-hidden")
        kept = IN_DIARY if planned.diary else UNTIL_THEN
        self.query_one("#plan-kept", Static).update(prose(kept if planned.plan else NOT_YET))

    async def show_again(self) -> None:
        """Shows the plan as it stands now."""
        self._show()
        await self.picker.show(self._rows())

    def _day(self) -> str:
        day = self.planned.day
        return f"For {day_in_words(day, _today())}." if day else NO_DAY

    def _answers(self) -> list[Answer]:
        planned = self.planned
        found = []
        if planned.line and planned.plan is None:
            found.append(Answer(KEEP, "Keep this line as it is"))
        found.append(Answer(CHANGE, "Change the words" if planned.line else "Write the words"))
        if planned.line:
            found.append(Answer(DAY, "Choose another day" if planned.day else "Choose a day"))
        if planned.line and planned.day:
            found.append(Answer(CALENDAR, "Save a file for your calendar"))
        if planned.line and planned.card() is not None:
            found.append(Answer(CARD, "Save a card for your pocket, to print"))
        if planned.plan and planned.diary:
            found.append(Answer(WENT, CAME))
            found.append(Answer(LET_GO, "Let this plan go"))
        return found

    def _rows(self) -> list[Row]:
        return [
            Row(words(str(n), "bold $chosen-heading"), prose(one.text), one.value)
            for n, one in enumerate(self._answers(), 1)
        ]

    # ------------------------------------------------------------------------------------- actions

    def action_move(self, by: int) -> None:
        """Chooses the row above or below; beyond the first, scrolls to the top."""
        moved = self.picker.move(by)
        row = self.picker.chosen_widget
        if moved and row is not None:
            row.scroll_visible(animate=False)
        elif by < 0:
            self.column.scroll_home(animate=False)

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

    @work(exclusive=True)
    async def do(self, what: str) -> None:
        """Does one of the things that can be done with a plan, and shows how it stands then."""
        try:
            await self._do(what)
        except DiaryError as error:
            self.notify(str(error), markup=False)
        if self.is_attached:
            await self.show_again()

    async def _do(self, what: str) -> None:
        planned, app = self.planned, self.our_app
        match what:
            case "keep":
                planned.keep(planned.line, planned.day)
            case "change":
                text = await app.push_screen_wait(
                    WriteDialog("For Tuesday", (NO_NAMES,), planned.line)
                )
                if text:
                    planned.keep(text, planned.day)
            case "day":
                await self._choose_day()
            case "calendar":
                await save_copy(app, _calendar(planned))
            case "card":
                await save_copy(app, _card(planned))
            case "went":
                await ask_how_it_went(app, planned)
            case _:
                planned.let_go()

    async def _choose_day(self) -> None:
        planned, app, today = self.planned, self.our_app, _today()
        chosen = await app.push_screen_wait(DayDialog(today, has_one=planned.day is not None))
        if chosen == days.OTHER:
            chosen = await app.push_screen_wait(OtherDayDialog(today))
        if chosen is None:
            return
        planned.keep(planned.line, None if chosen == days.NONE else day_of(chosen, today))

    def action_leave(self) -> None:
        """Goes back."""
        self.our_app.leave_page()


async def ask_how_it_went(app: ClassroomSim, planned: Planned) -> None:
    """Asks whether a moment like it came; nothing needs to be written.

    For a worker: it waits for the answer. Raises `DiaryError`.
    """
    text = await app.push_screen_wait(WriteDialog(CAME, (f"{CAME_HOW} {NO_NAMES}",), planned.came))
    if text is not None:
        planned.say_how_it_went(text)


def _today() -> date:
    return datetime.now().astimezone().date()


def _calendar(planned: Planned) -> Copy:
    def text() -> str:
        from classroomsim.pages.calendar import to_ics

        if planned.day is None:
            raise ValueError("a calendar needs a day")
        return to_ics(planned.line, planned.day, planned.title, planned.made)

    return Copy(
        "A file for your calendar",
        (IN_CALENDAR,),
        planned.title,
        "plan",
        (Form("A calendar file (.ics)", ".ics", text),),
    )


def _card(planned: Planned) -> Copy:
    def text() -> str:
        from classroomsim.pages.html import to_html

        card = planned.card()
        if card is None:
            raise ValueError("a card needs a play that can be gone back to")
        return to_html(card)

    return Copy(
        "A card for your pocket",
        (ON_CARD,),
        planned.title,
        "card",
        (Form("A page to print (HTML)", ".html", text),),
    )
