"""The map as one SVG picture: no script, no font from elsewhere, nothing loaded, dark on light.

Every box and line has a tooltip (`title`) with the exact share of plays. It is made for a browser,
and for one sheet of A4 on its side.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from classroomsim.pages.cards import (
    CARD_HEIGHT,
    CHIP_HEIGHT,
    NAME,
    PAD,
    SMALL,
    TINY,
    Card,
    Chip,
    cards_of,
)
from classroomsim.pages.layers import Layout, Link, lay_out
from classroomsim.pages.markup import element, text, width_of
from classroomsim.pages.routes import Drawn, Routes
from classroomsim.proof.atlas import Atlas, ChoiceOnMap, EndingOnMap, LeadKind, Met

INK, MUTED, PAPER, CARD = "#2e3440", "#566074", "#ffffff", "#f4f6f9"
BORDER, LINE, SUDDEN, SKIPPED = "#b8c1d0", "#43597a", "#8a4f84", "#8791a3"
MARGIN, HEAD, BETWEEN, APART = 28.0, 68.0, 46.0, 22.0
LEADING = 14.5
LEGEND = 81.0
NARROWEST = 860.0
"""So that the legend fits below a map of one or two scenes."""

STYLE = (
    "text{font-family:ui-sans-serif,system-ui,'Segoe UI','Helvetica Neue',Arial,sans-serif;"
    f"fill:{INK}}}.m{{fill:{MUTED}}}path{{fill:none}}"
    "@page{size:A4 landscape;margin:10mm}"
    "@media print{svg{width:100%;height:100%}}"
)
WEIGHTS = {"in every play": 3.2, "often": 2.4, "sometimes": 1.5, "rarely": 0.8}
"""How thick a line is, by how often it is gone along."""
FAINT = 0.8
TOLD = (
    "How often: if every choice on offer is as likely as the others, and so is every telling.",
    "Often: in a quarter of plays or more. Rarely: in under one in twenty. Point for exact shares.",
)


def to_svg(atlas: Atlas) -> str:
    """The whole picture as text."""
    return _Picture(atlas).drawn()


@dataclass(frozen=True, slots=True)
class _Size:
    width: float
    height: float


class _Picture:
    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.cards = cards_of(atlas)
        bottom = [ending.id for ending in atlas.endings]
        widths = {name: card.width for name, card in self.cards.items()}
        self.layout: Layout = lay_out(widths, _weighed(atlas), bottom, APART)
        self.routes = Routes(atlas, self.cards, self.layout, HEAD + MARGIN, BETWEEN)
        wide = max(self.routes.right, NARROWEST)
        self.size = _Size(ceil(wide + 2 * MARGIN), ceil(self.routes.bottom + LEGEND + MARGIN))
        self.left = MARGIN + (wide - self.routes.right) / 2

    def drawn(self) -> str:
        size, atlas = self.size, self.atlas
        root: dict[str, str | float] = {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": size.width,
            "height": size.height,
            "viewBox": f"0 0 {size.width:.0f} {size.height:.0f}",
            "role": "img",
        }
        shift = {"transform": f"translate({self.left:.1f} 0)"}
        lines = [self._line(drawn) for drawn in self.routes.drawn()]
        boxes = [self._card(card) for card in self.cards.values()]
        parts = [
            element("title", {}, text(f"{atlas.title}: the map of {atlas.id}")),
            element("style", {}, STYLE),
            element("rect", {"width": "100%", "height": "100%", "fill": PAPER}),
            *self._heading(),
            element("g", shift, "\n", "\n".join([self._begin(), *lines, *boxes]), "\n"),
            self._legend(),
        ]
        return element("svg", root, "\n", "\n".join(parts), "\n") + "\n"

    def _heading(self) -> list[str]:
        atlas = self.atlas
        counts = {"scene": atlas.scenes, "ending": atlas.endings, "telling": atlas.tellings}
        said = ", ".join(f"{len(it)} {what}{'s' * (len(it) != 1)}" for what, it in counts.items())
        if not atlas.complete:
            said += "; too many states to say how often"
        return [
            _text(atlas.title, MARGIN, 40, 20),
            _text(f"{atlas.id} · {said}", MARGIN, 60, SMALL, muted=True),
        ]

    def _begin(self) -> str:
        """Where every play starts."""
        x = self.routes.middle(self.atlas.start)
        y = self.routes.top(self.atlas.start)
        dot = element("circle", {"cx": x, "cy": y - 31, "r": 5, "fill": LINE})
        stem = element("path", {"d": f"M{x:.1f} {y - 31:.1f}V{y - 3:.1f}", "stroke": LINE,
                                "stroke-width": 2.4})  # fmt: skip
        return element("g", {}, element("title", {}, "Every play starts here"), stem, dot)

    def _line(self, drawn: Drawn) -> str:
        colour, dashes = _manner(drawn.kind, drawn.met)
        attributes: dict[str, str | float] = {
            "d": drawn.path,
            "stroke": colour,
            "stroke-width": _weight(drawn.kind, drawn.met),
            "stroke-linecap": "round",
        }
        if dashes:
            attributes["stroke-dasharray"] = dashes
        title = element("title", {}, text(drawn.said))
        # A wide line that is not seen, so that a thin one can be pointed at.
        easy = element("path", {"d": drawn.path, "stroke": "#fff", "stroke-opacity": 0,
                                "stroke-width": 9})  # fmt: skip
        head = "" if drawn.head is None else _arrow(*drawn.head, colour)
        return element("g", {}, title, easy, element("path", attributes), head)

    def _card(self, card: Card) -> str:
        x = self.routes.middle(card.at.id) - card.width / 2
        y = self.routes.top(card.at.id)
        said = f"{card.at.id}: {_share(card.at.met)}{_by_cause(card.at.met)}"
        inside = [element("title", {}, text(said))]
        frame: dict[str, str | float] = {"width": card.width, "height": CARD_HEIGHT,
                                         "fill": CARD, "stroke": BORDER}  # fmt: skip
        if not card.at.met.seen:
            frame["stroke-dasharray"] = "4 3"
        if isinstance(card.at, EndingOnMap):
            inside += _ending(card, frame)
        else:
            inside += _scene(card, frame)
        inside += [_chip(chip) for chip in card.chips]
        return element("g", {"transform": f"translate({x:.1f} {y:.1f})"}, *inside)

    def _legend(self) -> str:
        y = self.size.height - MARGIN - 37
        samples: list[tuple[LeadKind, Met, str]] = [
            ("goto", Met(1.0, seen=True), "in every play"),
            ("goto", Met(0.5, seen=True), "often"),
            ("goto", Met(0.1, seen=True), "sometimes"),
            ("goto", Met(0.01, seen=True), "rarely"),
            ("goto", Met(0.0, seen=False), "in no play, or after a skip"),
            ("interrupt", Met(0.1, seen=True), "interrupts"),
            ("skip", Met(0.0, seen=True), "skips the scene"),
        ]
        parts: list[str] = []
        x = MARGIN
        for kind, met, word in samples:
            colour, dashes = _manner(kind, met)
            line: dict[str, str | float] = {"d": f"M{x:.1f} {y - 4:.1f}h30", "stroke": colour,
                                            "stroke-width": _weight(kind, met)}  # fmt: skip
            if dashes:
                line["stroke-dasharray"] = dashes
            parts += [element("path", line), _text(word, x + 36, y, SMALL)]
            x += 36 + width_of(word, SMALL) + 24
        parts += [_text(it, MARGIN, y + 22 + 15 * n, TINY, muted=True) for n, it in enumerate(TOLD)]
        return element("g", {}, *parts)


def _weighed(atlas: Atlas) -> dict[Link, float]:
    """Every link between two boxes, and how much it matters that it is straight."""
    found: dict[Link, float] = {}
    for scene in atlas.scenes:
        for choice in scene.choices:
            for lead in choice.leads:
                link = (scene.id, lead.to)
                found[link] = found.get(link, 0.1) + lead.met.share
    return found


def _scene(card: Card, frame: dict[str, str | float]) -> list[str]:
    return [element("rect", {**frame, "rx": 7}), *_stack(_called(card), PAD, "start")]


def _ending(card: Card, frame: dict[str, str | float]) -> list[str]:
    frame |= {"rx": 22, "fill": PAPER, "stroke": INK, "stroke-width": 1.4}
    return [element("rect", frame), *_stack(_called(card), card.width / 2, "middle")]


def _called(card: Card) -> list[tuple[str, float, bool]]:
    return [(card.name, NAME, False), (card.id_said, TINY, True), (card.note, TINY, True)]


def _stack(said: list[tuple[str, float, bool]], x: float, anchor: str) -> list[str]:
    """Lines below each other in the middle of a card's height: words, size, whether muted."""
    lines = [line for line in said if line[0]]
    y = CARD_HEIGHT / 2 - LEADING * (len(lines) - 1) / 2 + 4
    return [
        _text(words, x, y + LEADING * n, size, muted=muted, anchor=anchor)
        for n, (words, size, muted) in enumerate(lines)
    ]


def _chip(chip: Chip) -> str:
    frame: dict[str, str | float] = {
        "x": chip.x, "y": PAD, "width": chip.width, "height": CHIP_HEIGHT, "rx": 5,
        "fill": PAPER, "stroke": BORDER,
    }  # fmt: skip
    if chip.choice.is_skip:
        frame |= {"fill": CARD}
    if chip.choice.is_skip or not chip.choice.met.seen:
        frame |= {"stroke-dasharray": "3 3"}
    said = [(chip.label, SMALL, False), (chip.word, TINY, True)]
    words = _stack(said, chip.middle, "middle")
    title = element("title", {}, text(_told(chip.choice)))
    return element("g", {}, title, element("rect", frame), *words)


def _told(choice: ChoiceOnMap) -> str:
    if choice.is_skip:
        return f"skip: goes to {choice.leads[0].to}; nobody is asked to"
    return f"{choice.id}: {choice.did or choice.say} ({_share(choice.met)})"


def _share(met: Met) -> str:
    return met.exactly


def _by_cause(met: Met) -> str:
    if not met.under or met.share == 0 or all(share >= 1 for share in met.under.values()):
        return ""
    shares = ", ".join(f"{telling} {share:.0%}" for telling, share in met.under.items())
    return f". By what is underneath: {shares}"


def _manner(kind: LeadKind, met: Met) -> tuple[str, str]:
    """The colour and the dashes of a line."""
    if kind == "skip":
        return SKIPPED, "5 4"
    if met.known and not met.share:
        return SKIPPED, "1 4"
    return (SUDDEN, "6 3 1.5 3") if kind == "interrupt" else (LINE, "")


def _weight(kind: LeadKind, met: Met) -> float:
    if kind == "skip":
        return 1.0
    return WEIGHTS.get(met.word, FAINT if met.known else 1.5)


def _arrow(x: float, y: float, colour: str) -> str:
    return element("path", {"d": f"M{x - 4:.1f} {y - 8:.1f}h8l-4 8z", "style": f"fill:{colour}"})


def _text(
    words: str, x: float, y: float, size: float, *, muted: bool = False, anchor: str = "start"
) -> str:
    attributes: dict[str, str | float] = {"x": x, "y": y, "font-size": size}
    if size >= NAME:
        attributes["font-weight"] = "600"
    if muted:
        attributes["class"] = "m"
    if anchor != "start":
        attributes["text-anchor"] = anchor
    return element("text", attributes, text(words))
