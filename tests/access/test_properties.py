"""What must hold of every rule and every scope, whatever the tiers, the blocks and the records."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.facts import Cell, Custody, Network, RecordFacts, strictest
from access.policy import Scope, scope_for
from access.predicates import (
    AllOf,
    AnyOf,
    Anything,
    HasTier,
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
    group_cells,
    matches,
    negate,
    specialise,
)
from access.rules import Block, BlockKind, Rules, Succession
from access.subjects import STRANGER, Subject, Zone
from access.tiers import Audience, Axis, Tier
from tests.access import lattice

RECORDS = lattice.sample(400, seed=11)
IDS = [record.record_id for record in RECORDS]


def _some(values: tuple[str, ...] | list[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=4)


LEAVES: st.SearchStrategy[Predicate] = st.one_of(
    st.just(Nothing()),
    st.builds(HasTier, st.just(Axis.PUBLIC), _some(lattice.PUBLIC_TIERS)),
    st.builds(HasTier, st.just(Axis.GOV), _some(lattice.GOV_TIERS)),
    st.builds(OpenBy, st.sampled_from([day for day in lattice.DAYS if day is not None])),
    st.builds(Marked, st.frozensets(st.sampled_from(Network))),
    st.builds(OfOrgan, _some(lattice.ORGANS)),
    st.builds(InCustody, st.sampled_from(Custody)),
    st.just(Withdrawn()),
    st.just(WorkSecret()),
    st.builds(IsRecord, _some(IDS)),
    st.builds(Under, _some([lattice.GRANTED_LEVEL, lattice.OTHER_LEVEL, "fonds", "nowhere"])),
)
PREDICATES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=4).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=4).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=12,
)


def _plainly(predicate: Predicate, record: RecordFacts) -> bool:
    """The meaning of the connectives, straight from logic; leaves are left to ``matches``."""
    match predicate:
        case AllOf(parts):
            return all(_plainly(part, record) for part in parts)
        case AnyOf(parts):
            return any(_plainly(part, record) for part in parts)
        case Not(part):
            return not _plainly(part, record)
        case _:
            return matches(predicate, record)


@settings(max_examples=150, deadline=None)
@given(PREDICATES)
def test_groups_of_cells_and_what_is_left_mean_the_same_as_the_predicate(predicate: Predicate) -> None:
    groups = group_cells(predicate, {record.cell.encode() for record in RECORDS})
    for record in RECORDS:
        holding = [group for group in groups if record.cell.encode() in group.cells]
        assert len(holding) <= 1
        grouped = any(matches(group.rest, record) for group in holding)
        assert grouped == matches(predicate, record) == _plainly(predicate, record)


@settings(max_examples=100, deadline=None)
@given(PREDICATES)
def test_what_is_left_of_a_rule_asks_nothing_of_the_cell(predicate: Predicate) -> None:
    """But for the organ, which is a fact of the record and not of its keyword."""
    one, other = RECORDS[20], RECORDS[21]
    rest = specialise(predicate, one.cell)
    assert matches(rest, one) == matches(rest, replace(one, cell=replace(other.cell, organ=one.cell.organ)))


@given(PREDICATES)
def test_a_record_in_a_cell_the_store_does_not_know_is_not_matched(predicate: Predicate) -> None:
    assert group_cells(predicate, ()) == ()


def test_the_empty_rules() -> None:
    assert any_of(()) == Nothing()
    assert negate(negate(Withdrawn())) == Withdrawn()
    assert not any(matches(AnyOf(()), record) for record in RECORDS)
    with pytest.raises(ValueError, match="at least one part"):
        all_of(())
    with pytest.raises(ValueError, match="at least one part"):
        AllOf(())


def test_absence_is_never_named() -> None:
    """A record without an organ or of unknown custody is not found by asking for just that."""
    nameless = [record for record in RECORDS if record.cell.organ == ""]
    lost = [record for record in RECORDS if record.cell.custody is Custody.UNKNOWN]
    assert nameless
    assert lost
    assert not any(matches(OfOrgan(frozenset({""})), record) for record in nameless)
    assert not any(matches(InCustody(Custody.UNKNOWN), record) for record in lost)


def test_constants_disappear() -> None:
    assert all_of((Anything(), Withdrawn())) == Withdrawn()
    assert all_of((Anything(), Anything())) == Anything()
    assert any_of((Nothing(), Withdrawn(), Withdrawn())) == Withdrawn()
    assert negate(Anything()) == Nothing()


@given(
    st.builds(
        Cell,
        *[st.sampled_from(x) for x in (lattice.PUBLIC_TIERS, lattice.GOV_TIERS)],
        st.sampled_from(Network),
        st.sampled_from(Custody),
        st.booleans(),
        st.booleans(),
        st.text(),
    )
)
def test_a_cell_survives_its_line(cell: Cell) -> None:
    """All of it but the organ, which the line does not carry."""
    assert Cell.decode(cell.encode()) == replace(cell, organ="")


@given(st.lists(st.sampled_from(Network)))
def test_the_strictest_marking_wins_wherever_it_stands(markings: list[Network]) -> None:
    closed = {Network.GOV, Network.UNKNOWN}
    assert (strictest(markings) in closed) == (not closed.isdisjoint(markings))


AUDIENCES = st.tuples(st.sampled_from(Audience), st.sampled_from(Audience)).map(sorted)


@st.composite
def _rules(draw: st.DrawFn) -> Rules:
    """The lattice's rules with every tier's audiences drawn anew."""
    tiers = []
    for tier in lattice.TIERS:
        content, catalogue = draw(AUDIENCES)
        widest = Audience.PUBLIC if tier.axis is Axis.PUBLIC else Audience.GOV
        tiers.append(replace(tier, catalogue=min(catalogue, widest), content=min(content, widest)))
    return replace(lattice.RULES, tiers=tuple(tiers))


SUBJECTS = st.sampled_from(list(lattice.PRINCIPALS.values()))


def _found(scope: Scope) -> set[str]:
    return {record.record_id for record in RECORDS if matches(scope.discoverable, record)}


def _read(scope: Scope) -> set[str]:
    return {record.record_id for record in RECORDS if matches(scope.readable, record)}


@settings(max_examples=40, deadline=None)
@given(SUBJECTS, _rules())
def test_nobody_reads_what_they_may_not_find(subject: Subject, rules: Rules) -> None:
    scope = scope_for(subject, rules, lattice.TODAY)
    assert _read(scope) <= _found(scope)


BLOCKS = st.one_of(
    st.builds(Block, st.just(BlockKind.RECORD), st.sampled_from(IDS)),
    st.builds(Block, st.just(BlockKind.ANCESTOR), st.sampled_from([lattice.GRANTED_LEVEL, lattice.OTHER_LEVEL, "x"])),
    st.sampled_from(lattice.TIERS).map(lambda tier: Block(BlockKind.TIER, f"{tier.axis}:{tier.code}")),
)


@settings(max_examples=40, deadline=None)
@given(SUBJECTS, _rules(), st.lists(BLOCKS, max_size=3), BLOCKS)
def test_a_block_hides_exactly_what_it_names(subject: Subject, rules: Rules, before: list[Block], block: Block) -> None:
    some = scope_for(subject, replace(rules, blocks=tuple(before)), lattice.TODAY)
    more = scope_for(subject, replace(rules, blocks=(*before, block)), lattice.TODAY)
    named = {record.record_id for record in RECORDS if matches(block.predicate(), record)}
    assert _found(more) == _found(some) - named
    assert _read(more) == _read(some) - named


@settings(max_examples=30, deadline=None)
@given(_rules(), SUBJECTS)
def test_nobody_signed_in_finds_nothing_on_the_government_side(rules: Rules, claims: Subject) -> None:
    for subject in (STRANGER, replace(claims, zone=Zone.GOV, user="")):
        assert _found(scope_for(subject, rules, lattice.TODAY)) == set()


@settings(max_examples=30, deadline=None)
@given(_rules(), SUBJECTS)
def test_on_the_public_side_everybody_is_the_citizen(rules: Rules, claims: Subject) -> None:
    citizen = scope_for(lattice.PRINCIPALS["citizen"], rules, lattice.TODAY)
    assert scope_for(replace(claims, zone=Zone.PUBLIC), rules, lattice.TODAY) == citizen


@settings(max_examples=30, deadline=None)
@given(SUBJECTS)
def test_without_tiers_only_the_withdrawn_are_left_and_only_to_archivists(subject: Subject) -> None:
    scope = scope_for(subject, replace(lattice.RULES, tiers=()), lattice.TODAY)
    assert all(record.cell.withdrawn for record in RECORDS if matches(scope.discoverable, record))


def _narrowed(draw: random.Random, tier: Tier) -> Tier:
    catalogue = Audience(draw.randint(0, tier.catalogue))
    return replace(tier, catalogue=catalogue, content=Audience(draw.randint(0, min(tier.content, catalogue))))


@settings(max_examples=50, deadline=None)
@given(SUBJECTS, _rules(), st.randoms(use_true_random=False))
def test_narrowing_a_tier_adds_nothing_but_what_waits_for_its_day(
    subject: Subject, rules: Rules, draw: random.Random
) -> None:
    """``gov`` ignores days and ``public`` does not, so ``public`` narrowed to ``gov`` shows staff what still waits."""
    at = draw.randrange(len(rules.tiers))
    narrow = replace(rules, tiers=(*rules.tiers[:at], _narrowed(draw, rules.tiers[at]), *rules.tiers[at + 1 :]))
    wide, less = (scope_for(subject, some, lattice.TODAY) for some in (rules, narrow))
    waiting = {r.record_id for r in RECORDS if r.opens_on is None or r.opens_on > lattice.TODAY}
    assert _found(less) - waiting <= _found(wide)
    assert _read(less) - waiting <= _read(wide)


def test_public_narrowed_to_gov_shows_staff_what_still_waits_for_its_day() -> None:
    """The one exception to the rule above, as the design has it: administrators are to know it."""
    cell = Cell(
        public_tier="open_full",
        gov_tier="own_unit",
        network=Network.BOTH,
        custody=Custody.FILED,
        withdrawn=False,
        work_secret=False,
        organ=lattice.OTHER,
    )
    waiting = RecordFacts("r", cell, lattice.TOMORROW, frozenset())
    inside = replace(lattice.TIERS[0], catalogue=Audience.GOV, content=Audience.GOV)
    narrow = replace(lattice.RULES, tiers=(inside, *lattice.TIERS[1:]))
    scopes = [scope_for(lattice.PRINCIPALS["staff"], rules, lattice.TODAY) for rules in (lattice.RULES, narrow)]
    assert [matches(scope.readable, waiting) for scope in scopes] == [False, True]


@settings(max_examples=40, deadline=None)
@given(SUBJECTS, _rules(), st.sampled_from(RECORDS))
def test_a_stricter_mark_on_a_record_adds_nothing(subject: Subject, rules: Rules, record: RecordFacts) -> None:
    """Network and work secret only take away.  Withdrawing takes away from all but the archive's people."""
    scope = scope_for(subject, rules, lattice.TODAY)
    for cell in (replace(record.cell, network=Network.GOV), replace(record.cell, work_secret=True)):
        stricter = replace(record, cell=cell)
        assert matches(scope.discoverable, stricter) <= matches(scope.discoverable, record)
        assert matches(scope.readable, stricter) <= matches(scope.readable, record)


@given(st.lists(st.tuples(*[st.sampled_from("甲乙丙丁戊")] * 2).filter(lambda pair: pair[0] != pair[1]), max_size=8))
def test_successions_in_any_order_and_in_circles_come_to_an_end(pairs: list[tuple[str, str]]) -> None:
    rules = Rules(successions=tuple(Succession(old, new, date(2000, 1, 1)) for old, new in pairs))
    spoken = rules.speaks_for(frozenset({"甲"}), lattice.TODAY)
    assert "甲" in spoken
    assert {old for old, new in pairs if new in spoken} <= spoken
    assert rules.speaks_for(frozenset({""}), lattice.TODAY) == frozenset()
