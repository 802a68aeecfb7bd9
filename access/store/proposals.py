"""Proposals in the table: what one person asks for and another decides.  The caller owns the transaction.

Nothing here carries a proposal out; whoever approves does that in the same transaction.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, insert, select, update

from access.errors import BadRule
from access.store.moments import stamp
from access.store.schema import proposal


class ProposalKind(StrEnum):
    """What may be asked for: a wider tier, a withdrawn record given back, a network marking taken off."""

    TIER = "tier"
    RESTORE = "restore"
    MARKING = "marking"


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposal as it is made.  ``payload`` is JSON that the kind understands; ``object`` names what it is about."""

    kind: ProposalKind
    object: str
    payload: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A proposal that waits for another person."""

    id: str
    asked: Asked
    at: str


def propose(connection: Connection, asked: Asked, now: datetime) -> str:
    """Write a proposal down.  Returns its id."""
    if not (asked.by and asked.object):
        raise BadRule("提请须写明由谁提出、关于什么。")
    proposal_id = secrets.token_hex(16)
    row = {
        "id": proposal_id,
        "kind": asked.kind.value,
        "object": asked.object,
        "payload": asked.payload,
        "reason": asked.reason,
        "proposed_by": asked.by,
        "proposed_at": stamp(now),
        "state": "waiting",
        "decided_by": "",
        "decided_at": "",
    }
    connection.execute(insert(proposal), row)
    return proposal_id


def waiting_proposals(connection: Connection) -> tuple[OpenProposal, ...]:
    """Those nobody has decided, the oldest first."""
    waiting = select(proposal).where(proposal.c.state == "waiting").order_by(proposal.c.proposed_at, proposal.c.id)
    return tuple(_open(row) for row in connection.execute(waiting).mappings())


def waiting_proposal(connection: Connection, proposal_id: str) -> OpenProposal | None:
    """The proposal of this id while it waits."""
    found = select(proposal).where(proposal.c.id == proposal_id, proposal.c.state == "waiting")
    row = connection.execute(found).mappings().one_or_none()
    return _open(row) if row else None


def approve_proposal(connection: Connection, proposal_id: str, *, by: str, now: datetime) -> None:
    """Mark it approved.  Nobody approves an own proposal, and nothing is decided twice."""
    _decide(connection, proposal_id, {"state": "approved", "decided_by": by, "decided_at": stamp(now)})


def decline_proposal(connection: Connection, proposal_id: str, *, by: str, now: datetime) -> None:
    """Mark it declined; its own proposer may do that, too."""
    _decide(connection, proposal_id, {"state": "declined", "decided_by": by, "decided_at": stamp(now)})


def _decide(connection: Connection, proposal_id: str, values: dict[str, str]) -> None:
    may = [proposal.c.id == proposal_id, proposal.c.state == "waiting"]
    if values["state"] == "approved":
        may.append(proposal.c.proposed_by != values["decided_by"])
    changed = connection.execute(update(proposal).where(*may).values(values)) if values["decided_by"] else None
    if changed is None or changed.rowcount != 1:
        raise BadRule("不能办理：提请不存在、已处理，或由您本人提出。请由另一人批准。")


def _open(row: RowMapping) -> OpenProposal:
    kind = ProposalKind(row["kind"])
    asked = Asked(kind, row["object"], row["payload"], row["reason"], row["proposed_by"])
    return OpenProposal(row["id"], asked, row["proposed_at"])
