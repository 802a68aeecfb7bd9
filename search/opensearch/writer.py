"""The one writer of the cluster's index: apply through the alias's index, rebuild beside it, move the alias at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError

from search.document import IndexDocument
from search.errors import EngineUnavailable, IndexMissing
from search.opensearch.client import WRITE_SECONDS, cluster, connect
from search.opensearch.mapping import index_body
from search.opensearch.physical import Physical


class OpenSearchWriter:
    """Writes the physical index ``<alias>-<n>`` that ``alias`` names.  The first write makes it where there is none.

    There is no lock on a cluster: that only one worker runs per zone is the deployment's duty.
    """

    def __init__(self, url: str, alias: str, *, shards: int = 1, replicas: int = 0) -> None:
        self._client = connect(url, seconds=WRITE_SECONDS)
        self._alias = alias
        self._body = index_body(shards=shards, replicas=replicas)
        self._name = re.compile(rf"{re.escape(alias)}-([0-9]{{1,9}})")

    def create(self) -> None:
        """Make an empty index behind the alias where there is none.  Safe to repeat."""
        self._serving_or_new()

    def apply(self, put: Iterable[IndexDocument], delete: Iterable[str], *, marker: int) -> None:
        self._serving_or_new().apply(put, delete, marker=marker)

    def marker(self) -> int:
        """The last outbox row applied; 0 when there is no index yet."""
        served = serving(self._client, self._alias)
        return Physical(self._client, served[0]).marker() if served else 0

    def contents(self) -> Iterator[tuple[str, int, str]]:
        served = serving(self._client, self._alias)
        if not served:
            raise IndexMissing(f"检索集群上没有索引 {self._alias}。请先执行 kaijuan reindex。")
        return Physical(self._client, served[0]).contents()

    def rebuild(self, documents: Iterable[IndexDocument], *, marker: int) -> OpenSearchRebuild:
        """Fill a new index.  What a crashed rebuild left is removed first, so two rebuilds must not run at once."""
        self._remove_leftovers()
        physical = self._create_next()
        rebuild = OpenSearchRebuild(self._client, self._alias, physical)
        try:
            physical.apply(documents, (), marker=marker)
        except BaseException:
            rebuild.abandon()
            raise
        return rebuild

    def close(self) -> None:
        self._client.close()

    def _serving_or_new(self) -> Physical:
        served = serving(self._client, self._alias)
        if served:
            return Physical(self._client, served[0])
        physical = self._create_next()
        physical.apply((), (), marker=0)
        point(self._client, self._alias, to=physical.name)
        return physical

    def _create_next(self) -> Physical:
        numbers = [int(found[1]) for name in self._own() if (found := self._name.fullmatch(name))]
        name = f"{self._alias}-{max(numbers, default=0) + 1}"
        with cluster(name):
            self._client.indices.create(index=name, body=self._body)
        return Physical(self._client, name)

    def _own(self) -> list[str]:
        """Every index of ours, serving or not; a name that only begins like ours is not ours."""
        with cluster(self._alias):
            names = self._client.indices.get(index=f"{self._alias}-*", params={"allow_no_indices": "true"})
        return [name for name in names if self._name.fullmatch(name)]

    def _remove_leftovers(self) -> None:
        served = serving(self._client, self._alias)
        for name in self._own():
            if name not in served:
                remove(self._client, name)


class OpenSearchRebuild:
    """A filled index beside the serving one.  Readers see nothing of it before ``swap``."""

    def __init__(self, client: OpenSearch, alias: str, physical: Physical) -> None:
        self._client = client
        self._alias = alias
        self._physical: Physical | None = physical

    def apply(self, put: Iterable[IndexDocument], delete: Iterable[str], *, marker: int) -> None:
        self._open().apply(put, delete, marker=marker)

    def swap(self) -> None:
        """Move the alias in one step and drop the index before; readers ask by the alias and see old or new, whole."""
        physical = self._open()
        before = serving(self._client, self._alias)
        point(self._client, self._alias, to=physical.name)
        self._physical = None
        for name in before:
            if name != physical.name:
                remove(self._client, name)

    def abandon(self) -> None:
        """Remove what was filled.  After ``swap`` or a second time it does nothing."""
        physical, self._physical = self._physical, None
        if physical is not None:
            remove(self._client, physical.name)

    def _open(self) -> Physical:
        if self._physical is None:
            raise EngineUnavailable("这次重建已经结束（已启用或已放弃），不能再写入。请重新执行 kaijuan reindex。")
        return self._physical


def serving(client: OpenSearch, alias: str) -> tuple[str, ...]:
    """The index behind the alias, or none."""
    with cluster(alias):
        try:
            return tuple(sorted(client.indices.get_alias(name=alias)))
        except NotFoundError:
            return ()


def point(client: OpenSearch, alias: str, *, to: str) -> None:
    """The alias names this index and no other, in one step of the cluster."""
    actions = [{"remove": {"index": name, "alias": alias}} for name in serving(client, alias) if name != to]
    with cluster(alias):
        client.indices.update_aliases(body={"actions": [*actions, {"add": {"index": to, "alias": alias}}]})


def remove(client: OpenSearch, name: str) -> None:
    """Delete one index by its full name; gone already is as good."""
    with cluster(name):
        client.indices.delete(index=name, params={"ignore_unavailable": "true"})
