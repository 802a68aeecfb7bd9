"""Clauses as OpenSearch bodies.  User text only ever stands as a token in a named field, never as query syntax."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search.clauses import (
    Between,
    Clause,
    Constant,
    Either,
    Every,
    Everywhere,
    Favour,
    In,
    Nowhere,
    Run,
    Term,
    WhereReadable,
    Without,
)
from search.fitting import fit_key, fit_number, fit_token, fit_tokens
from search.opensearch.mapping import MARKER
from search.ranking import ranks

Body = dict[str, Any]

#: Lucene left the factor (k1 + 1) out of BM25, tantivy did not.  With it here both engines have one scale.
SCALE = 2.2
_NONE: Body = {"match_none": {}}


def render(clause: Clause) -> Body:
    """The query that matches what the clause means, with the same score."""
    match clause:
        case Nowhere():
            return _NONE
        case Everywhere():
            return {"match_all": {"boost": 0.0}}
        case Term():
            return _term(clause)
        case Run():
            return _run(clause)
        case In(field, values):
            held = sorted({fit_key(value, field) for value in values})
            return _constant({"terms": {field.value: held}}, 0.0)
        case Between():
            return _between(clause)
        case Every(parts):
            return _every(parts)
        case Either(parts):
            return _bool(should=[render(part) for part in parts], minimum_should_match=1) if parts else _NONE
        case Without(part):
            return _constant(_bool(must_not=[render(part)]), 0.0)
        case Favour(part, bonus):
            return _bool(must=[render(part)], should=[render(extra) for extra in bonus])
        case Constant(part, score):
            return _constant(render(part), score)
        case WhereReadable():
            raise AssertionError("a clause must be bound to a reader before an engine sees it")


def documents_only(query: Body) -> Body:
    """Leave out the marker document, whatever was asked."""
    return _bool(must=[query], must_not=[{"exists": {"field": MARKER}}])


def _every(parts: Sequence[Clause]) -> Body:
    """Parts without a score are filters, which the cluster caches and never scores."""
    scored = [render(part) for part in parts if ranks(part)]
    filters = [render(part) for part in parts if not ranks(part)]
    return _bool(must=scored, filter=filters)


def _bool(**occurrences: Any) -> Body:
    return {"bool": {name: given for name, given in occurrences.items() if given}}


def _constant(query: Body, score: float) -> Body:
    return {"constant_score": {"filter": query, "boost": score}}


def _term(clause: Term) -> Body:
    token = fit_token(clause.token)
    if token is None:
        return _NONE
    return {"term": {clause.field.value: {"value": token, "boost": clause.weight * SCALE}}}


def _run(clause: Run) -> Body:
    """The tokens hold no space, so the whitespace analyzer gives them back as they are."""
    tokens = fit_tokens(clause.tokens)
    if tokens is None:
        return _NONE
    asked = {"query": " ".join(tokens), "boost": clause.weight * SCALE, "analyzer": "whitespace"}
    return {"match_phrase": {clause.field.value: asked}}


def _between(clause: Between) -> Body:
    first, last = fit_number(clause.first), fit_number(clause.last)
    if first > last:
        return _NONE
    return _constant({"range": {clause.field.value: {"gte": first, "lte": last}}}, 0.0)
