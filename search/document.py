"""What an index holds of one record, the same on every engine: facts, entry and content, never rights.

Text fields carry space-joined tokens made by ``search.text.analyse``; engines split them at spaces and do nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Stands in an empty text field, so that average field lengths agree between engines (reference: engines, scores).
PLACEHOLDER = "\u2205"


class TextField(StrEnum):
    """Fields of space-joined tokens.  ``*_GRAMS`` keep positions for phrases, the others need none."""

    TITLE_WORDS = "title_words"
    TITLE_GRAMS = "title_grams"
    TITLE_CHARS = "title_chars"
    ENTRY_WORDS = "entry_words"
    ENTRY_GRAMS = "entry_grams"
    ENTRY_CHARS = "entry_chars"
    CREATOR_GRAMS = "creator_grams"
    CONTENT_WORDS = "content_words"
    CONTENT_GRAMS = "content_grams"
    CONTENT_CHARS = "content_chars"


GRAM_FIELDS = (TextField.TITLE_GRAMS, TextField.ENTRY_GRAMS, TextField.CREATOR_GRAMS, TextField.CONTENT_GRAMS)


class KeyField(StrEnum):
    """Whole values, matched as they are.  All may hold several values but ``ID``, ``CELL`` and ``CODE_ORDER``."""

    ID = "id"
    CELL = "cell"
    ANCESTORS = "ancestors"
    CODE_KEYS = "code_keys"
    NUMBER_KEYS = "number_keys"
    CODE_ORDER = "code_order"
    FONDS = "fonds"
    DEPARTMENT = "department"
    KIND = "kind"
    RETENTION = "retention"
    CUSTODY = "custody"
    OPENNESS = "openness"


class NumberField(StrEnum):
    """64-bit integers.  Dates are YYYYMMDD; a field that is absent is not indexed and matches no range.

    ``DATE_ORDER`` is ``date << 32 | sequence``: unique, so that a cursor is one range.
    """

    YEAR = "year"
    DATE = "date"
    OPENS_ON = "opens_on"
    DATE_ORDER = "date_order"


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One record as engines receive it.  ``version`` is the database's, kept for ``kaijuan verify``."""

    record_id: str
    version: int
    texts: dict[TextField, str]
    keys: dict[KeyField, tuple[str, ...]]
    numbers: dict[NumberField, int]
