"""Taking a record back, and giving it back.  The first applies at once everywhere; the second needs another person."""

from __future__ import annotations

from dataclasses import replace

from access.rules import Block, BlockKind
from access.store.moments import stamp
from access.store.proposals import Asked, OpenProposal, ProposalKind, propose
from records.writing import Authorship, remark
from utilization.desk import Act, Desk
from utilization.duties import answerable
from utilization.errors import Incomplete, NothingToDo


def withdraw(desk: Desk, record_id: str, *, reason: str, by: str) -> None:
    """Withdraw: from this moment only archivists find the record, in both zones."""
    with desk.act("withdraw", record_id, by) as act:
        item = answerable(act, record_id)
        _require_reason(reason)
        if item.marks.withdrawn:
            raise NothingToDo(f"“{record_id}”已经撤回。")
        authorship = Authorship(act.by, stamp(act.now), f"撤回：{reason}")
        saved = remark(act.connection, item, replace(item.marks, withdrawn=True), authorship)
        hidden = Block(BlockKind.RECORD, record_id)
        act.block_government(hidden, "撤回生效前暂停提供")
        act.block_public(hidden)
        act.note("withdraw", record_id, {"version": saved.version})


def propose_restore(desk: Desk, record_id: str, *, reason: str, by: str) -> str:
    """Ask for a withdrawn record to be given back under its tier.  Returns the proposal's id."""
    with desk.act("restore_propose", record_id, by) as act:
        item = answerable(act, record_id)
        _require_reason(reason)
        if not item.marks.withdrawn:
            raise NothingToDo(f"“{record_id}”没有撤回，不需要恢复。")
        asked = Asked(ProposalKind.RESTORE, record_id, "", reason, act.by)
        proposal_id = propose(act.connection, asked, act.now)
        act.note("restore_propose", record_id, {"proposal": proposal_id})
        return proposal_id


def approve_restore(act: Act, waiting: OpenProposal) -> None:
    """Give the record back."""
    item = answerable(act, waiting.asked.object)
    if not item.marks.withdrawn:
        raise NothingToDo(f"“{item.id}”已经恢复。")
    authorship = Authorship(act.by, stamp(act.now), f"恢复：{waiting.asked.reason}")
    saved = remark(act.connection, item, replace(item.marks, withdrawn=False), authorship)
    act.note("restore", item.id, {"version": saved.version})


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Incomplete("请写明理由。")
