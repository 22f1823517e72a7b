"""The boxes of the map: how large each scene, choice and ending is drawn, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from classroomsim.pages.markup import cut, width_of
from classroomsim.proof.atlas import Atlas, ChoiceOnMap, EndingOnMap, Met, SceneOnMap

NAME, SMALL, TINY = 13.0, 11.5, 10.5
"""Sizes of letters, in pixels."""
LONGEST_ID = 22
"""Most characters of an id that are shown; a tooltip has all of it."""
PAD = 10.0
BESIDE = 14.0
"""Between what a scene is called and its choices."""
CHIP_HEIGHT, CHIP_GAP = 36.0, 7.0
CARD_HEIGHT = CHIP_HEIGHT + 2 * PAD
FOOT = PAD + CHIP_HEIGHT
"""How far below a card's top its choices end."""
BOLD = 1.2
"""How much wider bold letters are."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice in its scene's card; `x` counts from the card's left edge."""

    choice: ChoiceOnMap
    label: str
    word: str
    """How often it is met; '' for a skip, and where that is not known."""
    x: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Card:
    """A scene or an ending as a box."""

    at: SceneOnMap | EndingOnMap
    name: str
    id_said: str
    """The id where the name does not say it already."""
    note: str
    width: float
    chips: tuple[Chip, ...] = ()


def cards_of(atlas: Atlas) -> Mapping[str, Card]:
    """Every card by its id, in the author's order, endings last."""
    cards = {scene.id: _scene(scene) for scene in atlas.scenes}
    return cards | {ending.id: _ending(ending) for ending in atlas.endings}


def _scene(scene: SceneOnMap) -> Card:
    name, id_said = _names(scene.name, scene.id)
    note = _note(scene.clock, scene.met)
    x = PAD + _widest(name, id_said, note) + BESIDE
    chips: list[Chip] = []
    for choice in scene.choices:
        label = cut(choice.id, LONGEST_ID)
        word = choice.met.word if choice.met.known else ""
        width = max(width_of(label, SMALL), width_of(word, TINY)) + 16
        chips.append(Chip(choice, label, word, x, width))
        x += width + CHIP_GAP
    return Card(scene, name, id_said, note, x - CHIP_GAP + PAD, tuple(chips))


def _ending(ending: EndingOnMap) -> Card:
    name = cut(ending.id, LONGEST_ID)
    leaves = f"leaves it {ending.leaves}"
    note = _note(ending.clock, ending.met)
    return Card(ending, name, leaves, note, max(_widest(name, leaves, note), 84) + 2 * PAD + 12)


def _widest(name: str, below: str, note: str) -> float:
    return max(width_of(name, NAME) * BOLD, width_of(below, TINY), width_of(note, TINY))


def _names(name: str, scene_id: str) -> tuple[str, str]:
    shown = cut(name, LONGEST_ID + 4) or cut(scene_id, LONGEST_ID)
    said = shown.lower().replace(" ", "_") == scene_id
    return shown, "" if said else cut(scene_id, LONGEST_ID)


def _note(clock: str, met: Met) -> str:
    return " · ".join(filter(None, (cut(clock, 8), met.word if met.known else "")))
