"""E-ARK packages (CSIP, SIP, AIP, DIP): a root ``METS.xml``, divided METS below it, one item per package.

What is listed is verified; what is content and not listed is refused; every metadata leaf is kept.
"""

from dataclasses import dataclass
from pathlib import Path

from indexer.errors import PackageRefused, RefusalCode
from indexer.package import ContextEvent, Description, Element, Package, PackageItem
from indexer.readers.content import ContentEntry, content_files
from indexer.readers.eark_layout import Part, Place, place_of
from indexer.readers.eark_listing import Entry, Listing, collect
from indexer.readers.elements import leaves
from indexer.readers.fixity import mismatch
from indexer.readers.names import is_junk, shown
from indexer.readers.premis import is_premis, premis_events
from indexer.readers.safe_xml import read_xml
from indexer.readers.tree import Tree

_CHECK = "fixity check"
_AGENT = "开卷"


@dataclass(frozen=True, slots=True)
class EArkReader:
    """Reads what has a ``METS.xml``, in exactly that spelling, at its root."""

    name: str = "E-ARK"

    def recognises(self, root: Tree) -> bool:
        return "METS.xml" in root

    def read(self, root: Tree, source: Path) -> Package:
        listing = collect(root)
        notes = [ContextEvent("validation", "", _AGENT, "warning", note) for note in listing.notes]
        notes += _verified(root, listing)
        notes += _unlisted(root, listing)
        metadata = _read_metadata(root, listing)
        identifier = listing.identifier or root.label
        item = PackageItem(
            identifier=identifier,
            description=Description(metadata.description),
            files=content_files(root, _content(listing)),
            events=(*metadata.events, *notes),
            context=(*listing.header, *metadata.context, *_provenance(listing)),
        )
        return Package(source, f"E-ARK {listing.package_type}".strip(), identifier, (item,))


def _verified(root: Tree, listing: Listing) -> list[ContextEvent]:
    """Check every listed file.  Returns notes for what may differ, refuses for what may not."""
    notes = []
    for entry in listing.entries:
        refusal = mismatch(root, entry.path, declared=entry.listed.digests, size=entry.listed.size)
        if refusal is not None and not _tolerated(root, entry, refusal):
            raise refusal
        if refusal is not None:
            notes.append(ContextEvent(_CHECK, "", _AGENT, "fail", refusal.reason_zh))
        elif entry.listed.unverifiable:
            text = f"“{shown(entry.path)}”的校验算法 {shown(entry.listed.unverifiable)} 不受支持，未核对"
            notes.append(ContextEvent(_CHECK, "", _AGENT, "warning", text))
        elif not entry.listed.digests and entry.place.part is Part.CONTENT:
            notes.append(ContextEvent(_CHECK, "", _AGENT, "warning", f"“{shown(entry.path)}”没有登记校验值"))
    return notes


def _tolerated(root: Tree, entry: Entry, refusal: PackageRefused) -> bool:
    """What may differ from its listing without the package being refused; the difference is noted as a failed check.

    Schemas, because published packages list other versions than they hold.  Metadata inside ``submission/``, because it
    is provenance of an earlier package.  Process records that were evidently written on after they were listed.
    """
    if entry.place.part is Part.SCHEMA:
        return True
    if refusal.code is RefusalCode.MISSING_FILE or entry.place.part is not Part.METADATA:
        return False
    return entry.place.submitted or _written_on(root, entry)


def _written_on(root: Tree, entry: Entry) -> bool:
    """A log, or a PREMIS file with an event not older than its listing, that has not kept a size it was listed with.

    The E-ARK example AIPs record the making of the METS itself, and the check after it, in files that METS lists.
    """
    stated = entry.listed.size
    if entry.listed.section != "digiprovMD" or (stated is not None and root.size(entry.path) <= stated):
        return False
    if entry.path.casefold().endswith(".log"):
        return True
    if not entry.path.casefold().endswith(".xml") or not entry.listed_at:
        return False
    return any(event.at[:19] >= entry.listed_at[:19] for event in premis_events(read_xml(root, entry.path)))


def _unlisted(root: Tree, listing: Listing) -> list[ContextEvent]:
    """Content nobody listed is refused; anything else beside the lists is noted and not read."""
    known = {entry.path for entry in listing.entries} | listing.documents
    notes = []
    for name in root.names():
        if name in known:
            continue
        place = place_of(name)
        loose = place.submitted and not listing.submission_listed
        if place.part is Part.CONTENT and not is_junk(name) and not loose:
            raise PackageRefused(
                RefusalCode.UNLISTED_FILE, f"文件“{shown(name)}”未在 METS 中登记，请登记或移出后重新提交。"
            )
        notes.append(ContextEvent("validation", "", _AGENT, "warning", f"“{shown(name)}”未在 METS 中登记，未读取"))
    return notes


def _own_content(listing: Listing) -> list[Entry]:
    """The package's own content; an AIP that only wraps its submission serves the submission's content."""
    content = [
        entry for entry in listing.entries if entry.place.part is Part.CONTENT and entry.listed.section == "fileSec"
    ]
    own = [entry for entry in content if not entry.place.submitted]
    return own or content


def _content(listing: Listing) -> list[ContentEntry]:
    seen: dict[str, ContentEntry] = {}
    for entry in _own_content(listing):
        place: Place = entry.place
        labels = (*entry.listed.labels, *listing.labels.get(place.representation, ()))
        seen.setdefault(
            entry.path,
            ContentEntry(
                path=entry.path,
                declared=entry.listed.digests,
                media_type=entry.listed.media_type,
                original_name="",
                labels=labels,
                group=place.representation,
                inner=place.inner,
            ),
        )
    return list(seen.values())


@dataclass(frozen=True, slots=True)
class _Metadata:
    description: tuple[Element, ...]
    events: tuple[ContextEvent, ...]
    context: tuple[Element, ...]


def _read_metadata(root: Tree, listing: Listing) -> _Metadata:
    """Every metadata document once: descriptive ones of the nearest package describe, the rest is context."""
    description: list[Element] = []
    submitted: list[Element] = []
    events: list[ContextEvent] = []
    context: list[Element] = []
    for document in listing.metadata(lambda name: read_xml(root, name)):
        found = leaves(document.root, source=document.name)
        if is_premis(document.root):
            events.extend(premis_events(document.root))
            context.extend(found)
        elif document.descriptive:
            (submitted if document.submitted else description).extend(found)
        else:
            context.extend(found)
    if not description:
        return _Metadata(tuple(submitted), tuple(events), tuple(context))
    return _Metadata(tuple(description), tuple(events), (*context, *submitted))


def _provenance(listing: Listing) -> tuple[Element, ...]:
    """Files that are listed and verified but are no content of the item: named, so that nothing vanishes silently."""
    content = {entry.path for entry in _own_content(listing)}
    paths = dict.fromkeys(
        entry.path
        for entry in listing.entries
        if entry.path not in content and entry.place.part not in {Part.METADATA, Part.SCHEMA, Part.METS}
    )
    return tuple(Element("file", path, f"METS.xml/fileSec/{path}") for path in paths)
