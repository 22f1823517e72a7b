"""What the documentation says is true: its examples run, its links lead somewhere."""

import doctest
import importlib
import pkgutil
import re
import shlex
import tomllib
from pathlib import Path

import pytest

import classroomsim

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")])
MODULES = sorted(
    found.name for found in pkgutil.walk_packages(classroomsim.__path__, "classroomsim.")
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^( *)```sh\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_python_examples_on_a_page_run(page: Path) -> None:
    failed, _ = doctest.testfile(
        str(page), module_relative=False, optionflags=doctest.ELLIPSIS, encoding="utf-8"
    )
    assert not failed


@pytest.mark.parametrize("module", MODULES)
def test_python_examples_in_docstrings_run(module: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS)
    assert not failed


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    targets = LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    local = [it for it in targets if not re.match(r"[a-z]+:|#", it)]
    missing = [it for it in local if not (page.parent / it.partition("#")[0]).exists()]
    assert not missing


def commands(page: Path) -> list[list[str]]:
    """The shell commands on a page, in words, each part of an `&&` by itself."""
    text = "".join(block for _, block in SHELL.findall(page.read_text(encoding="utf-8")))
    lines = text.replace("\\\n", " ").splitlines()
    parts = (part for line in lines for part in line.split("&&"))
    return [words for part in parts if (words := shlex.split(part, comments=True))]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_of_ours_have_subcommands_and_options_that_exist(page: Path) -> None:
    import click

    from classroomsim.cli import cli

    for program, *words in commands(page):
        if Path(program).name != "classroomsim":
            continue
        command: click.Command = cli
        if words and words[0] not in cli.commands and not words[0].startswith("-"):
            pytest.fail(f"there is no command {words[0]!r}")
        for word in words:
            if isinstance(command, click.Group) and word in command.commands:
                command = command.commands[word]
        known = {option for it in command.params for option in (*it.opts, *it.secondary_opts)} | {
            "--help"
        }
        assert {word for word in words if word.startswith("-")} <= known


def test_the_readme_installs_what_the_project_declares() -> None:
    readme = [" ".join(words) for words in commands(ROOT / "README.md")]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert ".venv/bin/pip install ." in readme
    assert ".venv/bin/pip install -e .[dev]" in readme
    assert "classroomsim" in project["scripts"]
    assert "dev" in project["optional-dependencies"]
    assert project["requires-python"] == ">=3.11"
    assert "Python 3.11 or later" in (ROOT / "README.md").read_text(encoding="utf-8")
