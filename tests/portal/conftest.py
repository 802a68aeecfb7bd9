"""Both portals over one small real archive, built once for this folder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from access.subjects import Subject, Zone
from indexer.errors import PageImageUnavailable
from portal.apps import create_app
from portal.headers import Portal
from portal.house import House
from portal.settings import Settings
from portal.wiring import open_house
from tests.portal import holdings


class Browser:
    """A client that keeps cookies and follows nothing, over the application itself."""

    def __init__(self, portal: Portal, address: str = "http://portal.test") -> None:
        self.portal = portal
        self.cookies = httpx2.Cookies()
        self._address = address

    def ask(self, method: str, path: str, **more: object) -> httpx2.Response:
        async def once() -> httpx2.Response:
            transport = httpx2.ASGITransport(app=self.portal, raise_app_exceptions=False)
            async with httpx2.AsyncClient(transport=transport, base_url=self._address, cookies=self.cookies) as client:
                answer = await client.request(method, path, **more)
                self.cookies = client.cookies
                return answer

        return asyncio.run(once())

    def get(self, path: str, **more: object) -> httpx2.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, **more: object) -> httpx2.Response:
        return self.ask("POST", path, **more)


def no_picture(path: Path, number: int) -> bytes:
    raise PageImageUnavailable(f"{path.name} 第 {number} 页没有图像")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return holdings.build(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="session")
def houses(settings: Settings) -> dict[Zone, House]:
    return {zone: open_house(settings, zone, no_picture) for zone in Zone}


@pytest.fixture
def public(houses: dict[Zone, House]) -> Browser:
    return Browser(create_app(houses[Zone.PUBLIC]))


@pytest.fixture
def stranger(houses: dict[Zone, House]) -> Browser:
    return Browser(create_app(houses[Zone.GOV]))


@pytest.fixture
def signed_in(houses: dict[Zone, House]) -> Callable[[str], Browser]:
    """A browser of the government portal in which this person has signed in."""

    def sign_in(user: str) -> Browser:
        browser = Browser(create_app(houses[Zone.GOV]))
        answer = browser.post("/signin", data={"account": user, "password": holdings.PASSWORD, "next": "/"})
        assert answer.status_code == 303, answer.text
        return browser

    return sign_in


@pytest.fixture(scope="session")
def ids(houses: dict[Zone, House]) -> dict[int, str]:
    """Number of the paper → id of its record, as the owning department finds them."""
    catalogue = houses[Zone.GOV].catalogue
    own = Subject(Zone.GOV, "minzheng", frozenset({"明河区民政局"}), holdings.PEOPLE[0].roles)
    found: dict[int, str] = {}

    def walk(node_id: str) -> Iterator[tuple[str, str]]:
        page = catalogue.tree(own, node_id, "")
        yield from ((item.description.reference_code, item.id) for item, _, _ in page.items)
        for branch in page.branches:
            yield from walk(branch.node.id)

    for code, record_id in walk(""):
        found[int(code[-4:])] = record_id
    return found


@pytest.fixture
def crowded(houses: dict[Zone, House]) -> Browser:
    """A public portal that takes on nothing."""
    return Browser(create_app(replace(houses[Zone.PUBLIC], capacity=0)))
