"""Where each part of a state lies in the row of whole numbers that the engine works on.

A state is a tuple of small whole numbers: the place (scene or ending), every gauge, every counter,
every flag (0 or 1), which once-only choices are used, and each `chose.scene.choice` that some
condition reads. Nothing else varies in a play.
"""

from __future__ import annotations

from dataclasses import dataclass

from classroomsim.scenario.story import Choice, Scenario, Telling

State = tuple[int, ...]
"""One state; equal states have equal futures within a telling."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions in a state, by name, with the lowest and highest value at each position."""

    scenario: Scenario
    places: tuple[str, ...]
    place_of: dict[str, int]
    gauges: dict[str, int]
    numbers: dict[str, int]
    flags: dict[str, int]
    used: dict[str, int]
    chose: dict[str, int]
    lows: tuple[int, ...]
    highs: tuple[int, ...]

    @property
    def size(self) -> int:
        return len(self.lows)

    def target(self, name: str) -> int:
        """The position of a gauge, counter or flag that an effect changes."""
        index = self.numbers.get(name)
        return self.flags[name] if index is None else index

    def start(self, telling: Telling) -> list[int]:
        """The values a telling starts with, before the first scene's arrival."""
        values = list(self.lows)
        values[0] = self.place_of[self.scenario.start]
        for gauge in self.scenario.gauges.values():
            values[self.numbers[gauge.id]] = telling.start.get(gauge.id, gauge.start)
        for counter in self.scenario.counters.values():
            values[self.numbers[counter.id]] = counter.start
        return values


def lay_out(scenario: Scenario) -> Layout:
    """The layout of a scenario's states."""
    places = (*scenario.scenes, *scenario.endings)
    once = [c.key for s in scenario.scenes.values() for c in s.choices if c.once]
    chose = sorted(scenario.read_choices)
    lows, highs = [0], [len(places) - 1]
    numbers: dict[str, int] = {}
    spans = {name: gauge.span for name, gauge in scenario.gauges.items()}
    spans |= {name: counter.span for name, counter in scenario.counters.items()}
    for name, span in spans.items():
        numbers[name] = len(lows)
        lows.append(span.low)
        highs.append(span.high)
    bits = (*scenario.flags, *once, *chose)
    first_bit = len(lows)
    positions = range(first_bit, first_bit + len(bits))
    lows += [0] * len(bits)
    highs += [1] * len(bits)
    flags, used = len(scenario.flags), len(once)
    return Layout(
        scenario=scenario,
        places=places,
        place_of={name: n for n, name in enumerate(places)},
        gauges={name: numbers[name] for name in scenario.gauges},
        numbers=numbers,
        flags=dict(zip(scenario.flags, positions[:flags], strict=True)),
        used=dict(zip(once, positions[flags : flags + used], strict=True)),
        chose=dict(zip(chose, positions[flags + used :], strict=True)),
        lows=tuple(lows),
        highs=tuple(highs),
    )


def choices_of(scenario: Scenario) -> dict[str, Choice]:
    """Every choice by its `scene.choice` key."""
    return {c.key: c for scene in scenario.scenes.values() for c in scene.choices}
