"""PDF text by pdfium, one string per page; pdfminer.six where pdfium cannot open what is still a PDF."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2

from indexer.extraction.result import Extraction, cleaned, unreadable

_MAX_PAGES = 20_000
#: The binding is partly untyped.
_PDFIUM: Any = pypdfium2


def extract_pdf(path: Path) -> Extraction:
    """Read every page.  A locked file is unreadable; a scan has pages and no text."""
    try:
        document = _PDFIUM.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            return unreadable("PDF 已加密，无法提取文字")
        return _by_pdfminer(path)
    try:
        if len(document) > _MAX_PAGES:
            return unreadable(f"PDF 超过 {_MAX_PAGES} 页，未提取文字")
        return cleaned(_pages(document))
    except pypdfium2.PdfiumError:
        return _by_pdfminer(path)
    finally:
        document.close()


def _pages(document: Any) -> Iterator[str]:
    """One page in memory at a time."""
    for number in range(len(document)):
        page = document[number]
        try:
            text_page = page.get_textpage()
            try:
                yield str(text_page.get_text_bounded())
            finally:
                text_page.close()
        finally:
            page.close()


def _by_pdfminer(path: Path) -> Extraction:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTTextContainer
    from pdfminer.pdfdocument import PDFEncryptionError
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    try:
        layouts = extract_pages(path, maxpages=_MAX_PAGES)
        return cleaned(
            "".join(part.get_text() for part in layout if isinstance(part, LTTextContainer)) for layout in layouts
        )
    except PDFEncryptionError:
        return unreadable("PDF 已加密，无法提取文字")
    except (PDFException, PSException, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return unreadable("PDF 已损坏，无法提取文字")
