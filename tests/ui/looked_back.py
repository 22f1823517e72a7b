"""Sittings to look back on, and what a screen shows, as text."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import cast

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from classroomsim.diary.record import Texts
from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.scenario.library import find
from classroomsim.scenario.read import Reading, read_scenario
from classroomsim.scenario.story import Scenario
from classroomsim.ui.app import ClassroomSim

SIZES = [(60, 20), (80, 24), (120, 40), (160, 50)]
WIDE = [(120, 40), (160, 50)]

HOSTILE = [
    "[/] [@click=app.exit]press[/] [bold red",
    "]][[ $heading {0} %s \\ \t \n\n *so* **so** [link='x']",
    "w" * 60,
    "\u4e2d\u6587" * 40,
    "e\u0301\u0302\u0303" * 20 + " \U0001f469\u200d\U0001f9b0",
    "one two three four five six seven eight nine ten " * 30,
    "x",
]
_TEXTS = frozenset(
    {"say", "name", "clock", "did", "title", "reveal", "rose", "fell", "because", "sure", "ask"}
)
_BOOKS = frozenset({"cues", "options"})


@cache
def reading() -> Reading:
    """The scenario that ships."""
    return read_scenario(find("tuesday_210"))


def sitting(
    telling: str = "lunch_row",
    picks: Sequence[int] = (0,) * 12,
    diary: Diary | None = None,
) -> Sitting:
    """A sitting of the scenario that ships, which makes the choices that the numbers pick."""
    return go_on(Sitting.begin(reading(), telling, diary), picks)


def go_on(sat: Sitting, picks: Sequence[int]) -> Sitting:
    """Makes more choices, up to an ending; -1 skips a scene."""
    for pick in picks:
        if sat.play.ending is None:
            offers = sat.play.offers
            sat.choose("skip" if pick < 0 else offers[pick % len(offers)].id)
    return sat


def uncoached(picks: Sequence[int] = (0,) * 12) -> Sitting:
    """A sitting of a draft, for which nobody has written coaching yet."""
    return _over(_without_coaching(_scenario()), picks)


def hostile(text: str, picks: Sequence[int] = (0,) * 12) -> Sitting:
    """A sitting of a scenario that says this text wherever it says anything."""
    return _over(cast("Scenario", _saying(_scenario(), text)), picks)


def _scenario() -> Scenario:
    scenario = reading().scenario
    assert scenario is not None
    return scenario


def _over(scenario: Scenario, picks: Sequence[int]) -> Sitting:
    play = Play.begin(Machine(scenario), "lunch_row")
    return go_on(Sitting(play, Texts("a", "", "b", "")), picks)


def _without_coaching(scenario: Scenario) -> Scenario:
    scenes = {
        key: replace(scene, choices=tuple(replace(c, coach=None) for c in scene.choices))
        for key, scene in scenario.scenes.items()
    }
    return replace(scenario, scenes=scenes)


def _saying(thing: object, text: str) -> object:
    """A copy of a part of a scenario, with this for every text that a screen may show."""
    if is_dataclass(thing) and not isinstance(thing, type):
        new = {f.name: _field(f.name, getattr(thing, f.name), text) for f in fields(thing)}
        return type(thing)(**new)
    if isinstance(thing, Mapping):
        return {key: _saying(value, text) for key, value in thing.items()}
    if isinstance(thing, tuple):
        return tuple(_saying(part, text) for part in thing)
    return thing


def _field(name: str, value: object, text: str) -> object:
    if name in _TEXTS and isinstance(value, str):
        return text
    if name in _BOOKS:
        return _every(value, text)
    return _saying(value, text)


def _every(value: object, text: str) -> object:
    if isinstance(value, Mapping):
        return {key: _every(part, text) for key, part in value.items()}
    return text


def app() -> ClassroomSim:
    """The app, with no diary and nothing asked."""
    return ClassroomSim(keep=False)


async def show(pilot: Pilot[int], screen: Screen[None]) -> None:
    """Brings a screen up and waits until it stands."""
    await pilot.app.push_screen(screen)
    await pilot.pause()


def text_of(screen: Widget) -> str:
    """Everything that a screen's texts say, whether it is in view or has to be scrolled to."""
    return "\n".join(str(w.render()) for w in screen.query(Static) if w.display)


def lowest_contrast(screen: Screen[None]) -> float:
    """The lowest contrast of any text that a screen's texts draw, as WCAG measures it."""
    found = 21.0
    for widget in screen.query(Static):
        for y in range(widget.size.height):
            for segment in widget.render_line(y):
                style = segment.style
                if style and style.color and style.bgcolor and segment.text.strip():
                    one, other = style.color.triplet, style.bgcolor.triplet
                    if one and other:
                        found = min(found, _contrast(one, other))
    return found


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [c / 255 for c in colour]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
