"""One page of a PDF as a PNG.  Runs inside an extraction child only: drawing decodes whatever the file holds."""

import io
from pathlib import Path
from typing import Any

import pypdfium2

MAX_PIXELS = 100_000_000
#: The binding is partly untyped.
_PDFIUM: Any = pypdfium2


class CannotDraw(ValueError):
    """No image of this page; the message is Chinese."""


def page_png(path: Path, page_number: int, *, width: int) -> bytes:
    """Draw page ``page_number`` (from 1), ``width`` pixels wide, at most 100 megapixels."""
    document = _PDFIUM.PdfDocument(path)
    try:
        if not 1 <= page_number <= len(document):
            raise CannotDraw(f"没有第 {page_number} 页")
        page = document[page_number - 1]
        page_width, page_height = page.get_size()
        if page_width <= 0 or page_height <= 0 or width <= 0:
            raise CannotDraw("页面尺寸无效")
        scale = width / page_width
        if width * page_height * scale > MAX_PIXELS:
            raise CannotDraw("页面图像超过一亿像素上限")
        image = page.render(scale=scale).to_pil()
        target = io.BytesIO()
        image.convert("RGB").save(target, format="PNG")
        return target.getvalue()
    finally:
        document.close()
