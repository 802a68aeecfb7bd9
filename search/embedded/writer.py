"""The one writer of the embedded index: apply, and rebuild beside the serving index with an atomic swap."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from search.document import IndexDocument
from search.embedded import volume
from search.embedded.errors import writing
from search.embedded.folders import lock_for_writing, next_path, remove_leftovers, serve, serving
from search.embedded.schema import create_index
from search.embedded.volume import read_contents, read_marker
from search.errors import EngineUnavailable, IndexMissing


class EmbeddedWriter:
    """Writes the index of one folder.  The first write takes the folder's lock and keeps it until ``close``.

    ``marker`` and ``contents`` only read and need no lock.  May be used by several threads.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = threading.RLock()
        self._lock: IO[str] | None = None

    def create(self) -> None:
        """Make an empty index where there is none, so that readers find one.  Safe to repeat."""
        with self._guard:
            if serving(self._folder) is None:
                self._serving_or_new()

    def apply(self, put: Iterable[IndexDocument], delete: Iterable[str], *, marker: int) -> None:
        with self._guard:
            volume.apply(self._serving_or_new(), put, delete, marker=marker)

    def marker(self) -> int:
        """The last outbox row applied; 0 when there is no index yet."""
        path = serving(self._folder)
        return read_marker(path) if path is not None else 0

    def contents(self) -> Iterator[tuple[str, int, str]]:
        path = serving(self._folder)
        if path is None:
            raise IndexMissing(f"{self._folder} 里还没有索引。请先执行 kaijuan reindex。")
        return read_contents(path)

    def rebuild(self, documents: Iterable[IndexDocument], *, marker: int) -> EmbeddedRebuild:
        """Fill a fresh index.  Others may go on calling ``apply`` meanwhile: the lock here is held only to begin."""
        with self._guard:
            self._hold()
            path = self._new_index()
        rebuild = EmbeddedRebuild(self, path)
        try:
            volume.fill(path, documents, marker=marker)
        except BaseException:
            rebuild.abandon()
            raise
        return rebuild

    def adopt(self, path: Path) -> None:
        """Serve this index from now on and remove the one before.  Called by ``EmbeddedRebuild.swap``."""
        with self._guard:
            before = serving(self._folder)
            with writing(path):
                serve(path)
            if before is not None and before != path:
                shutil.rmtree(before, ignore_errors=True)

    def close(self) -> None:
        """Let another process write."""
        with self._guard:
            if self._lock is not None:
                self._lock.close()
                self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _hold(self) -> None:
        if self._lock is None:
            self._lock = lock_for_writing(self._folder)
            remove_leftovers(self._folder)

    def _serving_or_new(self) -> Path:
        self._hold()
        path = serving(self._folder)
        if path is None:
            path = self._new_index()
            volume.apply(path, (), (), marker=0)
            with writing(path):
                serve(path)
        return path

    def _new_index(self) -> Path:
        path = next_path(self._folder)
        with writing(path):
            create_index(path)
        return path


class EmbeddedRebuild:
    """A filled index beside the serving one.  Readers see nothing of it before ``swap``."""

    def __init__(self, writer: EmbeddedWriter, path: Path) -> None:
        self._writer = writer
        self._path: Path | None = path

    def apply(self, put: Iterable[IndexDocument], delete: Iterable[str], *, marker: int) -> None:
        volume.apply(self._open(), put, delete, marker=marker)

    def swap(self) -> None:
        self._writer.adopt(self._open())
        self._path = None

    def abandon(self) -> None:
        """Remove what was filled.  After ``swap`` or a second time it does nothing."""
        path, self._path = self._path, None
        if path is not None:
            shutil.rmtree(path, ignore_errors=True)

    def _open(self) -> Path:
        if self._path is None:
            raise EngineUnavailable("这次重建已经结束（已启用或已放弃），不能再写入。请重新执行 kaijuan reindex。")
        return self._path
