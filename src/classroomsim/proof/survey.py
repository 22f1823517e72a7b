"""What the promises look at in a telling: by the plain search all of it, one state after another.

A promise is judged in one place only, on single states and ways. What a survey settles is which of
them are worth judging. The plain one, here, leaves out nothing and is the reference; the one over
arrays (`arrays/survey.py`) points at those that decide, such as the first of each kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from classroomsim.proof.beats import Lead, lead_taken, leads_of, stages_of
from classroomsim.proof.chance import ends_with
from classroomsim.proof.figures import Figures, figures_of
from classroomsim.proof.graph import Graph
from classroomsim.proof.lines import Numbers
from classroomsim.proof.order import Part, in_order, pull_back
from classroomsim.proof.texts import Texts
from classroomsim.scenario.condition import Condition
from classroomsim.scenario.story import Choice, Limit, Rule, Turn

Act = Rule | Limit | Turn
"""What may act in a beat, and belongs to the scenario's own file."""
Pair = tuple[Choice, Choice]


@dataclass(frozen=True, slots=True)
class Sought:
    """What earlier tellings have not settled yet, so that only this needs to be looked for.

    `acts` have never acted, `leads` holds the ids of what has led on already. `pairs` of choices
    and choices that seem `free`, by scene, are still to be compared.
    """

    acts: tuple[Act, ...] = ()
    leads: frozenset[int] = frozenset()
    pairs: Mapping[str, Sequence[Pair]] = field(default_factory=dict)
    free: Mapping[str, Sequence[Choice]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coached:
    """A beat after which coaching is shown: where it begins and leads to, and what is shown.

    `amiss` names the gauges that did not move as the coaching says.
    """

    before: int
    after: int
    choice: Choice
    shown: Numbers
    amiss: tuple[str, ...]


class Survey:
    """One telling's graph, and what of it each promise has to look at, in the graph's order."""

    def __init__(self, graph: Graph, sought: Sought, texts: Texts | None = None) -> None:
        self.graph = graph
        self.sought = sought
        self.texts = texts or Texts(graph.world)

    @cached_property
    def order(self) -> list[Part]:
        """The states of a complete graph as they follow each other."""
        return in_order(self.graph)

    def figures(self) -> Figures:
        """How much there is to the telling."""
        return figures_of(self.graph, self.order)

    # Coming to an end

    def stops(self) -> Iterable[int]:
        """The states that offer no choice, those at an ending left out."""
        graph = self.graph
        return (n for n in range(graph.expanded) if not graph.ways(n) and graph.scene(n))

    def always_ends(self) -> bool:
        """Whether from every state one that offers no choice can be reached."""
        stops = [not self.graph.ways(state) for state in range(len(self.graph.states))]
        pull_back(self.graph, self.order, stops)
        return all(stops)

    def first_lost(
        self, mending: Collection[int], endings: Collection[int], exempt: Collection[int]
    ) -> list[int]:
        """Where first no ending of `mending` is left, though one of `endings` is; one a place.

        First is what comes from a state where one was left, or from a place that is exempt.
        """
        graph = self.graph
        back = [state[0] in mending for state in graph.states]
        end = [state[0] in endings for state in graph.states]
        pull_back(graph, self.order, back)
        pull_back(graph, self.order, end)
        found = {} if back[0] or not end[0] else {graph.states[0][0]: 0}
        for state, after, _ in graph.edges():
            place = graph.states[after][0]
            if back[after] or not end[after] or place in found:
                continue
            if back[state] or graph.states[state][0] in exempt:
                found[place] = after
        return list(found.values())

    def may_end_below(self, index: int, level: int) -> bool:
        """Whether a play may end without a position ever having had this level."""
        del index, level
        return True

    # Choosing

    def to_compare(self) -> Iterable[int]:
        """The states in which the pairs and the free choices that are sought have to be judged."""
        return range(self.graph.unskipped)

    def ends_at(self, worth: Mapping[int, float]) -> Sequence[float]:
        """For each state what its play is worth on average, by the place where it ends."""
        return ends_with(self.graph, self.order, dict(worth))

    def to_weigh(self, value: Sequence[float], same: float) -> Iterable[int]:
        """The states in which choices have to be weighed by what the states after them are worth.

        Values that differ by no more than `same` count as equal.
        """
        del value, same
        return range(self.graph.unskipped)

    # Beats

    def beats(self) -> Iterator[tuple[int, Choice]]:
        """The beats, by where they begin, in which effects might contradict each other."""
        graph = self.graph
        for state in range(graph.expanded):
            for way in graph.ways(state):
                yield state, graph.choices[graph.via[way]]

    def coached(self) -> Iterator[Coached]:
        """The beats after which coaching is shown."""
        graph, texts = self.graph, self.texts
        for before, after, choice in graph.edges():
            if choice is not None and choice.coach is not None:
                shown = texts.coached(graph, before, after, choice)
                amiss = []
                for gauge, way in choice.coach.moved:
                    change = texts.change(graph, before, after, choice, gauge)
                    if change <= 0 if way == "up" else change >= 0:
                        amiss.append(gauge)
                yield Coached(before, after, choice, shown, tuple(amiss))

    def leads(self) -> set[int]:
        """The ids of every `goto` and interrupt that leads on somewhere, but those known to."""
        graph = self.graph
        place_of = graph.world.layout.place_of
        met = set(self.sought.leads)

        def unseen(choice: Choice) -> set[int]:
            return {place_of[it.to] for it in leads_of(graph.world, choice) if id(it) not in met}

        left = [unseen(choice) for choice in graph.choices]
        for state in range(graph.expanded):
            for way in graph.ways(state):
                if graph.states[graph.to[way]][0] in left[graph.via[way]]:
                    choice = graph.choices[graph.via[way]]
                    lead: Lead | None = lead_taken(graph.world, graph.states[state], choice)
                    met.add(id(lead))
                    left[graph.via[way]] = unseen(choice)
        return met

    def acting(self) -> set[int]:
        """The ids of those acts sought that act in some beat."""
        graph = self.graph
        sought = {id(it) for it in self.sought.acts}
        left = [
            {id(it) for it in self.sought.acts if self._may_act(it, choice)}
            for choice in graph.choices
        ]
        found: set[int] = set()
        values: list[int] = []
        for state in range(graph.expanded if sought else 0):
            for way in graph.ways(state):
                if left[graph.via[way]] <= found:
                    continue
                choice = graph.choices[graph.via[way]]
                for _, stage in stages_of(graph.world, graph.states[state], choice, values):
                    found.update(id(cap.author) for cap in stage.restraining(values))
                    found.update(id(change.author) for change in stage.acting(values))
        return found & sought

    def _may_act(self, act: Act, choice: Choice) -> bool:
        return self.graph.world.judge_of(choice).fold(act.when) is not False

    # What is met

    def places(self) -> set[int]:
        """The places that are come to."""
        return {state[0] for state in self.graph.states}

    def chosen(self) -> set[int]:
        """The numbers of the choices that are on offer somewhere."""
        return set(self.graph.via)

    def values(self, index: int) -> set[int]:
        """Every value that a position has in some state."""
        return {state[index] for state in self.graph.states}

    def first_where(self, condition: Condition | None, *, wanted: bool) -> int | None:
        """The first state in which a condition holds or, with `wanted` false, does not."""
        test = self.graph.world.judge.fold(condition)
        if isinstance(test, bool):
            return 0 if test == wanted else None
        return next((n for n, it in enumerate(self.graph.states) if test(it) == wanted), None)

    def arriving(self) -> Iterable[tuple[int, Numbers]]:
        """What is shown on coming to places: each place with the numbers of its lines."""
        graph, numbers = self.graph, self.texts.numbers
        states = graph.states
        found = {(states[0][0], numbers(states[0], states[0]))}
        for before, after, _ in graph.edges():
            found.add((states[after][0], numbers(states[after], states[before])))
        return found

    def worded(self) -> Iterator[tuple[Choice, Numbers]]:
        """What coaching is shown after choices, once `coached` has been gone through."""
        for choice in self.graph.choices:
            coaching = self.texts.coaching(choice)
            if coaching is not None:
                for numbers in coaching.known.values():
                    yield choice, numbers
