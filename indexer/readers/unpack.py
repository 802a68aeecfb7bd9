"""Archives into trees.  No member is ever extracted by its name: bytes stream into numbered files of a private folder.

The kind of archive is told by content, never by file name.  One level only: an archive inside an archive stays a file.
"""

import bz2
import gzip
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from indexer.errors import PackageRefused, RefusalCode
from indexer.readers.limits import UnpackLimits
from indexer.readers.names import safe_name, shown
from indexer.readers.tar_gate import stream_tar
from indexer.readers.tree import Member, Tree, folders_of
from indexer.readers.zip_gate import open_zip

_CHUNK = 1024 * 1024
_BLOCK = 512
_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class ArchiveKind(StrEnum):
    """What the first bytes of a file say it is."""

    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    OTHER = "other"  # an archive by its magic, but none that is unpacked here
    NONE = "none"


_FOREIGN = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")


def archive_kind(path: Path) -> ArchiveKind:
    """Tell an archive by its first block."""
    with path.open("rb") as stream:
        head = stream.read(_BLOCK)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ArchiveKind.ZIP
    if head.startswith(b"\x1f\x8b"):
        return ArchiveKind.GZIP
    if head.startswith(b"BZh"):
        return ArchiveKind.BZIP2
    if head.startswith(_FOREIGN):
        return ArchiveKind.OTHER
    return ArchiveKind.TAR if _is_tar_header(head) else ArchiveKind.NONE


def _is_tar_header(head: bytes) -> bool:
    """A tar header carries its own checksum: the sum of the block with the checksum field read as blanks."""
    if len(head) < _BLOCK or not any(head):
        return False
    try:
        stated = int(head[148:156].strip(b"\0 ") or b"x", 8)
    except ValueError:
        return False
    return stated == sum(head[:148]) + 8 * 32 + sum(head[156:])


@contextmanager
def unpacked(path: Path, limits: UnpackLimits, *, workspace: Path | None) -> Iterator[Tree]:
    """The archive as a tree whose files live until the block ends.

    ``workspace`` is the folder for the private temporary folder; ``None`` is the system's own place for such.
    """
    kind = archive_kind(path)
    if kind is ArchiveKind.OTHER:
        raise PackageRefused(
            RefusalCode.UNSUPPORTED_FORMAT, f"“{shown(path.name)}”的压缩格式不受支持，请改用 ZIP 或 TAR。"
        )
    if kind is ArchiveKind.NONE:
        raise PackageRefused(
            RefusalCode.NOT_A_PACKAGE, f"“{shown(path.name)}”不是信息包：既不是文件夹，也不是 ZIP 或 TAR。"
        )
    with tempfile.TemporaryDirectory(prefix="kaijuan-unpack-", dir=workspace) as folder:
        store = _Store(Path(folder), limits)
        if kind is ArchiveKind.ZIP:
            _store_zip(path, store)
        else:
            _store_tar(path, kind, store)
        yield store.tree(path.name)


class _Store:
    """Numbered files in a private folder, and the logical names that belong to them."""

    def __init__(self, folder: Path, limits: UnpackLimits) -> None:
        self.limits = limits
        self._folder = folder
        self._members: dict[str, Member] = {}
        self._folders: set[str] = set()
        self._total = 0

    def add_folder(self, name: str) -> None:
        self._refuse_clash(name in self._members, name)
        self._folders.add(name)
        self._refuse_crowd()

    def add(self, name: str, stream: BinaryIO, size: int) -> None:
        """Copy exactly ``size`` bytes; a stream with fewer or more has lied and is refused."""
        self._refuse_clash(name in self._members or name in self._folders, name)
        self._refuse_crowd()
        self._total += size
        if size > self.limits.member_bytes or self._total > self.limits.total_bytes:
            raise PackageRefused(RefusalCode.TOO_LARGE, f"解开“{shown(name)}”时超过大小上限，请拆分后提交。")
        local = self._folder / f"{len(self._members):06d}"
        written = 0
        with local.open("xb") as target:
            while chunk := stream.read(min(_CHUNK, size - written + 1)):
                written += len(chunk)
                if written > size:
                    break
                target.write(chunk)
        if written != size:
            raise PackageRefused(RefusalCode.BAD_ARCHIVE, f"压缩包内“{shown(name)}”的实际大小与声明不符，请重新打包。")
        self._members[name] = Member(local, size)

    def _refuse_crowd(self) -> None:
        if len(self._members) + len(self._folders) >= self.limits.members:
            raise PackageRefused(RefusalCode.TOO_LARGE, f"包内文件超过 {self.limits.members} 个，请拆分后提交。")

    def _refuse_clash(self, clash: bool, name: str) -> None:
        if clash:
            raise PackageRefused(RefusalCode.DUPLICATE_MEMBER, f"压缩包内“{shown(name)}”出现两次，请重新打包。")

    def tree(self, label: str) -> Tree:
        folders = folders_of(iter(self._members)) | self._folders
        for name in self._members:
            self._refuse_clash(name in folders, name)
        return Tree(label, self._members, frozenset(folders))


@contextmanager
def _damage_refused(label: str) -> Iterator[None]:
    """What decoders raise for damaged data.  Their ``OSError`` has no number; one with a number is this machine's."""
    try:
        yield
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise PackageRefused(RefusalCode.BAD_ARCHIVE, f"“{shown(label)}”的数据损坏，请重新打包。") from error


def _store_zip(path: Path, store: _Store) -> None:
    archive, members = open_zip(path, store.limits)
    with archive:
        for name, info in members.items():
            if name.endswith("/"):
                store.add_folder(name.rstrip("/"))
                continue
            with _damage_refused(path.name), archive.open(info) as stream:
                store.add(name, stream, info.file_size)  # type: ignore[arg-type]  # IO[bytes] is all add() needs


def _store_tar(path: Path, kind: ArchiveKind, store: _Store) -> None:
    with _damage_refused(path.name), path.open("rb") as raw:
        stream: BinaryIO = raw
        if kind is ArchiveKind.GZIP:
            stream = gzip.GzipFile(fileobj=raw)  # type: ignore[assignment]  # read() is all that is used
        elif kind is ArchiveKind.BZIP2:
            stream = bz2.BZ2File(raw)  # type: ignore[assignment]  # as above
        packed = path.stat().st_size if kind is not ArchiveKind.TAR else None
        for raw_name, size, content in stream_tar(stream, path.name, store.limits, packed=packed):
            name = safe_name(raw_name, store.limits)
            if content is None:
                store.add_folder(name)
            else:
                store.add(name, content, size)
