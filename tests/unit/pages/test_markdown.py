"""A page as Markdown: what was written stays text, whatever it is made of."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

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
    PocketCard,
    Quote,
    Terms,
    TwoWays,
    VotingCards,
)
from classroomsim.pages.markdown import WIDTH, to_markdown
from classroomsim.scenario.text import clean
from tests.unit.pages.plays import HOSTILE, hostile, small

MARKS = {"link_open", "image", "html_block", "html_inline", "code_inline", "fence", "code_block"}


def page(*blocks: Block, title: str = "A page", lead: str = "") -> str:
    return to_markdown(Document(title, lead, blocks))


def words(markdown: str) -> str:
    """The text that a reader of the rendered page has, without spaces."""
    told: list[str] = []
    for token in MarkdownIt("commonmark").parse(markdown):
        told += [child.content for child in token.children or [] if child.type == "text"]
    return "".join("".join(told).split())


def kinds(markdown: str) -> set[str]:
    tokens = MarkdownIt("commonmark").parse(markdown)
    return {it.type for token in tokens for it in (token, *(token.children or []))}


def bare(text: str) -> str:
    return "".join(clean(text).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_a_player_are_text_on_the_page(text: str) -> None:
    told = page(OwnWords(text, "at 14:10"))
    assert bare(text) in words(told)
    assert not kinds(told) & MARKS


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_an_author_are_text_in_every_kind_of_block(text: str) -> None:
    blocks: list[Block] = [
        Heading(text),
        Paragraph(text),
        Quote(text, text),
        Items((text, text)),
        Items((text,), numbered=True),
        Terms(((text, text),)),
        Aside(text, (text, text)),
        TwoWays(((Column(text, (Paragraph(text),)), Column(text)),)),
        PocketCard(text, text, text),
        VotingCards((text,)),
        FinePrint(text),
    ]
    told = page(*blocks, title=text, lead=text)
    assert not kinds(told) & MARKS
    plain = text.replace("'", "").replace('"', "")
    without_quotes = words(told).translate({ord(it): None for it in "'\"\u2018\u2019\u201c\u201d"})
    assert without_quotes.count(bare(plain)) == 22


def test_pages_of_a_hostile_play_have_no_link_picture_code_or_html_in_them() -> None:
    play = hostile()
    notes = [(0, text) for text in HOSTILE]
    plan = "\n".join(HOSTILE)
    for number in range(len(play.choices)):
        told = to_markdown(debrief_document(play, number, notes=notes, plan=plan))
        assert not kinds(told) & MARKS
    told = to_markdown(comparison_document(play, play.upto(1)))
    assert not kinds(told) & MARKS


@given(st.text())
def test_any_words_of_a_player_come_out_as_they_went_in(text: str) -> None:
    told = page(OwnWords(text))
    assert words(told) == "Apage" + bare(text)


@given(st.text().filter(lambda it: not set(it) & set("*'\".")))
def test_any_words_of_an_author_come_out_as_they_went_in(text: str) -> None:
    told = page(Heading(text), Paragraph(text), Items((text, text)), Aside("", (text,)))
    assert words(told) == "Apage" + bare(text) * 5


def test_emphasis_is_emphasis_and_a_player_s_stars_are_stars() -> None:
    assert page(Paragraph("He says it *again*.")).endswith("\n\nHe says it *again*.\n")
    assert "em_open" not in kinds(page(OwnWords("I said it *again*.")))


def test_the_line_breaks_of_a_player_are_kept() -> None:
    told = page(OwnWords("one\ntwo\n\nthree"))
    assert told.endswith("> one\\\n> two\n>\n> three\n")


def test_paragraphs_are_wrapped_and_still_one() -> None:
    told = page(Paragraph("He looks at the door, and then at you. " * 20))
    assert max(len(line) for line in told.splitlines()) <= WIDTH
    assert [t.type for t in MarkdownIt("commonmark").parse(told)].count("paragraph_open") == 1


def test_headings_come_in_order() -> None:
    for document in (
        debrief_document(small(), 0, notes=[(0, "A note")], plan="If, then."),
        comparison_document(small(), small(choices=("cloth", "look_again"))),
        pocket_card("If, then.", small(), 0),
    ):
        tokens = MarkdownIt("commonmark").parse(to_markdown(document))
        levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
        assert levels[0] == 1
        assert all(1 < after <= before + 1 for before, after in pairwise(levels))
