"""A page as HTML: whole in itself, and made of what was written. What a browser does is in e2e."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import get_args

import pytest

from classroomsim.debrief.lookback import Card, Part, Reason
from classroomsim.engine.seen import Room
from classroomsim.pages.debrief_page import comparison_document, debrief_document, pocket_card
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
    Shot,
    Strip,
    Terms,
    TwoWays,
    VotingCards,
    contents,
)
from classroomsim.pages.html import to_html
from tests.unit.pages.plays import HOSTILE, hostile, small

TEXT = "Ada's *blue* brush"
SHOWN = "Ada\u2019s blue brush"
CARD = Card(0, "14:10", TEXT, TEXT, TEXT, TEXT)
BLOCKS: list[tuple[Block, int]] = [
    (Heading(TEXT), 1),
    (Heading(TEXT, level=3), 1),
    (Paragraph(TEXT, quiet=True), 1),
    (Quote(TEXT, TEXT), 2),
    (Items((TEXT, TEXT)), 2),
    (Items((TEXT,), numbered=True), 1),
    (Terms(((TEXT, TEXT), (TEXT, TEXT))), 4),
    (Aside(TEXT, (TEXT, TEXT)), 3),
    (Strip((Shot(CARD, Room(("working",) * 30, "Heads are down.")),), TEXT), 5),
    (Parts((Part(TEXT, TEXT), Part(TEXT, "", TEXT, TEXT, TEXT))), 6),
    (Reasons(TEXT, (Reason(TEXT, TEXT, TEXT, TEXT),)), 5),
    (TwoWays(((Column(TEXT, (Paragraph(TEXT),)), Column(TEXT)),)), 3),
    (PocketCard("A line", TEXT, TEXT), 8),
    (VotingCards((TEXT, TEXT)), 2),
    (FinePrint(TEXT), 1),
]


class Read(HTMLParser):
    """The elements of a page and the text in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def page(*blocks: Block) -> str:
    return to_html(Document("A page", "", blocks))


def test_every_kind_of_block_has_a_test_here() -> None:
    assert {type(block) for block, _ in BLOCKS} | {OwnWords} == set(get_args(Block))


@pytest.mark.parametrize(("block", "times"), BLOCKS, ids=map(str, range(len(BLOCKS))))
def test_a_block_shows_each_of_its_texts_as_prose(block: Block, times: int) -> None:
    found = Read(page(block))
    shown = found.text.count(SHOWN) + found.text.count("ada\u2019s blue brush")
    assert shown + found.text.count("Ada's *blue* brush") == times
    assert "em" in {tag for tag, _ in found.tags}


def test_what_a_player_typed_is_shown_as_it_was_typed() -> None:
    found = Read(page(OwnWords(f"{TEXT}\n  two", "14:10")))
    assert f"{TEXT}\n  two" in found.text
    assert "em" not in {tag for tag, _ in found.tags}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_text(text: str) -> None:
    found = Read(page(OwnWords(text, text), Paragraph(text), PocketCard(text, text, text)))
    plain = Read(page(OwnWords("x", "x"), Paragraph("x"), PocketCard("x", "x", "x")))
    assert found.tags[6:] == plain.tags[6:]
    assert text in found.text


def test_the_policy_allows_the_page_s_own_style_sheet_and_nothing_else() -> None:
    text = page(Paragraph("x"))
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.replace("&#39;", "'") == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_a_page_names_nothing_that_would_have_to_be_fetched() -> None:
    documents = [
        debrief_document(hostile(), 1, notes=[(0, it) for it in HOSTILE], plan=HOSTILE[0]),
        comparison_document(hostile(), small()),
        pocket_card(HOSTILE[1], hostile(), 0),
    ]
    fetching = {"script", "img", "link", "iframe", "object", "embed", "base", "video", "a", "image"}
    for document in documents:
        found = Read(to_html(document))
        assert not fetching & {tag for tag, _ in found.tags}
        names = {name for _, attributes in found.tags for name in attributes}
        assert not {name for name in names if name.startswith("on")}
        assert not names & {"src", "href", "style", "xlink:href", "action"}
        assert "url(" not in to_html(document).split("</style>")[0]


def test_it_is_in_british_english_and_says_so() -> None:
    assert '<html lang="en-GB">' in page(Paragraph("x"))


def test_every_picture_of_the_room_has_a_name_and_says_what_it_shows() -> None:
    text = to_html(debrief_document(small(), 0))
    found = Read(text)
    pictures = [it for tag, it in found.tags if tag == "svg" and it.get("role") == "img"]
    names = [str(it["aria-labelledby"]).split() for it in pictures]
    ids = [it["id"] for _, it in found.tags if "id" in it]
    assert len(pictures) == 2
    assert len(set(ids)) == len(ids)
    assert all(name in ids for both in names for name in both)
    assert "The thirty desks at 14:10" in text


def test_what_a_page_holds_is_what_its_headings_say() -> None:
    document = debrief_document(small(), 0, notes=[(0, "A note")], plan="If, then.")
    told = contents(document)
    assert {"What you could see, moment by moment", "Your plan", "Your notes to self"} <= set(told)
    assert all(f">{heading}</h2>" in to_html(document) for heading in told)
    assert contents(pocket_card("If, then.", small(), 0)) == (
        "Your if-then line, on four cards to cut out",
    )
