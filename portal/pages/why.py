"""``/records/{id}/why``: why this reader sees what they see of one record."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from access.explanation import Verdict
from access.facts import Custody
from access.subjects import Zone
from portal.pages.showing import record_href
from portal.rendering import respond
from portal.views.frame import Link
from portal.views.reading import WhyView
from portal.visits import Visit, Visiting
from records.items import Item

router = APIRouter(include_in_schema=False)


@router.get("/records/{record_id}/why")
def show(visit: Visiting, record_id: str) -> Response:
    item, verdict = visit.house.catalogue.why(visit.subject, record_id)
    return respond(visit, why_view(visit, item, verdict))


def why_view(visit: Visit, item: Item, verdict: Verdict) -> WhyView:
    words = visit.words
    return WhyView(
        page=visit.frame("/catalogue", words("why.title")),
        title=item.description.title,
        record_href=record_href(item.id),
        badge=None,
        entry=words("why.yes") if verdict.discoverable else words("why.no"),
        content=words("why.yes") if verdict.readable else words("why.no"),
        reasons=verdict.reasons,
        next_steps=() if verdict.readable else _next_steps(visit, item),
    )


def _next_steps(visit: Visit, item: Item) -> tuple[Link, ...]:
    """Where a closed text is asked for: of the organ while it holds the record, of the archive afterwards."""
    words = visit.words
    if visit.house.zone is Zone.GOV:
        return (Link(words("record.ask.gov"), "/about/consult"),)
    ask = Link(words("record.ask.public"), "/about/disclosure")
    come = Link(words("home.visit"), "/about/services")
    return (come,) if item.description.custody is Custody.TRANSFERRED else (ask, come)
