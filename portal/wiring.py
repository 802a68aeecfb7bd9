"""The one place where concrete classes meet: stores, engines, catalogue, worker and portal, from settings."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Engine

from access.store.ledger import Event, ReadLedger
from access.store.moments import beijing_day, stamp
from access.store.rules import seed_tiers
from access.store.sessions import SessionLimits, Sessions
from access.subjects import Subject, Zone
from indexer.pipeline import Intake
from indexer.publication import Publisher
from indexer.relay import Relay
from indexer.worker import Worker
from portal.house import House
from portal.migrating import LEDGER_CHAIN, PEOPLE_CHAIN, STORE_CHAIN, Chain, migrate, require_current
from portal.settings import Settings, ZoneSettings, for_zone
from portal.views.frame import Imprint
from records import outbox
from records.blobs import BlobFolder, sync_folder
from records.database import open_database, reading, writing
from records.errors import StoreMissing
from records.items import Target
from records.reading import item_by_id
from records.stores import Store, name_store, store_name
from records.tightening import PublicBlocks
from search.catalogue import Catalogue
from search.embedded.engine import EmbeddedEngine
from search.embedded.writer import EmbeddedWriter
from search.engine import SearchEngine
from search.text import plain_analyser

if TYPE_CHECKING:
    from search.opensearch.writer import OpenSearchWriter

log = structlog.get_logger("wiring")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The day it is in China, where openness is decided."""
    return beijing_day(now())


def _chains(zone: Zone) -> tuple[Chain, ...]:
    """The government store also keeps people, and the events of its changes."""
    return (STORE_CHAIN, PEOPLE_CHAIN, LEDGER_CHAIN) if zone is Zone.GOV else (STORE_CHAIN,)


def create_store(settings: ZoneSettings) -> None:
    """Create or migrate one zone's databases, tiers, index and secret.  Safe to repeat; the secret comes last."""
    places, zone = settings.places, settings.zone
    for folder in (places.catalogue(zone), places.reads(zone), places.blobs(zone), places.index(zone)):
        folder.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database_url)
    migrate(database, _chains(zone))
    migrate(open_database(settings.reads_url), (LEDGER_CHAIN,))
    with writing(database) as connection:
        name_store(connection)
        if zone is Zone.GOV:
            seed_tiers(connection)
    writer = index_writer(settings)
    writer.create()
    writer.close()
    _make_key(places.key(zone))


def _make_key(path: Path) -> None:
    if path.exists():
        return
    beside = path.with_suffix(".new")
    beside.touch(mode=0o600)
    beside.write_bytes(secrets.token_bytes(32))
    beside.rename(path)
    sync_folder(path.parent)


def open_store(settings: ZoneSettings) -> Store:
    """One zone's holdings; ``StoreMissing`` when they were never created."""
    places, zone = settings.places, settings.zone
    if not places.key(zone).exists():
        raise StoreMissing(f"{places.data} 下没有{_ZONE_WORDS[zone]}的库。请先运行 kaijuan init。")
    database = open_database(settings.database_url)
    require_current(database, _chains(zone))
    return Store(zone, database, BlobFolder(places.blobs(zone)), places)


_ZONE_WORDS = {Zone.GOV: "政务端", Zone.PUBLIC: "公众端"}


def alias_of(settings: ZoneSettings) -> str:
    """The index alias of this very store on a cluster: ``kaijuan-gov-1a2b3c4d``.

    The store's own name is part of it, so that two archives, or a new one after an old one, can share a cluster.
    """
    database = open_database(settings.database_url)
    try:
        with reading(database) as connection:
            name = store_name(connection)
    finally:
        database.dispose()
    if not name:
        raise StoreMissing("数据库还没有建立，或版本不符。请先运行 kaijuan init。")
    return f"kaijuan-{settings.zone.value}-{name}"


def search_engine(settings: ZoneSettings) -> SearchEngine:
    """The zone's engine.  The cluster's driver is loaded only where it is used: it takes its time."""
    if settings.engine == "opensearch":
        from search.opensearch.engine import OpenSearchEngine

        return OpenSearchEngine(settings.opensearch_url, alias_of(settings))
    return EmbeddedEngine(settings.places.index(settings.zone))


def index_writer(settings: ZoneSettings) -> EmbeddedWriter | OpenSearchWriter:
    if settings.engine == "opensearch":
        from search.opensearch.writer import OpenSearchWriter

        return OpenSearchWriter(settings.opensearch_url, alias_of(settings))
    return EmbeddedWriter(settings.places.index(settings.zone))


@dataclass(frozen=True, slots=True)
class LedgerWitness:
    """Read events go to the zone's read chain; a disagreement is logged and, where we may write, repaired."""

    ledger: ReadLedger
    zone: Zone
    mend: Callable[[str], None]

    def saw(self, subject: Subject, act: str, *, about: str, outcome: str) -> None:
        self.ledger.record(Event(stamp(now()), act, subject.user, self.zone, about, outcome))

    def disagreed(self, record_id: str) -> None:
        log.error("index_disagrees", zone=self.zone.value, record=record_id)
        self.mend(record_id)


def open_catalogue(settings: ZoneSettings, store: Store) -> Catalogue:
    """The one door of a zone."""
    reads = open_database(settings.reads_url)
    require_current(reads, (LEDGER_CHAIN,))
    return Catalogue(
        zone=settings.zone,
        database=store.database,
        blobs=store.blobs,
        engine=search_engine(settings),
        analyser=plain_analyser(),
        witness=LedgerWitness(ReadLedger(reads), settings.zone, _mender(store)),
        today=today,
        cursor_key=settings.places.key(settings.zone).read_bytes(),
    )


def _mender(store: Store) -> Callable[[str], None]:
    """The government portal asks for a record to be indexed again; the public one only reads its catalogue."""

    def mend(record_id: str) -> None:
        with writing(store.database) as connection:
            if item_by_id(connection, record_id) is not None:
                outbox.announce(connection, record_id, (Target.INDEX,))

    return mend if store.zone is Zone.GOV else lambda _record_id: None


def open_house(settings: Settings, zone: Zone, page_image: Callable[[Path, int], bytes]) -> House:
    """Everything one portal is made of."""
    own = for_zone(settings, zone)
    store = open_store(own)
    return House(
        zone=zone,
        catalogue=open_catalogue(own, store),
        sessions=Sessions(store.database, SessionLimits()) if zone is Zone.GOV else None,
        imprint=_imprint(settings),
        now=now,
        page_image=page_image,
        https=settings.https,
        address=settings.address if zone is Zone.PUBLIC else "",
        capacity=settings.capacity,
        examples=tuple(settings.examples.split()),
    )


def _imprint(settings: Settings) -> Imprint:
    return Imprint(
        archive=settings.archive_name,
        address=settings.postal_address,
        telephone=settings.telephone,
        hours=settings.opening_hours,
        site_code=settings.site_code,
        icp_number=settings.icp_number,
        police_number=settings.police_number,
        report_contact=settings.error_report,
    )


def present_stores(settings: Settings, zones: tuple[Zone, ...]) -> dict[Zone, tuple[Store, ZoneSettings]]:
    """The stores among these zones that are here."""
    here = [zone for zone in zones if zone in for_zone(settings, zone).places.present()]
    opened = {}
    for zone in here:
        own = for_zone(settings, zone)
        opened[zone] = (open_store(own), own)
    if not opened:
        raise StoreMissing("这里还没有库。请先运行 kaijuan init，或用 --data 指明数据目录。")
    return opened


def open_worker(settings: Settings, zones: tuple[Zone, ...]) -> Worker:
    """The worker over the zones that are here; publication only where both are."""
    stores = present_stores(settings, zones)
    analyser = plain_analyser()
    relays = tuple(Relay(store, index_writer(own), analyser) for store, own in stores.values())
    both = Zone.GOV in stores and Zone.PUBLIC in stores
    publishers = (Publisher(stores[Zone.GOV][0], stores[Zone.PUBLIC][0]),) if both else ()
    return Worker(relays, publishers, today)


def open_intake(settings: Settings, by: str) -> Intake:
    """The government store for ingest, with the public store's blocks within reach when it is here."""
    store = open_store(for_zone(settings, Zone.GOV))
    return Intake(store, public_blocks(settings), settings.archive_name, by)


def public_blocks(settings: Settings) -> PublicBlocks:
    """The public store's block table, when the public store is on this machine."""
    public = for_zone(settings, Zone.PUBLIC)
    databases: tuple[Engine, ...] = ()
    if public.places.key(Zone.PUBLIC).exists():
        databases = (open_store(public).database,)
    return PublicBlocks(databases)
