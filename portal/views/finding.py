"""Pages where records are found: the two homes, search results, the catalogue tree, current documents."""

from __future__ import annotations

from dataclasses import dataclass

from portal.views.frame import Link, PageFrame
from portal.views.parts import Chip, Facet, Histogram, Hit, Paging, Row, SearchBox


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a short list: where it leads, and the small print under it."""

    title: str
    href: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Door:
    title: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class Topic:
    label: str
    count: str
    href: str


@dataclass(frozen=True, slots=True)
class PublicHomeView:
    page: PageFrame
    box: SearchBox
    records: str
    current_documents: str
    examples: tuple[Link, ...]
    doors: tuple[Door, ...]
    latest: tuple[Line, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A number of the government home, with where it leads."""

    number: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class GovernmentHomeView:
    page: PageFrame
    box: SearchBox
    examples: tuple[Link, ...]
    standing: tuple[Standing, ...]
    latest: tuple[Line, ...]
    departments: tuple[Topic, ...]
    years: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """What dropping one condition would find."""

    label: str
    count: str
    href: str


@dataclass(frozen=True, slots=True)
class Emptiness:
    """Help when nothing was found."""

    removals: tuple[Removal, ...]
    ask: str
    ask_link: Link | None


@dataclass(frozen=True, slots=True)
class SearchView:
    """``count`` is the sentence announced to screen readers; ``problem`` keeps the form when the search was bad."""

    page: PageFrame
    box: SearchBox
    chips: tuple[Chip, ...]
    clear_href: str
    count: str
    sorts: tuple[Link, ...]
    exact: tuple[Hit, ...]
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    facets_label: str
    histogram: Histogram | None
    paging: Paging
    notice: str
    problem: str
    empty: Emptiness | None


@dataclass(frozen=True, slots=True)
class TreeView:
    """One level of the arrangement: the levels below it, and its own records by window."""

    page: PageFrame
    path: tuple[Link, ...]
    heading: str
    heading_note: str
    search_href: str
    branches: tuple[Row, ...]
    items: tuple[Row, ...]
    window: str
    paging: Paging
    jump_action: str
    jump_value: str


@dataclass(frozen=True, slots=True)
class CurrentView:
    """Current documents 现行文件, narrowed by organ, topic and validity."""

    page: PageFrame
    count: str
    chips: tuple[Chip, ...]
    clear_href: str
    facets: tuple[Facet, ...]
    facets_label: str
    hits: tuple[Hit, ...]
    paging: Paging
