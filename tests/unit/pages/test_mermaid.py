"""The map in Mermaid: every line is one of a few forms, whatever the words are."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from classroomsim.pages.mermaid import to_mermaid
from classroomsim.proof.atlas import Atlas
from tests.unit.pages.atlases import atlases, hostile, map_of

WORDS = r"(?:[^\W]|[ ,.:?!'()\-…]|#\d+;|<br/>)*"
ID = r"(?:[sce]_[a-z0-9_]+)"
FORMS = [
    rf'{ID}\["{WORDS}"\]:::scene',
    rf'{ID}\("{WORDS}"\):::choice',
    rf'{ID}\(\["{WORDS}"\]\):::ending',
    rf"{ID} (?:-->|-\.->) {ID}",
    rf'{ID} (?:-- "{WORDS}" -->|-\. "{WORDS}" \.->) {ID}',
    rf"{ID} -\. skip \.-> {ID}",
    rf"begin\(\( \)\) --> {ID}",
    r"classDef \w+ fill:#\w+,stroke:#\w+,color:#\w+",
]


def lines(atlas: Atlas) -> list[str]:
    """The lines of the flowchart, without what stands before it."""
    first, title, after, kind, *rest = to_mermaid(atlas).splitlines()
    assert (first, after, kind) == ("---", "---", "flowchart TD")
    assert re.fullmatch(r'title: "(?:[^"\\]|\\.)*"', title)
    return [line.strip() for line in rest]


def is_sane(line: str) -> bool:
    return any(re.fullmatch(form, line) for form in FORMS)


@pytest.mark.parametrize("name", ["sound", "small", "experiment"])
def test_every_scene_choice_and_ending_is_there_once(name: str) -> None:
    atlas = map_of(name)
    declared = [re.match(r"\w+", it) for it in lines(atlas) if ":::" in it]
    expected = [f"s_{scene.id}" for scene in atlas.scenes]
    expected += [f"e_{ending.id}" for ending in atlas.endings]
    expected += [
        f"c_{scene.id}__{choice.id}"
        for scene in atlas.scenes
        for choice in scene.choices
        if not choice.is_skip
    ]
    assert sorted(it.group() for it in declared if it) == sorted(expected)
    assert all(map(is_sane, lines(atlas)))


def test_how_often_is_told_in_words() -> None:
    assert 's_the_water -- "often" --> c_the_water__linger' in lines(map_of("small"))
    assert 'c_the_water__cloth -- "in every play" --> s_the_table' in lines(map_of("small"))


def test_hostile_words_are_only_words() -> None:
    assert all(map(is_sane, lines(hostile())))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(atlases())
def test_any_map_is_made_of_these_forms(atlas: Atlas) -> None:
    assert all(map(is_sane, lines(atlas)))
