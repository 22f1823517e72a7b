"""The map as a picture: well-formed, with everything in it once, and nothing that acts."""

import re
from xml.dom.minidom import Document, Element, parseString

import pytest
from hypothesis import HealthCheck, given, settings

from classroomsim.pages.svg import to_svg
from classroomsim.proof.atlas import Atlas
from tests.unit.pages.atlases import HOSTILE, atlases, hostile, map_of

KNOWN = {"svg", "g", "title", "style", "rect", "path", "circle", "text"}
ATTRIBUTES = {
    *("xmlns", "width", "height", "viewBox", "role", "transform", "x", "y", "rx", "r", "cx", "cy"),
    *("d", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-dasharray", "style"),
    *("stroke-opacity", "font-size", "font-weight", "text-anchor", "class"),
}


def drawn(atlas: Atlas) -> Document:
    return parseString(to_svg(atlas))  # noqa: S318 - our own


def elements(picture: Document, name: str = "*") -> list[Element]:
    return list(picture.getElementsByTagName(name))


def said(element: Element) -> str:
    return "".join(it.data for it in element.childNodes if it.nodeType == it.TEXT_NODE)


def titles(atlas: Atlas) -> list[str]:
    return [said(it) for it in elements(drawn(atlas), "title")]


@pytest.mark.parametrize("name", ["sound", "small", "experiment"])
def test_every_scene_choice_and_ending_is_there_once(name: str) -> None:
    atlas = map_of(name)
    words = [said(it) for it in elements(drawn(atlas), "text")]
    told = titles(atlas)
    for place in [it.id for it in atlas.scenes] + [it.id for it in atlas.endings]:
        assert sum(it.startswith(f"{place}: ") for it in told) == 1
    for ending in atlas.endings:
        assert words.count(ending.id) == 1
    every = [choice.id for scene in atlas.scenes for choice in scene.choices]
    for choice in every:
        assert words.count(choice) == every.count(choice)


def test_tooltips_have_the_share_of_plays_under_every_telling() -> None:
    told = titles(map_of("sound"))
    (washed,) = [it for it in told if it.startswith("washed: ")]
    assert re.search(r"washed: in [\d.]+ % of plays\. By what is underneath: tired \d+%", washed)


def test_hostile_words_are_only_words() -> None:
    picture = drawn(hostile())
    assert {it.tagName for it in elements(picture)} <= KNOWN
    names = {name for it in elements(picture) for name in it.attributes.keys()}  # noqa: SIM118
    assert names <= ATTRIBUTES
    assert HOSTILE[0] in " ".join(said(it) for it in elements(picture, "text"))
    text = to_svg(hostile())
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u2028]", text)


@pytest.mark.parametrize("atlas", [map_of("small"), hostile()], ids=["small", "hostile"])
def test_nothing_is_loaded_and_nothing_runs(atlas: Atlas) -> None:
    text = to_svg(atlas).replace('xmlns="http://www.w3.org/2000/svg"', "")
    (style,) = re.findall(r"<style>(.*?)</style>", text)
    assert "url(" not in style
    assert "@import" not in style
    assert "http" not in text
    assert "<script" not in text
    assert not re.search(r"<[^>]*\s(on\w+|href|xlink:href|src)=", text)


def test_what_is_not_known_is_not_said() -> None:
    atlas = map_of("small")
    unknown = Atlas(
        atlas.id, atlas.title, atlas.start, atlas.scenes, atlas.endings, atlas.tellings,
        complete=False,
    )  # fmt: skip
    words = [said(it) for it in elements(drawn(unknown), "text")]
    assert any("too many states to say how often" in it for it in words)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(atlases())
def test_any_map_is_well_formed_and_everything_lies_inside(atlas: Atlas) -> None:
    picture = drawn(atlas)
    root = picture.documentElement
    assert root is not None
    width, height = float(root.getAttribute("width")), float(root.getAttribute("height"))
    left = float(re.findall(r"translate\(([-\d.]+) 0\)", to_svg(atlas))[0])
    for path in elements(picture, "path"):
        # Small letters count from where the line is; only places are looked at.
        placed = re.sub(r"[a-z][^A-Z]*", "", path.getAttribute("d"))
        for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", placed):
            assert float(x) + left >= -1
            assert float(x) <= width
            assert -1 <= float(y) <= height
