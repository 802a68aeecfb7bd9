"""Network markings of levels, and what follows from them for the records below.  The caller owns the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select, update

from access.facts import Network, strictest
from records import outbox, schema
from records.items import Target
from records.places import Node, node_of
from records.reading import items_by_id
from records.writing import write_facts


def node_by_id(connection: Connection, node_id: str) -> Node | None:
    row = connection.execute(select(schema.node).where(schema.node.c.id == node_id)).one_or_none()
    return node_of(row) if row else None


def set_node_marking(connection: Connection, node_id: str, marking: Network) -> None:
    """Mark a level.  The records below follow by ``follow_levels``, which the caller asks for by a job."""
    connection.execute(update(schema.node).where(schema.node.c.id == node_id).values(network=marking.value))


def items_below(connection: Connection, node_id: str, *, after: str, limit: int) -> tuple[str, ...]:
    """Ids of records below a level, in the order of ids, from the one after ``after``."""
    above = schema.item_ancestor.c
    below = select(above.item_id).where(above.node_id == node_id, above.item_id > after)
    return tuple(connection.execute(below.order_by(above.item_id).limit(limit)).scalars())


def follow_levels(connection: Connection, item_ids: Sequence[str]) -> int:
    """Give these records the marking that follows from their own and their levels' today; both targets hear of it.

    No new version: nothing was decided about the record itself.  Repeating it changes nothing.  Returns how many did.
    """
    items = items_by_id(connection, item_ids)
    levels = {node for item in items.values() for node in item.ancestors}
    rows = connection.execute(select(schema.node.c.id, schema.node.c.network).where(schema.node.c.id.in_(levels)))
    marked = {row.id: Network(row.network) for row in rows}
    changed = 0
    for item in items.values():
        network = strictest((item.marks.network, *(marked[node] for node in item.ancestors if node in marked)))
        if network is item.network_effective:
            continue
        moved = replace(item, network_effective=network)
        # A record saved meanwhile was given the levels' marking then, and must not be overwritten with what it was.
        unchanged = (schema.item.c.id == item.id, schema.item.c.version == item.version)
        values = {"network_effective": network.value, "cell": moved.cell.encode()}
        if connection.execute(update(schema.item).where(*unchanged).values(values)).rowcount == 0:
            continue
        write_facts(connection, moved)
        outbox.announce(connection, item.id, (Target.INDEX, Target.PUBLICATION))
        changed += 1
    return changed
