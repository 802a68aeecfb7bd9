"""How days and instants stand in the tables, and what day it is in China.  Nothing here asks a clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

#: The archive's own day: deadlines and opening dates turn at midnight in Beijing (no summer time since 1991).
BEIJING = timezone(timedelta(hours=8), "CST")
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)?(\d{1,2})(?:-|/|\.|月)?(\d{1,2})日?")


def stamp(moment: datetime) -> str:
    """UTC text of one width, so that text order is time order.  A moment without a zone is an error."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def beijing_day(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()


def number_of_day(day: date | None) -> int:
    """YYYYMMDD; 0 when absent."""
    return 0 if day is None else day.year * 10000 + day.month * 100 + day.day


def day_of_number(number: int) -> date:
    """The day a stored number names.  ``ValueError`` when it names none: the row was not written by us."""
    return date(number // 10000, number // 100 % 100, number % 100)


def read_day(text: str) -> date | None:
    """A day as people write it (2019-03-01, 20190301, 2019年3月1日); ``None`` when it is none of these."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
