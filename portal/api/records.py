"""``GET /api/v1/records/{id}``: one record, as far as this reader may see it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from portal.api.models import FileEntry, Problem, RecordAnswer
from portal.pages.renditions import download_href
from portal.pages.showing import record_href
from portal.rendering import caching
from portal.visits import Visiting
from records.items import Component, Item, Rendition, day_of
from search.documents import CUSTODY_LABELS
from search.results import RecordSheet

router = APIRouter(prefix="/api/v1", tags=["records"])


@router.get("/records/{record_id}", responses={401: {"model": Problem}, 404: {"model": Problem}})
def record(visit: Visiting, response: Response, record_id: str) -> RecordAnswer:
    """档案条目 One record."""
    sheet = visit.house.catalogue.record(visit.subject, record_id)
    response.headers["Cache-Control"] = caching(visit.house.zone)
    return record_answer(sheet)


def record_answer(sheet: RecordSheet) -> RecordAnswer:
    item, description = sheet.item, sheet.item.description
    return RecordAnswer(
        id=item.id,
        url=record_href(item.id),
        reference_code=description.reference_code,
        title=description.title,
        creator=description.creator,
        document_number=description.document_number,
        date=_date(item),
        year=description.year or None,
        fonds=description.fonds_code,
        fonds_name=description.fonds_name,
        department=description.department,
        kind=description.kind,
        retention=description.retention,
        custody=CUSTODY_LABELS[description.custody],
        openness=sheet.tier.label if sheet.tier else "",
        validity=description.validity,
        validity_act=description.validity_act,
        index_number=description.index_number,
        life_topic=description.life_topic,
        readable=sheet.readable,
        files=[
            _file(item.id, component, rendition) for component in sheet.components for rendition in component.renditions
        ],
    )


def _date(item: Item) -> str:
    """An ISO day when it is a whole one, else the date as the record writes it."""
    day = day_of(item.description.date)
    return day.isoformat() if day else item.description.date_text


def _file(record_id: str, component: Component, rendition: Rendition) -> FileEntry:
    return FileEntry(
        id=rendition.id,
        role=component.role,
        rendition=rendition.kind.value,
        name=rendition.file_name,
        media_type=rendition.media_type,
        size=rendition.size,
        pages=rendition.page_count,
        url=download_href(record_id, rendition.id),
    )
