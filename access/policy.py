"""The policy: who may find and who may read.  Pure, and the only place where a ``Scope`` is made.

Source of the audiences: DESIGN section 3 (tier, grant, roles), 档案法 arts 27-29, 实施条例 arts 34-35.
``access/README.md`` holds the same decisions as a table; the tests walk that table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from access.facts import Custody, Network
from access.predicates import (
    AllOf,
    InCustody,
    IsRecord,
    Marked,
    Not,
    Nothing,
    OfOrgan,
    OpenBy,
    Predicate,
    Under,
    Withdrawn,
    WorkSecret,
    all_of,
    any_of,
    negate,
)
from access.rules import Rules
from access.subjects import STAFF_ROLES, GrantTarget, Role, Subject, Zone
from access.tiers import Audience, Surface


class Ground(StrEnum):
    """Why a record may be found or read."""

    PUBLIC = "public"
    GOVERNMENT = "government"
    DEPARTMENT = "department"
    ORGAN_ARCHIVIST = "organ_archivist"
    ARCHIVES = "archives"
    GRANT = "grant"


@dataclass(frozen=True, slots=True)
class Clause:
    """One ground and the records it opens."""

    ground: Ground
    opens: Predicate


@dataclass(frozen=True, slots=True)
class Scope:
    """What one subject may find and read today.  Evidence that the policy was asked: only this module makes it."""

    zone: Zone
    find: tuple[Clause, ...]
    read: tuple[Clause, ...]
    barred: Predicate

    @property
    def discoverable(self) -> Predicate:
        """Entries this subject may find: some ground opens them and no block hides them."""
        return all_of((any_of(clause.opens for clause in self.find), negate(self.barred)))

    @property
    def readable(self) -> Predicate:
        """Records whose content this subject may read.  Never more than may be found."""
        return all_of((self.discoverable, any_of(clause.opens for clause in self.read)))


def scope_for(subject: Subject, rules: Rules, today: date) -> Scope:
    """Decide, once per request, what this subject may find and read."""
    return Scope(
        subject.zone,
        find=_clauses(subject, rules, today, Surface.CATALOGUE),
        read=_clauses(subject, rules, today, Surface.CONTENT),
        barred=rules.barred(),
    )


def _clauses(subject: Subject, rules: Rules, today: date, surface: Surface) -> tuple[Clause, ...]:
    if subject.zone is Zone.PUBLIC:
        return (Clause(Ground.PUBLIC, _public(rules, today, surface)),)
    if not subject.signed_in:
        return ()
    opened = [
        (Ground.PUBLIC, _public(rules, today, surface)),
        (Ground.GOVERNMENT, _government(subject, rules, today, surface)),
        (Ground.DEPARTMENT, _department(subject, rules, today, surface)),
        (Ground.ORGAN_ARCHIVIST, _organ_archivist(subject, rules, today, surface)),
        (Ground.ARCHIVES, _archives(subject, rules, today, surface)),
        (Ground.GRANT, _granted(subject, rules, today, surface)),
    ]
    return tuple(Clause(ground, opens) for ground, opens in opened if not isinstance(opens, Nothing))


#: Records that no special state narrows further.
_ORDINARY = AllOf((Not(Withdrawn()), Not(WorkSecret())))


def _opened(rules: Rules, today: date, surface: Surface) -> Predicate:
    """A tier for the public whose day has come.  Before it, the same tier reads as ``department``."""
    return all_of((rules.exactly(Audience.PUBLIC, surface), OpenBy(today)))


def _public(rules: Rules, today: date, surface: Surface) -> Predicate:
    """Everybody: opened, ordinary, and no marking keeps it on the government network."""
    free = Marked(frozenset({Network.UNMARKED, Network.BOTH}))
    return all_of((_opened(rules, today, surface), free, _ORDINARY))


def _is_staff(subject: Subject) -> bool:
    return not STAFF_ROLES.isdisjoint(subject.roles)


def _government(subject: Subject, rules: Rules, today: date, surface: Surface) -> Predicate:
    """Staff of the network: what is shared with it, and what is opened but marked to stay inside."""
    if not _is_staff(subject):
        return Nothing()
    shared = any_of((rules.exactly(Audience.GOV, surface), _opened(rules, today, surface)))
    return all_of((shared, _ORDINARY))


def _department(subject: Subject, rules: Rules, today: date, surface: Surface) -> Predicate:
    """Members of the record's organ or its successor: everything but what is for archivists or nobody."""
    own = rules.speaks_for(subject.departments, today)
    if not _is_staff(subject) or not own:
        return Nothing()
    return all_of((rules.at_least(Audience.DEPARTMENT, surface), OfOrgan(own), Not(Withdrawn())))


def _or_withdrawn(rules: Rules, surface: Surface) -> Predicate:
    """The reach of ``archives``.  A withdrawn record is theirs whatever its tier said."""
    kept = all_of((rules.at_least(Audience.ARCHIVES, surface), Not(Withdrawn())))
    return any_of((kept, Withdrawn()))


def _organ_archivist(subject: Subject, rules: Rules, today: date, surface: Surface) -> Predicate:
    """Records still with the organ: its own archivist stands where the archive stands later."""
    own = rules.speaks_for(subject.departments, today)
    if Role.DEPARTMENT_ARCHIVIST not in subject.roles or not own:
        return Nothing()
    return all_of((_or_withdrawn(rules, surface), OfOrgan(own), InCustody(Custody.FILED)))


def is_archives_staff(subject: Subject, rules: Rules) -> bool:
    """The archive's own: its archivists, and disclosure officers and approvers whose department is the archive."""
    if Role.ARCHIVIST in subject.roles:
        return True
    second = {Role.DISCLOSURE_OFFICER, Role.APPROVER}
    return not second.isdisjoint(subject.roles) and not rules.archives.isdisjoint(subject.departments)


def _archives(subject: Subject, rules: Rules, today: date, surface: Surface) -> Predicate:
    """The archive: what was transferred to it, and what organs without a successor left behind."""
    if not is_archives_staff(subject, rules):
        return Nothing()
    orphans = rules.orphans(today)
    held: list[Predicate] = [InCustody(Custody.TRANSFERRED)]
    if orphans:
        held.append(OfOrgan(orphans))
    return all_of((_or_withdrawn(rules, surface), any_of(held)))


def _granted(subject: Subject, rules: Rules, today: date, surface: Surface) -> Predicate:
    """Grants that still run, over ordinary records that are not kept from everybody.

    Only staff and readers can use one: an administrator's account reads nothing, whatever was granted to it.
    """
    live = [grant for grant in subject.grants if grant.until >= today]
    ids = frozenset(g.target_id for g in live if g.target is GrantTarget.RECORD)
    nodes = frozenset(g.target_id for g in live if g.target is GrantTarget.LEVEL)
    if not live or not (_is_staff(subject) or Role.READER in subject.roles):
        return Nothing()
    records: Predicate = IsRecord(ids) if ids else Nothing()
    branches: Predicate = Under(nodes) if nodes else Nothing()
    return all_of((rules.at_least(Audience.ARCHIVES, surface), any_of((records, branches)), _ORDINARY))
