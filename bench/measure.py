"""Measuring two ways of doing something against each other, fairly.

Machines differ and are never quiet, so nothing here is judged by its seconds alone: the ways take
turns (A B A B ...), each is told by its median, and what counts is the ratio in the same run.
"""

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

T = TypeVar("T")

MIB = 1024 * 1024

_STARTER = """
import os, resource, subprocess, sys
program = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
_, status, used = os.wait4(program.pid, 0)
print(used.ru_maxrss * (1 if sys.platform == "darwin" else 1024), file=sys.stderr)
sys.exit(abs(os.waitstatus_to_exitcode(status)))
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one way took, run by run, in whatever unit was measured."""

    name: str
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle value; half the runs took more."""
        return median(self.values)

    @property
    def least(self) -> float:
        """The smallest value."""
        return min(self.values)

    def over(self, other: "Measured") -> float:
        """The ratio of this median to another's: 2.0 is twice as much."""
        return self.median / other.median


def take_turns(
    ways: Mapping[str, Callable[[], T]], *, runs: int = 7, warm_up: int = 1
) -> dict[str, list[T]]:
    """What each way gave, run by run, the ways taking turns; the warm-up runs are left out."""
    given: dict[str, list[T]] = {name: [] for name in ways}
    for run in range(warm_up + runs):
        for name, way in ways.items():
            result = way()
            if run >= warm_up:
                given[name].append(result)
    return given


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes once, in seconds, with the garbage collector out of the way."""
    collecting = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        begin = time.perf_counter()
        work()
        return time.perf_counter() - begin
    finally:
        if collecting:
            gc.enable()


def compare(
    ways: Mapping[str, Callable[[], object]], *, runs: int = 7, warm_up: int = 1
) -> dict[str, Measured]:
    """How long each way takes, in seconds, the ways taking turns in this process."""
    timed = {name: lambda work=work: seconds(work) for name, work in ways.items()}
    results = take_turns(timed, runs=runs, warm_up=warm_up)
    return {name: Measured(name, tuple(values)) for name, values in results.items()}


def peak_memory(command: Sequence[str]) -> int:
    """The most memory that a program had resident at once, in bytes.

    It is started from a small process: until a program is loaded, Linux counts its starter's
    memory as its own. So values under about 12 MiB cannot be told apart.

    Raises:
        subprocess.CalledProcessError: the program failed.
    """
    done = subprocess.run(
        [sys.executable, "-IS", "-c", _STARTER, *command],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stderr.splitlines()[-1])


def peak_memory_of(pid: int) -> int | None:
    """The most memory that a running process has had resident, in bytes; None off Linux."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return None


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under a heading, in columns: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(row: Sequence[str]) -> str:
        first, *others = (
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return "  ".join((first, *others)).rstrip()

    return "\n".join((line(head), "  ".join("-" * width for width in widths), *map(line, rows)))
