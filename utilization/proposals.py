"""Deciding what another person has asked for.  One way in for every kind, so that the two persons are always two."""

from __future__ import annotations

from access.store.proposals import (
    OpenProposal,
    ProposalKind,
    approve_proposal,
    decline_proposal,
    waiting_proposal,
    waiting_proposals,
)
from access.subjects import Role
from records.database import reading
from utilization.desk import Act, Desk
from utilization.duties import answerable, require_archives_keeper
from utilization.errors import NotAllowed, NothingThere
from utilization.markings import approve_marking
from utilization.tiers import approve_tier
from utilization.withdrawals import approve_restore

_CARRY_OUT = {
    ProposalKind.TIER: approve_tier,
    ProposalKind.RESTORE: approve_restore,
    ProposalKind.MARKING: approve_marking,
}


def proposals(desk: Desk) -> tuple[OpenProposal, ...]:
    """What waits for a decision.  For people who administer; it names ids and reasons."""
    with reading(desk.government) as connection:
        return waiting_proposals(connection)


def approve(desk: Desk, proposal_id: str, *, by: str) -> None:
    """Carry a proposal out.  ``NotAllowed`` for its own proposer."""
    with desk.act("approve", proposal_id, by) as act:
        waiting = _waiting(act, proposal_id)
        if waiting.asked.by == act.by:
            raise NotAllowed("不能批准自己提出的事项。请由另一人批准。")
        approve_proposal(act.connection, proposal_id, by=act.by, now=act.now)
        _CARRY_OUT[waiting.asked.kind](act, waiting)
        act.note("approve", proposal_id, {"kind": waiting.asked.kind.value, "proposed_by": waiting.asked.by})


def decline(desk: Desk, proposal_id: str, *, by: str) -> None:
    """Close a proposal without doing it: its proposer, or somebody who might have approved it."""
    with desk.act("decline", proposal_id, by) as act:
        waiting = _waiting(act, proposal_id)
        if waiting.asked.by != act.by:
            _require_decider(act, waiting)
        decline_proposal(act.connection, proposal_id, by=act.by, now=act.now)
        act.note("decline", proposal_id, {"kind": waiting.asked.kind.value})


def _waiting(act: Act, proposal_id: str) -> OpenProposal:
    waiting = waiting_proposal(act.connection, proposal_id)
    if waiting is None:
        raise NothingThere(f"没有待办的提请“{proposal_id}”。请核对编号，或已由他人办理。")
    return waiting


def _require_decider(act: Act, waiting: OpenProposal) -> None:
    match waiting.asked.kind:
        case ProposalKind.TIER:
            act.require(Role.SECURITY_ADMINISTRATOR)
        case ProposalKind.RESTORE:
            answerable(act, waiting.asked.object)
        case ProposalKind.MARKING:
            require_archives_keeper(act)
