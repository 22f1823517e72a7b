"""What a rulebook and a scenario share: gauges, moves, limits, rules and their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from classroomsim.scenario.condition import All, Span
from classroomsim.scenario.resolve import KINDS, PHASES, RESERVED, Path, Resolver
from classroomsim.scenario.shape import (
    GaugeShape,
    LimitShape,
    MoveShape,
    RulebookShape,
    RuleShape,
    TurnShape,
    Vocabulary,
)
from classroomsim.scenario.story import (
    Afterword,
    Counter,
    Gauge,
    Limit,
    Move,
    Phase,
    Pronouns,
    Pupil,
    Rule,
    Source,
    Turn,
)

PRONOUNS: Mapping[str, Pronouns] = {
    "he": Pronouns("he", "him", "his", "himself"),
    "she": Pronouns("she", "her", "her", "herself"),
    "they": Pronouns("they", "them", "their", "themselves"),
}


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills `{name}`, `{he}`, `{him}`, `{his}` and `{himself}` in the rulebook's texts."""

    words: Mapping[str, str]

    @classmethod
    def of(cls, pupil: Pupil) -> Filler:
        pronouns = pupil.pronouns
        plain = {
            "{he}": pronouns.he,
            "{him}": pronouns.him,
            "{his}": pronouns.his,
            "{himself}": pronouns.himself,
        }
        capitals = {f"{{{key[1].upper()}{key[2:]}": w.capitalize() for key, w in plain.items()}
        return cls({"{name}": pupil.name, **plain, **capitals})

    def __call__(self, text: str) -> str:
        if "{" in text:
            for slot, word in self.words.items():
                text = text.replace(slot, word)
        return text


def span_of(written: str) -> Span:
    """`0..10` as a span without bands; the shape has checked the form."""
    low, high = written.split("..")
    return Span(int(low), int(high))


def gauge_span(shape: GaugeShape) -> Span:
    span = span_of(shape.range)
    return Span(span.low, span.high, dict(shape.bands))


def build_gauge(gauge_id: str, shape: GaugeShape, resolver: Resolver, fill: Filler) -> Gauge:
    """A gauge with its bands and cues, each cue on a band that exists."""
    path: Path = ("gauges", gauge_id)
    span = gauge_span(shape)
    if _climbs(gauge_id, span, (*path, "range"), resolver):
        _bands_climb(gauge_id, span, (*path, "bands"), resolver)
        _starts_inside(gauge_id, shape.start, span, (*path, "start"), resolver)
    for style, lines in shape.cues.items():
        for band in lines:
            resolver.exists("E208", (*path, "cues", style, band), "band", band, shape.bands)
    cues: dict[str, dict[str, str]] = {}
    for style, lines in shape.cues.items():
        cues[style] = {band: fill(line) for band, line in lines.items()}
    name, rose, fell = fill(shape.name), fill(shape.rose), fill(shape.fell)
    return Gauge(gauge_id, name, span, shape.start, shape.better, rose, fell, cues)


def _climbs(name: str, span: Span, path: Path, resolver: Resolver) -> bool:
    """Whether a range has more than one number in it; notes a problem where it has not."""
    if span.low < span.high:
        return True
    message = f"the range of '{name}' does not climb: it runs from {span.low} to {span.high}"
    resolver.problem("E305", path, message, "write the lower end first, as in 0..10")
    return False


def _bands_climb(name: str, span: Span, path: Path, resolver: Resolver) -> None:
    starts = list(span.bands.values())
    if starts[0] != span.low or starts != sorted(set(starts)) or starts[-1] > span.high:
        message = f"the bands of '{name}' do not climb from {span.low} within its range"
        fix = f"start the first band at {span.low} and let each next one start higher"
        resolver.problem("E305", path, message, fix)


def _starts_inside(name: str, start: int, span: Span, path: Path, resolver: Resolver) -> None:
    if not span.low <= start <= span.high:
        message = f"'{name}' can't start at {start}: it runs from {span.low} to {span.high}"
        resolver.problem("E305", path, message, f"use a number from {span.low} to {span.high}")


def build_counters(shape: Vocabulary, resolver: Resolver) -> dict[str, Counter]:
    counters = {}
    for counter_id, counter in shape.memory.items():
        span = span_of(counter.range)
        path: Path = ("memory", counter_id)
        if _climbs(counter_id, span, (*path, "range"), resolver):
            _starts_inside(counter_id, counter.start, span, (*path, "start"), resolver)
        counters[counter_id] = Counter(counter_id, span, counter.start)
    return counters


def check_bare_names(shape: Vocabulary, below: Vocabulary, resolver: Resolver) -> None:
    """Flags, counters and gauges must differ, and not be words of the language.

    `below` is what the shape adds to: its flags may be named again, but not become counters.
    """
    for n, flag in enumerate(shape.flags):
        counters = {**shape.memory, **below.memory}
        if flag in RESERVED or flag in counters or flag in shape.flags[:n]:
            _taken("flag", flag, ("flags", n), resolver)
    for counter in shape.memory:
        if counter in RESERVED or (shape is not below and counter in below.flags):
            _taken("counter", counter, ("memory", counter), resolver)
    for gauge in shape.gauges:
        if gauge.split(".")[0] in KINDS:
            _taken("gauge", gauge, ("gauges", gauge), resolver)


def _taken(what: str, name: str, path: Path, resolver: Resolver) -> None:
    message = f"the {what} '{name}' has a name that is already taken"
    resolver.problem("E105", path, message, "give it another name")


def build_move(move_id: str, shape: MoveShape, resolver: Resolver, fill: Filler) -> Move:
    path: Path = ("moves", move_id)
    turns = [
        built
        for n, turn in enumerate(shape.turns)
        if (built := _turn(turn, (*path, "turns", n), resolver, fill)) is not None
    ]
    does = resolver.effects(shape.does, (*path, "does"))
    tags = frozenset(shape.tags)
    because = fill(shape.because)
    return Move(move_id, shape.name, tags, does, because, shape.source, tuple(turns))


def _turn(shape: TurnShape, path: Path, resolver: Resolver, fill: Filler) -> Turn | None:
    if (shape.instead is None) == (shape.also is None):
        message = "a turn says either 'instead' or 'also'"
        resolver.problem("E101", path, message, "keep one of the two")
        return None
    replaces = shape.instead is not None
    key = "instead" if replaces else "also"
    written = (shape.instead if replaces else shape.also) or {}
    when = resolver.when(shape.when, (*path, "when"), "rule")
    effects = resolver.effects(written, (*path, key))
    return Turn(when or All(()), effects, replaces, fill(shape.because), shape.source)


def build_rule(rule_id: str, shape: RuleShape, resolver: Resolver, fill: Filler) -> Rule:
    path: Path = ("rules", rule_id)
    when = resolver.when(shape.when, (*path, "when"), "rule")
    then = resolver.effects(shape.then, (*path, "then"))
    return Rule(rule_id, shape.stage, when, then, fill(shape.because), shape.source)


def build_limit(limit_id: str, shape: LimitShape, resolver: Resolver, fill: Filler) -> Limit:
    path: Path = ("limits", limit_id)
    when = resolver.when(shape.when, (*path, "when"), "rule")
    then = resolver.effects(shape.then, (*path, "then"), limit=True)
    return Limit(limit_id, when, then, fill(shape.because), shape.source)


def build_phases(shape: RulebookShape, resolver: Resolver) -> tuple[Phase, ...]:
    """The phases in order of precedence."""
    phases = []
    for phase_id, phase in shape.phases.items():
        if phase_id not in PHASES:
            resolver.unknown("E202", ("phases", phase_id), "phase", phase_id, PHASES)
        when = resolver.when(phase.when, ("phases", phase_id, "when"), "text")
        phases.append(Phase(phase_id, phase.name, when or All(())))
    return tuple(phases)


def build_afterwords(
    shape: RulebookShape, resolver: Resolver, fill: Filler
) -> tuple[Afterword, ...]:
    return tuple(
        Afterword(
            word_id,
            resolver.when(word.when, ("afterwards", word_id, "when"), "choice"),
            fill(word.say),
            word.source,
        )
        for word_id, word in shape.afterwards.items()
    )


def check_sources(shape: Vocabulary, sources: Mapping[str, Source], resolver: Resolver) -> None:
    """Every move, turn, limit and rule names a source that exists."""
    used: list[tuple[Path, str]] = []
    for move_id, move in shape.moves.items():
        used.append((("moves", move_id, "source"), move.source))
        used.extend(
            (("moves", move_id, "turns", n, "source"), turn.source)
            for n, turn in enumerate(move.turns)
        )
    used += [(("limits", i, "source"), limit.source) for i, limit in shape.limits.items()]
    used += [(("rules", i, "source"), rule.source) for i, rule in shape.rules.items()]
    for path, source in used:
        resolver.exists("E307", path, "source", source, sources)
