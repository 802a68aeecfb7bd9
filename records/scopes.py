"""A visibility rule as SQL over the item table: the same cell groups the engines use, so the rule stays one."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select, true

from access.predicates import (
    AllOf,
    AnyOf,
    Anything,
    IsRecord,
    Not,
    Nothing,
    OfOrgan,
    OpenBy,
    Predicate,
    Under,
    group_cells,
)
from access.store.moments import number_of_day
from records import schema

_item = schema.item.c


def visible(predicate: Predicate, cells: Iterable[str]) -> ColumnElement[bool]:
    """The rows a predicate matches.  A cell that is not among ``cells`` is not matched."""
    groups = group_cells(predicate, cells)
    parts = [and_(_item.cell.in_(sorted(group.cells)), _rest(group.rest)) for group in groups]
    return and_(_item.removed.is_(False), or_(false(), *parts))


def _rest(predicate: Predicate) -> ColumnElement[bool]:
    match predicate:
        case Anything():
            return true()
        case Nothing():
            return false()
        case OpenBy(day):
            return and_(_item.opens_on > 0, _item.opens_on <= number_of_day(day))
        case OfOrgan(organs):
            return _item.department.in_(sorted(organs - {""}))
        case IsRecord(ids):
            return _item.id.in_(sorted(ids))
        case Under(nodes):
            above = schema.item_ancestor.c
            return exists(select(1).where(above.item_id == _item.id, above.node_id.in_(sorted(nodes))))
        case AllOf(parts):
            return and_(true(), *(_rest(part) for part in parts))
        case AnyOf(parts):
            return or_(false(), *(_rest(part) for part in parts))
        case Not(part):
            return not_(_rest(part))
        case _:
            raise AssertionError(f"not a remainder: {predicate!r}")
