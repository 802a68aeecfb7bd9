"""Clauses as tantivy queries.  The binding has no filter occurrence: a constant score of zero is one."""

from __future__ import annotations

from collections.abc import Iterable

from tantivy import FieldType, Occur, Query, Schema

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
from search.embedded.schema import MARKER_KEY
from search.fitting import fit_key, fit_number, fit_token, fit_tokens


def render(clause: Clause, schema: Schema) -> Query:
    """The query that matches what the clause means, with the same score."""
    match clause:
        case Nowhere():
            return Query.empty_query()
        case Everywhere():
            return _filter(Query.all_query())
        case Term():
            return _term(clause, schema)
        case Run():
            return _run(clause, schema)
        case In(field, values):
            held = sorted({fit_key(value, field) for value in values})
            return _filter(Query.term_set_query(schema, field.value, held)) if held else Query.empty_query()
        case Between():
            return _between(clause, schema)
        case Every(parts):
            return Query.boolean_query([(Occur.Must, render(part, schema)) for part in parts])
        case Either(parts):
            return _either([render(part, schema) for part in parts])
        case Without(part):
            everything = _filter(Query.all_query())
            return Query.boolean_query([(Occur.Must, everything), (Occur.MustNot, render(part, schema))])
        case Favour(part, bonus):
            extras = [(Occur.Should, render(extra, schema)) for extra in bonus]
            return Query.boolean_query([(Occur.Must, render(part, schema)), *extras])
        case Constant(part, score):
            return Query.const_score_query(render(part, schema), score)
        case WhereReadable():
            raise AssertionError("a clause must be bound to a reader before an engine sees it")


def documents_only(query: Query, schema: Schema) -> Query:
    """Leave out the marker document, whatever was asked."""
    marker = Query.term_query(schema, MARKER_KEY, MARKER_KEY, "basic")
    return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, marker)])


def _filter(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _either(queries: Iterable[Query]) -> Query:
    some = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(some, minimum_number_should_match=1) if some else Query.empty_query()


def _term(clause: Term, schema: Schema) -> Query:
    token = fit_token(clause.token)
    if token is None:
        return Query.empty_query()
    return Query.boost_query(Query.term_query(schema, clause.field.value, token, "freq"), clause.weight)


def _run(clause: Run, schema: Schema) -> Query:
    tokens = fit_tokens(clause.tokens)
    if tokens is None:
        return Query.empty_query()
    return Query.boost_query(Query.phrase_query(schema, clause.field.value, list(tokens)), clause.weight)


def _between(clause: Between, schema: Schema) -> Query:
    first, last = fit_number(clause.first), fit_number(clause.last)
    if first > last:
        return Query.empty_query()
    return _filter(Query.range_query(schema, clause.field.value, FieldType.Integer, first, last))
