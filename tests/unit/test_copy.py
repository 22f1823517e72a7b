"""`classroomsim copy` and `card`: what they hold is said first, and no file is lost."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from classroomsim import cli
from classroomsim.cli.stopped import StoppedError
from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary, diary_path
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario
from tests.unit.pages.plays import FLAGSHIP, SMALL

LINE = "If a pot goes over, then I will pass a cloth before I speak."
WHOLE = ("cloth", "go_on", "wash")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to save in; a diary would lie below it."""
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path / "home"))
    folder = tmp_path / "copies"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def played(*plays: Sequence[str], scenario: Path = SMALL, plan: int | None = None) -> None:
    """Plays of a scenario in the diary; each has a note, and a plan at moment `plan`."""
    diary = Diary.open(diary_path())
    try:
        for choices in plays:
            telling = "tired" if scenario == SMALL else "cannot_write"
            sitting = Sitting.begin(read_scenario(scenario), telling, diary, choices=choices)
            sitting.note("Breathe first.")
            if plan is not None:
                sitting.plan(plan, LINE, date(2026, 12, 1))
    finally:
        diary.close()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.cli, arguments, standalone_mode=False)


def refused(*arguments: str) -> str:
    """The sentence with which a command ends the program."""
    done = run(*arguments)
    assert isinstance(done.exception, StoppedError)
    assert done.exception.code == 2
    return str(done.exception)


def test_a_copy_says_what_it_will_hold_and_where_it_lies(here: Path) -> None:
    played(WHOLE, plan=1)
    done = run("copy", "1", "ada.md")
    assert done.exception is None
    lines = done.output.splitlines()
    assert lines[0] == "This copy will hold:"
    assert {"- What you could see, moment by moment", "- Your plan", "- Your notes to self"} <= {
        *lines
    }
    assert lines[-1] == f"It lies here, and nowhere else: {here / 'ada.md'}"
    text = " ".join((here / "ada.md").read_text(encoding="utf-8").split())
    assert "# Looking back: The spilled water" in text
    assert LINE in text
    assert "Breathe first." in text


def test_a_copy_is_about_the_moment_asked_for_or_else_the_one_of_the_plan(here: Path) -> None:
    played(WHOLE, plan=1)
    assert run("copy", "1", "a.md").exception is None
    assert run("copy", "1", "b.md", "--moment", "3").exception is None
    first, other = ((here / it).read_text(encoding="utf-8") for it in ("a.md", "b.md"))
    assert "\n## 14:12, the table\n" in first
    assert "\n## 14:30, putting away\n" in other
    assert LINE not in other


def test_without_a_plan_it_is_about_the_moment_that_looking_back_suggests(here: Path) -> None:
    choices = ("turn_class", "quieter_room")
    played(choices, scenario=find(FLAGSHIP))
    assert run("copy", "1", "a.html").exception is None
    assert '<h2 class="fresh">' in (here / "a.html").read_text(encoding="utf-8")


def test_two_plays_are_set_side_by_side(here: Path) -> None:
    played(WHOLE, ("cloth", "look_again", "cloth"))
    assert run("copy", "1", "two.html", "--with", "2").exception is None
    text = (here / "two.html").read_text(encoding="utf-8")
    assert "Both begin alike, at 14:10, the water." in text


def test_a_card_has_the_plan_of_the_play(here: Path) -> None:
    played(WHOLE, plan=1)
    assert run("card", "1", "card.html").exception is None
    text = (here / "card.html").read_text(encoding="utf-8")
    assert text.count(LINE) == 4
    assert "For Tuesday 1 December 2026." in text


def test_a_file_is_written_over_only_where_that_is_asked_for(here: Path) -> None:
    played(WHOLE)
    (here / "mine.md").write_text("mine", encoding="utf-8")
    assert "there is a 'mine.md' there already" in refused("copy", "1", "mine.md")
    assert (here / "mine.md").read_text(encoding="utf-8") == "mine"
    assert run("copy", "1", "mine.md", "--force").exception is None
    assert "The spilled water" in (here / "mine.md").read_text(encoding="utf-8")


def test_what_can_not_be_copied_is_one_sentence() -> None:
    assert "there is no diary on this computer" in refused("copy", "1", "a.md")
    assert not diary_path().exists()
    played(WHOLE, ())
    assert "no play 9" in refused("copy", "9", "a.md")
    assert "play 2 has no moment to look back on yet" in refused("copy", "2", "a.md")
    assert "its last is 3" in refused("copy", "1", "a.md", "--moment", "4")
    assert "should end in .html" in refused("copy", "1", "a.pdf")
    assert "no folder" in refused("copy", "1", "no/such/a.md")
    assert "no folder '~nobody.of.that.name'" in refused("copy", "1", "~nobody.of.that.name/a.md")
    assert "--moment is for a copy of one play" in refused(
        "copy", "1", "a.md", "--moment", "1", "--with", "1"
    )
    assert "play 1 has no plan yet" in refused("card", "1", "a.html")


def test_plays_of_two_scenarios_can_not_be_compared() -> None:
    played(WHOLE)
    played(("turn_class",), scenario=find(FLAGSHIP))
    assert "are different scenarios" in refused("copy", "1", "a.md", "--with", "2")
