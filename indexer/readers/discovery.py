"""From paths a clerk names to packages: what is one, what is a folder of some, and what must be reported as neither.

Nothing disappears: a path without any package in it yields itself, so that opening it gives one refusal.
"""

import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from indexer.readers.names import is_junk
from indexer.readers.unpack import ArchiveKind, archive_kind

#: Names that only a package has, complete or not: such a folder is never searched for packages inside it.
_MARKS = frozenset({"bagit.txt", "bag-info.txt", "mets.xml", "representations", "submission"})
#: Documents that are ZIP files by their nature.
_DOCUMENT_MARKS = frozenset({"OFD.xml", "[Content_Types].xml", "mimetype"})


def find_packages(paths: Iterable[Path]) -> Iterator[Path]:
    """Packages in the order of the paths, sorted inside each; a path with none yields itself."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            yield from _search(path)[0]
        else:
            yield path


def _search(folder: Path) -> tuple[list[Path], bool]:
    """What to open below a folder, and whether any of it looks like a package."""
    with os.scandir(folder) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    if any(_is_mark(entry.name) for entry in entries):
        return [folder], True
    found: list[Path] = []
    real = False
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            inside, has_package = _search(Path(entry.path))
            found.extend(inside)
            real = real or has_package
        elif entry.is_file(follow_symlinks=False) and not is_junk(entry.name) and _is_archive(Path(entry.path)):
            found.append(Path(entry.path))
            real = True
    return (found, True) if real else ([folder], False)


def _is_mark(name: str) -> bool:
    plain = name.casefold()
    return plain in _MARKS or (plain.startswith("manifest-") and plain.endswith(".txt"))


def _is_archive(path: Path) -> bool:
    try:
        kind = archive_kind(path)
    except OSError:
        return True  # It cannot be read: opening it will say so.
    return kind is not ArchiveKind.NONE and not (kind is ArchiveKind.ZIP and _is_document(path))


def _is_document(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return not _DOCUMENT_MARKS.isdisjoint(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
