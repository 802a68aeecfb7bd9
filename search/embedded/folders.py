"""Which index folder serves: ``current`` names it, and only an atomic rename changes it.

Layout: ``current``, ``writer.lock``, ``index-1``, ``index-2``…  Removing any index but the serving one is always safe.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from pathlib import Path
from typing import IO

from search.embedded.errors import WriterBusy

_CURRENT = "current"
_NAME = re.compile(r"index-([0-9]{1,9})")


def serving(folder: Path) -> Path | None:
    """The folder of the index that readers ask, or ``None`` when none was ever made."""
    try:
        name = (folder / _CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    return folder / name if _NAME.fullmatch(name) else None


def next_path(folder: Path) -> Path:
    """A folder beside every index that is there, finished or not."""
    numbers = [int(found[1]) for path in folder.iterdir() if (found := _NAME.fullmatch(path.name))]
    return folder / f"index-{max(numbers, default=0) + 1}"


def serve(path: Path) -> None:
    """Name this index as the serving one.  After a crash at any point the old or the new name stands, never half."""
    folder = path.parent
    temporary = folder / f"{_CURRENT}.new"
    with temporary.open("w", encoding="utf-8") as sheet:
        sheet.write(path.name + "\n")
        sheet.flush()
        os.fsync(sheet.fileno())
    temporary.chmod(0o644)
    temporary.replace(folder / _CURRENT)
    _sync(folder)


def remove_leftovers(folder: Path) -> None:
    """Remove every index that does not serve: an old one, or what a crashed rebuild left.  Only under the lock.

    A reader that still holds one open keeps its files until it lets go.
    """
    kept = serving(folder)
    for path in folder.iterdir():
        if _NAME.fullmatch(path.name) and path != kept:
            shutil.rmtree(path)


def lock_for_writing(folder: Path) -> IO[str]:
    """Hold the folder's one writing place; the kernel frees it when the process ends, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "writer.lock").open("w", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise WriterBusy(folder) from error
    return lock


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
