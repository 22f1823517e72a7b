"""Proving a scenario: every reachable state of every telling, and every promise on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classroomsim.engine.machine import Machine
from classroomsim.proof.docket import Docket
from classroomsim.proof.figures import EndingMet, Figures, endings_met
from classroomsim.proof.graph import MOST_STATES, Graph, Progress, explore
from classroomsim.proof.hall import Hall, look_for_path_end
from classroomsim.proof.promises.coached import look_at_coaching, look_for_uncoached
from classroomsim.proof.promises.conflict import look_for_conflict
from classroomsim.proof.promises.dead import tell_dead
from classroomsim.proof.promises.key import Keys
from classroomsim.proof.promises.length import look_at_length
from classroomsim.proof.promises.living import Living, own_vocabulary
from classroomsim.proof.promises.lunch import Lunch
from classroomsim.proof.promises.onward import look_for_end, look_for_stuck, look_for_way_back
from classroomsim.proof.promises.own import Own
from classroomsim.proof.promises.rises import look_for_calm
from classroomsim.proof.promises.told_apart import look_for_alike
from classroomsim.proof.reach import Surveying, by_arrays
from classroomsim.proof.survey import Sought, Survey
from classroomsim.scenario.problems import Problem
from classroomsim.scenario.read import Reading
from classroomsim.scenario.story import Choice, Scenario


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of proving a scenario.

    `figures` is one for each telling that was explored completely; `endings` says how often each
    is met, where all of them were. `exceptions` lists what the author said need not be promised,
    and why. `not_proven` is None, or says what was covered where
    the limit was met: then only promises that a part of the states can break were looked at.
    """

    figures: tuple[Figures, ...]
    endings: tuple[EndingMet, ...]
    problems: tuple[Problem, ...]
    exceptions: tuple[str, ...]
    not_proven: str | None

    @property
    def states(self) -> int:
        """States of all tellings that were explored completely."""
        return sum(it.states for it in self.figures)


def prove(
    reading: Reading,
    limit: int = MOST_STATES,
    progress: Progress | None = None,
    survey: Surveying | None = None,
) -> Proof:
    """Visit every reachable state of a sound scenario and judge every promise.

    At most `limit` states are looked at, all tellings together. Raises `ValueError` where the
    scenario has errors. `survey` is how they are looked at: by arrays if nothing else is said.
    """
    return _Prover(reading, limit, progress, survey or by_arrays()).prove()


class _Prover:
    """One proof: a telling's graph is made, looked at and let go before the next."""

    def __init__(
        self, reading: Reading, limit: int, progress: Progress | None, survey: Surveying
    ) -> None:
        self.scenario: Scenario = reading.sound
        self.machine = Machine(self.scenario)
        self.limit = limit
        self.progress = progress
        self.survey = survey
        self.docket = Docket(reading)
        self.hall = Docket(reading, hall=True)
        self.figures: list[Figures] = []
        self.promises = _Over(self.scenario, self.docket)
        self.not_proven: str | None = None

    def prove(self) -> Proof:
        look_for_uncoached(_choices(self.scenario), self.docket)
        exceptions = _list_exceptions(self.scenario, self.docket)
        for telling in self.scenario.tellings:
            if self.not_proven is None:
                self._prove_telling(telling)
        worlds = [self.machine.under(telling) for telling in self.scenario.tellings]
        if self.not_proven is None and not look_for_alike(worlds, self.docket):
            self.not_proven = "not proven: whether all causes can be told apart"
        if self.not_proven is None:
            self.promises.tell()
            look_at_length(self.scenario, self.figures, self.docket)
            self._prove_path()
        problems = (*self.docket.problems(), *self.hall.problems())
        endings = () if self.not_proven else endings_met(self.scenario, self.figures)
        return Proof(tuple(self.figures), endings, problems, exceptions, self.not_proven)

    def _prove_telling(self, telling: str) -> None:
        world, left = self.machine.under(telling), self.limit - self._looked_at()
        survey = self.survey(world, left, self.progress, self.promises.sought())
        self.promises.look(survey)
        if survey.graph.complete:
            self.figures.append(self.promises.look_whole(survey))
        else:
            self.not_proven = self._covered(telling, survey.graph)

    def _looked_at(self) -> int:
        return sum(it.states for it in self.figures)

    def _covered(self, telling: str, graph: Graph) -> str:
        done = [it.telling for it in self.figures]
        whole = f"all states of {_listed(done)}, and " if done else ""
        count = len(self.scenario.tellings) - len(done) - 1
        rest = f"; {count} more telling{'s' * (count != 1)} not begun" if count else ""
        return (
            f"not proven: {self.limit:,} states were looked at, which are {whole}"
            f"{len(graph.states):,} of '{telling}'{rest}. Let scenes meet again, bring gauges back"
            " to a band at a new scene, keep flags few, or raise --max-states"
        )

    def _prove_path(self) -> None:
        """The room path keeps the same promises, but for what it leaves out of the story."""
        if not self.scenario.room_path:
            return
        over = _Over(self.scenario, self.hall, whole=False)
        halls = [Hall(self.machine, telling) for telling in self.scenario.tellings.values()]
        for hall in halls:
            graph = explore(hall, self.limit)
            if not graph.complete:
                self.not_proven = f"not proven: the room path, beyond {self.limit:,} states"
                return
            look_for_path_end(graph, self.hall)
            survey = Survey(graph, over.sought())
            over.look(survey)
            over.look_whole(survey)
        over.tell()
        look_for_alike(halls, self.hall)
        self.hall.without(self.docket)


class _Over:
    """The promises that are kept or broken over all tellings together."""

    def __init__(self, scenario: Scenario, docket: Docket, *, whole: bool = True) -> None:
        self.scenario = scenario
        self.docket = docket
        self.whole = whole
        self.living = Living(scenario, own_vocabulary(docket))
        self.lunch = Lunch(scenario)
        self.keys = Keys(scenario)
        self.own = Own(scenario)

    def sought(self) -> Sought:
        """What the tellings looked at so far leave open."""
        acts = self.living.unseen() if self.whole else ()
        leads = frozenset(self.living.leads)
        return Sought(acts, leads, self.lunch.pairs, self.lunch.free)

    def look(self, survey: Survey) -> None:
        """Look at what a part of the states can break as well."""
        look_for_stuck(survey, self.docket)
        look_for_conflict(survey, self.docket)
        look_at_coaching(survey, self.docket)
        self.own.look(survey, self.docket)

    def look_whole(self, survey: Survey) -> Figures:
        """Look at what only all states of a telling can show."""
        look_for_end(survey, self.docket)
        look_for_way_back(survey, self.docket)
        look_for_calm(survey, self.docket)
        self.lunch.look(survey)
        self.keys.look(survey)
        if self.whole:
            self.living.look(survey)
        return survey.figures()

    def tell(self) -> None:
        """Note what only all tellings together can show."""
        self.lunch.tell(self.docket)
        self.keys.tell(self.docket)
        if self.whole:
            self.own.tell(self.docket)
            tell_dead(self.living, self.docket)


def _choices(scenario: Scenario) -> tuple[Choice, ...]:
    return tuple(choice for scene in scenario.scenes.values() for choice in scene.choices)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _list_exceptions(scenario: Scenario, docket: Docket) -> tuple[str, ...]:
    """What the author said need not hold, each as a note and as a sentence."""
    found: list[str] = []
    for scene in scenario.scenes.values():
        said: list[tuple[str, str, str]] = []
        if scene.closing:
            said.append(("P612", "closing", "closes the story, so no way back need be open"))
        if scene.no_way_back:
            said.append(("P612", "no_way_back", f"need have no way back: {scene.no_way_back}"))
        if scene.one_key:
            said.append(("P643", "one_key", f"may have one key: {scene.one_key}"))
        for code, key, what in said:
            sentence = f"the scene '{scene.id}' {what}"
            docket.add(code, ("scenes", scene.id, key), sentence, severity="note", on_key=True)
            found.append(sentence)
    return tuple(found)
