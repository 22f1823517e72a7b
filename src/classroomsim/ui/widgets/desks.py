"""The room: thirty desks, each a shape, and the same as one line where space is short."""

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from classroomsim.engine.seen import COLUMNS, Desk, Room
from classroomsim.ui.text import prose, words

SHAPES: dict[Desk, tuple[str, str]] = {
    "looking": ("\u25c6", "$bright"),
    "working": ("\u00b7", "$quiet"),
    "drifting": ("\u25cb", "$foreground"),
}
"""A shape and its colour for each desk but the pupil's own."""
_FEW = 6


def initial(name: str) -> str:
    """What stands on the pupil's desk: the first letter of the name."""
    return next((letter.upper() for letter in name if letter.isalnum()), "\u2022")


def legend() -> Content:
    """What the shapes mean."""
    parts = [
        Content.assemble(words(mark, colour), " ", words(desk, "$quiet"))
        for desk, (mark, colour) in SHAPES.items()
    ]
    return Content("  ").join(parts)


def shapes_in_short(room: Room) -> Content:
    """The room as six shapes, one for about five desks."""
    looking = round(room.count("looking") / 29 * _FEW)
    drifting = round(room.count("drifting") / 29 * _FEW)
    working = max(0, _FEW - looking - drifting)
    counts: list[tuple[Desk, int]] = [("looking", looking), ("drifting", drifting)]
    marks = [
        words(*SHAPES[desk])
        for desk, count in [*counts, ("working", working)]
        for _ in range(count)
    ]
    return Content("").join(marks[:_FEW])


class Desks(Widget):
    """Thirty desks, five rows of six, as seen from the front."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Desks { width: auto; height: auto; }
    """

    room: reactive[Room | None] = reactive(None)
    pupil: reactive[str] = reactive("")
    close: reactive[bool] = reactive(False, layout=True)
    """Whether the rows stand close, without an empty line between them."""

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """Four cells a desk."""
        return COLUMNS * 4

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Five rows, and the lines between them."""
        return 5 if self.close else 9

    def render(self) -> RenderResult:
        """The desks."""
        desks = self.room.desks if self.room else ()
        rows = [desks[n : n + COLUMNS] for n in range(0, len(desks), COLUMNS)]
        drawn = [Content("").join([self._desk(desk) for desk in row]) for row in rows]
        return Content("\n" if self.close else "\n\n").join(drawn)

    def _desk(self, desk: Desk) -> Content:
        if desk == "pupil":
            own = words(f" {initial(self.pupil)} ", "bold $background on $bright")
            return Content.assemble(own, " ")
        mark, colour = SHAPES[desk]
        return Content.assemble(" ", words(mark, colour), "  ")


class RoomLine(Widget):
    """The room in one line: a few shapes, and its sentence."""

    DEFAULT_CSS = """
    RoomLine {
        height: auto;
        max-height: 2;
        padding: 0 3;
        background: $background;
        color: $quiet;
    }
    """

    room: reactive[Room | None] = reactive(None, layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """The whole width."""
        return container.width

    def _content(self) -> Content:
        if self.room is None:
            return Content()
        return Content.assemble(shapes_in_short(self.room), "  ", prose(self.room.line, "$quiet"))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """One line, or two on a narrow screen."""
        return len(self._content().wrap(max(8, width)))

    def render(self) -> RenderResult:
        """The line."""
        return self._content()
