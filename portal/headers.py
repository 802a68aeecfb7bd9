"""The outermost layer: security headers on every answer, and the answer to a mistake nobody else caught."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI, Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.answers import breakdown

#: Scripts, styles and pictures come from our own files alone; nothing inline, no frame, no form to elsewhere.
_SOURCES: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
CONTENT_SECURITY_POLICY: Final = "; ".join(f"{name} {source}" for name, source in _SOURCES.items())
#: What no page of ours needs, so no injected text can have.
_PERMISSIONS: Final = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-write=(self)"

HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": _PERMISSIONS,
    "X-Frame-Options": "DENY",
}
_TWO_YEARS: Final = "max-age=63072000"


class Portal:
    """The application with what every answer carries.  A header that an answer has set itself stands."""

    def __init__(self, app: FastAPI, *, https: bool) -> None:
        self.app = app
        self._headers = HEADERS | ({"Strict-Transport-Security": _TWO_YEARS} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        await self.app(scope, receive, self._dressing(send))

    def _dressing(self, send: Send) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "private, no-store")
            await send(message)

        return dressed


def _without_body(send: Send) -> Send:
    """HEAD is GET without its body (RFC 9110, 9.3.2): link checkers ask for nothing else."""

    async def bodiless(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return bodiless


class Safety:
    """Catches what no table lists, inside the other layers, so that the answer is a page like every other."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if started or scope["type"] != "http":
                raise
            await breakdown(Request(scope, receive), error)(scope, receive, send)
