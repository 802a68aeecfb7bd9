"""Pages where a record is read: the record itself, one page of a file, and why it may be seen."""

from __future__ import annotations

from dataclasses import dataclass

from portal.views.frame import Link, PageFrame
from portal.views.parts import Badge, Pair, Piece, ValidityMark


@dataclass(frozen=True, slots=True)
class Action:
    """What the reader can do with this record; ``href`` is empty when there is only a sentence to say."""

    label: str
    href: str
    reason: str
    reason_link: Link | None = None


@dataclass(frozen=True, slots=True)
class FileRow:
    """One rendition: what it is, how large, and where it is read or fetched.  Empty addresses are not offered."""

    label: str
    name: str
    facts: tuple[str, ...]
    read_href: str
    download_href: str


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step in the life of the record; not ``past`` means it is foreseen."""

    label: str
    date: str
    past: bool


@dataclass(frozen=True, slots=True)
class Expiry:
    """What must be said before anything else about a document no longer in force."""

    sentence: str
    act: str
    amended: bool


@dataclass(frozen=True, slots=True)
class RecordView:
    page: PageFrame
    path: tuple[Link, ...]
    title: str
    title_language: str
    badge: Badge | None
    validity: ValidityMark | None
    expiry: Expiry | None
    marks: tuple[str, ...]
    action: Action
    metadata: tuple[Pair, ...]
    context: tuple[Pair, ...]
    context_label: str
    files: tuple[FileRow, ...]
    first_page: tuple[str, ...]
    first_page_next: str
    life: tuple[LifeStep, ...]
    reference_code: str
    citation: str
    why_href: str
    previous: Link | None
    following: Link | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page in the strip of pages."""

    number: str
    href: str
    current: bool
    found: bool


@dataclass(frozen=True, slots=True)
class PageReadingView:
    """One page of one rendition: its image where there is one, and its text."""

    page: PageFrame
    path: tuple[Link, ...]
    title: str
    count: str
    number: str
    image_href: str
    image_label: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    leaves: tuple[Leaf, ...]
    previous_href: str
    next_href: str
    record_href: str
    download_href: str
    about: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class WhyView:
    """The explanation of one decision, in sentences, with what can be done next."""

    page: PageFrame
    title: str
    record_href: str
    badge: Badge | None
    entry: str
    content: str
    reasons: tuple[str, ...]
    next_steps: tuple[Link, ...]
