"""Runs a program in the terminal it was started in, and notes its process id and exit status.

Used by `terminal.Terminal`, since tmux now and then loses the status of what it ran. It stays
after the program's end, so that the screen stays too, until the terminal is closed.

    python keeper.py FOLDER PROGRAM [ARGUMENT...]
"""

import signal
import subprocess
import sys
import time
from pathlib import Path


def note(folder: Path, name: str, value: int) -> None:
    """Writes a number to a file that is whole as soon as it is there."""
    unfinished = folder / f"{name}.part"
    unfinished.write_text(str(value), encoding="ascii")
    unfinished.rename(folder / name)


class Keeper:
    """One program, from its start until its terminal has gone."""

    def __init__(self) -> None:
        self.program: subprocess.Popen[bytes] | None = None
        self.hung_up = False

    def hang_up(self, *_: object) -> None:
        """Ends the program with its terminal, even one that pays no heed to it."""
        self.hung_up = True
        if self.program is not None:
            self.program.kill()

    def keep(self, folder: Path, command: list[str]) -> None:
        """Runs the command to its end, and waits for the terminal's."""
        signal.signal(signal.SIGHUP, self.hang_up)
        for meant_for_the_program in (signal.SIGINT, signal.SIGQUIT):
            signal.signal(meant_for_the_program, lambda *_: None)  # unlike SIG_IGN, not inherited
        try:
            self.program = subprocess.Popen(command)
        except OSError:
            note(folder, "pid", 0)
            note(folder, "status", 127)
        else:
            if self.hung_up:  # before there was anything to kill
                self.program.kill()
            note(folder, "pid", self.program.pid)
            note(folder, "status", self.program.wait())
        while not self.hung_up:
            time.sleep(0.2)


if __name__ == "__main__":
    Keeper().keep(Path(sys.argv[1]), sys.argv[2:])
