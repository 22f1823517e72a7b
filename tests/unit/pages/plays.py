"""Plays to put on a page: of the tests' small scenario, and of one that means harm."""

import json
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario
from classroomsim.scenario.story import Scenario

SMALL = Path(__file__).parents[2] / "scenarios" / "small.yaml"
FLAGSHIP = "tuesday_210"

HOSTILE = [
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "</style></title><script>document.title='owned'</script>",
    "<svg onload=document.title='owned'><a href='javascript:alert(1)'>x</a>",
    "<iframe src=//evil.example></iframe><base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<style>@import url(//evil.example/x.css)</style>",
    "' onmouseover='document.title=1' style='background:url(//evil.example)",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "&lt;b&gt; &amp;copy; &#x3c; &copy;",
    "]]> --> <!-- <?php ?>",
    "[a link](javascript:alert(1)) ![x](//evil.example/x.png)",
    "http://evil.example www.evil.example <https://evil.example>",
    "`code` ```fence``` ~~gone~~ $x$ |a|b|",
    "# no heading",
    "- no item",
    "+ no item",
    "1. no item",
    "2) no item",
    "> no quote",
    "=====",
    "---",
    "*** no rule",
    "[x]: //evil.example",
    "ends with a stroke \\",
    "\\`escaped\\` \\* \\\\",
]
"""What would be markup in HTML or in Markdown, if it were not text."""

_NAMES = {"when", "moves", "manner", "costs", "goto", "skip", "clock", "to", "once", "move"}


def small(telling: str = "tired", choices: tuple[str, ...] = ("cloth", "go_on", "wash")) -> Play:
    """A play of the small scenario, to its end if nothing else is said."""
    return Play.begin(Machine(_read(SMALL)), telling, choices)


def flagship(telling: str, *choices: str) -> Play:
    """A play of the scenario that every picture in the docs is of."""
    return Play.begin(Machine(_read(find(FLAGSHIP))), telling, choices)


@cache
def hostile() -> Play:
    """A whole play of a scenario in which every text would be markup, if it were not text."""
    with tempfile.TemporaryDirectory() as folder:
        scenario = read_scenario(hostile_file(Path(folder))).sound
    return Play.begin(Machine(scenario), "tired", ("joke", "cloth", "go_on", "wash"))


def hostile_file(folder: Path) -> Path:
    """The hostile scenario as a file that can be read and played."""
    path = folder / "hostile.yaml"
    path.write_text(json.dumps(hostile_story()), encoding="utf-8")
    return path


def hostile_story() -> dict[str, Any]:
    """The small scenario with each of its texts hostile."""
    story: dict[str, Any] = yaml.safe_load(SMALL.read_text(encoding="utf-8"))
    texts = cycle(HOSTILE)
    about = story["about"]
    story["title"] = next(texts)
    story["cast"]["pupil"]["name"] = "<b>'[x](/y)`*"
    for key in ("setting", "content_note", "known_at_nine", "strength", "family_says"):
        about[key] = next(texts)
    for telling in story["underneath"].values():
        telling |= {key: next(texts) for key in ("cue", "reveal") if key in telling}
    story["scenes"] = _refilled(story["scenes"], texts)
    for scene in story["scenes"].values():
        scene["name"] = "<script>'# [x](//y)"
        for choice in scene["choices"].values():
            choice |= {"did": choice["did"][:60], "coach": _coach(texts)}
    for ending in story["endings"].values():
        ending |= {"text": list(HOSTILE), "later": next(texts)}
    story["sources"] = {"odd": {"name": next(texts), "sure": next(texts)}}
    story["rules"] = {
        "odd": {
            "stage": "respond",
            "then": {"pupil.stress": "up 1"},
            "because": next(texts),
            "source": "odd",
        }
    }
    story["evidence"] = [{"say": text, "source": "odd"} for text in HOSTILE]
    return story


def _coach(texts: Iterator[str]) -> dict[str, Any]:
    names = ("noticed", "might", "followed", "tuesday", "question", "school")
    another = {"move": "pause", "say": next(texts), "cost": next(texts)}
    return {**{name: next(texts) for name in names}, "another": another}


def _refilled(value: Any, texts: Iterator[str]) -> Any:  # noqa: ANN401
    """A value of a scenario with every text in it hostile, and every name as it was."""
    match value:
        case dict():
            return {key: it if key in _NAMES else _refilled(it, texts) for key, it in value.items()}
        case list():
            return [_refilled(it, texts) for it in value]
        case str():
            return next(texts)
        case _:
            return value


@cache
def _read(path: Path) -> Scenario:
    return read_scenario(path).sound
