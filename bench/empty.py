"""The least that a Textual app can be: a list to pick from. What `start` measures against."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import OptionList

FIRST = "The first of some lines"


class Empty(App[None]):
    """An app without anything of ours."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False

    def compose(self) -> ComposeResult:
        """One list, with more lines than one."""
        yield OptionList(FIRST, "The second of some lines", "The third of some lines")


if __name__ == "__main__":
    Empty().run()
