"""Catalogue import against a real store: formats, encodings, bad rows, versions, and what a row may not lift."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from access.facts import Custody, Network
from access.store.moments import stamp
from access.store.rules import blocks, seed_tiers
from access.subjects import Zone
from indexer.catalogue_import import Row, import_catalogue, read_rows
from indexer.errors import BadCatalogueFile
from indexer.pipeline import Intake
from portal.migrating import LEDGER_CHAIN, PEOPLE_CHAIN, STORE_CHAIN, migrate
from records import schema
from records.blobs import BlobFolder
from records.database import open_database, reading, sqlite_url, writing
from records.items import Component, Item, LifeEvent, MetadataElement, Rendition, RenditionKind, Target
from records.reading import components_of, elements_of, events_of, item_of, page_text
from records.stores import Places, Store
from records.tightening import PublicBlocks
from records.writing import Authorship, save

TODAY = date(2026, 11, 22)
HEADER = ["档号", "题名", "全宗号", "日期", "开放等级", "备注"]
ROW = ["B-1", "关于防汛的通知", "B", "2001年3月5日", "控制", "纸质原件受潮"]


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[Intake]:
    places = Places(tmp_path / "data")
    databases = {}
    for zone in Zone:
        places.catalogue(zone).mkdir(parents=True)
        databases[zone] = open_database(sqlite_url(places.database(zone)))
        migrate(databases[zone], (STORE_CHAIN, PEOPLE_CHAIN, LEDGER_CHAIN) if zone is Zone.GOV else (STORE_CHAIN,))
    with writing(databases[Zone.GOV]) as connection:
        seed_tiers(connection)
    store = Store(Zone.GOV, databases[Zone.GOV], BlobFolder(places.blobs(Zone.GOV)), places)
    yield Intake(store, PublicBlocks((databases[Zone.PUBLIC],)), "区档案馆", "tester")
    for database in databases.values():
        database.dispose()


def held(intake: Intake) -> dict[str, Item]:
    with reading(intake.store.database) as connection:
        rows = connection.execute(select(schema.item)).mappings()
        return {row["reference_code"]: item_of(row) for row in rows}


def sheet(path: Path, *rows: list[str], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def counts(report: object) -> tuple[int, int, int, int]:
    return report.accepted, report.versions, report.duplicates, len(report.bad)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rare = [*ROW[:1], "关于𠮷林路的通知", *ROW[2:]]
    path = sheet(tmp_path / "a.csv", HEADER, rare, encoding=encoding, delimiter=delimiter)
    assert list(read_rows(path)) == [Row(2, dict(zip(HEADER, rare, strict=True)))]


def test_a_file_in_no_encoding_and_a_file_without_header(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xff\x81\n")
    (tmp_path / "b.csv").write_text("甲,乙\n丙,丁\n")
    (tmp_path / "c.xlsx").write_bytes(b"PK not a workbook")
    (tmp_path / "d.pdf").write_bytes(b"%PDF")
    for name in ("a.csv", "b.csv", "c.xlsx", "d.pdf"):
        with pytest.raises(BadCatalogueFile):
            list(read_rows(tmp_path / name))


def test_a_register_with_a_title_above_its_header(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", ["明河区档案目录"], [], HEADER, [], ROW)
    assert [row.number for row in read_rows(path)] == [5]


def test_cells_of_a_workbook_keep_their_form(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    page.append(["档号", "题名", "年度", "日期", "件号", "页数", "费用"])
    page.append(["B-1", "甲", 2001, datetime(2001, 3, 5), 7, 12.0, 0.1])  # noqa: DTZ001 - a spreadsheet knows no zone
    page["E2"].number_format = "0000"
    book.save(tmp_path / "a.xlsx")
    [row] = read_rows(tmp_path / "a.xlsx")
    assert row.number == 2
    assert list(row.values.values()) == ["B-1", "甲", "2001", "2001-03-05", "0007", "12", "0.1"]


def test_lines_of_json(tmp_path: Path) -> None:
    lines = ['{"reference_code": "B-1", "title": "甲", "subjects": ["防汛", "水库"], "year": 2001}', "", "{", "[1]"]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    rows = list(read_rows(tmp_path / "a.jsonl"))
    assert rows[0].values == {"reference_code": "B-1", "title": "甲", "subjects": "防汛；水库", "year": "2001"}
    assert [(row.number, bool(row.fault)) for row in rows] == [(1, False), (3, True), (4, True)]


def test_every_column_of_the_issue_by_either_name(tmp_path: Path, intake: Intake) -> None:
    chinese = {
        "档号": "B-9", "题名": "题", "责任者": "区府", "文号": "明政〔2001〕9号", "日期": "2001-03-05", "保管期限": "永久",
        "全宗号": "B", "全宗名称": "区府办", "部门": "区府办", "年度": "2001", "类别": "综合", "门类": "文书",
        "公开属性": "主动公开", "政务共享范围": "全文共享", "开放日期": "2020-01-01", "移交状态": "进馆", "密级": "无",
        "网络": "both", "效力": "有效", "效力依据": "据", "索引号": "123", "生活主题": "住房", "发布日期": "2001-03-06",
        "生效日期": "2001-04-01", "案卷": "7", "主题词": "住房、补贴", "摘要": "摘",
    }  # fmt: skip
    english = [
        "reference_code",
        "title",
        "creator",
        "document_number",
        "date",
        "retention",
        "fonds",
        "fonds_name",
        "department",
        "year",
        "series",
        "kind",
        "public_access",
        "gov_sharing",
        "opens_on",
        "custody",
        "classification",
        "network",
        "validity",
        "validity_act",
        "index_number",
        "life_topic",
        "published_on",
        "in_force_on",
        "file",
        "subjects",
        "abstract",
    ]
    sheet(tmp_path / "a.csv", list(chinese), list(chinese.values()))
    (tmp_path / "a.jsonl").write_text(json.dumps(dict(zip(english, chinese.values(), strict=True))), "utf-8")
    assert counts(import_catalogue(tmp_path / "a.csv", intake, TODAY)) == (1, 0, 0, 0)
    assert counts(import_catalogue(tmp_path / "a.jsonl", intake, TODAY)) == (0, 0, 1, 0)
    item = held(intake)["B-9"]
    assert item.description.subjects == ("住房", "补贴")
    assert (item.marks.public_tier, item.marks.gov_tier, item.marks.opens_on) == ("proactive", "shared_full", 20200101)
    assert (item.marks.network, item.description.custody) == (Network.BOTH, Custody.TRANSFERRED)


def test_bad_rows_are_told_and_take_no_good_one_with_them(tmp_path: Path, intake: Intake) -> None:
    header = ["档号", "题名", "密级", "文件密级", "开放等级"]
    rows = [
        ["B-1", "好", "", "", "开放"],
        ["", "无档号", "", "", ""],
        ["B-3", "", "", "", ""],
        ["B-4", "机密件", "机密★10年", "", ""],
        ["B-5", "另一列", "", "秘密", ""],
        ["B-6", "错列", "", "", "", "多出"],
        ["B-7", "坏\0字", "", "", ""],
        ["B-8", "不识等级", "", "", "随便看"],
        ["—", "只有横线", "", "", ""],
    ]
    report = import_catalogue(sheet(tmp_path / "a.csv", header, *rows), intake, TODAY)
    assert counts(report) == (2, 0, 0, 7)
    assert [number for number, _ in report.bad] == [3, 4, 5, 6, 7, 8, 10]
    assert all("依法不接收" in reason for number, reason in report.bad if number in {5, 6})
    assert {number for number, _ in report.warnings} == {2, 9}
    items = held(intake)
    assert set(items) == {"B-1", "B-8"}
    assert (items["B-8"].marks.public_tier, items["B-8"].marks.gov_tier) == ("unreviewed", "own_unit")
    assert items["B-1"].marks.opens_on == 20261122
    bytes_kept = b"".join(p.read_bytes() for p in intake.store.places.catalogue(Zone.GOV).iterdir() if p.is_file())
    assert "机密件".encode() not in bytes_kept
    assert "不识等级".encode() in bytes_kept


def test_the_same_again_is_a_duplicate_and_other_content_a_version(tmp_path: Path, intake: Intake) -> None:
    path = sheet(tmp_path / "a.csv", HEADER, ROW)
    assert counts(import_catalogue(path, intake, TODAY)) == (1, 0, 0, 0)
    first = held(intake)["B-1"]
    assert counts(import_catalogue(path, intake, date(2027, 1, 1))) == (0, 0, 1, 0)
    sheet(path, HEADER, [*ROW[:5], "已裱糊"])
    assert counts(import_catalogue(path, intake, TODAY)) == (0, 1, 0, 0)
    second = held(intake)["B-1"]
    assert (second.id, second.version) == (first.id, 2)
    with reading(intake.store.database) as connection:
        assert [e.value for e in elements_of(connection, [first.id])[first.id]] == ["已裱糊"]
        assert [block.block.value for block in blocks(connection)] == [first.id]
        history = connection.execute(select(func.count()).select_from(schema.item_version)).scalar_one()
    assert history == 2


def test_a_row_corrects_a_package_and_keeps_its_files(tmp_path: Path, intake: Intake) -> None:
    import_catalogue(sheet(tmp_path / "a.csv", HEADER, ROW), intake, TODAY)
    item = held(intake)["B-1"]
    rendition = Rendition(
        id="r1", kind=RenditionKind.ORIGINAL, file_name="正本.txt", media_type="text/plain", size=3, sha256="0" * 64,
        text_status="text", page_count=2,
    )  # fmt: skip
    with writing(intake.store.database) as connection:
        save(
            connection, _package_draft(item, rendition), Authorship("x", stamp(datetime.now(UTC)), "包"), tuple(Target)
        )
    report = import_catalogue(sheet(tmp_path / "b.csv", HEADER, [*ROW[:1], "改正的题名", *ROW[2:]]), intake, TODAY)
    assert counts(report) == (0, 1, 0, 0)
    after = held(intake)["B-1"]
    assert (after.id, after.version, after.description.title) == (item.id, 3, "改正的题名")
    assert after.description.abstract == "包内摘要", "the file has no column for it"
    assert after.marks.work_secret, "a row without 密级 lifts no restriction"
    assert after.marks.network is Network.GOV
    with reading(intake.store.database) as connection:
        assert [c.renditions for c in components_of(connection, item.id)] == [(rendition,)]
        assert page_text(connection, "r1", 2) == "第二页"
        assert [e.type for e in events_of(connection, item.id)] == ["ingestion"]
        kept = {(e.section, e.name, e.value) for e in elements_of(connection, [item.id])[item.id]}
    assert kept == {("context", "签发", "王某"), ("description", "备注", "纸质原件受潮")}


def _package_draft(item: Item, rendition: Rendition) -> object:
    from records.items import Draft

    return Draft(
        description=replace(item.description, abstract="包内摘要"),
        marks=replace(item.marks, work_secret=True, network=Network.GOV),
        components=(Component(id="c1", role="正本", title="正本", renditions=(rendition,)),),
        pages={"r1": ("第一页", "第二页")},
        elements=(MetadataElement("context", "签发", "王某", "premis/agent"),),
        events=(LifeEvent("ingestion", "2020", "x"),),
        content_digest="package",
    )


def test_more_rows_than_one_transaction_holds(tmp_path: Path, intake: Intake) -> None:
    rows = [[f"B-{n}", f"第{n}件" if n % 50 else "", "B", "", "", ""] for n in range(1, 451)]
    report = import_catalogue(sheet(tmp_path / "a.csv", HEADER, *rows), intake, TODAY)
    assert counts(report) == (441, 0, 0, 9)
    assert len(held(intake)) == 441


def test_a_record_named_twice_ends_as_its_last_row_says(tmp_path: Path, intake: Intake) -> None:
    other = [*ROW[:1], "第二次", *ROW[2:]]
    path = sheet(tmp_path / "a.csv", HEADER, ROW, other, other)
    assert counts(import_catalogue(path, intake, TODAY)) == (1, 1, 1, 0)
    assert held(intake)["B-1"].description.title == "第二次"
    sheet(path, HEADER, ROW, other)
    assert counts(import_catalogue(path, intake, TODAY)) == (0, 2, 0, 0)
    assert (held(intake)["B-1"].description.title, held(intake)["B-1"].version) == ("第二次", 4)
