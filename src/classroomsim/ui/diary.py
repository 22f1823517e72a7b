"""The diary: plays, plans and notes to look at again, to save, and to forget."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from classroomsim.diary.places import diary_path
from classroomsim.diary.record import DiaryError, Entry, Plan
from classroomsim.ui.home import Home
from classroomsim.ui.page import Page
from classroomsim.ui.plain_words import as_sentence
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.diary_rows import Listed, Thing, listed, only_found
from classroomsim.ui.widgets.picker import Picker, Row
from classroomsim.ui.widgets.reading import Reading

if TYPE_CHECKING:
    from classroomsim.diary.store import Diary

HERE = "Only your account can read it. It lies here:"
EMPTY = "There is nothing in it yet. What you play from now on is kept."
NONE = "You keep no diary, so nothing is written. If you kept one, it would lie here:"
BEGIN = "Keep a diary from now on"
NOT_FOUND = "Nothing in your diary holds these words."
LOOK_FOR = "Which words shall be looked for?"
LOOK_WHERE = "In your notes, your plans, and the titles of what you played."


class DiaryScreen(Home, Page):
    """The diary as a list; without one it says so, and offers one."""

    NAME = "Diary"
    CSS_PATH = "diary.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", key_display="Enter", id="diary.open"),
        Binding("slash", "search", "Look for words", key_display="/", id="diary.search"),
        Binding("c", "compare", "Two ways, side by side", id="diary.compare"),
        Binding("s", "save", "Save a copy", id="diary.save"),
        Binding("x", "forget", "Forget", id="diary.forget"),
        Binding("o", "app.options", "Options", id="diary.options"),
        Binding("up,k", "move(-1)", "Up", show=False, id="diary.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="diary.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="diary.page_up"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="diary.page_down"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="diary.help"),
        Binding("escape", "back", "Back", show=False, id="diary.escape"),
        Binding("q", "leave", "Shelf", id="diary.leave"),
    ]
    SHORT: ClassVar[dict[str, str]] = {
        "diary.search": "Words",
        "diary.compare": "Two ways",
        "diary.save": "Save",
    }

    picker = getters.query_one("#diary-list", Picker)
    column = getters.query_one("#diary-column", Reading)

    def __init__(self) -> None:
        super().__init__()
        self.listed = Listed()
        self.looked_for = ""

    # ------------------------------------------------------------------------------ what is shown

    def body(self) -> ComposeResult:
        """The list, and where the diary lies."""
        with Reading(id="diary-column"):
            yield Static(words(""), id="diary-says", classes="prose -hidden")
            yield Picker(indent=0, id="diary-list")
            yield Static(words(""), id="diary-where", classes="quiet")
            yield Static(words(str(diary_path()), "$quiet"), id="diary-path")

    def on_mount(self) -> None:
        """Names the screen."""
        self.show_top("Your diary", "on this computer", right="only you can see this")

    def on_screen_resume(self) -> None:
        """Lists again, since a play or a plan may have changed."""
        self.our_app.foresight.forget()
        self.show_list()

    @property
    def diary(self) -> Diary | None:
        """The diary, if one is kept."""
        return self.our_app.diary

    @property
    def thing(self) -> Thing | None:
        """What the chosen row stands for."""
        pick = self.picker.pick
        return self.listed.things.get(pick.value) if pick else None

    @work(exclusive=True, group="list")
    async def show_list(self) -> None:
        """Shows what there is, or what was found."""
        before = self.picker.pick
        says = ""
        try:
            self.listed = self._listed()
        except DiaryError as error:
            says = as_sentence(str(error))
            self.listed = Listed()
        rows = list(self.listed.rows)
        if self.diary is None:
            rows = [Row(words(""), prose(BEGIN, "$bright"), "begin")]
        elif not rows and not says:
            says = NOT_FOUND if self.looked_for else EMPTY
        if self.looked_for and rows:
            says = f"Esc shows everything again. Looked for: {self.looked_for}"
        values = [row.value for row in rows]
        chosen = values.index(before.value) if before and before.value in values else 0
        with self.app.batch_update():
            self._say(says)
            where = HERE if self.diary is not None else NONE
            self.query_one("#diary-where", Static).update(prose(where))
            await self.picker.show(rows, chosen, self.listed.sections)
        self.refresh_bindings()
        self._keep_in_view()

    def _listed(self) -> Listed:
        if self.diary is None:
            return Listed()
        entries, plans = self.diary.entries(), self.diary.plans()
        today = _today()
        if self.looked_for:
            return only_found(self.diary.search(self.looked_for), entries, plans, today)
        return listed(entries, plans, today)

    def _say(self, sentence: str) -> None:
        says = self.query_one("#diary-says", Static)
        says.update(words(sentence))
        says.set_class(not sentence, "-hidden")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what is there can be compared, saved, searched or forgotten."""
        match action:
            case "search" | "save" | "forget":
                return self.diary is not None
            case "compare":
                return isinstance(self.thing, Entry)
            case _:
                return True

    # ------------------------------------------------------------------------------------ moving

    def action_move(self, by: int) -> None:
        """Chooses the row above or below; beyond them, scrolls."""
        if not self.picker.move(by):
            self.column.scroll_relative(y=by * 3, animate=False)
            return
        self.refresh_bindings()
        self._keep_in_view()

    def action_page(self, by: int) -> None:
        """Scrolls by a page."""
        self.column.scroll_relative(y=by * max(1, self.column.size.height - 2), animate=False)

    def _keep_in_view(self) -> None:
        row = self.picker.chosen_widget
        if self.picker.chosen == 0:
            self.column.scroll_home(animate=False)
        elif row is not None and not self.column.shows(row):
            self.call_after_refresh(row.scroll_visible, animate=False)

    # ------------------------------------------------------------------------------------ opening

    async def action_open(self) -> None:
        """Opens what is chosen."""
        if self.our_app.guard.allows("enter") and self.picker.pick:
            await self.open(self.picker.pick.value)

    @on(Picker.Picked)
    async def _picked(self, message: Picker.Picked) -> None:
        message.stop()
        if self.our_app.guard.allows("click"):
            await self.open(message.row.value)

    async def open(self, value: str) -> None:
        """Opens a play, a plan, or the play that a note was written in."""
        if value == "begin":
            self._offer_diary()
            return
        from classroomsim.ui.opening import look_back_on, open_plan

        thing = self.listed.things.get(value)
        trouble: str | None = None
        match thing:
            case Plan():
                trouble = await open_plan(self.our_app, thing)
            case Entry():
                trouble = await look_back_on(self.our_app, thing)
            case (entry, note):
                trouble = await look_back_on(self.our_app, entry, note.number)
            case None:
                pass
        if trouble:
            self._say(as_sentence(trouble))
            self.column.scroll_home(animate=False)

    @work
    async def _offer_diary(self) -> None:
        from classroomsim.ui.first_run import FirstRunScreen

        self.our_app.answer_first_question(await self.app.push_screen_wait(FirstRunScreen()))

    # ------------------------------------------------------------------------------------ actions

    @work
    async def action_search(self) -> None:
        """Asks for words, and lists only what holds them; no words list everything."""
        from classroomsim.ui.write import WriteDialog

        asked = WriteDialog(LOOK_FOR, (LOOK_WHERE,), self.looked_for, does="Look")
        text = await self.app.push_screen_wait(asked)
        if text is not None:
            self.looked_for = text
            self.show_list()

    @work
    async def action_compare(self) -> None:
        """Sets the chosen play beside another of the same scenario."""
        from classroomsim.ui.opening import compare

        thing = self.thing
        if isinstance(thing, Entry):
            trouble = await compare(self.our_app, thing)
            if trouble:
                self._say(as_sentence(trouble))

    @work
    async def action_save(self) -> None:
        """Saves a copy of the whole diary."""
        from classroomsim.ui.copies import copy_of_diary
        from classroomsim.ui.saving import save_copy

        if self.diary is None:
            return
        try:
            copy = await asyncio.to_thread(copy_of_diary, self.diary)
            await save_copy(self.our_app, copy)
        except DiaryError as error:
            self._say(as_sentence(str(error)))

    @work
    async def action_forget(self) -> None:
        """Asks what to forget, and forgets it."""
        from classroomsim.ui.forgetting import forget

        diary = self.diary
        if diary is not None and await forget(self.our_app, diary, self.thing):
            if self.diary is not diary:
                self.looked_for = ""
            self.show_list()

    def action_back(self) -> None:
        """Shows everything again after a search; else goes back to the shelf."""
        if self.looked_for:
            self.looked_for = ""
            self.show_list()
        else:
            self.our_app.leave_page()

    def action_leave(self) -> None:
        """Goes back to the shelf."""
        self.our_app.leave_page()


def _today() -> date:
    return datetime.now().astimezone().date()
