"""One METS document as values: what it lists, where it points, what metadata it carries.  No file is touched here.

Hrefs come out as found; resolving them against the package is the business of ``hrefs.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from indexer.errors import PackageRefused, RefusalCode
from indexer.package import Digest, Element
from indexer.readers.elements import leaves
from indexer.readers.fixity import algorithm_named
from indexer.readers.names import shown
from indexer.readers.safe_xml import local_name

_HREF = "{http://www.w3.org/1999/xlink}href"
_METADATA_SECTIONS = ("dmdSec", "techMD", "rightsMD", "sourceMD", "digiprovMD")
_DESCRIPTIVE = "dmdSec"
_DATES = ("LASTMODDATE", "CREATEDATE")
_GROUPS = frozenset({"file", "fileGrp"})


@dataclass(frozen=True, slots=True)
class Listed:
    """One listed file.  ``section`` is ``fileSec`` or the metadata section; ``labels`` are the list's words for it."""

    href: str
    section: str
    kind: str  # MDTYPE of metadata, "" for content
    media_type: str
    size: int | None
    digests: tuple[Digest, ...]
    unverifiable: str  # the checksum's algorithm, where nobody here can compute it
    labels: tuple[str, ...]
    superseded: bool


@dataclass(frozen=True, slots=True)
class Embedded:
    """Metadata written into the METS itself (``mdWrap``), already as elements."""

    section: str
    kind: str
    root: etree._Element
    superseded: bool


@dataclass(frozen=True, slots=True)
class Mets:
    """What one METS document says.  ``header`` keeps the attributes and agents of the document itself."""

    identifier: str
    package_type: str
    dated: str  # LASTMODDATE or CREATEDATE of the header, as found
    files: tuple[Listed, ...]
    embedded: tuple[Embedded, ...]
    pointers: tuple[str, ...]
    header: tuple[Element, ...]


def parse_mets(root: etree._Element, name: str) -> Mets:
    """Read a parsed METS document.  Raises ``bad_mets`` where the root is something else or a list is malformed."""
    if local_name(root) != "mets":
        raise _bad(name, f"根元素是 {local_name(root)}，应为 mets")
    labels = _division_labels(root)
    files = [_listed_metadata(reference, name) for reference in _all(root, "mdRef")]
    for file in _all(root, "file"):
        files.extend(_listed_content(file, labels, name))
    return Mets(
        identifier=str(root.get("OBJID") or ""),
        package_type=_package_type(root),
        dated=next((str(date) for header in _all(root, "metsHdr") for key in _DATES if (date := header.get(key))), ""),
        files=tuple(files),
        embedded=tuple(_embedded(root)),
        pointers=tuple(href for pointer in _all(root, "mptr") if (href := str(pointer.get(_HREF) or ""))),
        header=_header(root, name),
    )


def _bad(name: str, problem: str) -> PackageRefused:
    return PackageRefused(RefusalCode.BAD_METS, f"“{shown(name)}”{problem}，请修正后重新提交。")


def _all(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in root.iter() if local_name(element) == name)


def _package_type(root: etree._Element) -> str:
    """SIP, AIP or DIP: ``metsHdr/@csip:OAISPACKAGETYPE`` since CSIP 2, the start of ``@TYPE`` before."""
    for header in _all(root, "metsHdr"):
        for key, value in header.attrib.items():
            if str(etree.QName(key).localname) == "OAISPACKAGETYPE":
                return str(value).strip().upper()
    kind = str(root.get("TYPE") or "").split(":", 1)[0].strip().upper()
    return kind if kind in {"SIP", "AIP", "DIP", "AIC", "AIU"} else ""


def _header(root: etree._Element, name: str) -> tuple[Element, ...]:
    attributes = tuple(
        Element(f"mets@{etree.QName(key).localname}", str(value), f"{name}/mets/@{etree.QName(key).localname}")
        for key, value in root.attrib.items()
        if str(value).strip() and not str(key).endswith("schemaLocation")
    )
    return attributes + tuple(
        element for header in _all(root, "metsHdr") for element in leaves(header, source=f"{name}/mets")
    )


def _division_labels(root: etree._Element) -> dict[str, tuple[str, ...]]:
    """File ID → labels and types of the ``div`` elements around its ``fptr``, nearest first."""
    labels: dict[str, tuple[str, ...]] = {}
    for pointer in _all(root, "fptr"):
        words = [
            word
            for ancestor in pointer.iterancestors()
            if local_name(ancestor) == "div"
            for key in ("LABEL", "TYPE")
            if (word := str(ancestor.get(key) or ""))
        ]
        labels.setdefault(str(pointer.get("FILEID") or ""), tuple(words))
    return labels


def _listed_content(file: etree._Element, labels: dict[str, tuple[str, ...]], name: str) -> Iterator[Listed]:
    if any(local_name(child) == "FContent" for child in file):
        raise PackageRefused(
            RefusalCode.UNSUPPORTED_FORMAT, f"“{shown(name)}”把文件内容嵌在 METS 中，暂不支持，请改为单独文件。"
        )
    uses = [str(above.get("USE") or "") for above in (file, *file.iterancestors()) if local_name(above) in _GROUPS]
    words = (*(use for use in uses if use), *labels.get(str(file.get("ID") or ""), ()))
    for location in file:
        if local_name(location) == "FLocat":
            yield _listed(location, file, name, section="fileSec", labels=words)


def _listed_metadata(reference: etree._Element, name: str) -> Listed:
    section, superseded = _section(reference)
    return _listed(reference, reference, name, section=section, labels=("SUPERSEDED",) if superseded else ())


def _listed(
    location: etree._Element, facts: etree._Element, name: str, *, section: str, labels: tuple[str, ...]
) -> Listed:
    href = str(location.get(_HREF) or "").strip()
    if not href:
        raise _bad(name, "有一处文件登记没有 xlink:href")
    stated_size = str(facts.get("SIZE") or "").strip()
    if stated_size and not (stated_size.isascii() and stated_size.isdecimal()):
        raise _bad(name, f"登记的文件大小“{shown(stated_size)}”不是数字")
    stated = str(facts.get("CHECKSUM") or "").strip().lower()
    algorithm = algorithm_named(str(facts.get("CHECKSUMTYPE") or "")) if stated else None
    return Listed(
        href=href,
        section=section,
        kind=str(facts.get("MDTYPE") or ""),
        media_type=str(facts.get("MIMETYPE") or ""),
        size=int(stated_size) if stated_size else None,
        digests=(Digest(algorithm, stated),) if algorithm else (),
        unverifiable=str(facts.get("CHECKSUMTYPE") or "") if stated and algorithm is None else "",
        labels=labels,
        superseded=labels == ("SUPERSEDED",),
    )


def _section(element: etree._Element) -> tuple[str, bool]:
    """The metadata section around a reference, and whether the section says that it has been replaced."""
    for ancestor in element.iterancestors():
        if local_name(ancestor) in _METADATA_SECTIONS:
            return local_name(ancestor), str(ancestor.get("STATUS") or "").strip().upper() == "SUPERSEDED"
    return "amdSec", False


def _embedded(root: etree._Element) -> Iterator[Embedded]:
    for wrap in _all(root, "mdWrap"):
        section, superseded = _section(wrap)
        for data in wrap:
            if local_name(data) == "xmlData":
                for document in data:
                    if isinstance(document.tag, str):
                        yield Embedded(section, str(wrap.get("MDTYPE") or ""), document, superseded)


def is_descriptive(section: str) -> bool:
    return section == _DESCRIPTIVE
