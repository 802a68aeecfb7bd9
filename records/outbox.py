"""The outbox: one row per changed item and target, an id and nothing else, in the transaction of the change.

Whoever applies a row writes the *current* state, so a late or doubled row can do no harm.  Rows are removed
by their own numbers, never "up to": on PostgreSQL a lower number may be committed after a higher one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from records import schema
from records.items import Target


@dataclass(frozen=True, slots=True)
class OutboxRow:
    seq: int
    item_id: str


def announce(connection: Connection, item_id: str, targets: Iterable[Target]) -> int:
    """Note that an item has changed.  Returns the last row's number."""
    last = 0
    for target in targets:
        result = connection.execute(insert(schema.outbox), {"target": target, "item_id": item_id})
        last = int(result.inserted_primary_key[0]) if result.inserted_primary_key else last
    return last


def pending(connection: Connection, target: Target, limit: int) -> tuple[OutboxRow, ...]:
    """The oldest rows of one target."""
    table = schema.outbox.c
    rows = connection.execute(
        select(table.seq, table.item_id).where(table.target == target).order_by(table.seq).limit(limit),
    )
    return tuple(OutboxRow(row.seq, row.item_id) for row in rows)


def done(connection: Connection, rows: Sequence[OutboxRow]) -> None:
    """Forget rows that were applied."""
    if rows:
        connection.execute(delete(schema.outbox).where(schema.outbox.c.seq.in_([row.seq for row in rows])))


def waiting(connection: Connection, target: Target) -> int:
    """How many rows wait for a target."""
    return connection.execute(
        select(func.count()).select_from(schema.outbox).where(schema.outbox.c.target == target),
    ).scalar_one()


def newest(connection: Connection) -> int:
    """The number of the newest row that waits; 0 when none does."""
    return int(connection.execute(select(func.coalesce(func.max(schema.outbox.c.seq), 0))).scalar_one())
