"""`classroomsim handout`: the pack as Markdown or as one page, and no file is lost."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from classroomsim import cli
from classroomsim.cli.stopped import StoppedError
from classroomsim.room.steps import FORMS
from classroomsim.scenario.library import scenario_files
from tests.unit.pages.plays import SMALL


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to save in."""
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path / "home"))
    folder = tmp_path / "packs"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.cli, ("handout", *arguments), standalone_mode=False)


def refused(*arguments: str) -> str:
    """The sentence with which the command ends the program."""
    done = run(*arguments)
    assert isinstance(done.exception, StoppedError)
    assert done.exception.code == 2
    return str(done.exception)


def test_by_itself_it_is_markdown_and_writes_no_file(here: Path) -> None:
    done = run("tuesday_210")
    assert done.exception is None
    assert done.output.startswith("# Tuesday, 2.10\n")
    assert not list(here.iterdir())
    for form in FORMS.values():
        assert f"**{form.minutes} minutes: {form.name}:**" in done.output


def test_as_a_page_it_needs_nothing_else_and_ends_with_a_card_for_each_letter(here: Path) -> None:
    done = run("tuesday_210", "--html", "pack.html")
    assert done.exception is None
    assert str(here / "pack.html") in done.output
    page = (here / "pack.html").read_text(encoding="utf-8")
    assert not re.findall(r"<(?:script|link|img|iframe)\b|(?:src|href)=", page)
    cards = page[page.index('<div class="voting">') :]
    assert re.findall(r"<p>(.)</p>", cards) == ["A", "B", "C", "D"]


def test_a_page_that_is_there_stays_unless_that_is_asked_for(here: Path) -> None:
    (here / "pack.html").write_text("mine", encoding="utf-8")
    assert "there is a 'pack.html' there already" in refused(str(SMALL), "--html", "pack.html")
    assert (here / "pack.html").read_text(encoding="utf-8") == "mine"
    assert run(str(SMALL), "--html", "pack.html", "--force").exception is None
    assert "mine" not in (here / "pack.html").read_text(encoding="utf-8")[:20]


def test_a_cause_can_be_asked_for_and_one_that_is_not_there_is_told() -> None:
    done = run("tuesday_210", "--underneath", "noise")
    assert "In this telling, the noise had been going since" in " ".join(done.output.split())
    assert "there is no telling 'noize'" in refused("tuesday_210", "--underneath", "noize")


def test_force_without_a_file_is_told() -> None:
    assert "name one with --html FILE" in refused("tuesday_210", "--force")


@pytest.mark.parametrize("scenario", [one.stem for one in scenario_files()])
def test_every_scenario_that_ships_has_a_pack_with_three_beats_and_an_ending(scenario: str) -> None:
    done = run(scenario)
    assert done.exception is None
    assert "## Third beat: " in done.output
    assert re.search(r"\*\*Ending \d+:\*\*", done.output)
