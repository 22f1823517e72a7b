"""What a telling could lead to is worked out once for all tests of the linear text."""

from collections.abc import Iterator
from functools import cache

import pytest

from classroomsim.debrief.ahead import Prepared, prepare
from classroomsim.plain import looking_back
from classroomsim.scenario.story import Scenario


@pytest.fixture(scope="module", autouse=True)
def nowhere_of_ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder to save copies in, since anything may be typed."""
    folder = tmp_path_factory.mktemp("copies")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        patch.chdir(folder)
        yield


@pytest.fixture(scope="session", autouse=True)
def looked_ahead_once() -> Iterator[None]:
    """Keeps what is worked out, by the text and the telling."""
    texts: dict[str, Scenario] = {}

    @cache
    def known(text: str, telling: str, limit: int) -> Prepared | None:
        return prepare(texts[text], telling, limit)

    def prepare_once(scenario: Scenario, telling: str, limit: int) -> Prepared | None:
        return known(texts.setdefault(scenario.hash, scenario).hash, telling, limit)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(looking_back, "prepare", prepare_once)
        yield
