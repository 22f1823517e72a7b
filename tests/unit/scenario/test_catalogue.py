"""Every problem code has its entry in the catalogue, with an example that produces it."""

import ast
import re
from pathlib import Path

import pytest

import classroomsim
from classroomsim.proof.check import Checked, check_file
from classroomsim.scenario.catalogue import CATALOGUE, MINIMAL, example_of
from classroomsim.scenario.source import MAX_PROBLEMS

SOURCE = Path(classroomsim.__path__[0])
CODE = re.compile(r"[EWP][0-9]{3}")
TELLING = {"catalogue.py", "promise_codes.py"}
"""The modules that explain codes, and so name all of them."""
BESIDE = {"E014": {"E007"}, "E105": {"E309"}}
"""What an example can't do without: the hundred problems, and a play that names a choice's id."""


def codes_in(module: Path) -> set[str]:
    """The problem codes that a module names as a text of their own."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}


def codes_raised() -> set[str]:
    modules = (it for it in SOURCE.rglob("*.py") if it.name not in TELLING)
    return set().union(*map(codes_in, modules))


def checked(text: bytes, folder: Path) -> Checked:
    path = folder / "my_scenario.yaml"
    path.write_bytes(text)
    return check_file(path)


def test_every_code_that_is_raised_has_an_entry() -> None:
    without = sorted(codes_raised() - set(CATALOGUE))
    assert not without


def test_every_entry_is_of_a_code_that_is_raised() -> None:
    unknown = sorted(set(CATALOGUE) - codes_raised())
    assert not unknown


def test_the_catalogue_has_a_title_and_a_meaning_for_each() -> None:
    for code, entry in CATALOGUE.items():
        assert CODE.fullmatch(code)
        assert entry.title
        assert not entry.title.endswith(".")
        assert entry.meaning.endswith(".")


def test_the_scenario_of_the_examples_has_no_errors(tmp_path: Path) -> None:
    found = checked(MINIMAL.encode(), tmp_path).problems
    assert not [it for it in found if it.code[0] in "EW"]


@pytest.mark.parametrize("code", CATALOGUE)
def test_an_example_has_its_problem(code: str, tmp_path: Path) -> None:
    found = checked(example_of(code), tmp_path).problems
    assert code in {it.code for it in found}


@pytest.mark.parametrize("code", [it for it in CATALOGUE if it[0] in "EW"])
def test_an_example_has_no_other_problem_of_the_text(code: str, tmp_path: Path) -> None:
    found = {it.code for it in checked(example_of(code), tmp_path).problems if it.code[0] in "EW"}
    assert found == {code} | BESIDE.get(code, set())


def test_an_entry_that_names_a_number_of_problems_names_the_right_one() -> None:
    assert MAX_PROBLEMS == 100
    assert "a hundred problems" in CATALOGUE["E014"].meaning
