"""A package as a small tree of named files, the same whether it lies in a folder or came out of an archive.

Readers see logical names; where the bytes lie is this module's business.  Nothing here writes.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from indexer.errors import PackageRefused, RefusalCode
from indexer.readers.limits import UnpackLimits
from indexer.readers.names import is_junk, safe_name, shown


@dataclass(frozen=True, slots=True)
class Member:
    """One file: where its bytes are, and how many."""

    local: Path
    size: int


@dataclass(frozen=True, slots=True)
class Tree:
    """``label`` is the package's own name (folder or archive), for messages and as a last-resort identifier."""

    label: str
    members: Mapping[str, Member]
    folders: frozenset[str]

    def names(self) -> list[str]:
        return sorted(self.members)

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def size(self, name: str) -> int:
        return self.members[name].size

    def local(self, name: str) -> Path:
        return self.members[name].local

    def open(self, name: str) -> BinaryIO:
        """Open one file; a link put in its place since the scan is not followed."""
        return os.fdopen(os.open(self.members[name].local, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")

    def read(self, name: str, *, limit: int) -> bytes:
        """The whole of a small file; one above ``limit`` bytes is refused instead of read."""
        with self.open(name) as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise PackageRefused(RefusalCode.TOO_LARGE, f"文件“{shown(name)}”超过 {limit} 字节上限。")
        return content

    def has_folder(self, name: str) -> bool:
        return name in self.folders

    def below(self, folder: str) -> "Tree":
        """The same files seen from one of the folders."""
        prefix = folder + "/"
        return Tree(
            folder.rsplit("/", 1)[-1],
            {name.removeprefix(prefix): member for name, member in self.members.items() if name.startswith(prefix)},
            frozenset(name.removeprefix(prefix) for name in self.folders if name.startswith(prefix)),
        )

    def wrapper(self) -> str | None:
        """The single top folder around everything else, if there is one."""
        names = [name for name in self.members if not is_junk(name)]
        tops = {name.split("/", 1)[0] for name in names}
        return tops.pop() if len(tops) == 1 and all("/" in name for name in names) else None


def folders_of(names: Iterator[str]) -> frozenset[str]:
    """Every folder implied by file names."""
    found: set[str] = set()
    for name in names:
        parts = name.split("/")[:-1]
        found.update("/".join(parts[: depth + 1]) for depth in range(len(parts)))
    return frozenset(found)


def scan_folder(root: Path, limits: UnpackLimits) -> Tree:
    """See a folder as a tree.  Links, devices and pipes are refused, also inside folders nobody lists."""
    members: dict[str, Member] = {}
    folders: set[str] = set()
    total = 0
    pending = [(root, "")]
    while pending:
        folder, prefix = pending.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                name = safe_name(prefix + entry.name, limits)
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(status.st_mode):
                    folders.add(name)
                    pending.append((Path(entry.path), name + "/"))
                elif stat.S_ISREG(status.st_mode):
                    total += status.st_size
                    members[name] = Member(Path(entry.path), status.st_size)
                else:
                    raise PackageRefused(
                        RefusalCode.LINK_OR_DEVICE, f"“{shown(name)}”是链接或特殊文件，请换成文件本身后再提交。"
                    )
                _within(len(members) + len(folders), total, limits)
    return Tree(root.name, members, frozenset(folders))


def _within(count: int, total: int, limits: UnpackLimits) -> None:
    if count > limits.members:
        raise PackageRefused(RefusalCode.TOO_LARGE, f"包内文件超过 {limits.members} 个，请拆分后提交。")
    if total > limits.total_bytes:
        raise PackageRefused(RefusalCode.TOO_LARGE, f"包的总大小超过 {limits.total_bytes} 字节，请拆分后提交。")
