"""The gate before every address: recognises the session, refuses forms from elsewhere, lets no stranger in.

On the government network a stranger gets one answer for every address, whether anything is there or not.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from access.subjects import Zone
from portal.answers import problem, refusal
from portal.errors import Forbidden, SignInRequired
from portal.house import House
from portal.rendering import to_sign_in
from portal.views.frame import Reader
from portal.visits import Visitor, unrecognised

#: What a stranger may ask of the government portal.  POST /search only turns into a GET, which comes back here.
OPEN_PATHS: Final = frozenset({"/signin", "/healthz", "/robots.txt"})
OPEN_FOLDER: Final = "/static/"
SEARCH: Final = "/search"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def cookie_name(house: House) -> str:
    """``__Host-`` binds the cookie to this host, but browsers take it over https alone."""
    return "__Host-kaijuan" if house.https else "kaijuan_session"


class Gate:
    """ASGI middleware.  Sets ``request.state.visitor``, or answers itself."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app = app
        self._house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        request.state.visitor = await self._recognise(request)
        if comes_from_elsewhere(request):
            await refusal(request, Forbidden())(scope, receive, send)
        elif self._keeps_out(request):
            await _turned_away(request)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _recognise(self, request: Request) -> Visitor:
        """The session behind the cookie; the table is read in a thread, for it may have to wait for the disk."""
        token = request.cookies.get(cookie_name(self._house), "")
        sessions = self._house.sessions
        if sessions is None or not token:
            return unrecognised(self._house.zone)
        state = await run_in_threadpool(sessions.resume, token, self._house.now())
        if state is None:
            return unrecognised(self._house.zone)
        reader = Reader(state.name, "、".join(sorted(state.subject.departments)))
        return Visitor(state.subject, reader, token, state.csrf)

    def _keeps_out(self, request: Request) -> bool:
        if self._house.zone is Zone.PUBLIC or request.state.visitor.subject.signed_in:
            return False
        path = request.url.path
        posted_search = path == SEARCH and request.method == "POST"
        return not (path in OPEN_PATHS or path.startswith(OPEN_FOLDER) or posted_search)


def comes_from_elsewhere(request: Request) -> bool:
    """Whether a form was sent by another site.  A search may be; it changes nothing.

    Browsers say so in ``Sec-Fetch-Site``; those too old to do so send ``Origin``.
    """
    if request.method in SAFE_METHODS or request.url.path == SEARCH:
        return False
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")


def _turned_away(request: Request) -> ASGIApp:
    if request.url.path.startswith("/api/"):
        return problem(SignInRequired())
    query = request.url.query
    kept = request.url.path + (f"?{query}" if query else "") if request.method in SAFE_METHODS else ""
    return to_sign_in(request, kept)
