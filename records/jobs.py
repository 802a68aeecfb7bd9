"""Jobs: what one part asks of another, or of later, as rows in the transaction of the cause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select, update

from access.store.moments import stamp
from records import schema

_ATTEMPTS = 5


class JobKind(StrEnum):
    """The closed list of jobs, with what their payload (JSON) names.

    LIFT: a public block, ``{"block": id}``.  REINDEX: rebuild this store's index.  REPUBLISH: every record of a tier of
    the public axis, ``{"tier": code}``.  REMARK: the network marking of all below a level, ``{"node": id}``.
    """

    LIFT = "lift"
    REINDEX = "reindex"
    REPUBLISH = "republish"
    REMARK = "remark"


class JobState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    id: int
    kind: JobKind
    payload: str
    attempts: int


def enqueue(connection: Connection, kind: JobKind, payload: str, now: datetime) -> None:
    """Ask for a job to be done once the caller's transaction is committed."""
    connection.execute(
        insert(schema.job).values(
            kind=kind,
            payload=payload,
            state=JobState.WAITING,
            attempts=0,
            due_at=stamp(now),
            error="",
        ),
    )


def waiting_jobs(connection: Connection, kind: JobKind) -> tuple[Job, ...]:
    """Jobs of one kind that wait, the oldest first."""
    table = schema.job.c
    rows = connection.execute(
        select(table.id, table.kind, table.payload, table.attempts)
        .where(table.state == JobState.WAITING, table.kind == kind)
        .order_by(table.id),
    )
    return tuple(Job(row.id, JobKind(row.kind), row.payload, row.attempts) for row in rows)


def count_waiting(connection: Connection, kinds: Iterable[JobKind]) -> int:
    """How many jobs of these kinds wait."""
    table = schema.job.c
    waiting = select(func.count()).where(table.state == JobState.WAITING, table.kind.in_(list(kinds)))
    return connection.execute(waiting).scalar_one()


def finish(connection: Connection, job: Job) -> None:
    connection.execute(update(schema.job).where(schema.job.c.id == job.id).values(state=JobState.DONE))


def fail(connection: Connection, job: Job, error: str) -> None:
    """Count a failed try; after the fifth the job stays failed, with its reason, for a person to see."""
    state = JobState.FAILED if job.attempts + 1 >= _ATTEMPTS else JobState.WAITING
    connection.execute(
        update(schema.job)
        .where(schema.job.c.id == job.id)
        .values(state=state, attempts=job.attempts + 1, error=error[:1000]),
    )


def newest_failure(connection: Connection, kind: JobKind) -> str:
    """Why the newest job of this kind failed for good; empty when it did not."""
    table = schema.job.c
    newest = select(table.state, table.error).where(table.kind == kind).order_by(table.id.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return row.error if row and row.state == JobState.FAILED else ""
