"""What each of our apps does: our themes, no colour where none is wanted, leaving in peace."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from rich.console import Console
from textual.app import App
from textual.filter import LineFilter, NoColor

from classroomsim.ui.guard import KeyGuard
from classroomsim.ui.theme import DARK, THEMES

SIGNALS = tuple(
    number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None
)
HANG_UP_SECONDS = 2.0
"""How long leaving may take once the terminal's window is closed."""
CRASHED = "something went wrong inside the program and it had to close; what was kept is safe"


class Shell(App[int]):
    """An app with our themes, that leaves in peace on a signal. Exits with 0, or 1 after an error.

    Subclasses call `catch_signals` when they are mounted.
    """

    TITLE = "classroomsim"

    def __init__(self) -> None:
        super().__init__()
        self.guard = KeyGuard()
        self.asked_to_leave = False
        """Whether a signal came before the app could act on one."""
        # What is written here would be a traceback; `run_shell` says one sentence instead.
        self.error_console = Console(file=io.StringIO(), stderr=True)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK

    def catch_signals(self) -> None:
        """From now on a signal leads out of the program."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            # Windows has no such handlers, and a test's loop may run beside the main thread.
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self._leave_on, number)

    def _leave_on(self, number: int) -> None:
        """Leaves on a signal. What is kept is on disk already."""
        if number == getattr(signal, "SIGHUP", None):
            # With the window gone, the thread that writes to it can wait for ever.
            last = threading.Timer(HANG_UP_SECONDS, os._exit, (0,))
            last.daemon = True
            last.start()
        self.exit(0)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """No colour at all where NO_COLOR asks for none; Textual's own way leaves greys."""
        return [NoColor()] if self.no_color else super().get_line_filters()


def run_shell(app: Shell) -> int:
    """Runs an app in this terminal, and gives its exit code."""

    def too_early(_number: int, _frame: object) -> None:
        app.asked_to_leave = True

    for number in SIGNALS:
        # Until the app is up: leaving half-way into full screen would keep the terminal.
        signal.signal(number, too_early)
    with suppress(KeyboardInterrupt):
        app.run()
    if app.return_code:
        sys.stderr.write(f"classroomsim: {CRASHED}.\n")
        return 1
    return 0
