"""What lasts, as linear text: the message, words to say, plays to compare with, coming back."""

from __future__ import annotations

from collections.abc import Iterable

from classroomsim.debrief.focus import FOCUSES
from classroomsim.debrief.lookback import Part
from classroomsim.debrief.message import Cued, Message
from classroomsim.diary.record import Entry, Offer
from classroomsim.pages.wording import on_day
from classroomsim.plain import help as said
from classroomsim.plain.sections import LEFT_HALFWAY, Lines, heading, wrapped

NOT_IN_THE_DIARY = "There is no play '{which}' in a diary here. Type c and its number, such as c 3."
OF_ANOTHER = "That is a play of something else; two plays of '{here}' can stand side by side."
MOST_PLAYS = 6
_NOTHING_SHOWED = "Nothing at this moment showed it."


def message(title: str, found: Message) -> Lines:
    """A guess beside what could be seen, here and in other tellings."""
    yield from heading(f"Reading the message: {title}")
    if found.guessed:
        yield from wrapped(f"You wondered: {' '.join(found.guessed)}")
    elif found.ask:
        yield "You made no guess here."
    if found.here is None:
        yield LEFT_HALFWAY
        return
    yield from _cued(found.here, "You could see:")
    for one in found.elsewhere:
        yield ""
        yield from _cued(one, "You would have seen:")


def _cued(one: Cued, lead: str) -> Lines:
    yield from wrapped(one.underneath)
    if one.cues:
        yield from wrapped(f"{lead} {' '.join(one.cues)}", "  ", "  ")


def worked(title: str, words: Part) -> Lines:
    """The words of the coaching's fourth part, with their cost."""
    yield ""
    yield title
    yield from wrapped(words.body, "  ", "  ")


def focuses(chosen: str | None) -> Lines:
    """The five things that can be looked at."""
    yield ""
    yield from wrapped(said.FOCUS_ASK)
    for n, focus in enumerate(FOCUSES, 1):
        now = " This is the one you picked." if focus.id == chosen else ""
        yield from wrapped(f"{focus.name}. {focus.about}{now}", "   ", f"{n}. ")
    yield from wrapped(said.FOCUS_HOW)


def plays(entries: Iterable[Entry]) -> Lines:
    """Plays of the diary by number, the last ones first."""
    for n, entry in enumerate(entries):
        if not n:
            yield "Or type c and the number of a play in your diary:"
        if n == MOST_PLAYS:
            yield from wrapped("There are more: 'classroomsim diary list' has them all.")
            return
        began = on_day(entry.started.astimezone().date())
        left = "" if entry.finished else ", left before its end"
        yield from wrapped(f"{entry.id}. Begun on {began}{left}.", "   ")


def come_back(offer: Offer) -> Lines:
    """Offers to come back for one moment. Nothing is due."""
    yield from wrapped(f"You might like to come back to '{offer.title}', for three minutes.")
    yield said.COME_BACK_HOW


def plan_of(offer: Offer) -> Lines:
    """The plan that was made, with its day."""
    plan = offer.plan
    if plan is not None:
        yield "Your plan was:"
        yield from wrapped(plan.line, "  ", "  ")
        if plan.day is not None:
            yield f"  For {on_day(plan.day)}."


def elsewhere(offers: Iterable[Offer]) -> Lines:
    """Other scenarios that the player might like to come back to, and how."""
    for offer in offers:
        how = f"classroomsim play {offer.scenario_id} --plain --revisit"
        yield from wrapped(f"You might like to come back to '{offer.title}': {how}")
