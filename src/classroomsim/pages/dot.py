"""The map in Graphviz's language, for `dot -Tpdf` and its relatives."""

from __future__ import annotations

from collections.abc import Iterator

from classroomsim.pages.markup import cut
from classroomsim.pages.mermaid import leads_by_place
from classroomsim.pages.routes import together, told
from classroomsim.proof.atlas import Atlas, ChoiceOnMap, Lead, Met, SceneOnMap

LONGEST = 60
WEIGHTS = {"in every play": 3.0, "often": 2.2, "sometimes": 1.4}


def to_dot(atlas: Atlas) -> str:
    """The whole map as a directed graph: scenes lead to their choices, and those to what follows.

    Tooltips, which SVG made by Graphviz shows, have the exact shares.
    """
    return "\n".join([f"digraph {_quoted(atlas.id)} {{", *_lines(atlas), "}"]) + "\n"


def _lines(atlas: Atlas) -> Iterator[str]:
    title = _quoted(atlas.title)
    yield f'  graph [label={title}, labelloc=t, rankdir=TB, fontname="Helvetica", tooltip={title}];'
    yield '  node [fontname="Helvetica", fontsize=11, color="#43597a", style=filled, margin=0.1];'
    yield '  edge [fontname="Helvetica", fontsize=9, color="#43597a", fontcolor="#566074"];'
    yield '  begin [shape=point, width=0.12, tooltip="Every play starts here"];'
    yield f"  begin -> {_quoted(atlas.start)};"
    for scene in atlas.scenes:
        yield from _scene(scene)
    for ending in atlas.endings:
        label = _label(ending.id, f"leaves it {ending.leaves}", _often(ending.met))
        tip = _quoted(ending.met.exactly)
        yield (
            f"  {_quoted(ending.id)} [label={label}, shape=box, style=rounded, penwidth=1.4,"
            f" tooltip={tip}];"
        )


def _scene(scene: SceneOnMap) -> Iterator[str]:
    name = scene.name if scene.name.lower().replace(" ", "_") != scene.id else ""
    label = _label(scene.id, name, scene.clock, _often(scene.met))
    tip = _quoted(scene.met.exactly)
    node = _quoted(scene.id)
    yield f'  {node} [label={label}, shape=box, fillcolor="#e9edf3", tooltip={tip}];'
    for choice in scene.choices:
        if choice.is_skip:
            to = _quoted(choice.leads[0].to)
            yield f'  {node} -> {to} [style=dashed, color="#8791a3", tooltip="skips the scene"];'
        else:
            yield from _choice(scene, choice)


def _choice(scene: SceneOnMap, choice: ChoiceOnMap) -> Iterator[str]:
    node = _quoted(f"{scene.id}.{choice.id}")
    label, tip = _label(choice.id, choice.did), _quoted(choice.say)
    yield (
        f'  {node} [label={label}, shape=box, style="rounded,filled", fillcolor=white,'
        f' color="#b8c1d0", tooltip={tip}];'
    )
    yield f"  {_quoted(scene.id)} -> {node} [{_edge(choice.met, '', _often(choice.met))}];"
    for to, leads in leads_by_place(choice).items():
        yield f"  {node} -> {_quoted(to)} [{_lead(leads)}];"


def _lead(leads: list[Lead]) -> str:
    kind, met = together(leads)
    sudden = kind == "interrupt"
    said = ", ".join(filter(None, (_often(met), "an interrupt" if sudden else "")))
    style = ', style=dashed, color="#8a4f84"' if sudden else ""
    return _edge(met, style, said, told(kind, met))


def _edge(met: Met, style: str, said: str, tip: str | None = None) -> str:
    if met.known and not met.share and not style:
        style = ', style=dotted, color="#8791a3"'
    weight = WEIGHTS.get(met.word, 0.8)
    tips = _quoted(tip or met.exactly)
    return f"label={_quoted(said)}, penwidth={weight}, tooltip={tips}, labeltooltip={tips}{style}"


def _often(met: Met) -> str:
    return met.word if met.known else ""


def _label(*lines: str) -> str:
    said = "\\n".join(_escaped(line) for line in lines if line)
    return f'"{said}"'


def _quoted(words: str) -> str:
    return f'"{_escaped(words)}"'


def _escaped(words: str) -> str:
    """Words inside quotation marks; `&` too, since Graphviz reads HTML's names in them."""
    line = cut(words, LONGEST * 3)
    return line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
