"""Checking again whenever a file is saved, by looking at the files' times now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from classroomsim.proof.check import files_in
from classroomsim.scenario.source import SourceError

BETWEEN_LOOKS = 0.2
"""Seconds."""

Stamp = dict[Path, tuple[int, int]]
"""When each file was last written, and its size."""


def stamp(paths: Iterable[Path]) -> Stamp:
    """The files that are meant, as they are now."""
    try:
        files = files_in(paths)
    except SourceError:  # while an editor puts a new file in the old one's place
        files = []
    found: Stamp = {}
    for path in files:
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def watch(paths: Iterable[Path], show: Callable[[], None], wait: Callable[[float], None]) -> None:
    """Shows the result now and after every change, until `wait` raises.

    What changes while a result is being made is shown by the next.
    """
    paths = list(paths)
    while True:
        before = stamp(paths)
        show()
        while stamp(paths) == before:
            wait(BETWEEN_LOOKS)
