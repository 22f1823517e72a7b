"""Where boxes go: what follows is below, nothing overlaps, and the same map is drawn the same."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from classroomsim.pages.layers import WAYPOINT, Layout, lay_out

BOXES = [f"box_{n}" for n in range(9)]
WIDTHS = {box: 60.0 + 25 * n for n, box in enumerate(BOXES)}
GAP = 20.0
links = st.dictionaries(
    st.tuples(st.sampled_from(BOXES[:7]), st.sampled_from(BOXES)), st.floats(0.1, 3), max_size=24
)


def laid(joined: dict[tuple[str, str], float]) -> Layout:
    return lay_out(WIDTHS, joined, BOXES[7:], GAP)


def test_a_line_of_boxes_stands_straight() -> None:
    layout = laid({("box_0", "box_1"): 1.0, ("box_1", "box_2"): 1.0})
    assert layout.layer_of["box_2"] == 2
    assert abs(layout.middle["box_0"] - layout.middle["box_2"]) < 1


def test_what_leads_back_is_drawn_round_the_rest() -> None:
    loop = {("box_0", "box_1"): 1.0, ("box_1", "box_0"): 1.0, ("box_1", "box_1"): 1.0}
    assert laid(loop).backward == {("box_1", "box_0"), ("box_1", "box_1")}


@settings(deadline=None)
@given(links)
def test_links_lead_down_and_boxes_do_not_overlap(joined: dict[tuple[str, str], float]) -> None:
    layout = laid(joined)
    for source, target in joined:
        if (source, target) not in layout.backward:
            assert layout.layer_of[target] > layout.layer_of[source]
    for row in layout.layers:
        for one, other in pairwise(row):
            width = [WIDTHS[it] if isinstance(it, str) else WAYPOINT for it in (one, other)]
            apart = layout.middle[other] - layout.middle[one]
            assert apart >= sum(width) / 2 + GAP - 1e-6
    assert sorted(it for row in layout.layers for it in row if isinstance(it, str)) == BOXES
    assert min(layout.middle[it] - WIDTHS[it] / 2 for it in BOXES) >= -1e-6


@settings(deadline=None)
@given(links)
def test_endings_share_the_last_layer(joined: dict[tuple[str, str], float]) -> None:
    layout = laid(joined)
    last = len(layout.layers) - 1
    assert {it for it in layout.layers[last] if isinstance(it, str)} == {"box_7", "box_8"}


@settings(deadline=None)
@given(links)
def test_the_same_links_are_laid_out_the_same(joined: dict[tuple[str, str], float]) -> None:
    assert laid(joined) == laid(dict(joined))
