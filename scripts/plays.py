"""Writes a play of each scenario that ships into docs/plays/, so that the writing can be judged.

    python scripts/plays.py [FOLDER]

One play a scenario, in the table below: which telling, and which choices. A change in a page is a
change in what a player reads.
"""

import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.pages.markdown import WIDTH, escaped, to_markdown
from classroomsim.pages.play_page import play_document
from classroomsim.scenario.library import find, scenario_files
from classroomsim.scenario.read import read_scenario

FOLDER = Path(__file__).parents[1] / "docs" / "plays"
INDEX = "README.md"


@dataclass(frozen=True, slots=True)
class Row:
    """The play of a scenario that is written out: its telling, and its choices to an ending."""

    telling: str
    choices: str


PLAYS: Mapping[str, Row] = {
    "corridor_period_3": Row(
        "avoiding",
        "straight_to_lesson toby_too quiet_way_down walk_down times_not_reasons friday_with_me"
        " ask_dev_first one_minute",
    ),
    "first_morning": Row(
        "the_words",
        "half_past_twelve you_ask_me five_minutes two_lessons your_watch ring_ms_hart"
        " chair_tomorrow",
    ),
    "only_the_library": Row(
        "noise",
        "ten_quiet leave_be tell_your_partner five_minutes what_it_is_for sorry_for_mine",
    ),
    "phone": Row(
        "mum_at_home",
        "bag_for_now right_off read_on three_lines sana_reads only_the_log ask_for_one",
    ),
    "tidy_up_time": Row(
        "who_is_at_the_door",
        "big_timer end_of_song wiktoria_first mrs_pereira_leads read_on two_bricks ask_him",
    ),
    "tuesday_210": Row(
        "lunch_row",
        "books_stay maybe_so heard_that_too two_of_six blue_card hers_first my_part",
    ),
    "two_adults": Row(
        "zips_hurt",
        "a_bit_each leo_points what_you_see partners his_hands count_us_in your_way_till_friday",
    ),
}

INTRODUCTION = (
    "A play of each scenario that ships, from what is known before it to the coaching on each"
    " moment: to read, and to judge the writing by, without installing anything."
)
MADE_BY = (
    "These pages are made by `python scripts/plays.py` from the scenarios: change a story there, or"
    " which play is written out in the script."
)


def play_of(scenario_id: str) -> Play:
    """The play that stands in the table for a scenario. Raises `KeyError` where none does."""
    row = PLAYS[scenario_id]
    scenario = read_scenario(find(scenario_id)).sound
    return Play.begin(Machine(scenario), row.telling, row.choices.split())


def pages() -> dict[str, str]:
    """Every page by the name of its file."""
    ids = [path.stem for path in scenario_files() if path.stem in PLAYS]
    plays = {scenario_id: play_of(scenario_id) for scenario_id in ids}
    written = {f"{name}.md": to_markdown(play_document(play)) for name, play in plays.items()}
    return {INDEX: _index(plays), **written}


def _index(plays: Mapping[str, Play]) -> str:
    lines = [
        "# Plays, written out",
        "",
        textwrap.fill(INTRODUCTION, WIDTH),
        "",
        "| scenario | setting |",
        "|---|---|",
    ]
    for scenario_id, play in plays.items():
        scenario = play.world.scenario
        title = escaped(scenario.title)
        lines.append(f"| [{title}]({scenario_id}.md) | {escaped(scenario.about.setting)} |")
    return "\n".join([*lines, "", textwrap.fill(MADE_BY, WIDTH), ""])


def main() -> None:
    """Writes the pages."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{folder / name}: written")


if __name__ == "__main__":
    main()
