"""Saving an item: rows, version, place, cell and outbox row in the caller's one transaction.

Nothing here commits, and nothing decides access: marks arrive decided.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from access.facts import Network, strictest
from access.store.inserting import insert_new
from records import outbox, places, schema
from records.items import AccessMarks, Component, Description, Draft, Item, LifeEvent, MetadataElement, Target, cell_of
from records.reading import item_by_identity

_DESCRIPTION = tuple(field.name for field in fields(Description))
_MARKS = tuple(field.name for field in fields(AccessMarks))


class Outcome(StrEnum):
    NEW = "new"
    VERSION = "version"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who changes something, when (UTC, ISO 8601) and why: kept with every version."""

    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Saved:
    item_id: str
    version: int
    outcome: Outcome
    outbox_seq: int


def save(connection: Connection, draft: Draft, authorship: Authorship, targets: Iterable[Target]) -> Saved:
    """Keep a draft under its identity: a new item, a new version of a held one, or nothing when it is equal."""
    held = item_by_identity(connection, draft.description.fonds_code, draft.description.code_key)
    if held and held.content_digest == draft.content_digest:
        return Saved(held.id, held.version, Outcome.DUPLICATE, 0)
    marks = _outliving(held.marks, draft.marks) if held else draft.marks
    item = _with_place(connection, draft, marks, held, authorship)
    _write_item(connection, item, is_new=held is None)
    if held:
        _clear_content(connection, item.id)
    _write_content(connection, item.id, draft)
    _write_version(connection, item, draft.components, authorship)
    seq = outbox.announce(connection, item.id, targets)
    return Saved(item.id, item.version, Outcome.VERSION if held else Outcome.NEW, seq)


def _outliving(decided: AccessMarks, delivered: AccessMarks) -> AccessMarks:
    """What the desk may have decided about a record is not undone by a package: withdrawal, and keeping it inside."""
    network = Network.GOV if decided.network is Network.GOV else delivered.network
    return replace(delivered, withdrawn=decided.withdrawn, network=network)


def _with_place(
    connection: Connection,
    draft: Draft,
    marks: AccessMarks,
    held: Item | None,
    authorship: Authorship,
) -> Item:
    chain = places.place(connection, draft.description, places.levels_for(connection, draft.description))
    return Item(
        id=held.id if held else secrets.token_hex(8),
        version=held.version + 1 if held else 1,
        sequence=held.sequence if held else next_number(connection, "item"),
        description=draft.description,
        marks=marks,
        network_effective=strictest((marks.network, *(node.network for node in chain))),
        node_id=chain[-1].id,
        ancestors=frozenset(node.id for node in chain),
        content_digest=draft.content_digest,
        updated_at=authorship.at,
    )


def next_number(connection: Connection, name: str) -> int:
    """The next number of a counter, without gaps within what is committed."""
    return take_numbers(connection, name, 1)


def take_numbers(connection: Connection, name: str, count: int) -> int:
    """The first of the next ``count`` numbers of a counter, all of them taken."""
    table = schema.counter
    raised = connection.execute(
        update(table).where(table.c.name == name).values(value=table.c.value + count).returning(table.c.value),
    ).scalar_one_or_none()
    if raised is not None:
        return int(raised) - count + 1
    insert_new(connection, table, [{"name": name, "value": 0}])
    return take_numbers(connection, name, count)


def row_of(item: Item) -> dict[str, object]:
    """An item's columns."""
    description = {name: getattr(item.description, name) for name in _DESCRIPTION}
    description["subjects"] = "\n".join(item.description.subjects)
    return {
        "id": item.id,
        "version": item.version,
        "sequence": item.sequence,
        "removed": False,
        **description,
        **{name: getattr(item.marks, name) for name in _MARKS},
        "network_effective": item.network_effective,
        "cell": cell_of(item.description, item.marks, item.network_effective).encode(),
        "node_id": item.node_id,
        "ancestors": " ".join(sorted(item.ancestors)),
        "content_digest": item.content_digest,
        "updated_at": item.updated_at,
    }


def _write_item(connection: Connection, item: Item, *, is_new: bool) -> None:
    row = row_of(item)
    if is_new:
        connection.execute(insert(schema.item), row)
    else:
        connection.execute(update(schema.item).where(schema.item.c.id == item.id).values(row))
    write_facts(connection, item)


def write_facts(connection: Connection, item: Item) -> None:
    """The rows that follow from an item's facts: its cell and its ancestors."""
    insert_new(connection, schema.cell, [{"value": item.cell.encode()}])
    ancestors = schema.item_ancestor
    connection.execute(delete(ancestors).where(ancestors.c.item_id == item.id))
    connection.execute(insert(ancestors), [{"item_id": item.id, "node_id": node} for node in sorted(item.ancestors)])


def _clear_content(connection: Connection, item_id: str) -> None:
    """Remove what a new version replaces; the old components live on in their version's snapshot."""
    for table in (schema.component, schema.element, schema.life_event):
        connection.execute(delete(table).where(table.c.item_id == item_id))


def _write_content(connection: Connection, item_id: str, draft: Draft | Content) -> None:
    """Components, pages, further metadata and events of an item that has none."""
    for ordinal, component in enumerate(draft.components):
        _write_component(connection, item_id, ordinal, component)
    pages = [
        {"rendition_id": rendition, "number": number, "text": text}
        for rendition, texts in draft.pages.items()
        for number, text in enumerate(texts, start=1)
    ]
    _insert_all(connection, schema.page, pages)
    elements = [
        {"item_id": item_id, "ordinal": n, "section": e.section, "name": e.name, "value": e.value, "path": e.path}
        for n, e in enumerate(draft.elements)
    ]
    _insert_all(connection, schema.element, elements)
    events = [{"item_id": item_id, "ordinal": n, **asdict(e)} for n, e in enumerate(draft.events)]
    _insert_all(connection, schema.life_event, events)


def _insert_all(connection: Connection, table: object, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)  # type: ignore[arg-type]


def _write_component(connection: Connection, item_id: str, ordinal: int, component: Component) -> None:
    row = {"id": component.id, "item_id": item_id, "ordinal": ordinal, "role": component.role, "title": component.title}
    connection.execute(insert(schema.component), row)
    rows = [
        {"component_id": component.id, "item_id": item_id, "ordinal": number, **asdict(rendition)}
        for number, rendition in enumerate(component.renditions)
    ]
    _insert_all(connection, schema.rendition, rows)


def _write_version(
    connection: Connection,
    item: Item,
    components: tuple[Component, ...],
    authorship: Authorship,
) -> None:
    snapshot = {**row_of(item), "components": [asdict(component) for component in components]}
    row = {
        "item_id": item.id,
        "version": item.version,
        **asdict(authorship),
        "snapshot": json.dumps(snapshot, ensure_ascii=False, sort_keys=True),
    }
    connection.execute(insert(schema.item_version), row)


@dataclass(frozen=True, slots=True)
class Content:
    """What stands behind an entry, as copied from one store to another."""

    components: tuple[Component, ...]
    pages: dict[str, tuple[str, ...]]
    elements: tuple[MetadataElement, ...]
    events: tuple[LifeEvent, ...]


def mirror(connection: Connection, source: Item, content: Content, levels: tuple[places.Level, ...]) -> None:
    """Write a copy of an item under its own id and version, replacing whatever stood there; no history is kept.

    ``source`` holds only what the copy may hold.  Its ancestors stay as opaque ids beside the copy's own places.
    """
    row = connection.execute(select(schema.item.c.sequence).where(schema.item.c.id == source.id)).scalar_one_or_none()
    connection.execute(delete(schema.item).where(schema.item.c.id == source.id))
    chain = places.place(connection, source.description, levels)
    copy = replace(
        source,
        sequence=int(row) if row is not None else next_number(connection, "item"),
        node_id=chain[-1].id,
        ancestors=source.ancestors | {node.id for node in chain},
    )
    connection.execute(insert(schema.item).values(row_of(copy)))
    write_facts(connection, copy)
    _write_content(connection, copy.id, content)
    outbox.announce(connection, copy.id, (Target.INDEX,))


def unmirror(connection: Connection, item_id: str) -> bool:
    """Remove a copy and everything of it.  Returns whether there was one."""
    gone = connection.execute(delete(schema.item).where(schema.item.c.id == item_id)).rowcount > 0
    outbox.announce(connection, item_id, (Target.INDEX,))
    return gone


def remark(connection: Connection, item: Item, marks: AccessMarks, authorship: Authorship) -> Saved:
    """Change only what was decided about access; a version and outbox rows for both targets."""
    chain = [
        places.node_of(row)
        for row in connection.execute(
            select(schema.node).where(schema.node.c.id.in_(sorted(item.ancestors))),
        )
    ]
    network = strictest((marks.network, *(node.network for node in chain)))
    changed = replace(
        item,
        version=item.version + 1,
        marks=marks,
        network_effective=network,
        updated_at=authorship.at,
    )
    connection.execute(update(schema.item).where(schema.item.c.id == item.id).values(row_of(changed)))
    write_facts(connection, changed)
    _write_version(connection, changed, (), authorship)
    seq = outbox.announce(connection, item.id, (Target.INDEX, Target.PUBLICATION))
    return Saved(item.id, changed.version, Outcome.VERSION, seq)
