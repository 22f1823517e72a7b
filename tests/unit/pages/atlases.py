"""Maps to draw: of the tests' scenarios, one with everything hostile in it, and generated ones."""

from functools import cache

from hypothesis import strategies as st

from classroomsim.proof.atlas import (
    Atlas,
    ChoiceOnMap,
    EndingOnMap,
    Lead,
    Met,
    SceneOnMap,
    atlas_of,
)
from classroomsim.scenario.story import SKIP
from tests.unit.proof.scenarios import reading_of

HOSTILE = [
    "<script>alert(1)</script>",
    '"]; click x "javascript:alert(1)"',
    "]]> --> <!-- &lt; &amp; & '\"",
    "`code` **bold** %% comment ; end",
    "\x1b]0;title\x07\u202eturned\u2028round\nlines",
    "\\\\N \\",
    "{{ x }} {% y %} ${z} #35; #quot;",
]


@cache
def map_of(name: str) -> Atlas:
    """The map of a scenario of the tests."""
    return atlas_of(reading_of(name).sound)


def hostile() -> Atlas:
    """A map whose every free text would do harm if it were taken as markup."""
    one, two, three, four, five, six, seven = HOSTILE
    met = Met(0.5, seen=True, under={"tired": 0.5})
    leads = (Lead("second", "goto", met), Lead("way_out", "interrupt", met))
    first = SceneOnMap("first", one, "14:10", met, (ChoiceOnMap("wait", two, three, met, leads),))
    every = tuple(Lead(to, "goto", met) for to in ("first", "second", "way_out"))
    choices = (ChoiceOnMap("end", four, five, met, every), skip("way_out"))
    second = SceneOnMap("second", six, seven, met, choices)
    ending = EndingOnMap("way_out", "repaired", one, met)
    title = " ".join(HOSTILE)
    return Atlas("hostile", title, "first", (first, second), (ending,), ("tired",), complete=True)


def skip(to: str) -> ChoiceOnMap:
    """A scene's skip."""
    aside = Met(0.0, seen=True, known=False)
    return ChoiceOnMap(SKIP, "", "", aside, (Lead(to, "skip", aside),))


@st.composite
def atlases(draw: st.DrawFn) -> Atlas:
    """Any map at all: scenes that lead anywhere, themselves among it."""
    scenes = [f"scene_{n}" for n in range(draw(st.integers(1, 12)))]
    endings = [f"ending_{n}" for n in range(draw(st.integers(1, 5)))]
    mets = st.builds(Met, st.sampled_from([0.0, 0.01, 0.1, 0.6, 1.0]), st.booleans(), st.booleans())
    places = st.sampled_from([*scenes, *endings])
    leads = st.builds(Lead, places, st.sampled_from(["goto", "interrupt"]), mets)
    choices = st.builds(
        ChoiceOnMap,
        st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True).filter(lambda it: it != SKIP),
        st.text(max_size=70),
        st.text(max_size=200),
        mets,
        st.lists(leads, min_size=1, max_size=4).map(tuple),
    )
    some = st.lists(choices, max_size=4, unique_by=lambda it: it.id)
    drawn = tuple(
        SceneOnMap(
            scene,
            draw(st.text(max_size=24)),
            draw(st.sampled_from(["", "14:10"])),
            draw(mets),
            (*draw(some), skip(draw(places))),
        )
        for scene in scenes
    )
    last = tuple(
        EndingOnMap(
            it, draw(st.sampled_from(["repaired", "reopened", "held", "apart"])), "", draw(mets)
        )
        for it in endings
    )
    title = draw(st.text(max_size=80))
    return Atlas("any_map", title, scenes[0], drawn, last, ("tired",), draw(st.booleans()))
