"""A diary that the disk or a crash has damaged: an exact beginning of it, or a sentence.

`CLASSROOMSIM_DAMAGES` says how many files are damaged (120).
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random

import pytest

from classroomsim.diary.store import Diary, DiaryError
from tests.unit.diary.player import chance
from tests.unit.diary.test_store import KEY, TEXTS

VARIANTS = int(os.environ.get("CLASSROOMSIM_DAMAGES", "120"))
PAGE = 4096

State = list[tuple[int, tuple[str, ...]]]


def state_of(diary: Diary) -> State:
    """Of each play the choices, the notes and the plans, in one row."""
    lines = {plan.play: plan.line for plan in diary.plans()}
    return sorted(
        (e.id, (*e.key.choices, *(n.text for n in e.notes), lines.get(e.id, "")))
        for e in diary.entries()
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[State]]:
    """A diary as a crash leaves it, with its log, and every state it was acknowledged in."""
    folder = tmp_path_factory.mktemp("played")
    rng = chance(210)
    states: list[State] = []
    with closing(Diary.open(folder / "open" / "diary.db")) as diary:
        plays = [diary.begin(TEXTS, "small", "The water", KEY) for _ in range(12)]
        states.append(state_of(diary))
        for n in range(80):
            play = rng.choice(plays)
            number = len(diary.entry(play).key.choices)
            if rng.random() < 0.2:
                diary.note(play, number, f"Thought {n}")
            elif rng.random() < 0.2:
                diary.plan(play, "small", "The water", "the_water", 0, f"If {n}, I will wait.")
            elif number > 2 and rng.random() < 0.2:
                diary.back(play, number - 2)
            else:
                diary.choose(play, number, rng.choice(["linger", "cloth", "joke"]))
            states.append(state_of(diary))
        shutil.copytree(folder / "open", folder / "crashed")
    return folder / "crashed", states


def cut(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data))]


def garbage(data: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(data))
    length = rng.choice([1, 8, 100, PAGE, 10 * PAGE])
    return (data[:start] + rng.randbytes(length) + data[start + length :])[: len(data)]


def zeroed_tail(data: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + bytes(len(data) - start)


def zeroed_page(data: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(data) // PAGE) * PAGE
    return data[:start] + bytes(PAGE) + data[start + PAGE :]


def one_bit(data: bytes, rng: Random) -> bytes:
    place = rng.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << rng.randrange(8))]) + data[place + 1 :]


def doubled(data: bytes, rng: Random) -> bytes:
    return data + data[rng.randrange(len(data)) :]


DAMAGES = [cut, garbage, zeroed_tail, zeroed_page, one_bit, doubled]


def damaged(crashed: Path, folder: Path, seed: int, name: str) -> Path:
    """A copy in which one of the files is damaged; the memory that a reboot loses is gone."""
    rng = chance(seed)
    shutil.copytree(crashed, folder)
    file = folder / name
    file.write_bytes(DAMAGES[seed % len(DAMAGES)](file.read_bytes(), rng))
    if seed % 2:
        (folder / "diary.db-shm").unlink()
    return folder / "diary.db"


def test_a_damaged_log_opens_as_an_exact_beginning(
    tmp_path: Path, played: tuple[Path, list[State]]
) -> None:
    crashed, states = played
    reached = set()
    for seed in range(VARIANTS):
        path = damaged(crashed, tmp_path / str(seed), seed, "diary.db-wal")
        with closing(Diary.open(path)) as diary:
            found = state_of(diary)
            diary.choose(1, len(diary.entry(1).key.choices), "linger")
        assert found in states, seed
        reached.add(states.index(found))
    assert len(reached) > 20, "the damage fell in many places"


def test_a_log_that_is_whole_opens_as_the_end(
    tmp_path: Path, played: tuple[Path, list[State]]
) -> None:
    crashed, states = played
    shutil.copytree(crashed, tmp_path / "whole")
    with closing(Diary.open(tmp_path / "whole" / "diary.db")) as diary:
        assert state_of(diary) == states[-1]


def test_a_file_cut_short_is_refused_and_left_alone(
    tmp_path: Path, played: tuple[Path, list[State]]
) -> None:
    crashed, _ = played
    whole = (crashed / "diary.db").read_bytes()
    for pages in range(1, len(whole) // PAGE):
        for more in (0, 1, 1000):
            folder = tmp_path / f"{pages}-{more}"
            folder.mkdir()
            path = folder / "diary.db"
            path.write_bytes(whole[: pages * PAGE + more])
            before = path.read_bytes()
            with pytest.raises(DiaryError, match=r"damaged .*; move it"):
                Diary.open(path)
            assert path.read_bytes() == before


def test_a_damaged_file_is_refused_and_left_alone_or_can_be_read(
    tmp_path: Path, played: tuple[Path, list[State]]
) -> None:
    crashed, _ = played
    refused = 0
    for seed in range(VARIANTS):
        path = damaged(crashed, tmp_path / str(seed), seed, "diary.db")
        before = {name: (path.parent / name).read_bytes() for name in ("diary.db", "diary.db-wal")}
        try:
            diary = Diary.open(path)
        except DiaryError:
            refused += 1
            after = {name: (path.parent / name).read_bytes() for name in before}
            assert after == before, seed
            continue
        with closing(diary), suppress(DiaryError):
            state_of(diary)
    assert refused > VARIANTS // 4


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes, as on a disk that is nearly full."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


if sys.platform != "win32":

    def test_a_disk_that_fills_up_at_any_write_loses_no_choice(tmp_path: Path) -> None:
        said = set()
        for size in range(1_000, 90_000, 1_500):
            path = tmp_path / str(size) / "diary.db"
            with closing(Diary.open(path)) as diary:
                play = diary.begin(TEXTS, "small", "The water", KEY)
            done, planned = ["linger"], []
            with room_for(size):
                try:
                    with closing(Diary.open(path)) as diary:
                        for n in range(15):
                            diary.choose(play, len(done), "linger")
                            done.append("linger")
                            diary.plan(play, "small", "The water", "the_water", 0, f"If {n}.")
                            planned = [f"If {n}."]
                except DiaryError as error:
                    said.add(str(error).split(" /")[0])
            with closing(Diary.open(path)) as diary:
                assert list(diary.entry(play).key.choices) == done, size
                assert [plan.line for plan in diary.plans()] == planned, size
        assert said
