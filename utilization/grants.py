"""Leave to read: proposed by an archivist, approved by another person, ended by its day or by withdrawal.

Nobody can hand on what is not the archive's own: the proposer reads the record, and all below a level is held there.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from access.facts import Custody
from access.predicates import matches
from access.store import grants as table
from access.store.accounts import subject_of
from access.store.grants import HolderKind, ListedGrant, Proposal
from access.store.rules import list_organs
from access.subjects import Grant, GrantTarget, Role, Zone
from records import schema
from records.database import reading
from records.markings import node_by_id
from records.reading import item_by_id
from utilization.desk import Act, Desk
from utilization.duties import require_archives_keeper
from utilization.errors import Incomplete, NotAllowed, NothingThere


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a grant is for."""

    kind: HolderKind
    name: str


def grants(desk: Desk) -> tuple[ListedGrant, ...]:
    """Grants that wait, run or have ended by their day."""
    with reading(desk.government) as connection:
        return table.list_grants(connection)


def propose_grant(desk: Desk, holder: Holder, grant: Grant, *, by: str) -> str:
    """Ask for leave on a holder's behalf.  It opens nothing before another person approves.  Returns its id."""
    with desk.act("grant_propose", grant.target_id, by) as act:
        act.require(Role.ARCHIVIST)
        if grant.until < act.today:
            raise Incomplete(f"授权的截止日期 {grant.until.isoformat()} 已过。请写将来的日期。")
        _require_holder(act, holder)
        _require_own(act, grant)
        proposal = Proposal(holder.kind, holder.name, grant, act.by)
        grant_id = table.propose_grant(act.connection, proposal)
        detail = {"grant": grant_id, "holder": f"{holder.kind.value}:{holder.name}", "until": grant.until.isoformat()}
        act.note("grant_propose", f"{grant.target.value}:{grant.target_id}", detail)
        return grant_id


def approve_grant(desk: Desk, grant_id: str, *, by: str) -> None:
    """Let a grant run.  The target is looked at again: it may have changed since it was proposed."""
    with desk.act("grant_approve", grant_id, by) as act:
        require_archives_keeper(act)
        listed = _listed(act, grant_id)
        if listed.proposal.proposed_by == act.by:
            raise NotAllowed("不能批准自己提出的授权。请由另一人批准。")
        _require_own(act, listed.proposal.grant)
        table.approve_grant(act.connection, grant_id, by=act.by)
        act.note("grant_approve", grant_id, {"proposed_by": listed.proposal.proposed_by})


def withdraw_grant(desk: Desk, grant_id: str, *, by: str) -> None:
    """End a grant now; the holder's next request no longer has it."""
    with desk.act("grant_withdraw", grant_id, by) as act:
        require_archives_keeper(act)
        _listed(act, grant_id)
        table.withdraw_grant(act.connection, grant_id, on=act.today)
        act.note("grant_withdraw", grant_id, {})


def _listed(act: Act, grant_id: str) -> ListedGrant:
    listed = table.grant_by_id(act.connection, grant_id)
    if listed is None:
        raise NothingThere(f"没有授权“{grant_id}”，或已经收回。")
    return listed


def _require_holder(act: Act, holder: Holder) -> None:
    if holder.kind is HolderKind.PERSON:
        subject_of(act.connection, holder.name, Zone.GOV, act.today)
    elif holder.name not in {organ.name for organ in list_organs(act.connection)}:
        raise NothingThere(f"没有登记过单位“{holder.name}”。请核对名称。")


def _require_own(act: Act, grant: Grant) -> None:
    if grant.target is GrantTarget.RECORD:
        item = item_by_id(act.connection, grant.target_id)
        if item is None or not matches(act.scope.readable, item.facts):
            raise NothingThere(f"没有“{grant.target_id}”这件档案，或您无权查阅，因此不能授权他人。")
        return
    if node_by_id(act.connection, grant.target_id) is None:
        raise NothingThere(f"没有“{grant.target_id}”这一层级。请核对编号。")
    others = _held_elsewhere(act, grant.target_id)
    if others:
        raise NotAllowed(f"该层级下有{others}件档案尚未进馆，不由档案馆授权。请改为逐件授权，或选更小的层级。")


def _held_elsewhere(act: Act, node_id: str) -> int:
    """Records below a level that the archive does not speak for."""
    item, above = schema.item.c, schema.item_ancestor.c
    orphans = sorted(act.rules.orphans(act.today))
    elsewhere = (item.custody != Custody.TRANSFERRED.value) & item.department.not_in(orphans)
    below = select(func.count()).select_from(schema.item).join(schema.item_ancestor, above.item_id == item.id)
    return act.connection.execute(below.where(above.node_id == node_id, elsewhere)).scalar_one()
