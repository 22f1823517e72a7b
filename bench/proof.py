"""Every reachable state: the array search, the plain search and SPIN, on the same beats.

With `--prove` a whole scenario is proved instead, every promise of it, by arrays and plainly.

The three count the same states and transitions, or nothing is printed but that they do not. Each
runs in a process of its own, by turns, so that its peak memory is its own. Time begins with the
scenario as an object and ends with all states found, skips left out: for the array search that
includes compiling its rules; SPIN's generating and compiling (`gcc -O2`) is left out, and told
apart. Seconds are those of the processor, so that what else the machine is doing matters less. SPIN
is measured where `spin` and `gcc` are found, the plain search where it is not too long.
"""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.measure import MIB, peak_memory, peak_memory_of, table, take_turns
from bench.models import MEDIUM, SIZES, TELLING, Size, model
from bench.promela import promela
from classroomsim.engine.layout import State
from classroomsim.engine.machine import Machine, World

if TYPE_CHECKING:  # the searches are measured without what proofs need besides
    from classroomsim.proof.prove import Proof

WITHOUT_LIMIT = 10**9
PLAIN = ("small", "medium", "loopy", "rulebook")
"""Sizes that the plain search is measured on unless others are asked for."""
SAFETY = ("-DSAFETY", "-DNOREDUCE", "-DNOFAIR", "-DMEMLIM=16000")
"""How SPIN is compiled: it looks for no cycles, leaves nothing out and compresses nothing."""
GROWTH = (
    ("scenes", (50, 100, 200, 400)),
    ("gauges", (4, 5, 6, 7)),
    ("rules", (15, 30, 60, 120)),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run found, in seconds of the processor and in bytes at its peak."""

    states: int
    transitions: int
    seconds: float
    peak: int


class Unskipped(World):
    """A world in which skipping leads to nothing new: the plain search always looks at skips."""

    def skip(self, state: State) -> State:  # noqa: ARG002 - wherever it is
        return self.start


def search_arrays(size: Size) -> Run:
    """The array search, in this process."""
    from classroomsim.proof.arrays.search import search

    world = Machine(model(size)).under(TELLING)
    begin = time.process_time()
    found = search(world, WITHOUT_LIMIT, edges=False, skips=False)
    took = time.process_time() - begin
    return Run(found.count, found.transitions, took, peak_memory_of(os.getpid()) or 0)


def search_plainly(size: Size) -> Run:
    """The plain search, in this process."""
    from classroomsim.proof.graph import explore

    machine = Machine(model(size))
    world = Unskipped(machine, machine.scenario.tellings[TELLING])
    begin = time.process_time()
    graph = explore(world, WITHOUT_LIMIT)
    took = time.process_time() - begin
    return Run(len(graph.states), len(graph.to), took, peak_memory_of(os.getpid()) or 0)


WAYS = {"arrays": search_arrays, "plain": search_plainly}


def in_own_process(way: str, size: Size) -> Run:
    """One run of one of `WAYS`."""
    command = [sys.executable, "-m", "bench.proof", "--one", way, json.dumps(asdict(size))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Run(**json.loads(done.stdout.splitlines()[-1]))


class Spin:
    """SPIN's verifier for one model, generated and compiled once."""

    def __init__(self, size: Size, folder: Path, states: int) -> None:
        for name, text in promela(Machine(model(size)).under(TELLING)).items():
            (folder / name).write_text(text, "ascii")
        begin = time.perf_counter()
        self._call(folder, "spin", "-a", "model.pml")
        self._call(folder, "gcc", "-O2", *SAFETY, "-o", "pan", "pan.c")
        self.compiling = time.perf_counter() - begin
        deepest = states if size.loops else 4 * size.scenes
        slots = max(states.bit_length(), 16)
        self.command = [str(folder / "pan"), "-E", f"-m{deepest + 100}", f"-w{slots}"]

    def run(self) -> Run:
        """One run. Its transitions are without the one that the process begins with."""
        begin = _spent()
        done = subprocess.run(self.command, capture_output=True, text=True, check=True)
        took = _spent() - begin
        if "max search depth too small" in done.stdout or "errors: 0" not in done.stdout:
            sys.exit(f"SPIN did not look at everything:\n{done.stdout}")
        states, transitions = (
            int(re.findall(rf"(\d+) {what}", done.stdout)[0])
            for what in ("states, stored", "transitions")
        )
        return Run(states, transitions - 1, took, peak_memory(self.command))

    def _call(self, folder: Path, *command: str) -> None:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _spent() -> float:
    """Seconds of the processor that finished programs started from here have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(size: Size, runs: int, *, plain: bool, spin: bool) -> list[list[str]]:
    """The rows of one size."""
    found: dict[str, list[Run]] = {"arrays": [in_own_process("arrays", size)]}
    note = ""
    with tempfile.TemporaryDirectory() as folder:
        verifier = Spin(size, Path(folder), found["arrays"][0].states) if spin else None
        for _ in range(runs):
            found["arrays"].append(in_own_process("arrays", size))
            if verifier is not None:
                found.setdefault("SPIN", []).append(verifier.run())
                note = f"compiled in {verifier.compiling:.0f} s"
        if plain:
            found["plain"] = [in_own_process("plain", size)]
    counted = {(it.states, it.transitions) for given in found.values() for it in given}
    if len(counted) > 1:
        sys.exit(f"{size.name}: they do not find the same: {found}")
    fast = median(it.seconds for it in found["arrays"][1:])
    lean = median(it.peak for it in found["arrays"])
    rows = []
    for way, given in found.items():
        took = median(it.seconds for it in (given[1:] or given))
        peak = median(it.peak for it in given)
        rows.append(
            [
                f"{size.name}, {way}",
                f"{given[0].states:,}",
                f"{given[0].transitions:,}",
                f"{took:.2f} s",
                f"{took / fast:.1f}x",
                f"{took / given[0].transitions * 1e9:.0f} ns",
                f"{peak / MIB:.0f} MiB",
                f"{peak / lean:.1f}x",
                note if way == "SPIN" else "",
            ]
        )
    return rows


def proving(scenario: str, runs: int) -> list[list[str]]:
    """What it takes to check a scenario, from its file to the last promise, once all is loaded."""
    from classroomsim.proof.check import check_file
    from classroomsim.proof.prove import prove
    from classroomsim.proof.reach import survey_plainly
    from classroomsim.scenario.library import find
    from classroomsim.scenario.read import read_scenario

    path = find(scenario)
    ways: dict[str, Callable[[], Proof | None]] = {
        "read and proved by arrays": lambda: check_file(path).proof,
        "read and proved plainly": lambda: prove(read_scenario(path), survey=survey_plainly),
    }
    given = take_turns({way: partial(_timed, work) for way, work in ways.items()}, runs=runs)
    proofs = [proof for took in given.values() for _, proof in took]
    if len({(it.states, it.problems) if it else None for it in proofs}) > 1:
        sys.exit(f"{scenario}: they do not find the same")
    fast = median(took for took, _ in given["read and proved by arrays"])
    rows = []
    for way, took in given.items():
        seconds = median(it for it, _ in took)
        states = f"{took[0][1].states:,}" if took[0][1] else ""
        rows.append([f"{scenario}, {way}", states, f"{seconds:.2f} s", f"{seconds / fast:.1f}x"])
    return rows


def _timed(work: "Callable[[], Proof | None]") -> "tuple[float, Proof | None]":
    begin = time.process_time()
    proof = work()
    return time.process_time() - begin, proof


def growth(runs: int) -> list[list[str]]:
    """How the array search's cost grows when a medium model has more or less of one thing."""
    rows = []
    for what, numbers in GROWTH:
        for number in numbers:
            size = replace(MEDIUM, name=f"{what} {number}", **{what: number})
            given = [in_own_process("arrays", size) for _ in range(runs)]
            took = median(it.seconds for it in given)
            rows.append(
                [
                    f"{number} {what}",
                    f"{given[0].states:,}",
                    f"{given[0].transitions:,}",
                    f"{took:.2f} s",
                    f"{took / given[0].transitions * 1e9:.0f} ns",
                    f"{median(it.peak for it in given) / MIB:.0f} MiB",
                ]
            )
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("models", nargs="*", help=f"which of {', '.join(SIZES)}; small, medium")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, after a warm-up")
    parser.add_argument("--growth", action="store_true", help="how the cost grows, instead")
    parser.add_argument("--no-spin", action="store_true", help="leave SPIN out")
    parser.add_argument("--plain", action=argparse.BooleanOptionalAction, help="the plain search")
    parser.add_argument("--prove", metavar="ID", help="prove this scenario, instead")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.one:
        way, size = asked.one
        print(json.dumps(asdict(WAYS[way](Size(**json.loads(size))))))
        return
    if asked.prove:
        print(table(["", "states", "time", ""], proving(asked.prove, asked.runs)))
        return
    if asked.growth:
        head = ["medium with", "states", "transitions", "time", "a transition", "peak"]
        print(table(head, growth(asked.runs)))
        return
    spin = not asked.no_spin and all(map(shutil.which, ("spin", "gcc")))
    head = ["", "states", "transitions", "time", "", "a transition", "peak", "", ""]
    for name in asked.models or ("small", "medium"):
        plain = name in PLAIN if asked.plain is None else asked.plain
        print(table(head, measure(SIZES[name], asked.runs, plain=plain, spin=spin)), flush=True)


if __name__ == "__main__":
    main()
