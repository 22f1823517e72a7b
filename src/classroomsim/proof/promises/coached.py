"""Every moment coached: seven parts, of a length that can be read, and true.

Each wording of a choice's coaching that some play shows has 120 to 170 words, the move's name
counted, with words in every part; and the gauges that `moved:` names did move so in every beat that
shows it. Beats after a skip count; a skip itself has no coaching.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from classroomsim.proof.docket import Docket, shown_by
from classroomsim.proof.graph import Graph
from classroomsim.proof.lines import Lines
from classroomsim.proof.survey import Survey
from classroomsim.proof.texts import PARTS, Texts
from classroomsim.scenario.story import Choice, Coaching

FEWEST_WORDS, MOST_WORDS = 120, 170


def look_for_uncoached(choices: tuple[Choice, ...], docket: Docket) -> None:
    """Note every choice that has no coaching at all."""
    for choice in choices:
        if choice.coach is None:
            message = f"in the scene '{choice.scene}' the choice '{choice.id}' has no coaching"
            path = ("scenes", choice.scene, "choices", choice.id)
            docket.add("P661", path, message, "add 'coach:' with its seven parts", on_key=True)


@dataclass(slots=True)
class Wordings:
    """What is known of one choice's wordings: the numbers of lines shown, and what is amiss."""

    choice: Choice
    coach: Coaching
    lines: Lines
    extra: int
    """Words that are always there: the name of the other move."""
    told: dict[tuple[int, ...], tuple[tuple[str, str, str], ...]] = field(default_factory=dict)

    def amiss(self, shown: tuple[int, ...]) -> tuple[tuple[str, str, str], ...]:
        """What is amiss with a wording: code, part (or '') and sentence."""
        found = self.told.get(shown)
        if found is None:
            found = self.told[shown] = tuple(self._amiss(shown))
        return found

    def _amiss(self, shown: tuple[int, ...]) -> list[tuple[str, str, str]]:
        written = [self.lines.written[n] for n in shown]
        here = f"in the scene '{self.choice.scene}', the coaching after '{self.choice.id}'"
        told = {trail[5] for trail, _ in written}
        empty = [part for part in PARTS if part not in told]
        found = [("P663", part, f"{here} can have nothing for '{part}'") for part in empty]
        words = self.extra + sum(len(line.say.split()) for _, line in written)
        if not FEWEST_WORDS <= words <= MOST_WORDS and not empty:
            much = "few" if words < FEWEST_WORDS else "many"
            message = f"{here} can have {words} words, which is too {much}"
            found.append(("P662", "", message))
        return found


def look_at_coaching(survey: Survey, docket: Docket) -> None:
    """Look at every wording and every `moved:` of one telling. Of use in a partial graph too."""
    graph, texts = survey.graph, survey.texts
    known = {choice: _wordings(graph, texts, choice) for choice in graph.choices}
    noted: set[object] = set()
    for beat in survey.coached():
        choice, wordings = beat.choice, known[beat.choice]
        if wordings is None:
            continue
        for code, part, message in wordings.amiss(beat.shown):
            if (code, part, choice, message) not in noted:
                noted.add((code, part, choice, message))
                _tell(graph, beat.before, wordings, (code, part, message), docket)
        for gauge in beat.amiss:
            if (gauge, choice) not in noted:
                noted.add((gauge, choice))
                change = texts.change(graph, beat.before, beat.after, choice, gauge)
                _tell_moved(graph, beat.before, wordings, (gauge, change), docket)


def _wordings(graph: Graph, texts: Texts, choice: Choice) -> Wordings | None:
    lines = texts.coaching(choice)
    if choice.coach is None or lines is None:
        return None
    name = graph.world.scenario.moves[choice.coach.another.move].name
    return Wordings(choice, choice.coach, lines, len(name.split()))


def _tell(
    graph: Graph, state: int, wordings: Wordings, amiss: tuple[str, str, str], docket: Docket
) -> None:
    code, part, message = amiss
    choice = wordings.choice
    path = ("scenes", choice.scene, "choices", choice.id, "coach", *([part] if part else []))
    fix = (
        f"aim for {FEWEST_WORDS} to {MOST_WORDS}, whatever lines are shown"
        if code == "P662"
        else "add a line that is shown then"
    )
    shown = shown_by(graph, state, choice.id)
    which = message.rpartition(" ")[2]
    docket.add(code, path, message, fix, shown=shown, on_key=True, which=which)


def _tell_moved(
    graph: Graph, state: int, wordings: Wordings, moved: tuple[str, int], docket: Docket
) -> None:
    choice = wordings.choice
    gauge, change = moved
    direction = dict(wordings.coach.moved)[gauge]
    path = ("scenes", choice.scene, "choices", choice.id, "coach", "moved", gauge)
    message = (
        f"in the scene '{choice.scene}', after '{choice.id}', the coaching says that {gauge}"
        f" went {direction}, and it can have gone {_way(change)}"
    )
    fix = "take it out, or write 'followed' so that it holds whenever it is shown"
    shown = shown_by(graph, state, choice.id)
    docket.add("P664", path, message, fix, shown=shown)


def _way(change: int) -> str:
    if not change:
        return "neither up nor down"
    return "up" if change > 0 else "down"
