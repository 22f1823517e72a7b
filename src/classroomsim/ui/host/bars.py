"""Both votes, choice by choice: bars and words, drawn alike for every choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from classroomsim.room.shares import Counted, Share
from classroomsim.room.wall import Wall, WallChoice
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.hanging import hung

_FIRST, _SECOND = "\u2592", "\u2588"
_LABEL = 12
_WORD = 24
_SHORTEST = 12
_INDENT = 4
_LOW = 30
"""Lines below which each way has one line."""


class VoteBars(Widget):
    """What the hall voted, first and second, under each way to choose from."""

    DEFAULT_CSS = """
    VoteBars { width: 1fr; height: auto; }
    """

    def __init__(self, wall: Wall, **rest: Any) -> None:  # noqa: ANN401
        super().__init__(**rest)
        self._choices: Sequence[WallChoice] = wall.choices
        votes = (("first", _FIRST, wall.first), ("second", _SECOND, wall.second))
        self._votes = [(name, mark, vote) for name, mark, vote in votes if vote is not None]
        if len(self._votes) == 1:
            self._votes = [("", _SECOND, vote) for _, _, vote in self._votes]

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """The whole width."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the ways and their bars take."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """The ways and their bars."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        low = self.app.size.height < _LOW
        for choice in self._choices:
            says = hung(words(choice.letter, "bold $heading"), prose(choice.say), _INDENT, width)
            lines += [_cut(says, width)] if low else says
            for name, mark, vote in self._votes:
                lines += self._of(name, mark, vote, choice.id, width)
            if not low:
                lines.append(Content())
        for name, _, vote in self._votes:
            if vote.said:
                lines.append(words(f"{name}: {vote.said}" if name else vote.said))
        return lines

    def _of(self, name: str, mark: str, vote: Counted, choice: str, width: int) -> list[Content]:
        share = next((share for share in vote.shares if share.choice == choice), None)
        if share is None or not (share.phones or share.hands):
            return []
        longest = max(_SHORTEST, width - _INDENT - _LABEL - _WORD)
        bar = mark * max(1, round(share.length * longest))
        label = words(f"{' ' * _INDENT}{name:<{_LABEL - 4}}" if name else " " * _INDENT, "$quiet")
        return [Content.assemble(label, words(bar, "$bright"), " ", words(told(share)))]


def _cut(says: list[Content], width: int) -> Content:
    """The first line, with a sign where there is more: it was read aloud before."""
    if len(says) == 1:
        return says[0]
    return says[0].truncate(width - 1).rstrip() + "\u2026"


def told(share: Share) -> str:
    """A share in words: from phones, from hands, or from both side by side."""
    if share.phones and share.hands:
        return f"{share.phones}; hands: {share.hands}"
    return share.phones or share.hands or ""
