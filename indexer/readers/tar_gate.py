"""Tar streams read front to back, every decompressed byte counted against what the members have announced.

Links, devices, sparse files and headers that swell (a bomb in a pax header) are refused.
"""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from indexer.errors import PackageRefused, RefusalCode
from indexer.readers.limits import UnpackLimits
from indexer.readers.names import shown

#: What ``tarfile`` may read for headers and padding before the next member shows: its buffer plus long pax names.
_HEADER_ALLOWANCE = 1024 * 1024
_READ_AHEAD = 64 * 1024


class _Metered:
    """A reader that stops when more bytes come out than were allowed."""

    def __init__(self, stream: BinaryIO, label: str) -> None:
        self._stream = stream
        self._label = label
        self._allowed = 0
        self.total = 0

    def allow(self, count: int) -> None:
        self._allowed = self.total + count

    def read(self, count: int) -> bytes:
        if self.total > self._allowed:
            raise PackageRefused(RefusalCode.TOO_LARGE, f"“{shown(self._label)}”解压出的数据远多于声明，疑为压缩炸弹。")
        chunk = self._stream.read(count)
        self.total += len(chunk)
        return chunk


def stream_tar(
    stream: BinaryIO, label: str, limits: UnpackLimits, *, packed: int | None
) -> Iterator[tuple[str, int, BinaryIO | None]]:
    """Name, size and content of each member; content is ``None`` for a folder.

    ``packed`` is the compressed size, ``None`` for a plain tar.  Each content must be read before the next member.
    What ``tarfile`` and the decompressor raise for damage passes through, here and while the content is read.
    """
    meter = _Metered(stream, label)
    meter.allow(_HEADER_ALLOWANCE)
    with tarfile.open(fileobj=cast("BinaryIO", meter), mode="r|", encoding="utf-8") as archive:
        while (member := archive.next()) is not None:
            _check_member(member, label, limits)
            meter.allow(member.size + _READ_AHEAD)
            yield _name(member), member.size, _content(archive, member)
            _check_ratio(meter.total, packed, label, limits)
            meter.allow(_HEADER_ALLOWANCE)


def _name(member: tarfile.TarInfo) -> str:
    """Names that are not UTF-8 are GB18030 in practice."""
    try:
        member.name.encode("utf-8")
    except UnicodeEncodeError:
        return member.name.encode("utf-8", "surrogateescape").decode("gb18030", "surrogateescape")
    return member.name


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO | None:
    if member.isdir():
        return None
    return cast("BinaryIO", archive.extractfile(member))


def _check_member(member: tarfile.TarInfo, label: str, limits: UnpackLimits) -> None:
    if not (member.isdir() or member.type in tarfile.REGULAR_TYPES) or member.issparse():
        raise PackageRefused(
            RefusalCode.LINK_OR_DEVICE, f"“{shown(label)}”内的“{shown(member.name)}”是链接或特殊文件，请换成文件本身。"
        )
    if member.size < 0 or member.size > limits.member_bytes:
        raise PackageRefused(
            RefusalCode.TOO_LARGE, f"“{shown(label)}”内的“{shown(member.name)}”超过 {limits.member_bytes} 字节上限。"
        )


def _check_ratio(total: int, packed: int | None, label: str, limits: UnpackLimits) -> None:
    """A compressed tar has one ratio for all members; small archives are honest."""
    if packed is not None and total > limits.ratio_from and total > limits.ratio * max(packed, 1):
        raise PackageRefused(RefusalCode.TOO_LARGE, f"“{shown(label)}”压缩比超过 {limits.ratio}:1，疑为压缩炸弹。")
