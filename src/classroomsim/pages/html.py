"""A page as one HTML file that needs nothing else: no script, no font, no request to anywhere.

What it says goes through jinja2 with escaping on, into `page.html`; how it looks is in `page.css`.
The policy in its head forbids a browser to run or load anything but that very style sheet.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib import resources
from itertools import count

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from classroomsim.debrief.lookback import Card
from classroomsim.engine.seen import COLUMNS, Desk, Room
from classroomsim.pages.document import Block, Document, PocketCard
from classroomsim.pages.prose import runs
from classroomsim.pages.wording import without_name, you_did
from classroomsim.scenario.text import clean, clean_line

CARDS_ON_A_SHEET = 4
_BETWEEN = 16
"""Between the middles of two desks, in the picture's own units."""


def to_html(document: Document) -> str:
    """The whole page as text, in English, to be read on a screen, heard, or printed on A4."""
    style = _style()
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = _templates().get_template("page.html")
    ids = count(1)
    return page.render(
        document=document,
        style=Markup(style),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'",
        cards=any(isinstance(block, PocketCard) for block in document.blocks),
        copies=range(CARDS_ON_A_SHEET),
        next_id=lambda: next(ids),
    )


@cache
def _style() -> str:
    return resources.files("classroomsim.pages").joinpath("page.css").read_text("utf-8")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("classroomsim.pages", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "kind": _kind,
        "prose": _prose,
        "own": _own,
        "line": clean_line,
        "desks": _desks,
        "without_name": without_name,
        "you_did": _you_did,
    }
    return environment


def _kind(block: Block) -> str:
    return type(block).__name__


def _prose(text: str) -> Markup:
    """An author's text, with its emphasis."""
    return Markup("").join(
        Markup("<em>{}</em>").format(run.text) if run.emphasis else escape(run.text)
        for run in runs(text)
    )


def _own(text: str) -> str:
    """What a player typed; its line breaks are kept by the style sheet."""
    return clean(text).strip()


def _you_did(card: Card) -> Markup:
    return _prose(you_did(card))


def _desks(room: Room) -> list[tuple[Desk, int, int]]:
    """Each desk with the place of its middle in the picture."""
    return [
        (desk, n % COLUMNS * _BETWEEN + _BETWEEN // 2, n // COLUMNS * _BETWEEN + _BETWEEN // 2)
        for n, desk in enumerate(room.desks)
    ]
