"""How a command ends the program: a sentence on standard error, and an exit code."""

from __future__ import annotations

HOLDS, BROKEN, BAD_USE = 0, 1, 2
"""Exit codes: all is well; errors in a scenario; bad use of the command."""


class StoppedError(Exception):
    """Ends the program with a sentence on standard error and an exit code."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code
