"""A colleague's telling: played as it is written, moment by moment, with what could be seen."""

import re

import pytest

from classroomsim.debrief.lookback import parts
from classroomsim.debrief.watched import watched
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.engine.seen import look
from classroomsim.scenario.catalogue import MINIMAL
from classroomsim.scenario.library import find, scenario_files
from classroomsim.scenario.read import read_parsed, read_scenario, shipped_rulebook
from classroomsim.scenario.source import parse_source
from classroomsim.scenario.words import narration
from tests.unit.debrief.plays import our_words

WATCH = """\
watch:
  under: lunch_row
  who: She has taught Year 5 for six years.
  steps:
    - {choose: wait, thinking: I see his breathing before I see the book.}
  after: I would look up at the class sooner.
"""
LAST = "reviewed: not yet\n"
DOUBT = re.compile(r"(?i)\b(may|might|perhaps|can't tell|don't know|had hoped|is it|is he)\b")


def small(watch: str) -> Machine:
    source = parse_source("small.yaml", MINIMAL.replace(LAST, watch + LAST).encode())
    return Machine(read_parsed(source, *shipped_rulebook()).sound)


def test_each_moment_has_what_was_seen_thought_done_and_what_followed() -> None:
    machine = small(WATCH)
    found = watched(machine)
    assert found is not None
    assert found.who == "She has taught Year 5 for six years."
    (moment,) = found.moments
    assert moment.seen == look(Play.begin(machine, "lunch_row"))
    assert moment.thinking == "I see his breathing before I see the book."
    assert moment.choice.id == "wait"
    assert moment.choice in moment.seen.choices
    assert moment.followed == "The class went back to work before he did."
    assert found.end.later == ('Later, Kai might say: "You waited."',)
    assert found.underneath == "In this telling, the row at lunch was not over for Kai."
    assert found.after == "I would look up at the class sooner."


def test_where_nobody_wrote_coaching_what_followed_is_told_from_the_rules() -> None:
    machine = small(WATCH.replace("wait", "come_alongside"))
    found = watched(machine)
    assert found is not None
    assert found.moments[0].followed == parts(found.play, 0)[0].body


def test_there_is_nothing_to_watch_where_nobody_wrote_it() -> None:
    assert watched(small("")) is None


def test_one_that_cannot_be_played_is_not_shown() -> None:
    twice = "    - {choose: wait, thinking: Once more.}\n"
    assert watched(small(WATCH.replace("  after", f"{twice}  after"))) is None


def test_one_that_stops_before_an_ending_is_not_shown() -> None:
    machine = Machine(read_scenario(find("tuesday_210")).sound)
    whole = machine.scenario.watch
    assert whole is not None
    text = find("tuesday_210").read_text(encoding="utf-8")
    last = text[text.rindex("    - choose: ", 0, text.index("\nreviewed:")) :]
    cut = text.replace(last[: last.index("  after:")], "")
    source = parse_source("tuesday_210.yaml", cut.encode())
    assert watched(Machine(read_parsed(source, *shipped_rulebook()).sound)) is None


@pytest.mark.parametrize("path", scenario_files(), ids=lambda path: path.stem)
def test_a_colleague_whom_we_ship_doubts_pays_and_can_be_watched_to_the_end(path: object) -> None:
    scenario = read_scenario(find(str(path))).sound
    if scenario.watch is None:
        return
    found = watched(Machine(scenario))
    assert found is not None
    assert found.end.later
    assert scenario.tellings[scenario.watch.under].unrevealed, "it gives away a cause to be read"
    doubting = [it for it in found.moments if DOUBT.search(it.thinking)]
    assert doubting  # doubt has more words than these; one moment says it plainly
    told = [found.who, found.after, *(it.thinking for it in found.moments)]
    for text in told:
        assert our_words().banned.search(narration(text)) is None, text
        assert "!" not in text
