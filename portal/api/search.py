"""``GET /api/v1/search``: the parameters of ``/search``, the shape of ``kaijuan search --json``."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Response

from portal.api.models import FacetCount, FoundRecord, Highlight, Problem, SearchAnswer
from portal.rendering import caching
from portal.visits import Visiting
from search.engine import Sort
from search.results import ResultPage, SearchHit
from search.state import Facet, SearchState

router = APIRouter(prefix="/api/v1", tags=["search"])


def _parameter(name: str, meaning: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": meaning, "schema": schema or {"type": "string"}}


_VALUES: Final = {"type": "array", "items": {"type": "string"}}
#: ``SearchState`` reads the parameters for pages and API alike; this only describes them.
PARAMETERS: Final = [
    _parameter("q", "查找式 the query"),
    *(_parameter(facet.value, "限定 narrow by, may be repeated", **_VALUES) for facet in Facet),
    _parameter("from", "起始年 first year", type="integer"),
    _parameter("to", "截止年 last year", type="integer"),
    _parameter("in", "目录层级 a level of the catalogue"),
    _parameter("sort", "排序 order", type="string", enum=[sort.value for sort in Sort]),
    _parameter("limit", "每页件数 records a page", type="integer", minimum=1, maximum=100),
    _parameter("cursor", "下一页标记 where the page before ended"),
]


@router.get(
    "/search",
    responses={400: {"model": Problem}, 401: {"model": Problem}, 503: {"model": Problem}},
    openapi_extra={"parameters": PARAMETERS},
)
def search(visit: Visiting, response: Response) -> SearchAnswer:
    """查找 Search."""
    state = SearchState.from_params(visit.house.zone, visit.params)
    response.headers["Cache-Control"] = caching(visit.house.zone)
    return search_answer(visit.house.catalogue.search(visit.subject, state))


def search_answer(page: ResultPage) -> SearchAnswer:
    """A page of results as the API and the command line tell it."""
    return SearchAnswer(
        total=page.total,
        hits=[_found(hit) for hit in page.hits],
        facets={
            group.facet.value: [FacetCount(value=value.value, count=value.count) for value in group.values]
            for group in page.facets
        },
        next=page.next_cursor or None,
    )


def _found(hit: SearchHit) -> FoundRecord:
    return FoundRecord(
        id=hit.item.id,
        reference_code=hit.item.description.reference_code,
        title=hit.item.description.title,
        score=hit.score,
        highlights=[
            Highlight(
                rendition=page.rendition_id,
                page=page.number,
                text=page.snippet.text,
                marks=[(span.start, span.end) for span in page.snippet.spans],
            )
            for page in hit.pages
        ],
    )
