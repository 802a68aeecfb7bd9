"""Dates as archives write them, read into one comparable number.  An impossible date is ``None``, never a guess."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from search.text.normalise import normalise
from search.text.numerals import NUMERALS, number_of


class Precision(StrEnum):
    """How much of a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class DateValue:
    """``value`` is YYYYMMDD with 00 for what is not known (20040300: March 2004).  ``uncertain``: written in [ ]."""

    value: int
    precision: Precision
    uncertain: bool = False

    @property
    def first(self) -> int:
        """The smallest stored value that lies in this date: the date itself, parts unknown or not."""
        return self.value

    @property
    def last(self) -> int:
        """The largest value that lies in this date: 2004 reaches to 20041231."""
        year, month, day = self.value // 10000, self.value // 100 % 100, self.value % 100
        last_month = month or 12
        return year * 10000 + last_month * 100 + (day or monthrange(year, last_month)[1])


#: 民国元年 is 1912.
_REPUBLIC_OFFSET: Final = 1911
_SHAPES: Final = (
    re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d\d)"),
    re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?"),
    re.compile(
        rf"(?P<era>(?:中华)?民国)?(?P<year>[元{NUMERALS}]{{1,5}})年"
        rf"(?:(?P<month>[元正{NUMERALS}]{{1,3}})月(?:份|(?P<day>[初{NUMERALS}]{{1,3}})[日号]?)?)?"
    ),
    re.compile(r"(?P<year>[〇零一二三四五六七八九]{4})"),
)
_CLOCK = re.compile(r"(?<=\d)t?\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?$")
_UNCERTAIN = re.compile(r"[\[〔【](.*)[\]〕】]\??|(.*)\?")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


def parse_date(text: str) -> DateValue | None:
    """Read a whole text as one date: 2004-03-05, 20040305, 2004.3, 2004年3月5日, 二〇〇四年三月, 民国三十八年, [1950].

    A time of day behind a full date is ignored.  In 初五 and 正月 the words are read, the calendar is not converted.
    """
    plain = "".join(normalise(text).split()).translate(_DASHES)
    doubt = _UNCERTAIN.fullmatch(plain)
    if doubt:
        plain = doubt[1] or doubt[2] or ""
    plain = _CLOCK.sub("", plain)
    for shape in _SHAPES:
        found = shape.fullmatch(plain)
        if found:
            return _value(found.groupdict(), uncertain=bool(doubt))
    return None


def _value(parts: dict[str, str | None], *, uncertain: bool) -> DateValue | None:
    year, month, day = (_part(parts.get(name)) for name in ("year", "month", "day"))
    if year is None or month is None or day is None:
        return None
    if parts.get("era"):
        year += _REPUBLIC_OFFSET
    elif year < 1000:
        return None
    if year > 9999 or month > 12 or (day and not month) or (day and day > monthrange(year, month)[1]):
        return None
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return DateValue(year * 10000 + month * 100 + day, precision, uncertain)


def _part(numeral: str | None) -> int | None:
    """A part that is not there is 0; one that is no number is ``None``."""
    if numeral is None:
        return 0
    return number_of(numeral.removeprefix("初").replace("正", "一"))


def date_span(text: str) -> tuple[int, int] | None:
    """First and last value of a date or a range: ``2004``, ``2004-03..2005``, ``2004..``, ``..2010``, 2004至2010.

    The two ends may come in either order.
    """
    single = parse_date(text)
    if single:
        return single.first, single.last
    ends = re.split(r"\.{2,}|~|至|到|—+", normalise(text))
    if len(ends) == 1 and re.fullmatch(r"\s*\d{4}\s*[-–]\s*\d{4}\s*", text):
        ends = re.split("[-–]", text)
    if len(ends) != 2 or not any(end.strip() for end in ends):
        return None
    return _between(*ends)


def _between(left: str, right: str) -> tuple[int, int] | None:
    """An end left open reaches as far as dates reach."""
    dates = [parse_date(end) if end.strip() else None for end in (left, right)]
    if any(date is None and end.strip() for date, end in zip(dates, (left, right), strict=True)):
        return None
    first, last = dates
    if first and last and first.first > last.last:
        first, last = last, first
    return (first.first if first else 0, last.last if last else 99991231)
