"""What stands below the coaching: the ending, what was underneath, and what you wrote yourself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from classroomsim.debrief.lookback import NOT_A_PREDICTION, LookingBack, Reason, wondered
from classroomsim.diary.record import Kind
from classroomsim.diary.sitting import Sitting
from classroomsim.ui.planned import plans_of
from classroomsim.ui.text import lines, paragraphs, prose, words

LEFT_HALFWAY = (
    "You left before the end. What was underneath is told once the story has reached one."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is under it; `apart` sets it off behind a bar."""

    heading: str
    text: Content
    apart: bool = False


class Afterwards(Widget):
    """Two columns of sections where there is room, one where there isn't."""

    DEFAULT_CSS = """
    Afterwards {
        height: auto;
        & .columns { height: auto; layout: vertical; }
        & .column { height: auto; width: 1fr; max-width: 76; }
        & .heading { color: $heading; text-style: bold; }
        & .text { margin-bottom: 1; }
        & .-apart {
            border-left: thick $heading;
            background: $surface;
            padding: 0 2;
        }
        & .quiet { color: $quiet; }
    }
    """

    def __init__(self, sitting: Sitting, looking: LookingBack, **rest: str) -> None:
        super().__init__(id=rest.get("id"))
        self._sitting = sitting
        self._looking = looking

    def compose(self) -> ComposeResult:
        """The sections that have something to say."""
        with Horizontal(classes="columns"):
            with Vertical(classes="column"):
                yield from _shown(ending(self._looking, self._sitting.kind))
                yield from _shown(written(self._sitting))
            with Vertical(classes="column"):
                yield from _shown(underneath(self._sitting, self._looking))
        yield from self._rests_on()
        yield Static(prose(NOT_A_PREDICTION), classes="quiet")

    def _rests_on(self) -> ComposeResult:
        """The evidence, half of it in each column."""
        evidence = self._looking.evidence
        if not evidence:
            return
        yield Static(prose("What this story rests on"), classes="heading")
        half = (len(evidence) + 1) // 2
        with Horizontal(classes="columns"):
            for some in (evidence[:half], evidence[half:]):
                with Vertical(classes="column"):
                    yield from (Static(_rests_on(one), classes="text") for one in some)


def _shown(sections: Iterable[Section]) -> Iterable[Widget]:
    for section in sections:
        yield Static(prose(section.heading), classes="heading")
        yield Static(section.text, classes="text -apart" if section.apart else "text")


def ending(looking: LookingBack, kind: Kind = "play") -> list[Section]:
    """How it ended, the pupil's voice afterwards, and what the rulebook has to add."""
    if kind == "revisit":
        return []
    if not looking.ending and not looking.later:
        return [Section("Where you left it", prose(LEFT_HALFWAY))]
    found = [Section("How it ended", paragraphs(looking.ending))] if looking.ending else []
    if looking.later:
        found.append(Section("Later", paragraphs(looking.later), apart=True))
    if looking.afterwords:
        found.append(Section("One more thing", paragraphs(looking.afterwords)))
    return found


def underneath(sitting: Sitting, looking: LookingBack) -> list[Section]:
    """What was underneath here and in other tellings, and beside it what you wondered."""
    found: list[Section] = []
    if sitting.play.ending is not None or sitting.kind == "revisit":
        here = [prose(looking.reveal.here)] if looking.reveal.here else []
        others = [prose(text, "$quiet") for text in looking.reveal.elsewhere]
        if here or others:
            found.append(Section("What was underneath", Content("\n\n").join([*here, *others])))
    if sitting.guesses:
        found.append(Section("You wondered", _guesses(sitting)))
    return found


def written(sitting: Sitting) -> list[Section]:
    """The player's own plans and notes."""
    found = []
    plans = [_at(sitting, plan.number, words(plan.line)) for plan in plans_of(sitting)]
    if plans:
        found.append(Section("For Tuesday, in your words", Content("\n").join(plans)))
    notes = [_at(sitting, number, words(text)) for number, text in sitting.notes]
    if notes:
        found.append(Section("Your notes to self", Content("\n").join(notes)))
    return found


def _guesses(sitting: Sitting) -> Content:
    told = []
    for number, options in sorted(sitting.guesses.items()):
        guessed = wondered(sitting.play, number, options)
        told.append(_at(sitting, number, lines(guessed)))
    return Content("\n").join(told)


def _at(sitting: Sitting, number: int, text: Content) -> Content:
    """A text behind the time of the moment it belongs to."""
    states = sitting.play.states
    scene = sitting.play.world.scene(states[number]) if number < len(states) else None
    if scene is None:
        return text
    indent = "\n" + " " * (len(scene.clock) + 2)
    rows: Sequence[Content] = text.split("\n")
    return Content.assemble(words(scene.clock, "$quiet"), "  ", Content(indent).join(rows))


def _rests_on(reason: Reason) -> Content:
    told = [prose(reason.because)]
    if reason.source:
        told.append(prose(reason.source, "$quiet"))
    return Content("\n").join(told)
