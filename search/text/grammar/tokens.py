"""Cut a question into tokens: what is an operator, a bracket, a quote or part of a word.  It builds no tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from search.text.document_numbers import FoundNumber, find_document_numbers


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    PHRASE = auto()
    FIELD = auto()
    DATE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """``text``: of a word or phrase its characters, of a field the name typed, of a date field its value."""

    kind: Kind
    text: str


class Malformed(Exception):
    """The question does not follow the grammar; the message says how.  Never leaves this package."""


#: An operator only where it stands alone between spaces; inside a word 和, 或 and 非 are part of it.
OPERATORS: Final = {
    "AND": Kind.AND,
    "并且": Kind.AND,
    "和": Kind.AND,
    "OR": Kind.OR,
    "或者": Kind.OR,
    "或": Kind.OR,
    "NOT": Kind.NOT,
    "非": Kind.NOT,
    "不含": Kind.NOT,
}
_CLOSERS: Final = {**dict.fromkeys('"“”＂', '"“”＂'), "「": "」", "『": "』"}
QUOTES: Final = '"“”＂「」『』'
OPENERS: Final = "(（"
ENDERS: Final = ")）"
DASHES: Final = "-－"
FIELD_PREFIX: Final = re.compile(
    r"(title|题名|标题|doc|文号|code|档号|creator|责任者|date|日期|year|年度)\s*[:：]\s*", re.IGNORECASE
)
DATE_FIELDS: Final = frozenset({"date", "日期", "year", "年度"})
_DATE = re.compile(rf"[^\s{QUOTES}{OPENERS}{ENDERS}]*")


def tokens_of(text: str) -> Iterator[Token]:
    """The tokens of a question, left to right.  An unclosed quote or bracket raises ``Malformed``."""
    numbers = {found.start: found for found in find_document_numbers(text)}
    at = 0
    while at < len(text):
        token, at = _next(text, at, numbers)
        if token:
            yield token


def _next(text: str, at: int, numbers: dict[int, FoundNumber]) -> tuple[Token | None, int]:
    character = text[at]
    if character.isspace():
        return None, at + 1
    if at in numbers and _is_whole(text, numbers[at]):
        return Token(Kind.WORD, "".join(text[at : numbers[at].end].split())), numbers[at].end
    if character in QUOTES:
        return _phrase(text, at)
    if character in OPENERS:
        return Token(Kind.OPEN, character), at + 1
    if character in ENDERS:
        return Token(Kind.CLOSE, character), at + 1
    if character in DASHES:
        return _dash(text, at)
    field = FIELD_PREFIX.match(text, at)
    return _field(text, field) if field else _word(text, at)


def _is_whole(text: str, found: FoundNumber) -> bool:
    """Whether a 文号 stands by itself.  One with spaces in it needs its brackets: 「教育 第5号令」 are two words."""
    written = text[found.start : found.end]
    ends = found.end == len(text) or text[found.end].isspace() or text[found.end] in QUOTES + ENDERS
    in_one_piece = len(written.split()) == 1
    return ends and (in_one_piece or ("〔" in found.number.canonical and written.endswith(("号", "號"))))


def _phrase(text: str, at: int) -> tuple[Token, int]:
    closers = _CLOSERS.get(text[at], "")
    end = next((place for place in range(at + 1, len(text)) if text[place] in closers), None)
    if end is None:
        raise Malformed("引号没有配对")
    return Token(Kind.PHRASE, text[at + 1 : end]), end + 1


def _dash(text: str, at: int) -> tuple[Token | None, int]:
    """A dash before a term, after a space or bracket, negates it; elsewhere at the edge of a word it is punctuation."""
    end = at
    while end < len(text) and text[end] in DASHES:
        end += 1
    before_term = end < len(text) and not text[end].isspace()
    after_gap = at == 0 or text[at - 1].isspace() or text[at - 1] in OPENERS
    return (Token(Kind.NOT, text[at:end]) if before_term and after_gap else None), end


def _field(text: str, prefix: re.Match[str]) -> tuple[Token, int]:
    name = prefix[1].lower()
    if name not in DATE_FIELDS:
        return Token(Kind.FIELD, name), prefix.end()
    value = _DATE.match(text, prefix.end())
    written = value[0] if value else ""
    return Token(Kind.DATE, written), prefix.end() + len(written)


def _word(text: str, at: int) -> tuple[Token, int]:
    """A run up to white space, a quote, or a bracket that is not its own."""
    end = at
    while end < len(text) and not text[end].isspace() and text[end] not in QUOTES + ENDERS:
        if text[end] in OPENERS:
            inner_end = _own_bracket(text, end)
            if inner_end is None:
                break
            end = inner_end
        end += 1
    written = text[at:end]
    return Token(OPERATORS.get(written, Kind.WORD), written), end


def _own_bracket(text: str, at: int) -> int | None:
    """Where a bracket inside a word closes, 办法（试行）; ``None`` when spaces or quotes show that it groups terms."""
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] in OPENERS) - (text[place] in ENDERS)
        if depth == 0:
            inner = text[at:place]
            return None if any(each.isspace() or each in QUOTES for each in inner) else place
    raise Malformed("括号没有配对")
