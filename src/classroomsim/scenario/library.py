"""Where the scenarios that ship with the program lie, and how one of them is named.

This module is read before the first frame is drawn, so it loads neither pydantic nor YAML.
"""

from collections.abc import Iterable
from pathlib import Path

SUFFIXES = frozenset({".yaml", ".yml"})
"""How the name of a scenario file ends."""

NOT_SCENARIOS = frozenset({"frameworks.yaml"})
"""Files beside the scenarios that hold something else."""

_LONGEST_QUOTE = 60


class ScenarioNotFoundError(LookupError):
    """No scenario goes by the name asked for; its text says so, and what may have been meant."""


def library_root() -> Path:
    """The folder of the scenarios that ship: inside the package, or at the top of a checkout.

    Raises:
        ScenarioNotFoundError: the installation is incomplete and neither is there.
    """
    here = Path(__file__).resolve()
    packaged = here.parents[1] / "library"
    checkout = here.parents[3] / "scenarios"
    for folder in (packaged, checkout):
        if (folder / "rulebook").is_dir():
            return folder
    raise ScenarioNotFoundError(
        "the scenarios that come with classroomsim are missing; install it again"
    )


def scenario_files() -> list[Path]:
    """The scenario files that ship, by name. A file is named after the scenario's id."""
    return sorted(
        path
        for path in library_root().glob("*.yaml")
        if path.name not in NOT_SCENARIOS and path.is_file()
    )


def find(id_or_path: str | Path) -> Path:
    """The file that is meant by a scenario's id (`tuesday_210`) or by a path.

    A name that ends in `.yaml` or `.yml`, or that names a folder on the way, is a path. Any other
    is first looked for in the library, and then as a file.

    Raises:
        ScenarioNotFoundError: nothing goes by that name.
    """
    name = str(id_or_path)
    path = Path(name)
    if path.suffix.lower() in SUFFIXES or path.name != name:
        return _file_at(path)
    shipped = {file.stem: file for file in scenario_files()}
    if name in shipped:
        return shipped[name]
    if name and _exists(path):
        return _file_at(path)
    hint = _meant(name, shipped) or "; classroomsim, by itself, shows them all"
    raise ScenarioNotFoundError(f"there is no scenario {_quoted(name)}{hint}")


def _file_at(path: Path) -> Path:
    if _exists(path):
        if path.is_dir():
            raise ScenarioNotFoundError(
                f"{_quoted(str(path))} is a folder; name one scenario file in it"
            )
        return path
    beside = [path.with_name(file.name) for file in _scenarios_in(path.parent)]
    hint = _meant(str(path), map(str, beside))
    raise ScenarioNotFoundError(f"there is no file {_quoted(str(path))}{hint}")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long, or a folder that may not be looked into
        return False


def _scenarios_in(folder: Path) -> list[Path]:
    try:
        return sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
    except OSError:
        return []


def _meant(name: str, known: Iterable[str]) -> str:
    from classroomsim.scenario.problems import suggest  # only where something went wrong already

    near = suggest(name[:_LONGEST_QUOTE], known)
    return f"; did you mean {_quoted(near)}?" if near else ""


def _quoted(name: str) -> str:
    """The name as it can be shown anywhere: short, and every control character spelt out."""
    return repr(name if len(name) <= _LONGEST_QUOTE else name[: _LONGEST_QUOTE - 3] + "...")
