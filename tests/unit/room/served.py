"""A live room behind a real socket, and clients that speak to it as docs/room-api.md says."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import ClientResponse, ClientSession, ClientTimeout, CookieJar, TCPConnector

from classroomsim.room.live import LiveRoom
from classroomsim.room.server import Door, RoomServer
from classroomsim.room.session import Action
from classroomsim.room.steps import Step


def free_port() -> int:
    """A port that nothing listens on."""
    with closing(socket.socket()) as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


@dataclass
class Served:
    """A room that is being served. `reached` notes each time a phone tried the check."""

    room: LiveRoom
    door: Door
    reached: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """What every address begins with."""
        return f"http://{self.door.typed}"

    async def to(self, step: Step) -> None:
        """Does the next step until the session is there."""
        while self.room.session.step is not step:
            session = self.room.session
            follows = session.coming is Step.FOLLOW and not session.road
            await self.room.do(Action("next", session.offers[0].id if follows else ""))


@asynccontextmanager
async def serving(room: LiveRoom, door: Door | None = None) -> AsyncIterator[Served]:
    """The room, served on the loopback address until the block ends."""
    door = door or replace(Door.of(room.opening), port=free_port())
    served = Served(room, door)
    server = RoomServer(room, door, lambda: served.reached.append("reached"))
    await server.open()
    try:
        yield served
    finally:
        await server.close()


async def until(holds: Callable[[], bool]) -> None:
    """Comes back once something holds; what makes it so has no event of its own to wait for."""
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


class Phone:
    """One device: a cookie jar, and the calls of the API."""

    def __init__(self, served: Served, session: ClientSession) -> None:
        self.served = served
        self.http = session
        self._origin = {"Origin": served.base}

    async def post(self, path: str, **sent: object) -> tuple[int, Any]:
        """A JSON call; gives the status and the data."""
        async with self.http.post(
            self.served.base + path, json=sent, headers=self._origin
        ) as answer:
            return answer.status, await _data(answer)

    async def get(self, path: str) -> tuple[int, Any]:
        """A GET; gives the status and the data."""
        async with self.http.get(self.served.base + path) as answer:
            return answer.status, await _data(answer)

    async def join(self) -> int:
        """Joins with the code; gives the status."""
        status, _ = await self.post("/join", code=self.served.door.code)
        return status

    async def vote(self, choice: str, number: int | None = None) -> tuple[int, Any]:
        """Votes in the open round, or in the one named."""
        if number is None:
            voting = self.served.room.session.voting
            number = voting.number if voting else 0
        return await self.post("/vote", round=number, choice=choice)


async def _data(answer: ClientResponse) -> Any:  # noqa: ANN401 - whatever JSON holds
    text = await answer.text()
    return json.loads(text) if answer.content_type == "application/json" else text


@asynccontextmanager
async def phone(served: Served) -> AsyncIterator[Phone]:
    """A device that has not joined yet."""
    jar = CookieJar(unsafe=True)  # cookies for an address, not a name
    async with ClientSession(
        cookie_jar=jar, connector=TCPConnector(limit=0), timeout=ClientTimeout(total=30)
    ) as session:
        yield Phone(served, session)
