"""What a reader asked, as one value: it reads parameters from closed lists, and it writes every link.

Because the same object parses and emits, a link cannot drift from what the page understands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from access.subjects import Zone
from search.engine import Sort
from search.errors import BadSearch

QUERY_LIMIT = 200
PAGE_SIZE = 20
PAGE_SIZE_LIMIT = 100
VALUE_LIMIT = 200
CHOICE_LIMIT = 50


class Facet(StrEnum):
    """The closed list of facets, in the order in which they are shown."""

    FONDS = "fonds"
    DEPARTMENT = "department"
    YEAR = "year"
    KIND = "kind"
    RETENTION = "retention"
    CUSTODY = "custody"
    OPENNESS = "openness"


#: Facets over fields that are not in the public entry exist in the government zone only.
GOVERNMENT_FACETS = frozenset({Facet.RETENTION, Facet.CUSTODY, Facet.OPENNESS})


def facets_of(zone: Zone) -> tuple[Facet, ...]:
    """The facets of a zone."""
    return tuple(facet for facet in Facet if zone is Zone.GOV or facet not in GOVERNMENT_FACETS)


@dataclass(frozen=True, slots=True)
class SearchState:
    """One search.  ``choices`` are (facet, value) pairs; values within a facet are alternatives."""

    zone: Zone
    query: str = ""
    choices: tuple[tuple[Facet, str], ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    level: str = ""
    sort: Sort = Sort.RELEVANCE
    limit: int = PAGE_SIZE
    cursor: str = ""

    @classmethod
    def from_params(cls, zone: Zone, params: Mapping[str, Sequence[str]]) -> SearchState:
        """Read request parameters.  Unknown names are ignored; unknown values of known names are errors."""
        query = _one(params, "q").strip()
        if len(query) > QUERY_LIMIT:
            raise BadSearch(f"查找词最长 {QUERY_LIMIT} 字，现有 {len(query)} 字。请缩短后再查。")
        return cls(
            zone=zone,
            query=query,
            choices=_choices(zone, params),
            first_year=_year(params, "from"),
            last_year=_year(params, "to"),
            level=_one(params, "in"),
            sort=_sort(_one(params, "sort")),
            limit=_limit(_one(params, "limit")),
            cursor=_one(params, "cursor"),
        )

    def params(self) -> tuple[tuple[str, str], ...]:
        """The parameters that give this state back; defaults are left out."""
        pairs: list[tuple[str, str]] = [("q", self.query)] if self.query else []
        pairs += [(facet.value, value) for facet, value in self.choices]
        for name, number in (("from", self.first_year), ("to", self.last_year)):
            pairs += [(name, str(number))] if number is not None else []
        plain = (("in", self.level), ("sort", "" if self.sort is Sort.RELEVANCE else self.sort.value))
        pairs += [(name, value) for name, value in plain if value]
        pairs += [("limit", str(self.limit))] if self.limit != PAGE_SIZE else []
        pairs += [("cursor", self.cursor)] if self.cursor else []
        return tuple(pairs)

    def chosen(self, facet: Facet) -> tuple[str, ...]:
        return tuple(value for name, value in self.choices if name is facet)

    def with_choice(self, facet: Facet, value: str) -> SearchState:
        if (facet, value) in self.choices:
            return replace(self, cursor="")
        return replace(self, choices=(*self.choices, (facet, value)), cursor="")

    def without_choice(self, facet: Facet, value: str) -> SearchState:
        return replace(self, choices=tuple(c for c in self.choices if c != (facet, value)), cursor="")

    def without_query(self) -> SearchState:
        return replace(self, query="", cursor="")

    def without_years(self) -> SearchState:
        return replace(self, first_year=None, last_year=None, cursor="")

    def without_level(self) -> SearchState:
        return replace(self, level="", cursor="")

    def with_years(self, first: int | None, last: int | None) -> SearchState:
        return replace(self, first_year=first, last_year=last, cursor="")

    def sorted_by(self, sort: Sort) -> SearchState:
        return replace(self, sort=sort, cursor="")

    def at(self, cursor: str) -> SearchState:
        return replace(self, cursor=cursor)


def _one(params: Mapping[str, Sequence[str]], name: str) -> str:
    values = params.get(name, ())
    return values[-1] if values else ""


def _choices(zone: Zone, params: Mapping[str, Sequence[str]]) -> tuple[tuple[Facet, str], ...]:
    allowed = {facet.value for facet in facets_of(zone)}
    for name in (facet.value for facet in Facet):
        if name in params and name not in allowed:
            raise BadSearch(f"没有“{name}”这个筛选项。请从页面列出的筛选项中选择。")
    pairs = [(facet, value) for facet in facets_of(zone) for value in params.get(facet.value, ())]
    return checked_choices(pairs)


def checked_choices(pairs: Iterable[tuple[Facet, str]]) -> tuple[tuple[Facet, str], ...]:
    """Choices without doubles, within the limits."""
    kept = tuple(dict.fromkeys((facet, value) for facet, value in pairs if value))
    if len(kept) > CHOICE_LIMIT or any(len(value) > VALUE_LIMIT for _, value in kept):
        raise BadSearch(f"筛选条件过多或过长。最多 {CHOICE_LIMIT} 个，每个最长 {VALUE_LIMIT} 字。")
    return kept


def facet_named(name: str, zone: Zone) -> Facet:
    """The facet with this name in this zone."""
    for facet in facets_of(zone):
        if facet.value == name:
            return facet
    raise BadSearch(f"没有“{name}”这个筛选项。可用：{'、'.join(f.value for f in facets_of(zone))}。")


def _year(params: Mapping[str, Sequence[str]], name: str) -> int | None:
    text = _one(params, name).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise BadSearch(f"年度“{text[:20]}”不对。请填四位数字，例如 2004。")
    return int(text)


def _sort(text: str) -> Sort:
    try:
        return Sort(text) if text else Sort.RELEVANCE
    except ValueError:
        raise BadSearch(f"没有“{text[:40]}”这种排序。可用：{'、'.join(s.value for s in Sort)}。") from None


def _limit(text: str) -> int:
    if not text:
        return PAGE_SIZE
    if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= PAGE_SIZE_LIMIT:
        return int(text)
    raise BadSearch(f"每页件数要在 1 到 {PAGE_SIZE_LIMIT} 之间。")
