"""A page as Markdown (CommonMark) that reads well as it is, before anything renders it.

Whatever an author or a player wrote stays text: it makes no heading, link, table or HTML.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from classroomsim.debrief.why import Reason
from classroomsim.pages.document import (
    Aside,
    Block,
    Column,
    Document,
    FinePrint,
    Heading,
    Items,
    OwnWords,
    Paragraph,
    Parts,
    PocketCard,
    Quote,
    Reasons,
    Strip,
    Terms,
    TwoWays,
    VotingCards,
)
from classroomsim.pages.prose import runs
from classroomsim.pages.wording import titled, you_did
from classroomsim.scenario.text import clean

WIDTH = 96
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|$]|(?<=[A-Za-z]):(?=//)|(?<=www)\.", re.IGNORECASE)
"""What can begin a mark inside a line. The last two make links on some sites, though not in
CommonMark."""
_AT_START = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
"""What can begin a mark at the start of a line; after a number the stop is what does."""

Lines = Iterator[str]


def to_markdown(document: Document) -> str:
    """The whole page as text, wrapped, with an empty line between its blocks."""
    blocks = [_heading(1, document.title)]
    if document.lead:
        blocks.append(_paragraph(f"*{_prose(document.lead)}*"))
    for block in document.blocks:
        blocks += _shown(block)
    return "\n\n".join(blocks) + "\n"


def _shown(block: Block) -> Lines:  # noqa: C901, PLR0912 - one case for each kind of block
    """A block as Markdown, in parts between which stands an empty line."""
    match block:
        case Heading(text=text, level=level):
            yield _heading(level, text)
        case Paragraph(text=text):
            yield _paragraph(_prose(text))
        case Quote(text=text, label=label):
            yield _set_apart(label, [_prose(text)])
        case OwnWords(text=text, label=label):
            yield _set_apart(label, _own_lines(text))
        case Items(items=items, numbered=numbered):
            yield _listed((_prose(item) for item in items), numbered=numbered)
        case Terms(terms=terms):
            yield from (_paragraph(f"{_bold(label)} {_prose(text)}") for label, text in terms)
        case Aside(label=label, items=items):
            yield _set_apart(label, [_prose(item) for item in items])
        case Strip():
            yield _strip(block)
        case Parts(parts=parts):
            for part in parts:
                yield _heading(3, part.heading)
                if part.say:
                    yield _paragraph(_prose(part.move))
                    yield _set_apart("", [_prose(part.say)])
                yield _paragraph(_prose(part.cost if part.say else part.body))
        case Reasons():
            yield from _reasons(block)
        case TwoWays(rows=rows):
            yield from (text for row in rows for column in row for text in _column(column))
        case PocketCard(line=line, say=say, foot=foot):
            yield _set_apart("", [*_own_lines(line), *([_prose(say)] if say else [])])
            yield from (_paragraph(_prose(foot)),) if foot else ()
        case VotingCards(letters=letters):
            yield _heading(2, "Voting cards")
            yield _paragraph("One letter on each sheet of A4, as large as it will go.")
            yield _listed((_prose(letter) for letter in letters), numbered=False)
        case FinePrint(text=text):
            yield "---"
            yield _paragraph(f"*{_prose(text)}*")


def _strip(strip: Strip) -> str:
    told = []
    for shot in strip.shots:
        card = shot.card
        seen = [_prose(you_did(card)), _prose(card.pupil)]
        if card.room:
            seen.append(f"The room: {_prose(card.room)}")
        told.append(f"{_bold(f'{titled(card.clock, card.name)}.')} {' '.join(filter(None, seen))}")
    return _listed(told, numbered=True)


def _reasons(block: Reasons) -> Lines:
    if block.what:
        yield _paragraph(_prose(block.what))
    if block.reasons:
        yield _listed(map(_reason, block.reasons), numbered=False)


def _reason(reason: Reason) -> str:
    told = [_prose(reason.because)]
    if reason.source:
        told.append(f"*{_prose(reason.source)}. {_prose(reason.sure)}*")
    if reason.changed:
        told.append(_prose(reason.changed))
    return " ".join(told)


def _column(column: Column) -> Lines:
    yield _paragraph(f"*{_prose(column.label)}*")
    for block in column.blocks:
        yield from _shown(block)


# ------------------------------------------------------------------------------ lines


def _heading(level: int, text: str) -> str:
    told = _prose(text)
    if told.endswith("#"):  # else it would close the heading, and not be shown
        told = f"{told[:-1]}\\#"
    return f"{'#' * level} {told}"


def _paragraph(text: str) -> str:
    return "\n".join(_wrapped(text))


def _listed(items: Iterable[str], *, numbered: bool) -> str:
    """A list; its marks are ours, and what begins an item can't be one."""
    lines: list[str] = []
    for n, item in enumerate(items, 1):
        mark = f"{n}. " if numbered else "- "
        first, *rest = _wrapped(item, WIDTH - len(mark))
        lines += [f"{mark}{first}", *(f"{' ' * len(mark)}{line}" for line in rest)]
    return "\n".join(lines)


def _set_apart(label: str, texts: list[str]) -> str:
    """Lines behind a bar, each text on a line of its own."""
    told = [_bold(label), *texts] if label else texts
    lines: list[str] = []
    for n, text in enumerate(told):
        wrapped = _wrapped(text, WIDTH - 3)
        ends = "\\" if n < len(told) - 1 and wrapped[-1] and told[n + 1] else ""
        lines += [*wrapped[:-1], wrapped[-1] + ends]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _wrapped(text: str, width: int = WIDTH) -> list[str]:
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]
    return [_AT_START.sub(_escape_start, line) for line in lines]


def _escape_start(found: re.Match[str]) -> str:
    mark = found[2]
    return f"{found[1]}{mark}\\" if mark.isdigit() else f"{found[1]}\\{mark}"


# ------------------------------------------------------------------------------ words


def _prose(text: str) -> str:
    """An author's text, with its emphasis as Markdown's."""
    told = (f"*{escaped(run.text)}*" if run.emphasis else escaped(run.text) for run in runs(text))
    return "".join(told).strip()


def _own_lines(text: str) -> list[str]:
    """What a player typed, line by line."""
    return [escaped(line.strip()) for line in clean(text).strip().split("\n")]


def _bold(label: str) -> str:
    return f"**{_prose(label)}{'' if label.endswith(('?', ':', '.')) else ':'}**"


def escaped(text: str) -> str:
    """A text in which nothing inside a line is a mark; the start of one is another matter."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
