"""A small real archive for the tests of the portals: bags on disk, ingested, indexed and published like any other."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from access.store.accounts import NewAccount, add_account
from access.subjects import Role, Zone
from indexer.extraction import ExtractionPool
from portal.settings import Settings, for_zone
from portal.wiring import create_store, open_intake, open_store, open_worker
from records.database import writing

TODAY = date(2026, 11, 22)
PASSWORD = "ceshi-mima-2026"

#: Words that stand in one closed text and nowhere else.
CLOSED_WORD = "鹳鹊楼"
CLOSED_ABSTRACT, CLOSED_SUBJECT = "拟址三处", "机构选址"


@dataclass(frozen=True, slots=True)
class Paper:
    """One record to be: labels of the bag, and the pages of its one text file."""

    labels: dict[str, str]
    text: str = ""


def paper(number: int, title: str, tier: str, text: str = "", **more: str) -> Paper:
    labels = {
        "档号": f"J012-WS·1998-30年-BGS-{number:04d}",
        "全宗号": "J012",
        "全宗名称": "明河区民政局",
        "题名": title,
        "责任者": "明河区民政局",
        "文号": f"明民〔1998〕{number}号",
        "日期": f"1998-03-{number:02d}",
        "年度": "1998",
        "部门": "明河区民政局",
        "门类": "文书",
        "保管期限": "30年",
        "移交状态": "进馆",
        **dict(pair.split("=", 1) for pair in [tier]),
        **more,
    }
    return Paper(labels, text)


PAPERS = (
    paper(
        1,
        "关于印发《婚姻登记工作规范》的通知",
        "开放标识=开放·全文上网",
        "各街道办事处：\n为规范婚姻登记工作，现将有关事项通知如下。\f第二页也讲婚姻登记档案的移交。",
        开放日期="2024-03-01",
    ),
    paper(
        2,
        "关于婚姻登记站选址的请示",
        "开放标识=开放·目录上网",
        f"拟在{CLOSED_WORD}设站。",
        开放日期="2024-03-01",
        摘要=CLOSED_ABSTRACT,
        主题词=CLOSED_SUBJECT,
    ),
    paper(3, "关于福利院经费的报告", "开放标识=控制", "经费不足，请予增拨。", 政务共享范围="本单位"),
    paper(4, "关于救灾物资调运的通知", "开放标识=未审核", "请即调运。", 政务共享范围="全文共享"),
    paper(
        5,
        "明河区殡葬管理办法",
        "公开属性=主动公开",
        "第一条 为加强殡葬管理，制定本办法。",
        开放日期="2024-03-01",
        效力="废止",
        效力依据="明政发〔2004〕18号",
        生活主题="社会保障",
        索引号="MH012-1998-005",
        发布日期="1998-03-06",
    ),
    paper(
        6,
        "关于修改《明河区殡葬管理办法》的决定",
        "公开属性=主动公开",
        "决定修改。",
        开放日期="2024-03-01",
        效力="有效",
        生活主题="社会保障",
    ),
    *(
        paper(
            number, f"第{number}次局务会议纪要", "开放标识=开放·全文上网", f"会议第{number}号。", 开放日期="2024-03-01"
        )
        for number in range(7, 30)
    ),
)

PEOPLE = (
    NewAccount("minzheng", "林小禾", "明河区民政局", frozenset({Role.STAFF})),
    NewAccount("jiaoyu", "周文远", "明河区教育局", frozenset({Role.STAFF})),
)


def bag(folder: Path, paper: Paper) -> Path:
    """A BagIt 1.0 bag of one text file, described by its bag-info."""
    payload = folder / "data"
    payload.mkdir(parents=True)
    body = paper.text.encode()
    (payload / "正文.txt").write_bytes(body)
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "utf-8")
    lines = "".join(f"{name}: {value}\n" for name, value in paper.labels.items())
    (folder / "bag-info.txt").write_text(lines, "utf-8")
    (folder / "manifest-sha256.txt").write_text(f"{hashlib.sha256(body).hexdigest()}  data/正文.txt\n", "utf-8")
    return folder


def settings_at(root: Path) -> Settings:
    return Settings(
        data=root / "store",
        archive_name="明河区档案馆",
        telephone="0000-5550118",
        opening_hours="工作日 9:00–17:00",
        address="https://dag.minghe.example",
        examples="婚姻登记 殡葬",
    )


def build(root: Path) -> Settings:
    """Both stores, filled by a process of its own, so that no writer is left in the one that serves."""
    subprocess.run([sys.executable, "-m", __name__, str(root)], check=True, cwd=Path(__file__).parents[2])
    return settings_at(root)


def fill(root: Path) -> None:
    """The papers ingested, indexed and published, and the people."""
    settings = settings_at(root)
    for zone in Zone:
        create_store(for_zone(settings, zone))
    bags = [bag(root / "bags" / f"{number:03d}", each) for number, each in enumerate(PAPERS)]
    with ExtractionPool(workers=1) as pool:
        reports = list(open_intake(settings, "test").ingest(bags, pool, TODAY))
    refused = [report for report in reports if report.code]
    assert not refused, refused[0]
    with writing(open_store(for_zone(settings, Zone.GOV)).database) as connection:
        for person in PEOPLE:
            add_account(connection, person, password=PASSWORD, now=datetime.now(UTC))
    open_worker(settings, tuple(Zone)).drain()


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
