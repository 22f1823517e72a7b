"""Where the scenarios lie, and how one of them is named."""

import re
from pathlib import Path

import pytest

from classroomsim.scenario import library
from classroomsim.scenario.library import ScenarioNotFoundError


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of two scenarios, with all that may lie beside them."""
    root = tmp_path / "library"
    (root / "rulebook").mkdir(parents=True)
    for name in ("wet_play.yaml", "assembly.yaml", "frameworks.yaml", "notes.txt"):
        (root / name).touch()
    (root / "rulebook" / "core.yaml").touch()
    monkeypatch.setattr(library, "library_root", lambda: root)
    monkeypatch.chdir(tmp_path)
    return root


def test_the_library_is_found_and_has_its_rulebook() -> None:
    assert (library.library_root() / "rulebook" / "core.yaml").is_file()
    assert library.scenario_files()


def test_each_file_that_ships_is_named_after_its_id() -> None:
    for path in library.scenario_files():
        named = re.search(r"^id:\s*(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert named is not None, path
        assert named[1] == path.stem


def test_only_scenarios_are_listed_and_in_order(shipped: Path) -> None:
    assert library.scenario_files() == [shipped / "assembly.yaml", shipped / "wet_play.yaml"]


def test_a_scenario_goes_by_its_id(shipped: Path) -> None:
    assert library.find("wet_play") == shipped / "wet_play.yaml"


def test_an_id_comes_before_a_file_of_that_name(shipped: Path) -> None:
    Path("wet_play").touch()
    assert library.find("wet_play") == shipped / "wet_play.yaml"


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("name", ["mine.yaml", "./mine", "mine", "folder/mine.yml"])
def test_a_path_is_a_path(name: str) -> None:
    Path("folder").mkdir()
    Path(name).touch()
    assert library.find(name) == Path(name)
    assert library.find(Path(name)) == Path(name)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("wet_plya", "there is no scenario 'wet_plya'; did you mean 'wet_play'?"),
        ("xyz", "there is no scenario 'xyz'; classroomsim, by itself, shows them all"),
        ("minf.yaml", "there is no file 'minf.yaml'; did you mean 'mine.yaml'?"),
        ("nowhere/mine.yaml", "there is no file 'nowhere/mine.yaml'"),
        ("library", "'library' is a folder; name one scenario file in it"),
        ("library/rulebook", "'library/rulebook' is a folder; name one scenario file in it"),
        ("", "there is no scenario ''; classroomsim, by itself, shows them all"),
        ("\x1b]52;c;aGk=\x07", r"there is no scenario '\x1b]52;c;aGk=\x07'"),
        ("a\u202eb.yaml", r"there is no file 'a\u202eb.yaml'"),
        ("w" * 5000, f"there is no scenario '{'w' * 57}...'"),
        ("a/" * 5000, f"there is no file '{'a/' * 28}a...'"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(name: str, sentence: str) -> None:
    Path("mine.yaml").touch()
    with pytest.raises(ScenarioNotFoundError) as caught:
        library.find(name)
    assert str(caught.value).startswith(sentence)
