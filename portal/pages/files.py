"""``/records/{id}/files/{rendition}``: the bytes, always as a download, never shown inside the site."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response

from portal.rendering import caching
from portal.visits import Visiting

router = APIRouter(include_in_schema=False)
#: Types named to the browser.  Anything else, pages and drawings with scripts above all, is bytes and nothing more.
_NAMED: Final = frozenset(
    {
        "application/pdf",
        "application/ofd",
        "application/msword",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/zip",
        "text/plain",
        "image/jpeg",
        "image/png",
        "image/tiff",
    },
)
_LOCKED: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


@router.get("/records/{record_id}/files/{rendition_id}")
def fetch(visit: Visiting, record_id: str, rendition_id: str) -> Response:
    rendition, path = visit.house.catalogue.file(visit.subject, record_id, rendition_id)
    media_type = rendition.media_type if rendition.media_type in _NAMED else "application/octet-stream"
    return FileResponse(
        path,
        media_type=media_type,
        filename=safe_name(rendition.file_name),
        content_disposition_type="attachment",
        headers={"Content-Security-Policy": _LOCKED, "Cache-Control": caching(visit.house.zone)},
    )


def safe_name(name: str) -> str:
    """The file's own last name without what a file system or a header would trip over; never empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(character for character in last if character.isprintable() and character not in '"<>:|?*')
    return kept.strip(". ")[-150:] or "file"
