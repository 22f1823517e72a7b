"""What a telling could lead to, and each map, is worked out once for all tests of the screens."""

from collections.abc import Iterator

import pytest

from classroomsim.debrief import ahead
from classroomsim.debrief.ahead import MOST_AHEAD, Prepared, prepare
from classroomsim.proof import atlas
from classroomsim.proof.atlas import MOST_ON_MAP, Atlas, atlas_of
from classroomsim.proof.graph import Progress
from classroomsim.scenario.story import Scenario


@pytest.fixture(scope="session", autouse=True)
def looked_ahead_once() -> Iterator[None]:
    """Keeps what is worked out, by the text; what could be led to by the telling too."""
    known: dict[tuple[str, str], Prepared | None] = {}

    def prepare_once(
        scenario: Scenario, telling: str, limit: int = MOST_AHEAD, progress: Progress | None = None
    ) -> Prepared | None:
        key = scenario.hash, telling
        if key not in known:
            known[key] = prepare(scenario, telling, limit, progress)
        return known[key]

    maps: dict[str, Atlas] = {}

    def map_once(
        scenario: Scenario, limit: int = MOST_ON_MAP, progress: Progress | None = None
    ) -> Atlas:
        if scenario.hash not in maps:
            maps[scenario.hash] = atlas_of(scenario, limit, progress)
        return maps[scenario.hash]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ahead, "prepare", prepare_once)
        patch.setattr(atlas, "atlas_of", map_once)
        yield
