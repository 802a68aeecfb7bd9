"""``/records/{id}/files/{rendition}/pages/{n}``: one page, at an address of its own that can be cited."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from portal.errors import PageNotDrawn
from portal.pages.paper import paragraphs
from portal.pages.renditions import download_href, file_label, format_name, page_href
from portal.pages.showing import item_date, record_href
from portal.rendering import caching, respond
from portal.views.frame import Link
from portal.views.parts import Pair
from portal.views.reading import Leaf, PageReadingView
from portal.visits import Visit, Visiting
from search.results import PageSheet
from search.state import QUERY_LIMIT

router = APIRouter(include_in_schema=False)
#: Pages offered around the one shown; the first and the last are always there.
_AROUND: Final = 8
#: Files whose pages can be drawn.
DRAWN: Final = frozenset({"application/pdf"})


@router.get("/records/{record_id}/files/{rendition_id}/pages/{number}")
def show(visit: Visiting, record_id: str, rendition_id: str, number: int, q: str = "") -> Response:
    query = q[:QUERY_LIMIT]
    sheet = visit.house.catalogue.page(visit.subject, record_id, rendition_id, number=number, query=query)
    return respond(visit, reading_view(visit, sheet, query))


@router.get("/records/{record_id}/files/{rendition_id}/pages/{number}/image")
def picture(visit: Visiting, record_id: str, rendition_id: str, number: int) -> Response:
    """The page as PNG, drawn by us, so that nothing active in the file reaches a browser."""
    rendition, path = visit.house.catalogue.file(visit.subject, record_id, rendition_id)
    if rendition.media_type not in DRAWN or not 1 <= number <= rendition.page_count:
        raise PageNotDrawn
    drawn = visit.house.page_image(path, number)
    return Response(drawn, media_type="image/png", headers={"Cache-Control": caching(visit.house.zone)})


def reading_view(visit: Visit, sheet: PageSheet, query: str) -> PageReadingView:
    words, item, rendition = visit.words, sheet.item, sheet.rendition
    total = max(rendition.page_count, 1)
    tail = f"?{urlencode({'q': query})}" if query else ""
    title = words("reading.title", title=item.description.title, number=sheet.number)

    def address(number: int) -> str:
        return page_href(item.id, rendition.id, number) + tail

    return PageReadingView(
        page=visit.frame("/catalogue", title),
        path=(Link(words("tree.title"), "/catalogue"), Link(item.description.title, record_href(item.id))),
        title=item.description.title,
        count=words("reading.count", number=sheet.number, total=total),
        number=str(sheet.number),
        image_href=f"{page_href(item.id, rendition.id, sheet.number)}/image" if rendition.media_type in DRAWN else "",
        image_label=words("reading.image", number=sheet.number),
        paragraphs=paragraphs(sheet.text, sheet.spans),
        leaves=tuple(
            Leaf(str(number), address(number), number == sheet.number, bool(sheet.spans) and number == sheet.number)
            for number in around(sheet.number, total)
        ),
        previous_href=address(sheet.number - 1) if sheet.number > 1 else "",
        next_href=address(sheet.number + 1) if sheet.number < total else "",
        record_href=record_href(item.id),
        download_href=download_href(item.id, rendition.id),
        about=_about(visit, sheet),
    )


def around(number: int, total: int) -> tuple[int, ...]:
    """The pages offered: the first, the last, and those near this one."""
    near = range(max(1, number - _AROUND), min(total, number + _AROUND) + 1)
    return tuple(sorted({1, total, *near}))


def _about(visit: Visit, sheet: PageSheet) -> tuple[Pair, ...]:
    words, description = visit.words, sheet.item.description
    lines = (
        Pair(words("meta.reference_code"), description.reference_code, figures=True),
        Pair(words("meta.creator"), description.creator),
        Pair(words("meta.date"), item_date(sheet.item, words), figures=True),
        Pair(
            words("role.文件"), f"{file_label(sheet.component, sheet.rendition, words)}，{format_name(sheet.rendition)}"
        ),
    )
    return tuple(line for line in lines if line.value)
