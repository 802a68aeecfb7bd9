"""How much at once: requests under way, and attempts to sign in.  Beyond it the answer is a polite one, at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from portal.answers import refusal
from portal.errors import Busy

#: Answered whatever the load: they cost nothing, and a health check must not add to a crowd's troubles.
_FREE: Final = ("/static/", "/healthz")
PAUSE_MINUTES: Final = 15


class Capacity:
    """ASGI middleware: no more than ``most`` requests under way; the next is told to come back (503, Retry-After).

    Handlers run in threads, and an unbounded queue before the threads would make everybody wait for nothing.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        if self._under_way >= self._most:
            await refusal(Request(scope, receive), Busy())(scope, receive, send)
            return
        self._under_way += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way -= 1


@dataclass(frozen=True, slots=True)
class SignInLimit:
    """Attempts per account and per address.  The table of accounts counts too; this one also slows a sweep of names."""

    per_account: RateLimitItemPerMinute = field(default_factory=lambda: RateLimitItemPerMinute(10, PAUSE_MINUTES))
    per_address: RateLimitItemPerMinute = field(default_factory=lambda: RateLimitItemPerMinute(40, PAUSE_MINUTES))
    window: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()))

    def admits(self, account: str, address: str) -> bool:
        """Count one attempt; ``False`` when there have been too many.  Both counts are kept, whichever refuses."""
        by_address = self.window.hit(self.per_address, "address", address)
        by_account = self.window.hit(self.per_account, "account", account.casefold()[:100])
        return by_address and by_account
