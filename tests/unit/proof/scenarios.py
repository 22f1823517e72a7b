"""The scenarios of these tests: a sound one, and those with a promise broken."""

from pathlib import Path

from classroomsim.proof.check import Checked, check_file
from classroomsim.scenario.read import Reading, read_scenario

FOLDER = Path(__file__).parents[2] / "scenarios"
BROKEN = FOLDER / "broken"


def path_of(name: str) -> Path:
    """The file of a scenario by its id."""
    path = FOLDER / f"{name}.yaml"
    return path if path.exists() else BROKEN / f"{name}.yaml"


def reading_of(name: str) -> Reading:
    return read_scenario(path_of(name))


def checked(name: str) -> Checked:
    return check_file(path_of(name))
