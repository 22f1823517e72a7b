"""A full room votes: how soon each vote is acknowledged, and whether any is lost.

    python -m bench.room [--phones 2000] [--kills 0] [--minutes 0] [--check]

The room runs in a process of its own, as `classroomsim host` runs it but without its screen; the
crowd runs in this one, on the same cores, and speaks the documented API only. All join, and then
everybody votes within five seconds, twice, while a tenth of the phones reconnect. Beside it, by
turns, a bare aiohttp handler that only appends each vote to SQLite, with the same durability.

`--kills N` kills the room that often while votes come in, and starts it again. `--minutes M` goes
on voting round after round, and tells how the room's memory grew.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.crowd import Line, Phone, all_join, all_vote
from bench.measure import MIB

WITHIN = 5.0
"""Seconds in which everybody votes."""
ASLEEP = 0.1
"""The share of phones that reconnect before they vote."""
P95_LIMIT, P99_LIMIT, RATIO_LIMIT, GROWTH_LIMIT = 0.25, 1.0, 2.0, 0.10
_HOST = "127.0.0.1"
_CODE = "KESTOL"
_REMOTE = "the-remote-of-the-benchmark"

_ROOM = """
import asyncio, sys
from pathlib import Path
from classroomsim.room.live import LiveRoom
from classroomsim.room.server import Door, RoomServer
from classroomsim.room.store import Opening
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario

async def serve(path, port, code, remote):
    if path.exists():
        room = LiveRoom.resume(path)
    else:
        read = read_scenario(find("tuesday_210"))
        texts = (read.source.name, read.source.text, read.rulebook.name, read.rulebook.text)
        opening = Opening(*texts, "lunch_row", "whole", code, "KEY", remote, "127.0.0.1", port)
        room = LiveRoom.begin(read, opening, path)
    await RoomServer(room, Door.of(room.opening), lambda: None).open()
    await asyncio.Event().wait()

asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]))
"""

_BARE = """
import asyncio, itertools, sqlite3, sys
from aiohttp import web

async def serve(path, port):
    sql = sqlite3.connect(path, isolation_level=None)
    sql.execute("PRAGMA journal_mode = WAL")
    sql.execute("PRAGMA synchronous = FULL")
    sql.execute("CREATE TABLE IF NOT EXISTS votes (device TEXT, round INTEGER, choice TEXT)")
    seats = itertools.count()
    async def join(request):
        answer = web.json_response({"joined": True})
        answer.set_cookie("seat", str(next(seats)))
        return answer
    async def vote(request):
        sent = await request.json()
        values = (request.cookies["seat"], sent["round"], sent["choice"])
        sql.execute("INSERT INTO votes VALUES (?, ?, ?)", values)
        return web.json_response({"voted": sent["choice"]})
    async def events(request):
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b": here\\n\\n")
        await asyncio.Event().wait()
    app = web.Application()
    app.add_routes([web.post("/join", join), web.post("/vote", vote), web.get("/events", events)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    await asyncio.Event().wait()

asyncio.run(serve(sys.argv[1], int(sys.argv[2])))
"""


class Serving:
    """A server in a process of its own, that can be killed and started again."""

    def __init__(self, program: str, *arguments: str, port: int) -> None:
        self.port = port
        self._command = [sys.executable, "-c", program, *arguments]
        self.process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Starts it, and waits until it lets in."""
        self.process = subprocess.Popen(self._command)  # noqa: ASYNC220 - it is started once
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection(_HOST, self.port)
                writer.close()
                return
            if self.process.poll() is not None:
                raise RuntimeError("the server did not start")
            await asyncio.sleep(0.02)

    def kill(self) -> None:
        """Ends it in the middle of whatever it does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def memory(self) -> int:
        """Bytes that it has in memory now."""
        if self.process is None:
            return 0
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * 1024


def free_port() -> int:
    """A port that nothing listens on."""
    with closing(socket.socket()) as asking:
        asking.bind((_HOST, 0))
        return int(asking.getsockname()[1])


class Remote:
    """Runs the session by the documented calls, and notes when the wall has shown a vote."""

    def __init__(self, port: int) -> None:
        self._line = Line(_HOST, port)
        self._cookie = f"remote={_REMOTE}"

    async def state(self) -> dict[str, Any]:
        """What the facilitator's phone is told."""
        _, data, _ = await self._line.ask("GET", "/remote/state", cookie=self._cookie)
        return dict(data)

    async def next(self) -> dict[str, Any]:
        """Does the next step, following the suggested way or the first."""
        state = await self.state()
        sent = {"kind": "next"}
        if state["follows"]:
            sent["what"] = state["suggested"] or state["ways"][0]["id"]
        _, data, _ = await self._line.ask("POST", "/remote/do", sent, self._cookie)
        return dict(data)

    async def to_a_vote(self) -> tuple[int, list[str]]:
        """Goes on to the next vote; gives its number and its ways. Begins anew at the end."""
        state = await self.next()
        while not state["vote"]:
            if state["step"] == "look_back":
                sent = {"kind": "under", "what": "lunch_row"}
                await self._line.ask("POST", "/remote/do", sent, self._cookie)
            state = await self.next()
        return state["vote"], [way["id"] for way in state["choices"]]

    async def shown(self) -> float:
        """Seconds until the wall says that most have voted."""
        began = time.perf_counter()
        while (await self.state())["coming_in"] != "Most have voted.":  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        return time.perf_counter() - began


@dataclass
class Told:
    """What one crowd saw: seconds of each vote, and whether rows and acknowledgements agree."""

    seconds: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    lost: int = 0
    twice: int = 0
    restarts: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """95 of 100 votes were acknowledged in this time."""
        return quantiles(self.seconds, n=100)[94]

    @property
    def p99(self) -> float:
        """99 of 100 were."""
        return quantiles(self.seconds, n=100)[98]


async def in_the_room(phones: int, folder: Path, rounds: int, kills: int) -> Told:
    """A crowd in the room, round after round."""
    path, port, told = folder / "room.db", free_port(), Told()
    serving = Serving(_ROOM, str(path), str(port), _CODE, _REMOTE, port=port)
    await serving.start()
    crowd = [Phone(_HOST, port) for _ in range(phones)]
    try:
        await all_join(crowd, _CODE)
        for number in range(rounds):
            remote = Remote(port)
            vote, ways = await remote.to_a_vote()
            share = kills // rounds + (number < kills % rounds)
            killing = asyncio.create_task(_kill(serving, share, told))
            await all_vote(crowd, vote, ways, WITHIN, ASLEEP)
            await killing
            told.shown.append(await Remote(port).shown())
            _compare(path, vote, crowd, told)
        told.seconds = [seconds for phone in crowd for seconds in phone.seconds]
    finally:
        for phone in crowd:
            phone.hang_up()
        serving.kill()
    return told


async def _kill(serving: Serving, times: int, told: Told) -> None:
    for _ in range(times):
        await asyncio.sleep(WITHIN / (times + 1))
        began = time.perf_counter()
        serving.kill()
        await serving.start()
        told.restarts.append(time.perf_counter() - began)


def _compare(path: Path, vote: int, crowd: Sequence[Phone], told: Told) -> None:
    """Counts the rows of a round against what was acknowledged."""
    with closing(sqlite3.connect(path)) as sql:
        query = "SELECT choice, COUNT(*) FROM votes WHERE round = ? GROUP BY choice"
        rows = Counter(dict(sql.execute(query, (vote,)).fetchall()))
    acknowledged = Counter(phone.voted[vote] for phone in crowd)
    told.lost += sum((acknowledged - rows).values())
    told.twice += sum((rows - acknowledged).values())


async def bare(phones: int, folder: Path, rounds: int) -> Told:
    """The same crowd before a handler that only appends."""
    port, told = free_port(), Told()
    serving = Serving(_BARE, str(folder / "bare.db"), str(port), port=port)
    await serving.start()
    crowd = [Phone(_HOST, port) for _ in range(phones)]
    try:
        await all_join(crowd, _CODE)
        for number in range(rounds):
            await all_vote(crowd, number, ["a", "b", "c", "d"], WITHIN, ASLEEP)
        told.seconds = [seconds for phone in crowd for seconds in phone.seconds]
    finally:
        for phone in crowd:
            phone.hang_up()
        serving.kill()
    return told


async def soak(phones: int, folder: Path, minutes: float) -> tuple[int, int, int]:
    """Rounds voted, and the room's memory after the first of them and at the end, in bytes."""
    path, port = folder / "soak.db", free_port()
    serving = Serving(_ROOM, str(path), str(port), _CODE, _REMOTE, port=port)
    await serving.start()
    crowd = [Phone(_HOST, port) for _ in range(phones)]
    remote, told, rounds, first = Remote(port), Told(), 0, 0
    try:
        await all_join(crowd, _CODE)
        until = time.monotonic() + minutes * 60
        while time.monotonic() < until or rounds < 2:
            vote, ways = await remote.to_a_vote()
            await all_vote(crowd, vote, ways, WITHIN, ASLEEP)
            _compare(path, vote, crowd, told)
            rounds += 1
            if rounds == 2:
                first = serving.memory()
        if told.lost or told.twice:
            raise RuntimeError(f"{told.lost} votes lost, {told.twice} counted twice")
        return rounds, first, serving.memory()
    finally:
        for phone in crowd:
            phone.hang_up()
        serving.kill()


def _line(name: str, told: Told) -> str:
    return (
        f"{name:12} median {1000 * median(told.seconds):6.0f} ms   p95 {1000 * told.p95:6.0f} ms   "
        f"p99 {1000 * told.p99:6.0f} ms   {len(told.seconds)} votes"
    )


async def measure(options: argparse.Namespace) -> bool:
    """Measures and tells; whether all limits hold."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        if options.minutes:
            rounds, first, last = await soak(options.phones, where, options.minutes)
            growth = last / first - 1
            print(f"{rounds} rounds of {options.phones} phones in {options.minutes:g} minutes")
            print(f"memory {first / MIB:.0f} to {last / MIB:.0f} MiB: {100 * growth:+.1f} %")
            return growth < GROWTH_LIMIT
        room = await in_the_room(options.phones, where, 2, options.kills)
        print(_line("the room", room))
        print(f"{'':12} on the wall after {1000 * max(room.shown):.0f} ms at most")
        print(f"{'':12} {room.lost} lost, {room.twice} counted twice")
        if options.kills:
            print(f"{'':12} usable again after {max(room.restarts):.1f} s at most")
            return room.lost == room.twice == 0
        beside = await bare(options.phones, where, 2)
        print(_line("bare", beside))
        ratio = room.p95 / beside.p95
        print(f"{'':12} p95 of the room over the bare one's: {ratio:.2f}x")
        fast = room.p95 <= P95_LIMIT and room.p99 <= P99_LIMIT and ratio <= RATIO_LIMIT
        return fast and room.lost == room.twice == 0


def main() -> None:
    """Reads the options, and measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--phones", type=int, default=2000, help="how many phones (2000)")
    parser.add_argument("--kills", type=int, default=0, help="how often the room is killed")
    parser.add_argument("--minutes", type=float, default=0, help="go on voting that long")
    parser.add_argument("--check", action="store_true", help="fail where a limit is broken")
    options = parser.parse_args()
    holds = asyncio.run(measure(options))
    if options.check and not holds:
        sys.exit("a limit is broken")


if __name__ == "__main__":
    main()
