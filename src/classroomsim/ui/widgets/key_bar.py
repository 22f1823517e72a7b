"""The bar of keys at the foot of a screen. It says less where there is less room, never half.

It tries, in this order: all labels in full; the short labels; the short ones without the spare
keys; and then as many lines as it takes. Each key may be clicked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from classroomsim.ui.text import prose, words


@dataclass(frozen=True, slots=True)
class Hint:
    """One key and what it does.

    `press` is the key pressed by a click ('' for none); `short` the label where room is scarce; a
    `spare` hint is left out first, since the screen shows that key elsewhere too.
    """

    key: str
    label: str
    short: str
    press: str = ""
    spare: bool = False

    @property
    def content(self) -> Content:
        return Content.assemble(words(self.key, "bold $key"), " ", prose(self.label))


Rows = list[list[Hint]]


def laid_out(hints: Sequence[Hint], width: int) -> Rows:
    """The hints as lines of at most `width` cells, with labels as long as one line allows."""
    brief = [replace(hint, label=hint.short) for hint in hints]
    needed = [hint for hint in brief if not hint.spare]
    for attempt in (list(hints), brief, needed):
        if length(attempt) <= width:
            return [attempt]
    rows: Rows = [[]]
    for hint in needed:
        if rows[-1] and length([*rows[-1], hint]) > width:
            rows.append([])
        rows[-1].append(hint)
    return rows


def length(hints: Iterable[Hint]) -> int:
    """Cells of a line of hints, with two between any two."""
    cells = [hint.content.cell_length for hint in hints]
    return sum(cells) + 2 * (len(cells) - 1)


class KeyBar(Widget):
    """Every key that works here, as text on one line if it can be."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        height: auto;
        padding: 0 1;
        background: $footer-background;
        color: $footer-foreground;
        pointer: pointer;
    }
    """

    hints: reactive[tuple[Hint, ...]] = reactive((), layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """The whole width."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """One line, or as many as it takes."""
        return len(laid_out(self.hints, width))

    def render(self) -> RenderResult:
        """The lines of keys."""
        rows = laid_out(self.hints, self.content_size.width)
        shown = [Content("  ").join([hint.content for hint in row]) for row in rows]
        return Content("\n").join(shown)

    def hint_at(self, x: int, y: int) -> Hint | None:
        """The hint at a place in the bar, in cells from its inner corner."""
        rows = laid_out(self.hints, self.content_size.width)
        at = 0
        for hint in rows[y] if 0 <= y < len(rows) else ():
            width = hint.content.cell_length
            if at <= x < at + width:
                return hint
            at += width + 2
        return None

    async def on_click(self, event: events.Click) -> None:
        """Presses the key that was clicked."""
        place = event.get_content_offset(self)
        hint = self.hint_at(place.x, place.y) if place is not None else None
        if hint is not None and hint.press:
            event.stop()
            self.app.simulate_key(hint.press)
