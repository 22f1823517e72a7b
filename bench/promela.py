"""The same beat in Promela, written mechanically, so that SPIN can be measured beside our searches.

Each place is a label, so that SPIN knows from where it is which choices there are. A choice is one
deterministic step (`d_step`); then the process goes to the label of the place that follows, within
the same atomic sequence, so that SPIN stores a state for each state of the story and none besides.
Skips are left out.

What a beat does is a C function (`c_code`) over Promela's own variables, with its conditions folded
as for the array search, and choices of the same moves share it. Written out in Promela, choice by
choice, it comes to the same counts, but SPIN takes minutes to translate a model of 200 scenes, and
the verifier is no faster.
"""

from collections.abc import Iterator

from classroomsim.engine.machine import World
from classroomsim.proof.arrays.beat import ArrayBeat, Beats
from classroomsim.proof.arrays.stage import ArrayStage, Pulls
from classroomsim.proof.arrays.terms import Folded

UNLIMITED = 999


BEATS = "beats.h"


def promela(world: World) -> dict[str, str]:
    """A model of all of a telling that choices lead to, for SPIN 6: files by name.

    `model.pml` is what SPIN reads; SPIN takes no long C, so that lies beside it.
    """
    writer = _Writer(world)
    return {
        "model.pml": "\n".join(writer.lines()) + "\n",
        BEATS: "\n".join(writer.functions()) + "\n",
    }


class _Writer:
    def __init__(self, world: World) -> None:
        self.world = world
        self.beats = Beats(world)
        self.fields = self.beats.packing.fields
        layout = world.layout
        self.tops = [high - low for low, high in zip(layout.lows, layout.highs, strict=True)]
        self.lows = layout.lows
        self.stages: dict[int, str] = {}
        """The functions written so far, by the stage they are."""
        self.limited = {
            layout.target(effect.target) for it in world.scenario.limits for effect in it.then
        }

    def lines(self) -> Iterator[str]:
        for index in self.fields:
            kind = "bit" if self.tops[index] == 1 else "byte"
            yield f"{kind} v{index} = {self.world.start[index] - self.lows[index]};"
        yield f"short to = {self.world.start[0]};"
        yield f'c_code {{ \\#include "{BEATS}"\n}}'
        yield "active proctype story() {"
        yield f"goto at_{self.world.start[0]};"
        for place in range(len(self.world.layout.places)):
            if place >= len(self.beats.beats):
                yield f"end_{place}: at_{place}: false;"
                continue
            yield f"at_{place}: if"
            for number, beat in enumerate(self.beats.beats[place]):
                yield from self._way(beat, f"beat_{place}_{number}")
            yield "fi;"
        yield "}"

    def _way(self, beat: ArrayBeat, name: str) -> Iterator[str]:
        if beat.offered is False:
            return
        offered = self._term(beat.offered, "v")
        yield f":: atomic {{ d_step {{ {offered} -> c_code {{ {name}(); }} }}; if"
        for place in sorted({place for _, _, place in beat.ways}):
            yield f":: to == {place} -> goto at_{place}"
        yield "fi }"

    # In C

    def functions(self) -> Iterator[str]:
        yield "static int " + ", ".join(f"l{index}" for index in self.fields) + ";"
        for place, beats in enumerate(self.beats.beats):
            for number, beat in enumerate(beats):
                for stage in beat.stages:
                    if id(stage) not in self.stages:
                        self.stages[id(stage)] = f"stage_{len(self.stages)}"
                        yield from self._stage(stage, self.stages[id(stage)])
                yield from self._beat(beat, f"beat_{place}_{number}")

    def _beat(self, beat: ArrayBeat, name: str) -> Iterator[str]:
        yield f"static void {name}(void) {{"
        for index in sorted(self.limited & self.fields.keys()):
            yield f"l{index} = {UNLIMITED};"
        for stage in beat.stages:
            yield f"{self.stages[id(stage)]}();"
        for mark in beat.marks:
            yield f"now.v{mark} = 1;"
        otherwise = ""
        for _, when, place in beat.ways:
            yield f"{otherwise}if ({self._term(when)}) {{ now.to = {place};"
            yield from self._arrival(place)
            yield "}"
            otherwise = "else "
        yield "}"

    def _arrival(self, place: int) -> Iterator[str]:
        stage = self.world.arrival(place)
        parts = stage.verdict().of(self.world.start)[0] if stage else ()
        for index, _, (rise, fall, put) in parts:
            if index not in self.fields:
                continue
            if put is not None:
                yield f"now.v{index} = {put - self.lows[index]};"
            else:
                moved = f"(now.v{index} + {rise - fall})"
                yield f"now.v{index} = {_clamped(moved, self.tops[index])};"

    def _stage(self, stage: ArrayStage, name: str) -> Iterator[str]:
        """Everything is judged before anything is changed."""
        yield f"static void {name}(void) {{"
        if stage.pulls:
            yield "int " + ", ".join(f"u{n}, w{n}, p{n}" for n in (p.index for p in stage.pulls))
            yield ";"
        for limit in stage.restraints:
            for index, most in limit.falls:
                if index in self.fields:
                    holds = f"{self._term(limit.when)} && l{index} > {most}"
                    yield f"if ({holds}) l{index} = {most};"
        for pulls in stage.pulls:
            yield from self._pulled(pulls)
        for pulls in stage.pulls:
            n = pulls.index
            if n not in self.limited:
                new = f"now.v{n} + u{n} - w{n}"
                yield f"u{n} = {new}; now.v{n} = p{n} >= 0 ? p{n} : {_clamped(f'u{n}', pulls.top)};"
                continue
            yield f"if (w{n} > l{n}) w{n} = l{n};"
            yield f"l{n} -= w{n}; u{n} = now.v{n} + u{n} - w{n};"
            yield f"now.v{n} = {_clamped(f'u{n}', pulls.top)};"
        yield "}"

    def _pulled(self, pulls: Pulls) -> Iterator[str]:
        n = pulls.index
        yield f"u{n} = {self._sum(pulls, 1)};"
        yield f"w{n} = {self._sum(pulls, -1)};"
        put = "-1"
        for when, level in pulls.puts:
            put = f"({self._term(when)} ? {level} : {put})"
        yield f"p{n} = {put};"
        if pulls.puts and n in self.limited:
            yield f"if (p{n} >= 0) {{ u{n} = p{n} > now.v{n} ? p{n} - now.v{n} : 0;"
            yield f"w{n} = p{n} < now.v{n} ? now.v{n} - p{n} : 0; }}"

    def _sum(self, pulls: Pulls, sign: int) -> str:
        """All rises (1) or all falls (-1)."""
        always = pulls.rise if sign > 0 else pulls.fall
        parts = [
            f"({self._term(when)} ? {abs(amount)} : 0)"
            for when, amount in pulls.steps
            if amount * sign > 0
        ]
        return f"({' + '.join([str(always), *parts])})"

    def _term(self, term: Folded, variable: str = "now.v") -> str:
        if isinstance(term, bool):
            return str(int(term))
        parts = [self._term(part, variable) for part in term.parts]
        match term.kind:
            case "least":
                return f"({self._level(term.index, variable)} >= {term.level})"
            case "equal":
                return f"({self._level(term.index, variable)} == {term.level})"
            case "above":  # what a beat rests on compares nothing with the state before it
                msg = "a rule that reads the beginning of a beat"
                raise ValueError(msg)
            case "not":
                return f"(!{parts[0]})"
            case "all":
                return f"({' && '.join(parts)})"
            case "any":
                return f"({' || '.join(parts)})"

    def _level(self, index: int, variable: str) -> str:
        """A position, or its number where nothing in the story changes it."""
        still = self.beats.packing.still
        return f"{variable}{index}" if index in self.fields else str(still[index])


def _clamped(what: str, top: int) -> str:
    return f"({what} < 0 ? 0 : {what} > {top} ? {top} : {what})"
