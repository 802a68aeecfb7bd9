"""Jobs of the desk that concern many records: a tier was edited, a level was marked.

Both work in batches, each a transaction, and may be cut off anywhere: the job waits until all of it is done.  They
raise rather than count a failure: a block stands until they have succeeded.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import Engine, select

from records import outbox, schema
from records.database import reading, writing
from records.items import Target
from records.jobs import Job, JobKind, finish, waiting_jobs
from records.markings import follow_levels, items_below

_BATCH = 200


def announce_tiers(government: Engine) -> int:
    """Have every record of an edited tier published again.  Returns the number of jobs."""
    return _each(government, JobKind.REPUBLISH, _announce_tier)


def follow_markings(government: Engine) -> int:
    """Give every record below a newly marked level the marking that follows.  Returns the number of jobs."""
    return _each(government, JobKind.REMARK, _follow_level)


def _each(government: Engine, kind: JobKind, work: Callable[[Engine, Job], None]) -> int:
    with reading(government) as connection:
        asked = waiting_jobs(connection, kind)
    for job in asked:
        work(government, job)
        with writing(government) as connection:
            finish(connection, job)
    return len(asked)


def _announce_tier(government: Engine, job: Job) -> None:
    code = str(json.loads(job.payload)["tier"])
    item, last = schema.item.c, ""
    while True:
        query = select(item.id).where(item.public_tier == code, item.id > last).order_by(item.id).limit(_BATCH)
        with writing(government) as connection:
            ids = connection.execute(query).scalars().all()
            for item_id in ids:
                outbox.announce(connection, item_id, (Target.PUBLICATION,))
        if not ids:
            return
        last = ids[-1]


def _follow_level(government: Engine, job: Job) -> None:
    node, last = str(json.loads(job.payload)["node"]), ""
    while True:
        with writing(government) as connection:
            ids = items_below(connection, node, after=last, limit=_BATCH)
            follow_levels(connection, ids)
        if not ids:
            return
        last = ids[-1]
