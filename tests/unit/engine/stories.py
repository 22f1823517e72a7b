"""Whole random scenarios, as objects and as the files that an author could have written for them.

`stories()` is a hypothesis strategy; `written` turns a story into the data of a scenario file and
of its rulebook, which the real reader has to read back as the same story.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from random import Random
from typing import Literal, TypeVar

import yaml
from hypothesis import strategies as st

from classroomsim.scenario.condition import (
    All,
    AnyOf,
    Compare,
    Condition,
    Fact,
    FactKind,
    Not,
    Number,
    Operator,
    Span,
)
from classroomsim.scenario.effects import Effect, EffectKind
from classroomsim.scenario.read import Reading, read_parsed, rulebook_shape
from classroomsim.scenario.source import parse_source
from classroomsim.scenario.story import (
    About,
    Choice,
    Counter,
    Ending,
    Gauge,
    Goto,
    Interrupt,
    Leaves,
    Limit,
    Line,
    Move,
    Phase,
    Pronouns,
    Prose,
    Pupil,
    Rule,
    Scenario,
    Scene,
    Source,
    Stage,
    Style,
    Telling,
    Turn,
)

T = TypeVar("T")
Data = dict[str, object]

OPERATORS: tuple[Operator, ...] = (">=", "<=", ">", "<", "=", "!=")
STAGES: tuple[Stage, ...] = ("act", "respond", "ripple", "drift")
STYLES: tuple[Style, ...] = ("outward", "inward", "masked")
NEEDS = ("language", "literacy", "hearing")
FUNCTIONS = ("connection", "help", "escape", "sensory", "having_a_say", "safety")
STRAINS = ("hunger", "tiredness", "noise", "upset")
TAGS = ("demand", "spoken", "space")
MANNERS = ("private", "public", "why")
COSTS = ("time", "precedent", "promise", "another_pupil")
LEAVES: tuple[Leaves, ...] = ("repaired", "reopened", "held", "apart")
PHASES = ("peak", "recovery", "de_escalation", "acceleration", "agitation", "trigger", "calm")
HE = Pronouns("he", "him", "his", "himself")
WHY = "It may help."
SOURCE = "house"


@dataclass(frozen=True)
class Sizes:
    """How much of each a random story has. Smaller is simpler: hypothesis shrinks these."""

    gauges: int = 2
    counters: int = 1
    flags: int = 2
    moves: int = 2
    rules: int = 5
    limits: int = 1
    scenes: int = 3
    endings: int = 1
    choices: int = 2
    interrupts: int = 1
    depth: int = 1


class Maker:
    """Makes one story out of a source of chance."""

    def __init__(self, chance: Random, sizes: Sizes) -> None:
        self.chance = chance
        self.sizes = sizes
        self.gauges = {g.id: g for g in map(self.gauge, range(sizes.gauges))}
        self.counters = {c.id: c for c in map(self.counter, range(sizes.counters))}
        self.flags = tuple(f"flag_{n}" for n in range(sizes.flags))
        self.move_ids = [f"move_{n}" for n in range(sizes.moves)]
        self.scene_ids = [f"scene_{n}" for n in range(sizes.scenes)]
        self.ending_ids = [f"ending_{n}" for n in range(sizes.endings)]
        counts = [chance.randint(1, sizes.choices) for _ in self.scene_ids]
        self.choice_ids = {
            scene: [f"way_{n}" for n in range(count)]
            for scene, count in zip(self.scene_ids, counts, strict=True)
        }
        self.tags_of = [self.some(TAGS) for _ in self.move_ids]
        self.tags_of[0] = [TAGS[0]]
        self.telling_ids = ["first", "second"] + ["both"] * self.maybe(0.5)

    # Chance

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def some(self, known: Sequence[T], most: int = 2) -> list[T]:
        return self.chance.sample(known, self.chance.randint(0, min(most, len(known))))

    def optional(self, make: Callable[[], T], share: float = 0.5) -> T | None:
        return make() if self.maybe(share) else None

    # Names

    def span(self, longest: int) -> Span:
        low = self.chance.randint(0, 2)
        high = low + self.chance.randint(2, longest)
        inner = sorted(self.chance.sample(range(low + 1, high + 1), self.chance.randint(0, 2)))
        return Span(low, high, {f"band_{n}": at for n, at in enumerate([low, *inner])})

    def gauge(self, number: int) -> Gauge:
        span = self.span(10)
        start = self.chance.randint(span.low, span.high)
        betters: tuple[Literal["up", "down"], ...] = ("up", "down")
        better = self.chance.choice(betters)
        name = f"owner.gauge_{number}"
        return Gauge(name, "a gauge", span, start, better, "It rose", "It fell", {})

    def counter(self, number: int) -> Counter:
        low = self.chance.randint(0, 1)
        span = Span(low, low + self.chance.randint(1, 3))
        return Counter(f"counter_{number}", span, self.chance.randint(span.low, span.high))

    # Conditions

    def condition(self, extra: Sequence[FactKind] = (), depth: int | None = None) -> Condition:
        depth = self.sizes.depth if depth is None else depth
        if depth == 0 or self.maybe(0.5):
            return self.fact(extra) if self.maybe(0.4) else self.comparison()
        if self.maybe(0.25):
            return Not(self.condition(extra, depth - 1))
        parts = tuple(
            self.condition(extra, depth - 1) for _ in range(self.chance.choice((2, 2, 2, 3, 4)))
        )
        return All(parts) if self.maybe(0.6) else AnyOf(parts)

    def comparison(self, *, ends: bool = False) -> Compare:
        numbers = [(Number("gauge", g.id), g.span) for g in self.gauges.values()]
        numbers += [(Number("memory", c.id), c.span) for c in self.counters.values()]
        numbers.append((Number("strain", "strain"), Span(0, 3)))
        if ends:
            numbers += [(Number("was", g.id), g.span) for g in self.gauges.values()]
        number, span = self.chance.choice(numbers)
        op = self.chance.choice(OPERATORS)
        low = span.low + (op in (">=", "<"))
        high = span.high - (op in ("<=", ">"))
        value = self.chance.randint(low, high)
        bands = [b for b, at in span.bands.items() if at == value]
        return Compare(number, op, value, bands[0] if bands and self.maybe(0.7) else None)

    def fact(self, extra: Sequence[FactKind] = ()) -> Fact:
        scene = self.chance.choice(self.scene_ids)
        known: dict[FactKind, Sequence[str]] = {
            "flag": self.flags,
            "chose": [f"{scene}.{choice}" for choice in self.choice_ids[scene]],
            "underneath": self.telling_ids,
            "need": NEEDS,
            "function": FUNCTIONS,
            "style": STYLES,
            "strain_kind": STRAINS,
            "move": self.move_ids,
            "tag": sorted({tag for tags in self.tags_of for tag in tags}),
            "manner": MANNERS,
            "phase": PHASES,
            "rose": list(self.gauges),
            "fell": list(self.gauges),
        }
        usual: tuple[FactKind, ...] = ("flag", "flag", "chose", "underneath", "need", "function")
        kind = self.chance.choice((*usual, "style", "strain_kind", *extra, *extra))
        return Fact(kind, self.chance.choice(known[kind]))

    def of_choice(self) -> Condition:
        """A condition that may also be about the choice being made."""
        return self.condition(("move", "tag", "manner"))

    # Effects

    def effects(self, most: int = 2, *, least: int = 0) -> tuple[Effect, ...]:
        targets = [*self.gauges, *self.gauges, *self.counters, *self.flags]
        found = self.chance.sample(targets, self.chance.randint(least, most))
        return tuple(self.effect(target) for target in dict.fromkeys(found))

    def effect(self, target: str) -> Effect:
        if target in self.flags:
            return Effect(target, "becomes", self.chance.randint(0, 1))
        span = (self.gauges.get(target) or self.counters[target]).span
        kinds: tuple[EffectKind, ...] = ("up", "down", "down", "becomes")
        kind = self.chance.choice(kinds)
        if kind == "becomes":
            return Effect(target, kind, self.chance.randint(span.low, span.high))
        most = min(4, span.high - span.low)
        return Effect(target, kind, self.chance.randint(1, most))

    def caps(self) -> tuple[Effect, ...]:
        targets = [*self.gauges, *self.counters]
        targets = self.chance.sample(targets, self.chance.randint(1, min(2, len(targets))))
        return tuple(Effect(target, "cap", self.chance.choice((0, 1, 1, 2))) for target in targets)

    # Rules

    def move(self, number: int) -> Move:
        turns = tuple(
            Turn(self.of_choice(), self.effects(), self.maybe(0.5), WHY, SOURCE)
            for _ in range(self.chance.randint(0, 2))
        )
        tags = frozenset(self.tags_of[number])
        return Move(f"move_{number}", "A move", tags, self.effects(), WHY, SOURCE, turns)

    def rule(self, number: int) -> Rule:
        when = self.optional(self.of_choice, 0.85)
        stage = STAGES[number % 4]
        return Rule(f"rule_{number}", stage, when, self.effects(least=1), WHY, SOURCE)

    def limit(self, number: int) -> Limit:
        return Limit(f"limit_{number}", self.optional(self.of_choice), self.caps(), WHY, SOURCE)

    # The story

    def telling(self, name: str) -> Telling:
        chosen = self.chance.sample(sorted(self.gauges), self.chance.randint(0, len(self.gauges)))
        start = {
            g: self.chance.randint(self.gauges[g].span.low, self.gauges[g].span.high)
            for g in chosen
        }
        return Telling(
            id=name,
            causes=frozenset((name,)),
            needs=frozenset([self.chance.choice(NEEDS), *self.some(NEEDS, 1)]),
            functions=frozenset([self.chance.choice(FUNCTIONS), *self.some(FUNCTIONS, 1)]),
            style=self.chance.choice(STYLES),
            strain=self.chance.randint(0, 3),
            strain_kinds=frozenset(self.some(STRAINS, 1)),
            start=start,
            cue=(Line("He looks at the door."),),
            reveal=f"it was {name}.",
            unrevealed=False,
            rises=False,
        )

    def joined(self, one: Telling, two: Telling) -> Telling:
        """Two causes at once, from the design: the harder start, the sets of both."""
        start = {}
        for gauge in self.gauges.values():
            if gauge.id in one.start or gauge.id in two.start:
                ends = [t.start.get(gauge.id, gauge.start) for t in (one, two)]
                start[gauge.id] = min(ends) if gauge.better == "up" else max(ends)
        return Telling(
            id="both",
            causes=frozenset((one.id, two.id, "both")),
            needs=one.needs | two.needs,
            functions=one.functions | two.functions,
            style=one.style,
            strain=max(one.strain, two.strain),
            strain_kinds=one.strain_kinds | two.strain_kinds,
            start=start,
            cue=(Line("He looks at the door, and at the page."),),
            reveal="two things met.",
            unrevealed=False,
            rises=False,
        )

    def goto(self) -> tuple[Goto, ...]:
        places = [*self.scene_ids, *self.ending_ids]
        ways = [
            Goto(self.chance.choice(places), self.of_choice())
            for _ in range(self.chance.randint(0, 2))
        ]
        return (*ways, Goto(self.chance.choice(places)))

    def choice(self, scene: str, name: str) -> Choice:
        return Choice(
            id=name,
            scene=scene,
            say="Wait.",
            did="Waited",
            when=self.optional(self.condition, 0.2),
            once=self.maybe(0.3),
            moves=tuple(self.chance.sample(self.move_ids, self.chance.randint(1, 2))),
            manner=frozenset(self.some(MANNERS)),
            costs=frozenset(self.some(COSTS)),
            why_reasonable="It may help.",
            then=self.effects() if self.maybe(0.5) else (),
            goto=self.goto(),
            coach=None,
        )

    def text(self, line: str) -> Prose:
        """Two lines, the second shown under any condition that a text may have."""
        kinds: tuple[FactKind, ...] = ("phase", "rose", "fell")
        when = self.comparison(ends=True) if self.maybe(0.3) else self.condition(kinds)
        return Line(line), Line("And more.", when)

    def scene(self, name: str) -> Scene:
        return Scene(
            id=name,
            name="a scene",
            clock="14:10",
            text=self.text("He waits."),
            notice=(),
            read=None,
            discuss=(),
            notes=(),
            arrive=self.effects() if self.maybe(0.5) else (),
            skip=self.chance.choice([*self.scene_ids, *self.ending_ids]),
            choices=tuple(self.choice(name, choice) for choice in self.choice_ids[name]),
        )

    def story(self) -> Scenario:
        one, two = self.telling("first"), self.telling("second")
        tellings = {"first": one, "second": two, "both": self.joined(one, two)}
        places = [*self.scene_ids, *self.ending_ids]
        scenes = {name: self.scene(name) for name in self.scene_ids}
        return Scenario(
            id="a_story",
            title="A story",
            hash="of a story",
            about=About("KS2", "A room.", 5, ("regulation",), *("Something.",) * 5),
            pupil=Pupil("Kai", HE, (3, 2)),
            others={},
            tellings={name: tellings[name] for name in self.telling_ids},
            start="scene_0",
            scenes=scenes,
            endings={
                name: Ending(name, LEAVES[n % 4], "", self.text("It ends."), (Line("Later."),))
                for n, name in enumerate(self.ending_ids)
            },
            interrupts=tuple(
                Interrupt(self.chance.choice(places), self.optional(self.condition, 0.95))
                for _ in range(self.sizes.interrupts)
            ),
            room_path=(),
            plays=(),
            evidence=(),
            reviewed="not yet",
            gauges=self.gauges,
            counters=self.counters,
            flags=self.flags,
            manners=dict.fromkeys(MANNERS, "a manner"),
            phases=tuple(
                Phase(name, "a phase", self.condition(("rose", "fell")))
                for name in sorted(self.some(PHASES, 4))
            ),
            moves={name: self.move(n) for n, name in enumerate(self.move_ids)},
            limits=tuple(map(self.limit, range(self.sizes.limits))),
            rules=tuple(map(self.rule, range(self.sizes.rules))),
            afterwords=(),
            sources={SOURCE: Source(SOURCE, "A source", "Not sure.")},
        )


@st.composite
def sizes(draw: st.DrawFn, *, most: int) -> Sizes:
    small = st.integers(1, most)
    return Sizes(
        gauges=draw(small),
        counters=draw(st.integers(0, 2)),
        flags=draw(small),
        moves=draw(st.integers(2, most)),
        rules=draw(st.integers(0, 4 * most)),
        limits=draw(st.integers(0, most)),
        scenes=draw(small),
        endings=draw(st.integers(1, 2)),
        choices=draw(st.integers(1, min(most, 5))),
        interrupts=draw(st.integers(0, 2)),
        depth=draw(st.integers(0, 2)),
    )


def chances() -> st.SearchStrategy[Random]:
    """Sources of chance that give the same again: drawing all of it singly takes far longer."""
    return st.integers(0, 2**32 - 1).map(chance)


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same again each time, not secret


@st.composite
def stories(draw: st.DrawFn, most: int = 4) -> Scenario:
    """Whole scenarios, with at most so many of most things."""
    return with_read_choices(Maker(draw(chances()), draw(sizes(most=most))).story())


def with_read_choices(scenario: Scenario) -> Scenario:
    """The scenario with its `read_choices` found by looking through everything it holds."""
    found = frozenset(f.id for f in _facts(scenario) if f.kind == "chose")
    return replace(scenario, read_choices=found)


def _facts(thing: object) -> list[Fact]:
    if isinstance(thing, Fact):
        return [thing]
    if is_dataclass(thing):
        return [f for field in fields(thing) for f in _facts(getattr(thing, field.name))]
    if isinstance(thing, dict):
        return [f for part in thing.values() for f in _facts(part)]
    if isinstance(thing, tuple):
        return [f for part in thing for f in _facts(part)]
    return []


# ------------------------------------------------------------------------------- as it is written


def source_of(condition: Condition) -> str:
    """The condition as an author writes it."""
    match condition:
        case Compare(number, op, value, band):
            name = f"was.{number.id}" if number.kind == "was" else number.id
            return f"{name} {op} {value if band is None else band}"
        case Fact(kind, name):
            return name if kind == "flag" else f"{kind}.{name}"
        case Not(of):
            return f"not {_inner(of)}"
        case All(parts):
            return " and ".join(map(_inner, parts))
        case AnyOf(parts):
            return " or ".join(map(_inner, parts))


def _inner(condition: Condition) -> str:
    words = source_of(condition)
    return f"({words})" if isinstance(condition, All | AnyOf) else words


def words_of(effect: Effect, flags: Sequence[str] = ()) -> str:
    """The effect as an author writes it."""
    if effect.target in flags:
        return "yes" if effect.amount else "no"
    if effect.kind == "cap":
        return f"falls at most {effect.amount}" if effect.amount else "cannot fall"
    return f"{effect.kind} {effect.amount}"


class Writer:
    """Writes a story out as the data of a scenario file and of a rulebook.

    The first `shared` of everything that both may hold go to the rulebook.
    """

    def __init__(self, story: Scenario, shared: int) -> None:
        self.story = story
        self.shared = shared

    def files(self) -> tuple[Data, Data]:
        story = self.story
        vocabulary: dict[str, Data] = {
            "gauges": {g.id: self._gauge(g) for g in story.gauges.values()},
            "memory": {
                c.id: {"range": f"{c.span.low}..{c.span.high}", "start": c.start}
                for c in story.counters.values()
            },
            "manners": dict(story.manners),
            "moves": {m.id: self._move(m) for m in story.moves.values()},
            "rules": {r.id: {"stage": r.stage, **self._rule(r)} for r in story.rules},
            "limits": {limit.id: self._rule(limit) for limit in story.limits},
        }
        rulebook: Data = {k: self._split(v, ours=False) for k, v in vocabulary.items()}
        scenario: Data = {k: self._split(v, ours=True) for k, v in vocabulary.items()}
        rulebook |= {
            "classroomsim": 1,
            "rulebook": "core",
            "title": "Rules",
            "flags": list(story.flags[: self.shared]),
            "needs": list(NEEDS),
            "phases": {p.id: {"name": p.name, "when": source_of(p.when)} for p in story.phases},
            "sources": {s.id: {"name": s.name, "sure": s.sure} for s in story.sources.values()},
            "words": {"banned": [], "warned": []},
        }
        scenario |= {"flags": list(story.flags[self.shared :]), **self._heading(), **self._parts()}
        return scenario, rulebook

    def _split(self, written: Data, *, ours: bool) -> Data:
        items = list(written.items())
        return dict(items[self.shared :] if ours else items[: self.shared])

    def _gauge(self, gauge: Gauge) -> Data:
        return {
            "name": gauge.name,
            "range": f"{gauge.span.low}..{gauge.span.high}",
            "start": gauge.start,
            "better": gauge.better,
            "bands": dict(gauge.span.bands),
            "rose": gauge.rose,
            "fell": gauge.fell,
        }

    def _effects(self, effects: Sequence[Effect]) -> Data:
        return {effect.target: words_of(effect, self.story.flags) for effect in effects}

    def _rule(self, rule: Rule | Limit) -> Data:
        written: Data = {
            "then": self._effects(rule.then),
            "because": rule.because,
            "source": rule.source,
        }
        return written | self._when(rule.when)

    def _when(self, when: Condition | None) -> Data:
        """Conditions that must all hold are now and then written as a list."""
        if when is None:
            return {}
        if isinstance(when, All) and len(when.of) % 2:
            return {"when": [source_of(part) for part in when.of]}
        return {"when": source_of(when)}

    def _move(self, move: Move) -> Data:
        turns = [
            {
                **self._when(turn.when),
                "instead" if turn.replaces else "also": self._effects(turn.then),
                "because": turn.because,
                "source": turn.source,
            }
            for turn in move.turns
        ]
        return {
            "name": move.name,
            "tags": sorted(move.tags),
            "does": self._effects(move.does),
            "because": move.because,
            "source": move.source,
            "turns": turns,
        }

    def _heading(self) -> Data:
        about = self.story.about
        return {
            "classroomsim": 1,
            "id": self.story.id,
            "title": self.story.title,
            "uses": ["core"],
            "about": {f.name: _plain(getattr(about, f.name)) for f in fields(about)},
            "cast": {"pupil": {"name": "Kai", "pronouns": "he", "desk": [3, 2]}},
            "start": self.story.start,
            "reviewed": self.story.reviewed,
        }

    def _parts(self) -> Data:
        story = self.story
        return {
            "underneath": {t.id: self._telling(t) for t in story.tellings.values()},
            "scenes": {s.id: self._scene(s) for s in story.scenes.values()},
            "endings": {
                e.id: {
                    "leaves": e.leaves,
                    "text": self._prose(e.text),
                    "later": self._prose(e.later),
                }
                for e in story.endings.values()
            },
            "interrupts": [{"to": i.to, **self._when(i.when)} for i in story.interrupts],
        }

    def _telling(self, telling: Telling) -> Data:
        said: Data = {"cue": self._prose(telling.cue), "reveal": telling.reveal}
        if telling.joined:
            return {"joins": ["first", "second"], **said}
        if telling.strain_kinds:
            said["strain_kind"] = sorted(telling.strain_kinds)
        return {
            "need": sorted(telling.needs),
            "function": sorted(telling.functions),
            "style": telling.style,
            "strain": telling.strain,
            "start": dict(telling.start),
            **said,
        }

    def _prose(self, prose: Prose) -> list[object]:
        return [
            {"when": source_of(line.when), "say": line.say} if line.when else line.say
            for line in prose
        ]

    def _scene(self, scene: Scene) -> Data:
        return {
            "name": scene.name,
            "clock": scene.clock,
            "text": self._prose(scene.text),
            "arrive": self._effects(scene.arrive),
            "skip": scene.skip,
            "choices": {choice.id: self._choice(choice) for choice in scene.choices},
        }

    def _choice(self, choice: Choice) -> Data:
        ways = [{"to": way.to, **self._when(way.when)} for way in choice.goto]
        return {
            "say": choice.say,
            "did": choice.did,
            "once": choice.once,
            "moves": list(choice.moves),
            "manner": sorted(choice.manner),
            "costs": sorted(choice.costs),
            "why_reasonable": choice.why_reasonable,
            "then": self._effects(choice.then),
            "goto": ways if len(ways) > 1 else choice.goto[0].to,
            **self._when(choice.when),
        }


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def in_yaml(data: Data) -> str:
    """The data as the text of a file."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True)


def reread(story: Scenario, shared: int = 1) -> Reading:
    """What the real reader makes of the story written as a file with its own rulebook."""
    scenario, rulebook = Writer(story, shared).files()
    source = parse_source("story.yaml", in_yaml(scenario).encode())
    rules = parse_source("rules.yaml", in_yaml(rulebook).encode())
    return read_parsed(source, rules, rulebook_shape(rules))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def everything_in(thing: object) -> object:
    """A story as nested plain values, which can be compared whole, without its hash.

    Mappings keep their order, since authors' order shows, but for the values a telling starts with.
    """
    if isinstance(thing, Telling):
        thing = replace(thing, start=dict(sorted(thing.start.items())))
    if is_dataclass(thing):
        return {f.name: everything_in(getattr(thing, f.name)) for f in fields(thing)} | {"hash": ""}
    if isinstance(thing, dict):
        return [(key, everything_in(part)) for key, part in thing.items()]
    if isinstance(thing, tuple):
        return [everything_in(part) for part in thing]
    return thing
