"""Looking back: the strip of moments, the seven parts of one, and what was underneath.

Yields plain sections; the screen, the linear text and a saved copy show the same ones. Why a
moment might have gone so is in `why.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classroomsim.debrief.why import NOTHING_MOVED, Reason, Why, what_moved, why
from classroomsim.engine.judge import Values
from classroomsim.engine.play import Moment, Play
from classroomsim.engine.seen import pupil_cue, room_of, said
from classroomsim.scenario.story import Choice, Coaching, Prose, Scenario, Scene, Telling

__all__ = [
    "Card",
    "LookingBack",
    "Part",
    "Parting",
    "Reason",
    "Reveal",
    "Why",
    "drafted",
    "look_back",
    "parts",
    "reveal",
    "titled",
    "why",
    "wondered",
    "worked_line",
]

NOTHING_WRITTEN = (
    "Nobody has written coaching for this moment yet. What followed is told from the story's own"
    " rules. You may know better what this moment was like."
)
SKIPPED = "You went past this scene, as anyone may. Nothing needs saying about it."
NOT_A_PREDICTION = "This is a simplified story, not a prediction about any child."
CANNOT_TELL = "You could not tell yet, and left it open."
SKIPPED_CARD = "Went past this scene"
LED_TO = "What else it could have led to"
"""The heading of what `ahead.py` tells of a moment."""
FOLLOWED, TUESDAY = "What followed", "For Tuesday"
"""The headings of the third and the fifth part of the coaching."""
PICK_ANOTHER = "You may pick another."
HERE, ELSEWHERE = "In this telling, ", "In another telling, "
"""What stands before the clause that tells what was underneath."""


@dataclass(frozen=True, slots=True)
class Card:
    """One moment in the strip: what you did, and what could be seen of it afterwards.

    Where the play ended with it, `pupil` is how the ending begins and `room` is empty.
    """

    number: int
    clock: str
    name: str
    did: str
    pupil: str
    room: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the coaching, with its heading.

    The fourth part is also given in its pieces: the move's name, the words to say, and the cost.
    """

    heading: str
    body: str
    move: str = ""
    say: str = ""
    cost: str = ""


@dataclass(frozen=True, slots=True)
class Parting:
    """The moment (from 0) at which looking back might begin, and a sentence that says so.

    The sentence is empty where there is no other moment to pick.
    """

    number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Reveal:
    """What was underneath in this telling, and what it is in the others."""

    here: str
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookingBack:
    """A play looked back on. `ending` and `later` are empty where it was left before its end."""

    title: str
    pupil: str
    cards: tuple[Card, ...]
    ending: tuple[str, ...]
    later: tuple[str, ...]
    afterwords: tuple[str, ...]
    reveal: Reveal
    evidence: tuple[Reason, ...] = ()


def look_back(play: Play) -> LookingBack:
    """Everything about the whole play; the moments one by one come from `parts` and `why`."""
    world, values = play.world, (*play.state, *play.came_from)
    ending = play.ending
    words = world.scenario.afterwords if ending else ()
    return LookingBack(
        title=world.scenario.title,
        pupil=world.scenario.pupil.name,
        cards=tuple(_card(play, moment) for moment in play.moments),
        ending=said(ending.text, world.judge, values) if ending else (),
        later=said(ending.later, world.judge, values) if ending else (),
        afterwords=tuple(w.say for w in words if world.judge.holds(w.when, values)),
        reveal=reveal(play),
        evidence=_evidence(world.scenario),
    )


def _evidence(scenario: Scenario) -> tuple[Reason, ...]:
    """What the scenario itself rests on."""
    found = []
    for one in scenario.evidence:
        source = scenario.sources.get(one.source)
        name, sure = (source.name, source.sure) if source else ("", "")
        found.append(Reason(one.say, name, sure))
    return tuple(found)


def wondered(play: Play, number: int, options: Sequence[str]) -> tuple[str, ...]:
    """What the player thought the pupil might be saying at a moment, in the scenario's words.

    No options is "can't tell yet", and as good as any. Never compared with what was underneath.
    """
    scene = play.world.scene(play.states[number]) if number < len(play.states) else None
    known = scene.read.options if scene and scene.read else {}
    return tuple(known[o] for o in options if o in known) or (CANNOT_TELL,)


def reveal(play: Play) -> Reveal:
    """What was underneath, told as one telling among others, never as the answer."""
    others = other_causes(play)
    return Reveal(
        _clause(HERE, play.world.telling), tuple(_clause(ELSEWHERE, other) for other in others)
    )


def other_causes(play: Play) -> tuple[Telling, ...]:
    """The single causes of the scenario that do not hold in this telling."""
    here = play.world.telling.causes
    tellings = play.world.scenario.tellings.values()
    return tuple(
        t for t in tellings if not (t.joined or t.unrevealed or t.rises) and t.id not in here
    )


def titled(scene: Scene) -> str:
    """How a moment is named: '14:10, the book'."""
    return f"{scene.clock}, {scene.name}" if scene.clock else scene.name


def _clause(lead: str, telling: Telling) -> str:
    return f"{lead}{telling.reveal}" if telling.reveal else ""


def _card(play: Play, moment: Moment) -> Card:
    world = play.world
    choice = moment.choice
    ending = world.ending(moment.after)
    values = (*moment.after, *moment.before)
    pupil = said(ending.text, world.judge, values)[:1] if ending else ()
    return Card(
        number=moment.number,
        clock=moment.scene.clock,
        name=moment.scene.name,
        did=choice.did if choice else SKIPPED_CARD,
        pupil=pupil[0] if pupil else pupil_cue(world, moment.after, moment.before),
        room="" if ending else room_of(world, moment.after).line,
    )


def parts(play: Play, number: int) -> tuple[Part, ...]:
    """The coaching on one moment: seven parts in their order.

    Where the author has written none, what followed is drafted from the trace, and said to be so.
    """
    moment = play.moment(number)
    choice = moment.choice
    if choice is None:
        return (Part("This scene", SKIPPED),)
    if choice.coach is None:
        return (
            Part(FOLLOWED, drafted(play, number)),
            Part("Not written yet", NOTHING_WRITTEN),
        )
    return _seven(play, moment, choice, choice.coach)


def _seven(play: Play, moment: Moment, choice: Choice, coach: Coaching) -> tuple[Part, ...]:
    judge = play.world.judge_of(choice)
    values: Values = (*play.world.before_arrival(moment.before, choice), *moment.before)
    pupil = play.world.scenario.pupil

    def joined(prose: Prose) -> str:
        return " ".join(said(prose, judge, values))

    another = _another(
        play.world.scenario.moves[coach.another.move].name,
        joined(coach.another.say),
        joined(coach.another.cost),
    )
    return (
        Part("What you noticed", joined(coach.noticed)),
        Part(f"What {pupil.pronouns.he} might have been saying", joined(coach.might)),
        Part(FOLLOWED, joined(coach.followed)),
        another,
        Part(TUESDAY, joined(coach.tuesday)),
        Part("A question to keep", joined(coach.question)),
        Part("What the school could provide", joined(coach.school)),
    )


def _another(move: str, say: str, cost: str) -> Part:
    end = "" if move.endswith((".", "!", "?")) else "."
    return Part("Another way, with its cost", f"{move}{end} {say} {cost}", move, say, cost)


def worked_line(play: Play, number: int) -> Part | None:
    """The fourth part of a moment's coaching, for a player who wants words before trying again.

    None where the scene was skipped or nobody has written coaching.
    """
    return next((part for part in parts(play, number) if part.say), None)


def drafted(play: Play, number: int) -> str:
    """What followed, as the rulebook tells it: each gauge that moved, in tentative words."""
    return what_moved(play, number) or NOTHING_MOVED
