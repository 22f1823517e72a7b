"""docs/plays/: a whole play of every scenario that ships, as the program writes it today."""

import re

import pytest

from classroomsim.scenario.library import scenario_files
from scripts import plays

SHIPPED = [path.stem for path in scenario_files()]
WRITTEN = {path.name: path.read_text(encoding="utf-8") for path in plays.FOLDER.glob("*.md")}
RUN = "run: python scripts/plays.py"


@pytest.mark.parametrize("scenario_id", SHIPPED)
def test_every_scenario_that_ships_has_a_play_that_reaches_its_end(scenario_id: str) -> None:
    assert scenario_id in plays.PLAYS, "give it a row in the table of scripts/plays.py"
    play = plays.play_of(scenario_id)
    assert play.ending is not None, f"the play goes on: {[it.id for it in play.offers]}"


def test_no_row_is_left_of_a_scenario_that_does_not_ship() -> None:
    assert set(plays.PLAYS) <= set(SHIPPED)


def test_the_pages_are_up_to_date() -> None:
    made = plays.pages()
    assert set(WRITTEN) == set(made), RUN
    stale = [name for name, text in made.items() if WRITTEN[name] != text]
    assert not stale, RUN


@pytest.mark.parametrize("scenario_id", sorted(plays.PLAYS))
def test_a_page_has_all_of_the_story_and_of_its_coaching(scenario_id: str) -> None:
    text = WRITTEN[f"{scenario_id}.md"]
    play = plays.play_of(scenario_id)
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert sum(it.startswith("Looking back at ") for it in headings) == len(play.choices)
    assert text.count("### What the school could provide") == sum(
        moment.choice is not None and moment.choice.coach is not None for moment in play.moments
    )
    assert text.count("### What do you do?") == len(play.choices)
    assert "## How it ended" in text
    assert "In this telling, " in text
