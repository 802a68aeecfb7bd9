"""文号: one form for 国办发〔2019〕5号 however it is bracketed, spaced and numbered.  It reads; it never refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from search.text.characters import HAN
from search.text.normalise import Normalised, normalise
from search.text.numerals import NUMERALS, number_of

_OPEN, _CLOSE = r"[\[〔【(﹝<〈{]", r"[\]〕】)﹞>〉}]"
_ISSUER = rf"(?P<issuer>[{HAN}]{{1,20}})"
_YEAR = r"(?P<year>\d{4}|[〇零一二三四五六七八九]{4}|\d\d)"
_SERIAL = rf"(?P<serial>[{NUMERALS}]{{1,7}}(?:[-－–之]\d{{1,3}})?)"

#: 国办发〔2019〕5号, and 号 may be missing.
_BRACKETED = re.compile(rf"{_ISSUER}\s*{_OPEN}\s*{_YEAR}\s*年?\s*{_CLOSE}\s*字?\s*第?\s*{_SERIAL}(?:\s*号)?")
#: (89)国函字第12号.
_YEAR_FIRST = re.compile(rf"{_OPEN}\s*{_YEAR}\s*年?\s*{_CLOSE}\s*(?P<issuer>[{HAN}]{{1,20}}?)第?\s*{_SERIAL}\s*号")
#: 津政字第12号.
_LETTERED = re.compile(rf"(?P<issuer>[{HAN}]{{1,20}}?字)\s*第\s*{_SERIAL}\s*号")
#: 国务院令第711号, 财政部公告2019年第68号, 国务院第711号令.
_ORDER = re.compile(
    rf"(?P<issuer>[{HAN}]{{2,20}}?(?:令|公告|通告))\s*(?:{_YEAR}\s*年?\s*)?第\s*{_SERIAL}\s*号"
    rf"|(?P<issuer_b>[{HAN}]{{2,20}}?)\s*第\s*(?P<serial_b>[{NUMERALS}]{{1,7}})\s*号\s*令"
)
#: 国办发2019-5, 国办发2019年5号: only as a whole text, after white space is gone.
_BARE = re.compile(
    rf"(?P<issuer>[{HAN}]{{2,20}}[发函字办文令规通电批复呈报纪告])(?P<year>\d{{4}})[-年]?第?{_SERIAL}号?"
)
_ANYWHERE: Final = (_BRACKETED, _YEAR_FIRST, _ORDER, _LETTERED)

#: In running text, words that end right before a number: what stands before and with them is no part of the issuer.
#: They never make up the whole of it (发改规划〔2019〕1号).
_LEAD_IN = re.compile(
    r".*(?:根据|按照|依据|依照|参照|遵照|贯彻|落实|执行|印发|转发|下发|颁发|废止|通知|通报|决定|意见|办法|规定|细则|方案|规划|条例|"
    r"公告|批复|请示|报告|纪要|文件|文号|编号|附件|关于|以及|见|(?<!共)和|与|及|由|的|为|是|了|即|在|年|月|日|号)(?=.)"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


@dataclass(frozen=True, slots=True)
class NumberedDocument:
    """A 文号.  ``canonical`` is for people (国办发〔2019〕5号), ``key`` for matching (国办发2019-5)."""

    canonical: str
    key: str


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A 文号 in a text, at ``start`` to ``end`` of the original."""

    start: int
    end: int
    number: NumberedDocument


def document_number(text: str) -> NumberedDocument | None:
    """Read a whole text as one 文号; ``None`` when it is not one."""
    plain = "".join(normalise(text).split()).translate(_DASHES)
    for shape in (*_ANYWHERE, _BARE):
        found = shape.fullmatch(plain)
        number = _number(found) if found else None
        if number:
            return number
    return None


def document_number_key(text: str) -> str:
    """The matching key of whatever stands in a 文号 field: that of its number, else the letters of the text."""
    number = document_number(text)
    return number.key if number else re.sub(rf"(?![{HAN}])[\W_]", "", normalise(text))


def find_document_numbers(text: str) -> tuple[FoundNumber, ...]:
    """The 文号 in running text or a question, left to right, not overlapping.

    Where the issuer begins is not written: common lead-in words (根据, 通知 …) are cut off, the rest is taken.
    """
    folded = Normalised.of(text)
    found = sorted(_found_in(folded.text), key=lambda each: (each[0], -each[1]))
    kept: list[FoundNumber] = []
    reached = 0
    for start, end, number in found:
        if start >= reached:
            span = folded.original_span(start, end)
            kept.append(FoundNumber(span.start, span.end, number))
            reached = end
    return tuple(kept)


def _found_in(folded: str) -> Iterator[tuple[int, int, NumberedDocument]]:
    for shape in _ANYWHERE:
        for found in shape.finditer(folded):
            issuer = _group(found, "issuer")
            lead_in = _LEAD_IN.match(issuer)
            cut = lead_in.end() if lead_in and found.start() == found.start("issuer") else 0
            number = _number(found, cut=cut)
            if number:
                yield found.start() + cut, found.end(), number


def _number(found: re.Match[str], *, cut: int = 0) -> NumberedDocument | None:
    """Put the parts together; ``None`` when a part does not stand up (no issuer left, an impossible year)."""
    issuer = _group(found, "issuer")[cut:]
    serial, _, branch = re.sub("[-－–之]", "-", _group(found, "serial")).partition("-")
    value = number_of(serial)
    year = _full_year(_group(found, "year"))
    if not issuer or value is None or year is None:
        return None
    tail = f"{value}-{branch}" if branch else str(value)
    if year:
        stem = issuer.removesuffix("第")
        return NumberedDocument(f"{stem}〔{year}〕{tail}号", f"{stem}{year}-{tail}")
    stem = issuer if issuer.endswith(("字", "令", "公告", "通告")) else f"{issuer}令"
    return NumberedDocument(f"{stem}第{tail}号", f"{stem}-{tail}")


def _group(found: re.Match[str], name: str) -> str:
    """A named part, under either of its names (``x`` and ``x_b`` stand in two branches of one shape)."""
    groups = found.groupdict()
    return groups.get(name) or groups.get(f"{name}_b") or ""


def _full_year(numeral: str) -> int | None:
    """0 where no year is written; two digits mean 1949–2048."""
    year = number_of(numeral) if numeral else 0
    if year is None or (numeral and len(numeral) == 4 and not 1800 <= year <= 2199):
        return None
    if numeral and len(numeral) == 2:
        return year + (1900 if year >= 49 else 2000)
    return year
