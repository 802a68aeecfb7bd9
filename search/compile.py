"""From what a reader typed to the clause an engine is asked.  Pure; user text ends up only in tokens and keys.

Each word matches in any entry field, or in content where that may be read (``WhereReadable``): never content first
and the filter afterwards, or a search would answer questions about closed text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from search.clauses import (
    Between,
    Clause,
    Constant,
    Everywhere,
    Favour,
    In,
    Nowhere,
    Run,
    Term,
    WhereReadable,
    Without,
    either,
    every,
)
from search.document import KeyField, NumberField, TextField
from search.documents import WHOLE
from search.text import (
    AllOf,
    Analyser,
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
    code_key,
    document_number_key,
    phrase_tokens,
)

#: Above any BM25 sum: an exact 文号 or 档号 stands first.
_EXACT = 10_000.0
_BELOW = 1_000.0
_TITLE, _ENTRY, _CONTENT, _WHOLE_RUN = 3.0, 1.5, 1.0, 2.0

Grams = Callable[[str, float], Clause]


def compile_query(tree: Node, analyser: Analyser) -> Clause:
    """Every word, phrase and field as the reader asked: adjacent words must all match."""
    match tree:
        case Blank():
            return Everywhere()
        case Word(text):
            return _word(text, analyser)
        case Phrase(text):
            return _phrase(text)
        case DocumentNumber(key, text):
            return either((Constant(In(KeyField.NUMBER_KEYS, frozenset({key})), _EXACT), _phrase(text)))
        case ReferenceCode(key, text):
            return either((_code(key), _phrase(text)))
        case InField(field, node):
            return _in_field(field, node, analyser)
        case DateRange(first, last):
            return Constant(Between(NumberField.DATE, first, last), 0.0)
        case AllOf(parts):
            return every(compile_query(part, analyser) for part in parts)
        case AnyOf(parts):
            return either(compile_query(part, analyser) for part in parts)
        case Not(part):
            return Without(compile_query(part, analyser))
        case _:
            assert_never(tree)


def compile_loosely(tree: Node, analyser: Analyser) -> Clause:
    """Some of the words: offered, and named as such, when no record holds all of them.

    ``Nowhere`` when the reader used operators or fields: then nothing is what was asked for.
    """
    words = _plain_words(tree)
    pieces = tuple(piece for word in words for piece in analyser.query(word).words)
    if len(set(pieces)) < 2:
        return Nowhere()
    return either(_piece(piece) for piece in dict.fromkeys(pieces))


def _plain_words(tree: Node) -> tuple[str, ...]:
    match tree:
        case Word(text):
            return (text,)
        case AllOf(parts) if all(isinstance(part, Word) for part in parts):
            return tuple(part.text for part in parts if isinstance(part, Word))
        case _:
            return ()


def _word(text: str, analyser: Analyser) -> Clause:
    """A run of characters: each of its dictionary words must match somewhere; the run as a whole counts more."""
    pieces = tuple(dict.fromkeys(analyser.query(text).words))
    if not pieces:
        return Nowhere()
    if len(pieces) == 1:
        return _piece(pieces[0])
    whole = (_grams(TextField.TITLE_GRAMS, text, _WHOLE_RUN * _TITLE), _content_run(text))
    return Favour(every(_piece(piece) for piece in pieces), whole)


def _content_run(text: str) -> Clause:
    return WhereReadable(_grams(TextField.CONTENT_GRAMS, text, _WHOLE_RUN))


def _piece(piece: str) -> Clause:
    """One dictionary word.  Grams decide whether it matches, so that a dictionary error is harmless."""
    words = (
        Term(TextField.TITLE_WORDS, piece, _TITLE),
        Term(TextField.ENTRY_WORDS, piece, _ENTRY),
        WhereReadable(Term(TextField.CONTENT_WORDS, piece, _CONTENT)),
    )
    return Favour(_phrase(piece), words)


def _phrase(text: str) -> Clause:
    """The characters one after another, in the title, the entry, or content that may be read."""
    return either(
        (
            _grams(TextField.TITLE_GRAMS, text, _TITLE),
            _grams(TextField.ENTRY_GRAMS, text, _ENTRY),
            WhereReadable(_grams(TextField.CONTENT_GRAMS, text, _CONTENT)),
        ),
    )


_CHARACTERS = {
    TextField.TITLE_GRAMS: TextField.TITLE_CHARS,
    TextField.ENTRY_GRAMS: TextField.ENTRY_CHARS,
    TextField.CONTENT_GRAMS: TextField.CONTENT_CHARS,
}


def _grams(field: TextField, text: str, weight: float) -> Clause:
    """A phrase on the gram field; a single character goes to the character field, where it stands alone."""
    tokens = phrase_tokens(text)
    if not tokens:
        return Nowhere()
    if len(tokens) > 1:
        return Run(field, tokens, weight)
    single = len(tokens[0]) == 1 and field in _CHARACTERS
    return Term(_CHARACTERS[field] if single else field, tokens[0], weight)


def _code(key: str) -> Clause:
    exact = Constant(In(KeyField.CODE_KEYS, frozenset({WHOLE + key})), _EXACT)
    return either((exact, Constant(In(KeyField.CODE_KEYS, frozenset({key})), _BELOW)))


def _in_field(field: Field, node: Node, analyser: Analyser) -> Clause:
    """``title:`` and ``creator:`` look for the words as a phrase each; ``doc:`` and ``code:`` for whole keys."""
    match node:
        case AllOf(parts):
            return every(_in_field(field, part, analyser) for part in parts)
        case AnyOf(parts):
            return either(_in_field(field, part, analyser) for part in parts)
        case Not(part):
            return Without(_in_field(field, part, analyser))
        case Word(text) | Phrase(text) | DocumentNumber(_, text) | ReferenceCode(_, text):
            return _field_text(field, text, analyser)
        case _:
            return compile_query(node, analyser)


def _field_text(field: Field, text: str, analyser: Analyser) -> Clause:
    match field:
        case Field.TITLE:
            pieces = tuple(dict.fromkeys(analyser.query(text).words)) or (text,)
            found = every(_grams(TextField.TITLE_GRAMS, piece, _TITLE) for piece in pieces)
            return Favour(found, (_grams(TextField.TITLE_GRAMS, text, _WHOLE_RUN * _TITLE),))
        case Field.CREATOR:
            return _grams(TextField.CREATOR_GRAMS, text, _ENTRY)
        case Field.NUMBER:
            exact = Constant(In(KeyField.NUMBER_KEYS, frozenset({document_number_key(text)})), _EXACT)
            return either((exact, _grams(TextField.ENTRY_GRAMS, text, _ENTRY)))
        case Field.CODE:
            return _code(code_key(text))
        case _:
            assert_never(field)
