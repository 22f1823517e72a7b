"""What every request has to pass, and what every answer carries.

A name that is not ours is refused (a page elsewhere may have pointed its own name at this
computer), and so is a form that a page elsewhere sends. Bodies are small by `client_max_size`.
"""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from classroomsim.room.live import Closed, Full, Stranger
from classroomsim.room.session import RoomError
from classroomsim.room.store import Unkept
from classroomsim.room.templates import page

LARGEST_BODY = 4096
"""Bytes of a body that are read."""
_SAFE = ("GET", "HEAD")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


def front_door(hosts: Iterable[str]) -> Middleware:
    """A middleware that lets in what is addressed to one of `hosts` ("192.168.1.7:8030")."""
    known = frozenset(host.lower() for host in hosts)

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host.lower() not in known:
            raise web.HTTPMisdirectedRequest(text="This address is not the room's.")
        if request.method not in _SAFE and not _from_our_page(request):
            raise web.HTTPForbidden(text="This did not come from the room's own page.")
        return await handler(request)

    return check


def _from_our_page(request: web.Request) -> bool:
    """Whether a request says that it comes from a page of ours, as every browser does of a POST.

    A browser too old for `Origin` says it by `Referer`.
    """
    ours = f"http://{request.host}"
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == ours
    return request.headers.get("Referer", "").startswith(f"{ours}/")


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Puts the headers on an answer, of whatever kind."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.pop("Server", None)


@web.middleware
async def in_sentences(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What the room says no to becomes an answer with a sentence."""
    try:
        return await handler(request)
    except RoomError as error:
        return refusal(request, _status(error), str(error))
    except web.HTTPException as error:
        if error.status < web.HTTPBadRequest.status_code:
            raise
        answer = refusal(request, error.status, error.text or error.reason)
        if "Retry-After" in error.headers:
            answer.headers["Retry-After"] = error.headers["Retry-After"]
        return answer


def refusal(request: web.Request, status: int, sentence: str) -> web.Response:
    """An answer that says no, and why: as data to a program, as a page to a browser."""
    if "text/html" in request.headers.get("Accept", ""):
        return web.Response(
            status=status, text=page("said.html", said=sentence), content_type="text/html"
        )
    return web.json_response({"error": sentence}, status=status)


def _status(error: RoomError) -> int:
    match error:
        case Stranger():
            return web.HTTPUnauthorized.status_code
        case Closed():
            return web.HTTPConflict.status_code
        case Full() | Unkept():
            return web.HTTPServiceUnavailable.status_code
        case _:
            return web.HTTPBadRequest.status_code
