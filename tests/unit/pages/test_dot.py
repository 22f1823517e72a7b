"""The map in Graphviz's language: every line is one of a few forms, whatever the words are."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from classroomsim.pages.dot import to_dot
from classroomsim.proof.atlas import Atlas
from tests.unit.pages.atlases import atlases, hostile, map_of

QUOTED = r'"(?:[^"\\]|\\.)*"'
VALUE = rf"(?:{QUOTED}|[\w.]+)"
SETTINGS = rf"\[\w+={VALUE}(?:, \w+={VALUE})*\]"
NODE = rf"(?:{QUOTED}|begin|graph|node|edge)"
FORM = re.compile(rf"{NODE}(?: -> {NODE})?(?: {SETTINGS})?;")


def lines(atlas: Atlas) -> list[str]:
    first, *rest, last = to_dot(atlas).splitlines()
    assert re.fullmatch(rf"digraph {QUOTED} {{", first)
    assert last == "}"
    return [line.strip() for line in rest]


@pytest.mark.parametrize("name", ["sound", "small", "experiment"])
def test_every_scene_choice_and_ending_is_there_once(name: str) -> None:
    atlas = map_of(name)
    declared = [it.group(1) for line in lines(atlas) if (it := re.match(r'"([\w.]+)" \[', line))]
    expected = [it.id for it in atlas.scenes] + [it.id for it in atlas.endings]
    expected += [
        f"{scene.id}.{choice.id}"
        for scene in atlas.scenes
        for choice in scene.choices
        if not choice.is_skip
    ]
    assert sorted(declared) == sorted(expected)


@pytest.mark.parametrize("atlas", [map_of("small"), hostile()], ids=["small", "hostile"])
def test_every_line_is_a_statement(atlas: Atlas) -> None:
    for line in lines(atlas):
        assert FORM.fullmatch(line), line


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(atlases())
def test_any_map_is_made_of_statements(atlas: Atlas) -> None:
    for line in lines(atlas):
        assert FORM.fullmatch(line), line
