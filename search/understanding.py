"""What a reader typed, understood: the tree of the question, and the terms to mark in what is found."""

from __future__ import annotations

from search.errors import BadSearch
from search.text import Analyser, Node, Parsed, TextError, parse, words_of


def understood(query: str) -> Parsed:
    """The question as a tree.  Only its limits are errors; a malformed one is read literally and says so."""
    try:
        return parse(query)
    except TextError as limit:
        raise BadSearch(str(limit)) from limit


def marked_terms(tree: Node, analyser: Analyser) -> tuple[str, ...]:
    """The words as typed and the dictionary words inside them: what matched is what is marked."""
    terms: dict[str, None] = {}
    for word in words_of(tree):
        terms[word] = None
        terms.update(dict.fromkeys(piece for piece in analyser.query(word).words if len(piece) > 1))
    return tuple(terms)
