"""The catalogue without an engine: tree, neighbours, current documents and the figures of the home page.

These pages are answered by the database alone, under the same scope as SQL, so they work while an engine is down.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from access.subjects import Zone
from records import reading, schema
from records.items import Item
from records.places import Node, natural_key, node_of
from search.errors import BadSearch, RecordNotFound
from search.results import Branch, CurrentPage, Holdings, TreePage
from search.sight import Sight, node_label

WINDOW = 50
_item = schema.item.c
_node = schema.node.c
#: Codes of the public axis that make a document a current one (公开属性 主动公开).
CURRENT_TIER = "proactive"


def path_to(sight: Sight, node_id: str) -> tuple[Node, ...]:
    """The nodes from the fonds down to this one; empty when there is no such node."""
    row = sight.connection.execute(select(schema.node).where(_node.id == node_id)).one_or_none()
    if row is None:
        return ()
    path = node_of(row).path
    rows = sight.connection.execute(select(schema.node).where(_node.id.in_(path)))
    by_id = {node.id: node for node in (node_of(each) for each in rows)}
    return tuple(by_id[each] for each in path if each in by_id)


def tree(sight: Sight, node_id: str, after: tuple[str, str] | None) -> TreePage:
    """One level.  A level under which this reader may find nothing does not exist for him."""
    path = path_to(sight, node_id)
    if node_id and not path:
        raise RecordNotFound
    names = sight.fonds_names()
    counts = _counts(sight, node_id)
    if node_id and not counts:
        raise RecordNotFound
    rows = sight.connection.execute(select(schema.node).where(_node.parent_id == node_id))
    children = [node for node in (node_of(row) for row in rows) if counts[node.id]]
    children.sort(key=lambda node: (natural_key(node.value), node.id))
    branches = tuple(Branch(node, node_label(node, names), counts[node.id]) for node in children)
    items, more = _window(sight, node_id, after) if node_id else ((), False)
    following = f"{items[-1].description.order_key}\t{items[-1].id}" if more else ""
    return TreePage(
        path=tuple((node, node_label(node, names)) for node in path),
        branches=branches,
        items=tuple((sight.shown(item), sight.tier(item), sight.may_read(item.facts)) for item in items),
        total=counts[node_id] if node_id else sum(branch.count for branch in branches),
        next_cursor=following,
    )


def _counts(sight: Sight, node_id: str) -> Counter[str]:
    """Findable records below each node of this branch, one grouped statement over the counting index."""
    query = select(_item.node_id, func.count()).where(sight.findable()).group_by(_item.node_id)
    if node_id:
        below = or_(_node.id == node_id, *_below(sight, node_id))
        query = query.where(_item.node_id.in_(select(_node.id).where(below)))
    leaves = {row[0]: int(row[1]) for row in sight.connection.execute(query)}
    counts: Counter[str] = Counter()
    rows = sight.connection.execute(select(_node.id, _node.path).where(_node.id.in_(list(leaves))))
    for leaf, path in rows:
        for ancestor in path.split():
            counts[ancestor] += leaves[leaf]
    return counts


def _below(sight: Sight, node_id: str) -> tuple[ColumnElement[bool], ...]:
    path = sight.connection.execute(select(_node.path).where(_node.id == node_id)).scalar_one_or_none()
    return (_node.path.startswith(f"{path} ", autoescape=True),) if path else ()


def _window(sight: Sight, node_id: str, after: tuple[str, str] | None) -> tuple[tuple[Item, ...], bool]:
    query = select(schema.item).where(_item.node_id == node_id, sight.findable())
    if after is not None:
        query = query.where(tuple_(_item.order_key, _item.id) > tuple_(*after))
    rows = sight.connection.execute(query.order_by(_item.order_key, _item.id).limit(WINDOW + 1)).mappings()
    items = tuple(reading.item_of(row) for row in rows)
    return items[:WINDOW], len(items) > WINDOW


def neighbours(sight: Sight, item: Item) -> tuple[Item | None, Item | None]:
    """The records before and after this one on its own level, as far as this reader may find them."""
    place = tuple_(_item.order_key, _item.id)
    here = tuple_(item.description.order_key, item.id)
    same = and_(_item.node_id == item.node_id, sight.findable())
    before = select(schema.item).where(same, place < here).order_by(_item.order_key.desc(), _item.id.desc()).limit(1)
    after = select(schema.item).where(same, place > here).order_by(_item.order_key, _item.id).limit(1)
    rows = [sight.connection.execute(query).mappings().one_or_none() for query in (before, after)]
    first, second = (reading.item_of(row) if row else None for row in rows)
    return first, second


@dataclass(frozen=True, slots=True)
class CurrentChoice:
    """What a reader narrows current documents by; empty means not narrowed."""

    organ: str = ""
    topic: str = ""
    validity: str = ""

    def columns(self) -> tuple[tuple[ColumnElement[str], str], ...]:
        return ((_item.department, self.organ), (_item.life_topic, self.topic), (_item.validity, self.validity))


def current_documents(sight: Sight, choice: CurrentChoice, after: tuple[str, str] | None) -> CurrentPage:
    """现行文件: documents of 公开属性 主动公开, filed or transferred, newest first."""
    scope = and_(_item.public_tier == CURRENT_TIER, sight.findable())
    chosen = and_(scope, *(column == value for column, value in choice.columns() if value))
    query = select(schema.item).where(chosen)
    if after is not None:
        query = query.where(tuple_(_item.published_on, _item.id) < tuple_(*after))
    ordered = query.order_by(_item.published_on.desc(), _item.id.desc()).limit(WINDOW + 1)
    items = tuple(reading.item_of(row) for row in sight.connection.execute(ordered).mappings())
    shown, more = items[:WINDOW], len(items) > WINDOW
    total = sight.connection.execute(select(func.count()).select_from(schema.item).where(chosen)).scalar_one()
    return CurrentPage(
        items=tuple((sight.shown(item), sight.may_read(item.facts)) for item in shown),
        organs=_tally(sight, _item.department, scope),
        topics=_tally(sight, _item.life_topic, scope),
        validities=_tally(sight, _item.validity, scope),
        total=int(total),
        next_cursor=f"{shown[-1].description.published_on}\t{shown[-1].id}" if more else "",
    )


def _tally(sight: Sight, column: ColumnElement[str], where: ColumnElement[bool]) -> tuple[tuple[str, int], ...]:
    query = select(column, func.count()).where(where, column != "").group_by(column)
    counted = [(str(value), int(count)) for value, count in sight.connection.execute(query)]
    return tuple(sorted(counted, key=lambda pair: (-pair[1], pair[0])))


def holdings(sight: Sight) -> Holdings:
    """What the home page says there is."""
    findable = sight.findable()
    records = sight.connection.execute(select(func.count()).select_from(schema.item).where(findable)).scalar_one()
    fonds = sight.connection.execute(select(func.count(_item.fonds_code.distinct())).where(findable)).scalar_one()
    current = and_(_item.public_tier == CURRENT_TIER, findable)
    current_count = sight.connection.execute(select(func.count()).select_from(schema.item).where(current)).scalar_one()
    opened = (_item.opens_on.desc(), _item.date.desc(), _item.id)
    received = (_item.updated_at.desc(), _item.sequence.desc())
    order = opened if sight.subject.zone is Zone.PUBLIC else received
    newest = select(schema.item).where(findable).order_by(*order).limit(6)
    return Holdings(
        records=int(records),
        current_documents=int(current_count),
        fonds=int(fonds),
        newest=tuple(sight.shown(reading.item_of(row)) for row in sight.connection.execute(newest).mappings()),
        topics=_tally(sight, _item.life_topic, current),
    )


def window_start(cursor: str) -> tuple[str, str] | None:
    """The place a window cursor names.  It tells nothing and grants nothing: the scope is applied anyway."""
    if not cursor:
        return None
    order, tab, record_id = cursor.partition("\t")
    if not tab or len(cursor) > 1000:
        raise BadSearch("翻页标记不对。请从第一页重新浏览。")
    return order, record_id
