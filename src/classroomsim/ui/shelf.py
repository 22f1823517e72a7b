"""The shelf: what was left unfinished, and the scenarios by phase.

It is the first screen, so it reads only the headings of files; plays that were left come in once
the diary is open.
"""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from classroomsim.scenario.heading import Heading, read_heading
from classroomsim.scenario.library import ScenarioNotFoundError, scenario_files
from classroomsim.ui.home import Home
from classroomsim.ui.page import Page
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.picker import Picker, Row
from classroomsim.ui.widgets.reading import Reading
from classroomsim.ui.widgets.shelf_rows import (
    broken_row,
    entry_row,
    heading_row,
    help_text,
    offer_row,
)

if TYPE_CHECKING:
    from classroomsim.diary.record import Entry, Offer
    from classroomsim.diary.store import Diary

PHASES = {
    "EYFS": "Early years",
    "KS1": "Key stage one",
    "KS2": "Key stage two",
    "KS3": "Key stage three",
    "KS4": "Key stage four",
    "post-16": "Sixteen and over",
    "AP": "Alternative provision",
}
OTHER = "Elsewhere"
BROKEN = "Not ready to open yet"
CARRY_ON = "Carry on"
COME_BACK = "You might like to come back to"
NEW = "New here?"
HELP = "help"
MOST_PLACES = 8
"""How many plays are read to say where they were left."""
WELCOME = "Pick a hard moment to rehearse. Nobody is assessed here, and nobody sees it but you."


class ShelfScreen(Home, Page):
    """Scenarios to pick from."""

    NAME = "Shelf"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="shelf.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="shelf.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="shelf.pageup"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="shelf.pagedown"),
        Binding("enter", "open", "Open", key_display="Enter", id="shelf.open"),
        Binding("d", "diary", "Your diary", id="shelf.diary"),
        Binding("m", "map", "The map", id="shelf.map"),
        Binding("o", "app.options", "Options", id="shelf.options"),
        Binding("t", "app.colours", "Colours", show=False, id="shelf.theme"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="shelf.help"),
        Binding("q", "leave", "Leave", id="shelf.leave"),
    ]
    SHORT: ClassVar[dict[str, str]] = {"shelf.diary": "Diary"}

    picker = getters.query_one("#shelf-list", Picker)
    column = getters.query_one("#shelf-column", Reading)
    says = getters.query_one("#shelf-says", Static)

    def __init__(self, **rest: str) -> None:
        super().__init__(**rest)
        self.headings: list[Heading] = []
        self.entries: dict[str, Entry] = {}
        self.offers: dict[str, Offer] = {}
        self._places: dict[tuple[int, datetime], str] = {}
        self._moved = False

    def body(self) -> ComposeResult:
        """The list, by phase."""
        self.headings = _headings()
        rows, sections = self._listed([], {}, [])
        with Reading(id="shelf-column"):
            yield Static(words(WELCOME), id="shelf-welcome", classes="prose quiet")
            yield Static(words(""), id="shelf-says", classes="prose -hidden")
            yield Picker(rows, indent=0, sections=sections, id="shelf-list")

    def on_mount(self) -> None:
        """Names the screen."""
        self.show_top("classroomsim", "the shelf", right="only you can see this")

    def on_screen_resume(self) -> None:
        """Lists again what was left, since a play may have been left just now."""
        self.our_app.foresight.forget()
        if self.our_app.loaded:
            self.show_unfinished()

    def say(self, sentence: str) -> None:
        """Shows a sentence above the list; '' takes it away."""
        self.says.update(prose(sentence))
        self.says.set_class(not sentence, "-hidden")
        if sentence:
            self.column.scroll_home(animate=False)

    # ------------------------------------------------------------------------------ what is on it

    @work(exclusive=True)
    async def show_unfinished(self) -> None:
        """Lists the plays that can be carried on, from the diary."""
        from classroomsim.diary.record import DiaryError

        app = self.our_app
        entries: list[Entry] = []
        offers: list[Offer] = []
        if app.diary is not None:
            try:
                entries, offers = _from_diary(app.diary, come_back=app.settings.come_back)
            except DiaryError as error:
                app.diary_trouble = str(error)
        if app.diary_trouble:
            self.say(f"{app.diary_trouble} You can still play; nothing will be kept.")
            app.diary_trouble = None
        places = await self._places_of(entries[:MOST_PLACES])
        before = self.picker.pick
        rows, sections = self._listed(entries, places, offers)
        if [row.value for row in rows] == [row.value for row in self.picker.picks] and not entries:
            return
        values = [row.value for row in rows]
        chosen = values.index(before.value) if before and before.value in values else 0
        if before and not self._moved:
            chosen = 0
        with self.app.batch_update():
            await self.picker.show(rows, chosen, sections)
        self._keep_in_view()

    async def _places_of(self, entries: Sequence[Entry]) -> dict[int, str]:
        """Where each play was left. That reads its text, so it waits until the app is ready."""
        app = self.our_app
        if not app.ready or app.diary is None:
            return {}
        from classroomsim.ui.opening import where_left

        for entry in entries:
            key = (entry.id, entry.last)
            if key not in self._places:
                self._places[key] = where_left(app.diary, entry)
                await sleep(0)  # a key pressed meanwhile comes first
        return {entry.id: self._places[entry.id, entry.last] for entry in entries}

    def _listed(
        self, entries: Sequence[Entry], places: Mapping[int, str], offers: Sequence[Offer]
    ) -> tuple[list[Row], dict[int, list[Widget]]]:
        """The rows, and the headings before them by the index of the row that follows."""
        self.entries = {f"play:{entry.id}": entry for entry in entries}
        self.offers = {f"offer:{offer.entry.id}": offer for offer in offers}
        groups: dict[str, list[Row]] = {}
        if entries:
            groups[CARRY_ON] = [entry_row(it, places.get(it.id, "")) for it in entries]
        if offers:
            groups[COME_BACK] = [offer_row(it) for it in offers]
        for phase in (*PHASES, ""):
            found = [it for it in self.headings if not it.trouble and _phase(it) == phase]
            if found:
                groups[PHASES.get(phase, OTHER)] = [heading_row(it) for it in found]
        broken = [it for it in self.headings if it.trouble]
        if broken:
            groups[BROKEN] = [broken_row(it) for it in broken]
        groups[NEW] = [Row(words(""), help_text(), HELP)]
        rows: list[Row] = []
        sections: dict[int, list[Widget]] = {}
        for name, group in groups.items():
            sections[len(rows)] = [Static(words(name), classes="heading shelf-phase")]
            rows += group
        return rows, sections

    # ------------------------------------------------------------------------------------- actions

    def action_move(self, by: int) -> None:
        """Chooses the row above or below."""
        self._moved = True
        if not self.picker.move(by) and by < 0:
            self.column.scroll_home(animate=False)
        self._keep_in_view()

    def action_page(self, by: int) -> None:
        """Scrolls by a page."""
        self.column.scroll_relative(y=by * (self.column.size.height - 2), animate=False)

    def _keep_in_view(self) -> None:
        row = self.picker.chosen_widget
        if row is None:
            return
        if self.picker.chosen == 0:
            if self.column.scroll_offset.y:
                self.column.scroll_home(animate=False)
        elif not self.column.shows(row):
            self.call_after_refresh(row.scroll_visible, animate=False)

    async def action_open(self) -> None:
        """Opens what is chosen."""
        if self.our_app.guard.allows("enter") and self.picker.pick:
            await self.open(self.picker.pick.value)

    @on(Picker.Picked)
    async def _picked(self, message: Picker.Picked) -> None:
        message.stop()
        if self.our_app.guard.allows("click"):
            await self.open(message.row.value)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """The map is for authors."""
        return action != "map" or self.our_app.author

    async def action_map(self) -> None:
        """Shows the map of the chosen scenario, to authors."""
        pick = self.picker.pick
        if pick is None or pick.value == HELP or not self.our_app.guard.allows("m"):
            return
        from classroomsim.ui.opening import open_map

        offer = self.offers.get(pick.value)
        entry = offer.entry if offer else self.entries.get(pick.value)
        chosen = entry or Path(pick.value.removeprefix("scenario:"))
        self.say(await open_map(self.our_app, chosen) or "")

    async def action_diary(self) -> None:
        """Shows the diary, or that there is none."""
        from classroomsim.ui.diary import DiaryScreen

        await self.app.push_screen(DiaryScreen())

    def action_leave(self) -> None:
        """Leaves the program."""
        self.our_app.leave_page()

    async def open(self, value: str) -> None:
        """Opens the scenario or the play that a row stands for."""
        self.say("")
        if value == HELP:
            await self.our_app.action_help()
            return
        from classroomsim.ui.opening import carry_on, come_back, open_scenario

        entry, offer = self.entries.get(value), self.offers.get(value)
        if entry is not None:
            trouble = await carry_on(self.our_app, entry)
        elif offer is not None:
            trouble = await come_back(self.our_app, offer)
        else:
            trouble = await open_scenario(self.our_app, Path(value.removeprefix("scenario:")))
        if trouble:
            self.say(trouble)


def _headings() -> list[Heading]:
    try:
        return [read_heading(path) for path in scenario_files()]
    except ScenarioNotFoundError:
        return []


def _phase(heading: Heading) -> str:
    return heading.phase if heading.phase in PHASES else ""


def _from_diary(diary: Diary, *, come_back: bool) -> tuple[list[Entry], list[Offer]]:
    """What can be carried on, the play that ended last before it; and what might be come back to.

    Raises `DiaryError`.
    """
    from classroomsim.diary.revisit import offers

    everything = diary.entries()
    latest = [entry for entry in everything if entry.kind == "play"][:1]
    found = offers(everything, diary.plans(), datetime.now(UTC)) if come_back else []
    return [entry for entry in latest if entry.ended] + diary.unfinished(), found
