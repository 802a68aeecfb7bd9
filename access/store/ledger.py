"""The audit chain: each event carries the digest of the one before it, so that a change of the past shows.

An event names acts and ids.  It must not hold titles of records that are not public, their text, or passwords.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from access.errors import LedgerBroken
from access.store.inserting import insert_new
from access.store.schema import ledger_event, ledger_head
from access.subjects import Zone

#: What the first event is chained to.
BEGINNING = "0" * 64
#: Events that share one commit, at most.
MOST_TOGETHER = 500
#: After this many the chain is plainly broken, and a longer list helps nobody.
MOST_FAULTS = 1000
_SIGNED = ("seq", "at", "act", "user", "zone", "object", "outcome", "detail")
#: Canonical JSON: no spaces, ASCII only, keys in order.  One encoder, for making one costs more than using it.
_canonical = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done, or refused.  ``at`` is a ``moments.stamp``.

    ``detail`` holds JSON values; anything else fails here, before it can spoil a commit shared with others.
    """

    at: str
    act: str
    user: str
    zone: Zone
    object: str
    outcome: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        json.dumps(self.detail)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The chain's length and last digest at some time, kept where the system administrator cannot write."""

    seq: int
    digest: str


class FaultKind(StrEnum):
    """What does not fit in a chain."""

    CONTENT = "content"
    LINK = "link"
    SEQUENCE = "sequence"
    HEAD = "head"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the chain does not hold, with a sentence for the audit administrator."""

    seq: int
    kind: FaultKind
    message: str


def append(connection: Connection, event: Event) -> Checkpoint:
    """Add one event in the caller's transaction: it is kept with the change it tells of, or neither is."""
    return append_all(connection, (event,))


def append_all(connection: Connection, events: Sequence[Event]) -> Checkpoint:
    """Add events in this order and return the new head.  ``LedgerBroken`` when they cannot be written.

    The head row is taken first, so that concurrent writers stand in one line.  On SQLite the caller has begun with
    BEGIN IMMEDIATE, or this is the first statement of the transaction.
    """
    try:
        head = _take_head(connection)
        rows = []
        for event in events:
            row = _row(head.seq + 1, event)
            digest = _digest(head.digest, tuple(row.values()))
            rows.append({**row, "previous": head.digest, "digest": digest})
            head = Checkpoint(head.seq + 1, digest)
        if rows:
            connection.execute(insert(ledger_event), rows)
            connection.execute(update(ledger_head).values(seq=head.seq, digest=head.digest))
    except SQLAlchemyError as failed:
        raise LedgerBroken("审计记录写不进去，本次操作没有执行。请通知系统管理员检查存储。") from failed
    return head


def _take_head(connection: Connection) -> Checkpoint:
    """Lock the head by an update that changes nothing; the very first writer makes it."""
    take = update(ledger_head).values(seq=ledger_head.c.seq).returning(ledger_head.c.seq, ledger_head.c.digest)
    taken = connection.execute(take).first()
    if taken is None:
        insert_new(connection, ledger_head, [{"id": 1, "seq": 0, "digest": BEGINNING}])
        taken = connection.execute(take).one()
    return Checkpoint(taken.seq, taken.digest)


def _row(seq: int, event: Event) -> dict[str, object]:
    words = {
        "at": event.at,
        "act": event.act,
        "user": event.user,
        "zone": event.zone.value,
        "object": event.object,
        "outcome": event.outcome,
        "detail": _canonical(event.detail),
    }
    return {"seq": seq, **{name: _storable(text) for name, text in words.items()}}


def _storable(text: str) -> str:
    """Text that both databases take and give back unchanged: what they refuse must not stop the audit."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _digest(previous: str, signed: tuple[object, ...]) -> str:
    """Of the digest before and the ``_SIGNED`` values, in that order."""
    return hashlib.sha256((previous + _canonical(signed)).encode("ascii", "replace")).hexdigest()


def verify(connection: Connection, checkpoints: Iterable[Checkpoint] = ()) -> tuple[Fault, ...]:
    """Walk the whole chain and say where it does not hold; nothing when it does.  At most ``MOST_FAULTS`` faults.

    The chain alone cannot show that its end was cut off together with the head, or that all of it was written anew:
    pass the checkpoints kept elsewhere.  The connection must see one snapshot.
    """
    return tuple(islice(_faults(connection, {kept.seq: kept for kept in checkpoints}), MOST_FAULTS))


def _faults(connection: Connection, kept: dict[int, Checkpoint]) -> Iterator[Fault]:
    last = Checkpoint(0, BEGINNING)
    columns = [ledger_event.c[name] for name in (*_SIGNED, "previous", "digest")]
    rows = connection.execute(select(*columns).order_by(ledger_event.c.seq), execution_options={"yield_per": 2000})
    for row in rows:
        *signed, previous, digest = row
        found = Checkpoint(signed[0], digest)
        if found.seq != last.seq + 1 or previous != last.digest or digest != _digest(previous, tuple(signed)):
            yield from _row_faults(last, tuple(signed), previous, digest)
        if found.seq in kept:
            yield from _checkpoint_faults(kept.pop(found.seq), found)
        last = found
    head = connection.execute(select(ledger_head.c.seq, ledger_head.c.digest)).first()
    if (head.seq, head.digest) != (last.seq, last.digest) if head else last.seq != 0:
        yield Fault(last.seq, FaultKind.HEAD, f"审计链止于第{last.seq}条，与链尾记录不符：末尾的记录被删或被加。")
    for checkpoint in kept.values():
        yield from _checkpoint_faults(checkpoint, None)


def _row_faults(last: Checkpoint, signed: tuple[Any, ...], previous: str, digest: str) -> Iterator[Fault]:
    seq = signed[0]
    if seq != last.seq + 1:
        yield Fault(seq, FaultKind.SEQUENCE, f"第{last.seq + 1}条至第{seq - 1}条缺失。")
    if previous != last.digest:
        yield Fault(seq, FaultKind.LINK, f"第{seq}条与前一条接不上：其前的记录被改、被删或被插入。")
    if digest != _digest(previous, signed):
        yield Fault(seq, FaultKind.CONTENT, f"第{seq}条的内容被改过。")


def _checkpoint_faults(kept: Checkpoint, found: Checkpoint | None) -> Iterator[Fault]:
    if found != kept:
        yield Fault(kept.seq, FaultKind.CHECKPOINT, f"第{kept.seq}条与另存的核对点不符：链被截断或重写。")


class _Waiting:
    """One event in the queue, and whether the disk has it."""

    __slots__ = ("event", "failure", "settled", "written")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.settled = False
        self.written = False
        self.failure: Exception | None = None


class ReadLedger:
    """The chain of read events, in a database of its own.

    Threads that record at the same moment share one commit: whoever holds the turn writes all that wait.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: deque[_Waiting] = deque()
        self._turn = threading.Lock()

    def record(self, event: Event) -> None:
        """Return when the event is on disk.  ``LedgerBroken``: it is not, so what it tells of must not be shown."""
        mine = _Waiting(event)
        self._queue.append(mine)
        with self._turn:
            while not mine.settled:
                self._write_waiting()
        if not mine.written:
            raise LedgerBroken("审计记录写不进去，暂时不能查阅。请稍后再试，并通知系统管理员。") from mine.failure

    def _write_waiting(self) -> None:
        """Write the first of the queue, in their order, and tell each how it went."""
        batch = [self._queue.popleft() for _ in range(min(len(self._queue), MOST_TOGETHER))]
        written, failure = False, None
        try:
            with self._engine.begin() as connection:
                append_all(connection, [waiting.event for waiting in batch])
            written = True
        except (LedgerBroken, SQLAlchemyError) as failed:
            failure = failed
        finally:
            for waiting in batch:
                waiting.settled, waiting.written, waiting.failure = True, written, failure
