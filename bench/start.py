"""How soon the shelf is there, how fast it answers, and what it weighs.

    python -m bench.start [--runs N] [--only empty] [--check]

The shelf and an app with nothing in it are started by turns in a pseudo-terminal of 80x24, and
timed from outside by what they write: the first frame is there when its known text is; a key press
is answered when the writing that it set off has come to rest. Not on Windows.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.empty import FIRST
from bench.measure import MIB, Measured, peak_memory_of, table, take_turns
from tests.e2e.terminal import NotSeenError, Pty, without_sequences

SHELF = "Tuesday, 2.10"
"""A title on the shelf: the first frame counts once there is something to pick."""

FRAME_LIMIT = 1.6
KEY_LIMIT = 2.0
MEMORY_LIMIT = 60 * MIB

DOWN, UP = "\x1b[B", "\x1b[A"
KEYS = 10
_AT_REST = 0.15
"""Seconds without output after which a frame is taken to be whole."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start of one program: seconds to the first frame and to each repaint, and bytes."""

    frame: float
    keys: tuple[float, ...]
    memory: int | None


def start(command: list[str], shows: str, home: Path) -> Start:
    """Starts a program, waits for what it shows, presses keys, and ends it."""
    env = {"CLASSROOMSIM_HOME": str(home), "COLORTERM": "truecolor", "TERM": "xterm-256color"}
    with Pty(command, columns=80, lines=24, env=env) as program:
        program.wait_for(lambda output: shows in without_sequences(output))
        frame = time.perf_counter() - program.started
        keys = tuple(key_to_repaint(program, (DOWN, UP)[press % 2]) for press in range(KEYS))
        memory = peak_memory_of(program.pid)
        program.kill(signal.SIGTERM)
        try:
            program.wait_for_end(5.0)
        except NotSeenError:
            program.kill(signal.SIGKILL)
    return Start(frame, keys, memory)


def key_to_repaint(program: Pty, key: str) -> float:
    """Seconds from a key press to the last byte of the frame that answers it."""
    at_rest(program)
    written = len(program.output)
    pressed = time.perf_counter()
    program.send(key)
    program.wait_for(lambda output: len(output) > written)
    return at_rest(program) - pressed


def at_rest(program: Pty) -> float:
    """When the program wrote last, once it writes no more."""
    while True:
        last = program.last_output or program.started
        quiet = time.perf_counter() - last
        if quiet >= _AT_REST:
            return last
        time.sleep(_AT_REST - quiet)


def milliseconds(measured: Measured) -> str:
    return f"{measured.median * 1000:.1f} ms"


def report(starts: dict[str, list[Start]]) -> tuple[str, bool]:
    """A table of what was measured, and whether every limit is kept."""
    names = list(starts)
    frames = [Measured(n, tuple(it.frame for it in starts[n])) for n in names]
    keys = [Measured(n, tuple(key for it in starts[n] for key in it.keys)) for n in names]
    memory = [Measured(n, tuple(it.memory or 0 for it in starts[n])) for n in names]
    rows = [
        ["first frame", *map(milliseconds, frames)],
        ["key to repaint", *map(milliseconds, keys)],
        ["peak memory", *(f"{max(it.values) / MIB:.1f} MiB" for it in memory)],
    ]
    head = ["", *names]
    kept = True
    if len(names) == 2:
        ratios = frames[1].over(frames[0]), keys[1].over(keys[0])
        heaviest = max(memory[1].values)
        rows[0] += [f"{ratios[0]:.2f}x", f"{FRAME_LIMIT}x"]
        rows[1] += [f"{ratios[1]:.2f}x", f"{KEY_LIMIT}x"]
        rows[2] += ["", f"{MEMORY_LIMIT / MIB:.0f} MiB"]
        head += ["ratio", "limit"]
        kept = ratios[0] <= FRAME_LIMIT and ratios[1] <= KEY_LIMIT and heaviest <= MEMORY_LIMIT
    return table(head, rows), kept


def main() -> int:
    """Measures and prints; gives 1 where a limit is broken and `--check` was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=9, help="starts of each, after a warm-up")
    parser.add_argument("--only", choices=["empty", "shelf"], help="start only one of the two")
    parser.add_argument("--check", action="store_true", help="fail where a limit is broken")
    asked = parser.parse_args()
    os.chdir(Path(__file__).parents[1])
    with tempfile.TemporaryDirectory() as home:
        commands = {
            "empty": ([sys.executable, "-m", "bench.empty"], FIRST),
            "shelf": ([sys.executable, "-m", "classroomsim", "--no-diary"], SHELF),
        }
        ways: dict[str, Callable[[], Start]] = {
            name: partial(start, command, shows, Path(home))
            for name, (command, shows) in commands.items()
            if asked.only in (None, name)
        }
        text, kept = report(take_turns(ways, runs=asked.runs))
    print(text)
    return 1 if asked.check and not kept else 0


if __name__ == "__main__":
    sys.exit(main())
