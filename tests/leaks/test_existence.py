"""What is forbidden and what never was are one answer, byte for byte and header for header, at every address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import select

from access.subjects import Role, Zone
from portal import wiring
from portal.apps import create_app, routers_for
from portal.wiring import open_house
from records import schema
from records.database import reading
from tests.aips import Aip, write_aip
from tests.archive import Archive
from tests.cli.running import Kaijuan
from tests.portal.conftest import Browser, no_picture
from utilization.desk import Desk
from utilization.errors import UtilizationError
from utilization.withdrawals import withdraw

CLERK, KEEPER = "clerk", "keeper"
ABSENT = "0123456789abcdef"
ODD = ("%00", "x" * 3000, "..%2f..", "%F0%9F%98%80", "%ff%fe", "a%0d%0ab", "'--", "*", "%E5%A9%9A")
TIERS = {"open": "开放·全文上网", "entry": "开放·目录上网", "closed": "控制"}


class Place:
    """The ids of one record: its own, its rendition's and those of its levels, the innermost first."""

    def __init__(self, archive: Archive, record_id: str) -> None:
        with reading(archive.store(Zone.GOV).database) as connection:
            self.record = record_id
            table = schema.rendition.c
            self.rendition = connection.execute(select(table.id).where(table.item_id == record_id)).scalar_one()
            node = connection.execute(select(schema.item.c.node_id).where(schema.item.c.id == record_id)).scalar_one()
            path = connection.execute(select(schema.node.c.path).where(schema.node.c.id == node)).scalar_one()
            self.levels = tuple(reversed(path.split()))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    root = tmp_path_factory.mktemp("existence")
    for number, (name, tier) in enumerate(TIERS.items(), start=1):
        elements = {
            "档号": f"E00{number}-WS·2001-D30-0001",
            "题名": f"关于{name}的通知",
            "立档单位名称": f"明河区第{number}局",
            "年度": "2001",
            "移交状态": "未进馆" if name == "closed" else "进馆",
            "开放标识": tier,
            "开放日期": "2020-01-01",
        }
        write_aip(root / "packages", Aip(name, elements, {"rep1/正本.txt": "正文"}))
    archive = Archive.at(root)
    archive.add_person(CLERK, "明河区教育局", Role.STAFF)
    archive.add_person(KEEPER, archive.settings.archive_name, Role.ARCHIVIST)
    archive.ingest([root / "packages"])
    archive.work()
    return archive


@pytest.fixture(scope="module")
def held(archive: Archive) -> dict[str, Place]:
    with reading(archive.store(Zone.GOV).database) as connection:
        table = schema.item.c
        ids = {row.title: row.id for row in connection.execute(select(table.title, table.id))}
    return {name: Place(archive, ids[f"关于{name}的通知"]) for name in TIERS}


@pytest.fixture(params=[Zone.PUBLIC, Zone.GOV])
def browser(archive: Archive, request: pytest.FixtureRequest) -> Browser:
    """A citizen; and a clerk of an office that neither made nor succeeded to anything here."""
    house = open_house(archive.settings, request.param, no_picture)
    found = Browser(create_app(house))
    if house.sessions is not None:
        found.cookies.set("kaijuan_session", house.sessions.open(CLERK, house.now()).token)
    return found


def addresses(record: str, rendition: str, node: str) -> Iterator[str]:
    """Every route that names something, filled in; a route of tomorrow is among them."""
    named = {"record_id": record, "rendition_id": rendition, "number": "1", "node_id": node}
    for zone in Zone:
        for router in routers_for(zone):
            for route in router.routes:
                if isinstance(route, APIRoute) and {"record_id", "node_id"} & set(route.param_convertors):
                    yield route.path.format(**named)


def answer(browser: Browser, path: str, **more: object) -> tuple[object, ...]:
    got = browser.get(path, **more)
    headers = sorted((name, value) for name, value in got.headers.items() if name.lower() != "date")
    return got.status_code, headers, got.content


def test_the_routes_are_all_asked() -> None:
    assert len(set(addresses("r", "f", "n"))) >= 7


def test_a_forbidden_record_is_an_absent_one(browser: Browser, held: dict[str, Place]) -> None:
    closed = held["closed"]
    for level in closed.levels:
        forbidden = addresses(closed.record, closed.rendition, level)
        for one, other in zip(forbidden, addresses(ABSENT, ABSENT, ABSENT), strict=True):
            for headers in ({}, {"HX-Request": "true"}, {"Range": "bytes=0-3"}, {"If-None-Match": "*"}):
                said = answer(browser, one, headers=headers)
                assert said == answer(browser, other, headers=headers), one
                assert said[0] == 404, one


def test_a_withheld_file_is_an_absent_one(browser: Browser, held: dict[str, Place]) -> None:
    entry = held["entry"]
    base = f"/records/{entry.record}/files"
    assert browser.get(f"/records/{entry.record}").status_code == 200
    for tail in ("", "/pages/1", "/pages/1/image", "/pages/2", "?download=1"):
        said = answer(browser, f"{base}/{entry.rendition}{tail}")
        assert said == answer(browser, f"{base}/{ABSENT}{tail}")
        assert said[0] == 404


def test_the_control_what_is_open_answers(browser: Browser, held: dict[str, Place]) -> None:
    shown = held["open"]
    for path in addresses(shown.record, shown.rendition, shown.levels[-1]):
        if not path.endswith("/image") and "catalogue" not in path:
            assert browser.get(path).status_code == 200, path


def test_another_records_file_is_an_absent_one(browser: Browser, held: dict[str, Place]) -> None:
    """An open record does not lend its address to the file of a closed one."""
    base = f"/records/{held['open'].record}/files"
    said = answer(browser, f"{base}/{held['closed'].rendition}")
    assert said == answer(browser, f"{base}/{ABSENT}")
    assert said[0] == 404


@pytest.mark.parametrize("odd", ODD)
def test_odd_names_are_absent_ones(browser: Browser, odd: str) -> None:
    for path, plain in zip(addresses(odd, odd, odd), addresses(ABSENT, ABSENT, ABSENT), strict=True):
        if "/" not in odd:
            assert answer(browser, path) == answer(browser, plain), path


def test_searching_below_a_forbidden_level_is_searching_below_none(browser: Browser, held: dict[str, Place]) -> None:
    for level in held["closed"].levels:
        for path in ("/search?in=", "/api/v1/search?in="):
            forbidden, absent = browser.get(path + level), browser.get(path + ABSENT)
            assert forbidden.status_code == absent.status_code == 200
            assert forbidden.text.replace(level, ABSENT) == absent.text


def test_facets_and_suggestions_do_not_know_it(browser: Browser) -> None:
    """The closed record's organ, asked as a filter, is an organ that never was."""
    for path in ("/api/v1/search?department=", "/search?department="):
        forbidden, absent = (browser.get(f"{path}明河区第{number}局").text for number in (3, 9))
        assert forbidden.replace("第3局", "第9局").replace(quote("第3局"), quote("第9局")) == absent


def test_the_desk_says_the_same_of_both(archive: Archive, held: dict[str, Place]) -> None:
    store = archive.store(Zone.GOV)
    desk = Desk(store.database, wiring.public_blocks(archive.settings), wiring.now)
    for by in (CLERK, KEEPER):
        said = []
        for record_id in (held["closed"].record, ABSENT):
            with pytest.raises(UtilizationError) as refused:
                withdraw(desk, record_id, reason="试", by=by)
            said.append((type(refused.value), str(refused.value).replace(record_id, "")))
        assert said[0] == said[1]


def test_the_command_line_says_the_same_of_both(archive: Archive, held: dict[str, Place]) -> None:
    kaijuan = Kaijuan(Path(archive.settings.data))
    said = [
        kaijuan("withdraw", record_id, "--by", KEEPER, "--reason", "试")
        for record_id in (held["closed"].record, ABSENT)
    ]
    assert said[0].code == said[1].code == 3
    assert said[0].out == said[1].out
    assert said[0].err.replace(held["closed"].record, ABSENT) == said[1].err
    assert "Traceback" not in said[0].err
