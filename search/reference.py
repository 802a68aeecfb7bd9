"""The meaning of a clause, over one document in memory.  Tests hold the engines against it; nothing is served by it."""

from __future__ import annotations

from dataclasses import dataclass

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
from search.document import IndexDocument, KeyField, NumberField, TextField
from search.fitting import KEY_CHARS, fit_key, fit_token, fit_tokens, fitted


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as engines hold it, its tokens apart, so that many clauses can be asked of it."""

    document: IndexDocument
    tokens: dict[TextField, tuple[str, ...]]


def reading(document: IndexDocument) -> Reading:
    fit = fitted(document)
    return Reading(fit, {field: tuple(text.split(" ")) for field, text in fit.texts.items()})


def matches(clause: Clause, document: IndexDocument) -> bool:
    """Say whether one document satisfies a bound clause."""
    return holds(clause, reading(document))


def holds(clause: Clause, read: Reading) -> bool:
    match clause:
        case Nowhere():
            return False
        case Everywhere():
            return True
        case Term(field, token):
            return fit_token(token) in read.tokens[field]
        case Run(field, tokens):
            return _holds_run(read.tokens[field], fit_tokens(tokens))
        case In(field, values):
            held = read.document.keys.get(field, ())
            return any(value in values or _is_cut(value, values, field) for value in held)
        case Between(number, first, last):
            return _lies_between(read.document, number, first, last)
        case Every(parts):
            return all(holds(part, read) for part in parts)
        case Either(parts):
            return any(holds(part, read) for part in parts)
        case Without(part):
            return not holds(part, read)
        case Favour(part) | Constant(part):
            return holds(part, read)
        case WhereReadable():
            raise AssertionError("a clause must be bound to a reader before it means anything")


def _is_cut(held: str, values: frozenset[str], field: KeyField) -> bool:
    """A value too long for an engine is held cut, and asked cut."""
    return len(held) == KEY_CHARS and any(fit_key(value, field) == held for value in values)


def _holds_run(held: tuple[str, ...], run: tuple[str, ...] | None) -> bool:
    if run is None:
        return False
    width = len(run)
    return any(held[at : at + width] == run for at in range(len(held) - width + 1))


def _lies_between(document: IndexDocument, field: NumberField, first: int, last: int) -> bool:
    number = document.numbers.get(field)
    return number is not None and first <= number <= last
