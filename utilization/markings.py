"""The network marking of a record or of a level.  Raising it applies at once; taking it off needs another person."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum

from access.facts import Network
from access.rules import Block, BlockKind
from access.store.moments import stamp
from access.store.proposals import Asked, OpenProposal, ProposalKind, propose
from records.items import Item
from records.jobs import JobKind, enqueue
from records.markings import node_by_id, set_node_marking
from records.places import Node
from records.writing import Authorship, remark
from utilization.desk import Act, Desk
from utilization.duties import answerable, require_archives_keeper
from utilization.errors import Incomplete, NothingThere, NothingToDo

_KEPT_INSIDE = frozenset({Network.GOV, Network.UNKNOWN})
_WORDS = {Network.GOV: "仅政务网", Network.BOTH: "两网", Network.UNMARKED: "不标注"}


class Place(StrEnum):
    """What is marked."""

    RECORD = "record"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Marking:
    """A marking to set.  ``UNKNOWN`` is what an import could not read and cannot be set by a person."""

    place: Place
    id: str
    network: Network

    @property
    def name(self) -> str:
        return f"{self.place.value}:{self.id}"


def mark_network(desk: Desk, marking: Marking, *, by: str, reason: str = "") -> str:
    """Set a marking.  Returns the proposal's id when it takes a restriction off, else ``""``: it is done."""
    with desk.act("mark", marking.name, by) as act:
        if marking.network not in _WORDS:
            raise Incomplete("网络标注只能是：仅政务网、两网、不标注。")
        before = _marked(act, marking)
        if before is marking.network:
            raise NothingToDo(f"“{marking.id}”的网络标注已经是“{_WORDS[before]}”。")
        if before in _KEPT_INSIDE and marking.network not in _KEPT_INSIDE:
            return _ask(act, marking, before, reason)
        _apply(act, marking, reason)
        if marking.network in _KEPT_INSIDE and before not in _KEPT_INSIDE:
            _hide(act, marking)
        return ""


def approve_marking(act: Act, waiting: OpenProposal) -> None:
    """Take the restriction off."""
    payload = json.loads(waiting.asked.payload)
    marking = Marking(Place(payload["place"]), payload["id"], Network(payload["network"]))
    if _marked(act, marking) is not Network(payload["before"]):
        raise NothingToDo(f"“{marking.id}”的网络标注在提请之后已有改动。请重新提出。")
    _apply(act, marking, waiting.asked.reason)


def _marked(act: Act, marking: Marking) -> Network:
    """The marking as it stands, for a person who answers for the record or level."""
    return _item(act, marking).marks.network if marking.place is Place.RECORD else _node(act, marking).network


def _item(act: Act, marking: Marking) -> Item:
    return answerable(act, marking.id)


def _node(act: Act, marking: Marking) -> Node:
    require_archives_keeper(act)
    node = node_by_id(act.connection, marking.id)
    if node is None:
        raise NothingThere(f"没有“{marking.id}”这一层级。请核对编号。")
    return node


def _apply(act: Act, marking: Marking, reason: str) -> None:
    """The record at once; what stands below a level by the worker, which this transaction asks."""
    if marking.place is Place.RECORD:
        item = _item(act, marking)
        said = f"网络标注改为“{_WORDS[marking.network]}”" + (f"：{reason}" if reason else "")
        authorship = Authorship(act.by, stamp(act.now), said)
        remark(act.connection, item, replace(item.marks, network=marking.network), authorship)
    else:
        set_node_marking(act.connection, marking.id, marking.network)
        enqueue(act.connection, JobKind.REMARK, json.dumps({"node": marking.id}), act.now)
    act.note("mark", marking.name, {"network": marking.network.value})


def _hide(act: Act, marking: Marking) -> None:
    kind = BlockKind.RECORD if marking.place is Place.RECORD else BlockKind.ANCESTOR
    hidden = Block(kind, marking.id)
    act.block_government(hidden, "网络标注生效前暂停提供")
    act.block_public(hidden)


def _ask(act: Act, marking: Marking, before: Network, reason: str) -> str:
    payload = json.dumps(
        {"place": marking.place.value, "id": marking.id, "network": marking.network.value, "before": before.value},
    )
    asked = Asked(ProposalKind.MARKING, marking.name, payload, reason, act.by)
    proposal_id = propose(act.connection, asked, act.now)
    act.note("mark_propose", marking.name, {"proposal": proposal_id, "network": marking.network.value})
    return proposal_id
