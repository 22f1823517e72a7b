"""What the wall tells at each step, as widgets: few words, for the back row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from classroomsim.debrief.lookback import parts
from classroomsim.room.session import Session
from classroomsim.room.steps import Step
from classroomsim.room.wall import Wall, WallChoice
from classroomsim.ui.host.bars import VoteBars
from classroomsim.ui.text import joined, lines, paragraphs, prose, words
from classroomsim.ui.widgets.hanging import Hanging

WELCOME = (
    "Nobody is assessed here, and nothing about you is kept.",
    "Please do not name real pupils or colleagues. Nobody acts the child.",
    "You can look away, or step out, at any time. No reason is asked.",
)
CARDS = "Vote with a card held to your chest, A to D, or on your phone."
NOTICE_ALONE = "What do you see? Write it down before anybody speaks."
VOTE_ALONE = "Each alone, without a word. You can change your mind until the vote is closed."
VOTE_AGAIN = "Vote again. The same as before is as good an answer."
TALK = "Talk with somebody near you who may have voted differently."
CHANGE_MIND = "What would change your mind?"
REVEALED = "Who stayed with their first thought, and why?"
EMPTY_ONE = "Who can speak for the one that few chose?"
ROAD = "The road not taken"
SCHOOL = "What the school could provide"
LOOK_BACK_ASKS = ("What did you see?", "What might make that sensible?", "What would it cost?")
PLANS = "In private, on paper. Change the words until they are yours."
THANKS = "Thank you."
SUPPORT = (
    "If something in this story was hard, speak with somebody you trust, or your school's staff"
    " support. If a child comes to mind, follow your school's policy, today."
)
_SCHOOL = 6
_INDENT = 4


def told(wall: Wall, session: Session) -> Iterator[Widget]:
    """The widgets of the step that is on."""
    yield from _TOLD[wall.step](wall, session)


def _welcome(wall: Wall, session: Session) -> Iterator[Widget]:
    about = session.machine.scenario.about
    yield _heading(wall.title)
    yield _text(prose(about.setting))
    if wall.content_note:
        yield _text(Content.assemble(words("What it holds: ", "bold"), prose(wall.content_note)))
    yield _text(lines([*WELCOME, CARDS]))
    yield _text(prose("This is a simplified story, not a prediction about any child.", "$quiet"))


def _read(wall: Wall, session: Session) -> Iterator[Widget]:
    if wall.scene is None:
        return
    about = session.machine.scenario.about
    if session.beat == 0:
        known = [about.known_at_nine, about.strength, about.family_says]
        yield _text(lines([text for text in known if text], "$quiet"))
    yield _heading(_titled(wall.scene.clock, wall.scene.name))
    yield _text(paragraphs(wall.scene.text))


def _notice(wall: Wall, _session: Session) -> Iterator[Widget]:
    seen = wall.scene
    if seen is None:
        return
    yield _text(paragraphs(seen.text[:1]))
    noticed = lines([*seen.notices, seen.room.line])
    yield Static(
        joined([words("What you notice", "bold $heading"), noticed], "\n"),
        classes="wall-text wall-panel",
    )
    yield _ask(NOTICE_ALONE)
    if seen.guess is not None:
        yield _ask(seen.guess.ask)
        yield _text(lines(seen.guess.options.values()))


def _vote(wall: Wall, _session: Session) -> Iterator[Widget]:
    yield _ask(VOTE_AGAIN if wall.step is Step.VOTE_AGAIN else VOTE_ALONE)
    yield from _ways(wall.choices)


def _talk(wall: Wall, _session: Session) -> Iterator[Widget]:
    yield _ask(TALK)
    yield from _ways(wall.choices)
    yield from _asks((CHANGE_MIND, *wall.discuss))


def _reveal(wall: Wall, _session: Session) -> Iterator[Widget]:
    yield VoteBars(wall)
    yield from _asks((REVEALED, EMPTY_ONE, *wall.discuss))


def _follow(wall: Wall, _session: Session) -> Iterator[Widget]:
    followed = wall.followed
    if followed is None:
        return
    if followed.road:
        yield _heading(ROAD)
    if followed.choice is not None:
        yield from _ways((followed.choice,))
    yield _text(prose(followed.text))
    if followed.ending:
        yield _text(paragraphs(followed.ending))
        yield Static(lines(followed.later), classes="wall-text wall-panel")
        return
    seen = [followed.card.pupil, followed.card.room]
    yield Static(lines([text for text in seen if text]), classes="wall-text wall-panel")
    if followed.bridge:
        yield _text(prose(followed.bridge))


def _look_back(wall: Wall, session: Session) -> Iterator[Widget]:
    looking = wall.looking
    if looking is None:
        return
    yield _heading("What the room did")
    for card in looking.cards:
        yield Hanging(words(card.clock, "$quiet"), prose(card.did), 7)
    yield _text(paragraphs([looking.reveal.here, *looking.reveal.elsewhere]))
    school = [_school(session, card.number) for card in looking.cards]
    found = list(dict.fromkeys(text for text in school if text))
    if found:
        yield Static(
            joined([words(SCHOOL, "bold $heading"), paragraphs(found)], "\n"),
            classes="wall-text wall-panel",
        )
    yield from _asks(LOOK_BACK_ASKS)


def _plans(wall: Wall, _session: Session) -> Iterator[Widget]:
    yield _heading("For Tuesday")
    yield from (_text(prose(line)) for line in wall.plans)
    yield _text(prose(PLANS, "$quiet"))


def _thanks(_wall: Wall, _session: Session) -> Iterator[Widget]:
    yield _heading(THANKS)
    yield _text(prose(SUPPORT))


def _school(session: Session, number: int) -> str:
    seven = parts(session.play, number)
    return seven[_SCHOOL].body if len(seven) > _SCHOOL else ""


def _ways(choices: Iterable[WallChoice]) -> Iterator[Widget]:
    for choice in choices:
        yield Hanging(words(choice.letter, "bold $heading"), prose(choice.say), _INDENT)


def _asks(asked: Iterable[str]) -> Iterator[Widget]:
    yield Static(lines(dict.fromkeys(asked)), classes="wall-text wall-ask")


def _ask(text: str) -> Widget:
    return Static(prose(text), classes="wall-text wall-ask")


def _heading(text: str) -> Widget:
    return Static(prose(text), classes="wall-text wall-heading")


def _text(content: Content) -> Widget:
    return Static(content, classes="wall-text")


def _titled(clock: str, name: str) -> str:
    return f"{clock}  {name}" if clock else name


_TOLD: Mapping[Step, Callable[[Wall, Session], Iterator[Widget]]] = {
    Step.WELCOME: _welcome,
    Step.READ: _read,
    Step.NOTICE: _notice,
    Step.VOTE: _vote,
    Step.TALK: _talk,
    Step.VOTE_AGAIN: _vote,
    Step.REVEAL: _reveal,
    Step.FOLLOW: _follow,
    Step.LOOK_BACK: _look_back,
    Step.PLANS: _plans,
    Step.THANKS: _thanks,
}
