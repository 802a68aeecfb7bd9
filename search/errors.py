"""What can go wrong when asking.  No HTTP here: ``portal/errors.py`` gives each its answer."""

from __future__ import annotations


class SearchError(Exception):
    """The base of every error of this room.  The message is Chinese and may be shown."""


class BadSearch(SearchError):
    """The question cannot be asked: unknown facet or sort, too long, too deep, a forged cursor."""


class RecordNotFound(SearchError):
    """Absent, or not for this reader: one answer, word for word."""

    def __init__(self) -> None:
        super().__init__("没有找到这件档案。它可能不存在，或者不在您可查的范围内。")


class EngineUnavailable(SearchError):
    """The engine gave no answer in time.  Record and catalogue pages still work."""


class QueryRejected(SearchError):
    """The engine understood the question and refused it."""


class DocumentUnfit(SearchError):
    """A document lacks what every index needs of it: a fault of whoever made it, not of the engine."""


class IndexMissing(EngineUnavailable):
    """There is no index yet at the place where it should be."""
