"""What is noted inside the beats, while all of them are gone through to see where they lead.

A proof has to know more than where beats lead: what coaching would show after them, which rules
act, which choice does worse than another. Each is asked of all states of a scene at once, and what
is kept is which of them answer alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from classroomsim.engine.machine import World
from classroomsim.proof.arrays.alike import Alike
from classroomsim.proof.arrays.beat import Beats, Going
from classroomsim.proof.arrays.packing import Column, Flags, Places
from classroomsim.proof.arrays.stage import ArrayStage, Pulls
from classroomsim.proof.arrays.terms import Block, Folded, Mask, Term, both, either, is_any
from classroomsim.proof.lines import Lines, Numbers
from classroomsim.proof.survey import Act, Sought
from classroomsim.proof.texts import Texts
from classroomsim.scenario.story import Choice, Rule, Turn


@dataclass(slots=True)
class Asked:
    """Lines of text, with their conditions as terms."""

    lines: tuple[Folded, ...]
    moved: tuple[tuple[str, Folded], ...] = ()
    """Gauges that coaching says have moved, and when that is not so."""
    terms: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        folded = (*self.lines, *(when for _, when in self.moved))
        self.terms = tuple(dict.fromkeys(it for it in folded if not isinstance(it, bool)))

    def holding(self, found: Sequence[bool]) -> Numbers:
        """The numbers of the lines that hold, by which of the terms do."""
        known = dict(zip(self.terms, found, strict=True))
        return tuple(
            n for n, it in enumerate(self.lines) if (it if isinstance(it, bool) else known[it])
        )

    def amiss(self, found: Sequence[bool]) -> tuple[str, ...]:
        """The gauges that did not move as the coaching says."""
        known = dict(zip(self.terms, found, strict=True))
        return tuple(g for g, it in self.moved if (it if isinstance(it, bool) else known[it]))


@dataclass(slots=True)
class Compared:
    """Rows of a scene's states in which two choices are on offer, or where one is worse."""

    offered: list[Places] = field(default_factory=list)
    worse: list[Places] = field(default_factory=list)


class Notes:
    """Watches the beats of one telling. States are noted by their row among their place's."""

    def __init__(self, world: World, texts: Texts, sought: Sought, beats: Beats) -> None:
        self.world = world
        self.beats = beats
        self.sought = sought
        self.leads: set[int] = set(sought.leads)
        self.acting: set[int] = set()
        self.clashing: dict[tuple[int, int], list[Places]] = {}
        self.coached: dict[tuple[int, int], Alike] = {}
        self.arriving: dict[int, Alike] = {}
        self.compared: dict[tuple[Choice, ...], Compared] = {}
        """Two choices; or one by itself, which is compared with what was before it."""
        layout = world.layout
        self.asked_at = [self._asked(texts.at(place), ()) for place in range(len(layout.places))]
        self.asked_of = [
            [self._coaching(texts.coaching(choice), choice) for choice in choices]
            for choices in beats.choices
        ]
        gauges = world.scenario.gauges
        self.better = [(i, gauges[name].better == "up") for name, i in layout.gauges.items()]
        self.arrivals = [self._arrival(place) for place in range(len(layout.places))]
        self._clashes: dict[int, list[Pulls]] = {}
        self._acts: dict[Choice, list[tuple[str, int, Folded]]] = {}

    # What is watched

    def open(self, place: int, rows: slice[int, int, None], block: Block) -> None:
        """The beats that follow are those of these rows of a place's states."""
        self.place = place
        self.begin = rows.start
        self.before = block
        self.ended: dict[Choice, tuple[Mask, Sequence[Column]]] = {}

    def choose(self, number: int, offered: Mask) -> None:
        """The next beat is that of a choice, in the states that offer it."""
        self.number, self.offered = number, offered
        self.choice = self.beats.choices[self.place][number]
        self._note_acts("act", self.before)

    def judge(self, stage: ArrayStage, block: Block) -> None:
        """A stage is about to happen."""
        if stage.name != "act":
            self._note_acts(stage.name, block)
        clashes = self._clashes.get(id(stage))
        if clashes is None:
            clashes = self._clashes[id(stage)] = [it for it in stage.pulls if _may_clash(it)]
        for pulls in clashes:
            clash = both(self.offered, _clash(block, pulls))
            if is_any(clash):
                key = self.place, self.number
                self.clashing.setdefault(key, []).append(self._rows(clash, block))

    def end(self, block: Block, going: list[Going]) -> None:
        """The beat has ended, and this leads on."""
        for lead, _, taken in going:
            if id(lead) not in self.leads and is_any(taken):
                self.leads.add(id(lead))
        asked = self.asked_of[self.place][self.number]
        if asked is not None:
            rows = self._rows(self.offered, block)
            alike = self.coached.setdefault((self.place, self.number), Alike(asked.terms))
            alike.add(rows, [_picked(block.holds(it), self.offered) for it in asked.terms])
        self.ended[self.choice] = self.offered, [block.columns[i] for i, _ in self.better]

    def come(self, to: int, rows: Places | None, block: Block) -> None:
        """Which of these states come to a place."""
        asked = self.asked_at[to]
        count = block.rows if rows is None else len(rows)
        found = self.arriving.setdefault(to, Alike(asked.terms))
        if asked.terms:
            after = self._arrived(to, rows, count, block, asked)
            found.add(None, [after.holds(it) for it in asked.terms], count)
        else:
            found.add(None, [], count)

    def close(self) -> None:
        """Compare the choices that are sought."""
        scene = self.world.layout.places[self.place]
        for one, other in self.sought.pairs.get(scene, ()):
            if one in self.ended and other in self.ended:
                offered, after = self.ended[one]
                beside, than = self.ended[other]
                self._compare((one, other), both(offered, beside), after, than)
        for choice in self.sought.free.get(scene, ()):
            if choice in self.ended:
                offered, after = self.ended[choice]
                than = [self.before.columns[i] for i, _ in self.better]
                self._compare((choice,), offered, after, than)

    # How it is noted

    def _compare(
        self,
        what: tuple[Choice, ...],
        offered: Mask,
        after: Sequence[Column],
        than: Sequence[Column],
    ) -> None:
        if not is_any(offered):
            return
        worse: Mask = False
        for (_, up), one, other in zip(self.better, after, than, strict=True):
            if one is not other:
                worse = either(worse, _below(one, other) if up else _below(other, one))
        found = self.compared.setdefault(what, Compared())
        found.offered.append(self._rows(offered, self.before))
        worse = both(offered, worse)
        if is_any(worse):
            found.worse.append(self._rows(worse, self.before))

    def _rows(self, mask: Mask, block: Block) -> Places:
        if isinstance(mask, bool):
            return np.arange(self.begin, self.begin + block.rows)
        return mask.view(np.bool_).nonzero()[0] + self.begin

    def _note_acts(self, stage: str, block: Block) -> None:
        if not self.sought.acts:
            return
        acts = self._acts.get(self.choice)
        if acts is None:
            acts = self._acts[self.choice] = list(self._acts_of(self.choice))
        for name, act, when in acts:
            sought = name == stage and act not in self.acting
            if sought and is_any(both(self.offered, block.holds(when))):
                self.acting.add(act)

    def _acts_of(self, choice: Choice) -> Iterable[tuple[str, int, Folded]]:
        """The acts that are sought: in which stage they may act on a choice, and when."""
        terms, judge = self.beats.terms, self.world.judge_of(choice)
        sought: dict[int, Act] = {id(it): it for it in self.sought.acts}
        for act in sought.values():
            if not isinstance(act, Turn):
                stage = act.stage if isinstance(act, Rule) else "act"
                yield stage, id(act), terms.fold(act.when, judge)
        for move in choice.moves:
            passed: list[Folded] = []
            for turn in self.world.scenario.moves[move].turns:
                here = terms.fold(turn.when, judge)
                if id(turn) in sought:
                    yield "act", id(turn), terms.every([here, *passed])
                passed.append(terms.negated(here))

    def _arrived(
        self, to: int, rows: Places | None, count: int, block: Block, asked: Asked
    ) -> Block:
        """What the terms read of both ends, once the states have come to the place."""
        reads = 0
        for term in asked.terms:
            reads |= term.reads
        size, arrival = self.beats.terms.size, self.arrivals[to]
        columns: list[Column] = [0] * (2 * size)
        for index in range(2 * size):
            if reads >> index & 1:
                column = block.columns[index]
                if not isinstance(column, int) and rows is not None:
                    column = column[rows]
                table = arrival.get(index)
                if table is not None:
                    column = int(table[column]) if isinstance(column, int) else table[column]
                columns[index] = column
        return Block(columns, count, block.amounts)

    def _arrival(self, place: int) -> dict[int, np.ndarray[tuple[int], np.dtype[np.int8]]]:
        """What arriving makes of the levels of each position that it changes."""
        stage = self.world.arrival(place)
        parts = stage.verdict().of(self.world.start)[0] if stage is not None else ()
        lows, kind = self.beats.lows, self.beats.amounts.kind
        return {
            index: np.array([value - lows[index] for value in table[lows[index] :]], dtype=kind)
            for index, table, _ in parts
        }

    def _coaching(self, lines: Lines | None, choice: Choice) -> Asked | None:
        if lines is None or choice.coach is None:
            return None
        terms, layout = self.beats.terms, self.world.layout
        moved = tuple(
            (gauge, terms.negated(terms.moved(layout.gauges[gauge], up=way == "up")))
            for gauge, way in choice.coach.moved
        )
        return self._asked(lines, moved)

    def _asked(self, lines: Lines, moved: tuple[tuple[str, Folded], ...]) -> Asked:
        fold = self.beats.terms.fold
        return Asked(tuple(fold(line.when, lines.judge) for _, line in lines.written), moved)


def _picked(mask: Mask, rows: Mask) -> Mask:
    """What a mask says of some of the rows."""
    if isinstance(mask, bool) or isinstance(rows, bool):
        return mask
    return mask[rows.view(np.bool_)]


def _below(one: Column, other: Column) -> Mask:
    """Where the one lies below the other."""
    found: bool | Flags = one < other
    return found if isinstance(found, bool) else found.view(np.int8)


def _may_clash(pulls: Pulls) -> bool:
    """Whether two effects on a position might contradict each other."""
    levels = {level for _, level in pulls.puts}
    return len(levels) > 1 or bool(levels and (pulls.rise or pulls.fall or pulls.steps))


def _clash(block: Block, pulls: Pulls) -> Mask:
    """In which states two effects on a position do contradict each other."""
    put: Mask = False
    found: Mask = False
    for level in dict.fromkeys(level for _, level in pulls.puts):
        here: Mask = False
        for when, own in pulls.puts:
            if own == level:
                here = either(here, block.holds(when))
        found = either(found, both(put, here))
        put = either(put, here)
    step: Mask = bool(pulls.rise or pulls.fall)
    for when, _ in pulls.steps:
        step = either(step, block.holds(when))
    return either(found, both(put, step))
