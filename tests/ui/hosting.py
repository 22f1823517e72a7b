"""What the tests of the wall share: a session of the flagship on a screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot

from classroomsim.room.live import LiveRoom
from classroomsim.room.server import Door
from classroomsim.room.steps import Step
from classroomsim.scenario.read import Reading
from classroomsim.ui.ask import AskDialog
from classroomsim.ui.host.app import HostApp
from tests.ui.playing import clicking, flagship, until
from tests.unit.room.conftest import opening_of
from tests.unit.room.served import free_port

ELSEWHERE = "192.0.2.7"
"""An address that no computer has, for a door that is only drawn."""


@asynccontextmanager
async def hosting(
    folder: Path,
    *,
    size: tuple[int, int] = (120, 40),
    form: str = "whole",
    phones: bool = False,
    reading: Reading | None = None,
) -> AsyncIterator[tuple[HostApp, Pilot[int]]]:
    """The wall of a new session, at its first step; with `phones`, on the loopback address."""
    reading = reading or flagship()
    telling = next(iter(reading.sound.tellings))
    opening = replace(opening_of(reading, telling, form), port=free_port())
    room = LiveRoom.begin(reading, opening, folder / "room.db")
    app = HostApp(room, Door.of(opening) if phones else None)
    app.guard.clock = clicking()
    try:
        async with app.run_test(size=size) as pilot:
            await settled(app, pilot)
            yield app, pilot
    finally:
        room.leave()


async def to(app: HostApp, pilot: Pilot[int], step: Step) -> None:
    """Presses Enter until the step has come; the first way is followed where one has to be."""
    while app.room.session.step is not step:
        await settled(app, pilot)
        before = app.room.session.step
        await pilot.press("enter")
        await until(pilot, lambda: asked(app) or app.room.session.step is not before)  # noqa: B023
        if asked(app):
            await pilot.press("1")
        await until(pilot, lambda: app.room.session.step is not before)  # noqa: B023
    await settled(app, pilot)


def asked(app: HostApp) -> bool:
    """Whether a question lies over the wall."""
    return isinstance(app.screen, AskDialog)


async def settled(app: HostApp, pilot: Pilot[int]) -> None:
    """Waits until the wall shows the session as it is."""
    await until(pilot, lambda: app.wall_screen.shown == app.room.wall() and app.guard.showing)
    await pilot.pause()


async def everybody(app: HostApp, votes: dict[int, int]) -> None:
    """So many phones vote for each way, by its place from 0."""
    voting = app.room.session.voting
    assert voting is not None
    for place, times in votes.items():
        for _ in range(times):
            token = await app.room.join()
            await app.room.vote(token, voting.number, voting.choices[place])
