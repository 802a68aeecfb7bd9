"""Ingest and check: packages in, one verdict each.  One transaction per package; a kill at any point resumes.

Two threads read and extract ahead while one writes, so that the database has one writer and the cores have work.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, select

from access.rules import Block, BlockKind
from access.store.ledger import Event, append, append_all
from access.store.moments import stamp
from access.store.rules import add_block, offered_tiers, register_organ
from access.subjects import Zone
from access.tiers import SHIPPED
from indexer.drafting import Defaults
from indexer.errors import PackageRefused
from indexer.receiving import Desk, Extractor, Received, receive
from records import schema
from records.bulk import save_new
from records.database import reading, writing
from records.items import Draft, Target
from records.reading import item_by_identity
from records.stores import Store
from records.tightening import PublicBlocks
from records.writing import Authorship, Outcome, save

_AHEAD = 6
_T = TypeVar("_T")


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Report:
    """One line of ``ingest --json``.  ``code`` is the refusal code, empty unless refused."""

    package: str
    format: str
    verdict: Verdict
    code: str
    reason: str
    records: tuple[str, ...]
    warnings: tuple[str, ...]

    def line(self) -> str:
        """The stable JSON line that scripts read."""
        reason = f"{self.code}: {self.reason}" if self.code else self.reason
        fields = {
            "package": self.package,
            "format": self.format,
            "verdict": self.verdict.value,
            "reason": reason,
            "records": list(self.records),
        }
        return json.dumps(fields, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Intake:
    """The government store as ingest writes it.  ``public`` receives the blocks of new versions, when it is here."""

    store: Store
    public: PublicBlocks
    archive_name: str
    by: str

    def ingest(self, paths: Iterable[Path], extractor: Extractor, today: date) -> Iterator[Report]:
        """Take packages in, in order; each yields its verdict once it is kept or refused."""
        with reading(self.store.database) as connection:
            tiers = offered_tiers(connection)
        desk = Desk(tiers, self.defaults, today, extractor, self._held)
        work = Path(self.store.places.catalogue(Zone.GOV)) / "incoming"
        work.mkdir(parents=True, exist_ok=True)

        def take(path: Path) -> Received | PackageRefused:
            return _received(path, desk, self.store, work)

        for path, outcome in _ahead(paths, take):
            yield _refused(path, outcome) if isinstance(outcome, PackageRefused) else self._keep(path, outcome)

    def defaults(self, fonds: str) -> Defaults:
        """The reviewed defaults of a fonds, as they stand now."""
        table = schema.fonds.c
        with reading(self.store.database) as connection:
            row = connection.execute(select(table.public_tier, table.gov_tier).where(table.code == fonds)).one_or_none()
        return Defaults(row.public_tier, row.gov_tier) if row else Defaults()

    def _held(self, fonds: str, code_key: str, digest: str) -> str:
        with reading(self.store.database) as connection:
            item = item_by_identity(connection, fonds, code_key)
        return item.id if item and item.content_digest == digest else ""

    def _keep(self, path: Path, received: Received) -> Report:
        """One transaction: items, outbox rows, blocks and the change event, or none of them."""
        reason = f"接收信息包 {path.name}"
        ids, outcomes = list(received.held), {Outcome.DUPLICATE} if received.held else set()
        with self.public.holding() as public, writing(self.store.database) as connection:
            for draft in received.drafts:
                saved_id, outcome = self.keep_draft(connection, draft, reason=reason, public=public)
                ids.append(saved_id)
                outcomes.add(outcome)
        duplicate = outcomes <= {Outcome.DUPLICATE}
        verdict = Verdict.DUPLICATE if duplicate else Verdict.ACCEPTED
        said = "内容与已接收的相同" if duplicate else ""
        return Report(str(path), received.format, verdict, "", said, tuple(ids), received.warnings)

    def keep_draft(
        self,
        connection: Connection,
        draft: Draft,
        *,
        reason: str,
        public: PublicBlocks.Holding,
    ) -> tuple[str, Outcome]:
        """Save one draft.  A new version of a held item blocks the old one until index and public side follow."""
        now = datetime.now(UTC)
        description = draft.description
        _know_fonds(connection, description.fonds_code, description.fonds_name)
        if description.department:
            register_organ(connection, description.department, archive_name=self.archive_name)
        held = item_by_identity(connection, description.fonds_code, description.code_key)
        authorship = Authorship(self.by, stamp(now), reason)
        saved = save(connection, draft, authorship, (Target.INDEX, Target.PUBLICATION))
        if saved.outcome is Outcome.VERSION and held is not None:
            block = Block(BlockKind.RECORD, saved.item_id)
            add_block(connection, block, reason="新版本生效前暂停提供旧版本", now=now)
            public.block(connection, block, now)
        if saved.outcome is not Outcome.DUPLICATE:
            detail = {"version": saved.version, "outcome": saved.outcome.value}
            append(connection, Event(stamp(now), "ingest", self.by, Zone.GOV, saved.item_id, "done", detail))
        return saved.item_id, saved.outcome

    def keep_new(self, connection: Connection, drafts: Sequence[Draft], *, reason: str) -> tuple[str, ...]:
        """Save many drafts without files, none of them held and no two the same; what ``keep_draft`` does to each."""
        now = datetime.now(UTC)
        for code, name in dict.fromkeys((d.description.fonds_code, d.description.fonds_name) for d in drafts):
            _know_fonds(connection, code, name)
        for department in dict.fromkeys(d.description.department for d in drafts if d.description.department):
            register_organ(connection, department, archive_name=self.archive_name)
        authorship = Authorship(self.by, stamp(now), reason)
        ids = save_new(connection, drafts, authorship, (Target.INDEX, Target.PUBLICATION))
        detail = {"version": 1, "outcome": Outcome.NEW.value}
        append_all(connection, [Event(stamp(now), "ingest", self.by, Zone.GOV, each, "done", detail) for each in ids])
        return ids


def _know_fonds(connection: Connection, code: str, name: str) -> None:
    """A fonds row for the code; a name fills an empty one and never replaces a given one."""
    table = schema.fonds
    row = connection.execute(select(table.c.name).where(table.c.code == code)).one_or_none()
    if row is None:
        connection.execute(table.insert().values(code=code, name=name, public_tier="", gov_tier=""))
    elif name and not row.name:
        connection.execute(table.update().where(table.c.code == code).values(name=name))


def check(paths: Iterable[Path], extractor: Extractor, today: date) -> Iterator[Report]:
    """The verdicts of ingest against the shipped tiers, writing nothing and needing no store."""
    desk = Desk(SHIPPED, lambda _fonds: Defaults(), today, extractor, lambda *_identity: "")

    def take(path: Path) -> Received | PackageRefused:
        return _received(path, desk, None, None)

    for path, outcome in _ahead(paths, take):
        if isinstance(outcome, PackageRefused):
            yield _refused(path, outcome)
        else:
            yield Report(str(path), outcome.format, Verdict.ACCEPTED, "", "", (), outcome.warnings)


def _received(path: Path, desk: Desk, store: Store | None, workspace: Path | None) -> Received | PackageRefused:
    try:
        return receive(path, desk, store.blobs if store else None, workspace)
    except PackageRefused as refusal:
        return refusal


def _refused(path: Path, refusal: PackageRefused) -> Report:
    return Report(str(path), "", Verdict.REFUSED, refusal.code.value, refusal.reason_zh, (), ())


def _ahead(paths: Iterable[Path], take: Callable[[Path], _T]) -> Iterator[tuple[Path, _T]]:
    """Results in the order of the paths, a few worked on ahead of the one that is due."""
    waiting: deque[tuple[Path, Future[_T]]] = deque()
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="receive") as pool:
        for path in paths:
            waiting.append((path, pool.submit(take, path)))
            if len(waiting) >= _AHEAD:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()
