"""The screens that others lead back to: the shelf, and the diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from classroomsim.ui.app import ClassroomSim


class Home:
    """Mixed into a screen that a play's screens lead back to. `NAME` is what it is called."""

    NAME = ""


def home_of(app: ClassroomSim) -> str:
    """What leaving a play's screens leads to, as the label of a key."""
    below = [screen.NAME for screen in app.screen_stack[:-1] if isinstance(screen, Home)]
    return below[-1] if below else "Leave"


def leave_for_home(app: ClassroomSim) -> None:
    """Goes back to the nearest of them; where there is none, to what ends the program."""
    below: list[Screen[object]] = app.screen_stack[:-1]
    steps = next(
        (n for n, screen in enumerate(reversed(below), 1) if isinstance(screen, Home)), len(below)
    )
    for _ in range(max(1, steps)):
        app.leave_page()
