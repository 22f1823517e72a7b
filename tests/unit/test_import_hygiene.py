"""What each room loads when it is imported, seen from `sys.modules` of a fresh process.

The import contracts read the source and cannot tell that a deferred import is deferred. Start-up
is guarded here by which modules load, since that holds on every machine; `bench/start.py` times it.
"""

import json
import subprocess
import sys

import pytest

HEAVY = {
    *("textual", "rich", "pydantic", "aiohttp", "jinja2", "icalendar", "yaml", "sqlite3", "numpy"),
}

# What a process may load of HEAVY, statement by statement.
ALLOWED: dict[str, set[str]] = {
    "import classroomsim": set(),
    "import classroomsim.__main__": set(),
    "import classroomsim.cli": set(),
    "import classroomsim.scenario": set(),
    "import classroomsim.scenario.library": set(),
    "import classroomsim.scenario.heading": {"yaml"},
    "import classroomsim.engine": set(),
    "import classroomsim.proof": set(),
    "import classroomsim.proof.graph": set(),
    "import classroomsim.proof.arrays.search": {"numpy"},
    "import classroomsim.debrief": set(),
    "import classroomsim.pages.debrief_page": set(),
    "import classroomsim.pages.diary_page": set(),
    "import classroomsim.pages.save": set(),
    "import classroomsim.pages.calendar": set(),
    "import classroomsim.pages.html": {"jinja2"},
    "import classroomsim.diary": {"sqlite3"},
    "import classroomsim.plain": set(),
    "import classroomsim.ui": {"textual", "rich"},
}

COMMANDS = [["--version"], ["--help"], *([it, "--help"] for it in ("play", "check", "copy"))]

REPORT = "import sys, json; print(json.dumps(sorted({m.partition('.')[0] for m in sys.modules})))"


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh process has loaded after a statement."""
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\n{REPORT}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    modules: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(modules)


@pytest.mark.parametrize("statement", ALLOWED)
def test_importing_a_room_loads_no_more_than_it_needs(statement: str) -> None:
    assert loaded_by(statement) & HEAVY <= ALLOWED[statement]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_what_only_prints_a_few_lines_loads_nothing_heavy(arguments: list[str]) -> None:
    run = f"""
import sys
from classroomsim.cli import main
sys.argv = ["classroomsim", *{arguments!r}]
try:
    main()
except SystemExit as leaving:
    assert not leaving.code, leaving.code
"""
    assert loaded_by(run) & HEAVY == set()


@pytest.mark.parametrize("module", ["plain.player", "ui.app", "ui.looking_back", "cli.copy"])
def test_what_writes_pages_and_calendars_loads_when_one_is_written(module: str) -> None:
    assert loaded_by(f"import classroomsim.{module}") & {"jinja2", "icalendar"} == set()


def test_the_core_runs_without_what_it_must_not_know() -> None:
    """Every module of the pure rooms, not only their front doors."""
    everything = """
import importlib, pkgutil
for room in ("scenario", "engine", "proof", "debrief"):
    package = importlib.import_module(f"classroomsim.{room}")
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
"""
    assert loaded_by(everything) & {"textual", "rich", "aiohttp", "jinja2", "sqlite3"} == set()


def test_the_engine_never_needs_the_edge() -> None:
    """A compiled scenario is played without pydantic or YAML being loaded."""
    everything = """
import importlib, pkgutil
for room in ("engine", "debrief"):
    package = importlib.import_module(f"classroomsim.{room}")
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
"""
    assert loaded_by(everything) & {"pydantic", "yaml"} == set()
