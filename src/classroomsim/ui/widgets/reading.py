"""A column of text to read and scroll, whose keys belong to its screen."""

from textual.containers import VerticalScroll
from textual.widget import Widget


class Reading(VerticalScroll, can_focus=False):
    """Scrolls what doesn't fit. `reveal` reads on by a page until a widget can be seen whole."""

    DEFAULT_CSS = """
    Reading {
        width: 1fr;
        height: 1fr;
        padding: 0 3;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
    }
    """

    def shows(self, widget: Widget) -> bool:
        """Whether a widget inside can be seen whole, or fills the column by itself."""
        window = self.scrollable_content_region
        region = widget.region
        if region.height >= window.height:
            return window.overlaps(region)
        return window.y <= region.y and region.bottom <= window.bottom

    def reveal(self, widget: Widget) -> bool:
        """Scrolls on towards a widget, leaving nothing unread; True if it was in view already."""
        if self.shows(widget):
            return True
        window = self.scrollable_content_region
        page = max(1, window.height - 2)
        down = widget.region.bottom - window.bottom
        up = window.y - widget.region.y
        if down > 0:
            self.scroll_relative(y=min(down + 1, page), animate=False)
        elif up > 0:
            self.scroll_relative(y=-min(up + 1, page), animate=False)
        return False
