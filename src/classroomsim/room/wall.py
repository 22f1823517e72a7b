"""What the wall shows at each step, in words; the phones and the remote show the same.

Nothing here tells how one colleague voted, nor what the first vote came to before the second is
closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from classroomsim.debrief.lookback import Card, LookingBack, Part, look_back, parts
from classroomsim.engine.judge import Values
from classroomsim.engine.play import Play
from classroomsim.engine.seen import Seen, look, said
from classroomsim.proof.hall import Hall
from classroomsim.room.session import Session
from classroomsim.room.shares import Counted, Hands, counted
from classroomsim.room.steps import AFTER, CALLED, Step

LETTERS = "ABCDEFGH"
_COUNTED = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_WORDS_FOR = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
FOLLOWED = 2
"""Which of the seven parts tells what followed."""


@dataclass(frozen=True, slots=True)
class WallChoice:
    """One way to choose from. `letter` is on the card that colleagues hold up."""

    letter: str
    id: str
    say: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of a way. `road` if the hall did not take it, and it is only shown.

    `bridge` leads to the next beat; `ending` and `later` are empty unless the story ended here.
    """

    choice: WallChoice | None
    road: bool
    text: str
    card: Card
    bridge: str
    ending: tuple[str, ...]
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wall:
    """One step on the wall. What a step does not show is empty.

    `steps` are the names of the steps of this beat, and `step` the one that is on. `vote` is the
    number of the open vote.
    """

    title: str
    where: str
    step: Step
    steps: tuple[str, ...]
    scene: Seen | None
    choices: tuple[WallChoice, ...]
    discuss: tuple[str, ...]
    notes: tuple[str, ...]
    vote: int | None
    first: Counted | None
    second: Counted | None
    followed: Followed | None
    looking: LookingBack | None
    plans: tuple[str, ...]
    content_note: str
    onward: str


def wall_of(
    session: Session,
    tallies: Mapping[int, Mapping[str, int]],
    hands: Mapping[int, Mapping[str, Hands]],
) -> Wall:
    """What the wall shows of a session, with the counts and hands of its rounds."""
    scenario = session.machine.scenario
    form, before, step = session.form, session.before, session.step
    after = step in AFTER
    scene = None if after else before.world.scene(before.state)
    revealed = step in (Step.REVEAL, Step.FOLLOW)
    votes = session.votes_of(session.beat) if revealed else (None, None)
    first, second = (
        counted(r.choices, tallies.get(r.number, {}), hands.get(r.number, {})) if r else None
        for r in votes
    )
    told = step is Step.FOLLOW and session.followed
    return Wall(
        title=scenario.title,
        where=_where(session),
        step=step,
        steps=() if after or step in form.before else tuple(CALLED[s] for s in form.in_a_beat),
        scene=look(before) if scene else None,
        choices=_choices(session) if scene else (),
        discuss=discussed(before) if scene else (),
        notes=_notes(before) if scene else (),
        vote=session.voting.number if session.voting else None,
        first=first,
        second=second,
        followed=_followed(session) if told else None,
        looking=look_back(session.play) if after else None,
        plans=plan_lines(session.play) if step in (Step.PLANS, Step.THANKS) else (),
        content_note=scenario.about.content_note if step in form.before else "",
        onward=session.onward,
    )


def _where(session: Session) -> str:
    if session.step in session.form.before:
        return session.form.name
    if session.step in AFTER:
        return CALLED[session.step]
    if session.form.beats == 1:
        return "one beat"
    return f"{_COUNTED[session.beat]} of {_WORDS_FOR[session.form.beats]} beats"


def _choices(session: Session) -> tuple[WallChoice, ...]:
    ways = zip(LETTERS, session.offers, strict=False)
    return tuple(WallChoice(letter, choice.id, choice.say) for letter, choice in ways)


def discussed(play: Play) -> tuple[str, ...]:
    """What there is to talk about, where a play stands now."""
    scene = play.scene
    return said(scene.discuss, play.world.judge, _values(play)) if scene else ()


def _notes(play: Play) -> tuple[str, ...]:
    scene = play.scene
    return said(scene.notes, play.world.judge, _values(play)) if scene else ()


def _values(play: Play) -> Values:
    return (*play.state, *play.came_from)


def _followed(session: Session) -> Followed:
    play, beat = session.shown, session.beat
    choice_id = play.choices[beat]
    ways = {way.id: way for way in _choices(session)}
    ended = play.ending is not None
    seen = look(play) if ended else None
    return Followed(
        choice=ways.get(choice_id),
        road=bool(session.road),
        text=_what_followed(parts(play, beat)),
        card=look_back(play).cards[beat],
        bridge="" if session.last_beat or session.road else _bridge(session),
        ending=seen.text if seen else (),
        later=seen.later if seen else (),
    )


def _what_followed(seven: tuple[Part, ...]) -> str:
    return seven[FOLLOWED].body if len(seven) > FOLLOWED else seven[0].body


def _bridge(session: Session) -> str:
    path = session.machine.scenario.room_path
    at = session.beat + 1
    return path[at].bridge if isinstance(session.play.world, Hall) and at < len(path) else ""


def plan_lines(play: Play) -> tuple[str, ...]:
    """The if-then lines of the moments that the hall played, each once."""
    lines = (parts(play, moment.number) for moment in play.moments if moment.choice)
    found = [seven[4].body for seven in lines if len(seven) > 4]
    return tuple(dict.fromkeys(found))
