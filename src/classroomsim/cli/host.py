"""`classroomsim host`: a scenario with a whole room of colleagues."""

from __future__ import annotations

import secrets
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from classroomsim.cli.opening import is_terminal
from classroomsim.cli.reading import read, unknown
from classroomsim.cli.stopped import BAD_USE, BROKEN, HOLDS, StoppedError

if TYPE_CHECKING:
    from classroomsim.room.live import LiveRoom
    from classroomsim.room.server import Door
    from classroomsim.scenario.read import Reading

DEFAULT_PORT = 8030
_PORTS = 65535


@click.command(
    epilog="Examples:  classroomsim host tuesday_210   ·   classroomsim host tuesday_210 --form one"
    " --bind 192.168.1.7   ·   classroomsim host --resume"
)
@click.argument("scenario", required=False, metavar="[FILE or id]")
@click.option("--underneath", metavar="ID", help="Begin with this telling, instead of one drawn.")
@click.option(
    "--form",
    type=click.Choice(["whole", "one", "brief"]),
    default="whole",
    help="Three beats in 45 minutes, one beat in 20, or one vote in 3.",
)
@click.option("--resume", is_flag=True, help="Go on with the session that was left or cut off.")
@click.option("--bind", metavar="ADDRESS", help="Let phones in at this address from the start.")
@click.option(
    "--port",
    type=click.IntRange(1, _PORTS),
    metavar="N",
    help=f"The port that phones use ({DEFAULT_PORT}).",
)
@click.option("--no-phones", is_flag=True, help="Hands and cards only: no network at all.")
def host(
    scenario: str | None,
    underneath: str | None,
    form: str,
    resume: bool,  # noqa: FBT001
    bind: str | None,
    port: int | None,
    no_phones: bool,  # noqa: FBT001
) -> int:
    """Run a room: everybody commits, talks, votes again and sees what follows.

    Votes come from hands, from cards or from phones on the same network. Nothing is kept when the
    session ends, unless you ask for a hand-out.
    """
    from classroomsim.room.session import RoomError
    from classroomsim.ui.host.app import run

    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise StoppedError("the wall needs a terminal; start it in one", BAD_USE)
    try:
        if resume:
            room, door = _go_on(bind, port)
        else:
            room, door = _begin(_named(scenario), underneath, form, bind, port)
    except RoomError as error:
        raise StoppedError(str(error), BROKEN) from None
    return run(room, None if no_phones else door)


def _named(scenario: str | None) -> Reading:
    if scenario is None:
        msg = "name the scenario to host, as in 'classroomsim host tuesday_210', or use --resume"
        raise StoppedError(msg, BAD_USE)
    return read(scenario)


def session_path() -> Path:
    """Where the session's file lies while it goes on."""
    from classroomsim.diary.places import home

    return home() / "room.db"


def _begin(
    reading: Reading, telling: str | None, form: str, bind: str | None, port: int | None
) -> tuple[LiveRoom, Door]:
    from classroomsim.room.addresses import LOOPBACK
    from classroomsim.room.codes import new_code, new_key, new_token
    from classroomsim.room.live import LiveRoom
    from classroomsim.room.server import Door
    from classroomsim.room.store import Opening

    told = reading.sound.tellings
    if telling is not None and telling not in told:
        raise unknown("telling", telling, reading.sound.id, told)
    single = [one.id for one in told.values() if not one.joined]
    source, book = reading.source, reading.rulebook
    opening = Opening(
        source.name,
        source.text,
        book.name,
        book.text,
        telling or secrets.choice(single),
        form,
        new_code(),
        new_key(),
        new_token(),
        bind or LOOPBACK,
        port or DEFAULT_PORT,
    )
    path = session_path()
    if path.exists():
        _ask_about_the_one_left(path)
    return LiveRoom.begin(reading, opening, path), Door.of(opening)


def _ask_about_the_one_left(path: Path) -> None:
    """A session that was cut off is not written over without asking."""
    click.echo("A session that was left, or cut off, is still here.")
    if not click.confirm("Begin a new one, and forget that one with its votes?", default=False):
        raise StoppedError("go on with it by 'classroomsim host --resume'", HOLDS)
    from classroomsim.room.store import remove

    remove(path)


def _go_on(bind: str | None, port: int | None) -> tuple[LiveRoom, Door]:
    """The session that was cut off; phones find it where it was, if its port is free."""
    from classroomsim.room.live import LiveRoom
    from classroomsim.room.server import Door

    room = LiveRoom.resume(session_path())
    door = Door.of(room.opening)
    return room, replace(door, address=bind or door.address, port=port or door.port)
