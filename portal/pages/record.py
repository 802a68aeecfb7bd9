"""``/records/{id}``: one record, with as much of it as this reader may see."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from portal.pages.description import context_of, life_of, metadata_of
from portal.pages.paper import paragraphs
from portal.pages.renditions import file_rows, first_readable, page_href
from portal.pages.showing import badge_of, item_date, record_href, validity_of
from portal.rendering import respond
from portal.views.frame import Link
from portal.views.parts import Validity, ValidityMark
from portal.views.reading import Action, Expiry, RecordView
from portal.visits import Visit, Visiting
from portal.words import Words
from records.items import Item, Rendition
from search.results import PageSheet, RecordSheet

router = APIRouter(include_in_schema=False)
SECTION = "/catalogue"


@router.get("/records/{record_id}")
def show(visit: Visiting, record_id: str) -> Response:
    sheet = visit.house.catalogue.record(visit.subject, record_id)
    return respond(visit, record_view(visit, sheet, first_page(visit, sheet)))


def first_page(visit: Visit, sheet: RecordSheet) -> PageSheet | None:
    """Page 1 of the file a reader would open first; reading it is an event of its own."""
    rendition = first_readable(sheet)
    if rendition is None or not rendition.page_count:
        return None
    return visit.house.catalogue.page(visit.subject, sheet.item.id, rendition.id, number=1, query="")


def record_view(visit: Visit, sheet: RecordSheet, page: PageSheet | None) -> RecordView:
    words, item = visit.words, sheet.item
    mark = validity_of(item, words)
    context = context_of(sheet, words)
    return RecordView(
        page=visit.frame(SECTION, item.description.title),
        path=path_of(sheet, words),
        title=item.description.title,
        title_language="zh-Hans",
        badge=badge_of(visit, item, sheet.tier, readable=sheet.readable),
        validity=mark,
        expiry=_expiry(item, mark, words),
        marks=tuple(filter(None, (item.description.reference_code, item.description.creator, item_date(item, words)))),
        action=_action(visit, sheet, first_readable(sheet)),
        metadata=metadata_of(visit, sheet),
        context=context,
        context_label=words("record.context.more", number=len(context)),
        files=file_rows(sheet, words),
        first_page=tuple("".join(piece.text for piece in run) for run in paragraphs(page.text, ())) if page else (),
        first_page_next=page_href(item.id, page.rendition.id, 2) if page and page.rendition.page_count > 1 else "",
        life=life_of(visit, sheet),
        reference_code=item.description.reference_code,
        citation=citation(visit, item),
        why_href=f"{record_href(item.id)}/why",
        previous=_neighbour(sheet.previous),
        following=_neighbour(sheet.following),
    )


def path_of(sheet: RecordSheet, words: Words) -> tuple[Link, ...]:
    levels = tuple(Link(label, f"/catalogue/{node.id}") for node, label in sheet.path)
    return (Link(words("tree.title"), "/catalogue"), *levels)


def citation(visit: Visit, item: Item) -> str:
    """How the record is cited: keeper, code, creator, title, date (GB/T 7714, archival documents)."""
    description = item.description
    parts = (
        visit.house.imprint.archive,
        f"档号 {description.reference_code}",
        f"{description.creator}：《{description.title}》" if description.creator else f"《{description.title}》",
        item_date(item, Words(visit.words.language)),
    )
    return "，".join(part for part in parts if part) + "。"


def _expiry(item: Item, mark: ValidityMark | None, words: Words) -> Expiry | None:
    if mark is None or mark.kind is Validity.IN_FORCE:
        return None
    amended = mark.kind is Validity.AMENDED
    act = item.description.validity_act
    return Expiry(
        words("record.amended") if amended else words("record.expired", validity=mark.label),
        words("record.expired.act", act=act) if act else "",
        amended,
    )


def _action(visit: Visit, sheet: RecordSheet, rendition: Rendition | None) -> Action:
    """One next step: read it, or ask for it, with one sentence why."""
    words = visit.words
    if rendition is not None and rendition.page_count:
        return Action(words("record.read"), page_href(sheet.item.id, rendition.id, 1), "")
    if rendition is not None:
        return Action(words("record.download"), f"{record_href(sheet.item.id)}/files/{rendition.id}", "")
    if sheet.readable:
        return Action("", "", words("record.entry.plain"))
    why = Link(words("record.why"), f"{record_href(sheet.item.id)}/why")
    zone = visit.house.zone
    place = {"public": "/about/disclosure", "gov": "/about/consult"}[zone]
    return Action(words(f"record.ask.{zone}"), place, words("record.entry.only"), why)


def _neighbour(item: Item | None) -> Link | None:
    return Link(item.description.title, record_href(item.id)) if item else None
