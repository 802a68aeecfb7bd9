"""Blocks in the public store: set before the government side commits, lifted after the purge.

The order makes promise 6 hold: the public block is committed first, then the government transaction, which also
writes a ``lift`` job.  The worker lifts a public block only for such a job, after publication and the public index
have followed.  A block without a job (the process died in between) is found and resolved by the worker.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine

from access.rules import Block
from access.store.rules import add_block
from records.database import writing
from records.jobs import JobKind, enqueue


@dataclass(frozen=True, slots=True)
class PublicBlocks:
    """The public store's block table as far as it can be reached from here; without one, blocks go nowhere."""

    databases: tuple[Engine, ...]

    @contextmanager
    def holding(self) -> Iterator[PublicBlocks.Holding]:
        """For the length of one government transaction."""
        yield PublicBlocks.Holding(self.databases)

    @dataclass(frozen=True, slots=True)
    class Holding:
        """Sets public blocks at once and notes in the government transaction that they are to be lifted."""

        databases: tuple[Engine, ...]
        ids: list[str] = field(default_factory=list)

        def block(self, government: Connection, hidden: Block, now: datetime) -> None:
            for database in self.databases:
                with writing(database) as connection:
                    block_id = add_block(connection, hidden, reason="", now=now)
                self.ids.append(block_id)
                enqueue(government, JobKind.LIFT, json.dumps({"block": block_id}), now)

        def unreachable(self) -> bool:
            """The public side stands elsewhere: the tightening is not confirmed there yet."""
            return not self.databases
