"""tantivy's failures in our words.  Its panics are no ``Exception`` and would end a worker if nobody met them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.errors import EngineUnavailable, QueryRejected, SearchError


class WriterBusy(EngineUnavailable):
    """Another process already writes this index."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"索引 {folder} 正由另一个进程写入。请先停止那个进程（kaijuan worker），再试一次。")


@contextmanager
def asking() -> Iterator[None]:
    """A refused query and a panic become ``QueryRejected``; anything else passes."""
    try:
        yield
    except ValueError as error:
        raise QueryRejected(f"检索引擎不接受这个检索式：{error}") from error
    except BaseException as error:
        if not is_panic(error):
            raise
        raise QueryRejected(f"检索引擎处理这个检索式时出错：{error}") from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """A failed write (full disk, lost folder) becomes ``EngineUnavailable``; the caller drops its writer."""
    try:
        yield
    except SearchError:
        raise
    except (ValueError, OSError) as error:
        raise EngineUnavailable(f"写入索引 {path} 失败：{error}。本批改动没有写入，可以重试。") from error
    except BaseException as error:
        if not is_panic(error):
            raise
        raise EngineUnavailable(f"写入索引 {path} 时引擎出错：{error}。本批改动没有写入，可以重试。") from error


def is_panic(error: BaseException) -> bool:
    return type(error).__name__ == "PanicException"
