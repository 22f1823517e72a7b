"""Votes written in groups: whatever has come in is committed together, and then acknowledged.

One commit takes a few milliseconds however many votes it holds, so a hall of two thousand waits
for a few commits and not for two thousand.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Group(Generic[T, R]):
    """Writes things by `write`, which runs in a thread and is given all that wait.

    What `write` gives is told to `then`, in the loop, before anything is acknowledged.
    """

    def __init__(self, write: Callable[[Sequence[T]], R], then: Callable[[R], None]) -> None:
        self._write = write
        self._then = then
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def put(self, one: T) -> None:
        """Comes back once `one` is written. Raises what `write` raised."""
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((one, written))
        self._start()
        await asyncio.shield(written)  # a phone that hangs up does not take back its vote

    async def settled(self) -> None:
        """Comes back once all that came before is written, or has failed."""
        while self._writer is not None:
            await asyncio.shield(self._writer)

    def _start(self) -> None:
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._write_all())

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                await self._write_one_group(group)
        finally:
            self._writer = None

    async def _write_one_group(self, group: list[tuple[T, asyncio.Future[None]]]) -> None:
        failed: Exception | None = None
        try:
            self._then(await asyncio.to_thread(self._write, [one for one, _ in group]))
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for it
            failed = error
        for _, written in group:
            if written.done():
                continue
            if failed is None:
                written.set_result(None)
            else:
                written.set_exception(failed)
