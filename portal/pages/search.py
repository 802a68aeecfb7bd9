"""``/search?q=``: a stable address that other sites may link and post to."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from portal.errors import answer_for
from portal.pages.results import result_view, trouble_view
from portal.rendering import respond
from portal.visits import Unrecognised, Visiting
from search.errors import BadSearch, EngineUnavailable, QueryRejected
from search.state import QUERY_LIMIT, SearchState
from search.text.errors import TextError

router = APIRouter(include_in_schema=False)
SECTION = "/search"


@router.get("/search")
def show(visit: Visiting) -> Response:
    """Results, or the same page with what is wrong and the form as it was typed."""
    try:
        state = SearchState.from_params(visit.house.zone, visit.params)
        page = visit.house.catalogue.search(visit.subject, state)
        return respond(visit, result_view(visit, page))
    except (BadSearch, TextError, QueryRejected, EngineUnavailable) as error:
        answer = answer_for(error)
        view = trouble_view(visit, answer, str(error))
        return respond(visit, view, status=answer.status, retry_after=answer.retry_after)


@router.post("/search")
def accept(visit: Unrecognised, q: Annotated[str, Form()] = "") -> Response:  # noqa: ARG001 - every route names its visitor
    """A search posted by another site becomes an address like any other."""
    return RedirectResponse(f"{SECTION}?{urlencode({'q': q[: QUERY_LIMIT + 1]})}", status_code=303)
