"""Every verdict is the policy's, and every refusal gives its reason."""

from __future__ import annotations

import pytest

from access.explanation import explain
from access.policy import scope_for
from access.predicates import matches
from tests.access import lattice

RECORDS = lattice.sample(250, seed=5)


@pytest.mark.parametrize("name", lattice.PRINCIPALS)
def test_the_verdict_is_the_policys_and_always_has_reasons(name: str) -> None:
    subject = lattice.PRINCIPALS[name]
    scope = scope_for(subject, lattice.RULES, lattice.TODAY)
    for record in RECORDS:
        verdict = explain(subject, lattice.RULES, record, lattice.TODAY)
        decided = (matches(scope.discoverable, record), matches(scope.readable, record))
        assert (verdict.discoverable, verdict.readable) == decided
        assert verdict.reasons, record
