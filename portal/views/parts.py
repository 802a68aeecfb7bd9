"""Small values that several pages show: badges, marked text, facts, hits, facets, rows, paging."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.views.frame import Link


class BadgeShape(StrEnum):
    """Who may read the content, as a shape.  Follows audiences, never tier names, so edited tiers need no new style."""

    PUBLIC = "public"
    ENTRY = "entry"
    GOV = "gov"
    DEPARTMENT = "department"
    ARCHIVES = "archives"
    POSTPONED = "postponed"
    UNREVIEWED = "unreviewed"
    WITHDRAWN = "withdrawn"


class Validity(StrEnum):
    """How a validity (效力) is shown; the label beside it says which word the organ used."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Badge:
    """The access badge.  ``why_href`` is empty when this reader may open the text."""

    shape: BadgeShape
    label: str
    why_href: str = ""


@dataclass(frozen=True, slots=True)
class ValidityMark:
    kind: Validity
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, marked where the reader's words stand."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a hit's second line.  ``label`` is read out and not shown; figures do not wrap."""

    label: str
    value: str
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One record in a list."""

    href: str
    title: tuple[Piece, ...]
    facts: tuple[Fact, ...]
    badge: Badge | None
    validity: ValidityMark | None = None
    validity_note: str = ""
    snippet: tuple[Piece, ...] = ()
    pages: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of the search, with the address without it."""

    name: str
    value: str
    remove_href: str
    remove_label: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value to narrow by.  ``anchor`` is an element id, so that focus survives a partial update."""

    anchor: str
    label: str
    count: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: the first values shown, the rest behind 更多."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the histogram in a box of 100 × 40 units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """Records by year.  ``hidden`` are the other conditions of the search, for the form beneath the chart."""

    caption: str
    first: str
    last: str
    bars: tuple[Bar, ...]
    hidden: tuple[tuple[str, str], ...]
    chosen_from: str
    chosen_to: str


@dataclass(frozen=True, slots=True)
class Paging:
    """Addresses around this page of results; empty where there is none."""

    next_href: str = ""
    previous_href: str = ""
    first_href: str = ""


@dataclass(frozen=True, slots=True)
class SearchBox:
    """The search field: what was typed, and the conditions that a new search keeps."""

    query: str
    hidden: tuple[tuple[str, str], ...] = ()
    action: str = "/search"
    autofocus: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the catalogue tree or of a list: a code, a title, a note at the end."""

    code: str
    title: str
    href: str
    note: str = ""
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of metadata.  Figures do not wrap; ``href`` leads to the same value elsewhere, or is empty."""

    term: str
    value: str
    figures: bool = False
    href: str = ""
