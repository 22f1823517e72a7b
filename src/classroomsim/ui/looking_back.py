"""Looking back: what could be seen, moment by moment, and the seven parts of the one chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from classroomsim.debrief.lookback import LED_TO, LookingBack, look_back, parts
from classroomsim.diary.record import DiaryError
from classroomsim.diary.sitting import Sitting
from classroomsim.engine.play import where_they_part
from classroomsim.ui.page import Page
from classroomsim.ui.text import lines, prose, words
from classroomsim.ui.widgets.afterwards import Afterwards
from classroomsim.ui.widgets.part_view import PartView
from classroomsim.ui.widgets.reading import Reading
from classroomsim.ui.widgets.strip import Edge, MomentCard, Strip

if TYPE_CHECKING:
    from classroomsim.debrief.ahead import Parting, Prepared

ASK = "What you could see, moment by moment. Which one shall we look at?"
ASK_BRIEFLY = "Which moment shall we look at?"
ONE_MOMENT = "What you could see. Shall we look at it?"
NO_MOMENT = "There is no moment to look back on yet."
ONE_WAY = "There is one way so far. Try a moment again, and the two can stand side by side."
_ALL_OF_ASK, _ALL_OF_BOTH, _ALL_LABELS = 76, 150, 140
"""Columns from which the whole question is shown, alone and with a suggestion beside it, and from
which the whole labels of the keys are."""
_LEFT, _RIGHT = 3, 4
"""How many of the seven parts each column holds."""


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
        Binding("n", "note", "Note to self", id="looking_back.note"),
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
        "looking_back.note": "Note",
    }

    MEDIUM: ClassVar[Mapping[str, str]] = {
        "looking_back.why": "Why?",
        "looking_back.note": "Note",
    }
    """Labels where the screen is wide, but not wide enough for all of them in full."""

    reading = getters.query_one("#reading", Reading)
    strip = getters.query_one("#strip", Strip)

    chosen: reactive[int] = reactive(0)
    """Which moment is looked at (from 0)."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.looking: LookingBack = look_back(sitting.play)
        self.prepared: Prepared | None = None
        self.parting: Parting | None = None

    def _where_to_begin(self) -> int:
        """The moment that was tried again, or else the one suggested, or else the first."""
        earlier, last = self.sitting.earlier, len(self.looking.cards) - 1
        if earlier is None:
            return self.parting.number if self.parting else 0
        return max(0, min(where_they_part(self.sitting.play, earlier.play), last))

    # ------------------------------------------------------------------------- what lay ahead

    def _take_in(self, prepared: Prepared | None) -> None:
        """Knows now where the ways parted, and what else could have followed."""
        self.prepared = prepared
        self.parting = prepared.suggest(self.sitting.play) if prepared else None

    @work(exclusive=True)
    async def _look_ahead(self) -> None:
        """Where that comes late, it is told; the moment that is being looked at stays."""
        self._take_in(await self.our_app.foresight.of(self.sitting.play.world).done())
        if self.prepared is not None:
            self._ask()
            self._show_led_to()

    def _show_led_to(self) -> None:
        """What else the chosen moment could have led to, if that is known."""
        play, prepared = self.sitting.play, self.prepared
        found = prepared.led_to(play, self.chosen) if prepared and play.choices else ()
        self.query_one("#led-to").set_class(not found, "-hidden")
        told = [
            Content.assemble(lines(one.did, "$bright"), "\n", prose(one.could)) for one in found
        ]
        self.query_one("#led-to-text", Static).update(Content("\n\n").join(told))

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
                with Horizontal(id="parts"):
                    with Vertical(classes="column"):
                        yield from (PartView() for _ in range(_LEFT))
                    with Vertical(classes="column"):
                        yield from (PartView() for _ in range(_RIGHT))
                with Vertical(id="led-to", classes="-hidden"):
                    yield Static(words(LED_TO), classes="heading")
                    yield Static(words(""), id="led-to-text")
            yield Afterwards(self.sitting, self.looking, id="afterwards")

    def _question(self) -> Content:
        """Which moment to look at; and quietly which one might be, where that is known."""
        suggested = self.parting.sentence if self.parting else ""
        if len(self.looking.cards) < 2:
            return words(ONE_MOMENT if self.looking.cards else NO_MOMENT)
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
        """The whole label where there is room for all of them."""
        if self.size.width >= _ALL_LABELS:
            return binding.description
        return self.MEDIUM.get(binding.id or "", binding.description)

    def _show_parts(self) -> None:
        if not self.looking.cards:
            return
        told = parts(self.sitting.play, self.chosen)
        for index, view in enumerate(self.query(PartView)):
            view.show(told[index] if index < len(told) else None)
        self.query_one("#parts").set_class(len(told) <= _LEFT, "-few")
        self._show_led_to()

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
        needs_one = action in {"try_again", "move", "why"}
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

    async def action_note(self) -> None:
        """Asks for a note to self, and shows it with the others."""
        from classroomsim.ui.note import NoteDialog

        async def done(text: str | None) -> None:
            if text:
                _, says = self.our_app.kept(self.sitting, lambda: self.sitting.note(text))
                if says:
                    self.notify(says, markup=False)
                afterwards = self.query_one(Afterwards)
                await afterwards.recompose()
                afterwards.scroll_visible(animate=False)

        await self.app.push_screen(NoteDialog(kept=self.sitting.diary is not None), done)

    async def action_why(self) -> None:
        """Opens the reasons for what moved in this moment."""
        from classroomsim.ui.why import WhyScreen

        await self.app.push_screen(WhyScreen(self.sitting, self.chosen))

    async def action_side_by_side(self) -> None:
        """Sets this way beside an earlier one, if there is any."""
        other = self.sitting.earlier or another_way(self.sitting)
        if other is None:
            self.notify(ONE_WAY, markup=False)
            return
        from classroomsim.ui.side_by_side import SideBySideScreen

        await self.app.push_screen(SideBySideScreen(self.sitting, other))

    def action_leave(self) -> None:
        """Goes back to the shelf, past any tries on the way here."""
        while len(self.app.screen_stack) > 2:
            self.our_app.leave_page()
        self.our_app.leave_page()


def another_way(sitting: Sitting) -> Sitting | None:
    """The newest other play of the same text in the diary; one of the same telling comes first."""
    if sitting.diary is None:
        return None
    key = sitting.play.key
    try:
        entries = sitting.diary.entries(sitting.play.world.scenario.id)
        others = [
            entry
            for entry in entries
            if entry.id != sitting.entry
            and entry.key.choices
            and (entry.key.scenario, entry.key.engine) == (key.scenario, key.engine)
            and entry.key != key
        ]
        others.sort(key=lambda entry: entry.key.telling != key.telling)
        return Sitting.resume(sitting.diary, others[0]) if others else None
    except DiaryError:
        return None
