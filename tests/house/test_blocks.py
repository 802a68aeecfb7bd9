"""What is tightened is gone from every surface of both zones before the call returns; the worker then purges it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from access.facts import Network
from access.store.rules import blocks, list_tiers
from access.subjects import CITIZEN, Role, Subject, Zone
from access.tiers import Audience
from portal import wiring
from records import schema
from records.database import reading
from records.places import Level
from tests.aips import Aip, write_aip
from tests.archive import Archive
from tests.house.surfaces import EVERYWHERE_BY_ZONE, Figures, Sought, figures, shown_on
from tests.leaks.canaries import token
from tests.leaks.decoded import bytes_of, indexed, rows_text
from tests.leaks.dictionary import listed
from utilization.desk import Desk
from utilization.markings import Marking, Place, mark_network
from utilization.tiers import edit_tier
from utilization.withdrawals import withdraw

NAMES = ("withdrawn", "redelivered", "marked", "level", "tier", "kept")
KEEPER, GUARD, CLERK = "keeper", "guard", "clerk"


def aip(name: str, *, text: str = "", title: str = "") -> Aip:
    """An open current document of an organ, a year and a kind of its own."""
    number = NAMES.index(name) + 1
    elements = {
        "档号": f"B00{number}-WS·20{number:02d}-D30-0001",
        "题名": f"关于{title or token(name, 'title')}的通知",
        "立档单位名称": f"明河区{token(name, 'organ')}局",
        "日期": f"20{number:02d}-05-06",
        "年度": f"20{number:02d}",
        "移交状态": "进馆",
        "公开属性": "依申请公开" if name == "tier" else "主动公开",
        "开放日期": "2020-01-01",
        "网络": "both",
        "摘要": f"摘要 {token(name, 'abstract')}",
        "主题词": token(name, "subject"),
    }
    return Aip(f"block-{name}", elements, {"rep1/正本.txt": f"正文 {text or token(name, 'text')}"})


@dataclass(frozen=True, slots=True)
class Scene:
    archive: Archive
    packages: Path
    sought: dict[str, Sought]

    @property
    def desk(self) -> Desk:
        store = self.archive.store(Zone.GOV)
        return Desk(store.database, wiring.public_blocks(self.archive.settings), wiring.now)

    def readers(self) -> tuple[Subject, ...]:
        """A citizen, and a clerk of no matching department: both see what is open to all."""
        return (CITIZEN, self.archive.subject(CLERK))

    def public_bytes(self) -> bytes:
        return bytes_of(self.archive.settings.data / "public" / "catalogue")

    def public_terms(self, *words: str) -> set[str]:
        """Words in any term of a living document, or in a dictionary that a deleted one has left."""
        folder = self.archive.settings.data / "public" / "catalogue" / "index"
        return indexed(folder, words) | listed(folder, words)

    def standing(self, zone: Zone) -> int:
        with reading(self.archive.store(zone).database) as connection:
            return len(blocks(connection))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    root = tmp_path_factory.mktemp("blocks")
    for name in NAMES:
        write_aip(root / "packages", aip(name))
    archive = Archive.at(root)
    archive.add_person(KEEPER, archive.settings.archive_name, Role.ARCHIVIST)
    archive.add_person(GUARD, archive.settings.archive_name, Role.SECURITY_ADMINISTRATOR)
    archive.add_person(CLERK, "明河区教育局", Role.STAFF)
    reports = archive.ingest([root / "packages"])
    archive.work()
    ids = {Path(report.package).name.removeprefix("block-"): report.records[0] for report in reports}
    return Scene(archive, root / "packages", {name: _sought(archive, name, ids[name]) for name in NAMES})


def _sought(archive: Archive, name: str, record_id: str) -> Sought:
    with reading(archive.store(Zone.GOV).database) as connection:
        table = schema.rendition.c
        rendition = connection.execute(select(table.id).where(table.item_id == record_id)).scalar_one()
    title, word = token(name, "title"), token(name, "text")
    return Sought(record_id, rendition, title, word, f"明河区{token(name, 'organ')}局")


def _withdraw(scene: Scene) -> None:
    withdraw(scene.desk, scene.sought["withdrawn"].id, reason="涉及个人信息", by=KEEPER)


def _mark(scene: Scene) -> None:
    marking = Marking(Place.RECORD, scene.sought["marked"].id, Network.GOV)
    assert mark_network(scene.desk, marking, by=KEEPER) == ""


def _mark_level(scene: Scene) -> None:
    with reading(scene.archive.store(Zone.GOV).database) as connection:
        fonds = (schema.node.c.level == Level.FONDS, schema.node.c.value == "B004")
        node = connection.execute(select(schema.node.c.id).where(*fonds)).scalar_one()
    assert mark_network(scene.desk, Marking(Place.LEVEL, node, Network.GOV), by=KEEPER) == ""


def _redeliver(scene: Scene) -> None:
    changed = aip("redelivered", text=token("redelivered", "new text"), title=token("redelivered", "new title"))
    folder = scene.packages.parent / "again"
    write_aip(folder, changed)
    assert [report.verdict.value for report in scene.archive.ingest([folder])] == ["accepted"]


def _one_less(before: Figures, *, current: int = 1) -> Figures:
    return Figures(before.search - 1, before.tree - 1, before.holdings - 1, before.current - current)


TIGHTENINGS: dict[str, tuple[Callable[[Scene], None], tuple[Zone, ...]]] = {
    "withdrawn": (_withdraw, (Zone.PUBLIC, Zone.GOV)),
    "redelivered": (_redeliver, (Zone.PUBLIC, Zone.GOV)),
    # On the government network a marked record stays: only the public side loses it.
    "marked": (_mark, (Zone.PUBLIC,)),
    "level": (_mark_level, (Zone.PUBLIC,)),
}


@pytest.mark.parametrize("name", TIGHTENINGS)
def test_every_surface_obeys_before_the_worker_has_run(scene: Scene, name: str) -> None:
    tighten, loses = TIGHTENINGS[name]
    sought = scene.sought[name]
    readers = [reader for reader in scene.readers() if reader.zone in loses]
    for reader in readers:
        assert shown_on(scene.archive, reader, sought) == EVERYWHERE_BY_ZONE[reader.zone]
    before = [figures(scene.archive, reader) for reader in readers]
    assert scene.public_terms(sought.word, sought.title) == {sought.word, sought.title}
    tighten(scene)
    assert scene.standing(Zone.PUBLIC) == 1
    for reader, counted in zip(readers, before, strict=True):
        assert shown_on(scene.archive, reader, sought) == set()
        assert figures(scene.archive, reader) == _one_less(counted)
    # What is only hidden is still there, or the purge below would prove nothing.
    assert sought.word.encode() in scene.public_bytes()
    scene.archive.work()
    assert (scene.standing(Zone.PUBLIC), scene.standing(Zone.GOV)) == (0, 0)
    _assert_purged(scene, name)


def _assert_purged(scene: Scene, name: str) -> None:
    """Rows, terms, blobs, names and freed pages of the public catalogue know nothing of what was there."""
    sought = scene.sought[name]
    stored = (sought.word, sought.title)
    assert scene.public_terms(*stored) == set()
    text, raw = rows_text(scene.archive.store(Zone.PUBLIC)), scene.public_bytes()
    assert [word for word in stored if word in text or word.encode() in raw] == []
    kept = scene.sought["kept"]
    assert kept.word in text
    assert kept.word.encode() in raw
    assert scene.public_terms(kept.word) == {kept.word}
    held = {reader.zone: shown_on(scene.archive, reader, sought) for reader in scene.readers()}
    assert held[Zone.PUBLIC] <= EVERYWHERE_BY_ZONE[Zone.PUBLIC] - {"text", "title", "file", "page"}
    for reader in scene.readers():
        assert shown_on(scene.archive, reader, kept) == EVERYWHERE_BY_ZONE[reader.zone]


def test_afterwards_an_archivist_finds_the_withdrawn_record_and_nobody_else_does(scene: Scene) -> None:
    sought = scene.sought["withdrawn"]
    assert "text" in shown_on(scene.archive, scene.archive.subject(KEEPER), sought)
    assert [shown_on(scene.archive, reader, sought) for reader in scene.readers()] == [set(), set()]


def test_afterwards_the_new_version_is_found_by_its_new_words_alone(scene: Scene) -> None:
    sought = scene.sought["redelivered"]
    renewed = replace(
        _sought(scene.archive, "redelivered", sought.id),
        word=token("redelivered", "new text"),
        title=token("redelivered", "new title"),
    )
    for reader in scene.readers():
        assert shown_on(scene.archive, reader, renewed) == EVERYWHERE_BY_ZONE[reader.zone]
        assert not {"title", "text", "file"} & shown_on(scene.archive, reader, sought)


def test_afterwards_the_marked_records_are_still_there_for_staff(scene: Scene) -> None:
    clerk = scene.archive.subject(CLERK)
    for name in ("marked", "level"):
        assert shown_on(scene.archive, clerk, scene.sought[name]) == EVERYWHERE_BY_ZONE[Zone.GOV]


def test_a_narrowed_tier_hides_its_entries_at_once(scene: Scene) -> None:
    """Last of all: it also shows that an entry without text stands on the surfaces of entries alone."""
    sought = scene.sought["tier"]
    entry = {"search", "title", "facet", "suggestion", "record", "why", "tree", "holdings"}
    entry |= {"http home", "http search", "http sitemap", "http record", "http api record"}
    assert shown_on(scene.archive, CITIZEN, sought) == entry
    counted = figures(scene.archive, CITIZEN)
    with reading(scene.archive.store(Zone.GOV).database) as connection:
        held = next(listed for listed in list_tiers(connection) if listed.tier.code == "on_request")
    narrower = replace(held.tier, catalogue=Audience.DEPARTMENT, content=Audience.DEPARTMENT)
    assert edit_tier(scene.desk, replace(held, tier=narrower), by=GUARD).applied
    assert shown_on(scene.archive, CITIZEN, sought) == set()
    assert figures(scene.archive, CITIZEN) == _one_less(counted, current=0)
    assert shown_on(scene.archive, scene.archive.subject(CLERK), sought) == set()
    scene.archive.work()
    assert scene.standing(Zone.PUBLIC) == 0
    _assert_purged(scene, "tier")
