"""What the promises look at in a telling, by arrays: the states and ways that decide.

Agrees with the plain survey, which is the reference: of states and ways that a promise judges
alike it gives the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from classroomsim.engine.machine import World
from classroomsim.proof.arrays.as_graph import Numbering
from classroomsim.proof.arrays.beat import Beats
from classroomsim.proof.arrays.notes import Notes
from classroomsim.proof.arrays.packing import Flags, Places
from classroomsim.proof.arrays.questions import at_places, can_reach, chances
from classroomsim.proof.arrays.search import NOWHERE, Found, search
from classroomsim.proof.arrays.tally import tally
from classroomsim.proof.arrays.terms import Terms
from classroomsim.proof.figures import Figures
from classroomsim.proof.graph import Progress
from classroomsim.proof.lines import Numbers
from classroomsim.proof.survey import Coached, Sought, Survey
from classroomsim.proof.texts import Texts
from classroomsim.scenario.condition import Condition
from classroomsim.scenario.story import Choice


class Surveyor:
    """Surveys the tellings of one scenario; what their conditions share is compiled once."""

    def __init__(self) -> None:
        self._terms: Terms | None = None

    def survey(
        self, world: World, limit: int, progress: Progress | None, sought: Sought
    ) -> Survey | None:
        """A survey of a whole telling; None where the limit is met."""
        self._terms = self._terms or Terms(world.layout.lows, world.layout.highs)
        return survey_quickly(world, limit, progress, sought, self._terms)


def survey_quickly(
    world: World,
    limit: int,
    progress: Progress | None,
    sought: Sought,
    terms: Terms | None = None,
) -> Survey | None:
    """A survey of a whole telling; None where the limit is met."""
    notes: list[Notes] = []
    texts = Texts(world)

    def watcher(beats: Beats) -> Notes:
        notes.append(Notes(world, texts, sought, beats))
        return notes[0]

    found = search(world, limit, edges=True, progress=progress, watcher=watcher, terms=terms)
    return ArraySurvey(found, notes[0], texts, sought) if found.complete else None


class ArraySurvey(Survey):
    """A survey over the arrays of a complete search."""

    def __init__(self, found: Found, notes: Notes, texts: Texts, sought: Sought) -> None:
        self.found = found
        self.notes = notes
        self.numbered = Numbering(found)
        super().__init__(self.numbered.graph(), sought, texts)

    def figures(self) -> Figures:
        """How much there is to the telling."""
        if not self.always_ends():
            return self._figures_one_by_one()
        return tally(self.found) or self._figures_one_by_one()

    def _figures_one_by_one(self) -> Figures:
        self.graph.states = list(self.graph.states)
        return super().figures()

    # Coming to an end

    def stops(self) -> Iterable[int]:
        """The states that offer no choice, those at an ending left out."""
        scenes = self.numbered.places < len(self.found.world.scenario.scenes)
        return [int(n) for n in np.flatnonzero(self._stopping & scenes)]

    def always_ends(self) -> bool:
        """Whether from every state one that offers no choice can be reached."""
        return self._always_ends

    @cached_property
    def _stopping(self) -> Flags:
        stopping: Flags = np.diff(self.numbered.first) == 0
        return stopping

    @cached_property
    def _always_ends(self) -> bool:
        return bool(can_reach(self.found, self._stopping[self.numbered.new]).all())

    def first_lost(
        self, mending: Collection[int], endings: Collection[int], exempt: Collection[int]
    ) -> list[int]:
        """Where first no ending of `mending` is left, though one of `endings` is; one a place."""
        order, found = self.numbered, self.found
        back = can_reach(found, at_places(found, mending))[order.old]
        end = can_reach(found, at_places(found, endings))[order.old]
        lost = end & ~back
        telling = back | np.isin(order.places, list(exempt))
        skipping = np.flatnonzero(order.skips != NOWHERE)
        source = np.concatenate((order.source, skipping))
        to = np.concatenate((order.to, order.skips[skipping]))
        lost_at = to[telling[source] & lost[to]]
        if lost[0]:
            lost_at = np.concatenate(([0], lost_at))
        at = np.unique(order.places[lost_at], return_index=True)[1]
        return [int(n) for n in lost_at[np.sort(at)]]

    def may_end_below(self, index: int, level: int) -> bool:
        """Whether a play may end without a position ever having had this level."""
        order = self.numbered
        below = self._values(index)[order.old] < level
        ended = order.places >= len(self.found.world.scenario.scenes)
        come = np.zeros(len(below), dtype=np.bool_)
        come[0] = below[0]
        fresh = np.flatnonzero(come)
        while len(fresh):
            if ended[fresh].any():
                return True
            way = np.isin(order.source, fresh)
            after = np.unique(order.to[way])
            fresh = after[below[after] & ~come[after]]
            come[fresh] = True
        return False

    # Choosing

    def to_compare(self) -> Iterable[int]:
        """The states that settle the pairs and the free choices that are sought."""
        found: set[int] = set()
        for what, compared in self.notes.compared.items():
            rank = self._rank(self.graph.world.layout.place_of[what[0].scene])
            for rows in (compared.worse, compared.offered):
                first = int(rank[np.concatenate(rows)].min()) if rows else self.graph.unskipped
                if first < self.graph.unskipped:
                    found.add(first)
                    break
        return sorted(found)

    def ends_at(self, worth: Mapping[int, float]) -> Sequence[float]:
        """For each state what its play is worth on average, by the place where it ends."""
        values: list[float] = chances(self.found, dict(worth))[self.numbered.old].tolist()
        return values

    def to_weigh(self, value: Sequence[float], same: float) -> Iterable[int]:
        """For each choice the first state that offers it beside another, and where it fails."""
        order = self.numbered
        begins = order.first[:-1][~self._stopping]
        ahead = np.array(value)[order.to]
        if not len(begins):
            return []
        counts = np.diff(np.concatenate((begins, [len(ahead)])))
        likeliest = ahead >= np.repeat(np.maximum.reduceat(ahead, begins), counts) - same
        alone = np.repeat(np.add.reduceat(likeliest.astype(np.intp), begins), counts) == 1
        beside = (np.repeat(counts, counts) > 1) & (order.source < self.graph.unskipped)
        found: set[int] = set()
        for ways in (beside, beside & ~(likeliest & alone)):
            which = np.flatnonzero(ways)
            first = np.unique(order.via[which], return_index=True)[1]
            found.update(order.source[which[first]].tolist())
        return sorted(found)

    # Beats

    def beats(self) -> Iterator[tuple[int, Choice]]:
        """The beats in which effects do contradict each other."""
        begun: set[tuple[int, int]] = set()
        for (place, number), rows in self.notes.clashing.items():
            states = self._rank(place)[np.concatenate(rows)].tolist()
            begun.update((state, number) for state in states)
        for state, number in sorted(begun):
            scene = self.graph.scene(state)
            if scene is not None:
                yield state, scene.choices[number]

    def coached(self) -> Iterator[Coached]:
        """The first beat of each kind after which coaching is shown."""
        beats = []
        for (place, number), alike in self.notes.coached.items():
            asked = self.notes.asked_of[place][number]
            choice = self.notes.beats.choices[place][number]
            if asked is None:
                continue
            rank, ways = self._rank(place), self.found.ways[place]
            for row, answers in alike.firsts(rank):
                after = int(self.numbered.new[ways[row, number]])
                shown = asked.holding(answers)
                told = Coached(int(rank[row]), after, choice, shown, asked.amiss(answers))
                beats.append((told.before, number, told))
        for _, _, told in sorted(beats, key=lambda it: it[:2]):
            yield told

    def leads(self) -> set[int]:
        """The ids of every `goto` and interrupt that leads on somewhere, and those known to."""
        return self.notes.leads

    def acting(self) -> set[int]:
        """The ids of those acts sought that act in some beat."""
        return self.notes.acting

    # What is met

    def places(self) -> set[int]:
        """The places that are come to."""
        return {place for place, keys in enumerate(self.found.states) if len(keys)}

    def chosen(self) -> set[int]:
        """The numbers of the choices that are on offer somewhere."""
        return set(np.unique(self.numbered.via).tolist())

    def values(self, index: int) -> set[int]:
        """Every value that a position has in some state."""
        return set(np.unique(self._values(index)).tolist())

    def first_where(self, condition: Condition | None, *, wanted: bool) -> int | None:
        """The first state in which a condition holds or, with `wanted` false, does not."""
        beats, found = self.notes.beats, self.found
        when = beats.terms.fold(condition, found.world.judge)
        if isinstance(when, bool):
            return 0 if when == wanted else None
        sought = when if wanted else beats.terms.negated(when)
        first = found.count
        for place, keys in enumerate(found.states):
            if len(keys):
                mask = beats.block(found.packing.words(keys)).holds(sought)
                if mask is True:
                    first = min(first, int(self._rank(place).min()))
                elif not isinstance(mask, bool) and mask.any():
                    first = min(first, int(self._rank(place)[mask.view(np.bool_)].min()))
        return first if first < found.count else None

    def arriving(self) -> Iterable[tuple[int, Numbers]]:
        """What is shown on coming to places: each place with the numbers of its lines."""
        start = self.found.world.start
        found = {(start[0], self.texts.numbers(start, start))}
        for place, alike in self.notes.arriving.items():
            asked = self.notes.asked_at[place]
            for answers in alike.kinds():
                found.add((place, self.texts.shown(place, asked.holding(answers))))
        return found

    def worded(self) -> Iterator[tuple[Choice, Numbers]]:
        """What coaching is shown after choices."""
        for (place, number), alike in self.notes.coached.items():
            asked = self.notes.asked_of[place][number]
            if asked is not None:
                for answers in alike.kinds():
                    yield self.notes.beats.choices[place][number], asked.holding(answers)

    def _rank(self, place: int) -> Places:
        """The graph's numbers of a place's states."""
        begin = self.found.first[place]
        return self.numbered.new[begin : begin + len(self.found.states[place])]

    def _values(self, index: int) -> Places:
        """The value of a position in each state, in the search's order."""
        found, packing = self.found, self.found.packing
        field = packing.fields.get(index)
        low = packing.lows[index]
        parts = []
        for keys in found.states:
            if field is None:
                parts.append(np.full(len(keys), packing.start[index], dtype=np.intp))
                continue
            word = packing.words(keys)[field.word]
            level = word >> word.dtype.type(field.shift) & word.dtype.type((1 << field.bits) - 1)
            parts.append(level.astype(np.intp) + low)
        return np.concatenate(parts)
