"""A whole play written out, for those who would like to read a story before they play it."""

from __future__ import annotations

from collections.abc import Iterator

from classroomsim.debrief.lookback import NOT_A_PREDICTION, look_back, parts
from classroomsim.engine.play import Play
from classroomsim.engine.seen import look
from classroomsim.pages.debrief_page import ending, reading_the_message, rests_on
from classroomsim.pages.document import (
    Aside,
    Block,
    Document,
    FinePrint,
    Heading,
    Items,
    Paragraph,
    Parts,
    Terms,
)
from classroomsim.pages.wording import titled, you_did
from classroomsim.scenario.story import Guess, Scenario

WRITTEN_OUT = (
    "One way that this story can go, written out by the program. Another choice, or another cause"
    " underneath, and it goes differently."
)
ANY_OF_THESE = "You may guess first, if you like. Several answers may fit, and nobody marks it."
CHOSEN = "In this play"


def play_document(play: Play) -> Document:
    """A play from what is known before it to the coaching on each of its moments."""
    scenario = play.world.scenario
    back = look_back(play)
    blocks = [
        *_before(scenario),
        *(block for number in range(len(play.choices)) for block in _beat(play, number)),
        *ending(play, back),
        *(block for number in range(len(play.choices)) for block in _coaching(play, number)),
        *reading_the_message(play, 0, {}),
        *rests_on(back),
        FinePrint(NOT_A_PREDICTION),
    ]
    return Document(scenario.title, WRITTEN_OUT, tuple(blocks))


def _before(scenario: Scenario) -> Iterator[Block]:
    about, name = scenario.about, scenario.pupil.name
    yield Paragraph(about.setting)
    yield Paragraph(f"In this story: {about.content_note}", quiet=True)
    yield Heading("Before you start")
    known = (
        ("At nine o'clock you know", about.known_at_nine),
        (f"What {name} is good at", about.strength),
        ("Family says", about.family_says),
    )
    yield Terms(tuple((label, text) for label, text in known if text))
    if scenario.others:
        yield Aside(
            "Who else is there",
            tuple(
                f"{who.replace('_', ' ').title()}: {what.rstrip('.')}."
                for who, what in scenario.others.items()
            ),
        )
    if about.safeguarding:
        yield Paragraph(about.safeguarding, quiet=True)


def _beat(play: Play, number: int) -> Iterator[Block]:
    """What happened, what could be seen, what was on offer, and what was chosen."""
    before, moment = play.upto(number), play.moment(number)
    seen = look(before)
    yield Heading(titled(seen.clock, seen.name))
    yield from (Paragraph(text) for text in seen.text)
    if seen.notices:
        yield Aside("You notice", seen.notices)
    yield Terms((("The room", seen.room.line),))
    if seen.guess:
        yield from _guess(seen.guess)
    yield Heading("What do you do?", level=3)
    yield Items(tuple(choice.say for choice in seen.choices), numbered=True)
    ids = [choice.id for choice in seen.choices]
    chosen = f"{ids.index(moment.choice_id) + 1}. " if moment.choice else ""
    yield Terms(((CHOSEN, f"{chosen}{you_did(look_back(play).cards[number])}"),))


def _guess(asked: Guess) -> Iterator[Block]:
    yield Heading(asked.ask, level=3)
    yield Paragraph(ANY_OF_THESE, quiet=True)
    yield Items(tuple(asked.options.values()))


def _coaching(play: Play, number: int) -> Iterator[Block]:
    card = look_back(play).cards[number]
    yield Heading(f"Looking back at {titled(card.clock, card.name)}", fresh=number == 0)
    yield Parts(parts(play, number))
