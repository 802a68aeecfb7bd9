"""Read a question into a tree.  Every text is a question: what breaks the grammar is read as plain words, and says so.

OR binds weaker than AND; terms beside each other are joined by AND.  Only the limits below raise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from search.text.dates import date_span
from search.text.document_numbers import document_number
from search.text.errors import QueryTooDeep, QueryTooLong, TooManyOperators
from search.text.grammar.tokens import (
    DASHES,
    ENDERS,
    FIELD_PREFIX,
    OPENERS,
    OPERATORS,
    QUOTES,
    Kind,
    Malformed,
    Token,
    tokens_of,
)
from search.text.grammar.tree import (
    Blank,
    DateRange,
    DocumentNumber,
    Field,
    InField,
    Node,
    Phrase,
    ReferenceCode,
    Word,
    all_of,
    any_of,
    not_of,
)
from search.text.grams import unit_count
from search.text.normalise import normalise
from search.text.reference_codes import code_key, looks_like_code

LONGEST_QUERY: Final = 200
MOST_OPERATORS: Final = 64
DEEPEST_NESTING: Final = 10

_FIELDS: Final = {
    "title": Field.TITLE,
    "题名": Field.TITLE,
    "标题": Field.TITLE,
    "doc": Field.NUMBER,
    "文号": Field.NUMBER,
    "code": Field.CODE,
    "档号": Field.CODE,
    "creator": Field.CREATOR,
    "责任者": Field.CREATOR,
}
_BRACKETS = re.compile(rf"[{OPENERS}{ENDERS}]+")
_WORD_EDGES = re.compile(rf"[\s{QUOTES}]+")


@dataclass(frozen=True, slots=True)
class Parsed:
    """``literal``: the grammar was not followed, the words were taken as they are; ``notice`` says so."""

    tree: Node
    literal: bool
    notice: str


def parse(query: str) -> Parsed:
    """Read a question.  Raises ``QueryTooLong``, ``TooManyOperators`` or ``QueryTooDeep`` and nothing else."""
    text = query.strip()
    if len(text) > LONGEST_QUERY:
        raise QueryTooLong(len(text), LONGEST_QUERY)
    try:
        tree = _Reader(list(tokens_of(text))).read()
    except Malformed as problem:
        return Parsed(_literal(text), literal=True, notice=f"检索式不完整（{problem}），已按普通词语检索。")
    if isinstance(tree, Blank) and text:
        return Parsed(tree, literal=True, notice="检索式里没有可以检索的文字。")
    return Parsed(tree, literal=False, notice="")


class _Reader:
    """One pass over the tokens.  ``depth`` counts brackets and negations around the current place."""

    def __init__(self, tokens: list[Token]) -> None:
        operators = sum(token.kind in {Kind.AND, Kind.OR, Kind.NOT} for token in tokens)
        if operators > MOST_OPERATORS:
            raise TooManyOperators(operators, MOST_OPERATORS)
        self._tokens = tokens
        self._at = 0

    def read(self) -> Node:
        """The whole question."""
        if not self._tokens:
            return Blank()
        tree = self._either(field=None, depth=0)
        if self._peek() is not None:
            raise Malformed("括号没有配对")
        return tree

    def _peek(self) -> Kind | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _either(self, *, field: Field | None, depth: int) -> Node:
        parts = [self._every(field=field, depth=depth)]
        while self._peek() is Kind.OR:
            self._take()
            parts.append(self._every(field=field, depth=depth))
        return any_of(parts)

    def _every(self, *, field: Field | None, depth: int) -> Node:
        parts = [self._operand(field=field, depth=depth)]
        while self._peek() not in {None, Kind.OR, Kind.CLOSE}:
            if self._peek() is Kind.AND:
                self._take()
            parts.append(self._operand(field=field, depth=depth))
        return all_of(parts)

    def _operand(self, *, field: Field | None, depth: int) -> Node:
        if depth > DEEPEST_NESTING:
            raise QueryTooDeep(DEEPEST_NESTING)
        match self._peek():
            case Kind.NOT:
                self._take()
                return not_of(self._operand(field=field, depth=depth + 1))
            case Kind.OPEN:
                return self._group(field=field, depth=depth)
            case Kind.WORD | Kind.PHRASE:
                return term_of(self._take(), field)
            case Kind.FIELD | Kind.DATE if field is not None:
                raise Malformed("字段里不能再套字段")
            case Kind.FIELD:
                return self._in_field(depth=depth)
            case Kind.DATE:
                return _date(self._take())
            case Kind.CLOSE:
                raise Malformed("括号没有配对")
            case _:
                raise Malformed("逻辑运算符的一侧没有检索词")

    def _group(self, *, field: Field | None, depth: int) -> Node:
        self._take()
        if self._peek() is Kind.CLOSE:
            self._take()
            return Blank()
        inner = self._either(field=field, depth=depth + 1)
        if self._peek() is not Kind.CLOSE:
            raise Malformed("括号没有配对")
        self._take()
        return inner

    def _in_field(self, *, depth: int) -> Node:
        field = _FIELDS[self._take().text]
        if self._peek() not in {Kind.WORD, Kind.PHRASE, Kind.OPEN}:
            raise Malformed("字段后面没有检索词")
        inner = self._operand(field=field, depth=depth)
        if isinstance(inner, Blank):
            raise Malformed("字段后面没有检索词")
        return InField(field, inner)


def _date(token: Token) -> Node:
    span = date_span(token.text)
    if span is None:
        raise Malformed("日期无法识别" if token.text else "字段后面没有检索词")
    return DateRange(*span)


def term_of(token: Token, field: Field | None) -> Node:
    """A word or phrase as a node.  Numbers and codes are recognised in bare words and in their own fields only."""
    text, squeezed = token.text, "".join(token.text.split())
    if not unit_count(normalise(text)):
        return Blank()
    if field is Field.CODE:
        return ReferenceCode(code_key(text), squeezed)
    number = document_number(text) if field is Field.NUMBER or (field is None and token.kind is Kind.WORD) else None
    if number:
        return DocumentNumber(number.key, squeezed)
    if token.kind is Kind.PHRASE:
        return Phrase(text)
    if field is None and looks_like_code(text):
        return ReferenceCode(code_key(text), text)
    return Word(text)


def _literal(text: str) -> Node:
    """The words of a question whose grammar failed, all wanted; its operators only when there is nothing else."""
    words = [word for piece in _WORD_EDGES.split(text) for word in _plain_words(piece)]
    plain = [word for word in words if word not in OPERATORS] or words or [text]
    return all_of(_terms(plain))


def _terms(words: Iterable[str]) -> Iterable[Node]:
    return (term_of(Token(Kind.WORD, word), None) for word in words)


def _plain_words(piece: str) -> Iterator[str]:
    """A piece without what could have been grammar: dashes and field names before it, unpaired brackets."""
    if document_number(piece):
        yield piece
        return
    bare = piece.lstrip(DASHES)
    prefix = FIELD_PREFIX.match(bare)
    bare = bare[prefix.end() :] if prefix else bare
    if bare[:1] in tuple(OPENERS) or not _is_paired(bare):
        for part in _BRACKETS.split(bare):
            yield from _plain_words(part)
    elif bare != piece:
        yield from _plain_words(bare)
    elif bare:
        yield bare


def _is_paired(piece: str) -> bool:
    """Whether the brackets in a piece open before they close and all do."""
    depth = 0
    for character in piece:
        depth += (character in OPENERS) - (character in ENDERS)
        if depth < 0:
            return False
    return depth == 0
