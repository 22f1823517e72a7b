"""Every line an author wrote, and where in a telling it is shown.

`Texts` serves one telling: the lines that a place shows on arrival (text, notices, the telling's
cue, an ending's later voice) and those that coaching shows on a choice.
"""

from __future__ import annotations

from classroomsim.engine.layout import State
from classroomsim.engine.machine import World
from classroomsim.engine.seen import MOST_NOTICES, tells
from classroomsim.proof.graph import Graph
from classroomsim.proof.lines import Lines, Numbers, Written, written_lines
from classroomsim.scenario.source import Trail
from classroomsim.scenario.story import Choice, Coaching, Scenario, Telling

PARTS = ("noticed", "might", "followed", "another", "tuesday", "question", "school")
"""The parts of the coaching, in their order."""


class Texts:
    """The texts of a scenario under one telling."""

    def __init__(self, world: World) -> None:
        self.world = world
        scenario = world.scenario
        self._cue = cue_lines(scenario, world.telling)
        self._arrivals = [
            Lines(lines, world.judge) for lines in (*map(self._of_place, world.layout.places),)
        ]
        self._shown: list[dict[object, Numbers]] = [{} for _ in self._arrivals]
        self._coaching: dict[Choice, Lines] = {}
        self._touched: dict[int, frozenset[int]] = {}

    def arriving(self, after: State, before: State) -> list[Written]:
        """The author's lines that are shown on coming to a state from another."""
        lines = self._arrivals[after[0]]
        return [lines.written[n] for n in self.numbers(after, before)]

    def numbers(self, after: State, before: State) -> Numbers:
        """The numbers of the lines shown, among those of the place."""
        place = after[0]
        lines = self._arrivals[place]
        known = self._shown[place]
        key = lines.key(after, before)
        found = known.get(key)
        if found is None:
            found = known[key] = self.shown(place, lines.holding(after, before))
        return found

    def shown(self, place: int, holding: Numbers) -> Numbers:
        """What is shown of the lines that hold: so many notices, and the cue where none tells."""
        written = self._arrivals[place].written
        cue = [n for n in holding if written[n][0][0] == "underneath"]
        notices = [n for n in holding if written[n][0][2] == "notice" and n not in cue]
        if not any(tells(written[n][1]) for n in notices):
            notices += cue
        said = {written[n][1].say: n for n in reversed(notices)}
        first = [n for n in notices if said[written[n][1].say] == n][:MOST_NOTICES]
        return tuple(n for n in holding if n in first or not (n in cue or n in notices))

    def of_place(self, place: int) -> tuple[Written, ...]:
        """Every line that a place may show."""
        return self.at(place).written

    def at(self, place: int) -> Lines:
        """The lines of a place."""
        return self._arrivals[place]

    def coaching(self, choice: Choice) -> Lines | None:
        """The lines of a choice's coaching; None where there is none."""
        if choice.coach is None:
            return None
        found = self._coaching.get(choice)
        if found is None:
            judge = self.world.judge_of(choice)
            found = self._coaching[choice] = Lines(coach_lines(choice, choice.coach), judge)
        return found

    def coached(self, graph: Graph, before: int, after: int, choice: Choice) -> Numbers:
        """The numbers of the lines that a choice's coaching shows of one beat; none without it."""
        lines = self.coaching(choice)
        if lines is None:
            return ()
        end = self._end(graph, before, after, choice, lines.reads)
        return lines.holding(end, graph.states[before])

    def change(self, graph: Graph, before: int, after: int, choice: Choice, gauge: str) -> int:
        """How far a gauge moved in one beat, without what arriving changed."""
        index = graph.world.layout.gauges[gauge]
        end = self._end(graph, before, after, choice, frozenset((index,)))
        return end[index] - graph.states[before][index]

    def _end(
        self, graph: Graph, before: int, after: int, choice: Choice, reads: frozenset[int]
    ) -> State:
        """What coaching speaks of: where a beat ended, before what arriving there changed.

        `reads` are the positions that matter; where the arrival touches none of them, the state
        that was come to does as well, and need not be worked out again.
        """
        state = graph.states[after]
        if reads.isdisjoint(self._arrival_touches(state[0])):
            return state
        return graph.world.before_arrival(graph.states[before], choice)

    def _arrival_touches(self, place: int) -> frozenset[int]:
        found = self._touched.get(place)
        if found is None:
            stage = self.world.arrival(place)
            found = self._touched[place] = stage.touches if stage else frozenset()
        return found

    def _of_place(self, place: str) -> list[Written]:
        scenario = self.world.scenario
        scene = scenario.scenes.get(place)
        if scene is not None:
            own = ("scenes", place)
            said = written_lines(scene.text, *own, "text")
            return said + written_lines(scene.notice, *own, "notice") + self._cue
        ending = scenario.endings[place]
        own = ("endings", place)
        return written_lines(ending.text, *own, "text") + written_lines(ending.later, *own, "later")


def coach_lines(choice: Choice, coach: Coaching) -> list[Written]:
    """The lines of all seven parts with their places."""
    own = ("scenes", choice.scene, "choices", choice.id, "coach")
    parts = (
        (coach.noticed, "noticed"),
        (coach.might, "might"),
        (coach.followed, "followed"),
        (coach.another.say, "another", "say"),
        (coach.another.cost, "another", "cost"),
        (coach.tuesday, "tuesday"),
        (coach.question, "question"),
        (coach.school, "school"),
    )
    return [line for prose, *path in parts for line in written_lines(prose, *own, *path)]


def cue_lines(scenario: Scenario, telling: Telling) -> list[Written]:
    """A telling's cue; of a joined one without its own, the lines where they are written."""
    written: dict[int, Trail] = {}
    for one in sorted(scenario.tellings.values(), key=lambda it: it.joined):
        for n, line in enumerate(one.cue):
            written.setdefault(id(line), ("underneath", one.id, "cue", n))
    return [(written[id(line)], line) for line in telling.cue]
