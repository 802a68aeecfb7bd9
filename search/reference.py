"""The meaning of a clause, over one document in memory.  Tests hold the engines against it; nothing is served by it."""

from __future__ import annotations

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
from search.document import IndexDocument, NumberField, TextField
from search.fitting import fit_key, fit_token, fit_tokens, fitted


def matches(clause: Clause, document: IndexDocument) -> bool:
    """Say whether one document satisfies a bound clause."""
    return _matches(clause, fitted(document))


def _matches(clause: Clause, document: IndexDocument) -> bool:
    match clause:
        case Nowhere():
            return False
        case Everywhere():
            return True
        case Term(field, token):
            return fit_token(token) in _tokens(document, field)
        case Run(field, tokens):
            return _holds_run(_tokens(document, field), fit_tokens(tokens))
        case In(field, values):
            held = document.keys.get(field, ())
            return any(fit_key(value, field) in held for value in values)
        case Between(number, first, last):
            return _lies_between(document, number, first, last)
        case Every(parts):
            return all(_matches(part, document) for part in parts)
        case Either(parts):
            return any(_matches(part, document) for part in parts)
        case Without(part):
            return not _matches(part, document)
        case Favour(part) | Constant(part):
            return _matches(part, document)
        case WhereReadable():
            raise AssertionError("a clause must be bound to a reader before it means anything")


def _tokens(document: IndexDocument, field: TextField) -> list[str]:
    return document.texts[field].split(" ")


def _holds_run(held: list[str], run: tuple[str, ...] | None) -> bool:
    if run is None:
        return False
    width = len(run)
    return any(tuple(held[at : at + width]) == run for at in range(len(held) - width + 1))


def _lies_between(document: IndexDocument, field: NumberField, first: int, last: int) -> bool:
    number = document.numbers.get(field)
    return number is not None and first <= number <= last
