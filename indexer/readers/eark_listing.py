"""All METS documents of one package as one listing: root, divided representations, and a submission kept inside.

Documents are followed by their pointers; each is read once; hrefs are resolved against the document that holds them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from indexer.errors import PackageRefused, RefusalCode
from indexer.package import Element
from indexer.readers.eark_layout import Part, Place, place_of
from indexer.readers.hrefs import is_remote, resolve
from indexer.readers.mets import Embedded, Listed, Mets, is_descriptive, parse_mets
from indexer.readers.names import shown
from indexer.readers.safe_xml import read_xml
from indexer.readers.tree import Tree

_MAX_DOCUMENTS = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed file with the name it has in this package."""

    path: str
    place: Place
    listed: Listed
    listed_at: str  # the date of the METS document that lists it, as found


@dataclass(frozen=True, slots=True)
class MetadataDocument:
    """One metadata document, from a file or from inside a METS."""

    name: str
    root: etree._Element
    descriptive: bool
    submitted: bool


@dataclass(slots=True)
class Listing:
    """Everything the METS documents of a package say together."""

    identifier: str = ""
    package_type: str = ""
    entries: list[Entry] = field(default_factory=list)
    embedded: list[tuple[str, Embedded]] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    header: list[Element] = field(default_factory=list)
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def submission_listed(self) -> bool:
        """Whether the submission inside is a package with lists of its own."""
        return "submission/METS.xml" in self.documents

    def metadata(self, read: Callable[[str], etree._Element]) -> Iterator[MetadataDocument]:
        """Metadata documents, each file once.  Only XML is metadata that can be read; logs and archives stay files."""
        seen: set[str] = set()
        for entry in self.entries:
            if entry.path in seen or entry.listed.section == "fileSec" or entry.place.part is Part.METS:
                continue
            seen.add(entry.path)
            if entry.path.casefold().endswith(".xml"):
                descriptive = is_descriptive(entry.listed.section) and not entry.listed.superseded
                yield MetadataDocument(entry.path, read(entry.path), descriptive, entry.place.submitted)
        for name, part in self.embedded:
            descriptive = is_descriptive(part.section) and not part.superseded
            yield MetadataDocument(name, part.root, descriptive, place_of(name).submitted)


def collect(tree: Tree) -> Listing:
    """Read the root METS and every METS it points to, however deep."""
    listing = Listing()
    pending = ["METS.xml"]
    while pending:
        name = pending.pop(0)
        if name in listing.documents:
            continue
        if len(listing.documents) >= _MAX_DOCUMENTS:
            raise PackageRefused(RefusalCode.TOO_LARGE, f"包内 METS 文件超过 {_MAX_DOCUMENTS} 个，请拆分后提交。")
        listing.documents.add(name)
        if name not in tree:
            raise PackageRefused(RefusalCode.MISSING_FILE, f"缺少 METS 文件“{shown(name)}”，请补齐后重新提交。")
        mets = parse_mets(read_xml(tree, name), name)
        _add(listing, mets, name, tree)
        pending.extend(_pointed(listing, mets, name, tree))
    return listing


def _add(listing: Listing, mets: Mets, name: str, tree: Tree) -> None:
    base = name.rpartition("/")[0]
    if name == "METS.xml":
        listing.identifier, listing.package_type = mets.identifier.strip(), mets.package_type
    representation = place_of(name).representation
    if representation:
        words = (element.value for element in mets.header if element.name in {"mets@TYPE", "mets@LABEL"})
        listing.labels[representation] = tuple(words)
    listing.header.extend(mets.header)
    listing.embedded.extend((name, part) for part in mets.embedded)
    for listed in mets.files:
        if is_remote(listed.href):
            raise PackageRefused(
                RefusalCode.MISSING_FILE, f"METS 登记的“{shown(listed.href)}”不在包内，请把文件放入包中。"
            )
        path = resolve(listed.href, base=base, tree=tree)
        listing.entries.append(Entry(path, place_of(path), listed, mets.dated))


def _pointed(listing: Listing, mets: Mets, name: str, tree: Tree) -> Iterator[str]:
    """Further METS documents.  Pointers to other packages (parent and child AIPs) are noted, not followed."""
    for href in mets.pointers:
        if is_remote(href):
            listing.notes.append(f"METS 指向另一个信息包“{shown(href)}”，未读取")
            continue
        path = resolve(href, base=name.rpartition("/")[0], tree=tree)
        if path.casefold().endswith(".xml"):
            yield path
        else:
            listing.notes.append(f"METS 的指针“{shown(href)}”不是 METS 文件，未读取")
