"""Write pages of text as a DOCX, one explicit page break between pages."""

import io
from datetime import UTC, date, datetime

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt

from load.demo.archives import rezipped
from load.demo.layout import Page, paragraphs_of


def docx_of(pages: tuple[Page, ...], title: str, *, author: str, written_on: date) -> bytes:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(16)
    for number, page in enumerate(pages):
        paragraphs = paragraphs_of(page)
        if number:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        for nth, text in enumerate(paragraphs):
            paragraph = document.add_paragraph(text)
            if number == 0 and nth == 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title[:255], author, author
    properties.comments = ""
    properties.created = properties.modified = datetime(
        written_on.year, written_on.month, written_on.day, 9, tzinfo=UTC
    )
    out = io.BytesIO()
    document.save(out)
    return rezipped(out.getvalue())
