"""Reviewed defaults of a fonds and its chain of levels reach what is ingested afterwards, and nothing before."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.subjects import CITIZEN, Role, Zone
from access.tiers import Axis
from portal import wiring
from records.places import Level
from search.catalogue import Catalogue
from tests.aips import Aip, write_aip
from tests.archive import Archive
from utilization import fonds
from utilization.desk import Desk
from utilization.errors import Incomplete, NotAllowed, NothingThere


def _package(root: Path, number: int, **elements: str) -> Path:
    described = {
        "档号": f"F001-WS·2001-D30-{number:04d}",
        "题名": f"第{number}号通知",
        "年度": "2001",
        "门类": "文书",
        "保管期限": "30年",
        **elements,
    }
    return write_aip(root / f"packages-{number}", Aip(f"aip-{number}", described))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.at(tmp_path)
    made.add_person("guanyuan", "明河区档案馆", Role.ARCHIVIST)
    made.add_person("keyuan", "明河区民政局", Role.STAFF)
    made.ingest([_package(tmp_path, 1)])
    return made


def _desk(archive: Archive) -> Desk:
    return Desk(archive.store(Zone.GOV).database, wiring.public_blocks(archive.settings), wiring.now)


def test_a_default_serves_what_comes_later_without_a_value(archive: Archive, tmp_path: Path) -> None:
    fonds.set_default(_desk(archive), "F001", Axis.PUBLIC, "开放", by="guanyuan")
    archive.ingest([_package(tmp_path, 2), _package(tmp_path, 3, 开放标识="控制")])
    archive.work()
    assert archive.titles("通知") == {"第2号通知"}
    fonds.set_default(_desk(archive), "F001", Axis.PUBLIC, "", by="guanyuan")
    archive.ingest([_package(tmp_path, 4)])
    archive.work()
    assert archive.titles("通知") == {"第2号通知"}


def test_a_chain_of_levels_is_followed_in_both_trees(archive: Archive, tmp_path: Path) -> None:
    fonds.set_levels(_desk(archive), "F001", "文书", (Level.RETENTION, Level.YEAR), by="guanyuan")
    archive.ingest([_package(tmp_path, 5, 开放标识="开放", 移交状态="进馆")])
    archive.work()
    assert _levels(archive.catalogue(Zone.GOV), archive, "guanyuan")[:2] == ["F001", "30年"]
    assert _levels(archive.catalogue(Zone.PUBLIC), archive, "")[:2] == ["F001", "2001年"]


def _levels(catalogue: Catalogue, archive: Archive, user: str) -> list[str]:
    """The labels on the way down, always into the last branch."""
    subject = archive.subject(user) if user else CITIZEN
    labels, node = [], ""
    while branches := catalogue.tree(subject, node, "").branches:
        labels.append(branches[-1].label)
        node = branches[-1].node.id
    return labels


def test_only_archivists_and_only_what_is_there(archive: Archive) -> None:
    desk = _desk(archive)
    with pytest.raises(NotAllowed):
        fonds.set_default(desk, "F001", Axis.PUBLIC, "开放", by="keyuan")
    with pytest.raises(NothingThere):
        fonds.set_default(desk, "F999", Axis.PUBLIC, "开放", by="guanyuan")
    with pytest.raises(Incomplete):
        fonds.set_default(desk, "F001", Axis.PUBLIC, "全文共享", by="guanyuan")
    with pytest.raises(Incomplete):
        fonds.set_levels(desk, "F001", "文书", (), by="guanyuan")
    assert [(row.code, row.public_tier) for row in fonds.fonds(desk)] == [("F001", "")]
