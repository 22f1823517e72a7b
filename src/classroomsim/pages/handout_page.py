"""The facilitator's pack: what to read before the day, and the whole of it on paper.

What is told on every page but the last sheets is what a room may see. Causes stand on sheets of
their own at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from classroomsim.debrief.lookback import NOT_A_PREDICTION, reveal
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.engine.seen import look
from classroomsim.pages.document import (
    Aside,
    Block,
    Document,
    FinePrint,
    Heading,
    Items,
    Paragraph,
    Quote,
    Terms,
    VotingCards,
)
from classroomsim.pages.room_path import LETTERS, SCHOOL, PathBeat, RoomPath, Told, Way, room_path
from classroomsim.pages.wording import titled
from classroomsim.scenario.story import Scenario

LEAD = "The facilitator's pack: to read before the day, and to run it from paper if need be."
COUNTED = ("First", "Second", "Third")
TIMES = {1: "Once", 2: "Twice", 3: "Three times"}

HOW_IT_RUNS = (
    "Colleagues meet one hard moment together. Each commits to a way alone, they talk, they vote"
    " again, and all see what may follow. No way is the right one, and none is marked."
)
AT_YOUR_PACE = (
    "Nothing goes on by itself. The minutes are a help; a good conversation is worth more. The"
    " small signs on these pages are those of one telling; the wall may show others."
)
STEPS = (
    ("Read", "Read the text aloud, plainly. The pupil's words too: nobody acts the child."),
    ("Notice", "A quiet minute: what did you see, and what might it be saying? On paper, alone."),
    ("Vote", "Each alone, in silence, cards held to the chest. Eyes shut while hands are counted."),
    ("Talk", "With somebody near who may have voted differently. What would change your mind?"),
    ("Vote again", "The same as before is as good an answer."),
    ("Reveal", "Both votes, in words: a few, many, most. Never a number, and never a name."),
    ("Follow", "The room's way, or another: a tie or a minority is your call, and a good talk."),
    ("Look back", "What the room did, what was underneath, what the school could provide."),
    ("Plans", "One if-then line each, in private. It is nobody's but theirs."),
)  # fmt: skip
WELCOME = (
    "Nobody is assessed here, and nothing about you is kept.",
    "Please do not name real pupils, families or colleagues.",
    "Nobody acts the child. Their words are read, and no more.",
    "You can look away, or step out, at any time. No reason is asked.",
    "This is a simplified story, not a prediction about any child.",
)
ASKS = ("What did you see?", "What might make that sensible?", "What would it cost?")
CHANGE_MIND = "What would change your mind?"
NO_COMPUTER = (
    "Print the voting cards, one set of four for each colleague or for each pair.",
    "At each beat read the text and what you may notice. Then read the ways aloud, or show them.",
    "Vote with cards, eyes shut. Talk. Vote again. Say which way the room seems to lean.",
    "Say which way is followed, and find its letter below. Read what may follow, then the bridge.",
    "Where words stand after a letter, such as 'after A', take what fits the votes before.",
    "At the end read the sheet 'What was underneath' aloud. Until then keep it face down.",
)
BY_FIRST = (
    "This scenario has no room path. These are its first scenes, each after the first way that"
    " leads to it; with the program the room can go any way."
)
NO_END = "This path stops here without an ending. What might the next morning be like?"
SUPPORT = (
    "If something in this story was hard, speak with somebody you trust, or your school's staff"
    " support. If a child comes to mind, follow your school's policy, today."
)
ONE_TELLING = (
    "This is one telling among several, not the answer. The same behaviour can have other causes,"
    " and adults often act without knowing."
)
FOR_YOU = (
    "For the facilitator only. The story looks alike in each of these, and small signs differ. The"
    " word above each begins the program with that cause, as in '--underneath' and the word."
)

Minutes = tuple[tuple[str, int], ...]
"""Steps by their names, each with the minutes that it may take; 0 where no time is set."""


@dataclass(frozen=True, slots=True)
class Timing:
    """One form of session. `before` and `after` come once, `beat` as often as there are beats."""

    name: str
    minutes: int
    beats: int
    before: Minutes
    beat: Minutes
    after: Minutes


def pack_document(machine: Machine, telling: str, timings: Iterable[Timing]) -> Document:
    """The pack of a scenario. `telling` is the one that the paper version is told under.

    Raises `EngineError` for a telling that the scenario does not have.
    """
    scenario = machine.scenario
    first = Play.begin(machine, telling)
    path = room_path(machine, telling)
    blocks: list[Block] = [*_how_it_runs(scenario, timings), *_before(scenario)]
    if path.by_first:
        blocks.append(Paragraph(BY_FIRST, quiet=True))
    for number, beat in enumerate(path.beats):
        blocks += _beat(number, beat)
    blocks += _paper(path)
    blocks += _looking_back(path)
    blocks += _underneath(first)
    blocks += _tellings(machine)
    blocks += (FinePrint(NOT_A_PREDICTION), VotingCards(tuple(LETTERS)))
    return Document(scenario.title, LEAD, tuple(blocks))


# ------------------------------------------------------------------------------------- beforehand


def _how_it_runs(scenario: Scenario, timings: Iterable[Timing]) -> Iterator[Block]:
    about = scenario.about
    yield Heading("What it is, and how it runs")
    yield Paragraph(about.setting)
    yield Paragraph(HOW_IT_RUNS)
    yield Paragraph(AT_YOUR_PACE)
    yield Terms(
        tuple((f"{form.minutes} minutes: {form.name}", _schedule(form)) for form in timings)
    )
    yield Heading("The steps", level=3)
    yield Terms(STEPS)


def _schedule(form: Timing) -> str:
    """A form's steps with their minutes, in one paragraph."""
    told = []
    if form.before:
        told.append(f"First {_timed(form.before)}.")
    times = f"{TIMES.get(form.beats, 'Several times')}: " if form.before else ""
    beat = _timed(form.beat)
    told.append(f"{times}{beat if times else f'{beat[:1].upper()}{beat[1:]}'}.")
    if form.after:
        told.append(f"Then {_timed(form.after)}.")
    return " ".join(told)


def _timed(steps: Minutes) -> str:
    return ", ".join(f"{name} {minutes}" if minutes else name for name, minutes in steps)


def _before(scenario: Scenario) -> Iterator[Block]:
    about, pupil = scenario.about, scenario.pupil
    yield Heading("Before anybody comes")
    if about.content_note:
        yield Aside("What it holds", (about.content_note,))
    yield Aside("Safeguarding", (about.safeguarding or SUPPORT,))
    yield Heading("To say at the beginning")
    yield Items(WELCOME)
    yield Heading("What is known before")
    known = (
        ("Known at nine o'clock", about.known_at_nine),
        (f"What {pupil.pronouns.he} is good at", about.strength),
        ("What family says", about.family_says),
    )
    yield Terms(tuple((label, text) for label, text in known if text))


# ----------------------------------------------------------------------------------- beat by beat


def _beat(number: int, beat: PathBeat) -> Iterator[Block]:
    yield Heading(f"{COUNTED[number]} beat: {titled(beat.clock, beat.name)}", fresh=True)
    if beat.bridge:
        yield Quote(beat.bridge, "To bring the room here")
    yield from (Paragraph(text) for text in _lines(beat.text))
    if beat.notices:
        yield Aside("You may notice", _lines(beat.notices))
    yield Heading("Which way?", level=3)
    yield Terms(tuple((_offered(way), way.say) for way in beat.ways))
    yield Aside("To talk about", (CHANGE_MIND, *_lines(beat.discuss)))
    if beat.notes:
        yield Aside("Notes for you", _lines(beat.notes))


def _lines(told: Sequence[Told]) -> tuple[str, ...]:
    """Texts, each after the votes it needs, if any; those that always hold as they are."""
    return tuple(f"*{_capital(one.after)}:* {one.text}" if one.after else one.text for one in told)


def _offered(way: Way) -> str:
    return f"{way.letter} ({way.offered})" if way.offered else way.letter


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


# --------------------------------------------------------------------------------------- on paper


def _paper(path: RoomPath) -> Iterator[Block]:
    yield Heading("With no computer at all", fresh=True)
    yield Items(NO_COMPUTER, numbered=True)
    for number, beat in enumerate(path.beats):
        yield Heading(f"What may follow the {COUNTED[number].lower()} beat", level=3)
        yield Terms(
            tuple(
                (f"{way.letter}, {one.after}" if one.after else way.letter, one.text)
                for way in beat.ways
                for one in way.follows
                if one.text
            )
        )
    yield Heading("How it may end")
    if not path.ends:
        yield Paragraph(NO_END)
        return
    if len(path.ends) > 1:
        yield Paragraph("Find the votes that were followed before, then the letter of the last.")
        yield Terms(tuple(_led(lead.after, lead.ends) for lead in path.leads))
    for number, end in enumerate(path.ends, 1):
        yield Aside(f"Ending {number}", (*end.text, *end.later))


def _led(after: str, ends: Iterable[tuple[str, int]]) -> tuple[str, str]:
    label = _capital(after) if after else "Whatever came before"
    return label, ". ".join(f"{letter}: ending {number + 1}" for letter, number in ends) + "."


def _looking_back(path: RoomPath) -> Iterator[Block]:
    yield Heading("Looking back together", fresh=True)
    yield Items((*ASKS, "Which road not taken would you like to hear?"))
    plans = tuple(dict.fromkeys(line for beat in path.beats for line in beat.plans))
    if plans:
        yield Heading("For Tuesday")
        yield Paragraph(
            "Lines to begin from, in private. Change the words until they are yours.", quiet=True
        )
        yield Items(plans)
    school = tuple(dict.fromkeys(line for beat in path.beats for line in beat.school))
    if school:
        yield Heading(SCHOOL)
        yield Items(school)
    yield Heading("To say at the end")
    yield Paragraph("Thank you.")
    yield Paragraph(SUPPORT)


# ------------------------------------------------------------------------------------- the causes


def _underneath(play: Play) -> Iterator[Block]:
    told = reveal(play)
    yield Heading("What was underneath", fresh=True)
    yield Paragraph(ONE_TELLING, quiet=True)
    yield Paragraph(told.here)
    yield from (Paragraph(text, quiet=True) for text in told.elsewhere)


def _tellings(machine: Machine) -> Iterator[Block]:
    """Each telling with what may be noticed in its first beat."""
    tellings = machine.scenario.tellings.values()
    yield Heading("Telling by telling", fresh=True)
    yield Paragraph(FOR_YOU, quiet=True)
    for telling in tellings:
        noticed = look(Play.begin(machine, telling.id)).notices
        yield Heading(telling.id, level=3)
        yield Paragraph(_capital(telling.reveal))
        if noticed:
            yield Aside("At first you may notice", noticed)
