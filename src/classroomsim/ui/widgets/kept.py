"""A content that is laid out once: painting the same rows again and again is then quick."""

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Kept(Visual):
    """Shows what a content shows, and keeps its lines for as long as size and style stay."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._for: tuple[int, int | None, Style] | None = None
        self._strips: list[Strip] = []

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The lines, made only where the size or the style is another than before."""
        asked = (width, height, style)
        if self._for != asked:
            self._strips = self.content.render_strips(width, height, style, options)
            self._for = asked
        return list(self._strips)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """As wide as the content."""
        return self.content.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """As high as the content."""
        return self.content.get_height(rules, width)
