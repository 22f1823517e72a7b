"""What is in a diary, told as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from textwrap import indent

from classroomsim.debrief.lookback import look_back, wondered
from classroomsim.diary.record import Entry, Found, Plan
from classroomsim.diary.store import Diary, DiaryError
from classroomsim.diary.texts import replayed
from classroomsim.engine.play import Play
from classroomsim.pages.wording import on_day, titled, where, you_did
from classroomsim.scenario.text import clean_line

_STEP = "    "
ONE_MOMENT = "One moment that you came back to; what came before it was not yours to choose."


def diary_told(path: Path, entries: Sequence[Entry], plans: Sequence[Plan]) -> Iterator[str]:
    """Where the diary lies, and all plays and plans with their numbers."""
    yield f"Your diary is {clean_line(str(path))}, on this computer only."
    yield ""
    if not entries:
        yield "There is nothing in it yet."
        return
    yield "Plays"
    for entry in entries:
        yield f"{entry.id:>4}  {entry.title}, {_how_far(entry)}, {_at(entry.last)}"
    if plans:
        yield ""
        yield "Plans"
        for plan in plans:
            day = f", for {on_day(plan.day)}" if plan.day else ""
            yield f"{plan.id:>4}  {plan.title}{day}"
            yield indent(plan.line, "      ")
    yield ""
    yield f"classroomsim diary show {entries[0].id} shows a play; --help says what else there is."


def _how_far(entry: Entry) -> str:
    if entry.kind == "revisit":
        return "one moment come back to"
    return "played to its end" if entry.ended else "left part of the way"


def play_told(diary: Diary, entry: Entry) -> Iterator[str]:
    """One play, moment by moment, with what its player guessed, noted and means to do."""
    yield entry.title
    yield f"Begun {_at(entry.started)}; {_how_far(entry)}."
    if entry.parent is not None:
        yield f"A second try of play {entry.parent}."
    if entry.kind == "revisit":
        yield ONE_MOMENT
    try:
        play = replayed(entry, diary.texts(entry.key.scenario))
    except DiaryError as error:
        play = None
        yield str(error)
    own = _own_words(play, entry, diary.plans_of(entry.id))
    if play is None:
        yield from own.pop(None, [])
    else:
        yield from _moments(play, own)


Own = dict[int | None, list[str]]
"""Lines of the player's own, by moment; those of no moment that was played are under None."""


def _own_words(play: Play | None, entry: Entry, plans: Sequence[Plan]) -> Own:
    found: Own = {}
    played = len(play.choices) if play is not None else -1

    def put(number: int, label: str, text: str) -> None:
        here = 0 <= number < played
        place = "" if here else f" ({where(play, number)})"
        found.setdefault(number if here else None, []).append(_labelled(label + place, text))

    if play is not None:
        for number, options in entry.guesses.items():
            put(number, "What you wondered", " ".join(wondered(play, number, options)))
    for note in entry.notes:
        put(note.number, "Your note", note.text)
    for plan in plans:
        put(plan.number, f"Your plan, number {plan.id}", plan.line)
        if plan.came:
            put(plan.number, "How the day went", plan.came)
    return found


def _moments(play: Play, own: Own) -> Iterator[str]:
    back = look_back(play)
    for card in back.cards:
        yield ""
        yield titled(card.clock, card.name)
        ended = bool(back.ending) and not card.room  # the ending itself is told below
        seen = () if ended else (card.pupil, card.room)
        yield from (f"{_STEP}{line}" for line in (you_did(card), *seen) if line)
        yield from own.get(card.number, [])
    if back.ending:
        yield ""
        yield from back.ending
        yield from back.later
        if back.reveal.here:
            yield ""
            yield back.reveal.here
    if own.get(None):
        yield ""
        yield from own[None]


def plan_told(plan: Plan) -> Iterator[str]:
    """One plan: where it comes from, its day, its line and how the day went."""
    day = f", for {on_day(plan.day)}" if plan.day else ""
    yield f"{plan.title}{day}"
    yield _labelled("Your plan", plan.line)
    if plan.came:
        yield _labelled("How the day went", plan.came)


def found_told(found: Sequence[Found]) -> Iterator[str]:
    """Where words were found, each with the play that it is in."""
    names = {"note": "A note", "plan": "A plan", "play": "A play"}
    for one in found:
        place = f"play {one.play}, {one.title}" if one.play is not None else one.title
        yield f"{names[one.kind]}, {place}, {_at(one.when)}"
        if one.kind != "play":
            yield indent(one.text, _STEP)


def _labelled(label: str, text: str) -> str:
    return indent(f"{label}: {text}", _STEP)


def _at(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{on_day(local.date())}, {local:%H:%M}"
