"""Documents that are ZIP files of XML parts (OFD, DOCX), opened through the gates that packages pass.

Parts are found as loosely as real files refer to them: absolute or relative paths, any case.
"""

import posixpath
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Self

from lxml import etree

from indexer.errors import PackageRefused, RefusalCode
from indexer.readers.limits import MEGABYTE, UnpackLimits
from indexer.readers.names import shown
from indexer.readers.safe_xml import local_name, parse_xml
from indexer.readers.zip_gate import open_zip, read_member

_LIMITS = UnpackLimits(members=50_000, member_bytes=512 * MEGABYTE, total_bytes=2048 * MEGABYTE)
_PART_LIMIT = 64 * MEGABYTE


class OfficeZip:
    """One document while it is being read.  Every method raises ``PackageRefused`` for what the gates refuse."""

    def __init__(self, path: Path) -> None:
        self._archive, self._members = open_zip(path, _LIMITS)
        self._by_folded = {name.casefold(): name for name in reversed(self._members)}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def names(self) -> list[str]:
        return sorted(self._members)

    def find(self, reference: str, *, base: str) -> str | None:
        """The part a reference means, seen from the folder ``base``; ``None`` where it means none."""
        plain = reference.strip().replace("\\", "/")
        for candidate in (posixpath.join(base, plain), plain):
            path = posixpath.normpath("/" + candidate).lstrip("/")
            found = self._by_folded.get(path.casefold())
            if found is not None:
                return found
        return None

    def xml(self, name: str) -> etree._Element:
        """One part, parsed."""
        info = self._members.get(name)
        if info is None:
            raise PackageRefused(RefusalCode.MISSING_FILE, f"文档内缺少“{shown(name)}”。")
        if info.file_size > _PART_LIMIT:
            raise PackageRefused(RefusalCode.TOO_LARGE, f"文档内“{shown(name)}”超过 {_PART_LIMIT} 字节上限。")
        try:
            return parse_xml(read_member(self._archive, info), name)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise PackageRefused(RefusalCode.BAD_ARCHIVE, f"文档内“{shown(name)}”的数据损坏。") from error

    def relations(self, name: str) -> list[etree._Element]:
        """The relations of an OOXML part; none where the part is missing."""
        if name not in self._members:
            return []
        return [element for element in self.xml(name) if local_name(element) == "Relationship"]
