"""What a phone can do: join, see what the wall shows, and vote. See docs/room-api.md."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from aiohttp import web

from classroomsim.room.addresses import LOOPBACK, is_loopback
from classroomsim.room.codes import Brake, same
from classroomsim.room.live import LiveRoom, Stranger
from classroomsim.room.session import RoomError
from classroomsim.room.state import Data, state_of
from classroomsim.room.steps import Step
from classroomsim.room.streams import Stream
from classroomsim.room.templates import asset, page

SEAT = "seat"
"""The cookie that holds a device's token."""
HTML, JSON = "text/html", "application/json"
WRONG_CODE = "That is not this room's code. It is on the wall, in six letters."
TOO_MANY = (
    "Many codes have come in that are not ours. Wait a moment, or use the picture on the wall."
)
NOT_IN = "This phone has not joined this room. Join with the code on the wall."
SAID = {
    Step.WELCOME: "You are in. Nobody sees who you are. Look at the wall.",
    Step.READ: "Listen. It is being read aloud.",
    Step.NOTICE: "What do you see? What might it be saying?",
    Step.VOTE: "Vote, each alone. You can change it until the vote is closed.",
    Step.TALK: "Talk with somebody near you. What would change your mind?",
    Step.VOTE_AGAIN: "Vote again. The same as before is a good answer too.",
    Step.REVEAL: "Both votes are on the wall.",
    Step.FOLLOW: "This is what followed.",
    Step.LOOK_BACK: "Looking back together. Look at the wall.",
    Step.PLANS: "A plan for yourself, on paper: If ..., then I will ...",
    Step.THANKS: "Thank you. You can close this page. Nothing about you was kept.",
}
"""What a phone is told at each step."""


class Phones:
    """The routes for phones. `code` is typed, `key` is in the QR; a wrong code meets the brake.

    `reached` is called when another device than this computer asks for the page that checks.
    """

    def __init__(self, room: LiveRoom, code: str, key: str, reached: Callable[[], None]) -> None:
        self._room = room
        self._reached = reached
        self._code = code
        self._key = key
        self._brake = Brake()
        self.data = Stream(self._event)
        self.pages = Stream(self._fragment)
        self._stop = room.tell(self._renew)

    def routes(self) -> list[web.RouteDef]:
        """What a phone may ask for."""
        return [
            web.get("/", self._front),
            web.get(f"/{self._key}", self._front),
            web.post("/join", self._join),
            web.get("/room", self._page),
            web.get("/part", self._part),
            web.get("/live", self._live),
            web.post("/vote", self._vote),
            web.get("/state", self._state),
            web.get("/events", self._events),
            web.get("/check", self._check),
            web.get("/phone.css", _sheet),
            web.get("/phone.js", _script),
        ]

    async def close(self) -> None:
        """Lets go of all phones."""
        self._stop()
        await self.data.close()
        await self.pages.close()

    # ------------------------------------------------------------------------------------ joining

    async def _front(self, request: web.Request) -> web.StreamResponse:
        if self._seat(request):
            raise web.HTTPSeeOther("/room")
        key = self._key if request.path != "/" else ""
        return _html(page("join.html", title=self._room.wall().title, key=key))

    async def _join(self, request: web.Request) -> web.StreamResponse:
        sent = await body_of(request)
        if not self._seat(request):
            self._let_in(sent.get("code", ""), sent.get("key", ""))
            token = await self._room.join()
        else:
            token = request.cookies[SEAT]
        answer = _answer(request, {"joined": True}, "/room")
        answer.set_cookie(SEAT, token, httponly=True, samesite="Strict", path="/")
        return answer

    def _let_in(self, code: str, key: str) -> None:
        if same(key, self._key):
            return
        wait = self._brake.wait()
        if wait:
            raise web.HTTPTooManyRequests(text=TOO_MANY, headers={"Retry-After": f"{wait:.0f}"})
        if not same(code, self._code):
            self._brake.wrong()
            raise web.HTTPForbidden(text=WRONG_CODE)

    def _seat(self, request: web.Request) -> str | None:
        token = request.cookies.get(SEAT)
        return token if token and self._room.knows(token) else None

    def _seated(self, request: web.Request) -> str:
        token = self._seat(request)
        if token is None:
            raise Stranger(NOT_IN)
        return token

    # ------------------------------------------------------------------------------------- seeing

    async def _page(self, request: web.Request) -> web.StreamResponse:
        token = self._seat(request)
        if token is None:
            raise web.HTTPSeeOther("/")
        return _html(page("room.html", **self._values(self._room.voted(token))))

    async def _part(self, request: web.Request) -> web.StreamResponse:
        """The part of the page that changes, for phones that hear no events."""
        return _html(page("part.html", **self._values(self._room.voted(self._seated(request)))))

    async def _state(self, request: web.Request) -> web.StreamResponse:
        voted = self._room.voted(self._seated(request))
        return web.json_response({**state_of(self._room.wall()), "voted": voted})

    async def _live(self, request: web.Request) -> web.StreamResponse:
        return await self.pages.listen(request, self._seated(request))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        return await self.data.listen(request, self._seated(request))

    def _values(self, voted: str | None) -> Data:
        wall = self._room.wall()
        return {**state_of(wall), "said": SAID[wall.step], "voted": voted}

    def _event(self) -> bytes:
        data = json.dumps(state_of(self._room.wall()), ensure_ascii=False, separators=(",", ":"))
        return b"event: state\ndata: " + data.encode()

    def _fragment(self) -> bytes:
        """The changing part for all phones: which choice was theirs each of them knows itself."""
        lines = page("part.html", **self._values(None)).splitlines()
        return b"event: part\n" + "\n".join(f"data: {line}" for line in lines).encode()

    def _renew(self) -> None:
        self.data.renew()
        self.pages.renew()

    # ------------------------------------------------------------------------------------- voting

    async def _vote(self, request: web.Request) -> web.StreamResponse:
        token, sent = self._seated(request), await body_of(request)
        try:
            number = int(sent.get("round", ""))
        except ValueError:
            raise RoomError("Say which vote this is for, by its number.") from None
        await self._room.vote(token, number, sent.get("choice", ""))
        return _answer(request, {"voted": sent["choice"]}, "/room")

    # ----------------------------------------------------------------------------------- checking

    async def _check(self, request: web.Request) -> web.StreamResponse:
        """Says that this device reaches the room; the wall is told so too."""
        if not is_loopback(request.remote or LOOPBACK):
            self._reached()
        return _html(page("said.html", said="This device can reach the room."))


async def body_of(request: web.Request) -> Mapping[str, str]:
    """What was sent, by a form or as JSON: texts by name. Raises `RoomError`."""
    if request.content_type == JSON:
        try:
            sent = json.loads(await request.text())
        except (ValueError, RecursionError):
            raise RoomError("That is not JSON.") from None
        if not isinstance(sent, dict):
            raise RoomError("Send one JSON object.")
        return {str(name): str(value) for name, value in sent.items()}
    try:
        form = await request.post()
    except ValueError:
        raise RoomError("That is not a form.") from None
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _answer(request: web.Request, data: Data, onward: str) -> web.Response:
    """An answer as it was asked: data to a program, the next page to a form."""
    if request.content_type == JSON:
        return web.json_response(data)
    return web.Response(status=web.HTTPSeeOther.status_code, headers={"Location": onward})


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type=HTML)


async def _sheet(_request: web.Request) -> web.StreamResponse:
    return web.Response(body=asset("phone.css"), content_type="text/css", charset="utf-8")


async def _script(_request: web.Request) -> web.StreamResponse:
    return web.Response(body=asset("phone.js"), content_type="text/javascript", charset="utf-8")
