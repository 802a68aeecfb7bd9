"""Conditions of a search as links: chips that drop one, facets that add one, years as a chart."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from portal.pages.showing import number_text
from portal.views.finding import Removal
from portal.views.parts import Bar, Chip, Facet, FacetValue, Histogram
from portal.visits import Visit
from portal.words import Words
from search.errors import SearchError
from search.results import FacetCounts, ResultPage
from search.results import FacetValue as Counted
from search.state import Facet as FacetName
from search.state import SearchState

SHOWN: Final = 5
MOST: Final = 60
#: The chart's box; templates draw it as it is.
_WIDTH, _HEIGHT = 100.0, 40.0
_REMOVALS: Final = 4


def address(state: SearchState) -> str:
    return f"/search?{urlencode(state.params())}"


def conditions(state: SearchState, words: Words) -> list[tuple[str, str, SearchState]]:
    """Each condition: its name, its value, and the search without it."""
    found = [(words("search.chip.query"), state.query, state.without_query())] if state.query else []
    found += [
        (words(f"facet.{facet}"), shown(facet, value, words), state.without_choice(facet, value))
        for facet, value in state.choices
    ]
    if state.first_year is not None or state.last_year is not None:
        years = f"{state.first_year or ''}–{state.last_year or ''}"
        found.append((words("facet.year"), years, state.without_years()))
    if state.level:
        found.append((words("search.level"), words("search.level.this"), state.without_level()))
    return found


def chips_of(state: SearchState, words: Words) -> tuple[Chip, ...]:
    return tuple(
        Chip(name, value, address(without), words("search.chip.remove", condition=f"{name} {value}"))
        for name, value, without in conditions(state, words)
    )


def shown(facet: FacetName, value: str, words: Words) -> str:
    """A value of a facet in the reader's language, where the vocabulary is a closed one."""
    prefix = {FacetName.CUSTODY: "custody", FacetName.RETENTION: "retention", FacetName.OPENNESS: "tier"}.get(facet)
    return words.known(prefix, value) if prefix else value


def facets_of_page(page: ResultPage, words: Words) -> tuple[Facet, ...]:
    """Facets with something to choose from.  Years are the chart's."""
    groups = [_facet(page.state, counts, words) for counts in page.facets if counts.facet is not FacetName.YEAR]
    return tuple(group for group in groups if group.values)


def _facet(state: SearchState, counts: FacetCounts, words: Words) -> Facet:
    """Chosen values first, so that a choice is never hidden behind 更多."""
    ordered = sorted(counts.values, key=lambda value: not value.chosen)[:MOST]
    lines = tuple(_value(state, counts.facet, value, words) for value in ordered)
    return Facet(counts.facet.value, words(f"facet.{counts.facet}"), lines[:SHOWN], lines[SHOWN:])


def _value(state: SearchState, facet: FacetName, value: Counted, words: Words) -> FacetValue:
    step = state.without_choice if value.chosen else state.with_choice
    return FacetValue(
        anchor=f"facet-{facet}-{'_'.join(value.value.split())}",
        label=shown(facet, value.value, words),
        count=number_text(value.count),
        href=address(step(facet, value.value)),
        chosen=value.chosen,
    )


def histogram_of(page: ResultPage, words: Words) -> Histogram | None:
    """Records by year as bars in one box; ``None`` when there are not two years to compare."""
    counts = {
        int(value.value): value.count
        for group in page.facets
        if group.facet is FacetName.YEAR
        for value in group.values
        if value.value.isdecimal() and 1 <= int(value.value) <= 9999
    }
    if len(counts) < 2:
        return None
    first, last = min(counts), max(counts)
    state = page.state
    kept = tuple(pair for pair in state.params() if pair[0] not in {"from", "to", "cursor"})
    return Histogram(
        caption=words("search.years.chart", first=first, last=last),
        first=str(first),
        last=str(last),
        bars=_bars(counts, first, last),
        hidden=kept,
        chosen_from=str(state.first_year or ""),
        chosen_to=str(state.last_year or ""),
    )


def _bars(counts: dict[int, int], first: int, last: int) -> tuple[Bar, ...]:
    """One bar a year; a year with one record still shows."""
    step = _WIDTH / (last - first + 1)
    tallest = max(counts.values())
    bars = []
    for year, count in sorted(counts.items()):
        height = max(1.5, round(count / tallest * _HEIGHT, 2))
        bars.append(Bar(round((year - first) * step, 2), round(_HEIGHT - height, 2), round(step * 0.82, 2), height))
    return tuple(bars)


def removals_of(visit: Visit, state: SearchState) -> tuple[Removal, ...]:
    """What dropping one condition would find, counted by asking; the most useful first."""
    found = []
    several = conditions(state, visit.words)
    for name, value, without in several[:_REMOVALS] if len(several) > 1 else ():
        try:
            total = visit.house.catalogue.search(visit.subject, without).total
        except SearchError:
            continue
        if total:
            found.append(
                (
                    total,
                    Removal(
                        visit.words("empty.remove.without", condition=f"{name} {value}"),
                        visit.words("empty.remove.count", total=number_text(total)),
                        address(without),
                    ),
                )
            )
    return tuple(removal for _, removal in sorted(found, key=lambda pair: -pair[0]))
