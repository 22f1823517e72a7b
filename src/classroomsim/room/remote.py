"""The facilitator's phone: notes, prompts, pace and the same controls as the laptop's keys.

Behind a token of its own, which is never shown with the code for joining.
"""

from __future__ import annotations

import hmac
from typing import get_args

from aiohttp import web

from classroomsim.room.live import LiveRoom
from classroomsim.room.phones import HTML, JSON, body_of
from classroomsim.room.session import Action, Kind, RoomError
from classroomsim.room.shares import Amount, Hands
from classroomsim.room.state import Data, state_of
from classroomsim.room.steps import CALLED, VOTES, Step
from classroomsim.room.streams import Stream
from classroomsim.room.templates import asset, page

REMOTE = "remote"
"""The cookie that holds the remote's token."""
NOT_THE_REMOTE = "This page is the facilitator's. Open it from the second picture on the laptop."
_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
_AMOUNTS: dict[str, Amount] = {amount: amount for amount in get_args(Amount)}
_MOST_HANDS = 9999


class Remote:
    """The routes for the facilitator's phone."""

    def __init__(self, room: LiveRoom) -> None:
        self._room = room
        self.pages = Stream(self._fragment)
        self._stop = room.tell(self.pages.renew, votes=True)

    def routes(self) -> list[web.RouteDef]:
        """What the remote may ask for; all but the script need its token."""
        return [
            web.get("/remote", self._page),
            web.get("/remote/part", self._part),
            web.get("/remote/live", self._live),
            web.get("/remote/state", self._state),
            web.post("/remote/do", self._do),
            web.post("/remote/undo", self._undo),
            web.post("/remote/hands", self._hands),
            web.get("/remote.js", _script),
            web.get("/remote/{token}", self._enter),
        ]

    async def close(self) -> None:
        """Lets go of the remote."""
        self._stop()
        await self.pages.close()

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        self._allow(token)
        answer = web.Response(status=web.HTTPSeeOther.status_code, headers={"Location": "/remote"})
        answer.set_cookie(REMOTE, token, httponly=True, samesite="Strict", path="/remote")
        return answer

    def _allow(self, token: str) -> None:
        if not hmac.compare_digest(token.encode(), self._room.opening.remote.encode()):
            raise web.HTTPForbidden(text=NOT_THE_REMOTE)

    def _allowed(self, request: web.Request) -> None:
        self._allow(request.cookies.get(REMOTE, ""))

    # ------------------------------------------------------------------------------------- seeing

    async def _page(self, request: web.Request) -> web.StreamResponse:
        self._allowed(request)
        return web.Response(text=page("remote.html", **self._values()), content_type=HTML)

    async def _part(self, request: web.Request) -> web.StreamResponse:
        self._allowed(request)
        return web.Response(text=page("remote_part.html", **self._values()), content_type=HTML)

    async def _live(self, request: web.Request) -> web.StreamResponse:
        self._allowed(request)
        return await self.pages.listen(request, REMOTE)

    async def _state(self, request: web.Request) -> web.StreamResponse:
        self._allowed(request)
        return web.json_response(self._values())

    def _values(self) -> Data:
        """What phones are told, and what only the facilitator is."""
        session, wall = self._room.session, self._room.wall()
        ways = {way.id: way for way in wall.choices}
        suggested = ways.get(self._room.suggested() or "")
        follows = session.coming is Step.FOLLOW and not session.road
        taken = session.play.choices[session.beat] if session.followed else ""
        hands = self._room.hands()
        return {
            **state_of(wall),
            "ways": [{"letter": w.letter, "id": w.id, "say": w.say} for w in wall.choices],
            "notes": list(wall.notes),
            "prompts": list(wall.discuss),
            "minutes": session.form.pace.get(session.step, 0),
            "onward": wall.onward,
            "follows": follows,
            "suggested": suggested.id if suggested else None,
            "suggested_letter": suggested.letter if suggested else None,
            "taken": taken,
            "coming_in": self._room.coming_in(),
            "undoable": self._room.undoable,
            "steps": [
                {"id": str(step), "called": CALLED[step], "now": step is session.step}
                for step in session.form.in_a_beat
                if step is not Step.FOLLOW
            ],
            "counting": session.step in VOTES or session.step in (Step.TALK, Step.REVEAL),
            "hands": {c: {"amount": h.amount, "number": h.number} for c, h in hands.items()},
            "amounts": list(get_args(Amount)),
            "plans": list(wall.plans),
        }

    def _fragment(self) -> bytes:
        lines = page("remote_part.html", **self._values()).splitlines()
        return b"event: part\n" + "\n".join(f"data: {line}" for line in lines).encode()

    # -------------------------------------------------------------------------------------- doing

    async def _do(self, request: web.Request) -> web.StreamResponse:
        self._allowed(request)
        sent = await body_of(request)
        kind = _KINDS.get(sent.get("kind", ""))
        if kind is None:
            raise RoomError(f"There is nothing of this kind to do; there is {', '.join(_KINDS)}.")
        if sent.get("step", str(self._room.session.step)) != self._room.session.step:
            return self._done(request)  # pressed twice, or pressed on the laptop meanwhile
        await self._room.do(Action(kind, sent.get("what", "")))
        return self._done(request)

    async def _undo(self, request: web.Request) -> web.StreamResponse:
        self._allowed(request)
        await self._room.undo()
        return self._done(request)

    async def _hands(self, request: web.Request) -> web.StreamResponse:
        self._allowed(request)
        sent = await body_of(request)
        choice, number = sent.get("choice", ""), _number(sent.get("number", ""))
        if choice not in {one.id for one in self._room.session.offers}:
            raise RoomError("That is not one of the ways to choose from.")
        amount = _AMOUNTS.get(sent.get("amount", ""))
        if amount is None and number is None:
            await self._room.count_hands(choice, None)
        else:
            seen = amount or ("a few" if number else "none")
            await self._room.count_hands(choice, Hands(seen, number))
        return self._done(request)

    def _done(self, request: web.Request) -> web.Response:
        if request.content_type == JSON:
            return web.json_response(self._values())
        return web.Response(status=web.HTTPSeeOther.status_code, headers={"Location": "/remote"})


def _number(text: str) -> int | None:
    """How many hands were counted; None where none were. Raises `RoomError`."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= _MOST_HANDS):
        raise RoomError("Give the number of hands in digits, or leave it empty.")
    return int(text)


async def _script(_request: web.Request) -> web.StreamResponse:
    return web.Response(body=asset("remote.js"), content_type="text/javascript", charset="utf-8")
