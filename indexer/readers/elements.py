"""XML metadata as a flat list of elements: every leaf, every attribute, every loose text, in document order.

Nothing is interpreted here; what the names mean is decided by ``indexer.mapping``.
"""

from collections.abc import Iterator

from lxml import etree

from indexer.package import Element
from indexer.readers.safe_xml import local_name

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_LABELS = ("name", "名称", "title", "label", "标签", "中文名称")
#: Elements whose own name says nothing; what they mean stands in an attribute.
_GENERIC = frozenset(
    {"element", "field", "meta", "property", "item", "attribute", "元素", "字段", "数据项", "元数据项", "著录项"}
)


def leaves(root: etree._Element, *, source: str) -> tuple[Element, ...]:
    """The document as elements.  ``source`` (a file name) opens every path, so that no two documents mix."""
    return tuple(_walk(root, source))


def _walk(element: etree._Element, above: str) -> Iterator[Element]:
    path = f"{above}/{local_name(element)}"
    name = label_of(element)
    if not len(element):
        yield Element(name, " ".join((element.text or "").split()), path)
    elif loose := _loose_text(element):
        yield Element(name, loose, path)
    for attribute, value in element.attrib.items():
        key = str(attribute)
        if not key.startswith(_XSI) and str(value).strip():
            short = str(etree.QName(key).localname)
            yield Element(f"{name}@{short}", str(value).strip(), f"{path}/@{short}")
    for child in element:
        yield from _walk(child, path)


def _loose_text(element: etree._Element) -> str:
    """Text standing between child elements."""
    parts = [element.text or "", *(child.tail or "" for child in element)]
    return " ".join(" ".join(part.split()) for part in parts if part.strip())


def label_of(element: etree._Element) -> str:
    """The local name, or the label an attribute gives where the name is generic or the label alone is Chinese."""
    name = local_name(element)
    for key in _LABELS:
        label = str(element.get(key) or "").strip()
        if label and (name.casefold() in _GENERIC or (_has_han(label) and not _has_han(name))):
            return label
    return name


def _has_han(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
