"""OFD (GB/T 33190-2016) as text: documents, templates and pages found through the parts; the order is ``ofd_layout``'s.

Local names only, because namespaces are mixed within one file; broken references cost the part they name, not the file.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from indexer.errors import PackageRefused
from indexer.extraction.ofd_layout import Run, in_reading_order, runs_of
from indexer.extraction.office_zip import OfficeZip
from indexer.extraction.result import Extraction, cleaned
from indexer.readers.safe_xml import local_name

_MAX_PAGES = 20_000


def extract_ofd(path: Path) -> Extraction:
    """The text of every page: that of its templates first, then its own."""
    with OfficeZip(path) as office:
        root = office.find("OFD.xml", base="")
        notes: list[str] = []
        pages = list(_pages(office, root or "OFD.xml", notes))
    result = cleaned(pages)
    return replace(result, note="；".join(note for note in (result.note, *dict.fromkeys(notes)) if note))


def _pages(office: OfficeZip, root_name: str, notes: list[str]) -> Iterator[str]:
    for body_root in _all(office.xml(root_name), "DocRoot"):
        name = office.find(body_root.text or "", base="")
        if name is None:
            notes.append("OFD 缺少文档根文件")
            continue
        document = office.xml(name)
        base = posixpath.dirname(name)
        templates = {
            str(template.get("ID") or ""): str(template.get("BaseLoc") or "")
            for template in _all(document, "TemplatePage")
        }
        for page in list(_all(document, "Page"))[:_MAX_PAGES]:
            content = _part(office, str(page.get("BaseLoc") or ""), base, notes)
            if content is None:
                yield ""
                continue
            yield "\n".join(_page_lines(office, content, templates, base=base, notes=notes))


def _page_lines(
    office: OfficeZip, page: etree._Element, templates: dict[str, str], *, base: str, notes: list[str]
) -> Iterator[str]:
    for use in _all(page, "Template"):
        template = _part(office, templates.get(str(use.get("TemplateID") or ""), ""), base, notes)
        if template is not None:
            yield from in_reading_order(_runs(template))
    yield from in_reading_order(_runs(page))


def _runs(page: etree._Element) -> list[Run]:
    return [run for content in page if local_name(content) == "Content" for run in runs_of(content)]


def _part(office: OfficeZip, reference: str, base: str, notes: list[str]) -> etree._Element | None:
    name = office.find(reference, base=base) if reference else None
    if name is None:
        notes.append("OFD 有页面文件缺失")
        return None
    try:
        return office.xml(name)
    except PackageRefused as refusal:
        notes.append(refusal.reason_zh)
        return None


def _all(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in root.iter() if local_name(element) == name)
