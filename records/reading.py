"""Reading the holdings by id.  No access is decided here: only ``search.catalogue`` and the writers may call it.

The import contract of the house and ``tests/test_architecture.py`` hold that no page does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select

from access.facts import Custody, Network
from records import schema
from records.items import (
    AccessMarks,
    Component,
    Description,
    Item,
    LifeEvent,
    MetadataElement,
    Rendition,
    RenditionKind,
)

# Asked for every item taken in, so it is built once.
_BY_IDENTITY = select(schema.item).where(
    schema.item.c.fonds_code == bindparam("in_fonds"),
    schema.item.c.code_key == bindparam("coded"),
)
_DESCRIPTION = tuple(f.name for f in fields(Description) if f.name not in {"custody", "subjects"})


def item_of(row: RowMapping) -> Item:
    """An item from its row."""
    plain: dict[str, Any] = {name: row[name] for name in _DESCRIPTION}
    description = Description(
        **plain,
        custody=Custody(row["custody"]),
        subjects=tuple(part for part in row["subjects"].split("\n") if part),
    )
    marks = AccessMarks(
        public_tier=row["public_tier"],
        gov_tier=row["gov_tier"],
        opens_on=row["opens_on"],
        network=Network(row["network"]),
        withdrawn=row["withdrawn"],
        work_secret=row["work_secret"],
    )
    return Item(
        id=row["id"],
        version=row["version"],
        sequence=row["sequence"],
        description=description,
        marks=marks,
        network_effective=Network(row["network_effective"]),
        node_id=row["node_id"],
        ancestors=frozenset(row["ancestors"].split()),
        content_digest=row["content_digest"],
        updated_at=row["updated_at"],
    )


def item_by_id(connection: Connection, item_id: str) -> Item | None:
    return items_by_id(connection, [item_id]).get(item_id)


def items_by_id(connection: Connection, ids: Sequence[str]) -> dict[str, Item]:
    """The items among these ids that are held."""
    if not ids:
        return {}
    table = schema.item
    rows = connection.execute(select(table).where(table.c.id.in_(list(ids)), table.c.removed.is_(False))).mappings()
    return {row["id"]: item_of(row) for row in rows}


def item_by_identity(connection: Connection, fonds_code: str, code_key: str) -> Item | None:
    """The item with this identity: fonds and reference code, held or removed."""
    row = connection.execute(_BY_IDENTITY, {"in_fonds": fonds_code, "coded": code_key}).mappings().one_or_none()
    return item_of(row) if row else None


def cells(connection: Connection) -> tuple[str, ...]:
    """Every cell the store has ever held, in order."""
    return tuple(connection.execute(select(schema.cell.c.value).order_by(schema.cell.c.value)).scalars())


def components_of(connection: Connection, item_id: str) -> tuple[Component, ...]:
    """Components in order, each with its renditions in order."""
    renditions: dict[str, list[Rendition]] = defaultdict(list)
    table = schema.rendition
    for row in connection.execute(select(table).where(table.c.item_id == item_id).order_by(table.c.ordinal)).mappings():
        renditions[row["component_id"]].append(rendition_of(row))
    parts = schema.component
    rows = connection.execute(select(parts).where(parts.c.item_id == item_id).order_by(parts.c.ordinal)).mappings()
    return tuple(
        Component(id=row["id"], role=row["role"], title=row["title"], renditions=tuple(renditions[row["id"]]))
        for row in rows
    )


def rendition_of(row: RowMapping) -> Rendition:
    return Rendition(
        id=row["id"],
        kind=RenditionKind(row["kind"]),
        file_name=row["file_name"],
        media_type=row["media_type"],
        size=row["size"],
        sha256=row["sha256"],
        text_status=row["text_status"],
        text_note=row["text_note"],
        page_count=row["page_count"],
    )


def page_text(connection: Connection, rendition_id: str, number: int) -> str | None:
    table = schema.page.c
    return connection.execute(
        select(table.text).where(table.rendition_id == rendition_id, table.number == number),
    ).scalar_one_or_none()


def texts_of(connection: Connection, item_ids: Iterable[str]) -> dict[str, list[tuple[str, int, str]]]:
    """Per item: (rendition id, page number, text) of every page, in the order of components and pages."""
    found: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    rendition, component, page = schema.rendition, schema.component, schema.page
    rows = connection.execute(
        select(rendition.c.item_id, rendition.c.id, page.c.number, page.c.text)
        .join_from(rendition, component, component.c.id == rendition.c.component_id)
        .join(page, page.c.rendition_id == rendition.c.id)
        .where(rendition.c.item_id.in_(list(item_ids)))
        .order_by(rendition.c.item_id, component.c.ordinal, rendition.c.ordinal, page.c.number),
    )
    for item_id, rendition_id, number, text in rows:
        found[item_id].append((rendition_id, number, text))
    return found


def elements_of(connection: Connection, item_ids: Iterable[str]) -> dict[str, list[MetadataElement]]:
    found: dict[str, list[MetadataElement]] = defaultdict(list)
    table = schema.element
    ordered = select(table).where(table.c.item_id.in_(list(item_ids))).order_by(table.c.item_id, table.c.ordinal)
    for row in connection.execute(ordered):
        found[row.item_id].append(MetadataElement(row.section, row.name, row.value, row.path))
    return found


def events_of(connection: Connection, item_id: str) -> tuple[LifeEvent, ...]:
    table = schema.life_event
    rows = connection.execute(select(table).where(table.c.item_id == item_id).order_by(table.c.ordinal))
    return tuple(LifeEvent(row.type, row.at, row.agent, row.outcome, row.detail) for row in rows)
