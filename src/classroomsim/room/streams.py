"""Server-sent events: one message for all, told again to whoever comes late."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable

from aiohttp import web

HEARTBEAT_SECONDS = 15.0
"""How often a quiet stream says that it is there, so that filters in between keep it open."""
SLOW_SECONDS = 10.0
"""How long a message may wait for a phone to take it before that phone is let go of."""
MOST_A_SEAT = 3
"""Streams that one seat may hold at once: a phone that woke up may still have an old one."""
_RETRY_MILLISECONDS = (1_000, 5_000)
"""Between these a phone waits before it asks again, each for itself, so that not all do at once."""


class Stream:
    """Tells every listener the latest message. `message` makes it: an event's name and one line."""

    def __init__(self, message: Callable[[], bytes]) -> None:
        self._make = message
        self._latest: bytes | None = None
        self._number = 0
        self._changed = asyncio.Event()
        self._seats: Counter[str] = Counter()
        self._listening: set[asyncio.Task[object]] = set()
        self._renewing: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._listening)

    def renew(self) -> None:
        """Makes the message anew, and tells it if it is another one.

        Any number of calls in one go are one message.
        """
        if self._renewing is None:
            self._renewing = asyncio.get_running_loop().create_task(self._renew())

    async def _renew(self) -> None:
        self._renewing = None
        latest = self._make()
        if latest == self._latest:
            return
        self._latest = latest
        self._number += 1
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def listen(self, request: web.Request, seat: str) -> web.StreamResponse:
        """Holds a device's stream open until it goes, is too slow, or the room closes."""
        if self._seats[seat] >= MOST_A_SEAT:
            raise web.HTTPTooManyRequests(text="This phone is listening already.")
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
        )
        await response.prepare(request)
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a request is handled in one
        self._seats[seat] += 1
        self._listening.add(task)
        try:
            await self._tell(response)
        except (ConnectionError, TimeoutError):
            if request.transport is not None:
                request.transport.abort()
        finally:
            self._listening.discard(task)
            self._seats[seat] -= 1
            if not self._seats[seat]:
                del self._seats[seat]
        return response

    async def close(self) -> None:
        """Lets go of everybody."""
        listening = list(self._listening)
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)

    async def _tell(self, response: web.StreamResponse) -> None:
        retry = random.randint(*_RETRY_MILLISECONDS)  # noqa: S311 - spreads phones, hides nothing
        if self._latest is None:
            self._latest = self._make()
        await _write(response, b"retry: %d\n\n" % retry)
        told = -1
        while True:
            if told != self._number:
                told = self._number
                await _write(response, b"id: %d\n%s\n\n" % (told, self._latest))
                continue
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    await self._changed.wait()
            except TimeoutError:
                await _write(response, b": here\n\n")


async def _write(response: web.StreamResponse, message: bytes) -> None:
    async with asyncio.timeout(SLOW_SECONDS):
        await response.write(message)
