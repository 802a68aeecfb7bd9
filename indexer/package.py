"""The values a reader yields and the ingest pipeline consumes.

They live as long as the ``open_package`` block that made them: the bytes behind :class:`ContentFile` lie in the package
folder or in a private temporary folder that is removed at the end of the block.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

Rendition = Literal["original", "access", "redacted"]


@dataclass(frozen=True, slots=True)
class Digest:
    """A declared checksum: ``algorithm`` in the spelling of ``hashlib`` (``sha256``), ``value`` in lower-case hex."""

    algorithm: str
    value: str


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of metadata as found.  ``path`` is its place in the source, local names joined by ``/``."""

    name: str
    value: str
    path: str


@dataclass(frozen=True, slots=True)
class Description:
    """Every descriptive element of an item in document order, nothing dropped, nothing interpreted."""

    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class ContextEvent:
    """One step of an item's history, from PREMIS or from our own checks.  Strings as found, ``""`` where absent."""

    type: str
    at: str
    agent: str
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class ContentFile:
    """One computer file of an item.

    ``path`` is its logical name inside the package, never a place on disk; ``local`` is where the bytes are now.
    ``role`` is 正本, 定稿, 办理单, 附件 or ``""``.  Files of one ``component`` are renditions of the same 电子文件.
    ``declared`` digests have been verified by the reader.
    """

    path: str
    local: Path
    size: int
    declared: tuple[Digest, ...]
    media_type: str
    original_name: str
    role: str
    rendition: Rendition
    component: str
    ordinal: int

    def open(self) -> BinaryIO:
        """Open the bytes without following a link that somebody may have put there since the check."""
        return os.fdopen(os.open(self.local, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")


@dataclass(frozen=True, slots=True)
class PackageItem:
    """One 件: what it is, its files in order, its history, and everything else the package says about it."""

    identifier: str
    description: Description
    files: tuple[ContentFile, ...]
    events: tuple[ContextEvent, ...]
    context: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """A verified package.  ``format`` names the reader and dialect (``E-ARK AIP``, ``BagIt 1.0``)."""

    path: Path
    format: str
    identifier: str
    items: tuple[PackageItem, ...]
