"""The shape of a scenario and of a rulebook as an author writes them: pydantic, strict.

Only `build.py` sees these models; it turns them into `story.py`. The JSON Schema that editors use
is made from them too, so a description here is what an author reads while typing.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_SCENES = 400
MAX_CHOICES = 5
MAX_RULES = 300
MAX_TELLINGS = 12
MAX_GAUGES = 24
MAX_FLAGS = 60
MAX_LINES = 40
MAX_WAYS = 12

ID = r"^[a-z][a-z0-9_]{0,39}$"
Id = Annotated[str, Field(pattern=ID)]
GaugeId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,39}$")]
CounterId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39})?$")]
Text = Annotated[str, Field(min_length=1, max_length=2_000)]
Short = Annotated[str, Field(min_length=1, max_length=120)]
Label = Annotated[str, Field(min_length=1, max_length=60)]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Range = Annotated[str, Field(pattern=r"^[0-9]{1,2}\.\.[0-9]{1,2}$")]
Cond = str
When = Cond | Annotated[list[Cond], Field(min_length=1, max_length=MAX_LINES)]
Effects = dict[CounterId, str]


class Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


class Say(Shape):
    """A line that is shown only when its condition holds."""

    when: When
    say: Text


Prose = Text | Annotated[list[Text | Say], Field(min_length=1, max_length=MAX_LINES)]


class Way(Shape):
    """One way on; the first whose condition holds is taken."""

    to: Id
    when: When | None = None


class AnotherShape(Shape):
    """Part four: another move, the words to say, and what it costs."""

    move: Id
    say: Prose
    cost: Prose


class CoachShape(Shape):
    """The seven parts of the coaching, 120 to 170 words in all."""

    noticed: Prose = Field(description="Something specific the player did that helped, or meant.")
    might: Prose = Field(description="One or two tentative readings, tied to what could be seen.")
    followed: Prose = Field(description="What followed, for the pupil and for the class.")
    another: AnotherShape
    tuesday: Prose = Field(description="One line: If ..., then I will ...")
    question: Prose = Field(description="Open, answerable, with no hidden answer.")
    school: Prose = Field(description="Time, information, adult, space or policy.")
    moved: dict[GaugeId, Literal["up", "down"]] = Field(
        default_factory=dict,
        description="Gauges that 'followed' says went up or down. Proved wherever it is shown.",
    )


class ChoiceShape(Shape):
    say: Text = Field(description="What the player reads: the act, with the words spoken.")
    did: Label = Field(description="Past tense, no subject: Turned the class to question four.")
    when: When | None = Field(None, description="Offered only when this holds.")
    once: bool = Field(default=False, description="Offered only until it is chosen.")
    moves: list[Id] = Field(min_length=1, max_length=2)
    manner: list[Id] = Field(default_factory=list, max_length=8)
    costs: list[Literal["time", "precedent", "promise", "another_pupil"]] = Field(
        default_factory=list, max_length=4
    )
    why_reasonable: Text = Field(description="Why a sensible colleague might do this.")
    then: Effects = Field(default_factory=dict)
    goto: Id | Annotated[list[Way], Field(min_length=1, max_length=MAX_WAYS)]
    coach: CoachShape | None = None


class GuessShape(Shape):
    ask: Short
    options: dict[Id, Short] = Field(min_length=2, max_length=7)


class SceneShape(Shape):
    name: Annotated[str, Field(min_length=1, max_length=24)]
    clock: Clock
    text: Prose
    notice: Prose | None = None
    read: GuessShape | None = None
    discuss: Prose | None = None
    notes: Prose | None = None
    arrive: Effects = Field(default_factory=dict)
    skip: Id = Field(description="The scene or ending to go to when this scene is skipped.")
    closing: bool = Field(
        default=False,
        description="It only closes the story, so that no way back need be open from here.",
    )
    no_way_back: Text | None = Field(
        None, description="Why no ending repaired or reopened need be open from here. Listed."
    )
    one_key: Text | None = Field(
        None, description="Why one choice here may be the likeliest way for every cause. Listed."
    )
    choices: dict[Id, ChoiceShape] = Field(min_length=1, max_length=MAX_CHOICES)


class EndingShape(Shape):
    leaves: Literal["repaired", "reopened", "held", "apart"]
    clock: Clock | None = None
    text: Prose
    later: Prose = Field(description="Later, the pupil might say ...")


Function = Literal["connection", "help", "escape", "sensory", "having_a_say", "safety"]
StrainKind = Literal["hunger", "tiredness", "noise", "upset"]


class TellingShape(Shape):
    need: Id | list[Id] | None = None
    function: Function | list[Function] | None = None
    style: Literal["outward", "inward", "masked"] | None = None
    strain: int | None = Field(None, ge=0, le=3)
    strain_kind: StrainKind | list[StrainKind] | None = None
    start: dict[GaugeId, int] = Field(default_factory=dict)
    cue: Prose | None = None
    reveal: Text | None = Field(None, description="A clause, shown after 'In this telling, '.")
    joins: list[Id] | None = Field(None, min_length=2, max_length=2)
    unrevealed: bool = False
    rises: bool = False


class AboutShape(Shape):
    phase: Literal["EYFS", "KS1", "KS2", "KS3", "KS4", "post-16", "AP"]
    setting: Short
    minutes: int = Field(ge=1, le=60)
    themes: list[Id] = Field(min_length=1, max_length=6)
    content_note: Text
    known_at_nine: Text
    strength: Text
    family_says: Text
    safeguarding: Text


class PupilShape(Shape):
    name: Annotated[str, Field(min_length=1, max_length=20)]
    pronouns: Literal["he", "she", "they"]
    desk: Annotated[list[int], Field(min_length=2, max_length=2)]


class CastShape(Shape):
    pupil: PupilShape
    others: dict[Id, Short] = Field(default_factory=dict, max_length=12)


class GaugeShape(Shape):
    name: Short
    range: Range
    start: int
    better: Literal["up", "down"]
    bands: dict[Id, int] = Field(min_length=1, max_length=8)
    rose: Short
    fell: Short
    cues: dict[Literal["outward", "inward", "masked", "any"], dict[Id, Short]] = Field(
        default_factory=dict
    )


class CounterShape(Shape):
    range: Range
    start: int


class TurnShape(Shape):
    when: When
    instead: Effects | None = None
    also: Effects | None = None
    because: Text
    source: Id


class MoveShape(Shape):
    name: Short
    tags: list[Id] = Field(default_factory=list, max_length=8)
    does: Effects
    because: Text
    source: Id
    turns: list[TurnShape] = Field(default_factory=list, max_length=MAX_WAYS)


class LimitShape(Shape):
    when: When | None = None
    then: Effects = Field(min_length=1)
    because: Text
    source: Id


class RuleShape(Shape):
    stage: Literal["act", "respond", "ripple", "drift"]
    when: When | None = None
    then: Effects = Field(min_length=1)
    because: Text
    source: Id


class PhaseShape(Shape):
    name: Short
    when: When


class AfterwardShape(Shape):
    when: When | None = None
    say: Text
    source: Id


class SourceShape(Shape):
    name: Text
    sure: Text


class WordsShape(Shape):
    banned: list[Short]
    warned: list[Short]


class InterruptShape(Shape):
    to: Id
    when: When | None = None


class RoomBeatShape(Shape):
    scene: Id
    bridge: Text | None = None


class PlayShape(Shape):
    under: Id
    choose: list[Id]
    expect: When | None = None


class PromiseShape(Shape):
    """What the author promises of the story, over all that can be played."""

    always: When | None = Field(None, description="Holds at every beat of every play.")
    never: When | None = Field(None, description="Holds at no beat of any play.")
    can: When | None = Field(None, description="Holds at some beat of some play.")
    because: Text = Field(description="Why it matters to the story.")


class EvidenceShape(Shape):
    say: Text
    source: Id


class Vocabulary(Shape):
    """What a rulebook holds, and what a scenario may add to it or override by id."""

    classroomsim: Literal[1]
    gauges: dict[GaugeId, GaugeShape] = Field(default_factory=dict, max_length=MAX_GAUGES)
    memory: dict[Id, CounterShape] = Field(default_factory=dict, max_length=MAX_GAUGES)
    flags: list[Id] = Field(default_factory=list, max_length=MAX_FLAGS)
    manners: dict[Id, Short] = Field(default_factory=dict, max_length=MAX_FLAGS)
    needs: list[Id] = Field(default_factory=list, max_length=MAX_FLAGS)
    moves: dict[Id, MoveShape] = Field(default_factory=dict, max_length=MAX_FLAGS)
    limits: dict[Id, LimitShape] = Field(default_factory=dict, max_length=MAX_RULES)
    rules: dict[Id, RuleShape] = Field(default_factory=dict, max_length=MAX_RULES)
    sources: dict[Id, SourceShape] = Field(default_factory=dict, max_length=MAX_FLAGS)


class RulebookShape(Vocabulary):
    rulebook: Id
    title: Short
    phases: dict[Id, PhaseShape] = Field(default_factory=dict, max_length=MAX_WAYS)
    afterwards: dict[Id, AfterwardShape] = Field(default_factory=dict, max_length=MAX_WAYS)
    words: WordsShape


class ScenarioShape(Vocabulary):
    id: Id
    title: Label
    uses: list[Literal["core"]] = Field(min_length=1, max_length=1)
    about: AboutShape
    cast: CastShape
    underneath: dict[Id, TellingShape] = Field(min_length=1, max_length=MAX_TELLINGS)
    start: Id
    scenes: dict[Id, SceneShape] = Field(min_length=1, max_length=MAX_SCENES)
    endings: dict[Id, EndingShape] = Field(min_length=1, max_length=MAX_LINES)
    interrupts: list[InterruptShape] = Field(default_factory=list, max_length=MAX_WAYS)
    room_path: list[RoomBeatShape] = Field(default_factory=list, max_length=MAX_WAYS)
    plays: list[PlayShape] = Field(default_factory=list, max_length=MAX_LINES)
    promises: list[PromiseShape] = Field(
        default_factory=list,
        max_length=MAX_LINES,
        description="The author's own promises, proved over every play by 'check'.",
    )
    evidence: list[EvidenceShape] = Field(default_factory=list, max_length=MAX_LINES)
    reviewed: Text
