"""The app in room mode: the wall, and behind it the session and the server for phones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from classroomsim.room.live import LiveRoom
from classroomsim.room.server import Door, RoomServer
from classroomsim.room.session import Action, RoomError
from classroomsim.ui.host.wall import WallScreen
from classroomsim.ui.shell import Shell, run_shell

AnswerT = TypeVar("AnswerT")


class HostApp(Shell):
    """Shows the wall of one session. `door` is None where phones are not wanted.

    Attributes:
        room: the session that is going on.
        door: how phones reach it; None where they are not let in.
        reached: whether a phone has reached the page that checks.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../app.tcss", "wall.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="host.quit"),
        Binding("ctrl+c", "quit", "Quit", show=False, priority=True, id="host.interrupt"),
    ]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, room: LiveRoom, door: Door | None) -> None:
        super().__init__()
        self.room = room
        self.door = door
        self.reached = False
        self.trouble = ""
        """Why phones can't be let in; '' where they can, or are not wanted."""
        self.after: Callable[[], None] = room.leave
        """What is done with the session's file once the wall is gone."""
        self._server: RoomServer | None = None

    def get_default_screen(self) -> Screen[None]:
        """The wall."""
        return WallScreen(id="wall")

    async def on_mount(self) -> None:
        """Gives the terminal back on a signal, and lets phones in."""
        self.catch_signals()
        if self.asked_to_leave:
            self.call_after_refresh(self.exit, 0)
            return
        self.room.tell(self.wall_changed, votes=True)
        if self.door is not None:
            await self.open_door(self.door)

    @property
    def wall_screen(self) -> WallScreen:
        """The wall itself, whatever lies over it."""
        wall = self.screen_stack[0]
        assert isinstance(wall, WallScreen)  # noqa: S101
        return wall

    def wall_changed(self) -> None:
        """Shows the session as it is now."""
        if self.screen_stack:
            self.wall_screen.renew()

    def show_over(
        self, screen: Screen[AnswerT], then: Callable[[AnswerT | None], None] | None = None
    ) -> None:
        """Shows a screen over the wall; `then` is told its answer."""
        _ = self.push_screen(screen, then)  # not awaited: a screen's own message may lead here

    async def do(self, action: Action) -> None:
        """Does one thing; where it can't be done, says why."""
        try:
            await self.room.do(action)
        except RoomError as error:
            self.notify(str(error), markup=False)

    async def undo(self) -> None:
        """Takes the last thing back; where that can't be, says why."""
        try:
            await self.room.undo()
        except RoomError as error:
            self.notify(str(error), markup=False)

    async def open_door(self, door: Door) -> None:
        """Lets phones in by this door, in place of the one before."""
        await self.close_door()
        server = RoomServer(self.room, door, self._phone_reached)
        try:
            await server.open()
        except RoomError as error:
            self.door, self.trouble = None, str(error)
            self.notify(str(error), markup=False)
        else:
            self.door, self.trouble, self._server = door, "", server
        self.wall_changed()

    async def move_door(self, address: str) -> None:
        """Lets phones in at another address of this computer."""
        if self.door is not None and self.door.address != address:
            self.reached = False
            await self.open_door(replace(self.door, address=address))
            if self.door is not None:
                await self.room.moved(address)

    async def close_door(self) -> None:
        """Lets go of all phones and of the port."""
        server, self._server = self._server, None
        if server is not None:
            await server.close()

    def _phone_reached(self) -> None:
        self.reached = True
        self.notify("A phone has reached this computer. Phones can join.", markup=False)
        self.wall_changed()

    async def action_quit(self) -> None:
        """Leaves; the session can be gone on with."""
        self.exit(0)

    async def on_unmount(self) -> None:
        """Lets go of the phones."""
        await self.close_door()


def run(room: LiveRoom, door: Door | None) -> int:
    """Runs the wall of a session in this terminal, and gives the exit code."""
    app = HostApp(room, door)
    try:
        return run_shell(app)
    finally:
        app.after()
