"""What a play could lead to, looked at in a thread beside it while it is played.

Nobody waits for it: looking back takes it in where it is there, and goes without it where not.
The proofs are imported in that thread, never before the first frame.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classroomsim.debrief.ahead import Prepared
    from classroomsim.engine.machine import World

REST = 0.005
"""Seconds that the thread stands aside for the screen, after every few thousand states."""

BEGINS_AFTER = 0.3
"""Seconds before it begins, in which the play's first beat is painted with its keys."""


class ForgottenError(Exception):
    """Ends what nobody needs any more."""


def stand_aside(forgotten: Callable[[], bool]) -> Callable[[str, int], None]:
    """What a search in a thread calls now and then: it rests there, or ends if it is forgotten."""

    def rest(_telling: str, _looked_at: int) -> None:
        if forgotten():
            raise ForgottenError
        sleep(REST)

    return rest


class Sight:
    """One look ahead. `prepared` is None while it goes on, and where there is too much to see."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.prepared: Prepared | None = None
        self._done = asyncio.Event()
        self._forgotten = False

    def is_of(self, world: World) -> bool:
        """Whether it is of this telling of this very text."""
        own = self.world
        return own.telling.id == world.telling.id and own.scenario.hash == world.scenario.hash

    async def look(self) -> None:
        """Looks; whatever happens, those who wait are told."""
        try:
            await asyncio.sleep(BEGINS_AFTER)
            self.prepared = await asyncio.to_thread(self._look)
        except ForgottenError:
            pass
        finally:
            self._done.set()

    def _look(self) -> Prepared | None:
        from classroomsim.debrief.ahead import prepare

        aside = stand_aside(lambda: self._forgotten)
        return prepare(self.world.scenario, self.world.telling.id, progress=aside)

    async def done(self) -> Prepared | None:
        """What there is to see, once that is known."""
        await self._done.wait()
        return self.prepared

    def forget(self) -> None:
        """Ends it, wherever it is."""
        self._forgotten = True


class Foresight:
    """The look ahead of the play that is being played; of one at a time, to spare memory."""

    def __init__(self, run: Callable[[Callable[[], Coroutine[None, None, None]]], object]) -> None:
        self._run = run
        self.sight: Sight | None = None

    def of(self, world: World) -> Sight:
        """The look ahead of a telling, begun now if it wasn't before."""
        if self.sight is None or not self.sight.is_of(world):
            self.forget()
            self.sight = Sight(world)
            self._run(self.sight.look)
        return self.sight

    def ready(self, world: World) -> Prepared | None:
        """What is known of a telling by now, if anything."""
        return self.sight.prepared if self.sight and self.sight.is_of(world) else None

    def forget(self) -> None:
        """Lets go of what is known; the play's screens have been left."""
        if self.sight is not None:
            self.sight.forget()
        self.sight = None
