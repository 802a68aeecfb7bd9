"""What extraction says about one file, and the clean-up every text passes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Status = Literal["text", "no_text", "unreadable", "unsupported"]

_CID = re.compile(r"\(cid:\d+\)")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
#: Controls but tab and line feed, soft-hyphen stand-ins of pdfium, and non-characters.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffe\uffff]")
_MAX_CHARACTERS = 50_000_000


@dataclass(frozen=True, slots=True)
class Extraction:
    """Text per page.  ``no_text`` keeps its empty pages, so that scans have a page count.

    ``unreadable``: of a known format and broken, hostile or locked.  ``unsupported``: of a format nobody here reads.
    ``note`` is Chinese, for the ingest report; ``""`` when there is nothing to say.
    """

    pages: tuple[str, ...]
    status: Status
    note: str


def cleaned(pages: Iterable[str]) -> Extraction:
    """Pages as they go into the store: no glyph numbers, no private characters, no controls; what went is said."""
    kept: list[str] = []
    dropped = 0
    total = 0
    for page in pages:
        text = page.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
        text, glyphs = _CID.subn("", text)
        text, private = _PRIVATE.subn("", text)
        text = _CONTROL.sub("", text).encode("utf-8", "ignore").decode()
        dropped += glyphs + private
        total += len(text)
        if total > _MAX_CHARACTERS:
            return Extraction((), "unreadable", f"文字超过 {_MAX_CHARACTERS} 字上限，未提取")
        kept.append(text.strip())
    note = f"有 {dropped} 个字符只有字形编号而无文字，已略去" if dropped else ""
    return Extraction(tuple(kept), "text" if any(kept) else "no_text", note)


def unreadable(note: str) -> Extraction:
    return Extraction((), "unreadable", note)


def unsupported(note: str) -> Extraction:
    return Extraction((), "unsupported", note)
