"""For each promise a small scenario that breaks it and no other: what `check` says, and where."""

from dataclasses import dataclass

import pytest

from classroomsim.engine.layout import State
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.proof.check import Checked
from classroomsim.scenario.problems import Problem, render
from tests.unit.proof.scenarios import BROKEN, checked, path_of, reading_of


@dataclass(frozen=True)
class Case:
    """What is found of a broken scenario: the code, what stands at its place, and the play."""

    code: str
    at: str
    play: str | None = None
    words: str = ""


BOTH = "--underneath tired_and_left_out"
CASES = {
    "stuck": Case("P601", "choices:", f"{BOTH} --from-play cloth,blue", "'afterwards'"),
    "no_end": Case("P602", "choices:", f"{BOTH} --from-play class_first", "'the_table', 'after"),
    "one_way_loop": Case("P603", "choices:", f"{BOTH} --from-play class_first,blue", "for ever"),
    "conflict": Case("P604", "stage: drift", f"{BOTH} --from-play cloth,blue,wait", "'wet_floor'"),
    "no_way_back": Case("P611", "the_table:", f"{BOTH} --from-play class_first", "'the_table'"),
    "dead_scene": Case("P621", "the_corridor:", words="nothing that happens leads there"),
    "dead_choice": Case("P622", "sit_down:", words="never on offer"),
    "dead_way": Case("P623", "{when: pupil.trust < answers, to: washed}", words="'wait' never"),
    "dead_ending": Case("P624", "laughed:", words="needs it to be so that pupil stress"),
    "dead_line": Case("P625", "{when: pupil.stress < unsettled, say: She hums.}"),
    "dead_cue": Case("P625", "{when: pupil.trust < answers, say: She has turned away.}"),
    "dead_rule": Case("P626", "stage: drift", words="'never_yet' never acts"),
    "dead_coaching": Case("P627", "{when: not tag.space, say: You stayed near.}"),
    "free_lunch": Case("P631", "own_time:", "--underneath tired --from-play cloth", "'blue' is"),
    "same_lunch": Case("P632", "own_time:", "--underneath tired --from-play cloth"),
    "costs_nothing": Case("P633", "wait:", "--underneath tired --from-play cloth,blue"),
    "one_key": Case("P641", "wash:", "--underneath tired --from-play cloth,blue"),
    "told_apart": Case("P651", "left_out:", "--underneath tired --from-play cloth,blue,wash"),
    "does_not_rise": Case(
        "P652", "true", "--underneath already_coming --from-play cloth,blue,wash"
    ),
    "not_coached": Case("P661", "cloth:", words="has no coaching"),
    "too_few_words": Case("P662", "coach:", "--underneath tired --from-play cloth,blue,wash"),
    "empty_part": Case("P663", "question:", "--underneath left_out --from-play cloth,blue,wash"),
    "moved_not_so": Case("P664", "down}", "--underneath already_coming --from-play cloth"),
    "room_path": Case("P671", "{scene: the_table", words="(under 'tired': cloth, wash, blue)"),
    "length": Case("P681", "20", words="a typical one 4 minutes"),
    "broken_always": Case("P691", "pupil.stress >= 4", "--underneath tired --from-play cloth"),
    "broken_never": Case(
        "P691", "pupil.trust >=", "--underneath tired --from-play cloth,blue,wash"
    ),
    "broken_can": Case("P692", "pupil.trust < answers", words="it never is"),
    "broken_watch": Case("P693", "wash", "--underneath tired --from-play cloth", "can't go on"),
    "short_thought": Case("P694", ">-", words="4 words"),
    "broken_play": Case("E502", "pupil.trust >= with_you", words="after this play"),
}


def counted(found: Checked) -> list[Problem]:
    """What makes a file fail under `--strict`."""
    return [it for it in found.problems if it.severity != "note"]


def test_the_scenario_they_are_made_from_keeps_every_promise() -> None:
    found = checked("sound")
    assert found.problems == ()
    assert found.holds(strict=True)
    assert found.proof is not None
    assert found.proof.not_proven is None


@pytest.mark.parametrize("name", CASES)
def test_the_broken_promise_is_named_with_its_place_and_its_shortest_play(name: str) -> None:
    case = CASES[name]
    found = checked(name)
    (problem,) = counted(found)
    assert problem.code == case.code
    line = found.texts[found.name].split("\n")[problem.place.line - 1]
    assert line[problem.place.column - 1 :].startswith(case.at)
    assert problem.play == case.play
    assert case.words in problem.message
    assert not found.holds(strict=True)
    is_error = case.code in {"P601", "P602", "P603", "P604", "E502"}
    assert found.holds(strict=False) is not is_error


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.play])
def test_the_play_opens_at_a_state_of_the_story(name: str) -> None:
    (problem,) = counted(checked(name))
    assert problem.play is not None
    play = opened(name, problem.play)
    assert render(problem, "").endswith(f"see it: classroomsim play {path_of(name)} {problem.play}")
    state: State = play.state
    match problem.code:
        case "P601":
            assert not play.offers
            assert play.ending is None
        case "P604":
            assert play.trace(len(play.choices) - 1).conflicts
        case "P651" | "P652":
            assert play.ending is not None
        case "P691":
            assert state != play.world.start
        case _:
            assert play.scene is not None or play.ending is not None


def opened(name: str, options: str) -> Play:
    """What `classroomsim play` opens with these options."""
    words = options.split()
    choices = words[3].split(",") if len(words) > 2 else []
    return Play.begin(Machine(reading_of(name).sound), words[1], choices)


def test_a_key_to_every_scene_is_told_beside_each_of_them() -> None:
    codes = [it.code for it in counted(checked("keys_everywhere"))]
    assert sorted(codes) == ["P641", "P641", "P641", "P642"]


def test_there_is_a_case_for_each_file() -> None:
    names = {path.stem for path in BROKEN.glob("*.yaml")}
    assert names == {*CASES, "keys_everywhere"}


def test_the_experiment_random_play_passes_is_not_passed() -> None:
    """Eight rounds of three choices: 6,561 ways, one of them stuck; an ending never come to."""
    found = checked("experiment")
    problems = {it.code: it for it in found.problems if it.code in {"P601", "P624"}}
    assert set(problems) == {"P601", "P624"}
    stuck, ending = problems["P601"], problems["P624"]
    assert stuck.severity == "error"
    assert stuck.play == "--underneath tired --from-play " + ",".join(["wait"] * 8)
    play = opened("experiment", stuck.play)
    assert not play.offers
    assert play.ending is None
    assert "'laughed'" in ending.message
    assert "waits is 5 or more and words is 4 or more" in ending.message
    assert [it.code for it in found.problems if it.severity == "error"] == ["P601"]
    line = found.texts[found.name].split("\n")[ending.place.line - 1]
    assert line.strip() == "laughed:"
