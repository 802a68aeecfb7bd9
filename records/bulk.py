"""Saving many new items at once: the same rows as ``records.writing.save``, in a dozen statements for all of them.

For entries without files, which come by the hundred thousand.  Nothing here commits, and nothing decides access.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, insert, select

from access.facts import strictest
from access.store.inserting import insert_new
from records import places, schema
from records.items import Description, Draft, Item, Target
from records.places import Node
from records.writing import Authorship, row_of, take_numbers


def digests_held(connection: Connection, drafts: Sequence[Draft]) -> dict[tuple[str, str], str]:
    """(fonds, code key) → content digest of those among the drafts' identities that are held."""
    item = schema.item.c
    keys = sorted({draft.description.code_key for draft in drafts})
    rows = connection.execute(
        select(item.fonds_code, item.code_key, item.content_digest).where(item.code_key.in_(keys))
    )
    return {(row.fonds_code, row.code_key): row.content_digest for row in rows}


def save_new(
    connection: Connection,
    drafts: Sequence[Draft],
    authorship: Authorship,
    targets: Iterable[Target],
) -> tuple[str, ...]:
    """Save drafts without components whose identities are not held and differ.  Returns their ids, in order."""
    if not drafts:
        return ()
    assert not any(draft.components for draft in drafts), "files are saved one item at a time"
    sequence = take_numbers(connection, "item", len(drafts))
    chains = _Chains(connection)
    items = [
        _item(draft, chains.of(draft.description), sequence=sequence + n, at=authorship.at)
        for n, draft in enumerate(drafts)
    ]
    rows = [row_of(item) for item in items]
    connection.execute(insert(schema.item), rows)
    _write_around(connection, items, drafts)
    author = asdict(authorship)
    versions = [{"item_id": row["id"], "version": 1, **author, "snapshot": _snapshot(row)} for row in rows]
    connection.execute(insert(schema.item_version), versions)
    waiting = [{"target": target, "item_id": item.id} for target in tuple(targets) for item in items]
    connection.execute(insert(schema.outbox), waiting)
    return tuple(item.id for item in items)


class _Chains:
    """Places already found in this transaction: rows of one file mostly stand on a few levels."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, ...], tuple[Node, ...]] = {}

    def of(self, description: Description) -> tuple[Node, ...]:
        levels = tuple(places.value_at(description, level) for level in places.Level)
        if levels not in self._known:
            chain = places.levels_for(self._connection, description)
            self._known[levels] = places.place(self._connection, description, chain)
        return self._known[levels]


def _item(draft: Draft, chain: tuple[Node, ...], *, sequence: int, at: str) -> Item:
    return Item(
        id=secrets.token_hex(8),
        version=1,
        sequence=sequence,
        description=draft.description,
        marks=draft.marks,
        network_effective=strictest((draft.marks.network, *(node.network for node in chain))),
        node_id=chain[-1].id,
        ancestors=frozenset(node.id for node in chain),
        content_digest=draft.content_digest,
        updated_at=at,
    )


def _write_around(connection: Connection, items: Sequence[Item], drafts: Sequence[Draft]) -> None:
    """Cells, ancestors, further metadata and events."""
    cells = sorted({item.cell.encode() for item in items})
    insert_new(connection, schema.cell, [{"value": line} for line in cells])
    ancestors = [{"item_id": item.id, "node_id": node} for item in items for node in sorted(item.ancestors)]
    connection.execute(insert(schema.item_ancestor), ancestors)
    for table, name in ((schema.element, "elements"), (schema.life_event, "events")):
        rows = [
            {"item_id": item.id, "ordinal": number, **asdict(part)}
            for item, draft in zip(items, drafts, strict=True)
            for number, part in enumerate(getattr(draft, name))
        ]
        if rows:
            connection.execute(insert(table), rows)


def _snapshot(row: dict[str, object]) -> str:
    return json.dumps({**row, "components": []}, ensure_ascii=False, sort_keys=True)
