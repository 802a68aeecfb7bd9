"""The worker: outbox to index, publication, purge, lifting of blocks, rebuilds.  One per data folder.

Each step is safe to repeat, so a killed worker is simply started again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import structlog
from sqlalchemy import select, update

from access.store.rules import blocks, lift_blocks
from access.subjects import Zone
from indexer.publication import Publisher
from indexer.reconsidering import announce_tiers, follow_markings
from indexer.relay import Relay
from indexer.upkeep import purge_bytes, remove_strays
from records import outbox, schema
from records.database import reading, writing
from records.items import Target
from records.jobs import Job, JobKind, count_waiting, enqueue, fail, finish, waiting_jobs

log = structlog.get_logger("worker")
_DAY_KEY = "published_until"
#: Jobs of the government side alone.
_AT_HOME = frozenset({JobKind.REINDEX, JobKind.REMARK})
_ORPHAN_AGE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Worker:
    """What is present here: the relays of one or both zones, and the publisher when both are."""

    relays: tuple[Relay, ...]
    publishers: tuple[Publisher, ...]
    today: Callable[[], date]

    def run(self, stop: Callable[[], bool], pause: float) -> None:
        """Work until told to stop.  A failing cycle is logged and tried again."""
        with self._hands_on():
            while not stop():
                try:
                    busy = self.cycle()
                except Exception:
                    log.exception("cycle_failed")
                    busy = False
                if not busy:
                    time.sleep(pause)

    def drain(self) -> None:
        """Work until nothing is left."""
        with self._hands_on():
            while self.cycle() or self.waiting():
                pass

    @contextmanager
    def _hands_on(self) -> Iterator[None]:
        """Clear away what a killed process may have left; let go of the indices at the end."""
        for relay in self.relays:
            remove_strays(relay.store)
        try:
            yield
        finally:
            for relay in self.relays:
                relay.writer.close()

    def waiting(self) -> int:
        """Outbox rows and jobs that wait and can be worked on here."""
        total = 0
        targets = [Target.INDEX, *([Target.PUBLICATION] if self.publishers else [])]
        for relay in self.relays:
            with reading(relay.store.database) as connection:
                total += sum(outbox.waiting(connection, target) for target in targets)
                total += count_waiting(connection, self._workable(relay.store.zone))
        return total

    def _workable(self, zone: Zone) -> frozenset[JobKind]:
        """Jobs that can be finished here: what concerns the public store waits, without it, for the ferry."""
        return frozenset(JobKind) if zone is Zone.PUBLIC or self.publishers else _AT_HOME

    def cycle(self) -> bool:
        """Everything once, in the order that keeps blocks until what they hide is gone.  Whether there was work."""
        busy = False
        for publisher in self.publishers:
            busy |= self._openings(publisher) | self._adopt_orphans(publisher)
        for relay in self.relays:
            if relay.store.zone is Zone.GOV:
                busy |= self._relay_and_lift(relay)
        for publisher in self.publishers:
            busy |= self._publish(publisher)
        for relay in self.relays:
            if relay.store.zone is Zone.PUBLIC:
                busy |= relay.drain() > 0
            busy |= self._reindex(relay)
        return busy

    def _relay_and_lift(self, relay: Relay) -> bool:
        """Blocks seen before jobs and rows are read were committed with those that are now done and applied."""
        with reading(relay.store.database) as connection:
            standing = [entry.id for entry in blocks(connection)]
        follow_markings(relay.store.database)
        applied = relay.drain()
        if standing:
            with writing(relay.store.database) as connection:
                lift_blocks(connection, standing)
        return applied > 0 or bool(standing)

    def _publish(self, publisher: Publisher) -> bool:
        """Publish, follow with the public index, purge, and only then lift the public blocks asked for before."""
        with reading(publisher.gov.database) as connection:
            lifts = waiting_jobs(connection, JobKind.LIFT)
        # After the lifts were read: a lift and the work it waits for are committed together.
        announce_tiers(publisher.gov.database)
        follow_markings(publisher.gov.database)
        published = publisher.drain(self.today())
        relay = next(r for r in self.relays if r.store.zone is Zone.PUBLIC)
        relay.drain()
        if published.retracted or lifts:
            relay.rebuild()
            purge_bytes(publisher.public)
        if lifts:
            self._lift(publisher, lifts)
        return published.handled > 0 or bool(lifts)

    def _lift(self, publisher: Publisher, lifts: tuple[Job, ...]) -> None:
        with writing(publisher.public.database) as connection:
            lift_blocks(connection, [json.loads(job.payload)["block"] for job in lifts])
        with writing(publisher.gov.database) as connection:
            for job in lifts:
                finish(connection, job)

    def _openings(self, publisher: Publisher) -> bool:
        """After midnight: have published what opens today.  On the first run all of it waits in the outbox already."""
        today = self.today()
        meta = schema.meta
        with reading(publisher.gov.database) as connection:
            kept = connection.execute(select(meta.c.value).where(meta.c.key == _DAY_KEY)).scalar_one_or_none()
        if kept == today.isoformat():
            return False
        if kept is not None:
            publisher.announce_openings(date.fromisoformat(kept), today)
        with writing(publisher.gov.database) as connection:
            if kept is None:
                connection.execute(meta.insert().values(key=_DAY_KEY, value=today.isoformat()))
            else:
                connection.execute(update(meta).where(meta.c.key == _DAY_KEY).values(value=today.isoformat()))
        return True

    def _adopt_orphans(self, publisher: Publisher) -> bool:
        """A public block whose government transaction never came: after a while it is lifted like any other.

        Everything is published again first, for what it hid is not asked; index, purge and lift are ``_publish``'s.
        """
        limit = datetime.now(UTC) - _ORPHAN_AGE
        with reading(publisher.public.database) as connection:
            standing = blocks(connection)
        old = [entry for entry in standing if datetime.fromisoformat(entry.since) < limit]
        if not old:
            return False
        with writing(publisher.gov.database) as connection:
            asked = {json.loads(job.payload)["block"] for job in waiting_jobs(connection, JobKind.LIFT)}
            orphans = [entry.id for entry in old if entry.id not in asked]
            if orphans:
                publisher.announce_all(connection)
            for block_id in orphans:
                enqueue(connection, JobKind.LIFT, json.dumps({"block": block_id}), datetime.now(UTC))
        if orphans:
            log.warning("orphan_blocks_adopted", count=len(orphans))
        return bool(orphans)

    def _reindex(self, relay: Relay) -> bool:
        """Rebuilds that were asked for; several requests are one rebuild."""
        with reading(relay.store.database) as connection:
            asked = waiting_jobs(connection, JobKind.REINDEX)
        if not asked:
            return False
        error = ""
        try:
            relay.rebuild()
        except Exception as reason:
            log.exception("reindex_failed", zone=relay.store.zone.value)
            error = repr(reason)
        with writing(relay.store.database) as connection:
            for job in asked:
                fail(connection, job, error) if error else finish(connection, job)
        return True
