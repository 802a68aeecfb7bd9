"""Grants in the table: proposed by one person, approved by another, running until a day or withdrawn.

A grant that is not approved, or approved by its proposer, opens nothing, whatever wrote the row.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, and_, insert, or_, select, update

from access.errors import BadRule
from access.store.moments import day_of_number, number_of_day
from access.store.schema import access_grant
from access.subjects import Grant, GrantTarget


class HolderKind(StrEnum):
    """Who holds a grant: one account, or every member of staff of one department."""

    PERSON = "person"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A grant somebody asks for on a holder's behalf."""

    holder_kind: HolderKind
    holder: str
    grant: Grant
    proposed_by: str


def running_grants(connection: Connection, user: str, departments: Iterable[str], today: date) -> tuple[Grant, ...]:
    """What this person, or a department of theirs, has been granted and may use today."""
    grant = access_grant.c
    person = and_(grant.holder_kind == HolderKind.PERSON.value, grant.holder == user)
    office = and_(grant.holder_kind == HolderKind.DEPARTMENT.value, grant.holder.in_(sorted(departments)))
    approved = (grant.approved_by != "") & (grant.approved_by != grant.proposed_by)
    running = (grant.withdrawn_on == 0) & (grant.until >= number_of_day(today))
    rows = connection.execute(
        select(access_grant).where(or_(person, office), approved, running).order_by(grant.id),
    ).mappings()
    return tuple(
        Grant(GrantTarget(row["target"]), row["target_id"], day_of_number(row["until"]), row["purpose"]) for row in rows
    )


def propose_grant(connection: Connection, proposal: Proposal) -> str:
    """Write down a grant that opens nothing yet.  Returns its id."""
    if not (proposal.holder and proposal.grant.target_id and proposal.proposed_by):
        raise BadRule("授权须写明授予谁、查阅什么、由谁提出。")
    if not proposal.grant.purpose.strip():
        raise BadRule("授权须写明用途。")
    grant_id = secrets.token_hex(16)
    row = {
        "id": grant_id,
        "holder_kind": proposal.holder_kind.value,
        "holder": proposal.holder,
        "target": proposal.grant.target.value,
        "target_id": proposal.grant.target_id,
        "purpose": proposal.grant.purpose,
        "until": number_of_day(proposal.grant.until),
        "proposed_by": proposal.proposed_by,
        "approved_by": "",
        "withdrawn_on": 0,
    }
    connection.execute(insert(access_grant), row)
    return grant_id


def approve_grant(connection: Connection, grant_id: str, *, by: str) -> None:
    """Let it run.  Nobody approves an own proposal, and nothing is approved twice."""
    grant = access_grant.c
    open_still = (grant.id == grant_id) & (grant.approved_by == "") & (grant.withdrawn_on == 0)
    another = (grant.proposed_by != by) if by else (grant.id != grant_id)
    changed = connection.execute(update(access_grant).where(open_still, another).values(approved_by=by))
    if changed.rowcount != 1:
        raise BadRule("不能批准：授权不存在、已处理，或由您本人提出。请由另一人批准。")


def withdraw_grant(connection: Connection, grant_id: str, *, on: date) -> None:
    """End it now: the holder's next request no longer has it."""
    grant = access_grant.c
    changed = connection.execute(
        update(access_grant)
        .where(grant.id == grant_id, grant.withdrawn_on == 0)
        .values(withdrawn_on=number_of_day(on)),
    )
    if changed.rowcount != 1:
        raise BadRule("没有可收回的授权：编号不存在，或已经收回。")


@dataclass(frozen=True, slots=True)
class ListedGrant:
    """A grant as the table keeps it.  ``approved_by`` is empty while it waits."""

    id: str
    proposal: Proposal
    approved_by: str


def list_grants(connection: Connection) -> tuple[ListedGrant, ...]:
    """Grants that were not withdrawn, also those that have ended, the latest end first."""
    kept = select(access_grant).where(access_grant.c.withdrawn_on == 0)
    rows = connection.execute(kept.order_by(access_grant.c.until.desc(), access_grant.c.id)).mappings()
    return tuple(_listed(row) for row in rows)


def grant_by_id(connection: Connection, grant_id: str) -> ListedGrant | None:
    """One grant that was not withdrawn."""
    found = select(access_grant).where(access_grant.c.id == grant_id, access_grant.c.withdrawn_on == 0)
    row = connection.execute(found).mappings().one_or_none()
    return _listed(row) if row else None


def _listed(row: RowMapping) -> ListedGrant:
    until = day_of_number(row["until"])
    grant = Grant(GrantTarget(row["target"]), row["target_id"], until, row["purpose"])
    proposal = Proposal(HolderKind(row["holder_kind"]), row["holder"], grant, row["proposed_by"])
    return ListedGrant(row["id"], proposal, row["approved_by"])
