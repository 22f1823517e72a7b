"""Options: words first or a try first, what the shelf offers to come back to, and the colours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from classroomsim.diary.settings import Coaching, Settings, Theme
from classroomsim.ui.dialog import Dialog
from classroomsim.ui.text import joined, prose, words
from classroomsim.ui.widgets.picker import Picker, Row

if TYPE_CHECKING:
    from classroomsim.ui.app import ClassroomSim

IN_DIARY = "Kept in your diary."
UNTIL_LEFT = "You keep no diary, so these hold until you leave the program."
COACHING: dict[Coaching, tuple[str, str]] = {
    "try": ("Let me try first", "Trying again begins at once."),
    "words": ("Show me words first", "Trying again begins with words that you might say."),
}
COME_BACK = {
    True: ("Offered", "The shelf may offer a play to come back to. Nothing is ever due."),
    False: ("Not offered", "The shelf offers nothing to come back to."),
}
THEMES: dict[Theme, tuple[str, str]] = {
    "dark": ("Dark", "Quiet colours on a dark ground."),
    "light": ("Light", "Quiet colours on a light ground."),
    "contrast": ("High contrast", "The strongest difference between text and ground."),
}


class OptionsDialog(Dialog[None]):
    """Each row is one option; choosing it changes it, and at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"change({n - 1})", f"Option {n}", show=False, id=f"options.{n}")
            for n in range(1, 4)
        ),
        Binding("up,k", "move(-1)", "Up", show=False, id="options.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="options.down"),
        Binding("enter,space", "change", "Change", key_display="Enter", id="options.change"),
        Binding("escape,q,o", "leave", "Back", key_display="Esc", id="options.leave"),
    ]

    picker = getters.query_one("#options-rows", Picker)

    def __init__(self, our_app: ClassroomSim) -> None:
        super().__init__()
        self.our_app = our_app

    def body(self) -> ComposeResult:
        """The options as they are."""
        yield Static(words("Options"), classes="heading")
        yield Picker(self._rows(), indent=3, id="options-rows")
        kept = IN_DIARY if self.our_app.diary is not None else UNTIL_LEFT
        yield Static(prose(kept), classes="dialog-text quiet")

    def _rows(self) -> list[Row]:
        settings = self.our_app.settings
        told = (
            ("Before trying a moment again", COACHING[settings.coaching]),
            ("Coming back to a play", COME_BACK[settings.come_back]),
            ("Colours", THEMES[settings.theme]),
        )
        return [
            Row(words(str(n), "bold $chosen-heading"), _told(name, *way), name)
            for n, (name, way) in enumerate(told, 1)
        ]

    async def action_change(self, index: int | None = None) -> None:
        """Changes an option to what comes next."""
        index = self.picker.chosen if index is None else index
        self.our_app.change_settings(changed(self.our_app.settings, index))
        await self.picker.show(self._rows(), index)

    @on(Picker.Picked)
    async def _picked(self, message: Picker.Picked) -> None:
        message.stop()
        await self.action_change(message.index)

    def action_move(self, by: int) -> None:
        """Chooses the option above or below."""
        row = self.picker.chosen_widget if self.picker.move(by) else None
        if row is not None:
            row.scroll_visible(animate=False)

    def action_leave(self) -> None:
        """Goes back."""
        self.answer(None)


def changed(settings: Settings, index: int) -> Settings:
    """The settings with one of them, by its place among the options, at what comes next."""
    match index:
        case 0:
            return replace(settings, coaching="try" if settings.coaching == "words" else "words")
        case 1:
            return replace(settings, come_back=not settings.come_back)
        case _:
            return with_next_colours(settings)


def with_next_colours(settings: Settings) -> Settings:
    """The settings with the next of the themes."""
    names = list(THEMES)
    following = names[(names.index(settings.theme) + 1) % len(names)]
    return replace(settings, theme=following)


def _told(name: str, way: str, means: str) -> Content:
    title = Content.assemble(prose(f"{name}: "), prose(way, "bold $bright"))
    return joined([title, prose(means, "$quiet")], "\n")
