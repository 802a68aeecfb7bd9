"""Editing the tier table.  What narrows applies at once; what widens waits for a second security administrator."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from access.rules import Block, BlockKind
from access.store.proposals import Asked, OpenProposal, ProposalKind, propose
from access.store.rules import ListedTier, list_tiers, put_tier
from access.subjects import Role
from access.tiers import Audience, Axis, Surface, Tier, plain_label
from records.database import reading
from records.jobs import JobKind, enqueue
from utilization.desk import Act, Desk
from utilization.errors import Incomplete, NothingToDo, Outdated


@dataclass(frozen=True, slots=True)
class TierEdit:
    """What became of an edit.  ``proposal`` is empty when all of it applied at once."""

    applied: bool
    proposal: str


def tiers(desk: Desk) -> tuple[ListedTier, ...]:
    """The table as it stands."""
    with reading(desk.government) as connection:
        return list_tiers(connection)


def edit_tier(desk: Desk, wanted: ListedTier, *, by: str, reason: str = "") -> TierEdit:
    """Change a tier, or ask for a new one.

    The narrower of old and new applies on each surface at once, with a block in the public store; if the wanted tier
    is wider than that anywhere, the rest becomes a proposal.
    """
    with desk.act("tier_edit", _name(wanted.tier), by) as act:
        act.require(Role.SECURITY_ADMINISTRATOR)
        known = list_tiers(act.connection)
        _check_label(wanted.tier, known)
        held = _held(known, wanted.tier)
        if wanted == held:
            raise NothingToDo(f"等级“{wanted.tier.label}”已经是这样，没有改动。")
        if held is None:
            return TierEdit(applied=False, proposal=_ask(act, wanted, None, reason))
        narrowed = replace(wanted, tier=_narrower(held.tier, wanted.tier))
        if narrowed != held:
            _apply(act, held, narrowed)
        asked = _ask(act, wanted, narrowed, reason) if narrowed != wanted else ""
        return TierEdit(applied=narrowed != held, proposal=asked)


def approve_tier(act: Act, waiting: OpenProposal) -> None:
    """Apply a proposed tier, unless the table has changed since it was proposed."""
    act.require(Role.SECURITY_ADMINISTRATOR)
    payload = json.loads(waiting.asked.payload)
    wanted = _read(payload["wanted"])
    held = _held(list_tiers(act.connection), wanted.tier)
    if held != (_read(payload["base"]) if payload["base"] else None):
        raise Outdated(f"等级“{wanted.tier.label}”在提请之后又有改动，不能再批准。请重新提出。")
    _apply(act, held, wanted)


def _narrower(before: Tier, after: Tier) -> Tier:
    catalogue = min(before.catalogue, after.catalogue)
    return replace(after, catalogue=catalogue, content=min(before.content, after.content))


def _apply(act: Act, held: ListedTier | None, wanted: ListedTier) -> None:
    """Write the row.  Rights are resolved when asking, so the government side obeys with the commit; the public store
    holds copies, so there whatever may have lost an audience is hidden until it has been published again.
    """
    tier = wanted.tier
    put_tier(act.connection, wanted)
    if tier.axis is Axis.PUBLIC:
        if held is not None and _leaves_public(held.tier, tier):
            act.block_public(Block(BlockKind.TIER, _name(tier)))
        enqueue(act.connection, JobKind.REPUBLISH, json.dumps({"tier": tier.code}), act.now)
    detail = {"catalogue": tier.catalogue.name, "content": tier.content.name, "retired": wanted.retired}
    act.note("tier_edit", _name(tier), detail)


def _leaves_public(before: Tier, after: Tier) -> bool:
    return any(
        before.audience(surface) is Audience.PUBLIC and after.audience(surface) < Audience.PUBLIC for surface in Surface
    )


def _ask(act: Act, wanted: ListedTier, base: ListedTier | None, reason: str) -> str:
    payload = json.dumps({"wanted": _written(wanted), "base": _written(base) if base else None}, ensure_ascii=False)
    asked = propose(act.connection, Asked(ProposalKind.TIER, _name(wanted.tier), payload, reason, act.by), act.now)
    act.note("tier_propose", _name(wanted.tier), {"proposal": asked})
    return asked


def _check_label(wanted: Tier, known: tuple[ListedTier, ...]) -> None:
    """Imports find tiers by label on either axis, so that two of one label would make a decision by chance."""
    if not plain_label(wanted.label):
        raise Incomplete("等级须有名称。")
    for listed in known:
        other = listed.tier
        if _name(other) != _name(wanted) and plain_label(other.label) == plain_label(wanted.label):
            raise Incomplete(f"已有同名的等级“{other.label}”。请换一个名称。")


def _held(known: tuple[ListedTier, ...], tier: Tier) -> ListedTier | None:
    return next((listed for listed in known if _name(listed.tier) == _name(tier)), None)


def _name(tier: Tier) -> str:
    return f"{tier.axis.value}:{tier.code}"


def _written(listed: ListedTier) -> dict[str, object]:
    tier = listed.tier
    return {
        "axis": tier.axis.value,
        "code": tier.code,
        "label": tier.label,
        "catalogue": int(tier.catalogue),
        "content": int(tier.content),
        "position": listed.position,
        "note": listed.note,
        "retired": listed.retired,
    }


def _read(row: dict[str, object]) -> ListedTier:
    tier = Tier(
        Axis(str(row["axis"])),
        str(row["code"]),
        str(row["label"]),
        Audience(int(str(row["catalogue"]))),
        Audience(int(str(row["content"]))),
    )
    return ListedTier(tier, int(str(row["position"])), str(row["note"]), bool(row["retired"]))
