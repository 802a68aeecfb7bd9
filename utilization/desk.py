"""How every act at the desk runs: who acts, as of now, in one government transaction, with its event.

A refused act leaves an event, too.  Nothing here decides what may be done; the use cases do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine

from access.policy import Scope, scope_for
from access.rules import Block, Rules
from access.store.accounts import subject_of
from access.store.ledger import Event, append
from access.store.moments import beijing_day, stamp
from access.store.rules import add_block, load_rules
from access.subjects import Role, Subject, Zone
from records.database import writing
from records.tightening import PublicBlocks
from utilization.errors import NotAllowed, NothingThere


@dataclass(frozen=True, slots=True)
class Act:
    """One act while its transaction is open.  ``rules`` are without blocks: a block speaks of caches, not of rights."""

    connection: Connection
    public: PublicBlocks.Holding
    subject: Subject
    rules: Rules
    now: datetime

    @property
    def by(self) -> str:
        return self.subject.user

    @property
    def today(self) -> date:
        return beijing_day(self.now)

    @property
    def scope(self) -> Scope:
        """What the acting person may find and read."""
        return scope_for(self.subject, self.rules, self.today)

    def require(self, *roles: Role) -> None:
        """``NotAllowed`` unless the person holds one of these roles."""
        if self.subject.roles.isdisjoint(roles):
            raise NotAllowed(f"账号“{self.by}”没有办理此事的角色。请由有相应职责的人员办理。")

    def block_government(self, hidden: Block, reason: str) -> None:
        """Hide at once in the government store; the worker lifts it when the index has followed."""
        add_block(self.connection, hidden, reason=reason, now=self.now)

    def block_public(self, hidden: Block) -> None:
        """Hide at once in the public store, before this transaction commits."""
        self.public.block(self.connection, hidden, self.now)

    def note(self, act: str, about: str, detail: Mapping[str, Any]) -> None:
        """Add the event of what is done.  Ids and codes only, never titles or reasons."""
        append(self.connection, Event(stamp(self.now), act, self.by, Zone.GOV, about, "done", detail))


@dataclass(frozen=True, slots=True)
class Desk:
    """The government store as people act on it, and the public store's blocks as far as they can be reached."""

    government: Engine
    public: PublicBlocks
    clock: Callable[[], datetime]

    @contextmanager
    def act(self, name: str, about: str, by: str) -> Iterator[Act]:
        """One transaction on behalf of ``by``; ``BadAccount`` when that is no active account."""
        now = self.clock()
        try:
            with self.public.holding() as public, writing(self.government) as connection:
                subject = subject_of(connection, by, Zone.GOV, beijing_day(now))
                yield Act(connection, public, subject, replace(load_rules(connection), blocks=()), now)
        except (NotAllowed, NothingThere):
            with writing(self.government) as connection:
                append(connection, Event(stamp(now), name, by, Zone.GOV, about, "refused"))
            raise

    @property
    def reaches_public(self) -> bool:
        """Whether the public store stands here; otherwise it has not yet confirmed a tightening."""
        return bool(self.public.databases)
