"""The room on the network: who gets in where, what each may do, and what each answer carries."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from classroomsim.room.codes import Brake, new_code
from classroomsim.room.front_door import HEADERS, LARGEST_BODY
from classroomsim.room.session import Action, RoomError
from classroomsim.room.steps import Step
from classroomsim.room.streams import MOST_A_SEAT
from tests.unit.room.conftest import OpenRoom
from tests.unit.room.served import Phone, Served, phone, serving, until

READS = ["/room", "/part", "/live", "/state", "/events"]
REMOTE_READS = ["/remote", "/remote/part", "/remote/live", "/remote/state"]
REMOTE_CALLS = ["/remote/do", "/remote/undo", "/remote/hands"]


@pytest.fixture
async def served(open_room: OpenRoom) -> AsyncIterator[Served]:
    async with serving(open_room()) as one:
        yield one


@pytest.fixture
async def visitor(served: Served) -> AsyncIterator[Phone]:
    """A device that has not joined."""
    async with phone(served) as one:
        yield one


@pytest.fixture
async def voter(served: Served) -> AsyncIterator[Phone]:
    """A device that has."""
    async with phone(served) as one:
        assert await one.join() == 200
        yield one


@pytest.fixture
async def remote(served: Served) -> AsyncIterator[Phone]:
    """The facilitator's phone."""
    async with phone(served) as one:
        status, _ = await one.get(f"/remote/{served.door.remote}")
        assert status == 200
        yield one


# --------------------------------------------------------------------------------- who gets in


async def test_a_phone_joins_sees_votes_and_sees_what_followed(
    served: Served, voter: Phone
) -> None:
    await served.to(Step.VOTE)
    _, state = await voter.get("/state")
    assert [way["letter"] for way in state["choices"]] == ["A", "B", "C", "D"]
    assert await voter.vote(state["choices"][1]["id"]) == (
        200,
        {"voted": state["choices"][1]["id"]},
    )
    _, state = await voter.get("/state")
    assert state["voted"] == state["choices"][1]["id"]
    await served.to(Step.FOLLOW)
    _, state = await voter.get("/state")
    assert state["followed"]["text"]


async def test_the_code_is_taken_in_any_case_and_with_spaces(
    served: Served, visitor: Phone
) -> None:
    code = served.door.code.lower()
    assert (await visitor.post("/join", code=f" {code[:3]} {code[3:]}"))[0] == 200


async def test_the_key_of_the_picture_lets_in_without_the_code(
    served: Served, visitor: Phone
) -> None:
    status, page = await visitor.get(f"/{served.door.key}")
    assert status == 200
    assert served.door.key in page
    assert (await visitor.post("/join", key=served.door.key))[0] == 200


async def test_joining_twice_keeps_the_seat(served: Served, voter: Phone) -> None:
    await served.to(Step.VOTE)
    await voter.vote(served.room.session.offers[0].id)
    assert await voter.join() == 200
    assert (await voter.get("/state"))[1]["voted"] == served.room.session.offers[0].id


@pytest.mark.parametrize("asked", READS)
async def test_nothing_is_shown_to_a_device_that_has_not_joined(visitor: Phone, asked: str) -> None:
    status, text = await visitor.get(asked)
    if asked == "/room":
        assert "The code on the wall" in text
    else:
        assert status == 401


@pytest.mark.parametrize("asked", [*REMOTE_READS, *REMOTE_CALLS, "/remote/guessed"])
@pytest.mark.parametrize("who", ["visitor", "voter"])
async def test_the_remote_is_for_its_token_alone(
    served: Served, visitor: Phone, voter: Phone, asked: str, who: str
) -> None:
    device = {"visitor": visitor, "voter": voter}[who]
    before = served.room.session
    if asked in REMOTE_CALLS:
        status, _ = await device.post(asked, kind="next", choice="books_stay", amount="many")
    else:
        status, _ = await device.get(asked)
    assert status == 403
    assert served.room.session is before


async def test_a_voters_token_opens_nothing_as_the_remotes(served: Served, voter: Phone) -> None:
    seat = next(cookie.value for cookie in voter.http.cookie_jar if cookie.key == "seat")
    async with (
        ClientSession(cookies={"remote": seat}) as session,
        session.get(f"{served.base}/remote") as answer,
    ):
        assert answer.status == 403


@pytest.mark.parametrize("asked", ["/join", "/vote", *REMOTE_CALLS])
async def test_nothing_is_done_by_asking_for_a_page(remote: Phone, asked: str) -> None:
    before = remote.served.room.session
    status, _ = await remote.get(asked)
    assert status in {404, 405, 403}
    assert remote.served.room.session is before


@pytest.mark.parametrize("asked", ["/join", "/vote", *REMOTE_CALLS])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "http://elsewhere.example/room"},
    ],
    ids=["nothing said", "another page", "a hidden page", "another page, old browser"],
)
async def test_a_form_from_elsewhere_does_nothing(
    remote: Phone, asked: str, headers: dict[str, str]
) -> None:
    served = remote.served
    before = served.room.session
    async with remote.http.post(
        served.base + asked, data={"kind": "next", "code": served.door.code}, headers=headers
    ) as answer:
        assert answer.status == 403
        assert "Set-Cookie" not in answer.headers
    assert served.room.session is before


@pytest.mark.parametrize("asked", ["/", "/room", "/state", "/remote", "/phone.css"])
async def test_a_name_that_is_not_ours_is_refused(remote: Phone, asked: str) -> None:
    named = {"Host": f"room.example:{remote.served.door.port}"}
    async with remote.http.get(remote.served.base + asked, headers=named) as answer:
        assert answer.status == 421


async def test_wrong_codes_meet_a_brake_and_the_picture_does_not(
    served: Served, visitor: Phone
) -> None:
    statuses = [(await visitor.post("/join", code=new_code() + "X"))[0] for _ in range(80)]
    assert set(statuses) == {403, 429}
    assert statuses.count(403) < 45
    async with visitor.http.post(
        f"{served.base}/join", json={"code": "KESTOL"}, headers={"Origin": served.base}
    ) as answer:
        assert answer.status == 429
        assert "Retry-After" in answer.headers
    assert (await visitor.post("/join", key=served.door.key))[0] == 200


def test_a_million_guesses_take_longer_than_any_training_day() -> None:
    now = 0.0
    brake = Brake(clock=lambda: now)
    looked_at = 0
    for _ in range(1_000_000):
        if not brake.wait():
            brake.wrong()
            looked_at += 1
        now += 8 * 3600 / 1_000_000
    assert looked_at < 30_000
    assert len({new_code() for _ in range(5000)}) > 4900


# ------------------------------------------------------------------------------ what may be sent


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"7", b'{"round": "one", "choice": "x"}', b'{"round": 1}', b"\xff\xfe"],
)
async def test_rubbish_is_answered_with_a_sentence(
    served: Served, voter: Phone, body: bytes
) -> None:
    await served.to(Step.VOTE)
    headers = {"Origin": served.base, "Content-Type": "application/json"}
    async with voter.http.post(f"{served.base}/vote", data=body, headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"].endswith(".")


async def test_a_large_body_is_not_read(served: Served, voter: Phone) -> None:
    headers = {"Origin": served.base, "Content-Type": "application/json"}
    body = b'{"choice": "' + b"x" * LARGEST_BODY + b'"}'
    async with voter.http.post(f"{served.base}/vote", data=body, headers=headers) as answer:
        assert answer.status == 413


async def test_a_closed_vote_says_so(served: Served, voter: Phone) -> None:
    await served.to(Step.VOTE)
    await served.to(Step.TALK)
    assert await voter.vote("books_stay", 1) == (409, {"error": "This vote has closed."})


async def test_every_answer_carries_its_headers(served: Served, remote: Phone) -> None:
    for path in ("/", "/remote", "/phone.js", "/nowhere", "/state"):
        async with remote.http.get(served.base + path) as answer:
            for name, value in HEADERS.items():
                assert answer.headers[name] == value, path
            assert "Server" not in answer.headers


async def test_cookies_are_out_of_reach_of_scripts_and_other_sites(
    served: Served, visitor: Phone
) -> None:
    async with visitor.http.post(
        f"{served.base}/join", json={"code": served.door.code}, headers={"Origin": served.base}
    ) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


async def test_a_form_without_script_joins_and_votes(served: Served, visitor: Phone) -> None:
    headers = {"Referer": f"{served.base}/", "Accept": "text/html"}  # a browser without Origin
    async with visitor.http.post(
        f"{served.base}/join", data={"code": served.door.code}, headers=headers
    ) as answer:
        assert answer.url.path == "/room"
    await served.to(Step.VOTE)
    choice = served.room.session.offers[2].id
    async with visitor.http.post(
        f"{served.base}/vote", data={"round": "1", "choice": choice}, headers=headers
    ) as answer:
        page = await answer.text()
    assert f'value="{choice}" aria-pressed="true"' in page


async def test_the_page_is_small_and_asks_nobody_else(served: Served, voter: Phone) -> None:
    await served.to(Step.VOTE)
    whole = [(await voter.get(path))[1] for path in ("/room", "/phone.css", "/phone.js")]
    assert sum(len(part.encode()) for part in whole) < 30_000
    assert not any("http://" in part or "https://" in part for part in whole)


# ---------------------------------------------------------------------------------- as it happens


class Heard:
    """What a stream has said so far."""

    def __init__(self, device: Phone, path: str) -> None:
        self._device = device
        self._path = path

    async def events(self) -> AsyncIterator[tuple[str, str]]:
        """Each event's name and data, as they come."""
        name, data = "", []
        async with self._device.http.get(self._device.served.base + self._path) as answer:
            assert answer.content_type == "text/event-stream"
            async for raw in answer.content:
                line = raw.decode().rstrip("\n")
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    data.append(line[6:])
                elif not line and data:
                    yield name, "\n".join(data)
                    data = []


async def test_a_stream_tells_the_present_and_then_each_change(
    served: Served, voter: Phone
) -> None:
    steps = []
    async for name, data in Heard(voter, "/events").events():
        assert name == "state"
        steps.append(json.loads(data)["step"])
        if len(steps) == 4:
            break
        await served.room.do(Action("next"))
    assert steps == ["welcome", "read", "notice", "vote"]


async def test_votes_that_come_in_are_told_to_the_remote_and_to_no_phone(
    served: Served, voter: Phone, remote: Phone
) -> None:
    await served.to(Step.VOTE)
    to_phones: list[str] = []
    to_remote: list[str] = []

    async def listen(device: Phone, path: str, heard: list[str]) -> None:
        async for _, data in Heard(device, path).events():
            heard.append(data)

    listening = [
        asyncio.create_task(listen(voter, "/live", to_phones)),
        asyncio.create_task(listen(remote, "/remote/live", to_remote)),
    ]
    await until(lambda: bool(to_phones and to_remote))
    for _ in range(6):
        token = await served.room.join()
        await served.room.vote(token, 1, served.room.session.offers[0].id)
    await until(lambda: any("voted" in page for page in to_remote[1:]))
    assert len(to_phones) == 1
    await served.room.do(Action("next"))
    await until(lambda: len(to_phones) > 1)
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)


async def test_a_seat_holds_only_so_many_streams(served: Served, voter: Phone) -> None:
    streams = [await voter.http.get(f"{served.base}/live") for _ in range(MOST_A_SEAT)]
    async with voter.http.get(f"{served.base}/live") as one_more:
        assert one_more.status == 429
    for stream in streams:
        stream.close()


# ------------------------------------------------------------------------------------- the remote


async def test_the_remote_does_what_the_keys_do(remote: Phone) -> None:
    for _ in range(2):
        assert (await remote.post("/remote/do", kind="next"))[0] == 200
    _, state = await remote.post("/remote/do", kind="next")
    assert state["step"] == "vote"
    assert state["notes"] or state["prompts"]
    choice = state["ways"][2]["id"]
    await remote.post("/remote/hands", choice=choice, amount="many")
    _, state = await remote.post("/remote/hands", choice=state["ways"][0]["id"], number="12")
    assert state["hands"] == {
        choice: {"amount": "many", "number": None},
        state["ways"][0]["id"]: {"amount": "a few", "number": 12},
    }
    _, state = await remote.post("/remote/undo")
    assert state["step"] == "notice"
    _, state = await remote.post("/remote/do", kind="wrap")
    assert state["step"] == "look_back"


async def test_a_key_pressed_twice_goes_one_step(served: Served, remote: Phone) -> None:
    answers = await asyncio.gather(
        *(remote.post("/remote/do", kind="next", step="welcome") for _ in range(5))
    )
    assert all(status == 200 for status, _ in answers)
    assert served.room.session.step is Step.READ


async def test_what_the_remote_cannot_do_is_said(remote: Phone) -> None:
    assert (await remote.post("/remote/do", kind="dance"))[0] == 400
    status, said = await remote.post("/remote/do", kind="follow", what="nonsense")
    assert status == 400
    assert said["error"].endswith(".")
    assert (await remote.post("/remote/hands", choice="x", amount="many"))[0] == 400


async def test_what_a_phone_is_told_holds_nothing_of_the_facilitators(
    served: Served, voter: Phone
) -> None:
    for step in (Step.READ, Step.VOTE, Step.TALK, Step.VOTE_AGAIN):
        await served.to(step)
        notes = served.room.wall().notes
        assert notes
        _, state = await voter.get("/state")
        _, page = await voter.get("/room")
        assert not any(note in json.dumps(state) or note in page for note in notes)
        assert state["first"] is None


async def test_hostile_text_stays_text(served: Served, voter: Phone) -> None:
    _, page = await voter.post("/join", code="<script>alert(1)</script>")
    assert "<script>alert" not in json.dumps(page)
    async with voter.http.get(
        f"{served.base}/%3Cscript%3E", headers={"Accept": "text/html"}
    ) as answer:
        assert "<script>" not in await answer.text()


async def test_a_port_that_is_taken_is_said(served: Served) -> None:
    with pytest.raises(RoomError, match="in use"):
        async with serving(served.room, door=served.door):
            raise AssertionError
