"""From a package on disk to drafts ready to be saved: mapping, secrecy, digests, text.  Writes blobs, no rows.

Blobs are written only after every secrecy check has passed, so that a refused package leaves no content behind.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from access.tiers import Tier
from indexer.drafting import Defaults, Reviewed, fonds_of, review
from indexer.errors import PackageRefused, RefusalCode
from indexer.extraction import Extraction
from indexer.mapping import Entry, classifications, map_item, marked_secret, secrecy_of
from indexer.package import ContentFile, PackageItem
from indexer.readers import open_package
from records.blobs import BlobFolder
from records.items import Component, Draft, LifeEvent, MetadataElement, Rendition, RenditionKind

_CHUNK = 1 << 20


class Extractor(Protocol):
    """Whatever turns a file into text by page; the pool of limited children in production."""

    def extract(self, path: Path, *, media_type: str, name: str) -> Extraction: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What receiving needs to know and to use.  ``is_held`` answers whether an equal item is already held."""

    tiers: tuple[Tier, ...]
    defaults: Callable[[str], Defaults]
    today: date
    extractor: Extractor
    is_held: Callable[[str, str, str], str]


@dataclass(frozen=True, slots=True)
class Received:
    """A package understood: drafts to save, ids of items already held unchanged, and warnings."""

    format: str
    identifier: str
    drafts: tuple[Draft, ...]
    held: tuple[str, ...]
    warnings: tuple[str, ...]


def receive(path: Path, desk: Desk, blobs: BlobFolder | None, workspace: Path | None) -> Received:
    """Read, verify and understand one package.  Without ``blobs`` nothing is written: that is ``kaijuan check``.

    Raises ``PackageRefused`` with a code and a sentence for anything wrong with it.
    """
    with open_package(path, workspace=workspace) as package:
        reviewed = [(item, *_review(item, desk)) for item in package.items]
        drafts, held, fresh = [], [], []
        for item, entry, understood in reviewed:
            files = _Files.of(item)
            digest = content_digest(entry, item, files)
            record_id = desk.is_held(understood.description.fonds_code, understood.description.code_key, digest)
            if record_id:
                held.append(record_id)
                continue
            read = files.read(item, desk.extractor)
            drafts.append(_draft(item, understood, entry, digest, read))
            fresh.append(item)
        if blobs is not None:
            _keep(fresh, blobs)
        warnings = tuple(warning for _, _, understood in reviewed for warning in understood.warnings)
        return Received(package.format, package.identifier, tuple(drafts), tuple(held), warnings)


def _review(item: PackageItem, desk: Desk) -> tuple[Entry, Reviewed]:
    entry = map_item(item)
    _refuse_secret_elements(item, entry)
    if not entry.title.strip():
        raise PackageRefused(RefusalCode.NO_DESCRIPTION, f"“{item.identifier}”没有题名。请补录题名后再交。")
    fonds = fonds_of(entry)
    return entry, review(entry, tiers=desk.tiers, defaults=desk.defaults(fonds), today=desk.today)


def _refuse_secret_elements(item: PackageItem, entry: Entry) -> None:
    """A second 密级 anywhere in the package counts as much as the first."""
    if secrecy_of(entry.classification).is_state_secret:
        return
    for value in classifications((*item.description.elements, *item.context)):
        if secrecy_of(value).is_state_secret and not entry.declassified_by.strip():
            raise PackageRefused(RefusalCode.SECRET, "元数据中标有国家秘密密级，本系统依法不接收。")


def _sha256(file: ContentFile) -> str:
    digest = hashlib.sha256()
    with file.open() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def content_digest(entry: Entry, item: PackageItem, files: _Files) -> str:
    """What makes two deliveries the same: entry as found, files by digest, events and context."""
    facts = {
        "entry": asdict(entry),
        "files": [(f.path, f.role, f.rendition, f.component, files.digests[f.path]) for f in item.files],
        "events": [(e.type, e.at, e.agent, e.outcome, e.detail) for e in item.events],
        "context": [(e.name, e.value, e.path) for e in item.context],
    }
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Files:
    """Digest and text of each file, by its path in the package."""

    digests: dict[str, str]
    texts: dict[str, Extraction]

    @classmethod
    def of(cls, item: PackageItem) -> _Files:
        return cls({file.path: _sha256(file) for file in item.files}, {})

    def read(self, item: PackageItem, extractor: Extractor) -> _Files:
        """The same with the text of every file; a secret marking on a first page refuses the package."""
        found = {}
        for file in item.files:
            extraction = extractor.extract(file.local, media_type=file.media_type, name=file.original_name)
            first = extraction.pages[0] if extraction.pages else ""
            if marked_secret(first).is_state_secret:
                raise PackageRefused(
                    RefusalCode.SECRET,
                    f"“{file.original_name}”首页标有国家秘密密级，本系统依法不接收。",
                )
            found[file.path] = extraction
        return _Files(self.digests, found)


def _draft(item: PackageItem, understood: Reviewed, entry: Entry, digest: str, files: _Files) -> Draft:
    components, pages = _components(item, files)
    further = [MetadataElement("description", e.name, e.value, e.path) for e in entry.further]
    context = [MetadataElement("context", e.name, e.value, e.path) for e in item.context]
    return Draft(
        description=understood.description,
        marks=understood.marks,
        components=components,
        pages=pages,
        elements=(*further, *context),
        events=tuple(LifeEvent(e.type, e.at, e.agent, e.outcome, e.detail) for e in item.events),
        content_digest=digest,
    )


def _components(item: PackageItem, files: _Files) -> tuple[tuple[Component, ...], dict[str, tuple[str, ...]]]:
    grouped: dict[str, list[ContentFile]] = {}
    for file in sorted(item.files, key=lambda f: f.ordinal):
        grouped.setdefault(file.component, []).append(file)
    pages: dict[str, tuple[str, ...]] = {}
    components = []
    for copies in grouped.values():
        renditions = tuple(_rendition(file, files, pages) for file in copies)
        name = Path(copies[0].original_name).stem
        components.append(
            Component(id=secrets.token_hex(8), role=copies[0].role, title=name, renditions=renditions),
        )
    return tuple(components), pages


def _rendition(file: ContentFile, files: _Files, pages: dict[str, tuple[str, ...]]) -> Rendition:
    extraction = files.texts[file.path]
    rendition = Rendition(
        id=secrets.token_hex(8),
        kind=RenditionKind(file.rendition),
        file_name=file.original_name,
        media_type=file.media_type,
        size=file.size,
        sha256=files.digests[file.path],
        text_status=extraction.status,
        text_note=extraction.note,
        page_count=len(extraction.pages),
    )
    pages[rendition.id] = extraction.pages
    return rendition


def _keep(items: list[PackageItem], blobs: BlobFolder) -> None:
    """Write the bytes of every file of the items that are new."""
    for item in items:
        for file in item.files:
            with file.open() as stream:
                blobs.put(stream)
