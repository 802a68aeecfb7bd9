"""The answer as the reference interpreter gives it: what both engines must say, but for the scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from search.clauses import bind
from search.document import IndexDocument, KeyField, NumberField
from search.engine import EngineAnswer, EngineHit, FacetQuestion, Permit, Question, SearchEngine, Sort
from search.reference import Reading, holds


def meant(question: Question, permit: Permit, documents: Iterable[Reading]) -> list[Reading]:
    """The documents of the hits, in no order."""
    base = _base(question, permit, documents)
    chosen = [facet.chosen for facet in question.facets if facet.chosen is not None]
    return [d for d in base if all(holds(bind(c, permit.read), d) for c in chosen)]


def meant_facets(
    question: Question, permit: Permit, documents: Iterable[Reading]
) -> dict[str, tuple[tuple[str, int], ...]]:
    base = _base(question, permit, documents)
    return {facet.name: _counts(facet, question, permit, base) for facet in question.facets}


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


def _base(question: Question, permit: Permit, documents: Iterable[Reading]) -> list[Reading]:
    clause = bind(question.clause, permit.read)
    return [d for d in documents if holds(permit.find, d) and holds(clause, d)]


def _counts(
    facet: FacetQuestion, question: Question, permit: Permit, base: list[Reading]
) -> tuple[tuple[str, int], ...]:
    others = [f.chosen for f in question.facets if f.chosen is not None and f.name != facet.name]
    counted: Counter[str] = Counter()
    for read in base:
        if all(holds(bind(c, permit.read), read) for c in others):
            counted.update(_values(facet, read.document))
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[: facet.size])


def _values(facet: FacetQuestion, document: IndexDocument) -> list[str]:
    if isinstance(facet.field, NumberField):
        number = document.numbers.get(facet.field)
        return [] if number is None else [str(number)]
    return list(document.keys.get(facet.field, ()))
