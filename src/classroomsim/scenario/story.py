"""A scenario as the rest of the program knows it: complete, resolved and unchangeable.

`build.py` makes these from what an author wrote; everything here has been checked, so that later
rooms need no questions about missing names, ranges or texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from classroomsim.scenario.condition import Condition, Span
from classroomsim.scenario.effects import Effect

Style = Literal["outward", "inward", "masked"]
Stage = Literal["act", "respond", "ripple", "drift"]
Leaves = Literal["repaired", "reopened", "held", "apart"]
Direction = Literal["up", "down"]
PromiseKind = Literal["always", "never", "can"]

ENTIRE_CLASS = 30
"""Desks in the room, the pupil's own among them."""
SKIP = "skip"
"""The reserved choice id of skipping a scene."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph, shown when its condition holds (None: always)."""

    say: str
    when: Condition | None = None


Prose = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A bounded whole number that describes the pupil, the room or the adult; never displayed.

    `cues` are the sentences that show a band, by style and band; the style `any` serves all.
    """

    id: str
    name: str
    span: Span
    start: int
    better: Literal["up", "down"]
    rose: str
    fell: str
    cues: Mapping[str, Mapping[str, str]]

    def band(self, value: int) -> str:
        """The band that a value lies in: the last one that starts at or below it."""
        found = ""
        for name, low in self.span.bands.items():
            if low <= value:
                found = name
        return found

    def cue(self, value: int, style: str) -> str | None:
        """The sentence that shows this value in this style, if the rulebook has one."""
        lines = self.cues.get(style) or self.cues.get("any") or {}
        return lines.get(self.band(value))


@dataclass(frozen=True, slots=True)
class Counter:
    """A small bounded number that rules need, such as the beats since a peak."""

    id: str
    span: Span
    start: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where something comes from, and how sure we are of it, in plain words."""

    id: str
    name: str
    sure: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A row that changes what a move does: in place of its base effects, or beside them."""

    when: Condition
    then: tuple[Effect, ...]
    replaces: bool
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class Move:
    """What a choice is made of, by its standard name."""

    id: str
    name: str
    tags: frozenset[str]
    does: tuple[Effect, ...]
    because: str
    source: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """When this holds at its stage, then that happens, because of a reason with a source."""

    id: str
    stage: Stage
    when: Condition | None
    then: tuple[Effect, ...]
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class Limit:
    """Restrains how far gauges may fall in a beat, judged at the beat's start."""

    id: str
    when: Condition | None
    then: tuple[Effect, ...]
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class Phase:
    id: str
    name: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Afterword:
    """Said in Looking back when its condition holds at the end of a play."""

    id: str
    when: Condition | None
    say: str
    source: str


@dataclass(frozen=True, slots=True)
class Goto:
    """Where a beat leads: a scene or an ending."""

    to: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Another:
    """Part four of the coaching: another move, with words to say and what it costs."""

    move: str
    say: Prose
    cost: Prose


@dataclass(frozen=True, slots=True)
class Coaching:
    """The seven parts of the rubric, in their order."""

    noticed: Prose
    might: Prose
    followed: Prose
    another: Another
    tuesday: Prose
    question: Prose
    school: Prose
    moved: tuple[tuple[str, Direction], ...] = ()
    """Gauges that `followed` says went up or down."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    id: str
    scene: str
    say: str
    did: str
    when: Condition | None
    once: bool
    moves: tuple[str, ...]
    manner: frozenset[str]
    costs: frozenset[str]
    why_reasonable: str
    then: tuple[Effect, ...]
    goto: tuple[Goto, ...]
    coach: Coaching | None

    @property
    def key(self) -> str:
        """`scene.choice`, as conditions name it."""
        return f"{self.scene}.{self.id}"


@dataclass(frozen=True, slots=True)
class Guess:
    """A question about what the pupil might be saying; several answers fit, none is marked."""

    ask: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    id: str
    name: str
    clock: str
    text: Prose
    notice: Prose
    read: Guess | None
    discuss: Prose
    notes: Prose
    arrive: tuple[Effect, ...]
    skip: str
    choices: tuple[Choice, ...]
    closing: bool = False
    no_way_back: str = ""
    """Why no way back need be open from here; '' where one has to be."""
    one_key: str = ""
    """Why one choice here may be the likeliest way for every cause; '' where it may not."""

    def choice(self, choice_id: str) -> Choice | None:
        return next((c for c in self.choices if c.id == choice_id), None)


@dataclass(frozen=True, slots=True)
class Ending:
    id: str
    leaves: Leaves
    clock: str
    text: Prose
    later: Prose


@dataclass(frozen=True, slots=True)
class Telling:
    """A play's hidden side: the cause or causes drawn, and what they fix.

    `causes` names every cause that holds (two when it joins two). `strain` is 0 to 3.
    """

    id: str
    causes: frozenset[str]
    needs: frozenset[str]
    functions: frozenset[str]
    style: Style
    strain: int
    strain_kinds: frozenset[str]
    start: Mapping[str, int]
    cue: Prose
    reveal: str
    unrevealed: bool
    rises: bool

    @property
    def joined(self) -> bool:
        return len(self.causes) > 1


@dataclass(frozen=True, slots=True)
class Pronouns:
    he: str
    him: str
    his: str
    himself: str


@dataclass(frozen=True, slots=True)
class Pupil:
    """The pupil as cast; `desk` is (column 1 to 6, row 1 to 5) of the thirty desks."""

    name: str
    pronouns: Pronouns
    desk: tuple[int, int]


@dataclass(frozen=True, slots=True)
class About:
    phase: str
    setting: str
    minutes: int
    themes: tuple[str, ...]
    content_note: str
    known_at_nine: str
    strength: str
    family_says: str
    safeguarding: str


@dataclass(frozen=True, slots=True)
class Interrupt:
    to: str
    when: Condition | None


@dataclass(frozen=True, slots=True)
class RoomBeat:
    """One beat of the path that a hall plays; the bridge is told in place of a `goto`."""

    scene: str
    bridge: str


@dataclass(frozen=True, slots=True)
class WrittenPlay:
    """A play that the author wrote down, with what is expected at its end."""

    under: str
    choose: tuple[str, ...]
    expect: Condition | None
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class WrittenPromise:
    """A promise of the author's own: `that` holds always, never, or at some beat (can)."""

    kind: PromiseKind
    that: Condition | None
    because: str
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    say: str
    source: str


@dataclass(frozen=True, slots=True)
class WatchStep:
    """One moment of a colleague's telling: what they think aloud, and the choice they then make."""

    choose: str
    thinking: str


@dataclass(frozen=True, slots=True)
class Watch:
    """A colleague's telling: a whole play under one telling, thinking aloud before each choice.

    `who` is a sentence about the colleague; `after` is what they think once it is over.
    """

    under: str
    who: str
    steps: tuple[WatchStep, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario with its rulebook. `hash` names exactly this text of both."""

    id: str
    title: str
    hash: str
    about: About
    pupil: Pupil
    others: Mapping[str, str]
    tellings: Mapping[str, Telling]
    start: str
    scenes: Mapping[str, Scene]
    endings: Mapping[str, Ending]
    interrupts: tuple[Interrupt, ...]
    room_path: tuple[RoomBeat, ...]
    plays: tuple[WrittenPlay, ...]
    evidence: tuple[Evidence, ...]
    reviewed: str
    gauges: Mapping[str, Gauge]
    counters: Mapping[str, Counter]
    flags: tuple[str, ...]
    manners: Mapping[str, str]
    phases: tuple[Phase, ...]
    moves: Mapping[str, Move]
    limits: tuple[Limit, ...]
    rules: tuple[Rule, ...]
    afterwords: tuple[Afterword, ...]
    sources: Mapping[str, Source]
    read_choices: frozenset[str] = field(default=frozenset())
    """Every `scene.choice` that some condition reads: only these are part of the state."""
    promises: tuple[WrittenPromise, ...] = ()
    watch: Watch | None = None
