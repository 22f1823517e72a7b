"""The pages in docs/ agree with the program: what is made is up to date, what is said is so."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import pytest

from classroomsim.debrief.watched import watched
from classroomsim.engine.machine import Machine
from classroomsim.engine.seen import DRIFTING, LOOKING, MOST_NOTICES
from classroomsim.proof.check import check_file
from classroomsim.scenario import condition, shape, source, text
from classroomsim.scenario.build_story import DESK_COLUMNS, DESK_ROWS
from classroomsim.scenario.catalogue import CATALOGUE, MINIMAL
from classroomsim.scenario.read import Reading, read_parsed, shipped_rulebook
from classroomsim.scenario.schema import json_schema
from classroomsim.scenario.shape import GaugeShape
from classroomsim.scenario.source import parse_source
from classroomsim.scenario.story import ENTIRE_CLASS
from classroomsim.scenario.words import check_words
from scripts import problem_docs, transcript

DOCS = Path(__file__).parents[2] / "docs"
WRITING = (DOCS / "writing-a-scenario.md").read_text(encoding="utf-8")
YAML = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def read(written: str) -> Reading:
    return read_parsed(parse_source("page.yaml", written.encode()), *shipped_rulebook())


def section(heading: str) -> str:
    """What stands under a heading of the page, up to the next of any depth."""
    after = re.split(rf"^#+ {re.escape(heading)}$", WRITING, flags=re.MULTILINE)[1]
    return re.split(r"^#+ ", after, flags=re.MULTILINE)[0]


def rows(heading: str) -> Iterator[list[str]]:
    """The rows of every table under a heading, without their heads."""
    for line in section(heading).splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


# ------------------------------------------------------------------------------ what is made


def test_the_page_of_problem_codes_is_up_to_date() -> None:
    made = problem_docs.page()
    assert (DOCS / "problems.md").read_text(encoding="utf-8") == made, (
        "run: python scripts/problem_docs.py"
    )


def test_every_example_on_the_page_of_problem_codes_shows_what_is_said_of_it() -> None:
    for code in CATALOGUE:
        assert problem_docs.found_in(code), code


def test_the_schema_is_up_to_date() -> None:
    kept = (DOCS / "scenario-1.schema.json").read_text(encoding="utf-8")
    assert kept == json_schema(), "run: classroomsim schema > docs/scenario-1.schema.json"


def test_the_schema_says_draft_7_and_uses_only_its_words() -> None:
    schema = json.loads(json_schema())
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert "$defs" not in json_schema()
    assert "prefixItems" not in json_schema()


def test_an_editor_can_say_of_every_word_what_it_is_for() -> None:
    schema = json.loads(json_schema())
    shapes = {"the scenario": schema, **schema["definitions"]}
    silent = [
        f"{name}.{key}"
        for name, found in shapes.items()
        for key, field in found.get("properties", {}).items()
        if not ("description" in field or "$ref" in json.dumps(field))
    ]
    assert not silent
    assert not [name for name, found in shapes.items() if "description" not in found]


def test_the_transcript_is_up_to_date() -> None:
    page = (DOCS / "playing.md").read_text(encoding="utf-8")
    assert transcript.BLOCK.search(page)
    assert page == transcript.page(page), "run: python scripts/transcript.py"


# ------------------------------------------------------------- writing a scenario: the examples


def test_the_small_scenario_is_read_without_problems() -> None:
    example = YAML.search(WRITING)
    assert example is not None
    reading = read(example[1])
    _, rulebook = shipped_rulebook()
    assert not reading.problems
    assert reading.scenario is not None
    assert not check_words(reading.source, rulebook.words)


def test_the_small_scenario_is_a_draft_that_lacks_coaching_and_nothing_else(
    tmp_path: Path,
) -> None:
    example = YAML.search(WRITING)
    assert example is not None
    path = tmp_path / "the_wet_coat.yaml"
    path.write_text(example[1], encoding="utf-8")
    found = check_file(path)
    assert found.holds(strict=False)
    assert [it.code for it in found.problems] == ["P661"] * 3


def test_the_commands_on_the_page_name_what_the_small_scenario_has() -> None:
    example = YAML.search(WRITING)
    assert example is not None
    scenario = read(example[1]).sound
    block = section("Trying it as you write")
    assert set(re.findall(r"--underneath (\w+)", block)) <= set(scenario.tellings)
    assert set(re.findall(r"--from (\w+)", block)) <= set(scenario.scenes)
    offered = {choice.id for choice in scenario.scenes[scenario.start].choices}
    assert set(re.findall(r"--from-play (\w+)", block)) <= offered


def test_the_colleagues_telling_on_the_page_can_be_watched(tmp_path: Path) -> None:
    example = YAML.search(WRITING)
    (watch,) = YAML.findall(section("A colleague's telling"))
    assert example is not None
    whole = example[1].replace("reviewed: not yet", f"{watch}reviewed: not yet")
    path = tmp_path / "the_wet_coat.yaml"
    path.write_text(whole, encoding="utf-8")
    found = check_file(path)
    assert {it.code for it in found.problems} == {"P661"}
    assert watched(Machine(read(whole).sound)) is not None


def test_the_rule_of_ones_own_fits_a_scenario() -> None:
    rule = YAML.findall(section("Rules, gauges and moves of your own"))
    assert len(rule) == 1
    assert not read(MINIMAL + rule[0]).problems


def test_the_ways_to_write_difficult_texts_are_read_as_meant() -> None:
    (block,) = YAML.findall(section("Writing YAML without surprises"))
    found = parse_source("page.yaml", block.encode())
    assert not found.problems
    assert found.data["speech"] == '"Rough start," says Kai.'
    assert found.data["apostrophe"] == '"I\'m not doing it."'
    assert found.data["colon"] == "He says: no."
    assert found.data["hash"] == "Table #4 looks up."
    assert found.data["time"] == "14:10"
    assert found.data["in_braces"] == {"say": "He looks up, and down."}
    assert str(found.data["long"]).endswith("to one paragraph.")


def test_the_rule_that_moved_the_pupil_is_in_the_rulebook() -> None:
    page = (DOCS / "how-it-works.md").read_text(encoding="utf-8").replace("\n> ", " ")
    _, rulebook = shipped_rulebook()
    rule = rulebook.rules["r2_audience"]
    assert "`r2_audience`" in page
    assert rule.because in page
    assert f"`{rule.when}`" in page
    assert f"`stage` is `{rule.stage}`" in page
    assert rulebook.sources[rule.source].sure in page


# --------------------------------------------------------------- writing a scenario: the tables

WAIT = "        did: Waited, without a word\n"
PLACES = {
    "choice": (WAIT, WAIT + "        when: '{}'\n"),
    "rule": ("when: pupil.stress >= agitated", "when: '{}'"),
    "text": ("when: underneath.cannot_begin, say", "when: '{}', say"),
    "coach": (
        "might: He may have needed them.",
        "might:\n            - {{when: '{}', say: He may have needed them.}}",
    ),
}
"""For each kind of place a text of `MINIMAL`, and what it becomes with a condition there."""


def named() -> list[tuple[str, str, bool]]:
    """Each name of the table with each kind of place, and whether the page says it may be used."""
    return [
        (cells[0].strip("`"), place, said == "yes")
        for cells in rows("Conditions")
        if cells[0].startswith("`")
        for place, said in zip(PLACES, cells[2:], strict=True)
    ]


@pytest.mark.parametrize(("name", "place", "may"), named())
def test_a_name_may_be_used_where_the_page_says(name: str, place: str, *, may: bool) -> None:
    old, new = PLACES[place]
    assert MINIMAL.count(old) == 1
    codes = {it.code for it in read(MINIMAL.replace(old, new.format(name))).problems}
    assert codes == (set() if may else {"E206"})


def test_the_page_has_every_kind_of_name() -> None:
    kinds = set(get_args(condition.FactKind)) - {"flag"} | {"was", "strain"}
    first = {name.split(".")[0].split(" ")[0] for name, _, _ in named()}
    assert first == kinds | {"pupil", "since_peak", "plan_agreed"}


def test_the_effects_on_the_page_are_read() -> None:
    effects = [cells[0].strip("`") for cells in rows("Effects") if cells[0].startswith("`")]
    limits = [it for it in effects if "fall" in it]
    assert len(limits) == 2
    wait = "costs: [time]\n        why_reasonable: A book on"
    for effect in effects:
        own = f"limits:\n  mine: {{then: {{{effect}}}, because: It may be so., source: house}}\n"
        then = f"then: {{{effect}}}\n        {wait}"
        written = MINIMAL + own if effect in limits else MINIMAL.replace(wait, then)
        assert written != MINIMAL
        assert not read(written).problems, effect


def bands(gauge: GaugeShape) -> dict[str, range]:
    """The values of each band, for a gauge from 0 to 10."""
    starts = [*gauge.bands.values(), 11]
    return {
        band: range(low, high)
        for band, low, high in zip(gauge.bands, starts, starts[1:], strict=False)
    }


@pytest.mark.parametrize(
    ("name", "counts"), [("room.attention", LOOKING), ("room.settled", DRIFTING)]
)
def test_the_desks_are_as_the_page_says(name: str, counts: tuple[int, ...]) -> None:
    gauge = shipped_rulebook()[1].gauges[name]
    expected = []
    for band, values in bands(gauge).items():
        found = sorted({counts[value] for value in values})
        many = f"{found[0]} to {found[-1]}" if len(found) > 1 else f"{found[0]}"
        expected.append([f"`{band}`", gauge.cues["any"][band], many])
    said = [cells for cells in rows("The room") if cells[0].strip("`") in gauge.bands]
    assert said == expected


def test_the_page_says_how_many_notices_and_desks_there_are() -> None:
    assert MOST_NOTICES == 5
    assert "at most five lines" in section("The notice box")
    assert ENTIRE_CLASS == 30
    assert f"columns 1 to {DESK_COLUMNS}, rows 1 to {DESK_ROWS}" in WRITING


def test_the_page_lists_the_words_to_avoid() -> None:
    words = shipped_rulebook()[1].words
    banned, warned = section("Words to avoid").split("These give a **note**")
    joined = banned.replace("\n", " "), warned.replace("\n", " ")
    assert set(words.banned) <= set(re.findall(r"`([^`]+)`", joined[0]))
    assert re.findall(r"`([^`]+)`", joined[1]) == words.warned


# --------------------------------------------------------------- writing a scenario: the limits

Schema = Mapping[str, object]


def limit(model: str, field: str, of: str = "") -> int:
    """The most that the schema allows of a field: items, entries, characters, or a number."""
    whole = json.loads(json_schema())
    fields = (
        whole["properties"] if model == "Scenario" else whole["definitions"][model]["properties"]
    )
    options = [fields[field], *fields[field].get("anyOf", ())]
    if of == "entry":
        options = [one for it in options for one in it["patternProperties"].values()]
    if of == "text":
        options = [it for it in options if it.get("type") == "string"]
    found = {
        it[key]
        for it in options
        for key in ("maxItems", "maxProperties", "maxLength", "maximum")
        if key in it
    }
    assert len(found) == 1, (model, field, found)
    return int(found.pop())


def limits() -> dict[str, set[int]]:
    """Every stated limit as the code has it; several where one line speaks of several places."""
    own = {
        "gauges of your own": "gauges",
        "numbers to remember (`memory`) of your own": "memory",
        "flags of your own": "flags",
        "manners of your own": "manners",
        "needs of your own": "needs",
        "moves of your own": "moves",
        "rules of your own": "rules",
        "limits of your own": "limits",
        "sources of your own": "sources",
        "tellings": "underneath",
        "scenes": "scenes",
        "endings": "endings",
        "`interrupts`": "interrupts",
        "beats of a `room_path`": "room_path",
        "`plays`": "plays",
        "`promises`": "promises",
        "items of `evidence`": "evidence",
        "characters in a `title`": "title",
    }
    shorts = {
        limit("AboutShape", "setting"),
        limit("GuessShape", "ask"),
        limit("GuessShape", "options", "entry"),
        limit("CastShape", "others", "entry"),
    }
    identity = re.search(r"\{0,([0-9]+)\}", shape.ID)
    assert identity is not None
    return {
        **{said: {limit("Scenario", field)} for said, field in own.items()},
        "the file, in bytes": {source.MAX_BYTES},
        "nesting of lists and mappings": {source.MAX_DEPTH},
        "values in the file, lists and mappings counted too": {source.MAX_VALUES},
        "problems that are reported for one file": {source.MAX_PROBLEMS},
        "characters in a text": {text.MAX_TEXT, limit("SceneShape", "text", "text")},
        "line breaks in a text": {text.MAX_TEXT_LINES},
        "characters in a word": {text.MAX_WORD},
        "combining marks in a row": {text.MAX_MARKS},
        "items in a text that is a list": {shape.MAX_LINES},
        "characters in an id": {int(identity[1]) + 1},
        "characters in a `did`": {limit("ChoiceShape", "did")},
        "characters in the `name` of a scene": {limit("SceneShape", "name")},
        "characters in the pupil's `name`": {limit("PupilShape", "name")},
        "characters in a `setting`, an `ask`, an option, or a line on one of the `others`": shorts,
        "characters in a condition": {condition.MAX_CONDITION},
        "brackets and `not` inside one another": {condition.MAX_BRACKETS},
        "items in a `when` that is a list": {limit("RuleShape", "when")},
        "`minutes`": {limit("AboutShape", "minutes")},
        "`themes`": {limit("AboutShape", "themes")},
        "`others`": {limit("CastShape", "others")},
        "choices in a scene": {limit("SceneShape", "choices")},
        "options of a `read`": {limit("GuessShape", "options")},
        "moves in a choice": {limit("ChoiceShape", "moves")},
        "manners in a choice": {limit("ChoiceShape", "manner")},
        "ways in a `goto`": {limit("ChoiceShape", "goto")},
        "bands of a gauge": {limit("GaugeShape", "bands")},
        "tags of a move": {limit("MoveShape", "tags")},
        "turns of a move": {limit("MoveShape", "turns")},
        "steps of a `watch`": {limit("WatchShape", "steps")},
        "lines in the notice box": {MOST_NOTICES},
    }


def test_the_limits_on_the_page_are_those_of_the_code() -> None:
    said = {
        cells[0]: {int(cells[1].replace(",", ""))}
        for cells in rows("Limits of the format")
        if cells[0] != "what"
    }
    assert said == limits()
