"""A crowd of phones, as light as can be: it shares two cores with the room that it votes in.

Speaks the documented API only (docs/room-api.md), by plain sockets.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

JSON_HEADERS = "Content-Type: application/json\r\n"


class Line:
    """One kept connection to the room. Raises `ConnectionError` once it is gone."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(
        self, method: str, path: str, sent: object = None, cookie: str = ""
    ) -> tuple[int, Any, str]:
        """The status, the data and the cookie that was set, of one request."""
        reader, writer = await self._open()
        body = json.dumps(sent).encode() if sent is not None else b""
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
        head += f"Cookie: {cookie}\r\n" if cookie else ""
        if method == "POST":
            head += f"Origin: http://{self._host}:{self._port}\r\n{JSON_HEADERS}"
            head += f"Content-Length: {len(body)}\r\n"
        writer.write(head.encode() + b"\r\n" + body)
        return await _answer(reader)

    async def stream(self, path: str, cookie: str) -> asyncio.StreamReader:
        """A stream of events, from its first line on."""
        reader, writer = await self._open()
        head = f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nCookie: {cookie}\r\n\r\n"
        writer.write(head.encode())
        line = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in line.split(b"\r\n", 1)[0]:
            raise ConnectionError(line.split(b"\r\n", 1)[0].decode())
        return reader

    def close(self) -> None:
        """Hangs up."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        return self._reader, self._writer


async def _answer(reader: asyncio.StreamReader) -> tuple[int, Any, str]:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError as error:
        raise ConnectionError("hung up") from error
    first, *lines = head.split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
    raw = await reader.readexactly(int(fields.get("content-length", "0")))
    cookie = next((line[12:] for line in lines if line.lower().startswith("set-cookie: ")), "")
    data = json.loads(raw) if raw and "json" in fields.get("content-type", "") else None
    return int(first.split()[1]), data, cookie.split(";")[0]


@dataclass
class Phone:
    """One device: its line for asking, its line for listening, and what was acknowledged."""

    host: str
    port: int
    cookie: str = ""
    seconds: list[float] = field(default_factory=list)
    """How long each vote took to be acknowledged, from its first try."""
    voted: dict[int, str] = field(default_factory=dict)
    """By round, the choice that was acknowledged last."""

    def __post_init__(self) -> None:
        self.line = Line(self.host, self.port)
        self.listening = Line(self.host, self.port)
        self._hearing: asyncio.Task[None] | None = None

    async def join(self, code: str) -> None:
        """Joins with the code, and listens."""
        status, data, self.cookie = await self.line.ask("POST", "/join", {"code": code})
        if status != 200:
            raise ConnectionError(f"could not join: {status} {data}")
        await self.listen()

    async def listen(self) -> None:
        """Begins to hear events; what they say is thrown away."""
        reader = await self.listening.stream("/events", self.cookie)
        self._hearing = asyncio.create_task(_hear(reader))

    async def reconnect(self) -> None:
        """Drops both lines, as a phone that went to sleep does, and comes back."""
        self.hang_up()
        for _ in range(40):
            await asyncio.sleep(random.uniform(0.1, 1.0))  # noqa: S311
            with suppress(OSError, asyncio.IncompleteReadError):
                await self.listen()
                return
        raise RuntimeError("the room did not come back")

    async def vote(self, number: int, choice: str) -> None:
        """Votes, and tries again until it is acknowledged."""
        began = time.perf_counter()
        for attempt in range(40):
            try:
                sent = {"round": number, "choice": choice}
                status, data, _ = await self.line.ask("POST", "/vote", sent, self.cookie)
                if status == 200:
                    break
                if status < 500:
                    raise RuntimeError(f"refused: {status} {data}")
            except (OSError, asyncio.IncompleteReadError):
                self.line.close()
            await asyncio.sleep(min(2.0, 0.05 * 2**attempt) * random.uniform(0.5, 1.5))  # noqa: S311
        else:
            raise RuntimeError("no vote got through")
        self.seconds.append(time.perf_counter() - began)
        self.voted[number] = choice

    def hang_up(self) -> None:
        """Closes both lines."""
        if self._hearing is not None:
            self._hearing.cancel()
        self.line.close()
        self.listening.close()


async def _hear(reader: asyncio.StreamReader) -> None:
    with suppress(ConnectionError):
        while await reader.read(65536):
            pass


async def all_join(phones: Sequence[Phone], code: str) -> None:
    """Every phone joins, a hundred at a time."""
    gate = asyncio.Semaphore(100)

    async def one(phone: Phone) -> None:
        async with gate:
            await phone.join(code)

    await asyncio.gather(*(one(phone) for phone in phones))


async def all_vote(
    phones: Sequence[Phone], number: int, choices: Sequence[str], within: float, asleep: float
) -> None:
    """Every phone votes once within some seconds; a share of them sleeps and reconnects first."""

    async def one(phone: Phone) -> None:
        await asyncio.sleep(random.uniform(0, within))  # noqa: S311
        if random.random() < asleep:  # noqa: S311
            await phone.reconnect()
        await phone.vote(number, random.choice(choices))  # noqa: S311

    await asyncio.gather(*(one(phone) for phone in phones))
