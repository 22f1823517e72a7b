"""What has the wrong shape, or names what is not there, is reported with its code at its place."""

import pytest

from classroomsim.scenario.build_story import DESK_COLUMNS, DESK_ROWS
from classroomsim.scenario.catalogue import CATALOGUE, MINIMAL
from classroomsim.scenario.problems import Problem
from classroomsim.scenario.read import (
    Reading,
    RulebookError,
    read_parsed,
    rulebook_shape,
    shipped_rulebook,
)
from classroomsim.scenario.shape import MAX_CHOICES, MAX_SCENES, MAX_TELLINGS
from classroomsim.scenario.source import parse_source

HERE = "⟦"
"""Stands before the place that a problem has to be reported at; it is taken out."""


def read(text: str) -> Reading:
    return read_parsed(parse_source("small.yaml", text.encode()), *shipped_rulebook())


def problems_of(old: str, new: str) -> tuple[list[Problem], tuple[int, int]]:
    """The problems of `MINIMAL` with `old` replaced, and the marked place."""
    assert old in MINIMAL, old
    text = MINIMAL.replace(old, new, 1)
    index = text.index(HERE)
    place = text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
    return list(read(text.replace(HERE, "")).problems), place


def test_a_colleagues_telling_is_read_as_it_is_written() -> None:
    reading = read(MINIMAL.replace(LAST, WATCH + LAST))
    assert not reading.problems
    watch = reading.sound.watch
    assert watch is not None
    assert watch.under == "lunch_row"
    assert [(it.choose, it.thinking) for it in watch.steps] == [
        ("wait", "I see his breathing before I see the book.")
    ]
    assert read(MINIMAL).sound.watch is None


def test_the_smallest_scenario_has_no_problems() -> None:
    reading = read(MINIMAL)
    assert not reading.problems
    assert reading.scenario is not None
    assert reading.scenario.id == "the_smallest"


COACH = "          noticed: You gave him five seconds.\n"
WAIT = "        did: Waited, without a word\n"
RULE = """\
rules:
  mine:
    stage: drift
    when: pupil.stress >= agitated
    then: {pupil.stress: up 1}
    because: It may be so.
    source: house
reviewed: not yet
"""
GAUGE = """\
gauges:
  priya.worry:
    name: how worried Priya may be
    range: 0..10
    start: 3
    better: down
    bands: {calm: 0, worried: 5}
    rose: Priya may have been more worried
    fell: Priya may have been less worried
reviewed: not yet
"""
LAST = "reviewed: not yet\n"
WATCH = """\
watch:
  under: lunch_row
  who: She has taught Year 5 for six years.
  steps:
    - {choose: wait, thinking: I see his breathing before I see the book.}
  after: I would look up at the class sooner.
"""
BOTH = "  both: {joins: [lunch_row, cannot_begin]}\nstart: the_book"

CASES: list[tuple[str, str, str, str]] = [
    # code, what is replaced, by what, and part of the message or of the fix
    ("E101", WAIT, "", "'did'"),
    ("E101", COACH, "", "'noticed'"),
    ("E101", "    skip: still_outside\n", "", "add 'skip:'"),
    ("E101", "    later: 'Later, Kai might say: \"You waited.\"'\n", "", "'later'"),
    ("E101", "reviewed: not yet\n", "", "the file has no 'reviewed'"),
    ("E101", "    style: outward\n", "", "has no 'style'"),
    ("E101", "    need: none_known\n", "", "has no 'need'"),
    (
        "E101",
        LAST,
        "room_path:\n  - {scene: the_book}\n  - ⟦{scene: the_book}\n" + LAST,
        "needs a bridge",
    ),
    ("E102", "        manner: [private, short]", "        ⟦maner: [private, short]", "'manner'"),
    ("E102", "    skip: still_outside", "    skip: still_outside\n    ⟦weather: wet", "known here"),
    ("E102", "say: The page is blank.}", "⟦saay: The page is blank.}", "'say'"),
    ("E102", "        did: Waited", "        ⟦dids: Waited", "'did'"),
    ("E102", LAST, "⟦sceens: {}\n" + LAST, "'scenes'"),
    ("E103", "minutes: 2", "minutes: ⟦two", "a whole number, not text"),
    ("E103", "minutes: 2", "minutes: ⟦true", "a whole number"),
    ("E103", "themes: [regulation]", "themes: ⟦regulation", "should be a list"),
    ("E103", "text: Kai picks up the book.", "text: ⟦12", "put it in quotes"),
    ("E103", "themes: [regulation]", "themes: [⟦[regulation]]", "should be text, not a list"),
    ("E103", "then: {room.settled: down 1}", "then: {room.settled: ⟦1}", "'up 2'"),
    (
        "E103",
        "      wait:\n        say",
        "      wait:\n        once: ⟦maybe\n        say",
        "true or",
    ),
    ("E103", "cast:\n  pupil: {name: Kai", "cast:\n  pupil: {name: ⟦{a: b}", "text"),
    ("E103", "pupil: {name: Kai, pronouns: he, desk: [3, 2]}", "pupil: ⟦Kai", "name: value"),
    ("E103", "goto: still_outside", "goto: ⟦true", "should be text"),
    ("E104", "phase: KS2", "phase: ⟦Year 5", "'EYFS'"),
    ("E104", "leaves: held", "leaves: ⟦undone", "'repaired'"),
    ("E104", 'clock: "14:10"', 'clock: ⟦"2.10"', "time of day"),
    ("E104", 'clock: "14:10"', 'clock: ⟦"24:00"', "time of day"),
    ("E104", "strain: 2", "strain: ⟦4", "at most 3"),
    ("E104", "minutes: 2", "minutes: ⟦0", "at least 1"),
    ("E104", "text: Kai picks up the book.", 'text: ⟦""', "is empty"),
    ("E104", "costs: [time]", "costs: [⟦money]", "'precedent'"),
    ("E104", "function: safety", "function: ⟦attention", "'connection'"),
    ("E105", "      wait:\n", "      ⟦Wait:\n", "small letters"),
    ("E105", "  lunch_row:\n", "  ⟦lunch-row:\n", "small letters"),
    ("E105", "  the_book:\n", f"  ⟦{'b' * 41}:\n", "40 at most"),
    ("E105", "      come_alongside:\n", "      ⟦w:\n", "kept for the program"),
    ("E105", "      come_alongside:\n", "      ⟦skip:\n", "kept for the program"),
    ("E105", "goto: still_outside", "goto: ⟦Still outside", "not a name"),
    (
        "E105",
        "endings:\n",
        "endings:\n  the_book:\n    ⟦leaves: held\n    text: It ends.\n    later: Later.\n",
        "both a scene and an ending",
    ),
    ("E105", LAST, "flags: [⟦tick]\n" + LAST, "already taken"),
    ("E105", LAST, "flags: [mine, ⟦mine]\n" + LAST, "already taken"),
    ("E105", LAST, "flags: [⟦strain]\n" + LAST, "already taken"),
    ("E105", LAST, "memory: {strain: ⟦{range: 0..1, start: 0}}\n" + LAST, "already taken"),
    ("E105", LAST, "memory: {plan_agreed: ⟦{range: 0..1, start: 0}}\n" + LAST, "already taken"),
    ("E105", LAST, GAUGE.replace("  priya.worry:\n    ", "  rose.worry:\n    ⟦"), "already taken"),
    ("E106", "themes: [regulation]", "themes: ⟦[]", "at least 1"),
    ("E106", "moves: [pause]", "moves: ⟦[pause, repair, defer]", "keep to 2"),
    ("E106", "goto: still_outside", "goto: ⟦[]", "at least 1"),
    ("E106", "desk: [3, 2]", "desk: ⟦[3]", "at least 2"),
    (
        "E106",
        "    notice:\n",
        "    read:\n      ask: What?\n      options: ⟦{one: A}\n    notice:\n",
        "2",
    ),
    ("E107", "classroomsim: 1", "classroomsim: ⟦2", "format 2"),
    ("E011", "name: the book", f"name: ⟦{'book ' * 6}", "at most 24"),
    # Conditions: the place is that of the word
    ("E201", "pupil.stress >= agitated,", "pupil.stress >= agitated and⟦,", "too early"),
    ("E202", "when: pupil.stress >=", "when: ⟦pupil.stres >=", "'pupil.stress'"),
    ("E202", "{when: underneath.lunch_row", "{when: ⟦underneath.lunch_rew", "underneath.lunch_row"),
    (
        "E203",
        "pupil.stress >= agitated,",
        "pupil.stress >= agitated and plan_agreed ⟦or class_has_task,",
        "brackets",
    ),
    ("E204", "pupil.stress >= agitated,", "pupil.stress > ⟦10,", "ends at 10"),
    ("E205", "pupil.stress >= agitated,", "plan_agreed ⟦>= 1,", "either so or not"),
    ("E206", "pupil.stress >= agitated,", "⟦rose.pupil.stress,", "compares two moments"),
    ("E206", "{when: underneath.lunch_row", "{when: ⟦tag.demand", "a choice being made"),
    ("E206", "expect: pupil.stress < crisis", "expect: ⟦move.pause", "a choice being made"),
    ("E206", WAIT, WAIT + "        when: ⟦tag.demand\n", "a choice being made"),
    (
        "E207",
        "when: pupil.stress >= agitated,",
        f"when: ⟦{'plan_agreed and ' * 20}tick = 1,",
        "300",
    ),
    ("E208", "pupil.stress >= agitated,", "pupil.stress >= ⟦agitatd,", "'agitated'"),
    (
        "E202",
        "when: pupil.stress >= agitated,",
        "when: [class_has_task, ⟦plan_agred],",
        "'plan_agreed'",
    ),
    ("E208", LAST, GAUGE.replace("rose:", "cues: {any: {merry: ⟦Ha.}}\n    rose:"), "'merry'"),
    # Effects and references
    ("E301", "{room.settled: down 1}", "{room.settled: ⟦sinks 1}", "'up 2'"),
    ("E301", "{room.settled: down 1}", "{class_has_task: ⟦up 1}", "'yes' or 'no'"),
    ("E301", "{room.settled: down 1}", "{room.settled: ⟦cannot fall}", "only a limit"),
    ("E302", "{room.settled: down 1}", "{⟦room.setled: down 1}", "'room.settled'"),
    ("E302", "start: {pupil.stress: 6}", "start: {pupil.stres: ⟦6}", "'pupil.stress'"),
    ("E303", "start: the_book", "start: ⟦the_bok", "'the_book'"),
    ("E303", "goto: still_outside", "goto: ⟦still_outsid", "'still_outside'"),
    ("E303", "- {to: way_back}", "- {to: ⟦way_bak}", "'way_back'"),
    ("E303", "skip: still_outside", "skip: ⟦outside_now", "known are"),
    ("E303", LAST, "interrupts: [{when: tick = 1, to: ⟦nowhere}]\n" + LAST, "known are"),
    ("E303", LAST, "room_path: [{scene: ⟦the_bok}]\n" + LAST, "'the_book'"),
    ("E304", "          - {to: way_back}\n", "", "add a last"),
    (
        "E304",
        "          - {when: pupil.stress >= agitated, to: still_outside}",
        "          - ⟦{to: still_outside}",
        "move it to the end",
    ),
    ("E305", "{pupil.stress: 6}", "{pupil.stress: ⟦60}", "from 0 to 10"),
    ("E305", "desk: [3, 2]", f"desk: ⟦[{DESK_COLUMNS + 1}, 2]", "columns run"),
    ("E305", "desk: [3, 2]", f"desk: ⟦[3, {DESK_ROWS + 1}]", "rows from"),
    ("E305", "{room.settled: down 1}", "{room.settled: ⟦becomes 11}", "from 0 to 10"),
    ("E305", LAST, GAUGE.replace("start: 3", "start: ⟦11"), "from 0 to 10"),
    ("E305", LAST, GAUGE.replace("{calm: 0", "⟦{calm: 1"), "climb"),
    ("E305", LAST, GAUGE.replace("0, worried: 5", "5, worried: 0").replace("{c", "⟦{c"), "climb"),
    ("E305", LAST, GAUGE.replace("range: 0..10", "range: ⟦3..3"), "does not climb"),
    ("E305", LAST, "memory: {mine: {range: ⟦4..2, start: 3}}\n" + LAST, "does not climb"),
    ("E104", LAST, GAUGE.replace("range: 0..10", "range: ⟦low"), "0..10"),
    ("E104", LAST, GAUGE.replace("range: 0..10", "range: ⟦\u0660..\u0661"), "0..10"),
    ("E105", LAST, GAUGE.replace("  priya.worry:", "  ⟦worry:"), "name"),
    ("E306", "moves: [pause]", "moves: [⟦paws]", "known are: pause"),
    ("E306", "moves: [pause]", "moves: [pause, ⟦humor]", "'humour'"),
    ("E306", "manner: [private, short]", "manner: [private, ⟦shortly]", "'short'"),
    ("E306", "another: {move: coregulate", "another: {move: ⟦coregulat", "'coregulate'"),
    ("E307", LAST, "evidence:\n  - {say: It helps., source: ⟦my_aunt}\n" + LAST, "known are"),
    ("E307", LAST, RULE.replace("source: house", "source: ⟦hose"), "'house'"),
    ("E309", "choose: [wait]", "choose: [⟦weit]", "'wait'"),
    (
        "E310",
        LAST,
        "room_path:\n  - {scene: the_book}\n  - {bridge: Later., scene: ⟦the_book}\n" + LAST,
        "a second time",
    ),
    ("E308", "under: lunch_row", "under: ⟦lunch_rew", "'lunch_row'"),
    ("E308", LAST, WATCH.replace("lunch_row", "⟦lunch_rew") + LAST, "'lunch_row'"),
    ("E309", LAST, WATCH.replace("wait", "⟦weit") + LAST, "'wait'"),
    ("E309", LAST, WATCH.replace("wait", "⟦skip") + LAST, "known are"),
    ("E308", "start: the_book", BOTH.replace("cannot_begin", "⟦cannot_bagin"), "'cannot_begin'"),
]


@pytest.mark.parametrize(("code", "old", "new", "said"), CASES)
def test_a_problem_has_its_code_its_place_and_what_to_write(
    code: str, old: str, new: str, said: str
) -> None:
    text = new if HERE in new else new + HERE
    problems, place = problems_of(old, text)
    assert [it.code for it in problems] == [code], problems
    (found,) = problems
    if HERE in new:
        assert (found.place.line, found.place.column) == place
    assert said in f"{found.message}; {found.fix}"
    assert found.file == "small.yaml"


def test_cases_cover_every_code_of_shape_conditions_and_references() -> None:
    codes = {code for code in CATALOGUE if code[:2] in {"E1", "E2", "E3"}}
    assert codes <= {code for code, *_ in CASES}


def test_what_is_missing_is_reported_at_what_lacks_it() -> None:
    problems = read(MINIMAL.replace(WAIT, "")).problems
    line = MINIMAL[: MINIMAL.index("        say: Stand still")].count("\n") + 1
    assert (problems[0].place.line, problems[0].place.column) == (line, 9)


def test_all_problems_of_a_file_come_at_once() -> None:
    text = (
        MINIMAL.replace("start: the_book", "start: the_bok")
        .replace("moves: [pause]", "moves: [paws]")
        .replace("pupil.stress >= agitated,", "pupil.stres >= agitated,")
        .replace("{room.settled: down 1}", "{room.settled: down 99}")
    )
    assert sorted(it.code for it in read(text).problems) == ["E202", "E303", "E305", "E306"]


def test_all_mistakes_of_form_come_at_once_and_hide_those_of_sense() -> None:
    text = (
        MINIMAL.replace("minutes: 2", "minutes: two")
        .replace("phase: KS2", "phase: Year 5")
        .replace("start: the_book", "start: the_bok")
    )
    assert sorted(it.code for it in read(text).problems) == ["E103", "E104"]


def with_more(first: str, last: str, count: int) -> str:
    """`MINIMAL` with the block from `first` up to `last` there so many times more."""
    start = MINIMAL.index(first)
    end = MINIMAL.index(last, start)
    block = MINIMAL[start:end]
    more = "".join(block.replace(first, first.replace(":", f"_{n}:"), 1) for n in range(count))
    return MINIMAL[:end] + more + MINIMAL[end:]


@pytest.mark.parametrize(
    ("first", "last", "most"),
    [
        ("      come_alongside:\n", "endings:", MAX_CHOICES - 2),
        ("  cannot_begin:\n", "start:", MAX_TELLINGS - 2),
        ("  the_book:\n", "endings:", MAX_SCENES - 1),
    ],
)
def test_there_is_a_limit_to_how_many_there_may_be(first: str, last: str, most: int) -> None:
    assert not read(with_more(first, last, most)).problems
    (found,) = read(with_more(first, last, most + 1)).problems
    assert found.code == "E106"
    assert "too many" in found.message


def test_a_newer_format_is_all_that_is_said_of_a_newer_file() -> None:
    text = MINIMAL.replace("classroomsim: 1", "classroomsim: 7").replace("minutes: 2", "minute: 2")
    assert [it.code for it in read(text).problems] == ["E107"]


def test_a_broken_rulebook_says_where_it_is_broken() -> None:
    source = parse_source("core.yaml", b"classroomsim: 1\nrulebook: core\ntitle: Rules\n")
    with pytest.raises(RulebookError) as caught:
        rulebook_shape(source)
    assert [it.code for it in caught.value.problems] == ["E101"]
    assert caught.value.source.name == "core.yaml"


def test_rules_of_a_scenario_join_those_of_the_rulebook_and_may_replace_them() -> None:
    shipped = read(MINIMAL).scenario
    mine = read(MINIMAL.replace(LAST, RULE)).scenario
    other = read(MINIMAL.replace(LAST, RULE.replace("  mine:", "  r3_body:"))).scenario
    assert shipped is not None
    assert mine is not None
    assert other is not None
    assert [r.id for r in mine.rules] == [*(r.id for r in shipped.rules), "mine"]
    assert [r.id for r in other.rules] == [r.id for r in shipped.rules]
    assert next(r for r in other.rules if r.id == "r3_body").stage == "drift"


def test_two_causes_join_at_the_harder_start() -> None:
    scenario = read(MINIMAL.replace("start: the_book", BOTH)).scenario
    assert scenario is not None
    both = scenario.tellings["both"]
    assert both.causes == {"both", "lunch_row", "cannot_begin"}
    assert both.start == {"pupil.stress": 6}
    assert both.functions == {"safety", "help"}
    assert (both.style, both.strain) == ("outward", 2)
    assert both.strain_kinds == {"upset", "tiredness"}


def test_the_hash_names_what_is_said_and_not_how_it_is_laid_out() -> None:
    one, other, changed = (
        read(text).scenario
        for text in (
            MINIMAL,
            "# a comment\n" + MINIMAL.replace("minutes: 2", "minutes:   2"),
            MINIMAL.replace("minutes: 2", "minutes: 3"),
        )
    )
    assert one is not None
    assert other is not None
    assert changed is not None
    assert one.hash == other.hash != changed.hash
