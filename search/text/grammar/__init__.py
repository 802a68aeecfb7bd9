"""The query language: what a person types, as a tree of our own.  No engine's query syntax, ever."""

from search.text.grammar.reader import DEEPEST_NESTING, LONGEST_QUERY, MOST_OPERATORS, Parsed, parse
from search.text.grammar.render import render
from search.text.grammar.tree import (
    AllOf,
    AnyOf,
    Blank,
    DateRange,
    DocumentNumber,
    Field,
    InField,
    Node,
    Not,
    Phrase,
    ReferenceCode,
    Word,
    bare_words_of,
    words_of,
)

__all__ = [
    "DEEPEST_NESTING",
    "LONGEST_QUERY",
    "MOST_OPERATORS",
    "AllOf",
    "AnyOf",
    "Blank",
    "DateRange",
    "DocumentNumber",
    "Field",
    "InField",
    "Node",
    "Not",
    "Parsed",
    "Phrase",
    "ReferenceCode",
    "Word",
    "bare_words_of",
    "parse",
    "render",
    "words_of",
]
