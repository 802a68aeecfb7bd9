"""The portal's own files: styles, script, icons.  Their address carries their digest, so they may be kept for long."""

from __future__ import annotations

from typing import Final

from fastapi.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from portal.templating import STATIC

_KEPT: Final = "public, max-age=31536000, immutable"


class Static(StaticFiles):
    """Files of one flat folder, nothing beside it."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        fingerprinted = b"v=" in scope["query_string"]
        answer.headers["Cache-Control"] = _KEPT if fingerprinted else "no-cache"
        return answer
