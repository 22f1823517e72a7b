"""The steps of a session in a hall, and the three forms that a session can have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What the hall is doing. The order is the order of a session."""

    WELCOME = "welcome"
    READ = "read"
    NOTICE = "notice"
    VOTE = "vote"
    TALK = "talk"
    VOTE_AGAIN = "vote_again"
    REVEAL = "reveal"
    FOLLOW = "follow"
    LOOK_BACK = "look_back"
    PLANS = "plans"
    THANKS = "thanks"


BEFORE = (Step.WELCOME,)
IN_A_BEAT = (
    Step.READ,
    Step.NOTICE,
    Step.VOTE,
    Step.TALK,
    Step.VOTE_AGAIN,
    Step.REVEAL,
    Step.FOLLOW,
)
AFTER = (Step.LOOK_BACK, Step.PLANS, Step.THANKS)
VOTES = (Step.VOTE, Step.VOTE_AGAIN)

CALLED = {
    Step.WELCOME: "welcome",
    Step.READ: "read",
    Step.NOTICE: "notice",
    Step.VOTE: "vote",
    Step.TALK: "talk",
    Step.VOTE_AGAIN: "vote again",
    Step.REVEAL: "reveal",
    Step.FOLLOW: "follow",
    Step.LOOK_BACK: "look back",
    Step.PLANS: "plans",
    Step.THANKS: "thanks",
}
"""What the wall calls each step."""

ONWARD = {
    Step.WELCOME: "welcome the room",
    Step.READ: "read it aloud",
    Step.NOTICE: "notice, and predict",
    Step.VOTE: "vote, each alone",
    Step.TALK: "close the vote, and talk",
    Step.VOTE_AGAIN: "vote again",
    Step.REVEAL: "close the vote, and show both",
    Step.FOLLOW: "follow the room",
    Step.LOOK_BACK: "look back together",
    Step.PLANS: "a plan each, in private",
    Step.THANKS: "thank the room",
}
"""What the key for the next step says."""


@dataclass(frozen=True, slots=True)
class Form:
    """One length of session: how many beats it plays, and with which steps.

    `minutes` is a whole session, `pace` the minutes that each step may take: a help for the
    facilitator. Nothing goes on by itself.
    """

    id: str
    name: str
    minutes: int
    beats: int
    steps: tuple[Step, ...]
    pace: dict[Step, int]

    @property
    def in_a_beat(self) -> tuple[Step, ...]:
        """The steps of one beat, in order."""
        return tuple(step for step in self.steps if step in IN_A_BEAT)

    @property
    def before(self) -> tuple[Step, ...]:
        """The steps before the first beat."""
        return tuple(step for step in self.steps if step in BEFORE)

    @property
    def after(self) -> tuple[Step, ...]:
        """The steps after the last beat; at least the thanks."""
        return tuple(step for step in self.steps if step in AFTER)

    @property
    def first(self) -> Step:
        """The step that a session begins with."""
        return (*self.before, *self.in_a_beat)[0]


WHOLE = Form(
    "whole",
    "three beats and an ending",
    45,
    3,
    (*BEFORE, *IN_A_BEAT, *AFTER),
    {
        Step.WELCOME: 5,
        Step.READ: 1,
        Step.NOTICE: 2,
        Step.VOTE: 1,
        Step.TALK: 3,
        Step.VOTE_AGAIN: 1,
        Step.REVEAL: 1,
        Step.FOLLOW: 1,
        Step.LOOK_BACK: 6,
        Step.PLANS: 3,
    },
)
ONE = Form(
    "one",
    "one beat, well talked over",
    20,
    1,
    (*BEFORE, *IN_A_BEAT, *AFTER),
    {
        Step.WELCOME: 2,
        Step.READ: 1,
        Step.NOTICE: 2,
        Step.VOTE: 1,
        Step.TALK: 5,
        Step.VOTE_AGAIN: 1,
        Step.REVEAL: 1,
        Step.FOLLOW: 2,
        Step.LOOK_BACK: 3,
        Step.PLANS: 2,
    },
)
BRIEF = Form(
    "brief",
    "one vote in a morning briefing",
    3,
    1,
    (Step.READ, Step.VOTE, Step.REVEAL, Step.FOLLOW, Step.THANKS),
    {Step.READ: 1, Step.VOTE: 1, Step.REVEAL: 1},
)
FORMS = {form.id: form for form in (WHOLE, ONE, BRIEF)}
"""The forms by id, the longest first."""
