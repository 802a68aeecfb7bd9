"""The one writer of the embedded index: apply, and rebuild beside the serving index with an atomic swap."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from search.document import IndexDocument
from search.embedded.errors import writing
from search.embedded.folders import lock_for_writing, next_path, remove_leftovers, serve, serving
from search.embedded.schema import create_index
from search.embedded.volume import Volume, read_contents, read_marker
from search.errors import EngineUnavailable, IndexMissing


class EmbeddedWriter:
    """Writes the index of one folder.  The first write takes the folder's lock and keeps it until ``close``.

    ``marker`` and ``contents`` only read and need no lock.  May be used by several threads.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = threading.RLock()
        self._lock: IO[str] | None = None
        self._volume: Volume | None = None

    def create(self) -> None:
        """Make an empty index where there is none, so that readers find one.  Safe to repeat."""
        with self._guard:
            if serving(self._folder) is None:
                self._serving_volume()

    def apply(self, put: Iterable[IndexDocument], delete: Iterable[str], *, marker: int) -> None:
        with self._guard:
            self._serving_volume().apply(put, delete, marker=marker)

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
            volume = self._new_volume()
        rebuild = EmbeddedRebuild(self, volume)
        try:
            volume.fill(documents, marker=marker)
        except BaseException:
            rebuild.abandon()
            raise
        return rebuild

    def adopt(self, volume: Volume) -> None:
        """Serve this volume from now on and remove the one before.  Called by ``EmbeddedRebuild.swap``."""
        with self._guard:
            before = serving(self._folder)
            with writing(volume.path):
                serve(volume.path)
            if self._volume is not None:
                self._volume.close()
            self._volume = volume
            if before is not None and before != volume.path:
                shutil.rmtree(before, ignore_errors=True)

    def close(self) -> None:
        """Finish merges and let another process write."""
        with self._guard:
            if self._volume is not None:
                self._volume.close()
                self._volume = None
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

    def _serving_volume(self) -> Volume:
        self._hold()
        if self._volume is None:
            path = serving(self._folder)
            self._volume = Volume(path) if path is not None else self._first_volume()
        return self._volume

    def _first_volume(self) -> Volume:
        volume = self._new_volume()
        volume.apply((), (), marker=0)
        serve(volume.path)
        return volume

    def _new_volume(self) -> Volume:
        path = next_path(self._folder)
        with writing(path):
            create_index(path)
        return Volume(path)


class EmbeddedRebuild:
    """A filled index beside the serving one.  Readers see nothing of it before ``swap``."""

    def __init__(self, writer: EmbeddedWriter, volume: Volume) -> None:
        self._writer = writer
        self._volume: Volume | None = volume

    def apply(self, put: Iterable[IndexDocument], delete: Iterable[str], *, marker: int) -> None:
        self._open().apply(put, delete, marker=marker)

    def swap(self) -> None:
        volume = self._open()
        self._writer.adopt(volume)
        self._volume = None

    def abandon(self) -> None:
        """Remove what was filled.  After ``swap`` or a second time it does nothing."""
        volume, self._volume = self._volume, None
        if volume is not None:
            volume.close()
            shutil.rmtree(volume.path, ignore_errors=True)

    def _open(self) -> Volume:
        if self._volume is None:
            raise EngineUnavailable("这次重建已经结束（已启用或已放弃），不能再写入。请重新执行 kaijuan reindex。")
        return self._volume
