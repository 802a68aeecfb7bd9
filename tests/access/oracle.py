"""A second reading of DESIGN section 3, sentence by sentence, in plain ifs.

It must not use ``access.policy``, ``access.predicates`` or the methods of ``Rules``: it is what they are judged by.
"""

from __future__ import annotations

from datetime import date

from access.facts import Custody, Network, RecordFacts
from access.subjects import GrantTarget, Role, Subject, Zone
from access.tiers import Audience, Axis, Tier
from tests.access import lattice

#: Who speaks for an organ today, written out by hand from the lattice's successions.
SPEAKERS = {
    lattice.OWN: {lattice.OWN},
    lattice.OTHER: {lattice.OTHER},
    lattice.SUCCEEDED: {lattice.SUCCEEDED, lattice.OWN},
    lattice.CHAINED: {lattice.CHAINED, lattice.SUCCEEDED, lattice.OWN},
    lattice.FUTURE: {lattice.FUTURE},
    lattice.ORPHAN: {lattice.ORPHAN},
    lattice.ORPHAN_HEIR: {lattice.ORPHAN_HEIR, lattice.ORPHAN},
    "": set(),
}
ARCHIVE_SPEAKS_FOR = {lattice.ORPHAN, lattice.ORPHAN_HEIR}
ADMITTED_ROLES = {
    Role.STAFF,
    Role.DEPARTMENT_ARCHIVIST,
    Role.ARCHIVIST,
    Role.DISCLOSURE_OFFICER,
    Role.APPROVER,
}


def finds(subject: Subject, record: RecordFacts, tiers: tuple[Tier, ...], today: date) -> bool:
    return _may(subject, record, audience(record, tiers, today, content=False), today)


def reads(subject: Subject, record: RecordFacts, tiers: tuple[Tier, ...], today: date) -> bool:
    # "content audience (never wider than the catalogue's)": nobody reads what they may not find
    allowed = _may(subject, record, audience(record, tiers, today, content=True), today)
    return allowed and finds(subject, record, tiers, today)


def audience(record: RecordFacts, tiers: tuple[Tier, ...], today: date, *, content: bool) -> Audience:
    """Whom this surface of this record speaks to today."""
    cell = record.cell
    # "Withdrawn: both audiences are archives."
    if cell.withdrawn:
        return Audience.ARCHIVES
    widest = Audience.NOBODY
    for axis, code in ((Axis.PUBLIC, cell.public_tier), (Axis.GOV, cell.gov_tier)):
        spoken = _tier_audience(record, axis, code, tiers, today, content=content)
        # "A reader gets the wider of the two axes."
        widest = max(widest, spoken)
    # "工作秘密 is never public and at most the own department's."
    if cell.work_secret and widest > Audience.DEPARTMENT:
        return Audience.DEPARTMENT
    return widest


def _tier_audience(
    record: RecordFacts, axis: Axis, code: str, tiers: tuple[Tier, ...], today: date, *, content: bool
) -> Audience:
    spoken = Audience.NOBODY  # "an unknown value: the answer is not visible"
    for tier in tiers:
        if tier.axis is axis and tier.code == code:
            spoken = tier.content if content else tier.catalogue
    if spoken is not Audience.PUBLIC:
        return spoken  # "other audiences ignore dates"
    # "public needs an effective date that has come; before or without it, it reads as department"
    if record.opens_on is None or record.opens_on > today:
        return Audience.DEPARTMENT
    # "Network marking gov or unknown removes public (after the date rule; it becomes gov)"
    if record.cell.network in (Network.GOV, Network.UNKNOWN):
        return Audience.GOV
    return Audience.PUBLIC


def _may(subject: Subject, record: RecordFacts, spoken: Audience, today: date) -> bool:
    if subject.zone is Zone.PUBLIC:
        return spoken is Audience.PUBLIC
    if subject.user == "":
        return False
    if spoken is Audience.PUBLIC:
        return True
    if spoken is Audience.NOBODY:
        return False
    if _granted(subject, record, today):
        return True
    admitted = bool(ADMITTED_ROLES & subject.roles)
    if spoken is Audience.GOV:
        return admitted
    own = bool(SPEAKERS[record.cell.organ] & subject.departments)
    if spoken is Audience.DEPARTMENT:
        return (admitted and own) or _archives_turn(subject, record)
    # What is left is ``archives``.
    if record.cell.custody is Custody.FILED and Role.DEPARTMENT_ARCHIVIST in subject.roles and own:
        return True
    return _archives_turn(subject, record)


def _archives_turn(subject: Subject, record: RecordFacts) -> bool:
    """The archive's people, over what was transferred and what nobody else speaks for."""
    in_archive = lattice.ARCHIVE in subject.departments
    officer = Role.DISCLOSURE_OFFICER in subject.roles or Role.APPROVER in subject.roles
    if not (Role.ARCHIVIST in subject.roles or (officer and in_archive)):
        return False
    return record.cell.custody is Custody.TRANSFERRED or record.cell.organ in ARCHIVE_SPEAKS_FOR


def _granted(subject: Subject, record: RecordFacts, today: date) -> bool:
    # "never over withdrawn records, 工作秘密 or nobody" (nobody is the caller's)
    if record.cell.withdrawn or record.cell.work_secret:
        return False
    # "Grants act in the government zone only (staff, or a reader account of the reading room)"
    if not (ADMITTED_ROLES | {Role.READER}) & subject.roles:
        return False
    for grant in subject.grants:
        named = grant.target is GrantTarget.RECORD and grant.target_id == record.record_id
        below = grant.target is GrantTarget.LEVEL and grant.target_id in record.ancestors
        if grant.until >= today and (named or below):
            return True
    return False
