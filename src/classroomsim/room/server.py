"""The room on the network: one small web server inside the program that shows the wall."""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from aiohttp import web

from classroomsim.room.addresses import LOOPBACK, is_loopback
from classroomsim.room.front_door import LARGEST_BODY, add_headers, front_door, in_sentences
from classroomsim.room.live import FULL, LiveRoom
from classroomsim.room.phones import Phones
from classroomsim.room.remote import Remote
from classroomsim.room.session import RoomError
from classroomsim.room.store import Opening

KEEP_ALIVE_SECONDS = 75.0
_WAITING_TO_BE_LET_IN = 1024
_FILES = 3 * FULL + 256
"""Open files that a full room may need: a stream and a vote or two for each phone."""


@dataclass(frozen=True, slots=True)
class Door:
    """How a room can be reached. `key` is for the QR, `code` for typing, `remote` for one phone."""

    address: str
    port: int
    code: str
    key: str
    remote: str

    @classmethod
    def of(cls, opening: Opening) -> Self:
        """The door that a session was begun with."""
        return cls(opening.address, opening.port, opening.code, opening.key, opening.remote)

    @property
    def typed(self) -> str:
        """What is typed into a phone: 192.168.1.7:8030."""
        return f"{self.address}:{self.port}"

    @property
    def join_url(self) -> str:
        """What the QR for joining holds. Upper case, which makes a QR of fewer, larger squares."""
        return f"HTTP://{self.address.upper()}:{self.port}/{self.key}"

    @property
    def remote_url(self) -> str:
        """What the QR of the remote holds. Whoever has it runs the room."""
        return f"http://{self.typed}/remote/{self.remote}"


class RoomServer:
    """Serves a live room until it is closed. `reached` is called when a phone tries the check."""

    def __init__(self, room: LiveRoom, door: Door, reached: Callable[[], None]) -> None:
        self._door = door
        self._phones = Phones(room, door.code, door.key, reached)
        self._remote = Remote(room)
        self._runner: web.AppRunner | None = None

    async def open(self, hosts: Sequence[str] = ()) -> None:
        """Begins to serve. Raises `RoomError` if the address or the port can't be had.

        `hosts` are more names that this computer goes by, each without a port.
        """
        let_many_in()
        door = self._door
        names = {door.address, *hosts}
        if is_loopback(door.address):
            names |= {"localhost", LOOPBACK}
        app = web.Application(
            middlewares=[in_sentences, front_door(f"{name}:{door.port}" for name in names)],
            client_max_size=LARGEST_BODY,
        )
        app.on_response_prepare.append(add_headers)
        app.add_routes([*self._phones.routes(), *self._remote.routes()])
        runner = web.AppRunner(
            app, access_log=None, keepalive_timeout=KEEP_ALIVE_SECONDS, shutdown_timeout=1.0
        )
        await runner.setup()
        site = web.TCPSite(
            runner, door.address, door.port, backlog=_WAITING_TO_BE_LET_IN, reuse_address=True
        )
        try:
            await site.start()
        except OSError as error:
            await runner.cleanup()
            raise RoomError(_why_not(door, error)) from error
        self._runner = runner

    async def close(self) -> None:
        """Lets go of everybody and of the port. Closing twice does no harm."""
        await self._phones.close()
        await self._remote.close()
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()


def let_many_in() -> None:
    """Raises this program's limit of open files as far as a full room needs and the system lets."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _why_not(door: Door, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {door.port} is in use; choose another with --port, or close what uses it."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"This computer has no address {door.address}; choose another with --bind."
    return f"Phones can't be let in at {door.typed} ({error.strerror}); try --port or --bind."
