"""The map in Mermaid's language, as GitHub and many editors draw it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from classroomsim.pages.markup import cut
from classroomsim.pages.routes import together
from classroomsim.proof.atlas import Atlas, ChoiceOnMap, Lead, Met, SceneOnMap

LONGEST = 80
PLAIN = " ,.:?!'()-_…"
"""What may stand in a label in quotation marks as it is, beside letters and digits."""
STYLES = (
    "classDef scene fill:#f4f6f9,stroke:#43597a,color:#2e3440",
    "classDef choice fill:#ffffff,stroke:#b8c1d0,color:#2e3440",
    "classDef ending fill:#ffffff,stroke:#2e3440,color:#2e3440",
)


def to_mermaid(atlas: Atlas) -> str:
    """The whole map as a flowchart: scenes lead to their choices, and those to what follows.

    Ids are letters, digits and `_` with a prefix for what they name, so that none is a word of the
    language.
    """
    title = cut("".join(it for it in atlas.title if it not in "<>&"), LONGEST)
    return (
        "\n".join(["---", f"title: {json.dumps(title, ensure_ascii=False)}", "---", *_lines(atlas)])
        + "\n"
    )


def _lines(atlas: Atlas) -> Iterator[str]:
    yield "flowchart TD"
    for style in STYLES:
        yield f"  {style}"
    yield f"  begin(( )) --> s_{atlas.start}"
    known = {scene.id: "s_" for scene in atlas.scenes} | {it.id: "e_" for it in atlas.endings}
    for scene in atlas.scenes:
        yield from _scene(scene, known)
    for ending in atlas.endings:
        said = _label(ending.id, f"leaves it {ending.leaves}", _often(ending.met))
        yield f'  e_{ending.id}(["{said}"]):::ending'


def _scene(scene: SceneOnMap, known: dict[str, str]) -> Iterator[str]:
    name = scene.name if scene.name.lower().replace(" ", "_") != scene.id else ""
    called = _label(scene.id, name, scene.clock, _often(scene.met))
    yield f'  s_{scene.id}["{called}"]:::scene'
    for choice in scene.choices:
        if choice.is_skip:
            yield f"  s_{scene.id} -. skip .-> {known[choice.leads[0].to]}{choice.leads[0].to}"
        else:
            yield from _choice(scene, choice, known)


def _choice(scene: SceneOnMap, choice: ChoiceOnMap, known: dict[str, str]) -> Iterator[str]:
    node = f"c_{scene.id}__{choice.id}"
    yield f'  {node}("{_label(choice.id, choice.did)}"):::choice'
    yield (
        f'  s_{scene.id} -- "{_often(choice.met)}" --> {node}'
        if choice.met.known
        else (f"  s_{scene.id} --> {node}")
    )
    for to, leads in leads_by_place(choice).items():
        yield f"  {node} {_arrow(leads)} {known[to]}{to}"


def leads_by_place(choice: ChoiceOnMap) -> dict[str, list[Lead]]:
    """What a choice leads to, each place once."""
    found: dict[str, list[Lead]] = {}
    for lead in choice.leads:
        found.setdefault(lead.to, []).append(lead)
    return found


def _arrow(leads: list[Lead]) -> str:
    kind, met = together(leads)
    said = ", ".join(filter(None, (_often(met), "an interrupt" if kind == "interrupt" else "")))
    faint = kind == "interrupt" or (met.known and not met.share)
    if not said:
        return "-.->" if faint else "-->"
    return f'-. "{said}" .->' if faint else f'-- "{said}" -->'


def _often(met: Met) -> str:
    return met.word if met.known else ""


def _label(*lines: str) -> str:
    return "<br/>".join(_plain(line) for line in lines if line)


def _plain(words: str) -> str:
    """Words that Mermaid takes as words: all that could be markup is written by its number."""
    line = cut(words, LONGEST)
    return "".join(it if it.isalnum() or it in PLAIN else f"#{ord(it)};" for it in line)
