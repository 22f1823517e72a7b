"""One beat at a time: what happens, what you notice, the room, and what you might do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from classroomsim.engine.seen import Seen, look
from classroomsim.scenario.story import SKIP, Choice
from classroomsim.ui.page import Page
from classroomsim.ui.text import lines, paragraphs, prose, words
from classroomsim.ui.widgets.begun import come_back_to, tried_from, where_it_began
from classroomsim.ui.widgets.desks import RoomLine
from classroomsim.ui.widgets.key_bar import Hint
from classroomsim.ui.widgets.picker import Picker, Row
from classroomsim.ui.widgets.reading import Reading
from classroomsim.ui.widgets.side import Side

if TYPE_CHECKING:
    from classroomsim.diary.sitting import Sitting

MOST_CHOICES = 5
"""Choices that have a key of their own."""


class PlayScreen(Page):
    """A sitting being played. It never shows a gauge, and never counts down."""

    CSS_PATH = "play.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"choose({n})", f"Choice {n}", show=False, id=f"play.{n}")
            for n in range(1, MOST_CHOICES + 1)
        ),
        Binding("up,k", "move(-1)", "Up", show=False, id="play.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="play.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="play.pageup"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="play.pagedown"),
        Binding("enter", "enter", "Looking back", key_display="Enter", id="play.enter"),
        Binding("g", "guess", "What might be said?", id="play.guess"),
        Binding("b", "back", "Go back", id="play.back"),
        Binding("w", "what_if", "What if...", id="play.what_if"),
        Binding("s", "skip", "Skip this scene", id="play.skip"),
        Binding("n", "note", "Note to self", id="play.note"),
        Binding("m", "map", "The map", id="play.map"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="play.help"),
        Binding("q", "leave", "Leave", id="play.leave"),
    ]
    SHORT: ClassVar[dict[str, str]] = {
        "play.guess": "Guess",
        "play.back": "Back",
        "play.what_if": "What if",
        "play.skip": "Skip",
        "play.note": "Note",
        "play.map": "Map",
        "play.leave": "Leave",
    }

    story = getters.query_one("#story", Reading)
    picker = getters.query_one("#choices", Picker)
    side = getters.query_one("#side", Side)
    room_line = getters.query_one("#room-line", RoomLine)

    def __init__(self, sitting: Sitting, says: str | None = None) -> None:
        super().__init__()
        self.sitting = sitting
        self.seen: Seen = look(sitting.play)
        self._says = says or ""
        self._revisit_from = len(sitting.play.choices) if sitting.kind == "revisit" else None
        """The beat that was come back for, which is the only one; None in a whole play."""
        self._tried_from = tried_from(sitting)

    @property
    def over(self) -> bool:
        """Whether nothing more is to be chosen: at an ending, or after the one beat of a visit."""
        came_for = self._revisit_from
        return self.seen.ended or (
            came_for is not None and len(self.sitting.play.choices) > came_for
        )

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is on offer now."""
        return () if self.over else self.seen.choices

    # ------------------------------------------------------------------------------ what is shown

    def body(self) -> ComposeResult:
        """Two columns; on a narrow screen the room is one line above the first."""
        yield RoomLine(id="room-line")
        with Horizontal(id="columns"):
            with Reading(id="story", classes="page-column"), Vertical(classes="inner"):
                yield Static(words(""), id="says", classes="-hidden")
                yield Static(words(""), id="again", classes="quiet -hidden")
                yield Static(words(""), id="text")
                with Vertical(id="notice", classes="panel"):
                    yield Static(words("You notice"), id="notice-heading", classes="heading")
                    yield Static(words(""), id="notices")
                with Vertical(id="later", classes="panel"):
                    yield Static(words(""), id="later-text")
                yield Static(words("What do you do?"), id="ask", classes="heading")
                yield Picker(self._rows(), indent=3, id="choices")
                onwards = Content.assemble(words("Enter", "bold $key"), words("  Looking back"))
                yield Static(onwards, id="onwards")
            yield Side(id="side", author=self.our_app.author)

    def on_mount(self) -> None:
        """Shows the beat that the sitting is at; its choices are there already."""
        self._show_seen()
        self._seen_on_screen()

    def on_screen_resume(self) -> None:
        """Looks ahead beside the play, once it is painted."""
        self.call_after_refresh(self._look_ahead)

    def _look_ahead(self) -> None:
        if self.is_current:
            self.our_app.foresight.of(self.sitting.play.world)

    async def show_beat(self) -> None:
        """Shows where the play stands now, from the top; nothing can be chosen until it is seen."""
        self.our_app.guard.hide()
        self.seen = look(self.sitting.play)
        with self.app.batch_update():
            self._show_seen()
            await self.picker.show(self._rows())
            self.story.scroll_home(animate=False)
        self._seen_on_screen()

    def _rows(self) -> list[Row]:
        return [_row(n, choice) for n, choice in enumerate(self.choices, 1)]

    def _show_seen(self) -> None:
        """All of the beat but its choices."""
        play, seen = self.sitting.play, self.seen
        scenario = play.world.scenario
        setting = scenario.about.setting.rstrip(".")
        self.show_top(scenario.title, *setting.split(". "), right=seen.clock)
        self._show_says()
        self.query_one("#text", Static).update(paragraphs(seen.text))
        self.query_one("#notices", Static).update(lines(seen.notices))
        self.query_one("#later-text", Static).update(paragraphs(seen.later))
        for name, shown in (
            ("#notice", bool(seen.notices)),
            ("#later", seen.ended),
            ("#onwards", self.over),
            ("#ask", not self.over),
        ):
            self.query_one(name).set_class(not shown, "-hidden")
        self.room_line.room = seen.room
        self.side.show(play, seen)

    def _seen_on_screen(self) -> None:
        """Once it is painted, its keys work."""
        self.refresh_bindings()
        self.show_keys()
        self.call_after_refresh(self.our_app.guard.shown)

    def _show_says(self) -> None:
        """A sentence about the program, and where this try begins; both only while they matter."""
        says, again = self.query_one("#says", Static), self.query_one("#again", Static)
        says.update(prose(self._says))
        says.set_class(not self._says, "-hidden")
        begun: Content = self._begun()
        again.update(begun)
        again.set_class(not begun, "-hidden")

    def _begun(self) -> Content:
        """Where this try or this visit began, at that very beat."""
        number = len(self.sitting.play.choices)
        if number == self._revisit_from and number != self._tried_from:
            return come_back_to(self.sitting)
        if number != self._tried_from:
            return Content()
        return where_it_began(self.sitting, words_first=self.our_app.settings.coaching == "words")

    def label_of(self, binding: Binding) -> str:
        """Leaving says whether the play is kept; Enter is named where it is the way on."""
        if binding.id == "play.enter" and not self.over:
            return ""
        if binding.id == "play.leave" and self.sitting.diary is not None:
            return "Leave (kept)"
        return binding.description

    def extra_hints(self) -> tuple[Hint, ...]:
        """The keys of the choices."""
        count = min(len(self.choices), MOST_CHOICES)
        if not count:
            return ()
        keys = f"1\u2013{count}" if count > 1 else "1"
        return (Hint(keys, "Choose", "Choose", spare=True),)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Which keys work in this beat."""
        match action:
            case "guess":
                return self.seen.guess is not None and not self.over
            case "what_if" | "skip":
                return not self.over
            case "back":
                return len(self.sitting.play.choices) > (self._revisit_from or 0)
            case "map":
                return self.our_app.author
            case _:
                return True

    # ------------------------------------------------------------------------------------ choosing

    def action_move(self, by: int) -> None:
        """Chooses the row above or below; where it isn't in view yet, reads on towards it first."""
        row = self.picker.chosen_widget
        if row is None or (by > 0 and not self.story.reveal(row)):
            if row is None:
                self.story.scroll_relative(y=by * 3, animate=False)
            return
        if self.picker.move(by):
            self.call_after_refresh(self._keep_in_view)
        elif by < 0:
            self.story.scroll_relative(y=-3, animate=False)

    def _keep_in_view(self) -> None:
        row = self.picker.chosen_widget
        if row is not None:
            row.scroll_visible(animate=False)

    def action_page(self, by: int) -> None:
        """Scrolls by a page."""
        self.story.scroll_relative(y=by * max(1, self.story.size.height - 2), animate=False)

    async def action_enter(self) -> None:
        """Makes the chosen choice, once it can be seen; at an ending, goes on to looking back."""
        if self.over:
            onwards = self.query_one("#onwards")
            if not self.our_app.guard.allows("enter") or not self.story.reveal(onwards):
                return
            self.look_back()
            return
        row = self.picker.chosen_widget
        if row is not None and self.our_app.guard.allows("enter") and self.story.reveal(row):
            await self.choose(self.choices[self.picker.chosen].id)

    async def action_choose(self, number: int) -> None:
        """Makes the choice with this number."""
        if number <= len(self.choices) and self.our_app.guard.allows(str(number)):
            await self.choose(self.choices[number - 1].id)

    @on(Picker.Picked)
    async def _picked(self, message: Picker.Picked) -> None:
        message.stop()
        if self.our_app.guard.allows("click"):
            await self.choose(message.row.value)

    async def action_skip(self) -> None:
        """Skips the scene."""
        if self.our_app.guard.allows("s"):
            await self.choose(SKIP)

    async def choose(self, choice_id: str) -> None:
        """Makes a choice: kept first, then shown."""
        sitting = self.sitting
        _, says = self.our_app.kept(sitting, lambda: sitting.choose(choice_id))
        self._says = says or ""
        await self.show_beat()

    async def action_back(self) -> None:
        """Goes back one beat, without asking."""
        if self.our_app.guard.allows("b"):
            chosen = self.sitting.play.choices[-1]
            _, says = self.our_app.kept(self.sitting, self.sitting.back)
            self._says = says or ""
            await self.show_beat()
            ids = [choice.id for choice in self.choices]
            if chosen in ids:
                self.picker.chosen = ids.index(chosen)

    def on_click(self, event: object) -> None:
        """Goes on where that line is clicked."""
        if getattr(getattr(event, "widget", None), "id", "") == "onwards":
            self.look_back()

    def look_back(self) -> None:
        """Goes on to looking back, in place of this screen."""
        from classroomsim.ui.looking_back import LookingBackScreen

        self.our_app.replace_page(LookingBackScreen(self.sitting))

    def action_leave(self) -> None:
        """Leaves; what was chosen is kept already, where there is a diary."""
        self.our_app.leave_page()

    # ------------------------------------------------------------------------------------ dialogs

    async def action_what_if(self) -> None:
        """Looks ahead, which changes nothing."""
        from classroomsim.ui.what_if import WhatIfScreen

        await self.app.push_screen(WhatIfScreen(self.sitting.play, self.picker.chosen, self))

    async def action_guess(self) -> None:
        """Asks what the pupil might be saying. It is never marked."""
        from classroomsim.ui.guess import GuessDialog

        guess = self.seen.guess
        if guess is None:
            return

        def done(options: tuple[str, ...] | None) -> None:
            if options is not None:
                _, says = self.our_app.kept(self.sitting, lambda: self.sitting.guess(options))
                self._say(says or "Noted. Nobody marks this; you can look at it again afterwards.")

        before = self.sitting.guesses.get(len(self.sitting.play.choices))
        await self.app.push_screen(GuessDialog(guess, before), done)

    async def action_note(self) -> None:
        """Asks for a note to self."""
        from classroomsim.ui.note import NoteDialog

        def done(text: str | None) -> None:
            if text:
                _, says = self.our_app.kept(self.sitting, lambda: self.sitting.note(text))
                kept = "Your note is kept." if self.sitting.diary else "Noted, for this play only."
                self._say(says or kept)

        await self.app.push_screen(NoteDialog(kept=self.sitting.diary is not None), done)

    async def action_map(self) -> None:
        """Shows the map of the scenario, to authors."""
        from classroomsim.ui.map import MapScreen

        sitting = self.sitting
        await self.app.push_screen(MapScreen(sitting.play.world.scenario, sitting.texts))

    def _say(self, sentence: str) -> None:
        self._says = sentence
        self._show_says()


def _row(number: int, choice: Choice) -> Row:
    return Row(words(str(number), "bold $chosen-heading"), prose(choice.say), choice.id)
