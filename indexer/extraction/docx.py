"""DOCX text through our own ZIP and XML gates: paragraphs, tables, headers, footers, notes, text boxes, page by page.

Pages are where the author put a break and where Word last rendered one; a document never opened in Word has fewer.
"""

import posixpath
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from indexer.extraction.office_zip import OfficeZip
from indexer.extraction.result import Extraction, cleaned
from indexer.readers.safe_xml import local_name

_BREAK = "\x0c"
_BLOCKS = frozenset({"p", "tr"})
#: Deleted text, field codes, and the copy of a drawing for old readers.
_SKIPPED = frozenset({"del", "moveFrom", "instrText", "Fallback", "rPr", "pPr", "sectPr", "tblPr", "tcPr", "trPr"})
_MARKS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}


def extract_docx(path: Path) -> Extraction:
    """Headers open the first page; footers and notes close the last."""
    with OfficeZip(path) as office:
        main = _main_part(office)
        folder = posixpath.dirname(main)
        body = _text(office.xml(main))
        above = [_text(office.xml(name)) for name in _parts(office, folder, "header")]
        below = [
            _text(office.xml(name))
            for kind in ("footnotes", "endnotes", "footer")
            for name in _parts(office, folder, kind)
        ]
    pages = [page for page in body.split(_BREAK) if page.strip()] or [""]
    pages[0] = "\n".join([*_once(above), pages[0]])
    pages[-1] = "\n".join([pages[-1], *_once(below)])
    return cleaned(_lines(page) for page in pages)


def _main_part(office: OfficeZip) -> str:
    """The document named by the package relations, or the one at its usual place."""
    for relation in office.relations("_rels/.rels"):
        if str(relation.get("Type") or "").endswith("/officeDocument"):
            target = office.find(str(relation.get("Target") or ""), base="")
            if target is not None:
                return target
    return "word/document.xml"


def _parts(office: OfficeZip, folder: str, kind: str) -> list[str]:
    prefix = f"{folder}/{kind}"
    return [name for name in office.names() if name.startswith(prefix) and name.endswith(".xml")]


def _text(root: etree._Element) -> str:
    return "".join(_runs(root))


def _runs(root: etree._Element) -> Iterator[str]:
    """Document order without recursion."""
    pending: list[etree._Element | str] = [root]
    while pending:
        current = pending.pop()
        if isinstance(current, str):
            yield current
            continue
        name = local_name(current)
        if name == "pPr" and any(local_name(child) == "pageBreakBefore" for child in current):
            yield _BREAK
        if name in _SKIPPED:
            continue
        yield from _leaf(current, name)
        pending.append("\n" if name in _BLOCKS else "\t" if name == "tc" else "")
        pending.extend(reversed(current))


def _leaf(element: etree._Element, name: str) -> Iterator[str]:
    if name == "t":
        yield element.text or ""
    elif name == "lastRenderedPageBreak":
        yield _BREAK
    elif name == "br":
        kinds = {str(value) for key, value in element.attrib.items() if str(key).endswith("}type")}
        yield _BREAK if "page" in kinds else "\n"
    elif name in _MARKS:
        yield _MARKS[name]


def _once(texts: list[str]) -> list[str]:
    """Each section repeats its header; one is enough."""
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())
