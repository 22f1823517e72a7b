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
    model_config = ConfigDict(
        strict=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )


class Say(Shape):
    """A line that is shown only when its condition holds."""

    when: When = Field(description="Shown only when this condition holds, or all of a list.")
    say: Text = Field(description="The paragraph or line to show.")


Prose = Text | Annotated[list[Text | Say], Field(min_length=1, max_length=MAX_LINES)]


class Way(Shape):
    """One way on; the first whose condition holds is taken."""

    to: Id = Field(description="A scene or an ending.")
    when: When | None = Field(None, description="Leave this out in the last way: it always holds.")


class AnotherShape(Shape):
    """Part four: another move, the words to say, and what it costs."""

    move: Id = Field(description="A move of the rulebook, such as pause or coregulate.")
    say: Prose = Field(description="The words to say, or the act, exactly.")
    cost: Prose = Field(description="What that way would cost the pupil, the class or you.")


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
    """Something that a sensible teacher might do here, and what it costs."""

    say: Text = Field(description="What the player reads: the act, with the words spoken.")
    did: Label = Field(description="Past tense, no subject: Turned the class to question four.")
    when: When | None = Field(None, description="Offered only when this holds.")
    once: bool = Field(default=False, description="Offered only until it is chosen.")
    moves: list[Id] = Field(
        min_length=1,
        max_length=2,
        description="What it is made of: one or two moves of the rulebook, such as pause.",
    )
    manner: list[Id] = Field(
        default_factory=list,
        max_length=8,
        description="How it is done, in the rulebook's words, such as private, short, side.",
    )
    costs: list[Literal["time", "precedent", "promise", "another_pupil"]] = Field(
        default_factory=list, max_length=4, description="What it costs that no gauge shows."
    )
    why_reasonable: Text = Field(description="Why a sensible colleague might do this.")
    then: Effects = Field(
        default_factory=dict,
        description="What it changes beyond its moves: 'room.settled: down 1', 'plan_agreed: yes'.",
    )
    goto: Id | Annotated[list[Way], Field(min_length=1, max_length=MAX_WAYS)] = Field(
        description="The scene or ending that follows, or several ways with conditions."
    )
    coach: CoachShape | None = None


class GuessShape(Shape):
    """An optional guess before choosing. Several answers fit, and none is marked."""

    ask: Short = Field(description="What might ... be saying?")
    options: dict[Id, Short] = Field(
        min_length=2, max_length=7, description="Possible messages, in the pupil's own voice."
    )


class SceneShape(Shape):
    """The place where a beat is played: what happens, what is noticed, what may be done."""

    name: Annotated[str, Field(min_length=1, max_length=24)] = Field(
        description="Two or three words for the strip: the book."
    )
    clock: Clock = Field(description='The time of day, in quotation marks: "14:10".')
    text: Prose = Field(description="What happens; each item of a list is a paragraph.")
    notice: Prose | None = Field(
        None, description="What can be noticed, a line each. Conditions tell the causes apart."
    )
    read: GuessShape | None = None
    discuss: Prose | None = Field(None, description="A question for a room to talk about.")
    notes: Prose | None = Field(None, description="For the facilitator only.")
    arrive: Effects = Field(
        default_factory=dict,
        description="What time has changed by the time this scene begins. No limit restrains it.",
    )
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
    choices: dict[Id, ChoiceShape] = Field(
        min_length=1, max_length=MAX_CHOICES, description="Two to four, each by an id of its own."
    )


class EndingShape(Shape):
    """How the story ends, and what the pupil might say of it later."""

    leaves: Literal["repaired", "reopened", "held", "apart"] = Field(
        description="How it leaves the two of you: mended, open to mending, held, or apart."
    )
    clock: Clock | None = Field(None, description='The time of day, in quotation marks: "15:20".')
    text: Prose = Field(description="How the story ends.")
    later: Prose = Field(description="Later, the pupil might say ...")


Function = Literal["connection", "help", "escape", "sensory", "having_a_say", "safety"]
StrainKind = Literal["hunger", "tiredness", "noise", "upset"]


class TellingShape(Shape):
    """A hidden side of the story: a cause of its own, or two that are joined."""

    need: Id | list[Id] | None = Field(
        None, description="The need behind it, from the rulebook's list; none_known is one."
    )
    function: Function | list[Function] | None = Field(
        None, description="What the behaviour may be about."
    )
    style: Literal["outward", "inward", "masked"] | None = Field(
        None, description="How stress shows: outward, inward, or behind a smile (masked)."
    )
    strain: int | None = Field(
        None, ge=0, le=3, description="How much the pupil brought into the room, from 0 to 3."
    )
    strain_kind: StrainKind | list[StrainKind] | None = Field(
        None, description="What kind of strain it is."
    )
    start: dict[GaugeId, int] = Field(
        default_factory=dict, description="Where gauges start in this telling, if not as usual."
    )
    cue: Prose | None = Field(
        None, description="A true clue, shown in every beat that has no other clue to the cause."
    )
    reveal: Text | None = Field(None, description="A clause, shown after 'In this telling, '.")
    joins: list[Id] | None = Field(
        None, min_length=2, max_length=2, description="Two single causes that hold together."
    )
    unrevealed: bool = Field(default=False, description="The cause is never found out.")
    rises: bool = Field(
        default=False, description="Stress reaches agitated in every play, whatever is chosen."
    )


class AboutShape(Shape):
    """What the shelf shows, and what is known before the play begins."""

    phase: Literal["EYFS", "KS1", "KS2", "KS3", "KS4", "post-16", "AP"] = Field(
        description="Where it happens: a key stage, post-16 or alternative provision."
    )
    setting: Short = Field(description="Year 5 maths. Thirty pupils, you, no TA today.")
    minutes: int = Field(ge=1, le=60, description="How long one play takes.")
    themes: list[Id] = Field(
        min_length=1, max_length=6, description="Developmental themes, such as regulation."
    )
    content_note: Text = Field(description="What a player may want to know before it begins.")
    known_at_nine: Text = Field(description="What you know at nine o'clock, before any of it.")
    strength: Text = Field(description="Something the pupil is good at.")
    family_says: Text = Field(description="What the family says helps.")
    safeguarding: Text = Field(description="What to do today about any worry.")


class PupilShape(Shape):
    """The pupil whom the story is about. Never a real child."""

    name: Annotated[str, Field(min_length=1, max_length=20)] = Field(
        description="A first name; write it out in your texts."
    )
    pronouns: Literal["he", "she", "they"] = Field(description="For the rulebook's sentences.")
    desk: Annotated[list[int], Field(min_length=2, max_length=2)] = Field(
        description="Column 1 to 6 and row 1 to 5 of the thirty desks, as in [3, 2]."
    )


class CastShape(Shape):
    """Who is in the story."""

    pupil: PupilShape
    others: dict[Id, Short] = Field(
        default_factory=dict,
        max_length=12,
        description="Others by name, and who they are: 'priya: sits behind Kai; his friend'.",
    )


class GaugeShape(Shape):
    """A bounded whole number that describes the pupil, the room or you. Never shown."""

    name: Short = Field(description="In words: how stressed Kai may be.")
    range: Range = Field(description="Both ends, as in 0..10.")
    start: int = Field(description="Where it starts, unless the telling says otherwise.")
    better: Literal["up", "down"] = Field(description="Which way is better for the person.")
    bands: dict[Id, int] = Field(
        min_length=1, max_length=8, description="Named parts, each from this number up."
    )
    rose: Short = Field(description="What is said where it rose, in tentative words.")
    fell: Short = Field(description="What is said where it fell, in tentative words.")
    cues: dict[Literal["outward", "inward", "masked", "any"], dict[Id, Short]] = Field(
        default_factory=dict, description="What can be seen of each band, by style."
    )


class CounterShape(Shape):
    """A small number that rules need, such as the beats since a peak."""

    range: Range = Field(description="Both ends, as in 0..3.")
    start: int = Field(description="Where it starts in every telling.")


class TurnShape(Shape):
    """When a move does something else. The first turn whose condition holds counts."""

    when: When = Field(description="When it does so, judged as the beat begins.")
    instead: Effects | None = Field(None, description="In place of all that the move does.")
    also: Effects | None = Field(None, description="Beside all that the move does.")
    because: Text = Field(description="Why, in plain and tentative English.")
    source: Id = Field(description="A source of the rulebook or of this file.")


class MoveShape(Shape):
    """What a choice is made of, by its standard name."""

    name: Short = Field(description="Its standard name, as coaching shows it.")
    tags: list[Id] = Field(
        default_factory=list, max_length=8, description="What it counts as, such as spoken, demand."
    )
    does: Effects = Field(description="What it does, whatever the state: 'pupil.stress: down 1'.")
    because: Text = Field(description="Why, in plain and tentative English.")
    source: Id = Field(description="A source of the rulebook or of this file.")
    turns: list[TurnShape] = Field(
        default_factory=list, max_length=MAX_WAYS, description="When it does something else."
    )


class LimitShape(Shape):
    """Holds back how far gauges may fall in a beat; judged as the beat begins."""

    when: When | None = Field(None, description="Without it, the limit always holds.")
    then: Effects = Field(min_length=1, description="'cannot fall' or 'falls at most 1'.")
    because: Text = Field(description="Why, in plain and tentative English.")
    source: Id = Field(description="A source of the rulebook or of this file.")


class RuleShape(Shape):
    """When this holds at its stage of a beat, then that happens, because of a reason."""

    stage: Literal["act", "respond", "ripple", "drift"] = Field(
        description="Judged with the act, or after it as the pupil responds, the room, or time."
    )
    when: When | None = Field(None, description="Without it, the rule acts in every beat.")
    then: Effects = Field(min_length=1, description="'pupil.trust: up 1', 'strain_met: yes'.")
    because: Text = Field(description="Why, in plain and tentative English.")
    source: Id = Field(description="A source of the rulebook or of this file.")


class PhaseShape(Shape):
    name: Short
    when: When


class AfterwardShape(Shape):
    when: When | None = None
    say: Text
    source: Id


class SourceShape(Shape):
    """Where something comes from."""

    name: Text = Field(description="What it is, in a few words.")
    sure: Text = Field(description="How sure we are of it, in plain words.")


class WordsShape(Shape):
    banned: list[Short]
    warned: list[Short]


class InterruptShape(Shape):
    """Goes before every 'goto', from every scene but the one it leads to."""

    to: Id = Field(description="A scene or an ending.")
    when: When | None = Field(None, description="Judged at the end of every beat.")


class RoomBeatShape(Shape):
    """One beat of the path that a whole room plays."""

    scene: Id = Field(description="One of the scenes.")
    bridge: Text | None = Field(None, description="Told in place of 'goto', from the second beat.")


class PlayShape(Shape):
    """A play that 'check' plays each time, with what has to hold at its end."""

    under: Id = Field(description="The telling.")
    choose: list[Id] = Field(description="The ids of the choices, or skip, in order.")
    expect: When | None = Field(None, description="What holds when they have been made.")


class PromiseShape(Shape):
    """What the author promises of the story, over all that can be played."""

    always: When | None = Field(None, description="Holds at every beat of every play.")
    never: When | None = Field(None, description="Holds at no beat of any play.")
    can: When | None = Field(None, description="Holds at some beat of some play.")
    because: Text = Field(description="Why it matters to the story.")


class WatchStepShape(Shape):
    """One moment of a colleague's telling."""

    choose: Id = Field(description="The id of the choice that the colleague makes here.")
    thinking: Text = Field(
        description="What the colleague thinks aloud before choosing: 20 to 60 words, with doubt."
    )


class WatchShape(Shape):
    """A colleague's telling: a play from the start to an ending, with thinking aloud."""

    under: Id = Field(description="The telling. The colleague does not know it either.")
    who: Text = Field(description="One sentence about the colleague, who is nobody real.")
    steps: list[WatchStepShape] = Field(
        min_length=1, max_length=MAX_LINES, description="Each moment in order, up to an ending."
    )
    after: Text = Field(description="What the colleague thinks once it is over.")


class EvidenceShape(Shape):
    """Something that the story rests on, with where it comes from."""

    say: Text = Field(description="What it is, in a sentence.")
    source: Id = Field(description="A source of the rulebook or of this file.")


class Vocabulary(Shape):
    """What a rulebook holds, and what a scenario may add to it or override by id."""

    classroomsim: Literal[1] = Field(description="The version of the format.")
    gauges: dict[GaugeId, GaugeShape] = Field(
        default_factory=dict,
        max_length=MAX_GAUGES,
        description="Gauges of your own, as 'owner.gauge', or changed ones of the rulebook.",
    )
    memory: dict[Id, CounterShape] = Field(
        default_factory=dict,
        max_length=MAX_GAUGES,
        description="Small numbers of your own that rules need.",
    )
    flags: list[Id] = Field(
        default_factory=list,
        max_length=MAX_FLAGS,
        description="Things of your own that are so or not. All start as not so.",
    )
    manners: dict[Id, Short] = Field(
        default_factory=dict,
        max_length=MAX_FLAGS,
        description="Manners of your own, with what each means.",
    )
    needs: list[Id] = Field(
        default_factory=list, max_length=MAX_FLAGS, description="Needs of your own."
    )
    moves: dict[Id, MoveShape] = Field(
        default_factory=dict,
        max_length=MAX_FLAGS,
        description="Moves of your own, or changed ones of the rulebook.",
    )
    limits: dict[Id, LimitShape] = Field(
        default_factory=dict,
        max_length=MAX_RULES,
        description="Limits of your own, or changed ones of the rulebook.",
    )
    rules: dict[Id, RuleShape] = Field(
        default_factory=dict,
        max_length=MAX_RULES,
        description="Rules of your own, or changed ones of the rulebook.",
    )
    sources: dict[Id, SourceShape] = Field(
        default_factory=dict, max_length=MAX_FLAGS, description="Sources of your own."
    )


class RulebookShape(Vocabulary):
    rulebook: Id
    title: Short
    phases: dict[Id, PhaseShape] = Field(default_factory=dict, max_length=MAX_WAYS)
    afterwards: dict[Id, AfterwardShape] = Field(default_factory=dict, max_length=MAX_WAYS)
    words: WordsShape


class ScenarioShape(Vocabulary):
    """A scenario: one hard moment in class, with several causes underneath one opening."""

    id: Id = Field(description="The file's own name: small letters, digits and _.")
    title: Label = Field(description="What the shelf calls it: Tuesday, 2.10.")
    uses: list[Literal["core"]] = Field(
        min_length=1, max_length=1, description="The shared rulebook: [core]."
    )
    about: AboutShape
    cast: CastShape
    underneath: dict[Id, TellingShape] = Field(
        min_length=1,
        max_length=MAX_TELLINGS,
        description="The tellings. One is drawn for each play and stays hidden until the end.",
    )
    start: Id = Field(description="The scene in which the story begins.")
    scenes: dict[Id, SceneShape] = Field(
        min_length=1, max_length=MAX_SCENES, description="The scenes, each by an id of its own."
    )
    endings: dict[Id, EndingShape] = Field(
        min_length=1, max_length=MAX_LINES, description="The endings, each by an id of its own."
    )
    interrupts: list[InterruptShape] = Field(
        default_factory=list,
        max_length=MAX_WAYS,
        description="What takes over when it holds, whatever 'goto' says.",
    )
    room_path: list[RoomBeatShape] = Field(
        default_factory=list,
        max_length=MAX_WAYS,
        description="Three scenes that a whole room plays, with a bridge between them.",
    )
    plays: list[PlayShape] = Field(
        default_factory=list,
        max_length=MAX_LINES,
        description="Plays that 'check' plays each time.",
    )
    promises: list[PromiseShape] = Field(
        default_factory=list,
        max_length=MAX_LINES,
        description="The author's own promises, proved over every play by 'check'.",
    )
    watch: WatchShape | None = Field(
        None, description="A colleague's telling, to watch before playing: 'thinking aloud'."
    )
    evidence: list[EvidenceShape] = Field(
        default_factory=list,
        max_length=MAX_LINES,
        description="What the story rests on; shown in looking back.",
    )
    reviewed: Text = Field(description="Who has read it, by consent; until then: not yet.")
