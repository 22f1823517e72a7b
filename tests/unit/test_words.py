"""The rubric's words: found where they stand, and nowhere in what the program itself says."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import classroomsim
from classroomsim.scenario.library import scenario_files
from classroomsim.scenario.problems import Problem
from classroomsim.scenario.read import rulebook_path, shipped_rulebook
from classroomsim.scenario.source import Source, parse_source, read_source
from classroomsim.scenario.words import check_words, narration, prose_of, wordlist

WORDS = shipped_rulebook()[1].words


def source(text: str) -> Source:
    return parse_source("story.yaml", text.encode())


def found(text: str) -> tuple[Problem, ...]:
    """What is found in a file of one scene, whose text this is."""
    return check_words(source(f"scenes:\n  one:\n    text: >-\n      {text}\n"), WORDS)


def codes(text: str) -> list[str]:
    return [problem.code for problem in found(text)]


# ------------------------------------------------------------------------------ what is found


@pytest.mark.parametrize("word", WORDS.banned)
def test_every_banned_word_is_a_warning(word: str) -> None:
    (problem, *_) = found(f"Perhaps {word} is said here.")
    assert (problem.code, problem.severity) == ("W402", "warning")
    assert f"'{word}'" in problem.message
    assert problem.fix


@pytest.mark.parametrize("word", WORDS.warned)
def test_every_word_to_look_at_twice_is_a_note(word: str) -> None:
    (problem, *_) = found(f"Perhaps {word} is said here.")
    assert (problem.code, problem.severity) == ("W401", "note")
    assert f"'{word}'" in problem.message


@pytest.mark.parametrize(
    "number", ["7/10", "7 / 10", "80%", "80 %", "80 per cent", "80 percent", "7 out of 10"]
)
def test_numbers_that_score_are_banned(number: str) -> None:
    assert codes(f"She did {number} of it.") == ["W402"]


@pytest.mark.parametrize("text", ["Ten past three.", "Year 5 at 14:10.", "Pages 4 and 5.", "2.10"])
def test_other_numbers_are_facts_of_the_story(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize("text", ["WRONG.", "Wrong, then.", "It is (wrong)", "so wrong!"])
def test_the_case_and_what_stands_around_a_word_do_not_matter(text: str) -> None:
    assert codes(text) == ["W402"]


@pytest.mark.parametrize(
    "text", ["The wrongly set clock.", "A scoreboard.", "Upgraded.", "Bestow it.", "Passing by."]
)
def test_only_whole_words_count(text: str) -> None:
    assert not found(text)


def test_a_line_break_inside_a_phrase_hides_nothing() -> None:
    broken = source("scenes:\n  one:\n    text: |\n      He chose\n      to shout.\n")
    (problem,) = check_words(broken, WORDS)
    assert "'chose to'" in problem.message


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: All wrong\n", (1, 12)),
        ("title: 'All wrong'\n", (1, 13)),
        ("title: >-\n  All wrong\n", (2, 7)),
        ("title: >-\n  All\n  wrong\n", (1, 8)),  # more than one line: where the text begins
    ],
)
def test_the_place_is_that_of_the_word(text: str, place: tuple[int, int]) -> None:
    (problem,) = check_words(source(text), WORDS)
    assert (problem.place.line, problem.place.column) == place


def test_every_word_of_a_file_is_found_at_once() -> None:
    assert codes("A mistake, the best, and it is simply wrong.") == ["W402"] * 3 + ["W401"]


# --------------------------------------------------------------------------- what is exempt


@pytest.mark.parametrize("quoted", ['"You are wrong," he says.', "“Wrong.” He sits down."])
def test_characters_may_speak_badly(quoted: str) -> None:
    assert not found(quoted)


def test_what_stands_between_two_quotations_is_ours() -> None:
    assert codes('"No." That was wrong. "Yes."') == ["W402"]


def test_narration_keeps_every_offset() -> None:
    assert narration('a "b c" d') == "a       d"


COACH = (
    "scenes:\n  one:\n    choices:\n      {id}:\n        coach:\n          another:\n            "
)


@pytest.mark.parametrize(
    "say",
    [
        "say: '\"That was wrong.\"'",
        "say: ['\"That was wrong.\"']",
        "say: [{when: need.sensory, say: '\"That was wrong.\"'}]",
    ],
)
def test_the_words_that_the_coaching_offers_are_ours(say: str) -> None:
    assert [p.code for p in check_words(source(COACH.replace("{id}", "go") + say), WORDS)] == [
        "W402"
    ]


def test_what_a_player_may_choose_to_say_is_speech() -> None:
    for name in ("go", "another", "coach"):
        text = f"scenes:\n  one:\n    choices:\n      {name}:\n        say: '\"Wrong.\"'\n"
        assert not check_words(source(text), WORDS)


def test_what_the_case_notes_say_of_a_child_may_be_said() -> None:
    notes = "about:\n  known_at_nine: Kai has ADHD.\n"
    story = "scenes:\n  one:\n    text: Kai has ADHD.\n"
    assert [p.code for p in check_words(source(story), WORDS)] == ["W402"]
    assert not check_words(source(notes + story), WORDS)
    family = notes.replace("known_at_nine", "family_says")
    assert not check_words(source(family + story), WORDS)


def test_the_case_notes_excuse_whole_words_only() -> None:
    text = "about:\n  known_at_nine: She bested him.\ntitle: The best\n"
    assert [p.code for p in check_words(source(text), WORDS)] == ["W402"]


# ------------------------------------------------------------------------------ what is read


def read(text: str) -> dict[tuple[str | int, ...], str]:
    return dict(prose_of(source(text).data))


def test_ids_and_conditions_are_not_read() -> None:
    text = (
        "id: wrong\nstart: wrong\nthemes: [wrong]\n"
        "scenes:\n  wrong:\n    skip: wrong\n    clock: '14:10'\n"
        "    text: [{when: pupil.stress >= wrong, say: Rain.}]\n"
        "    choices:\n      wrong: {moves: [wrong], manner: [wrong], goto: wrong, say: Wait.}\n"
    )
    assert sorted(read(text).values()) == ["Rain.", "Wait."]


def test_ids_that_look_like_keys_hide_nothing() -> None:
    text = (
        "scenes:\n  start:\n    text: One.\n    choices:\n      move: {say: Two.}\n"
        "    read: {options: {to: Three.}}\n"
        "endings:\n  when: {text: Four.}\n"
        "underneath:\n  need: {cue: Five.}\n"
        "cast:\n  others: {then: Six.}\n"
        "moves:\n  goto: {name: Seven, because: Eight.}\n"
    )
    assert sorted(read(text).values()) == sorted(
        ["One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven", "Eight."]
    )


def test_names_are_read_and_titles_of_sources_are_not() -> None:
    text = (
        "scenes:\n  one: {name: the best}\nsources:\n  bee: {name: Best practice, sure: Maybe.}\n"
    )
    assert list(read(text).values()) == ["the best"]


# ------------------------------------------------- every text that the program can show a player

SCORES = re.compile(
    r"\bout of (?:ten|\d+)\b|\bpercent|\b\d+ points?\b|\bhigh(?:est)? marks?\b|\bstars?\b|\bstreak"
    r"|\brank(?:ed|ing|s)?\b|\btop of the\b|\d\s*%",
    re.IGNORECASE,
)
OUR_FAULT = "something went wrong inside the program"
"""The program may say this of itself."""
ROOMS = ("cli", "ui", "plain", "room", "debrief", "diary")
PACKAGE = Path(classroomsim.__file__).parent
MODULES = sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))
STYLES = {"DEFAULT_CSS", "CSS"}


@pytest.mark.parametrize("path", [*scenario_files(), rulebook_path()], ids=lambda path: path.stem)
def test_no_scenario_that_ships_scores_ranks_or_blames(path: Path) -> None:
    read_from = read_source(path)
    assert not [p for p in check_words(read_from, WORDS) if p.severity != "note"]
    for place, text in prose_of(read_from.data):
        assert SCORES.search(narration(text)) is None, (place, text)


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Every sentence in a module's string literals: no docstring, no style sheet, no lone word."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unread: set[ast.AST] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                unread.add(node.value)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in STYLES:
                unread.update(ast.walk(value))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if (
                name in STYLES
            ):
                unread.update(ast.walk(value))
    for node in ast.walk(tree):
        if node in unread:
            continue
        if isinstance(node, ast.JoinedStr):
            told = (p.value if isinstance(p, ast.Constant) else "it" for p in node.values)
            yield node.lineno, "".join(map(str, told))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_the_sentences_of_a_module_are_found() -> None:
    here = {text for _, text in literals(Path(__file__))}
    assert "Ten past three." in here
    assert not any(text.startswith("Every sentence " + "in a module's") for text in here)
    assert any("nobody marks it" in text for path in MODULES for _, text in literals(path))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_nothing_the_program_itself_says_scores_ranks_or_blames(path: Path) -> None:
    patterns = wordlist(WORDS)
    for line, text in literals(path):
        ours = text.replace(OUR_FAULT, "")
        if " " in text and text[:1].isalpha():
            for pattern in (patterns.banned, SCORES):
                assert pattern.search(ours) is None, f"{path.name}:{line}: {text}"
