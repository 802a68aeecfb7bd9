"""Rules as data: the shapes a visibility rule may take, and what they mean.

``matches`` is the meaning.  ``specialise`` answers what is left of a rule once the cell is known;
the engines and SQL are compiled from that, so there is one rule and no second implementation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from access.facts import Cell, Custody, Network, RecordFacts
from access.tiers import Axis


@dataclass(frozen=True, slots=True)
class Nothing:
    """No record at all: what absence means."""


@dataclass(frozen=True, slots=True)
class Anything:
    """What is left of a rule that a cell already satisfies.  Only ``specialise`` makes it; no policy may."""


@dataclass(frozen=True, slots=True)
class HasTier:
    """The record's tier on this axis is one of these codes."""

    axis: Axis
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpenBy:
    """The record has an opening day and it has come by ``day``."""

    day: date


@dataclass(frozen=True, slots=True)
class Marked:
    """The strictest network marking of the record and its ancestors is one of these."""

    networks: frozenset[Network]


@dataclass(frozen=True, slots=True)
class OfOrgan:
    """The record belongs to one of these organs."""

    organs: frozenset[str]


@dataclass(frozen=True, slots=True)
class InCustody:
    """The record is filed, or transferred."""

    custody: Custody


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The record was opened and taken back."""


@dataclass(frozen=True, slots=True)
class WorkSecret:
    """The record is marked 工作秘密."""


@dataclass(frozen=True, slots=True)
class IsRecord:
    """The record is one of these."""

    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Under:
    """The record stands below one of these levels."""

    nodes: frozenset[str]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part matches.  An empty ``AllOf`` would match everything, so none is made."""

    parts: tuple[Predicate, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("AllOf needs at least one part")


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part matches.  An empty ``AnyOf`` matches nothing."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match."""

    part: Predicate


Predicate = (
    Nothing
    | Anything
    | HasTier
    | OpenBy
    | Marked
    | OfOrgan
    | InCustody
    | Withdrawn
    | WorkSecret
    | IsRecord
    | Under
    | AllOf
    | AnyOf
    | Not
)


def matches(predicate: Predicate, facts: RecordFacts) -> bool:
    """Say whether one record satisfies the predicate."""
    return _holds(specialise(predicate, facts.cell), facts)


def _holds(rest: Predicate, facts: RecordFacts) -> bool:
    """Answer what ``specialise`` has left."""
    match rest:
        case Nothing():
            return False
        case Anything():
            return True
        case OpenBy(day):
            return facts.opens_on is not None and facts.opens_on <= day
        case IsRecord(ids):
            return facts.record_id in ids
        case Under(nodes):
            return not nodes.isdisjoint(facts.ancestors)
        case OfOrgan(organs):
            return facts.cell.organ in organs and facts.cell.organ != ""
        case AllOf(parts):
            return all(_holds(part, facts) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, facts) for part in parts)
        case Not(part):
            return not _holds(part, facts)
        case _:
            raise AssertionError(f"specialise left a cell predicate behind: {rest!r}")


def specialise(predicate: Predicate, cell: Cell) -> Predicate:
    """What the predicate still asks once the cell is known: dates, organs, ids and ancestors, or nothing more."""
    match predicate:
        case AllOf(parts):
            return all_of(specialise(part, cell) for part in parts)
        case AnyOf(parts):
            return any_of(specialise(part, cell) for part in parts)
        case Not(part):
            return negate(specialise(part, cell))
        case Nothing() | Anything() | OpenBy() | OfOrgan() | IsRecord() | Under():
            return predicate
        case _:
            return Anything() if _cell_matches(predicate, cell) else Nothing()


def _cell_matches(predicate: HasTier | Marked | InCustody | Withdrawn | WorkSecret, cell: Cell) -> bool:
    match predicate:
        case HasTier(axis, codes):
            return (cell.public_tier if axis is Axis.PUBLIC else cell.gov_tier) in codes
        case Marked(networks):
            return cell.network in networks
        case InCustody(custody):
            return cell.custody is custody and custody is not Custody.UNKNOWN
        case Withdrawn():
            return cell.withdrawn
        case WorkSecret():
            return cell.work_secret
        case _:
            assert_never(predicate)


def any_of(parts: Iterable[Predicate]) -> Predicate:
    """The simplest predicate that matches when some part does."""
    kept: list[Predicate] = []
    for part in parts:
        if isinstance(part, Anything):
            return part
        if not isinstance(part, Nothing) and part not in kept:
            kept.append(part)
    return kept[0] if len(kept) == 1 else AnyOf(tuple(kept)) if kept else Nothing()


def all_of(parts: Iterable[Predicate]) -> Predicate:
    """The simplest predicate that matches when every part does.  No parts at all: an error, not everything."""
    kept: list[Predicate] = []
    given = False
    for part in parts:
        given = True
        if isinstance(part, Nothing):
            return part
        if not isinstance(part, Anything) and part not in kept:
            kept.append(part)
    if not given:
        raise ValueError("all_of needs at least one part")
    return kept[0] if len(kept) == 1 else AllOf(tuple(kept)) if kept else Anything()


def negate(part: Predicate) -> Predicate:
    """The opposite, with the two constants turned round."""
    if isinstance(part, Nothing):
        return Anything()
    if isinstance(part, Anything):
        return Nothing()
    return part.part if isinstance(part, Not) else Not(part)


@dataclass(frozen=True, slots=True)
class CellGroup:
    """Cells for which the same question is left: ``rest`` is free of cell predicates and never ``Nothing``."""

    cells: frozenset[str]
    rest: Predicate


def group_cells(predicate: Predicate, cells: Iterable[str]) -> tuple[CellGroup, ...]:
    """Turn a predicate into cell sets with what is left to ask of each: the form every engine compiles.

    A record whose cell is not among ``cells`` (the store's own list) is not matched: absence grants nothing.
    """
    groups: dict[Predicate, set[str]] = {}
    for line in cells:
        rest = specialise(predicate, Cell.decode(line))
        if not isinstance(rest, Nothing):
            groups.setdefault(rest, set()).add(line)
    ordered = sorted(groups.items(), key=lambda pair: min(pair[1]))
    return tuple(CellGroup(frozenset(lines), rest) for rest, lines in ordered)
