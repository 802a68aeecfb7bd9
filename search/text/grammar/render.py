"""Write a tree back as a question that reads as the same tree: for links, and to say how it was understood."""

from __future__ import annotations

from typing import Final, assert_never

from search.text.dates import DateValue, Precision
from search.text.grammar.tokens import DASHES, OPERATORS
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
)
from search.text.reference_codes import looks_like_code

_NAMES: Final = {Field.TITLE: "题名", Field.NUMBER: "文号", Field.CODE: "档号", Field.CREATOR: "责任者"}
_QUOTES: Final = (('"', '"“”＂'), ("「", "」"), ("『", "』"))
_YEAR_BRACKETS: Final = frozenset("[〔【﹝［<〈{]〕】﹞］>〉}＜＞｛｝")
_FIRST_DATE, _LAST_DATE = 0, 99991231


def render(tree: Node) -> str:
    """The question for a tree.  ``parse(render(tree)).tree == tree`` for every tree that ``parse`` gave."""
    match tree:
        case Blank():
            return ""
        case Word(text) | DocumentNumber(_, text):
            return text
        case ReferenceCode(_, text):
            return text if _stands_bare(text) else _quoted(text)
        case Phrase(text):
            return _quoted(text)
        case InField(field, node):
            return f"{_NAMES[field]}:{_grouped(node)}"
        case DateRange(first, last):
            return f"日期:{_range(first, last)}"
        case AllOf(parts):
            return _joined([_grouped(part) if isinstance(part, AnyOf) else render(part) for part in parts])
        case AnyOf(parts):
            return " OR ".join(map(render, parts))
        case Not(part):
            return f"-{_grouped(part)}"
        case _:
            assert_never(tree)


def _stands_bare(code: str) -> bool:
    """Whether a code reads as itself without quotes.  Codes that were typed outside a code field always do."""
    if code in OPERATORS or code[0] in DASHES:
        return False
    return looks_like_code(code) or code.isalnum()


def _joined(parts: list[str]) -> str:
    """By spaces; by AND beside the bracket of a year, lest the two read as one 文号."""
    text = parts[0]
    for part in parts[1:]:
        text += f" AND {part}" if {text[-1], part[0]} & _YEAR_BRACKETS else f" {part}"
    return text


def _grouped(node: Node) -> str:
    return f"({render(node)})" if isinstance(node, AllOf | AnyOf | Not) else render(node)


def _quoted(text: str) -> str:
    """In the first quotes that the text does not close itself; the ones it was typed in always do."""
    left, right = next((pair for pair in _QUOTES if not set(pair[1]) & set(text)), _QUOTES[0])
    return f"{left}{text}{right[0]}"


def _range(first: int, last: int) -> str:
    """The shortest writing of a range."""
    if (first, last) == (_FIRST_DATE, _LAST_DATE):
        return "..9999"
    left = "" if first == _FIRST_DATE else _first(first)
    right = "" if last == _LAST_DATE else _last(last)
    return left if left == right else f"{left}..{right}"


def _first(value: int) -> str:
    year, month, day = value // 10000, value // 100 % 100, value % 100
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}" if month else f"{year}"


def _last(value: int) -> str:
    for coarse, precision in ((value // 10000 * 10000, Precision.YEAR), (value // 100 * 100, Precision.MONTH)):
        if DateValue(coarse, precision).last == value:
            return _first(coarse)
    return _first(value)
