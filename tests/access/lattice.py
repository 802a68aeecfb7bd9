"""Every kind of subject and every kind of record, so that any interpreter of the policy can be walked over all of them.

It knows nothing of what the answers are: that is the oracle's.  Other suites replay ``sample`` through engines and HTTP.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from itertools import product

from access.facts import Cell, Custody, Network, RecordFacts
from access.rules import Rules, Succession
from access.subjects import CITIZEN, STRANGER, Grant, GrantTarget, Role, Subject, Zone
from access.tiers import OWN_UNIT, SHIPPED, UNREVIEWED, Audience, Axis, Tier

TODAY = date(2026, 6, 1)
YESTERDAY, TOMORROW = date(2026, 5, 31), date(2026, 6, 2)

ARCHIVE = "青川区档案馆"
OWN, OTHER, SUCCEEDED, CHAINED, FUTURE, ORPHAN, ORPHAN_HEIR = (
    "住房和城乡建设局",
    "民政局",
    "建设委员会",
    "城市建设局",
    "人民防空办公室",
    "蚕桑办公室",
    "蚕种场",
)
#: The five relations an organ may have to a subject; the chains and days of succession are in ``ORGANS`` besides.
RELATIONS = (OWN, OTHER, SUCCEEDED, ORPHAN, "")
ORGANS = (*RELATIONS, CHAINED, FUTURE, ORPHAN_HEIR)

#: Tiers as security administrators may have edited them, beside the shipped ones.
EDITED = (
    Tier(Axis.PUBLIC, "kept", "馆内", Audience.ARCHIVES, Audience.ARCHIVES),
    Tier(Axis.PUBLIC, "sealed", "封存", Audience.NOBODY, Audience.NOBODY),
    Tier(Axis.PUBLIC, "entry_kept", "馆内目录", Audience.ARCHIVES, Audience.NOBODY),
    Tier(Axis.PUBLIC, "open_entry_gov_text", "目录上网政务全文", Audience.PUBLIC, Audience.GOV),
    Tier(Axis.GOV, "gov_kept", "档案部门", Audience.ARCHIVES, Audience.ARCHIVES),
    Tier(Axis.GOV, "gov_sealed", "不共享", Audience.NOBODY, Audience.NOBODY),
)
UNKNOWN_TIER = "nonsense"
TIERS = (*SHIPPED, *EDITED)
PUBLIC_TIERS = (*(t.code for t in TIERS if t.axis is Axis.PUBLIC), UNKNOWN_TIER, "")
GOV_TIERS = (*(t.code for t in TIERS if t.axis is Axis.GOV), UNKNOWN_TIER, "")

RULES = Rules(
    tiers=TIERS,
    archives=frozenset({ARCHIVE}),
    successions=(
        Succession(SUCCEEDED, OWN, date(2015, 1, 1)),
        Succession(CHAINED, SUCCEEDED, date(2001, 1, 1)),
        Succession(FUTURE, OWN, TOMORROW),
        Succession(ORPHAN, "", date(2003, 1, 1)),
        Succession(ORPHAN_HEIR, ORPHAN, date(1999, 1, 1)),
    ),
)

GRANTED_LEVEL = "level-granted"
OTHER_LEVEL = "level-other"
GRANTED_RECORDS = tuple(f"granted-{n}" for n in range(16))
_BY_RECORD = tuple(Grant(GrantTarget.RECORD, name, TODAY, "诉讼") for name in GRANTED_RECORDS)
_BY_LEVEL = (Grant(GrantTarget.LEVEL, GRANTED_LEVEL, TOMORROW, "修志"),)
_RUN_OUT = tuple(Grant(g.target, g.target_id, YESTERDAY, g.purpose) for g in (*_BY_RECORD, *_BY_LEVEL))


def _gov(user: str, department: str, *roles: Role, grants: tuple[Grant, ...] = ()) -> Subject:
    return Subject(Zone.GOV, user, frozenset({department} - {""}), frozenset(roles), grants)


#: The names are those of the tables in ``access/README.md``.
PRINCIPALS: dict[str, Subject] = {
    "citizen": CITIZEN,
    "signed in on the public side": Subject(
        Zone.PUBLIC, "u0", frozenset({OWN, ARCHIVE}), frozenset(Role), (*_BY_RECORD, *_BY_LEVEL)
    ),
    "stranger": STRANGER,
    "account without role": _gov("u1", OWN),
    "account without role, with grant": _gov("u2", OWN, grants=(*_BY_RECORD, *_BY_LEVEL)),
    "reader": _gov("u3", "", Role.READER),
    "reader of a department": _gov("u4", OWN, Role.READER),
    "reader with record grant": _gov("u5", "", Role.READER, grants=_BY_RECORD),
    "reader with level grant": _gov("u6", "", Role.READER, grants=_BY_LEVEL),
    "reader with run-out grant": _gov("u7", "", Role.READER, grants=_RUN_OUT),
    "staff": _gov("u8", OWN, Role.STAFF),
    "staff with record grant": _gov("u9", OTHER, Role.STAFF, grants=_BY_RECORD),
    "staff with level grant": _gov("u10", OTHER, Role.STAFF, grants=_BY_LEVEL),
    "staff without department": _gov("u11", "", Role.STAFF),
    "staff of another department": _gov("u12", OTHER, Role.STAFF),
    "staff of the abolished organ": _gov("u13", SUCCEEDED, Role.STAFF),
    "staff of the archive": _gov("u14", ARCHIVE, Role.STAFF),
    "department archivist": _gov("u15", OWN, Role.DEPARTMENT_ARCHIVIST),
    "department archivist of another": _gov("u16", OTHER, Role.DEPARTMENT_ARCHIVIST),
    "archivist": _gov("u17", ARCHIVE, Role.ARCHIVIST),
    "disclosure officer of the archive": _gov("u18", ARCHIVE, Role.DISCLOSURE_OFFICER),
    "disclosure officer of the organ": _gov("u19", OWN, Role.DISCLOSURE_OFFICER),
    "approver of the archive": _gov("u20", ARCHIVE, Role.APPROVER),
    "approver of the organ": _gov("u21", OWN, Role.APPROVER),
    "system administrator": _gov("u22", OWN, Role.SYSTEM_ADMINISTRATOR),
    "security administrator": _gov("u23", ARCHIVE, Role.SECURITY_ADMINISTRATOR),
    "audit administrator": _gov("u24", ARCHIVE, Role.AUDIT_ADMINISTRATOR),
    "security administrator with grant": _gov(
        "u25", ARCHIVE, Role.SECURITY_ADMINISTRATOR, grants=(*_BY_RECORD, *_BY_LEVEL)
    ),
}

DAYS = (None, YESTERDAY, TODAY, TOMORROW)


def tier_pairs() -> tuple[tuple[str, str], ...]:
    """Every tier, and every pair of different audiences: of tiers that speak alike, one is crossed with all others."""
    public, gov = _first_of_kind(Axis.PUBLIC, PUBLIC_TIERS), _first_of_kind(Axis.GOV, GOV_TIERS)
    alike = [(code, OWN_UNIT) for code in PUBLIC_TIERS if code not in public]
    alike += [(UNREVIEWED, code) for code in GOV_TIERS if code not in gov]
    return (*product(public, gov), *alike)


def _first_of_kind(axis: Axis, codes: tuple[str, ...]) -> tuple[str, ...]:
    speaks = {t.code: (t.catalogue, t.content) for t in TIERS if t.axis is axis}
    first = {speaks.get(code): code for code in reversed(codes)}
    return tuple(code for code in codes if code in first.values())


def cells() -> Iterator[Cell]:
    """All combinations of the facts that many records share."""
    flags = (False, True)
    for (public, gov), *rest in product(tier_pairs(), Network, Custody, flags, flags, RELATIONS):
        yield Cell(public, gov, *rest)


def places(number: int) -> tuple[tuple[str, frozenset[str]], ...]:
    """Id and ancestors of a record no grant names, of one a grant names, and of one below a granted level."""
    return (
        (f"plain-{number}", frozenset({"fonds", OTHER_LEVEL})),
        (GRANTED_RECORDS[number % len(GRANTED_RECORDS)], frozenset({"fonds", OTHER_LEVEL})),
        (f"below-{number}", frozenset({"fonds", GRANTED_LEVEL})),
    )


def records() -> Iterator[RecordFacts]:
    """The whole lattice, about 160,000 records: every cell with every day and every place."""
    for number, cell in enumerate(cells()):
        for opens_on, (record_id, ancestors) in product(DAYS, places(number)):
            yield RecordFacts(record_id, cell, opens_on, ancestors)


def sample(n: int, seed: int) -> tuple[RecordFacts, ...]:
    """``n`` records of the lattice with ids of their own; the first sixteen are those that grants name.

    Each fact is drawn by itself, so that every value of every fact turns up in a few dozen records.
    """
    draw = random.Random(seed)
    return tuple(_drawn(draw, number) for number in range(n))


def _drawn(draw: random.Random, number: int) -> RecordFacts:
    cell = Cell(
        draw.choice(PUBLIC_TIERS),
        draw.choice(GOV_TIERS),
        draw.choice(tuple(Network)),
        draw.choice(tuple(Custody)),
        draw.random() < 0.15,
        draw.random() < 0.15,
        draw.choice(ORGANS),
    )
    granted = number < len(GRANTED_RECORDS)
    record_id = GRANTED_RECORDS[number] if granted else f"lattice-{_scattered(number)}"
    level = GRANTED_LEVEL if draw.random() < 0.3 else OTHER_LEVEL
    return RecordFacts(record_id, cell, draw.choice(DAYS), frozenset({"fonds", level}))


def _scattered(number: int) -> str:
    """Ids that do not follow the order of the records, so that a sort by id is not a sort by number."""
    return f"{number * 7919 % 1000003:07d}"
