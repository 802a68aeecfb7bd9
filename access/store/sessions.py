"""Sign-in and server-side sessions: a random token in the cookie, its hash and what belongs to it in the table.

The subject is read anew for every request, so a disabled account, a changed role or a withdrawn grant counts at once.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Engine, and_, case, delete, insert, or_, select, update

from access.errors import BadAccount, SignInRefused
from access.store.accounts import could_be_user, hash_matches, stored_hash, subject_of
from access.store.moments import beijing_day, stamp
from access.store.schema import account, session
from access.subjects import Subject, Zone


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lives, and how often a password may be tried (ASVS 7.3.1, 7.3.2; 6.3.1)."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=8)
    #: ``seen_at`` is written no more often than this, so that reading does not write on every request.
    touch: timedelta = timedelta(minutes=1)
    tries: int = 5
    pause: timedelta = timedelta(minutes=15)


class Opened(NamedTuple):
    """The two secrets of a new session: the token is for the cookie alone, the other for its forms."""

    token: str
    csrf: str


@dataclass(frozen=True, slots=True)
class SessionState:
    """What one request needs of its session."""

    subject: Subject
    name: str
    csrf: str


class Sessions:
    """Sessions of the government portal, in the database of its people.  Every method is a transaction of its own."""

    def __init__(self, engine: Engine, limits: SessionLimits) -> None:
        self._engine = engine
        self._limits = limits

    def sign_in(self, user: str, password: str, now: datetime) -> Opened:
        """Open a session for the right password; ``SignInRefused`` in every other case, with one sentence for all.

        The try is counted before the password is looked at, so that parallel guesses cannot outrun the count,
        and no transaction is open while the hash is computed.
        """
        counted = self._count_try(user, now)
        with self._engine.connect() as connection:
            kept = stored_hash(connection, user) if counted else None
        if not hash_matches(kept, password):
            minutes = int(self._limits.pause.total_seconds() // 60)
            raise SignInRefused(f"账号或密码不对，或账号已停用。连续{self._limits.tries}次不对须等{minutes}分钟再试。")
        with self._engine.begin() as connection:
            connection.execute(update(account).where(account.c.user == user).values(tries=0, tried_at=""))
        return self.open(user, now)

    def _count_try(self, user: str, now: datetime) -> bool:
        """Count one try; ``False`` when the account is unknown or has had too many."""
        if not could_be_user(user):
            return False
        paused_since = stamp(now - self._limits.pause)
        counted = case((account.c.tried_at < paused_since, 1), else_=account.c.tries + 1)
        may_try = or_(account.c.tries < self._limits.tries, account.c.tried_at < paused_since)
        with self._engine.begin() as connection:
            changed = connection.execute(
                update(account).where(account.c.user == user, may_try).values(tries=counted, tried_at=stamp(now)),
            )
        return changed.rowcount == 1

    def open(self, user: str, now: datetime) -> Opened:
        """A new session with new secrets, for a user already recognised.  Sessions that have ended are cleared away."""
        opened = Opened(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        row = {
            "token_hash": _hash(opened.token),
            "user": user,
            "csrf": opened.csrf,
            "created_at": stamp(now),
            "seen_at": stamp(now),
            "ends_at": stamp(now + self._limits.absolute),
        }
        ended = or_(session.c.ends_at <= stamp(now), session.c.seen_at <= stamp(now - self._limits.idle))
        with self._engine.begin() as connection:
            connection.execute(delete(session).where(ended))
            connection.execute(insert(session), row)
        return opened

    def resume(self, token: str, now: datetime) -> SessionState | None:
        """The session behind a cookie; ``None`` when it never was, has ended, or its account is disabled."""
        with self._engine.connect() as connection:
            found = self._find(connection, token, now)
        if found is None:
            return None
        state, seen_at = found
        if seen_at <= stamp(now - self._limits.touch):
            self._touch(token, now)
        return state

    def _find(self, connection: Connection, token: str, now: datetime) -> tuple[SessionState, str] | None:
        alive = and_(session.c.ends_at > stamp(now), session.c.seen_at > stamp(now - self._limits.idle))
        row = connection.execute(
            select(session.c.user, session.c.csrf, session.c.seen_at, account.c.name)
            .join(account, account.c.user == session.c.user)
            .where(session.c.token_hash == _hash(token), alive, account.c.disabled.is_(False)),
        ).first()
        if row is None:
            return None
        try:
            subject = subject_of(connection, row.user, Zone.GOV, beijing_day(now))
        except BadAccount:  # disabled between the two questions
            return None
        return SessionState(subject, row.name, row.csrf), row.seen_at

    def _touch(self, token: str, now: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                update(session)
                .where(session.c.token_hash == _hash(token), session.c.seen_at < stamp(now))
                .values(seen_at=stamp(now)),
            )

    def close(self, token: str) -> None:
        """End the session on this side.  Closing one that has ended already is no error."""
        with self._engine.begin() as connection:
            connection.execute(delete(session).where(session.c.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
