"""The files of a record as rows: what each is, how large, where it is read and fetched."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from portal.pages.showing import record_href
from portal.views.reading import FileRow
from portal.words import Words
from records.items import Component, Rendition
from search.results import RecordSheet

_STEP: Final = 1024
_UNITS: Final = ("B", "KB", "MB", "GB", "TB")
#: Media types whose usual name is not their second half.
_FORMATS: Final = {
    "application/pdf": "PDF",
    "application/ofd": "OFD",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/msword": "DOC",
    "text/plain": "TXT",
    "text/html": "HTML",
    "image/jpeg": "JPEG",
    "image/tiff": "TIFF",
    "image/png": "PNG",
}


def page_href(record_id: str, rendition_id: str, number: int) -> str:
    return f"{record_href(record_id)}/files/{quote(rendition_id)}/pages/{number}"


def download_href(record_id: str, rendition_id: str) -> str:
    return f"{record_href(record_id)}/files/{quote(rendition_id)}"


def first_readable(sheet: RecordSheet) -> Rendition | None:
    """The file a reader opens first: the first with pages of text, else the first at all."""
    renditions = [rendition for component in sheet.components for rendition in component.renditions]
    with_pages = [rendition for rendition in renditions if rendition.page_count]
    return next(iter(with_pages or renditions), None)


def file_rows(sheet: RecordSheet, words: Words) -> tuple[FileRow, ...]:
    return tuple(
        FileRow(
            label=file_label(component, rendition, words),
            name=PurePosixPath(rendition.file_name).name,
            facts=_facts(rendition, words),
            read_href=page_href(sheet.item.id, rendition.id, 1) if rendition.page_count else "",
            download_href=download_href(sheet.item.id, rendition.id),
        )
        for component in sheet.components
        for rendition in component.renditions
    )


def file_label(component: Component, rendition: Rendition, words: Words) -> str:
    """正本 · 原件: which document of the item, and which copy of it."""
    return f"{words.known('role', component.role or '文件')} · {words(f'rendition.{rendition.kind}')}"


def _facts(rendition: Rendition, words: Words) -> tuple[str, ...]:
    pages = rendition.page_count
    counted = words("record.file.page") if pages == 1 else words("record.file.pages", number=pages)
    return (format_name(rendition), *([counted] if pages else []), size_text(rendition.size))


def format_name(rendition: Rendition) -> str:
    """PDF, OFD, DOCX …: by media type, else by the file's ending."""
    known = _FORMATS.get(rendition.media_type)
    return known or PurePosixPath(rendition.file_name).suffix.lstrip(".").upper()[:8] or "—"


def size_text(size: int) -> str:
    """Bytes in the largest unit that leaves a number of at least one."""
    amount = float(size)
    for unit in _UNITS:
        if amount < _STEP or unit == _UNITS[-1]:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 10 else f"{amount:.1f} {unit}"
        amount /= _STEP
    raise AssertionError("the last unit returns")
