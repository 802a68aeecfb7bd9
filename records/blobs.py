"""Bytes by digest: written beside, synced, renamed, the folder synced.  A name on disk is never a name from outside."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from records.errors import BlobMissing

_CHUNK = 1 << 20


class BlobFolder:
    """A content-addressed folder: ``ab/cd/<sha256>``.  Safe for several writers; nothing is ever overwritten."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, stream: BinaryIO) -> tuple[str, int]:
        """Keep a stream; returns (SHA-256 hex, size in bytes).  What is already held is not written again."""
        incoming = self.root / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        temporary = incoming / secrets.token_hex(16)
        digest, size = hashlib.sha256(), 0
        try:
            with temporary.open("xb") as out:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    out.write(chunk)
                self._settle(out, temporary, digest.hexdigest())
        finally:
            temporary.unlink(missing_ok=True)
        return digest.hexdigest(), size

    def _settle(self, out: BinaryIO, temporary: Path, digest: str) -> None:
        target = self._path(digest)
        if target.exists():
            return
        out.flush()
        os.fsync(out.fileno())
        fresh = [folder for folder in (target.parent.parent, target.parent) if not folder.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.rename(target)
        for folder in (target.parent, *(made.parent for made in fresh)):
            sync_folder(folder)

    def path(self, digest: str) -> Path:
        """Where the bytes are; raises when they are not."""
        found = self._path(digest)
        if not found.is_file():
            raise BlobMissing(f"文件内容缺失（摘要 {digest[:16]}…）。请运行 kaijuan verify 检查，并从备份恢复。")
        return found

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise BlobMissing(f"不是有效的摘要：{digest[:70]!r}")
        return self.root / digest[:2] / digest[2:4] / digest

    def holds(self, digest: str) -> bool:
        return self._path(digest).is_file()

    def remove(self, digest: str) -> None:
        """Remove bytes nobody refers to any more; the caller has checked that."""
        self._path(digest).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        """Every digest held, in order."""
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            yield path.name

    def clear_incoming(self) -> None:
        """Drop what a killed process left half-written; only the single writer calls it, at its start."""
        for path in (self.root / "incoming").glob("*"):
            path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename durable (POSIX: the folder itself must be synced)."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
