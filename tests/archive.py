"""Two stores in a temporary folder, filled through the ordinary intake and worker.  For every suite that needs holdings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from access.store.accounts import NewAccount, add_account, subject_of
from access.store.rules import register_organ
from access.subjects import CITIZEN, STRANGER, Role, Subject, Zone
from indexer.extraction import ExtractionPool
from indexer.pipeline import Report
from indexer.readers import find_packages
from portal import wiring
from portal.settings import Settings, for_zone
from records.database import reading, writing
from records.stores import Store
from search.catalogue import Catalogue
from search.state import SearchState

PASSWORD = "ceshi-mima-2026"


@dataclass(frozen=True, slots=True)
class Archive:
    """Settings of a pair of stores, and the short ways tests need."""

    settings: Settings

    @classmethod
    def at(cls, root: Path, **more: str) -> Archive:
        archive = cls(Settings(data=root / "data", archive_name="明河区档案馆", **more))
        for zone in Zone:
            wiring.create_store(for_zone(archive.settings, zone))
        return archive

    def ingest(self, paths: Iterable[Path]) -> list[Report]:
        intake = wiring.open_intake(self.settings, by="tests")
        with ExtractionPool(workers=1) as pool:
            return list(intake.ingest(find_packages(paths), pool, wiring.today()))

    def work(self) -> None:
        wiring.open_worker(self.settings, (Zone.GOV, Zone.PUBLIC)).drain()

    def store(self, zone: Zone) -> Store:
        return wiring.open_store(for_zone(self.settings, zone))

    def catalogue(self, zone: Zone) -> Catalogue:
        return wiring.open_catalogue(for_zone(self.settings, zone), self.store(zone))

    def add_person(self, user: str, department: str, *roles: Role) -> None:
        with writing(self.store(Zone.GOV).database) as connection:
            if department:
                register_organ(connection, department, archive_name=self.settings.archive_name)
            new = NewAccount(user, user, department, frozenset(roles))
            add_account(connection, new, password=PASSWORD, now=datetime.now(UTC))

    def subject(self, user: str) -> Subject:
        with reading(self.store(Zone.GOV).database) as connection:
            return subject_of(connection, user, Zone.GOV, wiring.today())

    def titles(self, query: str, subject: Subject = CITIZEN) -> set[str]:
        """The titles this reader finds, all pages."""
        catalogue, found, cursor = self.catalogue(subject.zone), set(), ""
        while True:
            page = catalogue.search(subject, SearchState(subject.zone, query=query, limit=100, cursor=cursor))
            found |= {hit.item.description.title for hit in page.hits}
            cursor = page.next_cursor
            if not cursor:
                return found


__all__ = ["CITIZEN", "PASSWORD", "STRANGER", "Archive"]
