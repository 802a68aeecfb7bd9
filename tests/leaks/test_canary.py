"""No token of what a citizen may not see stands anywhere in the public catalogue or in a public answer."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx2
import pytest

from access.subjects import CITIZEN, Zone
from indexer.errors import PageImageUnavailable
from portal.apps import create_app
from portal.wiring import open_house
from search.state import SearchState
from tests.aips import write_aip
from tests.archive import Archive
from tests.leaks.canaries import Canary, Shown, canaries
from tests.leaks.decoded import bytes_of, indexed, rows_text

CANARIES = canaries()
HIDDEN = set().union(*(canary.hidden() for canary in CANARIES))
VISIBLE = set().union(*(canary.visible() for canary in CANARIES))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    root = tmp_path_factory.mktemp("canary")
    for canary in CANARIES:
        write_aip(root / "packages", canary.aip)
    archive = Archive.at(root)
    reports = archive.ingest([root / "packages"])
    assert {report.verdict.value for report in reports} == {"accepted"}
    archive.work()
    return archive


def catalogue_folder(archive: Archive) -> Path:
    return archive.settings.data / "public" / "catalogue"


def test_rows_hold_what_is_public_and_nothing_else(archive: Archive) -> None:
    text = rows_text(archive.store(Zone.PUBLIC))
    assert {token for token in HIDDEN if token in text} == set()
    assert {token for token in VISIBLE if token not in text} == set()


def test_bytes_hold_nothing_hidden(archive: Archive) -> None:
    found = bytes_of(archive.settings.data / "public")
    assert {token for token in HIDDEN if token.encode() in found} == set()
    pages = {canary.tokens["page 1"] for canary in CANARIES if canary.shown is Shown.EVERYTHING}
    assert {token for token in pages if token.encode() not in found} == set()


def test_index_terms_hold_what_is_public_and_nothing_else(archive: Archive) -> None:
    folder = catalogue_folder(archive) / "index"
    assert indexed(folder, HIDDEN) == set()
    assert set(VISIBLE) - indexed(folder, VISIBLE) == set()


def test_the_government_side_does_hold_the_hidden_tokens(archive: Archive) -> None:
    """The control of the control: what is hidden here was really taken in."""
    text = rows_text(archive.store(Zone.GOV))
    assert {token for token in HIDDEN | VISIBLE if token not in text} == set()


@pytest.mark.parametrize("canary", CANARIES, ids=lambda canary: canary.name)
def test_searching_a_hidden_token_is_searching_a_word_nobody_wrote(archive: Archive, canary: Canary) -> None:
    catalogue = archive.catalogue(Zone.PUBLIC)
    nobody = catalogue.search(CITIZEN, SearchState(Zone.PUBLIC, query="qffffffffffffffffffffffffffff"))
    for token in sorted(canary.hidden())[:4]:
        page = catalogue.search(CITIZEN, SearchState(Zone.PUBLIC, query=token))
        assert (page.total, page.hits, page.facets) == (0, (), nobody.facets)
    for token in sorted(canary.visible())[:4]:
        assert catalogue.search(CITIZEN, SearchState(Zone.PUBLIC, query=token)).total == 1


def test_no_public_answer_says_a_hidden_token(archive: Archive) -> None:
    answers = asyncio.run(_crawl(archive))
    assert len(answers) > 40
    text = "\n".join(answers.values())
    assert {token for token in HIDDEN if token in text} == set()
    titles = {canary.tokens["题名"] for canary in CANARIES if canary.shown is not Shown.NOTHING}
    assert {token for token in titles if token not in text} == set()


async def _crawl(archive: Archive) -> dict[str, str]:
    """Follow every link of the public portal from its beginnings."""

    def no_picture(path: Path, number: int) -> bytes:
        raise PageImageUnavailable(f"{path.name} 第 {number} 页没有图像")

    app = create_app(open_house(archive.settings, Zone.PUBLIC, no_picture))
    waiting = ["/", "/search", "/catalogue", "/current", "/sitemap.xml", "/robots.txt", "/api/v1/search"]
    seen: dict[str, str] = {}
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=True)
    async with httpx2.AsyncClient(transport=transport, base_url="http://portal.test") as client:
        while waiting and len(seen) < 400:
            path = waiting.pop(0)
            if path in seen:
                continue
            answer = await client.get(path)
            seen[path] = f"{answer.headers!r}\n{answer.content.decode(errors='replace')}"
            waiting += [link for link in _links(answer.text) if link not in seen]
    return seen


def _links(html: str) -> list[str]:
    found = []
    for piece in html.replace("<loc>", 'href="').replace("</loc>", '"').split('href="')[1:]:
        link = piece.split('"', 1)[0].replace("&amp;", "&").removeprefix("http://portal.test")
        if link.startswith("/") and not link.startswith(("/static", "//")):
            found.append(link.split("#", 1)[0])
    return found
