"""The tables of ``access/README.md`` are read here and held against the policy: what a lawyer reads is what runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import access
from access.facts import Custody, Network, RecordFacts
from access.policy import scope_for
from access.predicates import matches
from access.tiers import SHIPPED, Axis
from tests.access import lattice, oracle

README = (Path(access.__file__).parent / "README.md").read_text(encoding="utf-8")


def _table(*columns: str) -> list[tuple[str, ...]]:
    lines = README.splitlines()
    start = lines.index(f"| {' | '.join(columns)} |") + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append(tuple(part.strip() for part in line.strip("|").split("|")))
    assert all(len(row) == len(columns) for row in rows)
    return rows


TIERS = _table("tier", "axis", "entry", "content")
WHO = _table("who", "audience", "record")
CASES = _table("who", "record", "finds", "reads")

FREE = {Network.UNMARKED, Network.BOTH}
PHRASES: dict[str, Callable[[RecordFacts], bool]] = {
    "any": lambda r: True,
    "day has come": lambda r: r.opens_on is not None and r.opens_on <= lattice.TODAY,
    "day not come": lambda r: r.opens_on is not None and r.opens_on > lattice.TODAY,
    "no day": lambda r: r.opens_on is None,
    "may leave": lambda r: r.cell.network in FREE,
    "stays inside": lambda r: r.cell.network not in FREE,
    "ordinary": lambda r: not r.cell.withdrawn and not r.cell.work_secret,
    "withdrawn": lambda r: r.cell.withdrawn,
    "not withdrawn": lambda r: not r.cell.withdrawn,
    "work secret": lambda r: r.cell.work_secret,
    "filed": lambda r: r.cell.custody is Custody.FILED,
    "transferred": lambda r: r.cell.custody is Custody.TRANSFERRED,
    "unknown custody": lambda r: r.cell.custody is Custody.UNKNOWN,
    "own organ": lambda r: r.cell.organ == lattice.OWN,
    "other organ": lambda r: r.cell.organ == lattice.OTHER,
    "succeeded organ": lambda r: r.cell.organ in {lattice.SUCCEEDED, lattice.CHAINED},
    "orphan organ": lambda r: r.cell.organ in {lattice.ORPHAN, lattice.ORPHAN_HEIR},
    "no organ": lambda r: r.cell.organ == "",
    "unknown public tier": lambda r: r.cell.public_tier in {"", lattice.UNKNOWN_TIER},
    "unknown government tier": lambda r: r.cell.gov_tier in {"", lattice.UNKNOWN_TIER},
    "granted record": lambda r: r.record_id in lattice.GRANTED_RECORDS,
    "granted level": lambda r: lattice.GRANTED_LEVEL in r.ancestors,
    "below granted level": lambda r: (
        lattice.GRANTED_LEVEL in r.ancestors and r.record_id not in lattice.GRANTED_RECORDS
    ),
}
LABELS = {tier.label: tier for tier in SHIPPED}


def _is(record: RecordFacts, words: str) -> bool:
    for word in words.split("; "):
        if word in LABELS:
            tier = LABELS[word]
            code = record.cell.public_tier if tier.axis is Axis.PUBLIC else record.cell.gov_tier
            if code != tier.code:
                return False
        elif not PHRASES[word](record):
            return False
    return True


@pytest.fixture(scope="module")
def world() -> list[RecordFacts]:
    return [*list(lattice.records())[::7], *lattice.sample(6000, seed=3)]


def test_the_tiers_are_the_shipped_ones() -> None:
    shipped = [(t.label, t.axis.value, t.catalogue.name.lower(), t.content.name.lower()) for t in SHIPPED]
    assert shipped == TIERS


def test_every_kind_of_person_and_every_tier_is_spoken_of() -> None:
    named = {name for row in WHO for name in row[0].split("; ")}
    assert named == set(lattice.PRINCIPALS)
    cases = {word for row in CASES for word in row[1].split("; ")}
    assert set(LABELS) <= cases
    assert set(PHRASES) <= cases


@pytest.mark.parametrize("name", lattice.PRINCIPALS)
def test_the_table_of_audiences_is_complete(name: str) -> None:
    rows = [(row[1].split(", "), row[2]) for row in WHO if name in row[0].split("; ")]
    scope = scope_for(lattice.PRINCIPALS[name], lattice.RULES, lattice.TODAY)
    wrong = []
    for record in lattice.sample(4000, seed=2):
        entry, content = (_audience(record, content=surface) for surface in (False, True))
        found = any(entry in audiences and _is(record, words) for audiences, words in rows)
        read = found and any(content in audiences and _is(record, words) for audiences, words in rows)
        if (found, read) != (matches(scope.discoverable, record), matches(scope.readable, record)):
            wrong.append(record)
    assert wrong[:3] == []


def _audience(record: RecordFacts, *, content: bool) -> str:
    return oracle.audience(record, lattice.TIERS, lattice.TODAY, content=content).name.lower()


@pytest.mark.parametrize("row", CASES, ids=" | ".join)
def test_each_case_holds(row: tuple[str, ...], world: list[RecordFacts]) -> None:
    who, words, finds, reads = row
    scope = scope_for(lattice.PRINCIPALS[who], lattice.RULES, lattice.TODAY)
    concerned = [record for record in world if _is(record, words)]
    assert concerned
    answers = {(matches(scope.discoverable, r), matches(scope.readable, r)) for r in concerned[:400]}
    assert answers == {(finds == "yes", reads == "yes")}
