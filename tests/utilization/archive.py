"""A small real archive with people, for the tests of the desk: two stores, two embedded indices, a worker to call."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine, select

from access.store.accounts import NewAccount, add_account, subject_of
from access.store.ledger import verify
from access.store.moments import beijing_day
from access.store.rules import blocks, register_organ, seed_tiers
from access.subjects import CITIZEN, Role, Subject, Zone
from indexer.catalogue_import import import_catalogue
from indexer.pipeline import Intake
from indexer.publication import Publisher
from indexer.relay import Relay
from indexer.worker import Worker
from portal.migrating import LEDGER_CHAIN, PEOPLE_CHAIN, STORE_CHAIN, migrate
from records import schema
from records.blobs import BlobFolder
from records.database import open_database, reading, writing
from records.stores import Places, Store
from records.tightening import PublicBlocks
from search.browsing import CurrentChoice
from search.catalogue import Catalogue
from search.embedded.engine import EmbeddedEngine
from search.embedded.writer import EmbeddedWriter
from search.errors import RecordNotFound
from search.state import SearchState
from search.text import plain_analyser
from utilization.desk import Desk

ARCHIVE, BUREAU, OTHER = "明河区档案馆", "明河区民政局", "明河区财政局"
PEOPLE = (
    ("keeper", ARCHIVE, Role.ARCHIVIST),
    ("keeper2", ARCHIVE, Role.ARCHIVIST),
    ("chief", ARCHIVE, Role.APPROVER),
    ("secure", ARCHIVE, Role.SECURITY_ADMINISTRATOR),
    ("secure2", ARCHIVE, Role.SECURITY_ADMINISTRATOR),
    ("system", ARCHIVE, Role.SYSTEM_ADMINISTRATOR),
    ("clerk", BUREAU, Role.STAFF),
    ("filer", BUREAU, Role.DEPARTMENT_ARCHIVIST),
    ("stranger", OTHER, Role.STAFF),
    ("stranger_filer", OTHER, Role.DEPARTMENT_ARCHIVIST),
)
HEADER = "档号,题名,全宗号,部门,年度,门类,开放标识,政务共享范围,开放日期,移交状态,摘要"
ROWS = (
    f"A-1,婚姻登记工作规范朱鹮,A,{BUREAU},1998,文书,主动公开,本单位,2020-01-01,进馆,规范全文提到丹顶鹤",
    f"A-2,婚姻登记统计白鹭,A,{BUREAU},1998,文书,开放·全文上网,本单位,2020-01-01,进馆,统计全文",
    f"A-3,婚姻登记内部通知,A,{BUREAU},1999,文书,控制,目录共享,,进馆,内部",
    f"A-4,婚姻登记公告苍鹰,A,{BUREAU},2024,文书,主动公开,全文共享,2024-01-01,未进馆,公告全文",
    f"A-5,婚姻登记草稿,A,{BUREAU},2024,文书,未审核,本单位,,未进馆,草稿",
)


@dataclass(frozen=True, slots=True)
class Silent:
    """A witness that keeps nothing: reads are not what is tested here."""

    def saw(self, subject: Subject, act: str, *, about: str, outcome: str) -> None: ...

    def disagreed(self, record_id: str) -> None:
        raise AssertionError(f"the index offered {record_id} against the store")


@dataclass(frozen=True, slots=True)
class Seen:
    """What every surface of one zone says about the records a word finds."""

    total: int
    facets: frozenset[int]
    suggestions: int
    tree: int
    current: int
    holdings: int


@dataclass(frozen=True, slots=True)
class Archive:
    """Both stores with their ways in and out."""

    stores: dict[Zone, Store]
    worker: Worker
    desk: Desk
    intake: Intake
    catalogues: dict[Zone, Catalogue]

    @property
    def gov(self) -> Engine:
        return self.stores[Zone.GOV].database

    @property
    def public(self) -> Engine:
        return self.stores[Zone.PUBLIC].database

    def subject(self, user: str) -> Subject:
        with reading(self.gov) as connection:
            return subject_of(connection, user, Zone.GOV, today())

    def id_of(self, code: str) -> str:
        with reading(self.gov) as connection:
            return connection.execute(select(schema.item.c.id).where(schema.item.c.reference_code == code)).scalar_one()

    def node_of(self, code: str) -> str:
        with reading(self.gov) as connection:
            query = select(schema.item.c.node_id).where(schema.item.c.reference_code == code)
            return connection.execute(query).scalar_one()

    def seen(self, subject: Subject = CITIZEN, query: str = "婚姻登记") -> Seen:
        catalogue = self.catalogues[subject.zone]
        page = catalogue.search(subject, SearchState.from_params(subject.zone, {"q": [query]}))
        assert len(page.hits) == page.total
        return Seen(
            page.total,
            frozenset(sum(value.count for value in facet.values) for facet in page.facets if facet.values) or {0},
            len(catalogue.suggest(subject, query)),
            catalogue.tree(subject, "", "").total,
            catalogue.current_documents(subject, CurrentChoice(), "").total,
            catalogue.holdings(subject).records,
        )

    def finds(self, subject: Subject, code: str) -> bool:
        try:
            self.catalogues[subject.zone].record(subject, self.id_of(code))
        except RecordNotFound:
            return False
        return True

    def reads(self, subject: Subject, code: str) -> bool:
        return self.catalogues[subject.zone].record(subject, self.id_of(code)).readable

    def blocks(self) -> tuple[int, int]:
        """How many blocks stand on the government and on the public side."""
        counts = []
        for database in (self.gov, self.public):
            with reading(database) as connection:
                counts.append(len(blocks(connection)))
        return counts[0], counts[1]

    def chain_holds(self) -> bool:
        with reading(self.gov) as connection:
            return verify(connection) == ()


def today() -> date:
    return beijing_day(datetime.now(UTC))


def write_rows(path: Path, rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(line.split(",") for line in (HEADER, *rows))
    return path


@contextmanager
def built(folder: Path, url_of: Callable[[Zone], str]) -> Iterator[Archive]:
    """The archive with its rows imported, published and indexed."""
    places = Places(folder)
    stores: dict[Zone, Store] = {}
    for zone in Zone:
        places.index(zone).mkdir(parents=True)
        database = open_database(url_of(zone))
        migrate(database, (STORE_CHAIN, PEOPLE_CHAIN, LEDGER_CHAIN) if zone is Zone.GOV else (STORE_CHAIN,))
        stores[zone] = Store(zone, database, BlobFolder(places.blobs(zone)), places)
    _people(stores[Zone.GOV].database)
    analyser = plain_analyser()
    writers = {zone: EmbeddedWriter(places.index(zone)) for zone in Zone}
    for writer in writers.values():
        writer.create()
    relays = tuple(Relay(stores[zone], writers[zone], analyser) for zone in Zone)
    blocked = PublicBlocks((stores[Zone.PUBLIC].database,))
    catalogues = {
        zone: Catalogue(
            zone,
            store.database,
            store.blobs,
            EmbeddedEngine(places.index(zone)),
            analyser,
            Silent(),
            today,
            b"k" * 32,
        )
        for zone, store in stores.items()
    }
    archive = Archive(
        stores,
        Worker(relays, (Publisher(stores[Zone.GOV], stores[Zone.PUBLIC]),), today),
        Desk(stores[Zone.GOV].database, blocked, lambda: datetime.now(UTC)),
        Intake(stores[Zone.GOV], blocked, ARCHIVE, "tester"),
        catalogues,
    )
    try:
        import_catalogue(write_rows(folder / "rows.csv", ROWS), archive.intake, today())
        archive.worker.drain()
        yield archive
    finally:
        for writer in writers.values():
            writer.close()
        for store in stores.values():
            store.database.dispose()


def _people(database: Engine) -> None:
    with writing(database) as connection:
        seed_tiers(connection)
        for organ in (ARCHIVE, BUREAU, OTHER):
            register_organ(connection, organ, archive_name=ARCHIVE)
        for user, department, role in PEOPLE:
            new = NewAccount(user, user, department, frozenset({role}))
            add_account(connection, new, password="mima-ceshi-2026", now=datetime.now(UTC))
