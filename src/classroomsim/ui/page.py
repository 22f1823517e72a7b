"""What every full screen has: a bar at the top, a body, and the keys at the foot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen

from classroomsim.ui.text import prose
from classroomsim.ui.widgets.key_bar import Hint, KeyBar
from classroomsim.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from classroomsim.ui.app import ClassroomSim

AnyT = TypeVar("AnyT")

NARROW, WIDE, VERY_WIDE = "-narrow", "-wide", "-very-wide"
LOW, TALL = "-low", "-tall"
SIDE_COLUMN_FROM = 100
"""Columns from which a screen has a second column beside the first."""


class Page(Screen[None]):
    """A whole screen. Subclasses give `body`, and call `show_top` when they know what it says.

    The keys at the foot are the bindings with `show=True`, in their order. `SHORT` gives, by
    binding id, the label for narrow screens; `label_of` may give another label at run time, and
    `extra_hints` what comes first.
    """

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's own annotation is not a ClassVar
        (0, NARROW),
        (SIDE_COLUMN_FROM, WIDE),
        (140, VERY_WIDE),
    ]
    VERTICAL_BREAKPOINTS = [(0, LOW), (30, TALL)]  # noqa: RUF012
    AUTO_FOCUS = ""
    SHORT: ClassVar[Mapping[str, str]] = {}

    top_bar = getters.query_one("#top", TopBar)
    key_bar = getters.query_one("#keys", KeyBar)

    def compose(self) -> ComposeResult:
        """The bars, and between them the body."""
        size_up(self)
        yield TopBar(id="top")
        yield from self.body()
        yield KeyBar(id="keys")

    def body(self) -> ComposeResult:
        """What is between the bars."""
        yield from ()

    @property
    def our_app(self) -> ClassroomSim:
        """The app, as what it is: with the diary, the guard of keys and `leave_page`."""
        return cast("ClassroomSim", self.app)

    def on_screen_resume(self) -> None:
        """A key held down since the screen before must choose nothing here."""
        self.our_app.guard.hide()
        self.call_after_refresh(self.our_app.guard.shown)

    def show_top(self, title: str, *subtitles: str, right: str = "") -> None:
        """Sets the bar at the top. All three may hold what an author wrote."""
        self.top_bar.show(prose(title), [prose(text) for text in subtitles], prose(right))

    def on_mount(self) -> None:
        """Keeps the keys at the foot to what works."""
        self.bindings_updated_signal.subscribe(self, self._bindings_changed)
        self.show_keys()

    def _bindings_changed(self, _: Screen[object]) -> None:
        self.show_keys()

    def show_keys(self) -> None:
        """Shows the keys that work now."""
        if not self.is_mounted or not self.query(KeyBar):
            return
        working = [
            active.binding
            for active in self.active_bindings.values()
            if active.binding.show and active.enabled and active.node is self
        ]
        working = [binding for binding in working if self.label_of(binding)]
        # Two keys may do the same; the first of them is shown.
        by_id = {binding.id: binding for binding in reversed(working)}
        shown = [self._hint(binding) for binding in working if by_id[binding.id] is binding]
        self.key_bar.hints = (*self.extra_hints(), *shown)

    def _hint(self, binding: Binding) -> Hint:
        label = self.label_of(binding)
        short = self.SHORT.get(binding.id or "", label)
        name = binding.key_display or self.app.get_key_display(binding)
        return Hint(name, label, short, press=binding.key)

    def label_of(self, binding: Binding) -> str:
        """What a binding is called now; '' leaves it out at the foot."""
        return binding.description

    def extra_hints(self) -> tuple[Hint, ...]:
        """Keys that come before the others at the foot."""
        return ()


def size_up(screen: Screen[AnyT]) -> None:
    """Gives a screen the classes of its size before its first frame; Textual does so after it."""
    size = screen.app.size
    for cells, points in (
        (size.width, screen.HORIZONTAL_BREAKPOINTS or []),
        (size.height, screen.VERTICAL_BREAKPOINTS or []),
    ):
        names = [name for least, name in points if cells >= least]
        screen.add_class(*names[-1:])


def heading(text: str) -> Content:
    """A heading in the heading's colour, for a place that is not a widget of its own."""
    return prose(text, "bold $heading")
