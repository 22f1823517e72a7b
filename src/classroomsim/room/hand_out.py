"""The hand-out after a session: the story, both votes in words, what followed, and what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from classroomsim.debrief.lookback import NOT_A_PREDICTION, LookingBack, look_back, parts
from classroomsim.engine.play import Moment, Play
from classroomsim.engine.seen import look
from classroomsim.pages.document import (
    Aside,
    Block,
    Document,
    FinePrint,
    Heading,
    Items,
    Paragraph,
    Terms,
)
from classroomsim.pages.wording import titled
from classroomsim.room.session import Session
from classroomsim.room.shares import Counted, Hands, Share, counted
from classroomsim.room.wall import FOLLOWED, LETTERS, discussed, plan_lines

LEAD = "What a room of colleagues saw, voted and followed. No names, and no numbers."
NO_VOTE = "No vote was taken here."
_SCHOOL = 6


def hand_out(
    session: Session,
    tallies: Mapping[int, Mapping[str, int]],
    hands: Mapping[int, Mapping[str, Hands]],
) -> Document:
    """A session as a page. Votes are in the same words as on the wall."""
    play = session.play
    back = look_back(play)
    blocks: list[Block] = []
    for moment in play.moments:
        first, second = (
            counted(r.choices, tallies.get(r.number, {}), hands.get(r.number, {})) if r else None
            for r in session.votes_of(moment.number)
        )
        blocks += _beat(play, moment, first, second)
    blocks += _ended(back)
    blocks += _underneath(back)
    blocks += _onward(play)
    blocks.append(FinePrint(NOT_A_PREDICTION))
    return Document(play.world.scenario.title, LEAD, tuple(blocks))


def _beat(
    play: Play, moment: Moment, first: Counted | None, second: Counted | None
) -> Iterator[Block]:
    before = play.upto(moment.number)
    seen = look(before)
    yield Heading(titled(seen.clock, seen.name))
    yield from (Paragraph(text) for text in seen.text)
    if seen.notices:
        yield Aside("What could be noticed", seen.notices)
    ways = list(zip(LETTERS, before.offers, strict=False))
    yield Terms(
        tuple(
            (letter, f"{way.say} {_voted(way.id, first, second)}".strip()) for letter, way in ways
        )
    )
    for name, vote in (("First vote", first), ("Second vote", second)):
        if vote is not None and vote.said:
            yield Paragraph(f"{name}: {vote.said}", quiet=True)
    if first is None and second is None:
        yield Paragraph(NO_VOTE, quiet=True)
    taken = next((letter for letter, way in ways if way.id == moment.choice_id), "")
    yield Heading(f"What followed {taken}" if taken else "What followed", level=3)
    yield Paragraph(_what_followed(play, moment.number))
    card = look_back(play).cards[moment.number]
    yield Paragraph(f"{card.pupil} {card.room}".strip())
    yield from _roads(before, moment, [letter for letter, _ in ways])
    asked = discussed(before)
    if asked:
        yield Aside("To talk about", asked)


def _voted(choice: str, first: Counted | None, second: Counted | None) -> str:
    said = [
        f"{name}: {_in_words(share)}"
        for name, vote in (("first", first), ("second", second))
        for share in (vote.shares if vote else ())
        if share.choice == choice and (share.phones or share.hands)
    ]
    return f"({'; '.join(said)})" if said else ""


def _in_words(share: Share) -> str:
    if share.phones and share.hands:
        return f"{share.phones}, hands: {share.hands}"
    return share.phones or share.hands or ""


def _what_followed(play: Play, number: int) -> str:
    seven = parts(play, number)
    return seven[FOLLOWED].body if len(seven) > FOLLOWED else seven[0].body


def _roads(before: Play, moment: Moment, letters: Sequence[str]) -> Iterator[Block]:
    """What would have followed the other ways, in the same words."""
    roads = [
        f"{letter}. {_what_followed(before.choose(choice.id), moment.number)}"
        for letter, choice in zip(letters, before.offers, strict=True)
        if choice.id != moment.choice_id
    ]
    if roads:
        yield Heading("The roads not taken", level=3)
        yield Items(tuple(roads))


def _ended(back: LookingBack) -> Iterator[Block]:
    if back.ending:
        yield Heading("How this story ended")
        yield from (Paragraph(text) for text in back.ending)
        yield from (Paragraph(text) for text in back.later)


def _underneath(back: LookingBack) -> Iterator[Block]:
    yield Heading("What was underneath")
    yield Paragraph(back.reveal.here)
    yield from (Paragraph(text, quiet=True) for text in back.reveal.elsewhere)


def _onward(play: Play) -> Iterator[Block]:
    school = [_part(play, moment.number, _SCHOOL) for moment in play.moments]
    found = tuple(dict.fromkeys(text for text in school if text))
    if found:
        yield Heading("What the school could provide")
        yield Items(found)
    plans = plan_lines(play)
    if plans:
        yield Heading("For Tuesday")
        yield Paragraph("Change the words until they are yours.", quiet=True)
        yield Items(plans)


def _part(play: Play, number: int, part: int) -> str:
    seven = parts(play, number)
    return seven[part].body if len(seven) > part else ""
