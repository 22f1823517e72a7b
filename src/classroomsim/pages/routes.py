"""The lines of the map: from each choice, by its waypoints, into the box that it leads to.

What leads from one scene to the same place comes in at one point. Links that pass layers run
together from below their scene on; links that lead up go round on the right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from classroomsim.pages.cards import CARD_HEIGHT, FOOT, Card, Chip
from classroomsim.pages.layers import Layout, Link
from classroomsim.proof.atlas import Atlas, Lead, LeadKind, Met

PORTS = 26.0
"""At most so far apart lines come into a box."""
LANE = 16.0
ARROW = 8.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line to draw: what it stands for, in words too, and where its arrow points."""

    path: str
    kind: LeadKind
    met: Met
    said: str
    head: tuple[float, float] | None


class Routes:
    """Where boxes stand and lines run, in pixels from the top left."""

    def __init__(
        self, atlas: Atlas, cards: Mapping[str, Card], layout: Layout, top: float, between: float
    ) -> None:
        self.cards = cards
        self.layout = layout
        pitch = CARD_HEIGHT + between
        self._tops = [top + pitch * n for n in range(len(layout.layers))]
        self.bottom = self._tops[-1] + CARD_HEIGHT
        self._leads: dict[Link, list[tuple[Chip, Lead]]] = {}
        for scene in atlas.scenes:
            for chip in cards[scene.id].chips:
                for lead in chip.choice.leads:
                    self._leads.setdefault((scene.id, lead.to), []).append((chip, lead))
        boxes = max((layout.middle[it] + card.width / 2 for it, card in cards.items()), default=0)
        points = max((x for it, x in layout.middle.items() if not isinstance(it, str)), default=0)
        self._lanes = self._lanes_from(max(boxes, points))
        self.right = max([boxes, points, *self._lanes.values()])
        self._ports = self._all_ports()

    def middle(self, box: str) -> float:
        """The middle of a box, from the left."""
        return self.layout.middle[box]

    def top(self, box: str) -> float:
        """The top edge of a box."""
        return self._tops[self.layout.layer_of[box]]

    def drawn(self) -> Iterator[Drawn]:
        """Every line, those that are gone along least first, so that the others lie above."""
        lines = [line for link in self._leads for line in self._of(link)]
        yield from sorted(lines, key=lambda it: (it.kind != "skip", it.met.share))

    def _of(self, link: Link) -> Iterator[Drawn]:
        if link in self.layout.backward:
            yield from self._going_back(link)
            return
        waypoints = self.layout.waypoints(link)
        port = self._ports[link]
        end = self.top(link[1])
        for chip, lead in self._leads[link]:
            start = (self._foot_x(link[0], chip), self._foot_y(link[0]))
            if waypoints:
                x, y = self.layout.middle[waypoints[0]], self._tops[waypoints[0][2]]
                yield self._line(link, chip, lead, _curve(start, (x, y), self._below(link[0])))
            else:
                path = _curve(start, (port, end - ARROW), self._below(link[0]))
                yield self._line(link, chip, lead, path, (port, end))
        if waypoints:
            yield self._trunk(link, port, end)

    def _trunk(self, link: Link, port: float, end: float) -> Drawn:
        """What a long link's lines are together, once they have met."""
        path = ""
        waypoints = self.layout.waypoints(link)
        for n, waypoint in enumerate(waypoints):
            x, top = self.layout.middle[waypoint], self._tops[waypoint[2]]
            foot = top + CARD_HEIGHT
            path += f"M{x:.1f} {top:.1f}V{foot:.1f}" if not n else f"V{foot:.1f}"
            following = waypoints[n + 1] if n + 1 < len(waypoints) else None
            onto = (
                (port, end - ARROW)
                if following is None
                else (self.layout.middle[following], self._tops[following[2]])
            )
            path += _bend((x, foot), onto)
        leads = [lead for _, lead in self._leads[link]]
        kind, met = together(leads)
        said = f"{link[0]} to {link[1]}: {told(kind, met)}"
        return Drawn(path, kind, met, said, (port, end))

    def _going_back(self, link: Link) -> Iterator[Drawn]:
        """Down from the choice, round on the right, and in from above."""
        lane, port, end = self._lanes[link], self._ports[link], self.top(link[1])
        number = list(self._lanes).index(link) % 4
        low = self._below(link[0]) + 14 + 4 * number
        high = end - 14 - 4 * number
        for chip, lead in self._leads[link]:
            x = self._foot_x(link[0], chip)
            path = (
                f"M{x:.1f} {self._foot_y(link[0]):.1f}V{low - 8:.1f}q0 8 8 8H{lane - 8:.1f}"
                f"q8 0 8 -8V{high + 8:.1f}q0 -8 -8 -8H{port + 8:.1f}q-8 0 -8 8V{end - ARROW:.1f}"
            )
            yield self._line(link, chip, lead, path, (port, end))

    def _line(
        self, link: Link, chip: Chip, lead: Lead, path: str,
        head: tuple[float, float] | None = None,
    ) -> Drawn:  # fmt: skip
        said = f"{chip.choice.id} to {link[1]}: {told(lead.kind, lead.met)}"
        return Drawn(path, lead.kind, lead.met, said, head)

    def _foot_x(self, box: str, chip: Chip) -> float:
        return self.layout.middle[box] - self.cards[box].width / 2 + chip.middle

    def _foot_y(self, box: str) -> float:
        return self.top(box) + FOOT

    def _below(self, box: str) -> float:
        """The lower edge of a box's row."""
        return self.top(box) + CARD_HEIGHT

    def _lanes_from(self, right: float) -> dict[Link, float]:
        """A lane of its own for each link that leads up, the shortest inside."""
        layer = self.layout.layer_of
        links = [link for link in self._leads if link in self.layout.backward]
        links.sort(key=lambda it: layer[it[0]] - layer[it[1]])
        return {link: right + LANE * (n + 1) for n, link in enumerate(links)}

    def _all_ports(self) -> dict[Link, float]:
        """Where each link comes into its box: beside each other, in the order they come from."""
        coming: dict[str, list[Link]] = {}
        for link in self._leads:
            coming.setdefault(link[1], []).append(link)
        found: dict[Link, float] = {}
        for box, links in coming.items():
            links.sort(key=self._comes_from)
            room = self.cards[box].width - 40
            apart = min(PORTS, room / max(1, len(links) - 1))
            first = self.layout.middle[box] - apart * (len(links) - 1) / 2
            found |= {link: first + apart * n for n, link in enumerate(links)}
        return found

    def _comes_from(self, link: Link) -> float:
        if link in self.layout.backward:
            return self._lanes[link]
        waypoints = self.layout.waypoints(link)
        return self.layout.middle[waypoints[-1] if waypoints else link[0]]


def together(leads: list[Lead]) -> tuple[LeadKind, Met]:
    """What several leads to one place are as one line: a play takes one of them at the most."""
    counted = [lead for lead in leads if lead.kind != "skip"]
    if not counted:
        return "skip", leads[0].met
    written = any(lead.kind == "goto" and lead.met.seen for lead in counted)
    sudden = any(lead.kind == "interrupt" for lead in counted)
    share = min(1.0, sum(lead.met.share for lead in counted))
    met = Met(share, any(lead.met.seen for lead in counted), counted[0].met.known)
    return ("interrupt" if sudden and not written else "goto"), met


def told(kind: LeadKind, met: Met) -> str:
    """What a line stands for, in words and with its share."""
    if kind == "skip":
        return "by skipping the scene"
    word = met.word if met.exactly == met.word else f"{met.word}, {met.exactly}"
    return f"{word}, by an interrupt" if kind == "interrupt" else word


def _curve(start: tuple[float, float], end: tuple[float, float], straight_to: float) -> str:
    """Straight down out of a card, and then in a bend to a point further down."""
    return f"M{start[0]:.1f} {start[1]:.1f}V{straight_to:.1f}" + _bend((start[0], straight_to), end)


def _bend(start: tuple[float, float], end: tuple[float, float]) -> str:
    half = (end[1] - start[1]) / 2
    return (
        f"C{start[0]:.1f} {start[1] + half:.1f} {end[0]:.1f} {end[1] - half:.1f}"
        f" {end[0]:.1f} {end[1]:.1f}"
    )
