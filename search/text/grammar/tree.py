"""The question as a value: what it asks for, free of how it was typed and of any engine.

A negation or a date range may stand alone: ``Not(Word(…))`` asks for everything else, within what the reader may find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from search.text.document_numbers import document_number


class Field(StrEnum):
    """Where a part of a question is to be found."""

    TITLE = "title"
    NUMBER = "doc"
    CODE = "code"
    CREATOR = "creator"


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing was asked.  What that shows is the caller's decision; it is not a term that matches all."""


@dataclass(frozen=True, slots=True)
class Word:
    """A bare run as typed; it may hold several words and punctuation, as 办法（试行）; never punctuation alone."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quoted run: its characters one after another, punctuation aside."""

    text: str


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A 文号: ``key`` as ``document_number_key`` gives it, ``text`` as typed, without white space."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class ReferenceCode:
    """A 档号 or the beginning of one: ``key`` as ``code_key`` gives it, ``text`` as typed, without white space."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class InField:
    """The part, in this field only.  ``CODE`` holds reference codes only; no field stands inside another."""

    field: Field
    node: Node


@dataclass(frozen=True, slots=True)
class DateRange:
    """YYYYMMDD, both ends included; ``first`` may have 00 parts, so that the year 2004 lies in 2004..2005."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """Two parts or more, all of which match."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Two parts or more, one of which matches."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match."""

    part: Node


Node = Blank | Word | Phrase | DocumentNumber | ReferenceCode | InField | DateRange | AllOf | AnyOf | Not


def all_of(parts: Iterable[Node]) -> Node:
    """The conjunction, flat and without blanks: none → ``Blank``, one → that one."""
    kept = _flat(AllOf, parts)
    return kept[0] if len(kept) == 1 else AllOf(kept) if kept else Blank()


def any_of(parts: Iterable[Node]) -> Node:
    """The disjunction, flat and without blanks: none → ``Blank``, one → that one."""
    kept = _flat(AnyOf, parts)
    return kept[0] if len(kept) == 1 else AnyOf(kept) if kept else Blank()


def not_of(part: Node) -> Node:
    """The negation; of a negation, what it negates."""
    match part:
        case Not(inner):
            return inner
        case Blank():
            return part
        case _:
            return Not(part)


def _flat(shape: type[AllOf | AnyOf], parts: Iterable[Node]) -> tuple[Node, ...]:
    kept: list[Node] = []
    for part in parts:
        if isinstance(part, shape):
            kept.extend(part.parts)
        elif not isinstance(part, Blank):
            kept.append(part)
    return tuple(dict.fromkeys(kept))


def words_of(tree: Node) -> tuple[str, ...]:
    """The terms the question wants to see, in order, without repeats: what a highlight marks.  Nothing negated."""
    return tuple(dict.fromkeys(_wanted(tree)))


def bare_words_of(tree: Node) -> tuple[str, ...]:
    """The wanted terms that were typed without quotes, whose single words count as well."""
    match tree:
        case Word(text):
            return (text,)
        case InField(_, part):
            return bare_words_of(part)
        case AllOf(parts) | AnyOf(parts):
            return tuple(dict.fromkeys(text for part in parts for text in bare_words_of(part)))
        case _:
            return ()


def _wanted(node: Node) -> Iterator[str]:
    match node:
        case Word(text) | Phrase(text) | ReferenceCode(_, text):
            yield text
        case DocumentNumber(_, text):
            yield text
            number = document_number(text)
            if number:
                yield number.canonical
        case InField(_, part):
            yield from _wanted(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _wanted(part)
        case Not() | Blank() | DateRange():
            return
        case _:
            assert_never(node)
