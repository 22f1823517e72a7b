"""The session that is going on: every vote once, nothing lost by a restart, nothing left behind."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from textwrap import dedent

import pytest

from classroomsim.room import live
from classroomsim.room.live import Closed, Full, LiveRoom, Stranger
from classroomsim.room.session import Action, RoomError
from classroomsim.room.shares import Hands
from classroomsim.room.steps import Step
from classroomsim.room.store import RoomStore, token_hash, vote_key
from tests.unit.room.conftest import OpenRoom, place_of


async def to(room: LiveRoom, step: Step) -> None:
    """Does the next step until the session is there."""
    while room.session.step is not step:
        follows = room.session.coming is Step.FOLLOW
        await room.do(Action("next", room.session.offers[0].id if follows else ""))


def open_vote(room: LiveRoom) -> int:
    voting = room.session.voting
    assert voting is not None
    return voting.number


async def test_a_vote_is_counted_once_a_device_however_often_it_comes(open_room: OpenRoom) -> None:
    room = open_room()
    await to(room, Step.VOTE)
    tokens = [await room.join() for _ in range(60)]
    number, offers = open_vote(room), room.session.offers
    await asyncio.gather(
        *(
            room.vote(token, number, offers[(n + again) % 4].id)
            for again in range(3)
            for n, token in enumerate(tokens)
        )
    )
    with closing(RoomStore.resume(room._store.path)) as store:
        tally = store.tally(number)
    assert sum(tally.values()) == 60
    assert tally == Counter(offers[(n + 2) % 4].id for n in range(60))


async def test_a_vote_can_be_changed_until_it_is_closed(open_room: OpenRoom) -> None:
    room = open_room()
    await to(room, Step.VOTE)
    token, number = await room.join(), open_vote(room)
    first, second, *_ = (choice.id for choice in room.session.offers)
    await room.vote(token, number, first)
    await room.vote(token, number, second)
    assert room.voted(token) == second
    await room.do(Action("next"))
    with pytest.raises(Closed, match="closed"):
        await room.vote(token, number, first)
    assert room._store.tally(number) == {second: 1}


async def test_a_vote_that_comes_while_closing_is_counted_or_refused(open_room: OpenRoom) -> None:
    """None is acknowledged and lost, and none is counted after the close was on the disk."""
    room = open_room()
    await to(room, Step.VOTE)
    tokens = [await room.join() for _ in range(40)]
    number, choice = open_vote(room), room.session.offers[0].id

    async def vote(token: str, turns: int) -> bool:
        for _ in range(turns):
            await asyncio.sleep(0)
        try:
            await room.vote(token, number, choice)
        except Closed:
            return False
        return True

    votes = [asyncio.ensure_future(vote(token, n)) for n, token in enumerate(tokens)]
    await asyncio.sleep(0)
    await room.do(Action("next"))
    at_close = room._store.tally(number).get(choice, 0)
    acknowledged = sum(await asyncio.gather(*votes))
    assert acknowledged == at_close == room._store.tally(number).get(choice, 0)
    assert 0 < acknowledged < 40


async def test_only_a_device_that_joined_may_vote_and_only_for_what_is_there(
    open_room: OpenRoom,
) -> None:
    room = open_room()
    await to(room, Step.VOTE)
    number = open_vote(room)
    with pytest.raises(Stranger):
        await room.vote("not a token of ours", number, room.session.offers[0].id)
    with pytest.raises(RoomError, match="not one of the ways"):
        await room.vote(await room.join(), number, "nonsense")
    assert room._store.tally(number) == {}


async def test_a_full_room_is_said(open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "FULL", 2)
    room = open_room()
    await room.join()
    await room.join()
    with pytest.raises(Full, match="The room is full"):
        await room.join()


async def test_a_restart_keeps_the_place_the_seats_the_votes_and_the_hands(
    open_room: OpenRoom,
) -> None:
    room = open_room()
    await to(room, Step.VOTE)
    tokens = [await room.join() for _ in range(12)]
    number = open_vote(room)
    for token in tokens:
        await room.vote(token, number, room.session.offers[1].id)
    await room.count_hands(room.session.offers[2].id, Hands("a few", 7))
    room.leave()
    again = open_room(resume=True)
    assert place_of(again.session) == place_of(room.session)
    assert again.hands() == {room.session.offers[2].id: Hands("a few", 7)}
    assert all(again.voted(token) == again.session.offers[1].id for token in tokens)
    await again.vote(tokens[0], number, again.session.offers[0].id)
    await to(again, Step.REVEAL)
    assert again.wall().first is not None


async def test_undoing_a_close_opens_the_vote_with_its_votes(open_room: OpenRoom) -> None:
    room = open_room()
    await to(room, Step.VOTE)
    token, number = await room.join(), open_vote(room)
    await room.vote(token, number, room.session.offers[0].id)
    await room.do(Action("next"))
    await room.undo()
    assert open_vote(room) == number
    assert room.voted(token) == room.session.offers[0].id
    assert room._store.tally(number) == {room.session.offers[0].id: 1}


async def test_everything_can_be_undone_to_the_beginning(open_room: OpenRoom) -> None:
    room = open_room()
    await to(room, Step.PLANS)
    await room.do(Action("back"))
    while room.undoable:
        await room.undo()
    assert place_of(room.session) == place_of(open_room(resume=True).session)
    assert room.session.step is Step.WELCOME


async def test_the_first_vote_is_not_shown_before_the_second_is_closed(open_room: OpenRoom) -> None:
    room = open_room()
    for step in (Step.VOTE, Step.TALK, Step.VOTE_AGAIN):
        await to(room, step)
        assert room.wall().first is None
        assert room.wall().second is None
    await to(room, Step.REVEAL)
    assert room.wall().first is not None
    assert room.wall().second is not None


async def test_nothing_in_the_file_links_a_device_to_its_votes(
    open_room: OpenRoom, path: Path
) -> None:
    room = open_room()
    await to(room, Step.VOTE)
    tokens = [await room.join() for _ in range(20)]
    keys: set[bytes] = set()
    for step in (Step.VOTE, Step.VOTE_AGAIN):
        await to(room, step)
        for token in tokens:
            await room.vote(token, open_vote(room), room.session.offers[0].id)
            key = vote_key(token, open_vote(room))
            assert key not in keys
            assert key != token_hash(token)
            keys.add(key)
    files = [path.with_name(path.name + tail) for tail in ("", "-wal")]
    kept = b"".join(file.read_bytes() for file in files if file.exists())
    assert all(key in kept for key in keys)
    assert not any(token.encode() in kept for token in tokens)


async def test_nothing_is_left_when_the_session_ends(open_room: OpenRoom, path: Path) -> None:
    room = open_room()
    await to(room, Step.VOTE)
    await room.vote(await room.join(), open_vote(room), room.session.offers[0].id)
    room.end()
    assert list(path.parent.iterdir()) == []
    with pytest.raises(RoomError, match="no session to go on with"):
        LiveRoom.resume(path)


async def test_a_disk_that_says_no_changes_nothing_that_is_shown(open_room: OpenRoom) -> None:
    room = open_room()
    await to(room, Step.VOTE)
    token, before = await room.join(), room.session
    room._store._sql.execute("PRAGMA query_only = ON")
    with pytest.raises(RoomError, match="can't be used"):
        await room.do(Action("next"))
    assert room.session == before
    with pytest.raises(RoomError, match="can't be used"):
        await room.vote(token, open_vote(room), before.offers[0].id)
    assert room.voted(token) is None
    room._store._sql.execute("PRAGMA query_only = OFF")
    await room.do(Action("next"))
    assert room.session.step is Step.TALK


def test_a_file_that_is_no_session_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"a letter from home" * 1000)
    with pytest.raises(RoomError, match="room"):
        LiveRoom.resume(path)
    assert path.read_bytes().startswith(b"a letter from home")


VOTERS = dedent(
    """
    import asyncio, sys
    from pathlib import Path
    from classroomsim.room.live import LiveRoom
    from classroomsim.room.session import Action
    from classroomsim.scenario.library import find
    from classroomsim.scenario.read import read_scenario
    from tests.unit.room.conftest import opening_of

    async def vote():
        reading = read_scenario(find("tuesday_210"))
        room = LiveRoom.begin(reading, opening_of(reading), Path(sys.argv[1]))
        for _ in range(3):
            await room.do(Action("next"))
        tokens = [await room.join() for _ in range(40)]
        offers = [choice.id for choice in room.session.offers]

        async def one(token, n):
            while True:
                choice = offers[n % len(offers)]
                await room.vote(token, 1, choice)
                sys.stdout.write(f"{token} {choice}\\n")
                sys.stdout.flush()
                n += 1

        await asyncio.gather(*(one(token, n) for n, token in enumerate(tokens)))

    asyncio.run(vote())
    """
)


@pytest.mark.parametrize("acknowledged", [1, 57, 200, 611])
def test_a_kill_loses_no_vote_that_was_acknowledged(path: Path, acknowledged: int) -> None:
    last: dict[str, str] = {}
    with subprocess.Popen(
        [sys.executable, "-c", VOTERS, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},  # noqa: PTH109 - the tests' own package
    ) as voting:
        assert voting.stdout is not None
        for _ in range(acknowledged):
            token, choice = voting.stdout.readline().split()
            last[token] = choice
        voting.send_signal(signal.SIGKILL)
        for line in voting.stdout.read().splitlines():
            if len(line.split()) == 2:
                last[line.split()[0]] = line.split()[1]
    with closing(RoomStore.resume(path)) as store:
        cast, tally = store.cast(1), store.tally(1)
    again = LiveRoom.resume(path)
    order = [choice.id for choice in again.session.offers]
    again.leave()
    # A vote on the disk may not have been acknowledged yet; one acknowledged is never older.
    assert all(vote_key(token, 1) in cast for token in last)
    assert sum(tally.values()) == len(cast) <= 40
    for token, choice in last.items():
        ahead = (order.index(cast[vote_key(token, 1)]) - order.index(choice)) % len(order)
        assert ahead in {0, 1}
