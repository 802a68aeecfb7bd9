"""What every engine must do.  There is no way to ask without a permit, and a permit comes from a scope alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from access.policy import Scope
from access.predicates import (
    AllOf,
    AnyOf,
    Anything,
    IsRecord,
    Not,
    Nothing,
    OfOrgan,
    OpenBy,
    Predicate,
    Under,
    group_cells,
)
from access.store.moments import number_of_day
from search.clauses import Between, Clause, Everywhere, In, Nowhere, Without, either, every, unscored
from search.document import IndexDocument, KeyField, NumberField

FIRST_DAY = 101  # 0001-01-01 as YYYYMMDD


@dataclass(frozen=True, slots=True)
class Permit:
    """A scope compiled against the cells a store holds: where to look, and where content may be looked into."""

    find: Clause
    read: Clause


def permit_for(scope: Scope, cells: Iterable[str]) -> Permit:
    """Compile the reader's scope once per request.  A cell the store does not list is in no permit."""
    known = tuple(cells)
    return Permit(unscored(_compile(scope.discoverable, known)), unscored(_compile(scope.readable, known)))


def _compile(predicate: Predicate, cells: tuple[str, ...]) -> Clause:
    groups = group_cells(predicate, cells)
    return either(every((In(KeyField.CELL, group.cells), _rest(group.rest))) for group in groups)


def _rest(predicate: Predicate) -> Clause:
    """Dates, organs, ids and ancestors: all that ``specialise`` leaves."""
    match predicate:
        case Anything():
            return Everywhere()
        case Nothing():
            return Nowhere()
        case OpenBy(day):
            return Between(NumberField.OPENS_ON, FIRST_DAY, number_of_day(day))
        case OfOrgan(organs):
            return In(KeyField.DEPARTMENT, organs - {""})
        case IsRecord(ids):
            return In(KeyField.ID, ids)
        case Under(nodes):
            return In(KeyField.ANCESTORS, nodes)
        case AllOf(parts):
            return every(_rest(part) for part in parts)
        case AnyOf(parts):
            return either(_rest(part) for part in parts)
        case Not(part):
            return Without(_rest(part))
        case _:
            raise AssertionError(f"not a remainder: {predicate!r}")


class Sort(StrEnum):
    """The closed list of orders.  Every order ends in a unique key, so that paging neither repeats nor skips."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class FacetQuestion:
    """Counts wanted of one field: values with their numbers, at most ``size``, most frequent first, then by value.

    ``chosen`` is the reader's own choice within this facet; it narrows hits and every other facet but not this one.
    """

    name: str
    field: KeyField | NumberField
    chosen: Clause | None
    size: int = 1000


@dataclass(frozen=True, slots=True)
class Position:
    """Where the page before ended: the last hit's score, order key and id (those its sort uses)."""

    score: float
    order: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Question:
    """One search as engines understand it.  ``clause`` may hold ``WhereReadable``; the engine binds it."""

    clause: Clause
    facets: tuple[FacetQuestion, ...]
    sort: Sort
    limit: int
    after: Position | None = None


@dataclass(frozen=True, slots=True)
class EngineHit:
    record_id: str
    position: Position


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """``facets``: name → (value, count) pairs.  ``more``: there is a page after this one."""

    total: int
    hits: tuple[EngineHit, ...]
    facets: dict[str, tuple[tuple[str, int], ...]]
    more: bool


class SearchEngine(Protocol):
    """An index that can be asked, always under a permit."""

    def ask(self, question: Question, permit: Permit) -> EngineAnswer: ...

    def among(self, record_ids: Iterable[str], permit: Permit) -> frozenset[str]:
        """Which of these records the permit lets the reader find, as the index sees it."""
        ...


class IndexWriter(Protocol):
    """The one writer of an index: the relay and the rebuild.  ``marker`` is the last outbox row applied."""

    def apply(self, put: Iterable[IndexDocument], delete: Iterable[str], *, marker: int) -> None:
        """Write documents and deletes and the marker in one commit; visible to readers on return."""
        ...

    def marker(self) -> int: ...

    def rebuild(self, documents: Iterable[IndexDocument], *, marker: int) -> Rebuild:
        """Fill a fresh index beside the serving one.  Nothing changes for readers before ``swap``."""
        ...

    def contents(self) -> Iterator[tuple[str, int, str]]:
        """(id, version, cell) of every document, for ``kaijuan verify``."""
        ...

    def close(self) -> None:
        """Let go of the index; the next write takes hold of it again."""
        ...


class Rebuild(Protocol):
    """A filled index that nobody asks yet."""

    def apply(self, put: Iterable[IndexDocument], delete: Iterable[str], *, marker: int) -> None: ...

    def swap(self) -> None:
        """Serve this index from now on and drop the old one."""
        ...

    def abandon(self) -> None: ...
