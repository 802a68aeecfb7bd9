"""Who is asking: zone, person, departments, roles and grants, as plain values.

A subject is what the process and the signed-in session say; nothing here is read from a request header.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Zone(StrEnum):
    """The network a process serves.  Set when it starts, never by a request."""

    PUBLIC = "public"
    GOV = "gov"


class Role(StrEnum):
    """What a person does here.  Only the first six bear on reading; administrators read nothing by role."""

    READER = "reader"
    STAFF = "staff"
    DEPARTMENT_ARCHIVIST = "department_archivist"
    ARCHIVIST = "archivist"
    DISCLOSURE_OFFICER = "disclosure_officer"
    APPROVER = "approver"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"


#: Roles whose holder counts as staff of the government network.
STAFF_ROLES = frozenset(
    {Role.STAFF, Role.DEPARTMENT_ARCHIVIST, Role.ARCHIVIST, Role.DISCLOSURE_OFFICER, Role.APPROVER},
)
#: No account may hold two of these (等保 2.0, level 3: separation of administrators).
ADMINISTRATOR_ROLES = frozenset(
    {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR},
)


class GrantTarget(StrEnum):
    """What a grant opens: one record, or everything below one level of the arrangement."""

    RECORD = "record"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave for one person or department to read one record or level until a day (inclusive)."""

    target: GrantTarget
    target_id: str
    until: date
    purpose: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The person behind one request, as of now.  An empty ``user`` is nobody signed in."""

    zone: Zone
    user: str = ""
    departments: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    grants: tuple[Grant, ...] = ()

    @property
    def signed_in(self) -> bool:
        return self.user != ""


#: The reader of the public portal: everybody, known by nothing.
CITIZEN = Subject(Zone.PUBLIC)
#: Nobody has signed in on the government network: may find nothing.
STRANGER = Subject(Zone.GOV)
