"""The parts of a play as linear text: what a screen shows, in the order in which it is read.

Written to be heard: each line says by itself what it is, and nothing rests on capitals, columns or
indents.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from classroomsim.debrief.ahead import LedTo
from classroomsim.debrief.lookback import (
    LED_TO,
    NOT_A_PREDICTION,
    Card,
    LookingBack,
    Part,
    Reason,
    look_back,
    wondered,
)
from classroomsim.debrief.why import NOTHING_MOVED, ON_ITS_WAY, Account
from classroomsim.diary.places import looks_shared
from classroomsim.diary.record import DiaryError
from classroomsim.diary.sitting import Sitting
from classroomsim.engine.play import Play
from classroomsim.engine.seen import Seen
from classroomsim.engine.trace import Trace
from classroomsim.plain import help as said
from classroomsim.plain.talk import WIDTH, room
from classroomsim.scenario.story import Guess, Scenario, Scene
from classroomsim.scenario.text import clean_line

HOW_TO_READ = (
    "These are the rules this story runs on. Each is one reading, with where it comes from and how"
    " sure anyone is."
)
LEFT_HALFWAY = "What was underneath is told once the story has reached an end."

Lines = Iterator[str]

_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")


def wrapped(text: str, indent: str = "", first: str | None = None) -> list[str]:
    """A paragraph as lines that fit, without the stars of light emphasis."""
    lead = indent if first is None else first
    return textwrap.wrap(
        _EMPHASIS.sub(r"\1", text),
        room() or WIDTH,
        initial_indent=lead,
        subsequent_indent=indent,
        break_on_hyphens=False,
    ) or [lead.rstrip()]


def heading(text: str) -> Lines:
    """A line of its own after an empty one; it ends in a stop, so that a voice pauses there."""
    yield ""
    yield from wrapped(text if text.endswith((":", "?", ".")) else f"{text}.")


def titled(clock: str, name: str) -> str:
    """How a moment is named everywhere: '14:10, the book'."""
    return f"{clock}, {name}" if clock else name


def first_run(path: Path) -> Lines:
    """The one question at the start: whether a private diary may be kept, and where."""
    yield said.QUESTION
    yield from wrapped(said.WOULD_KEEP)
    yield said.WOULD_LIE
    yield clean_line(str(path))
    shared = looks_shared(path)
    yield from wrapped(shared) if shared else ()
    yield said.YES_OR_NO


def left_at(scene: Scene) -> Lines:
    """Offers to carry on with a play that was left."""
    yield from wrapped(f"You left a play of this at {titled(scene.clock, scene.name)}.")
    yield said.CARRY_ON


def unkept(error: DiaryError) -> list[str]:
    """Why the diary can't be written, and that the play goes on."""
    why = str(error).strip()
    return wrapped(f"{why if why.endswith(('.', '?')) else f'{why}.'} {said.UNKEPT}")


def before(scenario: Scenario) -> Lines:
    """What is known before the play: setting, pupil, who else is there, what this is."""
    about, name = scenario.about, scenario.pupil.name
    yield from wrapped(f"{scenario.title}.")
    yield from wrapped(about.setting)
    yield from _told("In this story:", about.content_note)
    yield from heading("Before you start:")
    yield from _told("At nine o'clock you know:", about.known_at_nine)
    yield from _told(f"What {name} is good at:", about.strength)
    yield from _told("Family says:", about.family_says)
    if scenario.others:
        yield from heading("Who else is there:")
    for who, what in scenario.others.items():
        yield from _told(f"{who.replace('_', ' ').title()}:", f"{what.rstrip('.')}.")
    yield from heading("What this is:")
    yield from wrapped(f"Nobody is assessed here. Only you can see this. {NOT_A_PREDICTION}")
    yield from _told("", about.safeguarding)


def _told(label: str, text: str) -> Lines:
    """A text behind what it is, where there is anything to say."""
    if text:
        yield from wrapped(f"{label} {text}".strip())


def beat(seen: Seen, *, guessed: bool = False) -> Lines:
    """One beat: the time, what happens, what you notice, the room, the choices."""
    yield from seen_of(seen)
    if not seen.ended:
        yield from choices(seen, guessed=guessed)


def seen_of(seen: Seen) -> Lines:
    """What can be seen of a beat, without its choices; at an ending the pupil's voice."""
    yield from heading(titled(seen.clock, seen.name))
    for paragraph in seen.text:
        yield from wrapped(paragraph)
    yield from _noticed("You notice:", seen)
    if seen.ended:
        for paragraph in seen.later:
            yield from wrapped(paragraph)
    else:
        yield from _told("The room:", seen.room.line)


def _noticed(title: str, seen: Seen) -> Lines:
    if seen.notices:
        yield from heading(title)
        for notice in seen.notices:
            yield from wrapped(notice, "  ", "- ")


def choices(seen: Seen, *, guessed: bool = False) -> Lines:
    """The choices, numbered, and before them the guess, where there is one still to make."""
    if seen.guess and not guessed:
        yield ""
        yield from wrapped(f"A guess first, if you like: {seen.guess.ask} Type g.")
    yield from heading("What do you do?")
    for n, choice in enumerate(seen.choices, 1):
        yield from wrapped(choice.say, "   ", f"{n}. ")
    yield "Type a number, or ? for help."


def ahead(seen: Seen) -> Lines:
    """What would follow a choice that has not been made."""
    yield from heading("If you did that:")
    yield from wrapped(f"{titled(seen.clock, seen.name)}.")
    for paragraph in (*seen.text, *seen.later):
        yield from wrapped(paragraph)
    yield from _noticed("You would notice:", seen)
    if not seen.ended:
        yield from _told("The room:", seen.room.line)


def guess(asked: Guess) -> Lines:
    """The question about what the pupil might be saying, with its answers numbered."""
    yield ""
    yield from wrapped(asked.ask)
    for n, option in enumerate(asked.options.values(), 1):
        yield from wrapped(option, "   ", f"{n}. ")
    yield from wrapped(
        "Type every number that may fit, such as 1 2, or ? if you can't tell yet. An empty line"
        " leaves it. Nobody marks this, and you choose what to do afterwards."
    )


def strip(back: LookingBack) -> Lines:
    """What could be seen, moment by moment."""
    yield from heading(f"Looking back: {back.title}")
    yield "What you could see, moment by moment:"
    for card in back.cards:
        yield from wrapped(
            f"{titled(card.clock, card.name)}. {you_did(card)}", "   ", f"{card.number + 1}. "
        )
        yield from wrapped(card.pupil, "   ")
        if card.room:
            yield from wrapped(f"The room: {card.room}", "   ")


def you_did(card: Card) -> str:
    """What you did, as a sentence that begins with 'You'."""
    did = card.did if card.did[1:2].isupper() else f"{card.did[:1].lower()}{card.did[1:]}"
    return f"You {did.rstrip('.')}."


def coaching(title: str, parts: Sequence[Part]) -> Lines:
    """The parts of one moment's coaching, in their order."""
    yield from heading(title)
    for part in parts:
        yield f"{part.heading}:"
        yield from wrapped(part.body, "  ", "  ")


def led_to(found: Iterable[LedTo]) -> Lines:
    """What the other choices of a moment could have led to."""
    for n, one in enumerate(found):
        if not n:
            yield f"{LED_TO}:"
        did = " ".join(f"{it.rstrip('.')}." for it in one.did)
        yield from wrapped(f"{did} {one.could}", "  ", "- ")


def afterwards(sitting: Sitting, back: LookingBack) -> Lines:
    """What was underneath, here and in other tellings, and what you wondered and wrote."""
    if sitting.play.ending is None:
        yield ""
        yield LEFT_HALFWAY
    else:
        yield from titled_texts("What was underneath:", (back.reveal.here, *back.reveal.elsewhere))
        yield from titled_texts("One more thing:", back.afterwords)
    guesses = (
        _at(sitting, number, " ".join(wondered(sitting.play, number, options)))
        for number, options in sorted(sitting.guesses.items())
    )
    yield from titled_texts("You wondered:", tuple(guesses))
    plans = tuple(_at(sitting, plan.number, plan.line) for plan in sitting.plans)
    yield from titled_texts("For Tuesday, in your words:", plans)
    notes = tuple(_at(sitting, number, text) for number, text in sitting.notes)
    yield from titled_texts("Your notes to self:", notes)


def titled_texts(title: str, texts: Sequence[str]) -> Lines:
    """Texts under a title, where there are any."""
    if any(texts):
        yield from heading(title)
        for text in texts:
            yield from wrapped(text) if text else ()


def _at(sitting: Sitting, number: int, text: str) -> str:
    """A text behind the moment that it belongs to."""
    states = sitting.play.states
    scene = sitting.play.world.scene(states[number]) if number < len(states) else None
    return f"At {titled(scene.clock, scene.name)}: {text}" if scene else text


def evidence(reasons: Sequence[Reason]) -> Lines:
    """What the scenario itself rests on."""
    yield from heading("What this story rests on:")
    if not reasons:
        yield "Nothing is written about that here."
    for reason in reasons:
        yield from wrapped(reason.because, "  ", "- ")
        yield from _source(reason)


def reasons(title: str, card: Card, found: Iterable[Account]) -> Lines:
    """Why a moment might have gone as it did."""
    yield from heading("Why might that have happened?")
    yield from wrapped(f"{title}. {you_did(card)}")
    yield from wrapped(HOW_TO_READ)
    found = list(found)
    if not found:
        yield NOTHING_MOVED
    for account in found:
        yield ""
        yield from wrapped(account.what)
        if account.on_its_way:
            yield from wrapped(ON_ITS_WAY)
        for reason in account.reasons:
            yield from wrapped(reason.because, "  ", "- ")
            yield from _source(reason)
            yield from wrapped(reason.changed, "  ", "  ") if reason.changed else ()


def _source(reason: Reason) -> Lines:
    if reason.source:
        told = f"From: {reason.source.rstrip('.')}. {reason.sure}".strip()
        yield from wrapped(told, "  ")


def card_of(play: Play, number: int) -> Card:
    """One moment of a play, as the strip tells it."""
    return look_back(play).cards[number]


def author_notes(play: Play, trace: Trace | None) -> Lines:
    """For authors only: the gauges as numbers, and what moved them in the last beat."""
    layout = play.world.layout
    values = (f"{name} {play.state[index]}" for name, index in layout.gauges.items())
    yield from wrapped(", ".join(values), "  ", f"[{play.world.telling.id}] ")
    for shift in trace.shifts if trace else ():
        causes = ", ".join(f"{c.id} {c.push} {c.amount}" for c in shift.causes)
        change = f"{shift.gauge.id} {shift.before} to {shift.after}: "
        yield from wrapped(causes, "    ", f"  {change}")
