"""Packages in: a folder or an archive becomes a verified ``Package``, or is refused with a reason.

No database and no search here.  A new format is one module with a :class:`Reader` and one line in ``READERS``.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from indexer.errors import PackageRefused, RefusalCode
from indexer.package import Package
from indexer.readers.bagit import BagItReader
from indexer.readers.discovery import find_packages
from indexer.readers.eark import EArkReader
from indexer.readers.limits import DEFAULT_LIMITS, UnpackLimits
from indexer.readers.names import shown
from indexer.readers.tree import Tree, scan_folder
from indexer.readers.unpack import ArchiveKind, archive_kind, unpacked

__all__ = ["DEFAULT_LIMITS", "READERS", "Reader", "UnpackLimits", "find_packages", "open_package"]

_WRAPPERS = 2


class Reader(Protocol):
    """One package format.  ``read`` verifies completely before it returns, and raises ``PackageRefused`` otherwise."""

    @property
    def name(self) -> str: ...
    def recognises(self, root: Tree) -> bool: ...
    def read(self, root: Tree, source: Path) -> Package: ...


#: Asked in this order; a bag is asked first because its payload may be a package of another format.
READERS: tuple[Reader, ...] = (BagItReader(), EArkReader())


@contextmanager
def open_package(
    path: Path, *, limits: UnpackLimits = DEFAULT_LIMITS, workspace: Path | None = None
) -> Iterator[Package]:
    """Read and verify one package; the files it yields can be opened until the block ends.

    ``workspace`` is where an archive is unpacked for that time (``None``: the system's temporary folder).
    Raises :class:`PackageRefused`, and nothing else, for anything wrong with the package.
    """
    with ExitStack() as unpacking:
        try:
            package = _read(_tree(path, limits, workspace, unpacking), path)
        except PermissionError as error:
            raise PackageRefused(
                RefusalCode.UNREADABLE, f"没有权限读取“{shown(path.name)}”，请检查文件权限。"
            ) from error
        yield package


def _tree(path: Path, limits: UnpackLimits, workspace: Path | None, unpacking: ExitStack) -> Tree:
    if path.is_symlink():
        raise PackageRefused(RefusalCode.LINK_OR_DEVICE, f"“{shown(path.name)}”是链接，请给出信息包本身。")
    if path.is_dir():
        return scan_folder(path, limits)
    if path.is_file():
        return unpacking.enter_context(unpacked(path, limits, workspace=workspace))
    raise PackageRefused(RefusalCode.NOT_A_PACKAGE, f"“{shown(path.name)}”不存在，或不是文件和文件夹。")


def _read(tree: Tree, source: Path) -> Package:
    """Let the first reader that knows the layout read it, looking through a wrapper folder."""
    inner = tree
    for _ in range(_WRAPPERS + 1):
        for reader in READERS:
            if reader.recognises(inner):
                return reader.read(inner, source)
        folder = inner.wrapper()
        if folder is None:
            break
        inner = inner.below(folder)
    raise _unknown(tree)


def _unknown(tree: Tree) -> PackageRefused:
    names = tree.names()
    if len(names) == 1 and archive_kind(tree.local(names[0])) is not ArchiveKind.NONE:
        return PackageRefused(
            RefusalCode.BAD_ARCHIVE, f"“{shown(tree.label)}”里只有另一个压缩包，请解开一层后重新提交。"
        )
    if any(name.casefold().endswith("mets.xml") and "/" not in name for name in names):
        return PackageRefused(
            RefusalCode.NOT_A_PACKAGE, f"“{shown(tree.label)}”的 METS 文件名应为“METS.xml”（区分大小写），请改名。"
        )
    return PackageRefused(
        RefusalCode.NOT_A_PACKAGE,
        f"“{shown(tree.label)}”不是可识别的信息包：根目录既无 METS.xml，也无 bagit.txt，请核对是否缺少文件。",
    )
