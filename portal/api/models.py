"""What the API tells: every field is named here, so nothing else can leave by it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Told(BaseModel):
    """The base of every answer: no field beyond those declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Highlight(Told):
    """A piece of the text with the places of the words, as [start, end) in that piece.  ``page`` counts from 1."""

    rendition: str
    page: int
    text: str
    marks: list[tuple[int, int]]


class FoundRecord(Told):
    id: str
    reference_code: str
    title: str
    score: float
    highlights: list[Highlight]


class FacetCount(Told):
    value: str
    count: int


class SearchAnswer(Told):
    """The same shape as ``kaijuan search --json``.  ``next`` is the cursor of the following page, or null."""

    total: int
    hits: list[FoundRecord]
    facets: dict[str, list[FacetCount]]
    next: str | None


class FileEntry(Told):
    """One rendition of a readable record.  ``url`` is where its bytes are."""

    id: str
    role: str
    rendition: str
    name: str
    media_type: str
    size: int
    pages: int
    url: str


class RecordAnswer(Told):
    """One record.  Fields that are empty, or not for this reader, are empty or null; files need ``readable``."""

    id: str
    url: str
    reference_code: str
    title: str
    creator: str
    document_number: str
    date: str
    year: int | None
    fonds: str
    fonds_name: str
    department: str
    kind: str
    retention: str
    custody: str
    openness: str
    validity: str
    validity_act: str
    index_number: str
    life_topic: str
    readable: bool
    files: list[FileEntry]


class Trouble(Told):
    code: str
    message: str


class Problem(Told):
    """Every answer that is not what was asked for."""

    error: Trouble
