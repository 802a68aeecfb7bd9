"""The relay: outbox rows become documents of the index.

It writes the current state, so that order and repetition do not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from records import outbox, reading, schema
from records.database import reading as snapshot
from records.database import writing
from records.items import Target
from records.stores import Store
from search.document import IndexDocument
from search.documents import document_of
from search.engine import IndexWriter, Rebuild
from search.text import Analyser

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Relay:
    """One store's way to its own index."""

    store: Store
    writer: IndexWriter
    analyser: Analyser

    def drain(self) -> int:
        """Apply rows until none is left; returns how many were applied."""
        applied = 0
        while step := self.step():
            applied += len(step)
        return applied

    def step(self) -> tuple[str, ...]:
        """Apply one batch and forget its rows once the engine has committed.  Returns the ids it touched."""
        with snapshot(self.store.database) as connection:
            rows = outbox.pending(connection, Target.INDEX, _BATCH)
            ids = tuple(dict.fromkeys(row.item_id for row in rows))
            documents = self.documents(connection, ids)
        if not rows:
            return ()
        present = {document.record_id for document in documents}
        absent = [item_id for item_id in ids if item_id not in present]
        self.writer.apply(documents, absent, marker=rows[-1].seq)
        with writing(self.store.database) as connection:
            outbox.done(connection, rows)
        return ids

    def documents(self, connection: Connection, ids: Sequence[str]) -> list[IndexDocument]:
        """The documents of those ids that are held."""
        items = reading.items_by_id(connection, ids)
        elements = reading.elements_of(connection, items)
        texts = reading.texts_of(connection, items)
        names = _file_names(connection, items)
        return [
            document_of(
                item,
                elements[item.id],
                [*names.get(item.id, ()), *(text for _, _, text in texts[item.id])],
                zone=self.store.zone,
                analyser=self.analyser,
            )
            for item in items.values()
        ]

    def rebuild(self) -> int:
        """Fill a fresh index while the relay keeps serving the old one, catch up, swap.  Returns the documents."""
        touched: set[str] = set()
        counted = [0]
        with snapshot(self.store.database) as connection:
            marker = outbox.newest(connection)
        fresh = self.writer.rebuild(self._all(touched, counted), marker=marker)
        try:
            self._catch_up(fresh, touched)
        except BaseException:
            fresh.abandon()
            raise
        fresh.swap()
        return counted[0]

    def _all(self, touched: set[str], counted: list[int]) -> Iterator[IndexDocument]:
        """Every document by id, relaying what changes meanwhile and remembering it."""
        last = ""
        while True:
            with snapshot(self.store.database) as connection:
                query = select(schema.item.c.id).where(schema.item.c.id > last, schema.item.c.removed.is_(False))
                ids = tuple(connection.execute(query.order_by(schema.item.c.id).limit(_BATCH)).scalars())
                documents = self.documents(connection, ids)
            if not ids:
                return
            last = ids[-1]
            counted[0] += len(documents)
            yield from documents
            touched.update(self.step())

    def _catch_up(self, fresh: Rebuild, touched: set[str]) -> None:
        """Write the present state of everything that changed while the fresh index was filled."""
        touched.update(self.step())
        ids = sorted(touched)
        for start in range(0, len(ids), _BATCH):
            part = ids[start : start + _BATCH]
            with snapshot(self.store.database) as connection:
                documents = self.documents(connection, part)
                marker = outbox.newest(connection)
            present = {document.record_id for document in documents}
            fresh.apply(documents, [item_id for item_id in part if item_id not in present], marker=marker)


def _file_names(connection: Connection, items: Iterable[str]) -> dict[str, list[str]]:
    table = schema.rendition.c
    rows = connection.execute(
        select(table.item_id, table.file_name).where(table.item_id.in_(list(items))).order_by(table.id),
    )
    names: dict[str, list[str]] = {}
    for item_id, name in rows:
        names.setdefault(item_id, []).append(name)
    return names
