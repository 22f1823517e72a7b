"""`classroomsim play`: one scenario, from its beginning or from any moment in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from classroomsim.cli.opening import open_app, play_plain, revisit_plain
from classroomsim.cli.options import KEEP
from classroomsim.cli.reading import read, unknown
from classroomsim.cli.stopped import BAD_USE, StoppedError

if TYPE_CHECKING:
    from classroomsim.engine.machine import Machine
    from classroomsim.scenario.read import Reading


@click.command(
    epilog="Examples:  classroomsim play tuesday_210   ·   printf '1\\n2\\n' | classroomsim play "
    "tuesday_210 --plain   ·   classroomsim play my_scenario.yaml --from the_task --author"
)
@click.argument("scenario", required=False, metavar="[FILE or id]")
@click.option("--plain", is_flag=True, help="Linear text on standard input and output.")
@click.option("--underneath", metavar="ID", help="Play this telling, instead of one drawn.")
@click.option("--from", "scene", metavar="SCENE", help="Start by the shortest play to a scene.")
@click.option("--from-play", "choices", metavar="IDS", help="Start after these choices: a,b,c.")
@click.option(
    "--revisit",
    is_flag=True,
    help="Come back for one moment, with --plain.",
)
@click.option("--author", is_flag=True, help="Show gauges and what moved them, for authors.")
@KEEP
@click.pass_obj
def play(  # noqa: PLR0913, PLR0917 - the options of the command are its contract
    outer_keep: bool | None,  # noqa: FBT001
    scenario: str | None,
    plain: bool,  # noqa: FBT001
    underneath: str | None,
    scene: str | None,
    choices: str | None,
    revisit: bool,  # noqa: FBT001
    author: bool,  # noqa: FBT001
    keep: bool | None,  # noqa: FBT001
) -> int:
    """Play one scenario, by its file or its id; without either, choose from the shelf."""
    keep = outer_keep if keep is None else keep
    if scenario is None:
        if plain or underneath or scene or choices or revisit:
            raise StoppedError(_name_one(), BAD_USE)
        return open_app(keep, None, None, (), author=author)
    reading = read(scenario)
    if revisit:
        if not plain or underneath or scene or choices:
            raise StoppedError(_come_back(), BAD_USE)
        return revisit_plain(reading, keep)
    telling, start = _where_to_start(reading, underneath, scene, choices)
    if plain:
        return play_plain(reading, telling, start, keep, author=author)
    return open_app(keep, reading, telling, start, author=author)


def _come_back() -> str:
    return (
        "--revisit goes with --plain and nothing else that says where to begin; on the screens, the"
        " shelf offers it"
    )


def _name_one() -> str:
    """Asks for a scenario, and says which there are: the shelf can't be seen from here."""
    from classroomsim.scenario.library import scenario_files

    known = ", ".join(path.stem for path in scenario_files())
    return f"name the scenario to play, as in 'classroomsim play tuesday_210'; there is {known}"


def _where_to_start(
    reading: Reading, telling: str | None, scene: str | None, choices: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The telling, if settled, and the choices already made. Ends the program on bad use."""
    from classroomsim.engine.machine import EngineError, Machine
    from classroomsim.engine.play import Play

    scenario = reading.sound
    if telling is not None and telling not in scenario.tellings:
        raise unknown("telling", telling, scenario.id, scenario.tellings)
    if scene is not None and choices is not None:
        msg = "--from and --from-play both say where to begin; give one of them"
        raise StoppedError(msg, BAD_USE)
    if scene is not None:
        return _way_to(Machine(scenario), scene, telling)
    made = tuple(choice.strip() for choice in (choices or "").split(",") if choice.strip())
    if not made:
        return telling, ()
    told = telling or next(iter(scenario.tellings))
    try:
        Play.begin(Machine(scenario), told, made)
    except EngineError as error:
        raise StoppedError(f"{error} (under '{told}')", BAD_USE) from None
    return told, made


def _way_to(machine: Machine, scene: str, telling: str | None) -> tuple[str, tuple[str, ...]]:
    """The telling asked for, or the first that leads there, and the shortest play to a scene."""
    from classroomsim.engine.paths import shortest_to

    scenario = machine.scenario
    if scene not in scenario.scenes:
        raise unknown("scene", scene, scenario.id, scenario.scenes)
    for told in (telling,) if telling is not None else scenario.tellings:
        found = shortest_to(machine.under(told), scene)
        if found is not None:
            return told, found
    where = f"under '{telling}'; try another with --underneath" if telling else "under any telling"
    raise StoppedError(f"no play leads to '{scene}' {where}", BAD_USE)
