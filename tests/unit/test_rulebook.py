"""The shared rulebook says what the model of the pupil says: a case for every row of it.

The tables are typed from the design, not from the rulebook. Gauges go by the design's letters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

import pytest

from classroomsim.engine.machine import Machine, World
from classroomsim.scenario.catalogue import MINIMAL
from classroomsim.scenario.effects import Effect
from classroomsim.scenario.read import read_parsed, shipped_rulebook
from classroomsim.scenario.source import parse_source
from classroomsim.scenario.story import Goto, Scenario, Style

LETTERS = {
    "A": "pupil.stress",
    "T": "pupil.trust",
    "S": "pupil.safety",
    "X": "pupil.exposure",
    "K": "pupil.access",
    "Ca": "room.attention",
    "Cs": "room.settled",
    "M": "you.composure",
}
NAMES = {name: letter for letter, name in LETTERS.items()}
MIDDLE = 5
"""Where each gauge stands unless a case says otherwise: no move can push it past an end."""
STYLES: tuple[Style, ...] = ("outward", "inward", "masked")
STAGES = ("act", "respond", "ripple", "drift")

Values = Mapping[str, int]


@dataclass(frozen=True)
class At:
    """One beat: where everything stands, what is chosen, what is underneath.

    `values` are gauges by letter, counters, and flags (0 or 1) by name; `then` is the choice's own.
    """

    moves: str = "pause"
    manner: str = ""
    values: tuple[tuple[str, int], ...] = ()
    function: str = "help"
    need: str = "none_known"
    strain: int = 0
    strain_kind: str = ""
    then: tuple[Effect, ...] = ()


def at(moves: str = "pause", manner: str = "", **values: int) -> At:
    """A beat with these values."""
    return At(moves, manner, tuple(values.items()))


@cache
def core() -> Scenario:
    """A small scenario with the shipped rulebook."""
    reading = read_parsed(parse_source("small.yaml", MINIMAL.encode()), *shipped_rulebook())
    assert reading.scenario is not None, reading.problems
    return reading.scenario


def blank(scenario: Scenario) -> Scenario:
    """The scenario with moves that keep their tags and do nothing."""
    moves = {name: replace(move, does=(), turns=()) for name, move in scenario.moves.items()}
    return replace(scenario, moves=moves)


def only(scenario: Scenario, *, rules: str | None = None, limits: str | None = None) -> Scenario:
    """The scenario with one rule, or one limit, or none of either."""
    return replace(
        scenario,
        rules=tuple(rule for rule in scenario.rules if rule.id == rules),
        limits=tuple(limit for limit in scenario.limits if limit.id == limits),
    )


def staged(scenario: Scenario, case: At) -> World:
    """A world of one scene that offers the one choice of the case."""
    scene = scenario.scenes["the_book"]
    choice = replace(
        scene.choices[0],
        moves=tuple(case.moves.split()),
        manner=frozenset(case.manner.split()),
        then=case.then,
        goto=(Goto("still_outside"),),
    )
    telling = replace(
        scenario.tellings["lunch_row"],
        functions=frozenset((case.function,)),
        needs=frozenset((case.need,)),
        strain=case.strain,
        strain_kinds=frozenset(case.strain_kind.split()),
        start={},
    )
    scenes = {"the_book": replace(scene, choices=(choice,))}
    story = replace(scenario, scenes=scenes, tellings={"lunch_row": telling}, interrupts=())
    return Machine(story).under("lunch_row")


def changed(scenario: Scenario, case: At) -> dict[str, int]:
    """What one beat changes, as new value less old, by letter or name."""
    world = staged(scenario, case)
    state = list(world.start)
    places = {NAMES.get(n, n): i for n, i in (world.layout.numbers | world.layout.flags).items()}
    for letter in LETTERS:
        state[places[letter]] = MIDDLE
    for name, value in case.values:
        state[places[name]] = value
    before = tuple(state)
    after = world.take(before, "wait")
    return {n: after[i] - before[i] for n, i in places.items() if after[i] != before[i]}


# -------------------------------------------------------------------------------- the two beats


WHOLE = {"A": 6, "T": 4, "S": 4, "X": 5, "K": 2, "Ca": 6, "Cs": 5, "M": 6}


@pytest.mark.parametrize(
    ("moves", "manner", "upto", "expected"),
    [
        ("public_correct", "why public", "respond", "A9 T3 S3 X8 K1 Ca8 Cs6 M6"),
        ("public_correct", "why public", "drift", "A10 T3 S3 X9 K1 Ca8 Cs6 M5"),
        ("adapt_task", "private short", "respond", "A5 T4 S4 X5 K5 Ca6 Cs4 M6"),
        ("adapt_task", "private short", "drift", "A5 T4 S4 X6 K5 Ca6 Cs4 M6"),
    ],
)
def test_the_designs_own_two_beats(moves: str, manner: str, upto: str, expected: str) -> None:
    kept = STAGES[: STAGES.index(upto) + 1]
    rules = tuple(rule for rule in core().rules if rule.stage in kept)
    case = At(moves, manner, tuple(WHOLE.items()), need="literacy")
    moved = changed(replace(core(), rules=rules), case)
    assert " ".join(f"{n}{v + moved.get(n, 0)}" for n, v in WHOLE.items()) == expected


# ------------------------------------------------------------------------------- moves and turns


BASES: dict[str, tuple[At, Values]] = {
    "pause": (at("pause"), {"M": 2}),
    "proximity": (at("proximity"), {"A": -1, "Cs": 1}),
    "planned_ignore": (at("planned_ignore"), {"Ca": -1}),
    "signal": (at("signal", plan_agreed=1), {"X": -1, "Cs": 1}),
    "public_correct": (
        at("public_correct"),
        {"A": 1, "T": -1, "S": -1, "X": 2, "Ca": 2, "Cs": 1},
    ),
    "private_correct": (at("private_correct"), {"Ca": -1}),
    "direct_takeup": (at("direct_takeup"), {"S": 1, "X": -1}),
    "choice": (at("choice"), {"A": -1, "S": 1}),
    "partial_agree": (at("partial_agree"), {"A": -1, "T": 1}),
    "rule_reminder": (at("rule_reminder"), {"Cs": 1}),
    "name_emotion": (at("name_emotion", "private"), {"A": -1, "T": 1}),
    "coregulate": (at("coregulate"), {"A": -2, "T": 1, "S": 1, "Cs": -1}),
    "reduce_demand": (at("reduce_demand"), {"A": -2, "S": 1, "work_made_smaller": 1}),
    "adapt_task": (at("adapt_task"), {"K": 3, "A": -1, "Cs": -1}),
    "check_understanding": (at("check_understanding"), {"K": 1}),
    "sensory_adjust": (at("sensory_adjust"), {}),
    "job_or_break": (at("job_or_break"), {"A": -2, "X": -1, "Ca": -1, "K": -1}),
    "remove_audience": (at("remove_audience"), {"Ca": -3, "X": -2, "class_has_task": 1}),
    "brief_ta": (at("brief_ta", ta_trusted=1), {"A": -1, "Cs": 1}),
    "humour": (at("humour"), {}),
    "sanction_threat": (at("sanction_threat"), {"A": 2, "T": -1, "S": -1, "X": 1, "Cs": 1}),
    "defer": (at("defer"), {"A": -1, "Cs": 1, "promise_open": 1}),
    "specific_praise": (at("specific_praise"), {"T": 1}),
    "get_help": (at("get_help"), {"A": -1, "M": 2, "Ca": 1}),
    "repair": (at("repair"), {"T": 2, "X": -1, "M": 1}),
    # R8 leaves no state in between: it helps, or it comes too early.
    "restorative": (at("restorative", A=3), {"T": 2, "S": 1, "X": -2}),
}

TURNS: list[tuple[str, int, At, Values]] = [
    ("pause", 0, at("pause", A=9), {"M": 2, "A": -1}),
    ("proximity", 0, at("proximity", T=3), {"A": 1, "S": -1, "Cs": 1}),
    ("proximity", 0, at("proximity", A=7), {"A": 1, "S": -1, "Cs": 1}),
    ("signal", 0, at("signal"), {}),
    ("private_correct", 0, at("private_correct", A=7), {"Ca": -1, "A": 1}),
    ("direct_takeup", 0, at("direct_takeup", "stays"), {"A": 1, "X": 1}),
    (
        "choice",
        0,
        at("choice", "threat_choice", A=8),
        {"A": 2, "T": -1, "S": -1, "X": 1, "Cs": 1},
    ),
    ("choice", 1, at("choice", A=8), {}),
    ("partial_agree", 0, at("partial_agree", "argues"), {}),
    ("rule_reminder", 0, at("rule_reminder", "public"), {"Cs": 1, "X": 1}),
    ("name_emotion", 0, at("name_emotion"), {"X": 1}),
    ("name_emotion", 0, at("name_emotion", "private", A=3), {"X": 1}),
    ("name_emotion", 0, at("name_emotion", "private", A=8), {"X": 1}),
    ("name_emotion", 0, at("name_emotion", "private", T=3), {"X": 1}),
    ("coregulate", 0, at("coregulate", M=3), {"A": 1}),
    ("adapt_task", 0, at("adapt_task", K=7), {"K": 3, "A": -1, "Cs": -1, "T": -1}),
    (
        "check_understanding",
        0,
        at("check_understanding", "public", A=6),
        {"K": 1, "A": 1, "X": 2},
    ),
    ("check_understanding", 1, at("check_understanding", A=6), {"K": 1, "A": 1}),
    ("check_understanding", 2, at("check_understanding", "public"), {"K": 1, "X": 2}),
    (
        "sensory_adjust",
        0,
        replace(at("sensory_adjust"), strain_kind="noise"),
        {"A": -2, "S": 1, "strain_met": 1},
    ),
    ("job_or_break", 0, at("job_or_break", "again"), {"A": -2, "X": -1, "Ca": -1, "K": -2}),
    ("remove_audience", 0, at("remove_audience", "sends_out"), {"X": 1, "S": -1}),
    (
        "remove_audience",
        1,
        at("remove_audience", A=9),
        {"Ca": -3, "X": -2, "class_has_task": 1, "A": -1},
    ),
    ("brief_ta", 0, at("brief_ta"), {"A": 1, "Cs": 1}),
    ("humour", 0, at("humour", T=6), {"A": -1, "T": 1}),
    ("humour", 1, at("humour", T=3), {"A": 1, "X": 2, "T": -1}),
    ("humour", 1, at("humour", "sarcasm", T=8), {"A": 1, "X": 2, "T": -1}),
    ("sanction_threat", 0, at("sanction_threat", "known private", A=4), {"Cs": 1}),
    (
        "specific_praise",
        0,
        at("specific_praise", "public teen_audience", X=5),
        {"T": 1, "X": 1},
    ),
    ("get_help", 0, at("get_help", "late"), {"A": -1, "M": 2, "Ca": 1, "T": -1}),
    ("restorative", 0, at("restorative", A=3, since_peak=2), {"T": 2, "S": 1, "X": -2}),
    ("restorative", 1, at("restorative", A=4), {"A": 2, "X": 1}),
    ("restorative", 1, at("restorative", A=3, since_peak=1), {"A": 2, "X": 1}),
]


@pytest.mark.parametrize("move", BASES)
def test_each_move_has_its_base_effects(move: str) -> None:
    case, expected = BASES[move]
    assert changed(only(core()), case) == expected


@pytest.mark.parametrize(("move", "row", "case", "expected"), TURNS)
def test_each_turns_row_turns_its_move(move: str, row: int, case: At, expected: Values) -> None:
    assert changed(only(core()), case) == expected
    without = core().moves[move]
    rows = (*without.turns[:row], *without.turns[row + 1 :])
    moves = {**core().moves, move: replace(without, turns=rows)}
    assert changed(replace(only(core()), moves=moves), case) != expected, "another row did it"


def test_no_move_and_no_turns_row_is_forgotten() -> None:
    moves = core().moves
    assert set(BASES) == set(moves)
    assert len(moves) == 26
    rows = {(name, n) for name, move in moves.items() for n in range(len(move.turns))}
    assert {(move, row) for move, row, *_ in TURNS} == rows


def test_the_tags_are_those_of_the_design() -> None:
    tagged = {
        tag: {name for name, move in core().moves.items() if tag in move.tags}
        for tag in {tag for move in core().moves.values() for tag in move.tags}
    }
    silent = {"pause", "proximity", "planned_ignore", "signal", "sensory_adjust"}
    assert tagged == {
        "spoken": set(core().moves) - silent,
        "correction": {"public_correct", "private_correct"},
        "demand": {
            "direct_takeup",
            "rule_reminder",
            "check_understanding",
            "public_correct",
            "private_correct",
            "sanction_threat",
        },
        "space": {"pause", "remove_audience", "get_help"},
        "class_time": {"coregulate", "adapt_task"},
        "connects": {
            "name_emotion",
            "partial_agree",
            "coregulate",
            "specific_praise",
            "proximity",
            "signal",
            "direct_takeup",
            "check_understanding",
            "repair",
        },
    }
    slow = {m for m in core().moves if BASES[m][1].get("Cs", 0) < 0}
    assert slow == tagged["class_time"]


# ------------------------------------------------------------------------------------------ rules


def of(function: str, case: At) -> At:
    return replace(case, function=function)


LANGUAGE = replace(at(manner="long", A=4), need="language")
STRAINED = replace(at(tick=1), strain=1)

RULES: dict[str, tuple[str, list[At], Values, list[At]]] = {
    # id: stage, where it fires, what it then changes, and where it has to keep still
    "peak_seen": ("act", [at(A=9)], {"since_peak": -3}, [at(A=8)]),
    "peak_fades": (
        "act",
        [at(since_peak=0), at(since_peak=2, A=8)],
        {"since_peak": 1},
        [at(since_peak=3), at(since_peak=1, A=9)],
    ),
    "after_a_peak_demand": (
        "act",
        [at("rule_reminder", since_peak=2), at("private_correct", since_peak=0, A=8)],
        {"A": 2},
        [at("rule_reminder"), at(since_peak=2), at("rule_reminder", since_peak=1, A=9)],
    ),
    "r1_words": (
        "respond",
        [at(manner="long", A=6), at(manner="why", A=6), LANGUAGE],
        {"A": 1, "K": -1},
        [at(manner="long"), at(manner="short", A=6), replace(LANGUAGE, values=(("A", 3),))],
    ),
    "r2_audience": (
        "respond",
        [at("public_correct", Ca=6)],
        {"X": 1, "A": 1},
        [at("public_correct"), at("private_correct", Ca=6)],
    ),
    "r3_body": ("respond", [at(manner="face")], {"A": 2, "S": -2}, [at(manner="side")]),
    "r7_ignored_rise": (
        "respond",
        [of("connection", at("planned_ignore"))],
        {"A": 1},
        [at("planned_ignore"), of("connection", at("planned_ignore", ignored=1))],
    ),
    "r7_reconnect": (
        "respond",
        [of("connection", at("repair", ignored=1))],
        {"A": -1},
        [of("connection", at("repair")), at("repair", ignored=1)],
    ),
    "r7_other_need": (
        "respond",
        [at("planned_ignore"), of("safety", at("planned_ignore", ignored=1))],
        {"A": 1, "T": -1},
        [of("connection", at("planned_ignore")), at()],
    ),
    "r9_direct": (
        "respond",
        [of("having_a_say", at("rule_reminder"))],
        {"A": 2},
        [at("rule_reminder"), of("having_a_say", at("rule_reminder", "declarative"))],
    ),
    "r9_declarative": (
        "respond",
        [of("having_a_say", at(manner="declarative"))],
        {"A": -1},
        [at(manner="declarative"), of("having_a_say", at())],
    ),
    "r11_spoken": (
        "respond",
        [at("choice", M=3)],
        {"A": 1},
        [at("choice", M=4), at("pause", M=3)],
    ),
    "r11_caught": ("ripple", [at(A=7)], {"M": -1}, [at(A=6)]),
    "promise_kept": (
        "ripple",
        [at(manner="keeps_word", promise_open=1)],
        {"promise_open": -1},
        [at(promise_open=1), at(manner="keeps_word")],
    ),
    "promise_broken": (
        "ripple",
        [at(promise_open=1, follow_up_now=1)],
        {"T": -2, "Cs": -1, "promise_open": -1},
        [
            at(promise_open=1),
            at(follow_up_now=1),
            at(manner="keeps_word", promise_open=1, follow_up_now=1),
        ],
    ),
    "drift_watched": ("drift", [at(Ca=6)], {"X": 1}, [at(Ca=5)]),
    "drift_on_show": ("drift", [at(X=7)], {"A": 1}, [at(X=6)]),
    "drift_heads_turn": ("drift", [at(Cs=3)], {"Ca": 1}, [at(Cs=4)]),
    "drift_strain": (
        "drift",
        [STRAINED],
        {"A": 1},
        [
            at(tick=1),
            replace(STRAINED, values=()),
            replace(STRAINED, values=(("tick", 1), ("strain_met", 1))),
        ],
    ),
    "drift_room_to_settle": ("drift", [at(S=5)], {"A": -1}, [at(S=4), at("rule_reminder")]),
    "tick_on": ("drift", [at(tick=0)], {"tick": 1}, [at(tick=1)]),
    "tick_off": ("drift", [at(tick=1)], {"tick": -1}, [at(tick=0)]),
    "ignored_yes": ("drift", [at("planned_ignore")], {"ignored": 1}, [at()]),
    "ignored_no": ("drift", [at(ignored=1)], {"ignored": -1}, [at("planned_ignore", ignored=1)]),
    "follow_up_passes": ("drift", [at(follow_up_now=1)], {"follow_up_now": -1}, [at()]),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_fires_where_it_should_and_only_there(rule: str) -> None:
    stage, fires, expected, keeps_still = RULES[rule]
    alone = only(blank(core()), rules=rule)
    assert [it.stage for it in alone.rules] == [stage]
    for case in fires:
        assert changed(alone, case) == expected, case
    for case in keeps_still:
        assert changed(alone, case) == {}, case


def test_no_rule_is_forgotten() -> None:
    assert [rule.id for rule in core().rules] == list(RULES)


# ----------------------------------------------------------------------------------------- limits


def easing(case: At, letter: str = "A", by: int = 3) -> At:
    return replace(case, then=(Effect(LETTERS[letter], "down", by),))


LIMITS: dict[str, tuple[At, Values, list[tuple[At, Values]]]] = {
    # id: where it holds, what is left of a fall of three, and where the whole fall is left
    "at_the_peak": (
        easing(at("choice", A=9)),
        {},
        [(easing(at("choice", A=8)), {"A": -3}), (easing(at(A=9)), {"A": -3})],
    ),
    "at_the_peak_space": (
        easing(at(A=10)),
        {"A": -1},
        [(easing(at(A=8)), {"A": -3}), (easing(at("choice", A=9)), {"A": -3})],
    ),
    "after_a_peak": (
        easing(at(since_peak=2)),
        {"A": -1},
        [(easing(at()), {"A": -3}), (easing(at(A=9, since_peak=2)), {"A": -3})],
    ),
    "class_has_its_task": (
        easing(at("coregulate", class_has_task=1), "Cs"),
        {},
        [
            (easing(at("coregulate"), "Cs"), {"Cs": -3}),
            (easing(at("choice", class_has_task=1), "Cs"), {"Cs": -3}),
        ],
    ),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_each_limit_restrains_where_it_should_and_only_there(limit: str) -> None:
    case, expected, free = LIMITS[limit]
    alone = only(blank(core()), limits=limit)
    assert changed(alone, case) == expected
    for other, whole in free:
        assert changed(alone, other) == whole, other


def test_no_limit_is_forgotten() -> None:
    assert [limit.id for limit in core().limits] == list(LIMITS)


@pytest.mark.parametrize("move", sorted(BASES))
@pytest.mark.parametrize("manner", ["", "private", "public", "short", "declarative"])
def test_at_the_peak_only_space_eases_and_only_by_one(move: str, manner: str) -> None:
    """R10, with all of the rulebook at work."""
    for function in ("help", "connection", "having_a_say"):
        case = of(function, at(move, manner, A=10, S=8, T=8))
        down = -changed(core(), case).get("A", 0)
        assert down <= (1 if "space" in core().moves[move].tags else 0)


@pytest.mark.parametrize("since", [0, 1, 2])
@pytest.mark.parametrize("move", sorted(BASES))
def test_after_a_peak_stress_falls_by_one_at_most(move: str, since: int) -> None:
    case = at(move, "private", A=8, S=8, T=8, since_peak=since)
    assert changed(core(), case).get("A", 0) >= -1


# --------------------------------------------------------------- memory, promises, phases and cues


def course(*cases: At, arrivals: Mapping[int, Values] | None = None) -> list[dict[str, int]]:
    """The values after each of several beats, each begun where the last one ended.

    `arrivals` are values set before a beat, as a scene's arrival sets them.
    """
    now: dict[str, int] = dict.fromkeys(LETTERS, MIDDLE)
    now |= {"since_peak": 3, "tick": 0, "ignored": 0}
    shown = []
    for n, case in enumerate(cases):
        now |= dict(case.values) | dict((arrivals or {}).get(n, {}))
        moved = changed(core(), replace(case, values=tuple(now.items())))
        now = {name: now.get(name, 0) + moved.get(name, 0) for name in (now | moved)}
        shown.append(dict(now))
    return shown


def test_since_peak_counts_the_beats_begun_since_the_last_peak() -> None:
    beats = course(at(A=9), at(A=5), at(A=5), at(A=5), at(A=5), at(A=9), at(A=9), at(A=4))
    assert [beat["since_peak"] for beat in beats] == [0, 1, 2, 3, 3, 0, 0, 1]


def test_restoring_has_to_wait_until_two_beats_have_begun_since_the_peak() -> None:
    for beats, helps in ((1, False), (2, True)):
        before = [at(A=9), *[at(A=2, S=4)] * beats]
        last = course(*before, at("restorative", A=2, S=4, T=5))[-1]
        assert (last["T"] > 5) is helps


def test_unmet_strain_tells_every_second_beat() -> None:
    strained = replace(at(S=4, A=4), strain=2)
    stress = [beat["A"] for beat in course(*[strained] * 6)]
    assert stress == [4, 5, 4, 5, 4, 5]


def test_ignoring_is_remembered_for_one_beat() -> None:
    wants = [of("connection", at(m, A=5, S=4)) for m in ("planned_ignore", "repair", "repair")]
    assert [beat["A"] for beat in course(*wants)] == [6, 4, 5]


def test_a_promise_kept_costs_nothing_and_one_left_open_does() -> None:
    due = {2: {"follow_up_now": 1}}
    kept = course(at("defer"), at(), at("repair", "keeps_word"), at(), arrivals=due)
    assert [beat.get("promise_open") for beat in kept] == [1, 1, 0, 0]
    broken = course(at("defer"), at(), at(), at(), arrivals=due)
    assert [beat.get("promise_open") for beat in broken] == [1, 1, 0, 0]
    assert broken[2]["T"] == broken[1]["T"] - 2
    assert kept[2]["T"] == kept[1]["T"] + 2
    assert broken[3]["T"] == broken[2]["T"], "it is broken once"


@pytest.mark.parametrize(
    ("before", "after", "since", "phase"),
    [
        (3, 3, 3, "calm"),
        (5, 3, 3, "calm"),
        (2, 3, 3, "trigger"),
        (3, 4, 3, "trigger"),
        (4, 4, 3, "agitation"),
        (5, 4, 3, "agitation"),
        (4, 5, 3, "agitation"),
        (7, 6, 3, "agitation"),
        (6, 7, 3, "acceleration"),
        (8, 8, 3, "acceleration"),
        (8, 7, 3, "de_escalation"),
        (9, 6, 0, "de_escalation"),
        (6, 4, 2, "recovery"),
        (9, 4, 0, "recovery"),
        (3, 4, 1, "recovery"),
        (10, 9, 0, "peak"),
        (8, 9, 3, "peak"),
        (8, 10, 1, "peak"),
    ],
)
def test_the_phase_is_the_first_that_fits(before: int, after: int, since: int, phase: str) -> None:
    world = staged(core(), at())
    ends = []
    for stress in (after, before):
        state = list(world.start)
        state[world.layout.numbers["pupil.stress"]] = stress
        state[world.layout.numbers["since_peak"]] = since
        ends.append(tuple(state))
    found = world.judge.phase((*ends[0], *ends[1]))
    assert found is not None
    assert found.id == phase


def test_there_is_always_a_phase() -> None:
    world = staged(core(), at())
    stress, since = (world.layout.numbers[n] for n in ("pupil.stress", "since_peak"))
    for before, after, peak in product(range(11), range(11), range(4)):
        start, end = list(world.start), list(world.start)
        start[stress], end[stress], end[since] = before, after, peak
        assert world.judge.phase((*end, *start)) is not None


SILENT = {
    "pupil.safety": {"settled"},
    "pupil.exposure": {"unseen"},
    "pupil.access": {"stalls", "under_way"},
}
"""Bands whose signs need a page, a desk or a task in view: only a scene can show those truly."""


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("gauge", LETTERS.values())
def test_every_band_that_shows_anywhere_shows_in_every_style(gauge: str, style: str) -> None:
    it = core().gauges[gauge]
    cues = {it.band(value): it.cue(value, style) for value in range(11)}
    assert set(cues) == set(it.span.bands)
    assert {band for band, cue in cues.items() if not cue} == SILENT.get(gauge, set())
    shown = [cue for cue in cues.values() if cue]
    assert len(set(shown)) == len(shown), "two bands look the same"


def test_the_bands_are_where_the_design_puts_them() -> None:
    assert {
        letter: list(core().gauges[name].span.bands.values()) for letter, name in LETTERS.items()
    } == {
        "A": [0, 4, 7, 9],
        "T": [0, 4, 7],
        "S": [0, 4, 7],
        "X": [0, 4, 7],
        "K": [0, 4, 7],
        "Ca": [0, 2, 4, 7, 9],
        "Cs": [0, 4, 7],
        "M": [0, 4, 7],
    }
    better = {letter: core().gauges[name].better for letter, name in LETTERS.items()}
    assert {letter for letter, way in better.items() if way == "down"} == {"A", "X", "Ca"}
