"""One beat, in plain cases: each says one thing that the design says of a beat."""

from collections.abc import Mapping

import pytest

from classroomsim.engine.machine import Machine, World
from classroomsim.engine.play import Play
from classroomsim.scenario.read import read_parsed, rulebook_shape
from classroomsim.scenario.source import parse_source
from tests.unit.engine.stories import Data, in_yaml

WHY = {"because": "It may be so.", "source": "house"}
QUIET: Data = {"rose": "It rose", "fell": "It fell", "name": "a gauge"}
STILL: Data = {"name": "Still", "does": {}, **WHY}


def rulebook(rules: Mapping[str, Data], limits: Mapping[str, Data], moves: Data) -> Data:
    gauge: Data = {"range": "0..10", "start": 5, "better": "down", "bands": {"low": 0}, **QUIET}
    return {
        "classroomsim": 1,
        "rulebook": "core",
        "title": "Rules",
        "gauges": {"a.one": gauge, "a.two": gauge},
        "memory": {"tick": {"range": "0..1", "start": 0}, "count": {"range": "0..3", "start": 0}},
        "flags": ["flag", "other"],
        "moves": {"still": STILL, **moves},
        "rules": {name: {**rule, **WHY} for name, rule in rules.items()},
        "limits": {name: {**limit, **WHY} for name, limit in limits.items()},
        "sources": {"house": {"name": "A source", "sure": "Not sure."}},
        "words": {"banned": [], "warned": []},
    }


def scene(*ways: Data, arrive: Data | None = None, skip: str = "end") -> Data:
    choices = {
        f"way_{n}": {
            "say": "Wait.",
            "did": "Waited",
            "moves": ["still"],
            "why_reasonable": "It may help.",
            "goto": "end",
            **way,
        }
        for n, way in enumerate(ways or ({},))
    }
    text: Data = {"name": "a scene", "clock": "14:10", "text": "He waits."}
    return {**text, "arrive": arrive or {}, "skip": skip, "choices": choices}


def world(
    *,
    rules: Mapping[str, Data] | None = None,
    limits: Mapping[str, Data] | None = None,
    moves: Data | None = None,
    interrupts: list[Data] | None = None,
    **scenes: Data,
) -> World:
    """A world whose play begins in `here`; `end` ends it."""
    said = "Something."
    about = dict.fromkeys(
        ("content_note", "known_at_nine", "strength", "family_says", "safeguarding", "setting"),
        said,
    )
    data: Data = {
        "classroomsim": 1,
        "id": "small",
        "title": "Small",
        "uses": ["core"],
        "about": {"phase": "KS2", "minutes": 1, "themes": ["regulation"], **about},
        "cast": {"pupil": {"name": "Kai", "pronouns": "he", "desk": [3, 2]}},
        "underneath": {
            "it": {
                "need": "none_known",
                "function": "help",
                "style": "outward",
                "cue": said,
                "reveal": "it was so.",
            }
        },
        "start": "here",
        "scenes": {"here": scene(), **scenes},
        "endings": {"end": {"leaves": "held", "text": said, "later": said}},
        "interrupts": interrupts or [],
        "reviewed": "not yet",
    }
    book = parse_source("rules", in_yaml(rulebook(rules or {}, limits or {}, moves or {})).encode())
    reading = read_parsed(parse_source("small", in_yaml(data).encode()), book, rulebook_shape(book))
    assert reading.scenario is not None, reading.problems
    return Machine(reading.scenario).under("it")


def after(it: World, *choices: str) -> dict[str, int]:
    """What is not as it began after these choices."""
    play = Play.begin(it.machine, "it", choices or ("way_0",))
    layout = it.layout
    first = {"a.one": 5, "a.two": 5}
    names = layout.numbers | layout.flags
    for n in range(len(play.choices)):
        assert play.trace(n).after == play.states[n + 1]
    return {n: play.state[i] for n, i in names.items() if play.state[i] != first.get(n, 0)}


def test_a_stage_is_judged_whole_before_any_of_it_happens() -> None:
    rules: dict[str, Data] = {
        "one": {"stage": "respond", "when": "a.one = 5", "then": {"a.one": "up 1"}},
        "two": {"stage": "respond", "when": "a.one = 5", "then": {"a.one": "up 2"}},
        "three": {"stage": "respond", "when": "a.one > 5", "then": {"a.two": "up 3"}},
    }
    assert after(world(rules=rules)) == {"a.one": 8}


def test_each_stage_sees_what_the_one_before_it_did() -> None:
    rules: dict[str, Data] = {
        "four": {"stage": "drift", "when": "a.one = 8", "then": {"a.one": "up 1"}},
        "three": {"stage": "ripple", "when": "a.one = 7", "then": {"a.one": "up 1"}},
        "two": {"stage": "respond", "when": "a.one = 6", "then": {"a.one": "up 1"}},
        "one": {"stage": "act", "when": "a.one = 5", "then": {"a.one": "up 1"}},
    }
    assert after(world(rules=rules)) == {"a.one": 9}


def test_moves_turns_the_choices_own_effects_and_act_rules_are_one_sum() -> None:
    turns = [
        {"when": "a.one = 6", "instead": {"a.one": "up 4"}, **WHY},
        {"when": "a.one = 5", "also": {"a.one": "up 2"}, **WHY},
        {"when": "a.two = 5", "instead": {}, **WHY},
    ]
    moves: Data = {"nudge": {"name": "Nudge", "does": {"a.one": "up 1"}, **WHY, "turns": turns}}
    rules: dict[str, Data] = {"act": {"stage": "act", "then": {"a.one": "down 8"}}}
    way: Data = {"moves": ["still", "nudge"], "then": {"a.one": "up 4"}}
    assert after(world(rules=rules, moves=moves, here=scene(way))) == {"a.one": 4}


def test_a_sum_is_clamped_at_the_end_of_its_stage_and_not_before() -> None:
    rules: dict[str, Data] = {
        "up": {"stage": "act", "then": {"a.one": "up 9"}},
        "down": {"stage": "act", "then": {"a.one": "down 6"}},
        "later": {"stage": "respond", "then": {"a.two": "up 9"}},
        "last": {"stage": "ripple", "then": {"a.two": "down 1"}},
    }
    assert after(world(rules=rules)) == {"a.one": 8, "a.two": 9}


def test_limits_cap_the_falls_of_the_whole_beat_and_the_strictest_wins() -> None:
    limits: dict[str, Data] = {
        "loose": {"then": {"a.one": "falls at most 3"}},
        "strict": {
            "when": "a.two = 5",
            "then": {"a.one": "falls at most 2", "a.two": "cannot fall"},
        },
        "elsewhere": {"when": "a.two = 9", "then": {"a.one": "cannot fall"}},
    }
    rules: dict[str, Data] = {
        "one": {"stage": "act", "then": {"a.one": "down 1", "a.two": "down 2"}},
        "two": {"stage": "respond", "then": {"a.one": "down 4"}},
        "three": {"stage": "drift", "then": {"a.one": "down 1"}},
    }
    assert after(world(rules=rules, limits=limits)) == {"a.one": 3}


def test_limits_cut_falls_before_rises_are_counted() -> None:
    limits: dict[str, Data] = {"one": {"then": {"a.one": "falls at most 1"}}}
    rules: dict[str, Data] = {
        "down": {"stage": "act", "then": {"a.one": "down 4"}},
        "up": {"stage": "act", "then": {"a.one": "up 2"}},
    }
    assert after(world(rules=rules, limits=limits)) == {"a.one": 6}


def test_becoming_less_is_a_fall_and_becoming_more_is_none() -> None:
    limits: dict[str, Data] = {
        "one": {"then": {"a.one": "falls at most 2", "a.two": "cannot fall"}}
    }
    rules: dict[str, Data] = {
        "a": {"stage": "act", "then": {"a.one": "becomes 1", "a.two": "becomes 9"}}
    }
    assert after(world(rules=rules, limits=limits)) == {"a.one": 3, "a.two": 9}


def test_time_between_beats_is_not_restrained() -> None:
    limits: dict[str, Data] = {"one": {"then": {"a.one": "cannot fall"}}}
    here = scene({"goto": "there"})
    there = scene(arrive={"a.one": "down 4"})
    assert after(world(limits=limits, here=here, there=there)) == {"a.one": 1}


def test_the_first_scene_is_arrived_in_too() -> None:
    it = world(here=scene(arrive={"a.one": "becomes 2", "flag": "yes"}))
    values = it.layout.numbers | it.layout.flags
    assert (it.start[values["a.one"]], it.start[values["flag"]]) == (2, 1)


def test_skipping_only_changes_the_place_and_arrives() -> None:
    rules: dict[str, Data] = {"act": {"stage": "act", "then": {"a.one": "up 1"}}}
    here = scene({"then": {"a.one": "up 3"}}, skip="there")
    there = scene(arrive={"a.two": "down 2"})
    always: list[Data] = [{"to": "end"}]
    it = world(rules=rules, interrupts=always, here=here, there=there)
    assert after(it, "skip") == {"a.two": 3}
    assert Play.begin(it.machine, "it", ("skip",)).scene is it.scenario.scenes["there"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"a.one": "becomes 3"}, {"a.one": "becomes 7"}, {"a.one": 3}),
        ({"tick": "becomes 1"}, {"tick": "becomes 0"}, {}),
        ({"flag": "yes"}, {"flag": "no"}, {"flag": 1}),
        ({"a.one": "becomes 8"}, {"a.one": "down 2"}, {"a.one": 8}),
        ({"a.one": "up 2"}, {"a.one": "becomes 5"}, {}),
    ],
)
def test_a_conflict_is_told_and_goes_on_alike_in_any_order(
    one: Data, other: Data, expected: dict[str, int]
) -> None:
    for first, second in ((one, other), (other, one)):
        rules: dict[str, Data] = {
            "first": {"stage": "ripple", "then": first},
            "second": {"stage": "ripple", "then": second},
        }
        it = world(rules=rules)
        assert after(it) == expected
        (conflict,) = Play.begin(it.machine, "it", ("way_0",)).trace(0).conflicts
        assert (conflict.stage, conflict.target) == ("ripple", next(iter(one)))
        assert set(conflict.authors) == {"first", "second"}


def test_the_same_twice_is_no_conflict() -> None:
    rules: dict[str, Data] = {
        "one": {"stage": "act", "then": {"a.one": "becomes 3", "flag": "yes"}},
        "two": {"stage": "act", "then": {"a.one": "becomes 3", "flag": "yes"}},
        "three": {"stage": "respond", "then": {"a.one": "up 1", "flag": "no"}},
    }
    it = world(rules=rules)
    assert after(it) == {"a.one": 4}
    assert not Play.begin(it.machine, "it", ("way_0",)).trace(0).conflicts


def test_a_rule_about_tags_fires_once_a_choice() -> None:
    tagged: Data = {"name": "A move", "tags": ["demand"], "does": {}, **WHY}
    rules: dict[str, Data] = {
        "one": {"stage": "respond", "when": "tag.demand", "then": {"a.one": "up 1"}}
    }
    moves: Data = {"ask": tagged, "tell": tagged}
    here = scene({"moves": ["ask", "tell"]})
    assert after(world(rules=rules, moves=moves, here=here)) == {"a.one": 6}


def places(it: World, *choices: str) -> str:
    play = Play.begin(it.machine, "it", choices)
    return it.layout.places[play.state[0]]


def test_the_first_way_that_matches_is_taken_on_the_state_after_drift() -> None:
    rules: dict[str, Data] = {"drift": {"stage": "drift", "then": {"a.one": "up 1"}}}
    ways = [
        {"when": "a.one = 5", "to": "here"},
        {"when": "a.one = 6", "to": "there"},
        {"when": "a.one >= 6", "to": "here"},
        {"to": "end"},
    ]
    assert places(world(rules=rules, here=scene({"goto": ways}), there=scene()), "way_0") == "there"


def test_interrupts_come_before_goto_but_not_into_their_own_scene() -> None:
    interrupts: list[Data] = [{"when": "a.one >= 5", "to": "there"}, {"to": "here", "when": "flag"}]
    it = world(interrupts=interrupts, here=scene(), there=scene())
    assert places(it, "way_0") == "there"
    assert places(it, "way_0", "way_0") == "end"


def test_what_was_just_chosen_counts_for_where_it_leads() -> None:
    ways = [{"when": "chose.here.way_0", "to": "there"}, {"to": "end"}]
    it = world(here=scene({"goto": ways}, {"goto": ways}), there=scene())
    assert places(it, "way_0") == "there"
    assert places(it, "way_1") == "end"


def test_a_choice_made_once_is_not_offered_again_and_a_condition_holds_it_back() -> None:
    again: Data = {"goto": "here"}
    once: Data = {"once": True, "then": {"flag": "yes"}, **again}
    it = world(here=scene(once, {"when": "flag", **again}, again))
    play = Play.begin(it.machine, "it")
    assert [choice.id for choice in play.offers] == ["way_0", "way_2"]
    play = play.choose("way_0")
    assert [choice.id for choice in play.offers] == ["way_1", "way_2"]


def test_what_a_verdict_remembers_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    from classroomsim.engine import verdict

    monkeypatch.setattr(verdict, "MOST_REMEMBERED", 2)
    rules: dict[str, Data] = {
        f"at_{n}": {"stage": "act", "when": f"a.one = {n}", "then": {"a.one": "up 1"}}
        for n in range(5, 10)
    }
    it = world(rules=rules, here=scene({"goto": "here"}))
    assert after(it, *["way_0"] * 7) == {"a.one": 10}
    assert all(len(v._remembered) <= 2 for b in it._beats.values() for v in b.verdicts)
