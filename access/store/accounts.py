"""Local accounts: who may sign in, with which roles and department.  The caller owns the transaction.

It must not hold a password, nor say of a sign-in that failed whether the user exists.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, insert, select, update

from access.errors import BadAccount
from access.store.grants import running_grants
from access.store.moments import stamp
from access.store.schema import account, account_role, session
from access.subjects import ADMINISTRATOR_ROLES, STAFF_ROLES, Role, Subject, Zone

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256
#: OWASP's argon2id floor.  More memory for each hash would let forty sign-ins at once take gigabytes.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_USER = re.compile(r"[\w.@-]{1,64}")
#: Letters and digits that are not mistaken for each other when copied from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an administrator fills in."""

    user: str
    name: str
    department: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the list of people."""

    user: str
    name: str
    department: str
    roles: frozenset[Role]
    disabled: bool
    created_at: str


def new_password() -> str:
    """A random password of 82 bits in four groups, printed once and stored nowhere."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def add_account(connection: Connection, new: NewAccount, *, password: str, now: datetime) -> None:
    """Open an account.  ``BadAccount`` when the user exists, roles exclude each other or the password is weak."""
    _check_user(new)
    _check_password(new.user, password)
    if connection.execute(select(account.c.user).where(account.c.user == new.user)).first():
        raise BadAccount(f"账号“{new.user}”已存在。")
    row = {"user": new.user, "name": new.name or new.user, "department": new.department, "disabled": False}
    moments = {"created_at": stamp(now), "password_changed_at": stamp(now), "tries": 0, "tried_at": ""}
    connection.execute(insert(account), {**row, **moments, "password_hash": _HASHER.hash(password)})
    roles = sorted(new.roles)
    connection.execute(insert(account_role), [{"user": new.user, "role": role.value} for role in roles])


def _check_user(new: NewAccount) -> None:
    if not could_be_user(new.user):
        raise BadAccount(f"账号名“{new.user}”不合规：用文字、数字和 . _ @ -，不超过64个字符。")
    if not new.roles:
        raise BadAccount(f"账号“{new.user}”没有角色，请至少给一个。")
    if len(new.roles & ADMINISTRATOR_ROLES) > 1:
        raise BadAccount("系统、安全、审计管理员互相制约，同一账号只能任其一。")
    if not new.department.strip() and new.roles & STAFF_ROLES:
        raise BadAccount(f"账号“{new.user}”是工作人员，请写明所属单位。")


def _check_password(user: str, password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadAccount(f"密码须为{SHORTEST_PASSWORD}至{LONGEST_PASSWORD}个字符。")
    if password.casefold() == user.casefold():
        raise BadAccount("密码不能与账号名相同。")


def set_password(connection: Connection, user: str, password: str, *, now: datetime) -> None:
    """Change the password.  Every session of the account ends, so that whoever knew the old one is out."""
    _check_password(user, password)
    fresh = {"password_hash": _HASHER.hash(password), "password_changed_at": stamp(now), "tries": 0, "tried_at": ""}
    _change(connection, user, fresh)


def disable(connection: Connection, user: str) -> None:
    """Close the account.  Its sessions end with the commit."""
    _change(connection, user, {"disabled": True})


def _change(connection: Connection, user: str, values: dict[str, object]) -> None:
    changed = connection.execute(update(account).where(account.c.user == user).values(values))
    if changed.rowcount != 1:
        raise BadAccount(f"没有账号“{user}”。")
    connection.execute(delete(session).where(session.c.user == user))


def list_accounts(connection: Connection) -> tuple[Account, ...]:
    held: dict[str, set[Role]] = {}
    for user, role in connection.execute(select(account_role.c.user, account_role.c.role)):
        held.setdefault(user, set()).update(_known_roles([role]))
    rows = connection.execute(select(account).order_by(account.c.user)).mappings()
    return tuple(
        Account(
            user=row["user"],
            name=row["name"],
            department=row["department"],
            roles=frozenset(held.get(row["user"], ())),
            disabled=row["disabled"],
            created_at=row["created_at"],
        )
        for row in rows
    )


def subject_of(connection: Connection, user: str, zone: Zone, today: date) -> Subject:
    """The subject an active account is today.  ``BadAccount`` when there is none: no one is guessed at.

    A department's grants serve its staff; a reader of the reading room holds only their own.
    """
    if zone is not Zone.GOV:
        raise BadAccount("公众端没有账号，请不指定账号。")
    active = (account.c.user == user, account.c.disabled.is_(False))
    row = connection.execute(select(account.c.department).where(*active)).first() if could_be_user(user) else None
    if row is None:
        raise BadAccount(f"没有账号“{user}”，或已停用。")
    roles = _known_roles(connection.execute(select(account_role.c.role).where(account_role.c.user == user)).scalars())
    departments = frozenset({row.department} - {""})
    offices = departments if roles & STAFF_ROLES else frozenset[str]()
    return Subject(zone, user, departments, roles, running_grants(connection, user, offices, today))


def _known_roles(values: Iterable[str]) -> frozenset[Role]:
    """A role nobody knows gives nothing."""
    known = {role.value: role for role in Role}
    return frozenset(known[value] for value in values if value in known)


def verify_password(connection: Connection, user: str, password: str) -> bool:
    """Say whether this is the password of an active account.  An unknown user costs the same work."""
    return hash_matches(stored_hash(connection, user), password)


def stored_hash(connection: Connection, user: str) -> str | None:
    """The hash of an active account; ``None`` for anybody else.  For the sign-in alone."""
    if not could_be_user(user):
        return None
    active = (account.c.user == user, account.c.disabled.is_(False))
    return connection.execute(select(account.c.password_hash).where(*active)).scalar()


def could_be_user(user: str) -> bool:
    """Whether a name may be asked of the database at all: PostgreSQL refuses some characters outright."""
    return _USER.fullmatch(user) is not None


def hash_matches(kept: str | None, password: str) -> bool:
    """Compare a password with a stored hash, or with nobody's, at the same price."""
    try:
        _HASHER.verify(kept or _nobodys_hash(), password[:LONGEST_PASSWORD].encode(errors="replace"))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None and len(password) <= LONGEST_PASSWORD


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))
