"""A short list to pick from: one is chosen with the arrows and Enter, or clicked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from classroomsim.ui.widgets.hanging import Hanging
from classroomsim.ui.widgets.kept import Kept


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to pick: its label (a number, a mark), its text, and what it stands for."""

    label: Content
    text: Content
    value: str


class PickerRow(Hanging):
    """One row of a picker."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PickerRow {
        pointer: pointer;
        &:hover { background: $surface; }
    }
    """

    chosen: reactive[bool] = reactive(False)

    @dataclass
    class Clicked(Message):
        """The row was clicked."""

        row: "PickerRow"

    def __init__(self, row: Row, indent: int, **rest: Any) -> None:  # noqa: ANN401
        super().__init__(row.label, row.text, indent, **rest)
        self.row = row
        self._kept: dict[bool, Kept] = {}
        self._kept_for: tuple[int, str] | None = None
        self._kept_lines: list[Content] = []

    def _hung(self, width: int) -> list[Content]:
        return super()._hung(width - 2)

    def render(self) -> RenderResult:
        """The row, with a cell on both sides; on the colour of what is chosen, if it is that.

        Not by a style sheet: restyling two rows takes longer than painting them.
        """
        width = self.content_size.width
        lines = self._hung(width)
        asked = (width, self.app.theme)
        if self._kept_for != asked or self._kept_lines is not lines:
            self._kept_for, self._kept_lines, self._kept = asked, lines, {}
        if self.chosen not in self._kept:
            self._kept[self.chosen] = Kept(self._drawn(lines, width))
        return self._kept[self.chosen]

    def _drawn(self, lines: list[Content], width: int) -> Content:
        rows = [Content.assemble(" ", line) for line in lines]
        if not self.chosen:
            return Content("\n").join(rows)
        style = "$bright on $chosen" + (" reverse" if self.app.no_color else "")
        filled = [row.pad_right(max(0, width - row.cell_length)) for row in rows]
        return Content("\n").join([row.stylize_before(style) for row in filled])

    def on_click(self, event: events.Click) -> None:
        """Says that it was clicked."""
        event.stop()
        self.post_message(self.Clicked(self))


class Picker(Vertical):
    """Rows, one of them chosen. It takes no focus: its screen has the keys, and calls `move`.

    `sections` puts a widget, such as a heading, before the row at an index.
    """

    DEFAULT_CSS = """
    Picker { height: auto; }
    """

    chosen: reactive[int] = reactive(0)

    @dataclass
    class Picked(Message):
        """A row was clicked."""

        index: int
        row: Row

    def __init__(
        self,
        rows: Sequence[Row] = (),
        indent: int = 4,
        sections: Mapping[int, Sequence[Widget]] | None = None,
        **rest: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(**rest)
        self.indent = indent
        self.picks = tuple(rows)
        self._sections = sections or {}

    def compose(self) -> ComposeResult:
        """The rows and what stands before them."""
        yield from self._widgets()

    def _widgets(self) -> list[Widget]:
        found: list[Widget] = []
        for index, row in enumerate(self.picks):
            found += self._sections.get(index, ())
            widget = PickerRow(row, self.indent)
            widget.set_reactive(PickerRow.chosen, index == self.chosen)
            found.append(widget)
        found += self._sections.get(len(self.picks), ())
        return found

    async def show(
        self,
        rows: Sequence[Row],
        chosen: int = 0,
        sections: Mapping[int, Sequence[Widget]] | None = None,
    ) -> None:
        """Replaces all rows."""
        self.picks = tuple(rows)
        self._sections = sections or {}
        await self.remove_children()
        self.set_reactive(Picker.chosen, max(0, min(chosen, len(self.picks) - 1)))
        await self.mount_all(self._widgets())

    @property
    def rows(self) -> list[PickerRow]:
        """The rows on screen, in order."""
        return list(self.query_children(PickerRow))

    @property
    def chosen_widget(self) -> PickerRow | None:
        """The chosen row, if there is any."""
        rows = self.rows
        return rows[self.chosen] if self.chosen < len(rows) else None

    @property
    def pick(self) -> Row | None:
        """What the chosen row stands for, if there is any."""
        return self.picks[self.chosen] if self.chosen < len(self.picks) else None

    def move(self, by: int) -> bool:
        """Chooses another row; False where there is none that way."""
        wanted = self.chosen + by
        if not 0 <= wanted < len(self.picks):
            return False
        self.chosen = wanted
        return True

    def watch_chosen(self) -> None:
        """Marks the chosen row."""
        for index, row in enumerate(self.rows):
            row.chosen = index == self.chosen

    def on_picker_row_clicked(self, message: PickerRow.Clicked) -> None:
        """Passes a click on, as the row that it picked."""
        message.stop()
        index = self.rows.index(message.row)
        self.chosen = index
        self.post_message(self.Picked(index, message.row.row))
