"""One application per zone.  The public one has no sign-in at all: not a hidden route, no route."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

import anyio.to_thread
from fastapi import APIRouter, FastAPI

from access.subjects import Zone
from portal import answers
from portal.api import records as api_records
from portal.api import search as api_search
from portal.gate import Gate
from portal.headers import Portal, Safety
from portal.house import House
from portal.limits import Capacity, SignInLimit
from portal.pages import current, files, home, plain, reading, record, search, signin, tree, why, written
from portal.static_files import Static

BOTH_ZONES: Final[tuple[APIRouter, ...]] = (
    home.router,
    search.router,
    record.router,
    why.router,
    files.router,
    reading.router,
    tree.router,
    current.router,
    written.router,
    plain.router,
    api_search.router,
    api_records.router,
)
GOVERNMENT_ONLY: Final[tuple[APIRouter, ...]] = (signin.router,)
PUBLIC_ONLY: Final[tuple[APIRouter, ...]] = (plain.public_router,)


def routers_for(zone: Zone) -> tuple[APIRouter, ...]:
    return BOTH_ZONES + (GOVERNMENT_ONLY if zone is Zone.GOV else PUBLIC_ONLY)


def create_app(house: House) -> Portal:
    """The portal of one zone, ready for a server.  Layers, outermost first: headers, safety, crowd, gate, pages."""
    if (house.sessions is not None) != (house.zone is Zone.GOV):
        raise ValueError("sessions belong to the government zone, and to no other")
    app = FastAPI(
        title="开卷 Kaijuan",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_with_threads(house.capacity),
    )
    app.state.house = house
    app.state.sign_in_limit = SignInLimit()
    for router in routers_for(house.zone):
        app.include_router(router)
    app.mount("/static", Static())
    answers.register(app)
    app.add_middleware(Gate, house=house)
    app.add_middleware(Capacity, most=house.capacity)
    app.add_middleware(Safety)
    return Portal(app, https=house.https)


def _with_threads(capacity: int) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """As many threads as requests under way, so that a request taken on never waits for another's thread."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = capacity
        yield

    return lifespan
