"""One document as an AIP folder: dat46.xml, premis.xml, METS.xml and, where there is a body, one text file."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from load.demo.mets import Wrapper, mets_of
from load.demo.package import write_folder
from load.demo.premis import add_entity, objects_of
from load.demo.stored import Stored
from load.real_documents.document import Document

#: All of them were published before; the day on which they count as opened here.
_OPENED_ON = "2024-12-31"
_MADE_AT = "2024-12-31T09:00:00+08:00"
_MAKER = "Kaijuan real documents"


def write_packages(documents: Iterable[Document], folder: Path) -> None:
    """Write each document into ``folder``; the same documents give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents:
        write_folder(folder / f"AIP-{document.identifier}", _files_of(document))


def _files_of(document: Document) -> list[Stored]:
    content = list(_content(document))
    premis_root = objects_of(content)
    add_entity(premis_root, document.identifier)
    description = Stored("metadata/descriptive/dat46.xml", "application/xml", _description(document))
    premis = Stored("metadata/preservation/premis.xml", "application/xml", _xml(premis_root))
    mets = mets_of(
        Wrapper(f"AIP-{document.identifier}", document.title, _MADE_AT, _MAKER),
        description=description,
        premis=premis,
        representations={"rep1": content} if content else {},
    )
    return [*content, description, premis, Stored("METS.xml", "application/xml", mets)]


def _content(document: Document) -> Iterator[Stored]:
    if document.body:
        yield Stored("representations/rep1/data/正本-全文.txt", "text/plain", document.body.encode())


def _description(document: Document) -> bytes:
    root = etree.Element("文件实体")
    for name, value in _elements(document):
        if value:
            etree.SubElement(root, name).text = value
    return _xml(root)


def _elements(document: Document) -> Iterator[tuple[str, str]]:
    yield "聚合层次", "件"
    yield "档号", document.code
    yield "题名", document.title
    yield "责任者", document.department
    yield "文件编号", document.number
    yield "日期", document.written_on
    yield "保管期限", "30年"
    yield "全宗号", document.fonds
    yield "全宗名称", f"{document.department}全宗"
    yield "立档单位名称", document.department
    yield "年度", document.written_on[:4]
    yield "类别", document.category
    yield "门类", "文书"
    yield "效力", document.validity
    yield "开放标识", "开放·全文上网"
    yield "开放日期", _OPENED_ON
    yield "移交状态", "进馆"


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
