"""The flagship, read once, and sessions of it in files of their own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from classroomsim.engine.machine import Machine
from classroomsim.room.addresses import LOOPBACK
from classroomsim.room.codes import new_key
from classroomsim.room.live import LiveRoom
from classroomsim.room.session import RoomError, Session
from classroomsim.room.store import Opening
from classroomsim.scenario.library import find
from classroomsim.scenario.read import Reading, read_scenario

OpenRoom = Callable[..., LiveRoom]


@pytest.fixture(scope="session")
def flagship() -> Reading:
    """The scenario that these sessions play."""
    return read_scenario(find("tuesday_210"))


@pytest.fixture(scope="session")
def machine(flagship: Reading) -> Machine:
    """The flagship, compiled."""
    return Machine(flagship.sound)


def opening_of(reading: Reading, telling: str = "lunch_row", form: str = "whole") -> Opening:
    """What a session of a scenario is begun with."""
    source, book = reading.source, reading.rulebook
    texts = (source.name, source.text, book.name, book.text)
    return Opening(*texts, telling, form, "KESTOL", new_key(), "the remote", LOOPBACK, 8030)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a session's file may lie; nothing is there yet."""
    return tmp_path / "home" / "room.db"


@pytest.fixture
def open_room(flagship: Reading, path: Path) -> Iterator[OpenRoom]:
    """Begins a session, or goes on with the one in its file; all are let go of afterwards."""
    with ExitStack() as stack:

        def opened(form: str = "whole", *, resume: bool = False) -> LiveRoom:
            room = (
                LiveRoom.resume(path)
                if resume
                else LiveRoom.begin(flagship, opening_of(flagship, form=form), path)
            )

            def leave() -> None:
                with suppress(RoomError):
                    room.leave()

            stack.callback(leave)
            return room

        yield opened


def place_of(session: Session) -> tuple[object, ...]:
    """All that a session is, without the compiled scenario, which is made anew at each start."""
    plays = (session.play.key, session.play.states)
    return (session.form, *plays, session.step, session.beat, session.rounds, session.opened)
