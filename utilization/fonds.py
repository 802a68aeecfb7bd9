"""What the archive has decided for a whole fonds: reviewed defaults per axis, and the chain of levels per kind.

A default serves records that come without a value of their own (DESIGN section 3); held records stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from access.store.rules import offered_tiers
from access.subjects import Role
from access.tiers import Axis, find_tier
from records import schema
from records.database import reading
from records.places import Level
from utilization.desk import Act, Desk
from utilization.errors import Incomplete, NothingThere


@dataclass(frozen=True, slots=True)
class FondsRow:
    """A fonds with its defaults, by tier code; empty means none."""

    code: str
    name: str
    public_tier: str
    gov_tier: str


def fonds(desk: Desk) -> tuple[FondsRow, ...]:
    with reading(desk.government) as connection:
        rows = connection.execute(select(schema.fonds).order_by(schema.fonds.c.code))
        return tuple(FondsRow(row.code, row.name, row.public_tier, row.gov_tier) for row in rows)


def set_default(desk: Desk, code: str, axis: Axis, label: str, *, by: str) -> None:
    """Give a fonds a reviewed default on one axis; an empty label takes it away."""
    with desk.act("fonds_default", code, by) as act:
        act.require(Role.ARCHIVIST)
        _require_fonds(act, code)
        tier = find_tier(label, tuple(t for t in offered_tiers(act.connection) if t.axis is axis)) if label else None
        if label and tier is None:
            raise Incomplete(f"等级表这一栏里没有“{label}”。可用 kaijuan tier list 查看。")
        column = "public_tier" if axis is Axis.PUBLIC else "gov_tier"
        chosen = tier.code if tier else ""
        act.connection.execute(update(schema.fonds).where(schema.fonds.c.code == code).values({column: chosen}))
        act.note("fonds_default", code, {"axis": axis.value, "tier": chosen})


def set_levels(desk: Desk, code: str, kind: str, levels: tuple[Level, ...], *, by: str) -> None:
    """Configure the chain of levels for one kind of a fonds; records saved from now on stand under it."""
    with desk.act("fonds_levels", code, by) as act:
        act.require(Role.ARCHIVIST)
        _require_fonds(act, code)
        if not levels or Level.FONDS in levels or len(set(levels)) != len(levels):
            raise Incomplete("层级不能为空、不能重复，也不写全宗本身。例如：kind year retention。")
        table = schema.arrangement
        act.connection.execute(delete(table).where(table.c.fonds_code == code, table.c.kind == kind))
        row = {"fonds_code": code, "kind": kind, "levels": " ".join(levels)}
        act.connection.execute(insert(table), row)
        act.note("fonds_levels", code, {"kind": kind, "levels": row["levels"]})


def _require_fonds(act: Act, code: str) -> None:
    known = act.connection.execute(select(schema.fonds.c.code).where(schema.fonds.c.code == code)).scalar_one_or_none()
    if known is None:
        raise NothingThere(f"没有全宗“{code}”。请核对全宗号。")
