"""The policy equals the oracle on every point of the lattice, for every kind of subject."""

from __future__ import annotations

from itertools import product

import pytest

from access.facts import RecordFacts
from access.policy import scope_for
from access.predicates import Anything, Nothing, Predicate, matches, specialise
from access.subjects import Subject
from tests.access import lattice, oracle


@pytest.mark.parametrize("name", lattice.PRINCIPALS)
def test_policy_equals_the_oracle_on_the_whole_lattice(name: str) -> None:
    subject = lattice.PRINCIPALS[name]
    scope = scope_for(subject, lattice.RULES, lattice.TODAY)
    wrong = []
    for number, cell in enumerate(lattice.cells()):
        # ``matches`` begins with this step; it is taken once for all days and places of the cell.
        find = specialise(scope.discoverable, cell)
        rests = (find, find if isinstance(find, Nothing) else specialise(scope.readable, cell))
        places = lattice.places(number) if subject.grants else lattice.places(number)[:1]
        for opens_on, (record_id, ancestors) in product(lattice.DAYS, places):
            record = RecordFacts(record_id, cell, opens_on, ancestors)
            if _decided(rests, record) != _expected(subject, record):
                wrong.append(record)
    assert wrong[:3] == [], f"{len(wrong)} of the lattice differ"


@pytest.mark.parametrize("name", lattice.PRINCIPALS)
def test_policy_equals_the_oracle_on_chains_of_succession(name: str) -> None:
    subject = lattice.PRINCIPALS[name]
    scope = scope_for(subject, lattice.RULES, lattice.TODAY)
    drawn = lattice.sample(3000, seed=1)
    wrong = [
        record
        for record in drawn
        if _decided((scope.discoverable, scope.readable), record) != _expected(subject, record)
    ]
    assert wrong == []


def _decided(rests: tuple[Predicate, Predicate], record: RecordFacts) -> tuple[bool, ...]:
    return tuple(isinstance(rest, Anything) or matches(rest, record) for rest in rests)


def _expected(subject: Subject, record: RecordFacts) -> tuple[bool, bool]:
    whom = (lattice.TIERS, lattice.TODAY)
    found = oracle.finds(subject, record, *whom)
    return found, found and oracle.reads(subject, record, *whom)
