"""What a search or a record page gives back: frozen values, already decided for one reader.

Text that this reader may not read is not in them at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from access.explanation import Verdict
from access.tiers import Tier
from records.items import Component, Item, LifeEvent, MetadataElement, Rendition
from records.places import Node
from search.state import Facet, SearchState
from search.text import Snippet, Span


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page of the content where the words stand."""

    rendition_id: str
    number: int
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One record found.  ``pages`` is empty when its content may not be read."""

    item: Item
    score: float
    title_spans: tuple[Span, ...]
    pages: tuple[PageHit, ...]
    readable: bool
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """``value`` goes into the address and is what the reader sees; ``count`` includes records still to come."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetCounts:
    facet: Facet
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of results.  ``loosened``: no record held all words, these hold some."""

    state: SearchState
    total: int
    hits: tuple[SearchHit, ...]
    facets: tuple[FacetCounts, ...]
    next_cursor: str
    notice: str
    loosened: bool


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """One record as one reader may see it.  Components, elements and events are empty when it may not be read."""

    item: Item
    tier: Tier | None
    gov_tier: Tier | None
    path: tuple[tuple[Node, str], ...]
    readable: bool
    verdict: Verdict
    components: tuple[Component, ...]
    elements: tuple[MetadataElement, ...]
    events: tuple[LifeEvent, ...]
    previous: Item | None
    following: Item | None


@dataclass(frozen=True, slots=True)
class PageSheet:
    """One page of one rendition, to be read on screen."""

    item: Item
    component: Component
    rendition: Rendition
    number: int
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A level below the one shown, with the number of records this reader may find in it."""

    node: Node
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class TreePage:
    """One level of the catalogue: its path, the levels below, and its own items by window."""

    path: tuple[tuple[Node, str], ...]
    branches: tuple[Branch, ...]
    items: tuple[tuple[Item, Tier | None, bool], ...]
    total: int
    next_cursor: str


@dataclass(frozen=True, slots=True)
class CurrentPage:
    """Current documents by window, newest first, with the choices there are."""

    items: tuple[tuple[Item, bool], ...]
    organs: tuple[tuple[str, int], ...]
    topics: tuple[tuple[str, int], ...]
    validities: tuple[tuple[str, int], ...]
    total: int
    next_cursor: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """The figures of the home page, as this reader may know them."""

    records: int
    current_documents: int
    fonds: int
    newest: tuple[Item, ...]
    topics: tuple[tuple[str, int], ...]
