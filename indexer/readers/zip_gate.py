"""The gate every ZIP passes before a byte of it is believed: packages, and OFD and DOCX inside packages.

``zipfile`` of Python 3.11.7 does not notice overlapping members, so the central directory is checked here against the
local headers.  Nothing is extracted in this module.
"""

import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from indexer.errors import PackageRefused, RefusalCode
from indexer.readers.limits import UnpackLimits
from indexer.readers.names import safe_name, shown

_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_COMPRESSIONS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
_ENCRYPTED = 0x1
_UTF8 = 0x800


def checked_members(archive: zipfile.ZipFile, stream: BinaryIO, limits: UnpackLimits) -> dict[str, zipfile.ZipInfo]:
    """Logical name → member of a ZIP that passed; folders carry a trailing slash.  Raises :class:`PackageRefused`."""
    infos = archive.infolist()
    if len(infos) > limits.members:
        raise PackageRefused(RefusalCode.TOO_LARGE, f"压缩包内文件超过 {limits.members} 个，请拆分后提交。")
    if sum(info.file_size for info in infos) > limits.total_bytes:
        raise PackageRefused(RefusalCode.TOO_LARGE, f"压缩包解开后超过 {limits.total_bytes} 字节，请拆分后提交。")
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        raw = member_name(info)
        name = safe_name(raw, limits) + ("/" if raw.endswith("/") else "")
        _check_member(info, name, limits)
        if name in members:
            raise PackageRefused(RefusalCode.DUPLICATE_MEMBER, f"压缩包内“{shown(name)}”出现两次，请重新打包。")
        members[name] = info
    _refuse_clashes(members)
    _refuse_overlaps(infos, stream)
    return members


def member_name(info: zipfile.ZipInfo) -> str:
    """The name as meant: without the UTF-8 flag, tools here write UTF-8 or GB18030 where the standard says cp437.

    Short GB18030 names can pass as UTF-8 of two-byte scripts, so UTF-8 is believed only when it reads as Chinese would.
    """
    if info.flag_bits & _UTF8:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" or name.isascii() or any(character >= "\u0800" for character in name):
            return name
    return info.orig_filename


def _check_member(info: zipfile.ZipInfo, name: str, limits: UnpackLimits) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise PackageRefused(RefusalCode.LINK_OR_DEVICE, f"压缩包内“{shown(name)}”是链接或特殊文件，请换成文件本身。")
    if info.flag_bits & _ENCRYPTED:
        raise PackageRefused(RefusalCode.BAD_ARCHIVE, f"压缩包内“{shown(name)}”已加密，请去掉密码后重新打包。")
    if info.compress_type not in _COMPRESSIONS:
        raise PackageRefused(
            RefusalCode.BAD_ARCHIVE, f"压缩包内“{shown(name)}”的压缩方式不受支持，请用普通 ZIP 重新打包。"
        )
    if info.file_size > limits.member_bytes:
        raise PackageRefused(RefusalCode.TOO_LARGE, f"压缩包内“{shown(name)}”超过 {limits.member_bytes} 字节上限。")
    if info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(info.compress_size, 1):
        raise PackageRefused(
            RefusalCode.TOO_LARGE, f"压缩包内“{shown(name)}”压缩比超过 {limits.ratio}:1，疑为压缩炸弹。"
        )


def _refuse_clashes(members: dict[str, zipfile.ZipInfo]) -> None:
    """A name cannot be a file and a folder at once."""
    for name in members:
        parts = name.rstrip("/").split("/")
        for depth in range(1, len(parts) + name.endswith("/")):
            if "/".join(parts[:depth]) in members:
                raise PackageRefused(
                    RefusalCode.DUPLICATE_MEMBER, f"压缩包内“{shown(name)}”既是文件又是文件夹，请重新打包。"
                )


def _refuse_overlaps(infos: list[zipfile.ZipInfo], stream: BinaryIO) -> None:
    end = 0
    for start, stop, name in sorted(_extents(infos, stream)):
        if start < end:
            raise PackageRefused(RefusalCode.BAD_ARCHIVE, f"压缩包内“{shown(name)}”与其他成员的数据重叠，请重新打包。")
        end = stop


def _extents(infos: list[zipfile.ZipInfo], stream: BinaryIO) -> Iterator[tuple[int, int, str]]:
    """Start and end of each member by its local header, which must exist and belong to it."""
    for info in infos:
        stream.seek(max(info.header_offset, 0))
        raw = stream.read(_LOCAL_HEADER.size)
        if len(raw) < _LOCAL_HEADER.size or raw[:4] != b"PK\x03\x04" or info.header_offset < 0:
            raise PackageRefused(RefusalCode.BAD_ARCHIVE, f"压缩包内“{shown(info.filename)}”的头部损坏，请重新打包。")
        name_length, extra_length = _LOCAL_HEADER.unpack(raw)[9:11]
        stop = info.header_offset + _LOCAL_HEADER.size + name_length + extra_length + info.compress_size
        yield info.header_offset, stop, info.filename


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of one checked member, never more than it declares, and exactly that many."""
    with archive.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise PackageRefused(RefusalCode.BAD_ARCHIVE, f"压缩包内“{shown(info.filename)}”的实际大小与声明不符。")
    return content


def open_zip(path: Path, limits: UnpackLimits) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
    """Open a ZIP file and its checked members.  The caller closes the archive."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
        raise PackageRefused(
            RefusalCode.BAD_ARCHIVE, f"“{shown(path.name)}”不是完好的 ZIP 文件，请重新打包。"
        ) from error
    try:
        with path.open("rb") as stream:
            return archive, checked_members(archive, stream, limits)
    except BaseException:
        archive.close()
        raise
