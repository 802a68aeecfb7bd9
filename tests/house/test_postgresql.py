"""The whole path on PostgreSQL beside the same path on SQLite: the same packages, acts and questions, the same answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool, create_engine, select

from access.subjects import CITIZEN, Role, Subject, Zone
from portal import wiring
from portal.apps import create_app
from portal.wiring import open_house
from records import database, schema
from records.database import reading
from search.browsing import CurrentChoice
from search.catalogue import Catalogue
from search.engine import Sort
from search.state import SearchState
from tests.aips import Aip, write_aip
from tests.archive import Archive
from tests.cli.running import Kaijuan
from tests.portal.conftest import Browser, no_picture
from utilization.desk import Desk
from utilization.withdrawals import withdraw

KEEPER, CLERK = "keeper", "clerk"
CLOSED = "鹳鹊楼"
TIERS = ("开放·全文上网", "主动公开", "开放·目录上网", "控制", "未审核", "依申请公开")
QUERIES = ("", "婚姻登记", "登记 OR 修路", "明民发〔2001〕4号", "title:婚姻 NOT 第3号", CLOSED, "没有的话语")


def _aip(number: int, text: str = "") -> Aip:
    elements = {
        "档号": f"P00{number % 3}-WS·200{number % 4}-D30-{number:04d}",
        "题名": f"关于婚姻登记第{number}号事项的通知",
        "责任者": "明河区民政局",
        "文件编号": f"明民发〔2001〕{number}号",
        "立档单位名称": ("明河区民政局", "明河区教育局")[number % 2],
        "日期": f"200{number % 4}-05-{number + 1:02d}",
        "年度": f"200{number % 4}",
        "门类": "文书",
        "移交状态": "进馆",
        "开放标识": TIERS[number % len(TIERS)],
        "开放日期": "2020-01-01",
        "政务共享范围": ("全文共享", "目录共享", "本单位")[number % 3],
        "生活主题": "婚育",
    }
    return Aip(f"both-{number:03d}", elements, {"rep1/正本.txt": text or f"{CLOSED}第{number}件正文\f第二页"})


@dataclass(frozen=True, slots=True)
class Pair:
    """The same archive twice."""

    plain: Archive
    server: Archive
    packages: Path

    def both(self) -> tuple[Archive, Archive]:
        return self.plain, self.server


@pytest.fixture(scope="module")
def pair(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    from tests.servers.postgresql import fresh_database

    root = tmp_path_factory.mktemp("postgresql")
    for number in range(24):
        write_aip(root / "packages", _aip(number))
    names = ("gov_database_url", "public_database_url", "gov_reads_database_url", "public_desk_database_url")
    with ExitStack() as stack:
        _keep_no_connections(stack.enter_context(pytest.MonkeyPatch.context()))
        urls = {name: stack.enter_context(fresh_database(postgresql_server)) for name in names}
        found = Pair(Archive.at(root / "plain"), Archive.at(root / "server", **urls), root / "packages")
        for archive in found.both():
            archive.add_person(KEEPER, archive.settings.archive_name, Role.ARCHIVIST)
            archive.add_person(CLERK, "明河区教育局", Role.STAFF)
            assert {report.verdict.value for report in archive.ingest([found.packages])} == {"accepted"}
            archive.work()
        yield found


def _keep_no_connections(patch: pytest.MonkeyPatch) -> None:
    """Tests open a store anew for every question; its connections to the server are closed with the question."""

    def opened(url: str, **more: Any) -> Engine:
        if url.startswith("sqlite"):
            return create_engine(url, **more)
        return create_engine(url, poolclass=NullPool, isolation_level=more["isolation_level"])

    patch.setattr(database, "create_engine", opened)


def readers(archive: Archive) -> tuple[Subject, ...]:
    return CITIZEN, archive.subject(CLERK), archive.subject(KEEPER)


def told(catalogue: Catalogue, reader: Subject) -> list[object]:
    """Every answer that names no id, in its order."""
    said: list[object] = []
    for query in QUERIES:
        for sort in Sort:
            page = catalogue.search(reader, SearchState(reader.zone, query=query, sort=sort, limit=50))
            codes = [(hit.item.description.reference_code, hit.readable, len(hit.pages)) for hit in page.hits]
            # Ids are random, and they break ties of relevance.
            said.append((query, sort, page.total, page.facets, sorted(codes) if sort is Sort.RELEVANCE else codes))
    current = catalogue.current_documents(reader, CurrentChoice(), "")
    said.append((current.total, current.organs, current.topics, current.validities))
    home = catalogue.holdings(reader)
    said.append((home.records, home.fonds, home.current_documents, home.topics))
    said.append(list(_tree(catalogue, reader, "")))
    return said


def _tree(catalogue: Catalogue, reader: Subject, node_id: str) -> Iterator[object]:
    page = catalogue.tree(reader, node_id, "")
    yield page.total, [(branch.label, branch.count) for branch in page.branches]
    yield [item.description.reference_code for item, _, _ in page.items]
    for branch in page.branches:
        yield from _tree(catalogue, reader, branch.node.id)


def _same_answers(pair: Pair) -> None:
    for plain, server in zip(readers(pair.plain), readers(pair.server), strict=True):
        one = told(pair.plain.catalogue(plain.zone), plain)
        assert one == told(pair.server.catalogue(server.zone), server)
        assert any(one)


def test_the_same_answers_to_every_reader(pair: Pair) -> None:
    _same_answers(pair)


def test_the_data_is_on_the_server(pair: Pair) -> None:
    assert not list(pair.server.settings.data.rglob("*.sqlite3"))
    assert pair.server.store(Zone.GOV).database.dialect.name == "postgresql"


def test_a_withdrawal_is_obeyed_at_once_and_worked_off(pair: Pair) -> None:
    for archive in pair.both():
        record_id = _id_of(archive, 0)
        desk = Desk(archive.store(Zone.GOV).database, wiring.public_blocks(archive.settings), wiring.now)
        before = archive.catalogue(Zone.PUBLIC).holdings(CITIZEN).records
        withdraw(desk, record_id, reason="涉及个人信息", by=KEEPER)
        assert archive.catalogue(Zone.PUBLIC).holdings(CITIZEN).records == before - 1
    _same_answers(pair)
    for archive in pair.both():
        archive.work()
    _same_answers(pair)


def _id_of(archive: Archive, number: int) -> str:
    with reading(archive.store(Zone.GOV).database) as connection:
        table = schema.item.c
        wanted = table.reference_code.endswith(f"-{number:04d}")
        return str(connection.execute(select(table.id).where(wanted)).scalar_one())


def test_a_redelivery_replaces_and_keeps_the_address(pair: Pair, tmp_path: Path) -> None:
    write_aip(tmp_path, _aip(1, text="修路的新正文"))
    for archive in pair.both():
        before = _id_of(archive, 1)
        (again,) = archive.ingest([tmp_path])
        assert (again.verdict.value, again.records) == ("accepted", (before,))
        assert "关于婚姻登记第1号事项的通知" not in archive.titles("婚姻登记")
        archive.work()
        assert archive.titles("修路的新正文") == {"关于婚姻登记第1号事项的通知"}
        assert [report.verdict.value for report in archive.ingest([tmp_path])] == ["duplicate"]
    _same_answers(pair)


def test_the_command_line_on_the_server(pair: Pair) -> None:
    kaijuan = Kaijuan(pair.server.settings.data)
    urls = {
        f"KAIJUAN_{name.upper()}": getattr(pair.server.settings, name)
        for name in ("gov_database_url", "public_database_url", "gov_reads_database_url", "public_desk_database_url")
    }
    for arguments in (("init",), ("worker", "--once"), ("verify",), ("doctor",)):
        said = kaijuan(*arguments, **urls)
        assert (said.code, said.err) == (0, ""), said.out


ODD = ("%00", "a%00b", "%ff", "x" * 5000, "%f0%9f%98%80")


@pytest.mark.parametrize("odd", ODD)
def test_odd_input_is_no_failure_of_the_server(pair: Pair, odd: str) -> None:
    """PostgreSQL takes no NUL in a text; whoever sends one gets the answer of any other name nobody gave."""
    for archive in pair.both():
        browser = Browser(create_app(open_house(archive.settings, Zone.PUBLIC, no_picture)))
        for path in (f"/records/{odd}", f"/api/v1/records/{odd}", f"/catalogue/{odd}", f"/records/{odd}/files/{odd}"):
            assert browser.get(path).status_code == 404, path
        for path in ("/search?q=", "/search?department=", "/search?in=", "/current?organ=", "/search?cursor="):
            assert browser.get(path + odd).status_code in {200, 400}, path
        for path in ("/catalogue", f"/catalogue/{_some_node(archive)}"):
            for name in ("cursor", "start"):
                assert browser.get(f"{path}?{name}=1%09{odd}").status_code in {200, 400}, (path, name)
        assert browser.get(f"/current?cursor=2%09{odd}").status_code in {200, 400}


def _some_node(archive: Archive) -> str:
    return archive.catalogue(Zone.PUBLIC).tree(CITIZEN, "", "").branches[0].node.id


def test_sign_in_takes_odd_names(pair: Pair) -> None:
    for archive in pair.both():
        browser = Browser(create_app(open_house(archive.settings, Zone.GOV, no_picture)))
        for name in ("a\x00b", "\ud83d", "x" * 10_000):
            data = {
                "account": name.encode(errors="replace").decode(),
                "password": name[:50].encode(errors="replace").decode(),
                "next": "/",
            }
            assert browser.post("/signin", data=data).status_code in {400, 401, 403, 429}
