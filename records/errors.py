"""What can go wrong with the holdings themselves."""

from __future__ import annotations


class RecordsError(Exception):
    """The base of every error of this room."""


class StoreMissing(RecordsError):
    """The store was never created here, or is of an older version; the message says which command helps."""


class BlobMissing(RecordsError):
    """A rendition's bytes are not where their digest says."""
