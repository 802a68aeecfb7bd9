"""The answer as the reference interpreter gives it: what both engines must say, but for the scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from search.clauses import Clause, In, bind, unscored
from search.document import IndexDocument, KeyField, NumberField
from search.engine import EngineAnswer, EngineHit, FacetQuestion, Permit, Question, SearchEngine, Sort
from search.reference import Reading, holds


@dataclass(frozen=True, slots=True)
class Seen:
    """What one permit shows of an archive, computed once: rules are long and questions are many."""

    found: tuple[Reading, ...]
    readable: Clause

    @classmethod
    def of(cls, permit: Permit, documents: Iterable[Reading]) -> Seen:
        found = tuple(read for read in documents if holds(permit.find, read))
        readable = frozenset(read.document.record_id for read in found if holds(permit.read, read))
        return cls(found, unscored(In(KeyField.ID, readable)))


def meant(question: Question, seen: Seen) -> tuple[set[str], dict[str, tuple[tuple[str, int], ...]]]:
    """The record ids of the hits, in no order, and the facet counts."""
    clause = bind(question.clause, seen.readable)
    base = [read for read in seen.found if holds(clause, read)]
    chosen = {f.name: bind(f.chosen, seen.readable) for f in question.facets if f.chosen is not None}
    hits = {read.document.record_id for read in base if all(holds(c, read) for c in chosen.values())}
    return hits, {facet.name: _counts(facet, chosen, base) for facet in question.facets}


def in_order(documents: Iterable[IndexDocument], sort: Sort) -> list[str]:
    """The record ids in one of the orders that need no score."""
    keyed = {
        Sort.NEWEST: lambda d: -d.numbers[NumberField.DATE_ORDER],
        Sort.OLDEST: lambda d: d.numbers[NumberField.DATE_ORDER],
        Sort.CODE: lambda d: d.keys[KeyField.CODE_ORDER][0],
        Sort.RELEVANCE: lambda d: d.record_id,
    }
    return [d.record_id for d in sorted(documents, key=keyed[sort])]


def walk(engine: SearchEngine, question: Question, permit: Permit) -> tuple[EngineAnswer, list[EngineHit]]:
    """Every page to the end: the first answer and all hits."""
    first = answer = engine.ask(question, permit)
    hits = list(answer.hits)
    while answer.more:
        after = Question(question.clause, question.facets, question.sort, question.limit, hits[-1].position)
        answer = engine.ask(after, permit)
        assert answer.hits, "a page was promised and came empty"
        assert (answer.total, answer.facets) == (first.total, first.facets)
        hits.extend(answer.hits)
    return first, hits


def _counts(facet: FacetQuestion, chosen: dict[str, Clause], base: list[Reading]) -> tuple[tuple[str, int], ...]:
    others = [clause for name, clause in chosen.items() if name != facet.name]
    counted: Counter[str] = Counter()
    for read in base:
        if all(holds(clause, read) for clause in others):
            counted.update(_values(facet, read.document))
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[: facet.size])


def _values(facet: FacetQuestion, document: IndexDocument) -> list[str]:
    if isinstance(facet.field, NumberField):
        number = document.numbers.get(facet.field)
        return [] if number is None else [str(number)]
    return list(document.keys.get(facet.field, ()))
