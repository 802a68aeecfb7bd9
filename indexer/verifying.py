"""Comparing database, blobs and index, and the public catalogue with what it should be.  Finds, never mends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from access.policy import scope_for
from access.predicates import matches
from access.store.rules import load_rules
from access.subjects import CITIZEN
from indexer.publication import public_copy
from indexer.upkeep import referenced
from records import outbox, schema
from records import reading as holdings
from records.database import reading
from records.items import Target
from records.stores import Store
from search.engine import IndexWriter

_CHUNK = 1 << 20


class Kind(StrEnum):
    MISSING = "missing"
    EXTRA = "extra"
    STALE = "stale"
    CORRUPT = "corrupt"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be: which, where, how."""

    zone: str
    place: str
    kind: Kind
    name: str

    def __str__(self) -> str:
        return f"{self.zone} {self.place} {self.kind.value} {self.name}"


def verify_blobs(store: Store) -> Iterator[Difference]:
    """Every file named is there with its digest; nothing else is."""
    named, present = referenced(store), frozenset(store.blobs)
    zone = store.zone.value
    for digest in sorted(named - present):
        yield Difference(zone, "blobs", Kind.MISSING, digest)
    for digest in sorted(present - named):
        yield Difference(zone, "blobs", Kind.EXTRA, digest)
    for digest in sorted(named & present):
        if _sha256(store, digest) != digest:
            yield Difference(zone, "blobs", Kind.CORRUPT, digest)


def _sha256(store: Store, digest: str) -> str:
    found = hashlib.sha256()
    with store.blobs.path(digest).open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def verify_index(store: Store, writer: IndexWriter) -> Iterator[Difference]:
    """The index holds every record at its version and cell, but for rows the relay has still to apply."""
    with reading(store.database) as connection:
        rows = connection.execute(
            select(schema.item.c.id, schema.item.c.version, schema.item.c.cell).where(schema.item.c.removed.is_(False)),
        )
        truth = {row.id: (row.version, row.cell) for row in rows}
        table = schema.outbox.c
        pending = frozenset(connection.execute(select(table.item_id).where(table.target == Target.INDEX)).scalars())
    indexed = {record_id: (version, cell) for record_id, version, cell in writer.contents()}
    yield from _compare(store.zone.value, "index", truth, indexed, pending)


def _compare(
    zone: str,
    place: str,
    truth: dict[str, tuple[int, str]],
    found: dict[str, tuple[int, str]],
    pending: frozenset[str],
) -> Iterator[Difference]:
    for record_id in sorted((truth.keys() | found.keys()) - pending):
        if record_id not in found:
            yield Difference(zone, place, Kind.MISSING, record_id)
        elif record_id not in truth:
            yield Difference(zone, place, Kind.EXTRA, record_id)
        elif truth[record_id] != found[record_id]:
            yield Difference(zone, place, Kind.STALE, record_id)


def verify_publication(gov: Store, public: Store, today: date) -> Iterator[Difference]:
    """The public catalogue holds just what a citizen may see today, at its version."""
    with reading(gov.database) as connection:
        scope = scope_for(CITIZEN, load_rules(connection), today)
        ids = connection.execute(select(schema.item.c.id).where(schema.item.c.removed.is_(False))).scalars().all()
        pending = frozenset(
            connection.execute(
                select(schema.outbox.c.item_id).where(schema.outbox.c.target == Target.PUBLICATION),
            ).scalars(),
        )
        truth = {}
        for start in range(0, len(ids), 500):
            for item in holdings.items_by_id(connection, ids[start : start + 500]).values():
                if matches(scope.discoverable, item.facts):
                    copy, _ = public_copy(connection, item, scope)
                    truth[item.id] = (copy.version, copy.content_digest)
    with reading(public.database) as connection:
        rows = connection.execute(select(schema.item.c.id, schema.item.c.version, schema.item.c.content_digest))
        found = {row.id: (row.version, row.content_digest) for row in rows}
    yield from _compare("public", "catalogue", truth, found, pending)


def waiting(store: Store) -> int:
    """Outbox rows that are still to be applied."""
    with reading(store.database) as connection:
        return sum(outbox.waiting(connection, target) for target in Target)
