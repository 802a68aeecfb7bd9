"""The closed query language between us and an engine: few shapes, each with one meaning on every engine.

``matches`` and the two engines interpret the same values; user text only ever appears as a token inside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.document import KeyField, NumberField, TextField


@dataclass(frozen=True, slots=True)
class Nowhere:
    """Matches no document."""


@dataclass(frozen=True, slots=True)
class Everywhere:
    """Matches every document, without a score."""


@dataclass(frozen=True, slots=True)
class Term:
    """The field holds this token.  Scored by BM25 times ``weight``."""

    field: TextField
    token: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """The field holds these tokens one after another (exact phrase, two tokens or more).  Scored like ``Term``."""

    field: TextField
    tokens: tuple[str, ...]
    weight: float = 1.0

    def __post_init__(self) -> None:
        if len(self.tokens) < 2:
            raise ValueError("a Run needs two tokens; one token is a Term")


@dataclass(frozen=True, slots=True)
class In:
    """The key field holds one of these values.  No score."""

    field: KeyField
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Between:
    """The number lies in ``first..last``, both included.  No score; an absent number never matches."""

    field: NumberField
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Every:
    """All parts match; scores add up.  Never empty: that would be everything."""

    parts: tuple[Clause, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("Every needs at least one part")


@dataclass(frozen=True, slots=True)
class Either:
    """Some part matches; scores of the matching parts add up.  Empty matches nothing."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The part does not match.  No score."""

    part: Clause


@dataclass(frozen=True, slots=True)
class Favour:
    """Matches exactly when ``part`` does; matching ``bonus`` clauses only add their scores."""

    part: Clause
    bonus: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """Matches when ``part`` does, with this score instead of its own (0.0: a filter)."""

    part: Clause
    score: float


@dataclass(frozen=True, slots=True)
class WhereReadable:
    """``part``, counted only in documents whose content this reader may read.  Bound before an engine sees it."""

    part: Clause


Clause = Nowhere | Everywhere | Term | Run | In | Between | Every | Either | Without | Favour | Constant | WhereReadable


def unscored(part: Clause) -> Clause:
    """A filter: it decides, it does not rank."""
    return Constant(part, 0.0)


def every(parts: Iterable[Clause]) -> Clause:
    """The conjunction, simplified.  No parts at all is an error, never everything."""
    given = tuple(parts)
    if any(isinstance(part, Nowhere) for part in given):
        return Nowhere()
    kept = tuple(part for part in given if not isinstance(part, Everywhere))
    if not kept and given:
        return Everywhere()
    return kept[0] if len(kept) == 1 else Every(kept)


def either(parts: Iterable[Clause]) -> Clause:
    """The disjunction, simplified."""
    kept = tuple(dict.fromkeys(part for part in parts if not isinstance(part, Nowhere)))
    return kept[0] if len(kept) == 1 else Either(kept) if kept else Nowhere()


def bind(clause: Clause, readable: Clause) -> Clause:
    """Replace every ``WhereReadable`` by the reader's own clause.  Engines accept bound clauses only."""
    match clause:
        case WhereReadable(part):
            return every((bind(part, readable), unscored(readable)))
        case Every(parts):
            return every(bind(part, readable) for part in parts)
        case Either(parts):
            return either(bind(part, readable) for part in parts)
        case Without(part):
            return Without(bind(part, readable))
        case Favour(part, bonus):
            return Favour(bind(part, readable), tuple(bind(extra, readable) for extra in bonus))
        case Constant(part, score):
            return Constant(bind(part, readable), score)
        case _:
            return clause
