"""The arrangement: where an item stands below its fonds, and the levels above it.

The chain of levels is configured per fonds and kind (table ``arrangement``); without a row the default holds.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, bindparam, select

from access.facts import Network
from access.store.inserting import insert_new
from records import schema
from records.items import Description


class Level(StrEnum):
    """The levels a chain may use; each is one field of the description."""

    FONDS = "fonds"
    KIND = "kind"
    YEAR = "year"
    RETENTION = "retention"
    DEPARTMENT = "department"
    SERIES = "series"
    FILE = "file"


#: 门类 › 年度 › 保管期限 for items arranged singly (DA/T 22); 门类 › 类别 › 案卷 for older holdings kept in files.
BY_ITEM = (Level.KIND, Level.YEAR, Level.RETENTION)
BY_FILE = (Level.KIND, Level.SERIES, Level.FILE)
#: Levels whose values are fields of the public entry (DESIGN section 3, catalogue and content).
PUBLIC_LEVELS = frozenset({Level.KIND, Level.YEAR, Level.DEPARTMENT})


# Asked several times for every item taken in, so they are built once.
_LEVELS_OF = select(schema.arrangement.c.levels).where(
    schema.arrangement.c.fonds_code == bindparam("of_fonds"),
    schema.arrangement.c.kind == bindparam("of_kind"),
)
_NODE_AT = select(schema.node).where(
    schema.node.c.parent_id == bindparam("below"),
    schema.node.c.level == bindparam("on_level"),
    schema.node.c.value == bindparam("named"),
    schema.node.c.fonds_code == bindparam("of_fonds"),
)


@dataclass(frozen=True, slots=True)
class Node:
    """One level of the arrangement.  ``path`` lists its ancestors and itself, outermost first."""

    id: str
    parent_id: str
    fonds_code: str
    level: Level
    value: str
    network: Network
    path: tuple[str, ...]


def levels_for(connection: Connection, description: Description) -> tuple[Level, ...]:
    """The chain configured for this fonds and kind, else the default for files or for single items."""
    asked = {"of_fonds": description.fonds_code, "of_kind": description.kind}
    row = connection.execute(_LEVELS_OF, asked).scalar()
    if row is not None:
        return tuple(Level(level) for level in row.split())
    return BY_FILE if description.file else BY_ITEM


def public_levels(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """The chain as the public zone may show it; by year when nothing else is left."""
    return tuple(level for level in levels if level in PUBLIC_LEVELS) or (Level.YEAR,)


def place(connection: Connection, description: Description, levels: tuple[Level, ...]) -> tuple[Node, ...]:
    """The nodes from the fonds down to the item's own level, created where they are missing."""
    chain: list[Node] = []
    for level in (Level.FONDS, *levels):
        value = value_at(description, level)
        parent = chain[-1] if chain else None
        chain.append(_get_or_create(connection, description.fonds_code, parent, level=level, value=value))
    return tuple(chain)


def value_at(description: Description, level: Level) -> str:
    """The item's value on a level; an absent one is an empty value, shown as 未注明."""
    match level:
        case Level.FONDS:
            return description.fonds_code
        case Level.YEAR:
            return str(description.year) if description.year else ""
        case _:
            return str(getattr(description, level.value))


def _get_or_create(
    connection: Connection,
    fonds_code: str,
    parent: Node | None,
    *,
    level: Level,
    value: str,
) -> Node:
    parent_id = parent.id if parent else ""
    found = _find(connection, parent_id, level, value, fonds_code)
    if found:
        return found
    node_id = secrets.token_hex(8)
    above = parent.path if parent else ()
    row = {
        "id": node_id,
        "parent_id": parent_id,
        "fonds_code": fonds_code,
        "level": level,
        "value": value,
        "order_key": natural_key(value),
        "network": "",
        "path": " ".join((*above, node_id)),
    }
    insert_new(connection, schema.node, [row])
    again = _find(connection, parent_id, level, value, fonds_code)
    assert again is not None, "the row was just written or another writer's was found"
    return again


def _find(connection: Connection, parent_id: str, level: Level, value: str, fonds_code: str) -> Node | None:
    asked = {"below": parent_id, "on_level": level, "named": value, "of_fonds": fonds_code}
    row = connection.execute(_NODE_AT, asked).one_or_none()
    return node_of(row) if row else None


def node_of(row: object) -> Node:
    """A node from its row."""
    columns = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 - SQLAlchemy's documented row mapping
    return Node(
        id=columns["id"],
        parent_id=columns["parent_id"],
        fonds_code=columns["fonds_code"],
        level=Level(columns["level"]),
        value=columns["value"],
        network=Network(columns["network"]),
        path=tuple(columns["path"].split()),
    )


_DIGITS = re.compile(r"\d+")


def natural_key(value: str) -> str:
    """A key that sorts numbers inside a text by their size: digits padded to ten places."""
    return _DIGITS.sub(lambda run: run.group().zfill(10), value)
