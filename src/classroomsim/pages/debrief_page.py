"""Looking back as a page: one play with the moment that was picked, and two ways side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from classroomsim.debrief.ahead import LedTo
from classroomsim.debrief.compare import Close, Way, side_by_side
from classroomsim.debrief.lookback import (
    LED_TO,
    NOT_A_PREDICTION,
    Card,
    LookingBack,
    look_back,
    parts,
    wondered,
)
from classroomsim.debrief.message import Cued, message
from classroomsim.debrief.why import NOTHING_MOVED, ON_ITS_WAY, accounts
from classroomsim.engine.play import Play
from classroomsim.engine.seen import look_at, room_of
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
)
from classroomsim.pages.wording import on_day, titled, where, you_did

Notes = Sequence[tuple[int, str]]
"""Notes to self: the moment (from 0) that each was written at, and its text."""
Guesses = Mapping[int, Sequence[str]]
"""By moment (from 0), the options that the player thought might fit."""

BEFORE, NOW = "The way before", "This way"
OF_YOUR_OWN = "A copy of your own. Nobody is assessed here, and nobody else has it."
HOW_TO_READ = (
    "These are the rules this story runs on. Each is one reading, with where it comes from and how"
    " sure anyone is."
)
LEFT_HALFWAY = "You left before the end. What was underneath is told once the story has one."
UNFINISHED = "This way was left before its end."
ELSEWHERE = "Nothing here that stands beside it."
NEVER_PART = "The two ways are the same, moment for moment."
OTHER_CAUSE = (
    "Something different was underneath each way, so they may also differ for reasons nobody chose."
)


def debrief_document(
    play: Play,
    number: int,
    *,
    guesses: Guesses | None = None,
    notes: Notes = (),
    plan: str = "",
    led_to: Sequence[LedTo] = (),
) -> Document:
    """One play looked back on, with the moment `number` (from 0) that was picked.

    `plan` is the player's if-then line, `led_to` what `debrief.ahead` tells of the moment. Raises
    `IndexError` where the play has no such moment.
    """
    back, guessed = look_back(play), guesses or {}
    scenario = play.world.scenario
    return Document(
        title=f"Looking back: {back.title}",
        lead=OF_YOUR_OWN,
        blocks=(
            Paragraph(scenario.about.setting, quiet=True),
            Heading("What you could see, moment by moment"),
            strip(play, number),
            *_moment(play, back, number),
            *_plan(plan),
            *_why(play, number),
            *_led_to(led_to),
            *ending(play, back),
            *reading_the_message(play, number, guessed),
            *wonderings(play, {n: options for n, options in guessed.items() if n != number}),
            *own_notes(play, notes),
            *rests_on(back),
            FinePrint(NOT_A_PREDICTION),
        ),
    )


def comparison_document(
    one: Play, other: Play, *, names: tuple[str, str] = (BEFORE, NOW)
) -> Document:
    """Two plays of a scenario from where they part, moment beside moment; `names` heads them."""
    found = side_by_side(one, other)
    blocks: list[Block] = []
    if found.shared and found.rows:
        blocks += [Heading("Until they part"), Paragraph(_beginning(found.shared))]
    if not found.same_cause:
        blocks.append(Paragraph(OTHER_CAUSE, quiet=True))
    if found.openings is not None:
        blocks += [Heading("How each began"), TwoWays((_openings(found.openings, names),))]
    blocks.append(Heading("From there, moment beside moment"))
    if found.rows:
        blocks.append(TwoWays(tuple(_row(ways, names) for ways in found.rows)))
    else:
        blocks.append(Paragraph(NEVER_PART))
    blocks += [Heading("How each ended"), TwoWays((_closes(found.closes, names),))]
    return Document(
        title=f"Two ways, side by side: {one.world.scenario.title}",
        lead="Neither is the better one. A copy of your own.",
        blocks=(*blocks, FinePrint(NOT_A_PREDICTION)),
    )


def pocket_card(line: str, play: Play, number: int, day: date | None = None) -> Document:
    """A card for the pocket, to print: the player's if-then `line`, with words that can be said.

    The words are the ones that the coaching of moment `number` (from 0) offers, if it has any.
    """
    said = next((part.say for part in parts(play, number) if part.say), "")
    title = play.world.scenario.title
    foot = f"{title}. For {on_day(day)}." if day else f"{title}."
    return Document(
        title="A card for your pocket",
        lead="Four of the same: one for a pocket, one for a planner, and two to spare.",
        blocks=(PocketCard(line, said, foot),),
    )


# ---------------------------------------------------------------------------- one play


def strip(play: Play, chosen: int | None = None) -> Strip:
    """What could be seen of a play, moment by moment, with the room at the end of each."""
    world = play.world
    shots = (
        Shot(card, room_of(world, moment.after) if card.room else None)
        for card, moment in zip(look_back(play).cards, play.moments, strict=True)
    )
    return Strip(tuple(shots), world.scenario.pupil.name, chosen)


def _moment(play: Play, back: LookingBack, number: int) -> Iterator[Block]:
    """What happened at the moment, what you did, and the coaching on it."""
    card, moment = back.cards[number], play.moment(number)
    seen = look_at(play.world, moment.before, moment.came_from)
    yield Heading(titled(card.clock, card.name), fresh=True)
    yield from (Paragraph(text) for text in seen.text)
    if seen.notices:
        yield Aside("You notice", seen.notices)
    did = moment.choice.say if moment.choice else you_did(card)
    yield Terms((("The room", seen.room.line), ("What you did", did)))
    yield Parts(parts(play, number))


def _why(play: Play, number: int) -> Iterator[Block]:
    yield Heading("Why might that have happened?")
    yield Paragraph(HOW_TO_READ, quiet=True)
    found = accounts(play, number)
    if not found:
        yield Paragraph(NOTHING_MOVED)
    for account in found:
        what = f"{account.what} {ON_ITS_WAY}" if account.on_its_way else account.what
        yield Reasons(what, account.reasons)


def _led_to(found: Sequence[LedTo]) -> Iterator[Block]:
    if found:
        yield Heading(LED_TO)
        yield Items(tuple(f"{_sentences(one.did)} {one.could}" for one in found))


def ending(play: Play, back: LookingBack) -> Iterator[Block]:
    """How it ended, the pupil's voice afterwards, and what the rulebook has to add."""
    if play.ending is None:
        yield Heading("Where you left it")
        yield Paragraph(LEFT_HALFWAY)
        return
    yield Heading("How it ended")
    yield from (Paragraph(text) for text in back.ending)
    yield from (Quote(text) for text in back.later)
    yield from (Paragraph(text) for text in back.afterwords)


def underneath(play: Play, back: LookingBack) -> Iterator[Block]:
    """What was underneath in this telling and in others; nothing before the story's end."""
    if play.ending is None or not back.reveal.here:
        return
    yield Heading("What was underneath")
    yield Paragraph(back.reveal.here)
    yield from (Paragraph(text, quiet=True) for text in back.reveal.elsewhere if text)


def reading_the_message(play: Play, number: int, guesses: Guesses) -> Iterator[Block]:
    """What the player wondered at the moment, and what could be seen there that told of causes."""
    found = message(play, number, guesses.get(number))
    wondering = (("You wondered", " ".join(found.guessed)),) if found.guessed else ()
    if not wondering and found.here is None:
        return
    yield Heading("Reading the message")
    if wondering:
        yield from (Paragraph(found.ask, quiet=True),) if found.ask else ()
        yield Terms(wondering)
    if found.here is not None:
        yield Paragraph(found.here.underneath)
        if found.here.cues:
            yield Aside("What could be seen of it here", found.here.cues)
    if found.elsewhere:
        yield Items(tuple(_elsewhere(other) for other in found.elsewhere))


def _elsewhere(other: Cued) -> str:
    if not other.cues:
        return other.underneath
    return f"{other.underneath} Here you might have seen: {' '.join(other.cues)}"


def wonderings(play: Play, guesses: Guesses) -> Iterator[Block]:
    """What the player thought the pupil might be saying. Nothing says how that was."""
    told = tuple(
        (where(play, number), " ".join(wondered(play, number, tuple(options))))
        for number, options in sorted(guesses.items())
    )
    if told:
        yield Heading("What you wondered")
        yield Terms(told)


def _plan(line: str) -> Iterator[Block]:
    if line.strip():
        yield Heading("Your plan")
        yield OwnWords(line)


def own_notes(play: Play | None, notes: Notes) -> Iterator[Block]:
    """The player's notes to self, each with the moment it belongs to."""
    if notes:
        yield Heading("Your notes to self")
        yield from (OwnWords(text, where(play, number)) for number, text in notes)


def rests_on(back: LookingBack) -> Iterator[Block]:
    """What the scenario itself rests on, with its sources."""
    if back.evidence:
        yield Heading("What this story rests on")
        yield Reasons("", back.evidence)


# ---------------------------------------------------------------------------- two plays


def _row(ways: tuple[Way, Way], names: tuple[str, str]) -> tuple[Column, Column] | tuple[Column]:
    one, other = ways
    if one == other:
        return (Column("In both ways", tuple(_way(one))),)
    return (
        Column(names[0], tuple(_way(one))),
        Column(names[1], tuple(_way(other))),
    )


def _way(way: Way) -> Iterator[Block]:
    """A moment of one way: what you did, what came of it, and what could be seen."""
    card = way.card
    if card is None:
        yield Paragraph(ELSEWHERE, quiet=True)
        return
    yield Heading(titled(card.clock, card.name), level=3)
    yield Paragraph(you_did(card))
    if not card.room:  # it ended here, which is told further down
        return
    yield from _came(way)
    yield Terms((("The room", card.room),))


def _came(way: Way) -> Iterator[Block]:
    """The words and the signs of one way's moment, or of its beginning."""
    yield from (Paragraph(text) for text in way.then)
    if way.notices:
        yield Aside("You notice", way.notices)


def _openings(
    openings: tuple[Way, Way], names: tuple[str, str]
) -> tuple[Column, Column] | tuple[Column]:
    one, other = openings
    if one == other:
        return (Column("In both ways", tuple(_came(one))),)
    return (Column(names[0], tuple(_came(one))), Column(names[1], tuple(_came(other))))


def _closes(
    closes: tuple[Close, Close], names: tuple[str, str]
) -> tuple[Column, Column] | tuple[Column]:
    one, other = closes
    if one == other:
        return (Column("In both ways", tuple(_close(one))),)
    return (Column(names[0], tuple(_close(one))), Column(names[1], tuple(_close(other))))


def _close(close: Close) -> Iterator[Block]:
    if not close.text and not close.later:
        yield Paragraph(UNFINISHED, quiet=True)
    yield from (Paragraph(text) for text in close.text)
    yield from (Quote(text) for text in close.later)


def _beginning(shared: Sequence[Card]) -> str:
    first, last = (titled(card.clock, card.name) for card in (shared[0], shared[-1]))
    if first == last:
        return f"Both begin alike, at {first}. Then they part."
    return f"Both go alike from {first}, to {last}. Then they part."


def _sentences(texts: Iterable[str]) -> str:
    return " ".join(f"{text.rstrip('.')}." for text in texts)
