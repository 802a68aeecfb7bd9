"""Which extractor a file needs, told by its content first and by its declared type and name only among texts."""

import zipfile
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What a file is to extraction."""

    PDF = "pdf"
    OFD = "ofd"
    DOCX = "docx"
    HTML = "html"
    XML = "xml"
    TEXT = "text"
    IMAGE = "image"
    UNKNOWN = "unknown"


_HEAD = 4096
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\x00", b"MM\x00*", b"GIF8", b"BM", b"\x00\x00\x00\x0cjP  ")
#: Formats with a magic that would otherwise pass as text in some encoding.
_BINARY = (b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"RIFF", b"ID3", b"\x7fELF", b"{\\rtf")
_TEXT_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(path: Path, *, media_type: str, name: str) -> Kind:
    """Decide by magic; ``media_type`` and ``name`` choose between HTML, XML and plain text."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(path)
    if head.startswith(_IMAGES):
        return Kind.IMAGE
    if head.startswith(_BINARY) or (b"\0" in head and not head.startswith(_TEXT_BOMS) and not _is_wide(head)):
        return Kind.UNKNOWN
    return _markup_kind(head, media_type.casefold(), name.casefold())


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.casefold() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Kind.UNKNOWN
    if "ofd.xml" in names:
        return Kind.OFD
    return Kind.DOCX if any(name.startswith("word/document") for name in names) else Kind.UNKNOWN


def _is_wide(head: bytes) -> bool:
    """UTF-16 without its mark: one half of the bytes holds nearly all the zeros, or none but line ends have zeros."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return min(even, odd) == 0 and max(even, odd) > 0 and b"\0\0" not in head


def _markup_kind(head: bytes, media_type: str, name: str) -> Kind:
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start[:2048]:
        return Kind.HTML
    if (media_type == "text/html" or name.endswith((".html", ".htm"))) and b"<" in start:
        return Kind.HTML
    return Kind.XML if start.startswith(b"<?xml") else Kind.TEXT
