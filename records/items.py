"""The values of the holdings: an item with its place and facts, its components, renditions and context.

Frozen, without behaviour that touches a store.  Field names equal the columns of ``records.schema``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from access.facts import Cell, Custody, Network, RecordFacts


class RenditionKind(StrEnum):
    """Which copy of a component this is.  A redacted copy takes the original's place outside."""

    ORIGINAL = "original"
    ACCESS = "access"
    REDACTED = "redacted"


class Target(StrEnum):
    """Who an outbox row is for: this store's own index, or the other zone's store."""

    INDEX = "index"
    PUBLICATION = "publication"


def day_of(number: int) -> date | None:
    """The day a YYYYMMDD integer names; ``None`` when absent or not a whole day."""
    try:
        return date(number // 10000, number // 100 % 100, number % 100)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """The catalogue entry and the fields behind it, as values.  Empty text and 0 mean absent."""

    fonds_code: str
    fonds_name: str = ""
    reference_code: str
    code_key: str
    order_key: str
    title: str
    creator: str = ""
    document_number: str = ""
    number_key: str = ""
    date_text: str = ""
    date: int = 0
    year: int = 0
    retention: str = ""
    department: str = ""
    custody: Custody = Custody.UNKNOWN
    kind: str = ""
    series: str = ""
    file: str = ""
    abstract: str = ""
    subjects: tuple[str, ...] = ()
    index_number: str = ""
    validity: str = ""
    validity_act: str = ""
    life_topic: str = ""
    published_on: str = ""
    in_force_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessMarks:
    """What was decided about access, as stored: tiers by code, the opening day, own marking and states."""

    public_tier: str
    gov_tier: str
    opens_on: int = 0
    network: Network = Network.UNMARKED
    withdrawn: bool = False
    work_secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One file of a component: its bytes by digest, and its text by page."""

    id: str
    kind: RenditionKind
    file_name: str
    media_type: str
    size: int
    sha256: str
    text_status: str
    text_note: str = ""
    page_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One 电子文件 of an item: 正本, 定稿, 办理单 or 附件, with its renditions."""

    id: str
    role: str
    title: str
    renditions: tuple[Rendition, ...]


@dataclass(frozen=True, slots=True)
class MetadataElement:
    """One element the entry has no field for, kept as found.  ``section`` says where: description or context."""

    section: str
    name: str
    value: str
    path: str


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One event of the record's life, from PREMIS or from us.  ``at`` as written in the source."""

    type: str
    at: str
    agent: str
    outcome: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An item ready to be saved: everything but what the store itself gives (id, version, place, cell)."""

    description: Description
    marks: AccessMarks
    components: tuple[Component, ...]
    pages: dict[str, tuple[str, ...]]
    elements: tuple[MetadataElement, ...]
    events: tuple[LifeEvent, ...]
    content_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item as held now."""

    id: str
    version: int
    sequence: int
    description: Description
    marks: AccessMarks
    network_effective: Network
    node_id: str
    ancestors: frozenset[str]
    content_digest: str
    updated_at: str

    @property
    def cell(self) -> Cell:
        return cell_of(self.description, self.marks, self.network_effective)

    @property
    def facts(self) -> RecordFacts:
        return RecordFacts(self.id, self.cell, day_of(self.marks.opens_on), self.ancestors)


def cell_of(description: Description, marks: AccessMarks, network: Network) -> Cell:
    """The facts that decide access, joined: what the index and the counts are keyed by."""
    return Cell(
        public_tier=marks.public_tier,
        gov_tier=marks.gov_tier,
        network=network,
        custody=description.custody,
        withdrawn=marks.withdrawn,
        work_secret=marks.work_secret,
        organ=description.department,
    )
