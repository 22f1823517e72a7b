"""What a player was told is done is in the diary, however the program ends.

`CLASSROOMSIM_KILLS` says how many programs are killed (30), for a longer run now and then.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from classroomsim.diary.store import Diary
from tests.unit.diary.player import Held, chance

ROOT = Path(__file__).parents[3]
KILLS = int(os.environ.get("CLASSROOMSIM_KILLS", "30"))
AT_ONCE = 4
WAIT = 60


class Player:
    """A `player.py` that waits to be told what to play."""

    def __init__(self) -> None:
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.unit.diary.player"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.said: list[tuple[str, Held]] = []

    def start(self, path: Path, *numbers: int, how: str = "wander", go: bool = True) -> None:
        """`numbers` are a seed, how many steps to take, and the play to carry on if any."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        assert self.program.stdout.readline() == "ready\n"
        self.program.stdin.write("\t".join([str(path), how, *map(str, numbers)]) + "\n")
        self.program.stdin.flush()
        if go:
            self.go()

    def go(self) -> None:
        """Let it go on after it has begun."""
        assert self.program.stdin is not None
        self.program.stdin.write("\n")
        self.program.stdin.flush()

    def listen(self, count: int | None = None) -> None:
        """Hear so many lines, or all that was said before the end."""
        assert self.program.stdout is not None
        while count is None or count > 0:
            line = self.program.stdout.readline()
            if not line.endswith("\n"):
                return
            word, _, held = line.partition(" ")
            self.said.append((word, Held(**json.loads(held))))
            count = None if count is None else count - 1

    def kill(self) -> None:
        self.program.kill()
        self.listen()
        self.program.wait(WAIT)

    @property
    def done(self) -> Held:
        """The last that was said to be done."""
        return next(held for word, held in reversed(self.said) if word == "done")

    @property
    def allowed(self) -> list[Held]:
        """What the diary may hold: what is done, or what was about to be when it was killed."""
        return [self.done, self.said[-1][1]]


@contextmanager
def players(count: int) -> Iterator[list[Player]]:
    """Several, started together since starting is what takes the time."""
    with ExitStack() as opened:
        found = [Player() for _ in range(count)]
        for player in found:
            opened.enter_context(player.program)
            opened.callback(player.program.kill)
        yield found


def held(path: Path, play: int) -> Held:
    with closing(Diary.open(path)) as diary:
        return Held.of(diary.entry(play), diary)


def test_a_play_killed_at_any_instant_goes_on_at_the_last_step_that_was_done(path: Path) -> None:
    rng = chance(KILLS)
    played: list[int] = []
    steps = 0
    for start in range(0, KILLS, AT_ONCE):
        with players(min(AT_ONCE, KILLS - start)) as several:
            for n, player in enumerate(several, start):
                player.start(path, n, 100_000, *played)
                player.listen(rng.randrange(1, 60))
                time.sleep(rng.random() * 0.003)  # so that it falls anywhere within a step
                player.kill()
                now = held(path, player.done.play)
                assert now in player.allowed
                steps += len(player.said)
                played = [now.play] if rng.random() < 0.8 else []
    assert steps > KILLS


def test_a_program_killed_while_others_play_harms_no_one(path: Path) -> None:
    rng = chance(1)
    with players(4) as several:
        for n, player in enumerate(several):
            player.start(path, n, 60)
        for player in several[:2]:
            player.listen(rng.randrange(10, 40))
            player.kill()
        for player in several[2:]:
            player.listen()
            assert player.program.wait(WAIT) == 0
            assert len(player.said) == 121
    for player in several:
        assert held(path, player.done.play) in player.allowed
    assert len({player.done.play for player in several}) == 4


def test_four_programs_that_carry_on_one_play_all_keep_their_own_way(path: Path) -> None:
    with players(5) as (first, *others):
        first.start(path, 0, 3, how="forward")
        first.listen()
        for n, player in enumerate(others, 1):
            player.start(path, n, 40, first.done.play, how="forward", go=False)
            player.listen(1)
        for player in others:
            player.go()
        for player in others:
            player.listen()
            assert player.program.wait(WAIT) == 0
    ended = {player.done.play: player.done for player in others}
    assert set(ended) == {1, 2, 3, 4}, "one goes on with the play, the others with their own"
    for play, done in ended.items():
        assert held(path, play) == done
        assert len(done.choices) == 43


@pytest.mark.parametrize("count", [6])
def test_programs_that_open_a_new_diary_at_once_all_get_it(path: Path, count: int) -> None:
    with players(count) as several:
        for n, player in enumerate(several):
            player.start(path, n, 5)
        for player in several:
            player.listen()
            assert player.program.wait(WAIT) == 0
    assert sorted(player.done.play for player in several) == list(range(1, count + 1))
