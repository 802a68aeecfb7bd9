"""Bytes that must not stay: unreferenced files, freed database pages, write-ahead logs."""

from __future__ import annotations

import json
import shutil

from sqlalchemy import select, text

from records import schema
from records.database import reading
from records.stores import Store, held


def referenced(store: Store) -> frozenset[str]:
    """The digests some rendition names, or named in an earlier version: history keeps its files.

    The public store keeps no versions, so there nothing outlives its rendition.
    """
    item, version = schema.item.c, schema.item_version.c
    earlier = select(version.snapshot).join_from(schema.item_version, schema.item, item.id == version.item_id)
    with reading(store.database) as connection:
        named = set(connection.execute(select(schema.rendition.c.sha256).distinct()).scalars())
        for snapshot in connection.execute(earlier.where(version.version < item.version)).scalars():
            components = json.loads(snapshot)["components"]
            named.update(copy["sha256"] for component in components for copy in component["renditions"])
    return frozenset(named)


def remove_strays(store: Store) -> int:
    """Remove files no rendition names, unless an ingest is writing just now.  Returns how many there were."""
    with held(store.places.lock(store.zone, "ingest"), shared=False) as free:
        if not free:
            return 0
        kept = referenced(store)
        strays = [digest for digest in store.blobs if digest not in kept]
        for digest in strays:
            store.blobs.remove(digest)
        store.blobs.clear_incoming()
        shutil.rmtree(store.places.catalogue(store.zone) / "incoming", ignore_errors=True)
        return len(strays)


def purge_bytes(store: Store) -> None:
    """After a retraction: files, freed pages (``secure_delete`` has overwritten them) and the log they passed through.

    On PostgreSQL dead rows are vacuumed; its own log is the database administrator's to rotate (docs/operations.md).
    """
    remove_strays(store)
    with store.database.connect() as connection:
        raw = connection.execution_options(isolation_level="AUTOCOMMIT")
        if store.database.dialect.name == "sqlite":
            raw.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            raw.execute(text("VACUUM"))
