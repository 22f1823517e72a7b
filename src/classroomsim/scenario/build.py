"""From the two shapes, a scenario's and its rulebook's, to one resolved `Scenario`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from classroomsim.scenario.build_story import StoryBuilder, build_pupil
from classroomsim.scenario.build_vocabulary import (
    Filler,
    build_afterwords,
    build_counters,
    build_gauge,
    build_limit,
    build_move,
    build_phases,
    build_rule,
    check_bare_names,
    check_sources,
    gauge_span,
    span_of,
)
from classroomsim.scenario.condition import Condition, Fact, leaves
from classroomsim.scenario.problems import Problem
from classroomsim.scenario.resolve import Names, Resolver, as_tuple
from classroomsim.scenario.shape import RulebookShape, ScenarioShape, TellingShape
from classroomsim.scenario.source import Source as SourceFile
from classroomsim.scenario.story import (
    SKIP,
    Counter,
    Evidence,
    Gauge,
    Interrupt,
    Limit,
    Move,
    PromiseKind,
    RoomBeat,
    Rule,
    Scenario,
    Source,
    WrittenPlay,
    WrittenPromise,
)


def build_scenario(
    shape: ScenarioShape,
    source: SourceFile,
    rulebook: RulebookShape,
    rulebook_source: SourceFile,
    digest: str,
) -> tuple[Scenario, tuple[Problem, ...]]:
    """The scenario with its rulebook, and every problem found while resolving either.

    The scenario is only meaningful when there are no problems.
    """
    problems: list[Problem] = []
    names = _names(shape, rulebook)
    own = Resolver(source, names, problems)
    shared = Resolver(rulebook_source, names, problems)
    layers = ((rulebook, shared), (shape, own))
    pupil = build_pupil(shape.cast, own)
    fill = Filler.of(pupil)
    gauges: dict[str, Gauge] = {}
    counters: dict[str, Counter] = {}
    moves: dict[str, Move] = {}
    limits: dict[str, Limit] = {}
    rules: dict[str, Rule] = {}
    sources: dict[str, Source] = {}
    for layer, resolver in layers:
        check_bare_names(layer, rulebook, resolver)
        sources |= {i: Source(i, s.name, s.sure) for i, s in layer.sources.items()}
        gauges |= {i: build_gauge(i, g, resolver, fill) for i, g in layer.gauges.items()}
        counters |= build_counters(layer, resolver)
        moves |= {i: build_move(i, m, resolver, fill) for i, m in layer.moves.items()}
        limits |= {i: build_limit(i, m, resolver, fill) for i, m in layer.limits.items()}
        rules |= {i: build_rule(i, r, resolver, fill) for i, r in layer.rules.items()}
        check_sources(layer, sources, resolver)
    manners = rulebook.manners | shape.manners
    story = StoryBuilder(shape, own, moves, manners, gauges)
    evidence = _evidence(shape, sources, own)
    scenario = Scenario(
        id=shape.id,
        title=shape.title,
        hash=digest,
        about=story.about(),
        pupil=pupil,
        others=shape.cast.others,
        tellings=story.tellings(),
        start=shape.start,
        scenes=story.scenes(),
        endings=story.endings(),
        interrupts=_interrupts(shape, own, story),
        room_path=_room_path(shape, own),
        plays=_plays(shape, own),
        promises=_promises(shape, own),
        watch=story.watch(),
        evidence=evidence,
        reviewed=shape.reviewed,
        gauges=gauges,
        counters=counters,
        flags=tuple(dict.fromkeys((*rulebook.flags, *shape.flags))),
        manners=manners,
        phases=build_phases(rulebook, shared),
        moves=moves,
        limits=tuple(limits.values()),
        rules=tuple(rules.values()),
        afterwords=build_afterwords(rulebook, shared, fill),
        sources=sources,
        read_choices=_read_choices(names),
    )
    return scenario, tuple(problems)


def _names(shape: ScenarioShape, rulebook: RulebookShape) -> Names:
    gauges = rulebook.gauges | shape.gauges
    moves = rulebook.moves | shape.moves
    # A name that is taken is reported; it keeps its first meaning, so that nothing else is.
    own = {i: counter for i, counter in shape.memory.items() if i not in rulebook.flags}
    memory = rulebook.memory | own
    return Names(
        gauges={i: gauge_span(g) for i, g in gauges.items()},
        counters={i: span_of(c.range) for i, c in memory.items()},
        flags=(flag for flag in (*rulebook.flags, *shape.flags) if flag not in memory),
        choices=(f"{s}.{c}" for s, scene in shape.scenes.items() for c in scene.choices),
        tellings=shape.underneath,
        needs=(*rulebook.needs, *shape.needs, *_needs(shape.underneath.values())),
        moves=moves,
        tags=dict.fromkeys(tag for move in moves.values() for tag in move.tags),
        manners=rulebook.manners | shape.manners,
    )


def _needs(tellings: Iterable[TellingShape]) -> list[str]:
    return [need for telling in tellings for need in as_tuple(telling.need)]


def _read_choices(names: Names) -> frozenset[str]:
    parsed: list[Condition] = [c for s in names.scopes.values() for c in s.parsed.values()]
    found = (leaf for condition in parsed for leaf in leaves(condition))
    return frozenset(f.id for f in found if isinstance(f, Fact) and f.kind == "chose")


def _evidence(
    shape: ScenarioShape, sources: Mapping[str, Source], resolver: Resolver
) -> tuple[Evidence, ...]:
    for n, item in enumerate(shape.evidence):
        resolver.exists("E307", ("evidence", n, "source"), "source", item.source, sources)
    return tuple(Evidence(item.say, item.source) for item in shape.evidence)


def _interrupts(
    shape: ScenarioShape, resolver: Resolver, story: StoryBuilder
) -> tuple[Interrupt, ...]:
    built = []
    for n, item in enumerate(shape.interrupts):
        story.leads_somewhere(item.to, ("interrupts", n, "to"))
        when = resolver.when(item.when, ("interrupts", n, "when"), "choice")
        built.append(Interrupt(item.to, when))
    return tuple(built)


def _room_path(shape: ScenarioShape, resolver: Resolver) -> tuple[RoomBeat, ...]:
    for n, beat in enumerate(shape.room_path):
        path = ("room_path", n)
        resolver.exists("E303", (*path, "scene"), "scene", beat.scene, shape.scenes)
        if n and not beat.bridge:
            message = "a beat of the room path after the first needs a bridge"
            resolver.problem("E101", path, message, "add 'bridge:' with a sentence to read out")
        elif beat.scene in {earlier.scene for earlier in shape.room_path[:n]}:
            message = f"the room path comes to the scene '{beat.scene}' a second time"
            fix = "let each of its beats be another scene; a bridge leads from one to the next"
            resolver.problem("E310", (*path, "scene"), message, fix)
    return tuple(RoomBeat(beat.scene, beat.bridge or "") for beat in shape.room_path)


def _plays(shape: ScenarioShape, resolver: Resolver) -> tuple[WrittenPlay, ...]:
    known = {choice: True for scene in shape.scenes.values() for choice in scene.choices}
    known[SKIP] = True
    plays = []
    for n, play in enumerate(shape.plays):
        path = ("plays", n)
        for step, choice in enumerate(play.choose):
            resolver.exists("E309", (*path, "choose", step), "choice", choice, known)
        resolver.exists("E308", (*path, "under"), "telling", play.under, shape.underneath)
        expect = resolver.when(play.expect, (*path, "expect"), "choice")
        plays.append(WrittenPlay(play.under, tuple(play.choose), expect, path))
    return tuple(plays)


def _promises(shape: ScenarioShape, resolver: Resolver) -> tuple[WrittenPromise, ...]:
    promises = []
    for n, written in enumerate(shape.promises):
        path = ("promises", n)
        kinds: tuple[PromiseKind, ...] = ("always", "never", "can")
        made = [kind for kind in kinds if getattr(written, kind) is not None]
        if len(made) != 1:
            message = "a promise says one of 'always', 'never' and 'can'"
            resolver.problem("E101", path, message, "keep one of the three")
        for kind in made[:1]:
            that = resolver.when(getattr(written, kind), (*path, kind), "choice")
            promises.append(WrittenPromise(kind, that, written.because, path))
    return tuple(promises)
