"""The archive's decisions in tables: tiers, organs and their successions, blocks.  The caller owns the transaction.

Every change of a rule is an act somebody must answer for, so the caller appends its event in the same transaction.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from access.errors import BadRule, BadTier
from access.rules import Block, BlockKind, Rules, Succession
from access.store.inserting import insert_new
from access.store.moments import day_of_number, number_of_day, read_day, stamp
from access.store.schema import block, organ, succession, tier
from access.tiers import SHIPPED, Audience, Axis, Tier

#: A code stands in cells between bars and in blocks after a colon, so it may hold neither.
_CODE = re.compile(r"[a-z0-9_]{1,40}")
_ARCHIVE_ENDINGS = ("档案馆", "档案局")


@dataclass(frozen=True, slots=True)
class ListedTier:
    """A tier as the table keeps it.  A retired one still rules the records that carry it, but no new one gets it."""

    tier: Tier
    position: int
    note: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class SetBlock:
    """A block as the table keeps it.  In the public store ``reason`` says nothing of the record."""

    id: str
    block: Block
    since: str
    reason: str
    seq: int


def load_rules(connection: Connection) -> Rules:
    """Everything the policy needs, in four statements.  Retired tiers are among the tiers; see ``ListedTier``."""
    organs = connection.execute(select(organ).where(organ.c.is_archive | (organ.c.abolished_on != 0))).mappings().all()
    followed = successions(connection)
    heirs_known = {entry.organ for entry in followed}
    left = [row for row in organs if row["abolished_on"] and row["name"] not in heirs_known]
    return Rules(
        tiers=tuple(listed.tier for listed in list_tiers(connection)),
        archives=frozenset(row["name"] for row in organs if row["is_archive"]),
        successions=followed + tuple(Succession(row["name"], "", day_of_number(row["abolished_on"])) for row in left),
        blocks=tuple(entry.block for entry in blocks(connection)),
    )


def list_tiers(connection: Connection) -> tuple[ListedTier, ...]:
    rows = connection.execute(select(tier).order_by(tier.c.position, tier.c.axis, tier.c.code)).mappings()
    return tuple(_listed(row) for row in rows)


def _listed(row: RowMapping) -> ListedTier:
    spoken = Tier(Axis(row["axis"]), row["code"], row["label"], Audience(row["catalogue"]), Audience(row["content"]))
    return ListedTier(spoken, row["position"], row["note"], row["retired"])


def offered_tiers(connection: Connection) -> tuple[Tier, ...]:
    """The tiers a record may newly be given."""
    return tuple(listed.tier for listed in list_tiers(connection) if not listed.retired)


def seed_tiers(connection: Connection) -> None:
    """Add the shipped tiers that are missing.  What administrators have made of the others stays."""
    insert_new(connection, tier, [_tier_row(ListedTier(row, place)) for place, row in enumerate(SHIPPED)])


def save_tiers(connection: Connection, tiers: Iterable[Tier]) -> None:
    """Replace the whole table: the public store's copy, without the administrators' notes."""
    rows = [_tier_row(ListedTier(row, place)) for place, row in enumerate(tiers)]
    connection.execute(delete(tier))
    if rows:
        connection.execute(insert(tier), rows)


def put_tier(connection: Connection, listed: ListedTier) -> None:
    """Add or change one tier.  Whether this tightens, and needs a block, is the caller's to decide."""
    row = _tier_row(listed)
    connection.execute(delete(tier).where(tier.c.axis == row["axis"], tier.c.code == row["code"]))
    connection.execute(insert(tier), row)


def _tier_row(listed: ListedTier) -> dict[str, object]:
    spoken = listed.tier
    if not _CODE.fullmatch(spoken.code):
        raise BadTier(f"等级代码“{spoken.code}”不合规：只用小写字母、数字和下划线，不超过40个字符。")
    if not spoken.label.strip():
        raise BadTier(f"等级“{spoken.code}”缺少名称。")
    return {
        "axis": spoken.axis.value,
        "code": spoken.code,
        "label": spoken.label,
        "catalogue": int(spoken.catalogue),
        "content": int(spoken.content),
        "note": listed.note,
        "position": listed.position,
        "retired": listed.retired,
    }


def register_organ(connection: Connection, name: str, *, archive_name: str) -> None:
    """Know this organ.  One already known stays as it is.

    It is the archive when it bears the archive's name or ends with 档案馆 or 档案局.
    """
    if not name.strip():
        raise BadRule("单位名称不能为空。")
    is_archive = name == archive_name or name.endswith(_ARCHIVE_ENDINGS)
    insert_new(connection, organ, [{"name": name, "is_archive": is_archive, "abolished_on": 0}])


def abolish_organ(connection: Connection, name: str, since: date) -> None:
    """Record the day an organ ended.  Until a successor is recorded, the archive speaks for it from that day."""
    changed = connection.execute(
        organ.update().where(organ.c.name == name).values(abolished_on=number_of_day(since)),
    )
    if changed.rowcount != 1:
        raise BadRule(f"没有登记过单位“{name}”，请先登记。")


def add_succession(connection: Connection, entry: Succession) -> None:
    """Record who follows whom, and from when.  The same pair again takes the new day."""
    if not entry.organ.strip() or entry.organ == entry.successor:
        raise BadRule(f"承继关系“{entry.organ} → {entry.successor}”不成立：须写明原单位，且不能承继自己。")
    pair = (succession.c.organ == entry.organ, succession.c.successor == entry.successor)
    connection.execute(delete(succession).where(*pair))
    row = {"organ": entry.organ, "successor": entry.successor, "since": number_of_day(entry.since)}
    connection.execute(insert(succession), row)


def successions(connection: Connection) -> tuple[Succession, ...]:
    rows = connection.execute(select(succession).order_by(succession.c.since, succession.c.organ)).mappings()
    return tuple(Succession(row["organ"], row["successor"], day_of_number(row["since"])) for row in rows)


def load_organs_csv(connection: Connection, rows: Iterable[Mapping[str, str]], *, archive_name: str) -> int:
    """Take organs from a table with the columns 单位, 承继单位, 承继日期, 撤销日期 (the last three may be empty).

    Returns the number of rows.  ``BadRule`` names the row that is wrong; the caller then keeps none of them.
    """
    taken = 0
    for taken, row in enumerate(rows, start=1):
        try:
            _take_organ(connection, {key: (value or "").strip() for key, value in row.items() if key}, archive_name)
        except BadRule as wrong:
            raise BadRule(f"第{taken}行：{wrong}") from wrong
    return taken


def _take_organ(connection: Connection, row: Mapping[str, str], archive_name: str) -> None:
    name, successor = row.get("单位", ""), row.get("承继单位", "")
    register_organ(connection, name, archive_name=archive_name)
    if successor:
        register_organ(connection, successor, archive_name=archive_name)
        add_succession(connection, Succession(name, successor, _day(row, "承继日期")))
    if row.get("撤销日期"):
        abolish_organ(connection, name, _day(row, "撤销日期"))


def _day(row: Mapping[str, str], column: str) -> date:
    day = read_day(row.get(column, ""))
    if day is None:
        raise BadRule(f"“{column}”不是日期：“{row.get(column, '')}”。请写成 2019-03-01 的样子。")
    return day


def add_block(connection: Connection, hidden: Block, *, reason: str, now: datetime) -> str:
    """Hide at once what this block names; every scope made after the commit obeys.  Returns its id."""
    axis, _, code = hidden.value.partition(":")
    tier_named = hidden.kind is not BlockKind.TIER or (axis in set(Axis) and code != "")
    if not hidden.value or not tier_named:
        raise BadRule(f"收紧措施的对象“{hidden.value}”不成立。")
    block_id = secrets.token_hex(16)
    last = connection.execute(select(func.coalesce(func.max(block.c.seq), 0))).scalar_one()
    row = {"id": block_id, "kind": hidden.kind.value, "value": hidden.value, "since": stamp(now)}
    connection.execute(insert(block), {**row, "reason": reason, "seq": last + 1})
    return block_id


def lift_blocks(connection: Connection, ids: Iterable[str]) -> int:
    """Remove these blocks, once what they hid is gone from every index.  Returns how many there were."""
    wanted = tuple(ids)
    return connection.execute(delete(block).where(block.c.id.in_(wanted))).rowcount if wanted else 0


def blocks(connection: Connection) -> tuple[SetBlock, ...]:
    """All blocks, the oldest first."""
    rows = connection.execute(select(block).order_by(block.c.seq, block.c.id)).mappings()
    return tuple(
        SetBlock(row["id"], Block(BlockKind(row["kind"]), row["value"]), row["since"], row["reason"], row["seq"])
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class ListedOrgan:
    """One organ as the table keeps it; ``abolished_on`` is ``None`` while it exists."""

    name: str
    is_archive: bool
    abolished_on: date | None


def list_organs(connection: Connection) -> tuple[ListedOrgan, ...]:
    rows = connection.execute(select(organ).order_by(organ.c.name)).mappings()
    return tuple(
        ListedOrgan(row["name"], row["is_archive"], day_of_number(row["abolished_on"]) if row["abolished_on"] else None)
        for row in rows
    )
