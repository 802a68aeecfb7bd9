"""The whole path on a cluster through the settings, and two archives that share one without seeing each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from access.subjects import CITIZEN, Zone
from indexer import verifying
from portal import wiring
from portal.settings import for_zone
from tests.aips import Aip, write_aip
from tests.archive import Archive
from tests.servers.opensearch.server import delete_indices


def _package(root: Path, name: str) -> Path:
    elements = {
        "档号": "F001-WS·2001-D30-0001",
        "题名": f"{name}馆关于借阅档案的通知",
        "年度": "2001",
        "开放标识": "开放",
        "移交状态": "进馆",
    }
    return write_aip(root / name, Aip(f"aip-{name}", elements, {"rep1/正本-通知.txt": f"{name}馆借阅须知。"}))


@pytest.fixture
def archives(tmp_path: Path, opensearch_url: str) -> Iterator[dict[str, Archive]]:
    made = {
        name: Archive.at(
            tmp_path / name,
            engine="opensearch",
            gov_opensearch_url=opensearch_url,
            public_opensearch_url=opensearch_url,
        )
        for name in ("东", "西")
    }
    yield made
    for archive in made.values():
        for zone in Zone:
            delete_indices(opensearch_url, prefix=wiring.alias_of(for_zone(archive.settings, zone)))


def test_each_finds_its_own_and_nothing_of_the_other(archives: dict[str, Archive], tmp_path: Path) -> None:
    for name, archive in archives.items():
        archive.ingest([_package(tmp_path, name)])
        archive.work()
    for name, archive in archives.items():
        assert archive.titles("借阅", CITIZEN) == {f"{name}馆关于借阅档案的通知"}
        for zone in Zone:
            writer = wiring.index_writer(for_zone(archive.settings, zone))
            assert list(verifying.verify_index(archive.store(zone), writer)) == []
            writer.close()


def test_a_store_keeps_its_name(archives: dict[str, Archive]) -> None:
    for archive in archives.values():
        own = for_zone(archive.settings, Zone.GOV)
        before = wiring.alias_of(own)
        wiring.create_store(own)
        assert wiring.alias_of(own) == before
    assert len({wiring.alias_of(for_zone(a.settings, zone)) for a in archives.values() for zone in Zone}) == 4
