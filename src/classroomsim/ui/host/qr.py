"""A QR as text: two of its squares to a cell, black on white whatever the theme."""

from __future__ import annotations

from typing import Any

import segno
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

_BORDER = 2
"""White squares around it. Four are asked for; two are read as well, where white cells surround."""
_CELLS = {(True, True): "\u2588", (True, False): "\u2580", (False, True): "\u2584"}


def squares(text: str) -> list[list[bool]]:
    """The squares of a QR that holds `text`, row by row with its border; True is black."""
    code = segno.make(text, error="l", micro=False, boost_error=True)
    return [[bool(square) for square in row] for row in code.matrix_iter(border=_BORDER)]


def drawn(rows: list[list[bool]]) -> list[str]:
    """Lines of half blocks: each cell is an upper and a lower square."""
    if len(rows) % 2:
        rows = [*rows, [False] * len(rows[0])]
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(_CELLS.get(cell, " ") for cell in zip(*pair, strict=True)) for pair in pairs]


class Qr(Widget):
    """The QR of `holds`, as wide and high as it needs to be; nothing where that is ''."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Qr { width: auto; height: auto; background: #ffffff; color: #000000; }
    """

    holds: reactive[str] = reactive("", layout=True)

    def __init__(self, holds: str = "", **rest: Any) -> None:  # noqa: ANN401
        super().__init__(**rest)
        self.set_reactive(Qr.holds, holds)

    @property
    def rows(self) -> list[str]:
        """Its lines."""
        return drawn(squares(self.holds)) if self.holds else []

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """A cell for each square."""
        return len(self.rows[0]) if self.holds else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A cell for two squares."""
        return len(self.rows)

    def render(self) -> RenderResult:
        """The lines, black on white."""
        return Content("\n".join(self.rows), spans=[]).stylize("#000000 on #ffffff")
