"""A label and a text beside it, whose further lines begin under its first word."""

from typing import Any

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget


def hung(label: Content, text: Content, indent: int, width: int) -> list[Content]:
    """The lines of a text that hangs on a label; `indent` and `width` in cells."""
    room = max(8, width - indent)
    wrapped = text.wrap(room) or [Content()]
    gap = max(1 if label else 0, indent - label.cell_length)
    first = Content.assemble(label, " " * gap, wrapped[0])
    return [first, *(Content.assemble(" " * indent, line) for line in wrapped[1:])]


class Hanging(Widget):
    """One label and its text; `indent` is the column at which the text begins."""

    DEFAULT_CSS = """
    Hanging {
        width: 1fr;
        height: auto;
    }
    """

    label: reactive[Content] = reactive(Content(), layout=True)
    text: reactive[Content] = reactive(Content(), layout=True)

    def __init__(self, label: Content, text: Content, indent: int, **rest: Any) -> None:  # noqa: ANN401
        super().__init__(**rest)
        self.indent = indent
        self._laid: tuple[int, Content, Content] | None = None
        self._lines: list[Content] = []
        self.set_reactive(Hanging.label, label)
        self.set_reactive(Hanging.text, text)

    def _hung(self, width: int) -> list[Content]:
        """The lines at this width; kept, since measuring and painting both ask for them."""
        laid = self._laid
        if laid is None or laid[0] != width or not _same(laid, self.label, self.text):
            self._laid = (width, self.label, self.text)
            self._lines = hung(self.label, self.text, self.indent, width)
        return self._lines

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """The whole width."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the text takes."""
        return len(self._hung(width))

    def render(self) -> RenderResult:
        """The label and the text."""
        return Content("\n").join(self._hung(self.content_size.width))


def _same(laid: tuple[int, Content, Content], label: Content, text: Content) -> bool:
    return laid[1] is label and laid[2] is text
