"""Looking back: what could be seen, moment by moment, and the seven parts of the one chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import ScreenResume
from textual.reactive import reactive
from textual.widgets import Static

from classroomsim.debrief.focus import moment_for
from classroomsim.debrief.lookback import LookingBack, look_back, parts
from classroomsim.debrief.message import message
from classroomsim.diary.sitting import Sitting
from classroomsim.engine.play import where_they_part
from classroomsim.ui.home import home_of, leave_for_home
from classroomsim.ui.other_play import a_way_beside
from classroomsim.ui.page import Page
from classroomsim.ui.planned import PlanOfPlay, plans_of
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.afterwards import Afterwards
from classroomsim.ui.widgets.led_to_view import LedToView
from classroomsim.ui.widgets.message_view import MessageView
from classroomsim.ui.widgets.parts_view import PartsView
from classroomsim.ui.widgets.reading import Reading
from classroomsim.ui.widgets.strip import Edge, MomentCard, Strip

if TYPE_CHECKING:
    from classroomsim.debrief.ahead import Prepared
    from classroomsim.debrief.lookback import Parting

ASK = "What you could see, moment by moment. Which one shall we look at?"
ASK_BRIEFLY = "Which moment shall we look at?"
ONE_MOMENT = "What you could see. Shall we look at it?"
CAME_BACK = "What you could see, up to the moment you came back for."
NO_MOMENT = "There is no moment to look back on yet."
_ALL_OF_ASK, _ALL_OF_BOTH, _ALL_LABELS = 76, 150, 178
"""Columns from which the whole question is shown, alone and with a suggestion beside it, and from
which the whole labels of the keys are."""


class LookingBackScreen(Page):
    """A play looked back on. Its player picks the moment; nothing here says how it went."""

    CSS_PATH = "looking_back.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "try_again", "Try this moment again", id="looking_back.try_again"),
        Binding(
            "right",
            "move(1)",
            "Another moment",
            key_display="\u2190 \u2192",
            id="looking_back.another_moment",
        ),
        Binding("left", "move(-1)", "The moment before", show=False, id="looking_back.before"),
        Binding("y", "why", "Why might that have happened?", id="looking_back.why"),
        Binding("c", "side_by_side", "Two ways, side by side", id="looking_back.side_by_side"),
        Binding("t", "plan", "For Tuesday", id="looking_back.plan"),
        Binding("n", "note", "Note to self", id="looking_back.note"),
        Binding("s", "save", "Save a copy", id="looking_back.save"),
        Binding("o", "app.options", "Options", show=False, id="looking_back.options"),
        Binding("up,k", "scroll(-1)", "Up", show=False, id="looking_back.up"),
        Binding("down,j", "scroll(1)", "Down", show=False, id="looking_back.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="looking_back.page_up"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="looking_back.page_down"),
        Binding("home", "page(-99)", "To the top", show=False, id="looking_back.home"),
        Binding("end", "page(99)", "To the end", show=False, id="looking_back.end"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="looking_back.help"),
        Binding("q", "leave", "Shelf", id="looking_back.leave"),
        Binding("escape", "leave", "Shelf", show=False, id="looking_back.leave_too"),
    ]
    SHORT: ClassVar[Mapping[str, str]] = {
        "looking_back.try_again": "Try again",
        "looking_back.another_moment": "Moment",
        "looking_back.why": "Why?",
        "looking_back.side_by_side": "Two ways",
        "looking_back.plan": "Tuesday",
        "looking_back.note": "Note",
        "looking_back.save": "Save",
    }

    MEDIUM: ClassVar[Mapping[str, str]] = {
        "looking_back.why": "Why?",
        "looking_back.side_by_side": "Two ways",
        "looking_back.note": "Note",
        "looking_back.save": "Save",
    }
    """Labels where the screen is wide, but not wide enough for all of them in full."""

    reading = getters.query_one("#reading", Reading)
    strip = getters.query_one("#strip", Strip)

    chosen: reactive[int] = reactive(0)
    """Which moment is looked at (from 0)."""

    def __init__(self, sitting: Sitting, number: int | None = None) -> None:
        """`number` is the moment (from 0) to begin at; None leaves that to what is suggested."""
        super().__init__()
        self._asked_for = number
        self.sitting = sitting
        self.looking: LookingBack = look_back(sitting.play)
        self.prepared: Prepared | None = None
        self.parting: Parting | None = None
        self._plans = plans_of(sitting)
        self.wanted = moment_for(sitting.play, sitting.focus) if sitting.focus else None

    @property
    def suggested(self) -> Parting | None:
        """By what the player wanted to look at, or else by where the ways parted."""
        if self.sitting.kind == "revisit":
            return None
        return self.wanted or self.parting

    def _where_to_begin(self) -> int:
        """The moment tried again or come back for, else the one suggested, else the first."""
        earlier, last = self.sitting.earlier, len(self.looking.cards) - 1
        if self._asked_for is not None:
            return max(0, min(self._asked_for, last))
        if earlier is not None:
            return max(0, min(where_they_part(self.sitting.play, earlier.play), last))
        if self.sitting.kind == "revisit":
            return max(0, last)
        return self.suggested.number if self.suggested else 0

    # ------------------------------------------------------------------------- what lay ahead

    def _take_in(self, prepared: Prepared | None) -> None:
        """Knows now where the ways parted, and what else could have followed."""
        self.prepared = prepared
        self.parting = prepared.suggest(self.sitting.play) if prepared else None

    @work(exclusive=True, group="ahead")
    async def _look_ahead(self) -> None:
        """Where that comes late, it is told; the moment that is being looked at stays."""
        self._take_in(await self.our_app.foresight.of(self.sitting.play.world).done())
        if self.prepared is not None and self.is_attached and self.query(LedToView):
            self._ask()  # it may be closing by now
            self._show_led_to()

    def _show_led_to(self) -> None:
        """What else the chosen moment could have led to, if that is known."""
        play, prepared = self.sitting.play, self.prepared
        found = prepared.led_to(play, self.chosen) if prepared and play.choices else ()
        self.query_one(LedToView).show(found)

    # -------------------------------------------------------------------------------- on screen

    def body(self) -> ComposeResult:
        """The strip, the seven parts, and what comes after them."""
        cards = self.looking.cards
        self._take_in(self.our_app.foresight.ready(self.sitting.play.world))
        self.set_reactive(LookingBackScreen.chosen, self._where_to_begin())
        with Reading(id="reading"):
            yield Static(self._question(), id="question", classes="heading")
            if self.sitting.earlier is not None:
                yield Static(self._twice(), id="twice")
            if cards:
                yield Strip(cards, self.looking.pupil, self.chosen, id="strip")
                yield PartsView(id="parts")
                yield MessageView(id="message")
                yield LedToView()
            yield Afterwards(self.sitting, self.looking, id="afterwards")

    def _question(self) -> Content:
        """Which moment to look at; and quietly which one might be, where that is known."""
        suggested = self.suggested.sentence if self.suggested else ""
        if len(self.looking.cards) < 2:
            return words(ONE_MOMENT if self.looking.cards else NO_MOMENT)
        if self.sitting.kind == "revisit":
            return words(CAME_BACK)
        width = self.app.size.width
        ask = words(ASK if width >= (_ALL_OF_BOTH if suggested else _ALL_OF_ASK) else ASK_BRIEFLY)
        if not suggested:
            return ask
        return Content.assemble(ask, "  ", prose(suggested, "not bold $quiet"))

    def _ask(self) -> None:
        self.query_one("#question", Static).update(self._question())

    def _twice(self) -> Content:
        """Where this try began, and the key to what it is a try beside."""
        card = self.looking.cards[self.chosen] if self.looking.cards else None
        begun = f"Tried again from {card.clock}, {card.name}." if card else "Tried again."
        return Content.assemble(
            prose(begun), "  ", words("c", "bold $key"), "  ", words("Two ways, side by side")
        )

    def on_mount(self) -> None:
        """Fills the bars and shows the first moment."""
        self.show_top("Looking back", self.looking.title, right="only you can see this")
        self._show_parts()
        if self.prepared is None and self.looking.cards:
            self._look_ahead()

    def watch_chosen(self) -> None:
        """Shows another moment, from its beginning."""
        if not self.looking.cards or not self.is_mounted:
            return
        self.strip.chosen = self.chosen
        self._show_parts()
        self.reading.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Asks in fewer words where there is less room."""
        if self.is_mounted:
            self._ask()
            self.show_keys()
            for strip in self.query(Strip):
                strip.fit()

    def label_of(self, binding: Binding) -> str:
        """The whole label where there is room for all of them; leaving says where to."""
        if binding.id == "looking_back.leave":
            return home_of(self.our_app)
        if self.size.width >= _ALL_LABELS:
            return binding.description
        return self.MEDIUM.get(binding.id or "", binding.description)

    def _show_parts(self) -> None:
        if not self.looking.cards:
            return
        planned = next((plan.line for plan in self._plans if plan.number == self.chosen), "")
        self.query_one(PartsView).show(parts(self.sitting.play, self.chosen), planned)
        self._show_message()
        self._show_led_to()

    def _show_message(self) -> None:
        """What could be seen at this moment, beside the guess made at it, if there is one."""
        sitting, over = self.sitting, self.sitting.kind == "revisit"
        guessed = sitting.guesses.get(self.chosen)
        shown = message(sitting.play, self.chosen, guessed, over=over)
        self.query_one(MessageView).show(shown)

    @on(Edge.Clicked)
    def _edge_clicked(self, message: Edge.Clicked) -> None:
        self.action_move(message.by)

    @on(MomentCard.Clicked)
    def _clicked(self, message: MomentCard.Clicked) -> None:
        self.chosen = message.index

    # ---------------------------------------------------------------------------------- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a moment there is nothing to look at closely."""
        del parameters
        needs_one = action in {"try_again", "move", "why", "plan", "save"}
        return bool(self.looking.cards) or not needs_one

    def action_move(self, by: int) -> None:
        """Looks at the moment before or after."""
        self.chosen = max(0, min(self.chosen + by, len(self.looking.cards) - 1))

    def action_scroll(self, lines: int) -> None:
        """Scrolls by lines."""
        self.reading.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scrolls by pages; many of them go to the top or the end."""
        page = max(1, self.reading.scrollable_content_region.height - 2)
        self.reading.scroll_relative(y=pages * page, animate=False)

    async def action_try_again(self) -> None:
        """Goes straight into the moment looked at."""
        app, chosen = self.our_app, self.chosen
        again, notice = app.kept(self.sitting, lambda: self.sitting.try_again(chosen))
        from classroomsim.ui.play import PlayScreen

        await app.push_screen(PlayScreen(again, notice))

    @work
    async def action_note(self) -> None:
        """Asks for a note to self about this moment, and shows it with the others."""
        from classroomsim.ui.note import NoteDialog

        app, number = self.our_app, self.chosen
        kept = self.sitting.diary is not None
        text = await app.push_screen_wait(NoteDialog(kept=kept))
        if text:
            _, says = app.kept(self.sitting, lambda: self.sitting.note(text, number))
            if says:
                self.notify(says, markup=False)
            await self._tell_again()

    async def _tell_again(self) -> None:
        """Shows what was written meanwhile."""
        afterwards = self.query_one(Afterwards)
        await afterwards.recompose()
        afterwards.scroll_visible(animate=False)

    async def action_plan(self) -> None:
        """Opens the if-then line of this moment."""
        from classroomsim.ui.plan import PlanScreen

        await self.app.push_screen(PlanScreen(PlanOfPlay(self.sitting, self.chosen)))

    @on(ScreenResume)
    async def _back_again(self) -> None:
        """Shows a plan that was made or changed meanwhile."""
        plans = plans_of(self.sitting)
        if plans != self._plans:
            self._plans = plans
            self._show_parts()
            await self.query_one(Afterwards).recompose()

    @work
    async def action_save(self) -> None:
        """Saves a copy of what is being looked at."""
        from classroomsim.ui.copies import copy_of_looking_back
        from classroomsim.ui.saving import save_copy

        play, prepared = self.sitting.play, self.prepared
        led_to = prepared.led_to(play, self.chosen) if prepared else ()
        await save_copy(self.our_app, copy_of_looking_back(self.sitting, self.chosen, led_to))

    async def action_why(self) -> None:
        """Opens the reasons for what moved in this moment."""
        from classroomsim.ui.why import WhyScreen

        await self.app.push_screen(WhyScreen(self.sitting, self.chosen))

    @work
    async def action_side_by_side(self) -> None:
        """Sets this way beside the one it is a second try of, or beside another from the diary."""
        other = self.sitting.earlier or await a_way_beside(self.our_app, self.sitting)
        if isinstance(other, str):
            self.notify(other, markup=False)
        if not isinstance(other, Sitting):
            return
        from classroomsim.ui.side_by_side import SideBySideScreen

        await self.app.push_screen(SideBySideScreen(self.sitting, other))

    def action_leave(self) -> None:
        """Goes back to the shelf or the diary, past any tries on the way here."""
        leave_for_home(self.our_app)
