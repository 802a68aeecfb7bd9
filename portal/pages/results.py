"""From a page of results to its view: hits, chips, facets, years, paging, and help when nothing was found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlencode

from access.subjects import Zone
from portal.errors import Answer
from portal.pages.narrowing import address, chips_of, facets_of_page, histogram_of, removals_of
from portal.pages.renditions import page_href
from portal.pages.showing import badge_of, expiry_note, facts_of, number_text, pieces, record_href, validity_of
from portal.views.finding import Emptiness, SearchView
from portal.views.frame import Link
from portal.views.parts import Hit, Paging, Piece, SearchBox
from portal.visits import Visit
from search.engine import Sort
from search.results import ResultPage, SearchHit
from search.state import SearchState
from search.text import DocumentNumber, parse

SECTION: Final = "/search"
#: Lines of a page run together in a snippet; the gaps between them do not.
_BLANKS: Final = re.compile(r"\s+")


def result_view(visit: Visit, page: ResultPage) -> SearchView:
    words, state = visit.words, page.state
    exact, others = _split(page)
    chips = chips_of(state, words)
    return SearchView(
        page=visit.frame(SECTION, _title(visit, state.query)),
        box=_box(state),
        chips=chips,
        clear_href=SECTION,
        count=words("search.count", total=number_text(page.total)) if page.total else words("search.count.none"),
        sorts=tuple(
            Link(words(f"sort.{sort}"), address(state.sorted_by(sort)), current=sort is state.sort) for sort in Sort
        ),
        exact=tuple(_hit(visit, hit, state.query) for hit in exact),
        hits=tuple(_hit(visit, hit, state.query) for hit in others),
        facets=facets_of_page(page, words),
        facets_label=_facets_label(visit, state),
        histogram=histogram_of(page, words),
        paging=Paging(
            next_href=address(state.at(page.next_cursor)) if page.next_cursor else "",
            first_href=address(state.at("")) if state.cursor else "",
        ),
        notice=_notice(visit, page),
        problem="",
        empty=None if page.total else Emptiness(removals_of(visit, state), *_whom_to_ask(visit)),
    )


def trouble_view(visit: Visit, answer: Answer, message: str) -> SearchView:
    """The search page when it cannot be answered: what was typed is kept, and what is wrong is said first."""
    words = visit.words
    query = visit.request.query_params.get("q", "")
    said = message if answer.tells else words(f"{answer.words}.lede")
    return SearchView(
        page=visit.frame(SECTION, words(f"{answer.words}.title")),
        box=SearchBox(query),
        chips=(),
        clear_href=SECTION,
        count=words(f"{answer.words}.title"),
        sorts=(),
        exact=(),
        hits=(),
        facets=(),
        facets_label="",
        histogram=None,
        paging=Paging(),
        notice="",
        problem=said,
        empty=None,
    )


def _split(page: ResultPage) -> tuple[tuple[SearchHit, ...], tuple[SearchHit, ...]]:
    """A pasted 文号 with one exact match stands apart, above the others."""
    first = page.hits[:1]
    if not first or page.state.cursor or page.state.sort is not Sort.RELEVANCE:
        return (), page.hits
    tree = parse(page.state.query).tree
    exact = isinstance(tree, DocumentNumber) and first[0].item.description.number_key == tree.key
    only = exact and all(
        hit.item.description.number_key != first[0].item.description.number_key for hit in page.hits[1:]
    )
    return (first, page.hits[1:]) if only else ((), page.hits)


def _hit(visit: Visit, hit: SearchHit, query: str) -> Hit:
    item = hit.item
    mark = validity_of(item, visit.words)
    marked = f"?{urlencode({'q': query})}" if query else ""
    return Hit(
        href=record_href(item.id),
        title=pieces(item.description.title, hit.title_spans),
        facts=facts_of(visit, item),
        badge=badge_of(visit, item, hit.tier, readable=hit.readable),
        validity=mark,
        validity_note=expiry_note(mark, visit.words),
        snippet=_snippet(hit),
        pages=_pages(hit, marked),
    )


def _pages(hit: SearchHit, marked: str) -> tuple[Link, ...]:
    """The pages of the file in which the words stand best; a bare number cannot name a page of another file."""
    best = hit.pages[0].rendition_id if hit.pages else ""
    numbers = sorted({page.number for page in hit.pages if page.rendition_id == best})
    return tuple(Link(str(number), page_href(hit.item.id, best, number) + marked) for number in numbers)


def _snippet(hit: SearchHit) -> tuple[Piece, ...]:
    """The best lines of the first page on which the words stand."""
    if not hit.pages:
        return ()
    snippet = hit.pages[0].snippet
    before = (Piece("……"),) if snippet.cut_before else ()
    after = (Piece("……"),) if snippet.cut_after else ()
    shown = (Piece(_BLANKS.sub(" ", piece.text), piece.marked) for piece in pieces(snippet.text, snippet.spans))
    return (*before, *shown, *after)


def _box(state: SearchState) -> SearchBox:
    """A new word is looked for under the conditions already chosen."""
    kept = tuple(pair for pair in state.params() if pair[0] not in {"q", "cursor"})
    return SearchBox(state.query, kept)


def _title(visit: Visit, query: str) -> str:
    return visit.words("search.title.for", query=query) if query else visit.words("search.title")


def _facets_label(visit: Visit, state: SearchState) -> str:
    if not state.choices:
        return visit.words("search.facets")
    return visit.words("search.facets.chosen", number=len(state.choices))


def _notice(visit: Visit, page: ResultPage) -> str:
    said: Iterable[str] = (page.notice, visit.words("notice.loosened") if page.loosened else "")
    return " ".join(part for part in said if part)


def _whom_to_ask(visit: Visit) -> tuple[str, Link]:
    words = visit.words
    if visit.house.zone is Zone.PUBLIC:
        return words("empty.ask.public"), Link(words("record.ask.public"), "/about/disclosure")
    return words("empty.ask.gov"), Link(words("record.ask.gov"), "/about/consult")
