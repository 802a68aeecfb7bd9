"""The driver and its errors.  Nothing above this package sees a driver's exception."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import OpenSearchException, TransportError

from search.errors import EngineUnavailable, IndexMissing, QueryRejected

ASK_SECONDS = 5.0
WRITE_SECONDS = 60.0
#: Too many clauses are our question's fault although the cluster answers 500.
_REFUSALS = ("too_many_clauses", "too_many_nested_clauses")


def connect(url: str, *, seconds: float) -> OpenSearch:
    """A client for one URL, which may carry ``user:password@``.  No retries: the reader waits once."""
    return OpenSearch(hosts=[url], timeout=seconds, max_retries=0, retry_on_timeout=False)


@contextmanager
def cluster(alias: str) -> Iterator[None]:
    """Turn the driver's errors into ours.  ``alias`` names the index in the message; the URL may hold a password."""
    try:
        yield
    except NoConnection as error:
        raise EngineUnavailable(f"检索集群（{alias}）没有及时应答。请稍后再试。") from error
    except TransportError as error:
        raise _meaning(error, alias) from error
    except OpenSearchException as error:
        raise EngineUnavailable(f"检索集群（{alias}）的应答无法理解：{type(error).__name__}。") from error


def _meaning(error: TransportError, alias: str) -> EngineUnavailable | QueryRejected:
    """What a status means: 404 no index, 400 refused, all else (401, 403, 429, 5xx) no answer to be had now."""
    status, kind = error.status_code, str(error.error)
    if status == 404:
        return IndexMissing(f"检索集群上没有索引 {alias}。请先执行 kaijuan reindex。")
    if status == 400 or any(word in kind or word in str(error.info) for word in _REFUSALS):
        return QueryRejected(f"检索集群（{alias}）不接受这个检索式：{kind}。")
    if status in {401, 403}:
        return EngineUnavailable(f"检索集群（{alias}）拒绝了我们的账号（{status}）。请检查连接地址里的用户名和口令。")
    return EngineUnavailable(f"检索集群（{alias}）暂时不能应答（{status} {kind}）。请稍后再试。")
