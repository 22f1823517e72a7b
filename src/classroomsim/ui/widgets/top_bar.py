"""The bar at the top of a screen: a title, what it is about, and one thing on the right."""

from collections.abc import Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

_BETWEEN = "  \u00b7  "


class TopBar(Widget):
    """Title, subtitles and the right side, on one line; what doesn't fit is left out whole."""

    DEFAULT_CSS = """
    TopBar {
        dock: top;
        height: 1;
        padding: 0 3;
        background: $surface;
        color: $quiet;
        pointer: default;
    }
    """

    left: reactive[tuple[Content, ...]] = reactive((Content(),))
    """The title, then the subtitles in the order in which they matter."""
    right: reactive[Content] = reactive(Content())

    def show(self, title: Content, subtitles: Sequence[Content], right: Content) -> None:
        """Sets all that the bar shows."""
        self.left = (title, *(subtitle for subtitle in subtitles if subtitle))
        self.right = right

    def render(self) -> RenderResult:
        """The bar, with as many subtitles as there is room for."""
        width = self.content_size.width
        right = self.right.stylize("$quiet")
        room = max(0, width - right.cell_length - (2 if right else 0))
        title, *subtitles = self.left
        shown = title.stylize("bold $bright")
        for subtitle in subtitles:
            longer = Content.assemble(shown, (_BETWEEN, "$quiet"), subtitle.stylize("$quiet"))
            if longer.cell_length > room:
                break
            shown = longer
        shown = shown.truncate(room, ellipsis=True)
        gap = width - shown.cell_length - right.cell_length
        return Content.assemble(shown, " " * max(0, gap), right)
