"""One physical index as its writer sees it: bulk writes whose every line is checked, marker last, then a refresh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from opensearchpy import OpenSearch

from search.document import PLACEHOLDER, IndexDocument, KeyField, TextField
from search.errors import EngineUnavailable, QueryRejected
from search.fitting import fit_key, fitted
from search.opensearch.client import cluster
from search.opensearch.engine import search
from search.opensearch.mapping import MARKER, MARKER_ID, VERSION, document_id
from search.opensearch.render import documents_only

_BULK_DOCUMENTS = 500
_BULK_CHARS = 5_000_000
_PAGE = 5000


class Physical:
    """Writes to one index by its own name, so that a swap between two lines cannot split a batch."""

    def __init__(self, client: OpenSearch, name: str) -> None:
        self._client = client
        self.name = name

    def apply(self, put: Iterable[IndexDocument], delete: Iterable[str], *, marker: int) -> None:
        """Puts, deletes, marker, refresh.  The marker moves only after every line was accepted.

        The cluster has no transaction: after a failure some lines may stand, and the outbox gives them again.
        """
        for lines in _bulks(_lines(put, delete)):
            self._send(lines)
        self._send([{"index": {"_id": MARKER_ID}}, _marker_source(marker)])
        self.refresh()

    def refresh(self) -> None:
        with cluster(self.name):
            self._client.indices.refresh(index=self.name)

    def marker(self) -> int:
        body = {"query": {"exists": {"field": MARKER}}, "size": 1, "_source": False, "docvalue_fields": [MARKER]}
        hits = search(self._client, self.name, body)["hits"]["hits"]
        return int(hits[0]["fields"][MARKER][0]) if hits else 0

    def contents(self) -> Iterator[tuple[str, int, str]]:
        after: list[Any] | None = None
        while True:
            found = search(self._client, self.name, _contents_page(after))["hits"]["hits"]
            for hit in found:
                fields = hit["fields"]
                yield fields[KeyField.ID.value][0], fields[VERSION][0], fields.get(KeyField.CELL.value, [""])[0]
            if len(found) < _PAGE:
                return
            after = found[-1]["sort"]

    def _send(self, lines: list[dict[str, Any]]) -> None:
        with cluster(self.name):
            told = self._client.bulk(index=self.name, body=lines)
        if told["errors"]:
            _complain(told["items"], self.name)


def _complain(items: list[dict[str, Any]], name: str) -> None:
    """A bulk answers 200 although lines failed.  A deletion of what is not there is no failure."""
    for item in items:
        ((verb, told),) = item.items()
        status = int(told["status"])
        if status < 300 or (verb == "delete" and status == 404):
            continue
        kind = told.get("error", {}).get("type", "")
        message = f"检索集群没有收下 {told['_id']}（索引 {name}，{status} {kind}）。"
        if status == 429 or status >= 500:
            raise EngineUnavailable(f"{message}请稍后重试。")
        raise QueryRejected(f"{message}请执行 kaijuan reindex。")


def _lines(put: Iterable[IndexDocument], delete: Iterable[str]) -> Iterator[list[dict[str, Any]]]:
    """Deletes come last: a record both put and deleted is deleted."""
    for document in put:
        fit = fitted(document)
        yield [{"index": {"_id": document_id(fit.keys[KeyField.ID][0])}}, _source(fit)]
    for record_id in delete:
        yield [{"delete": {"_id": document_id(fit_key(record_id, KeyField.ID))}}]


def _bulks(entries: Iterable[list[dict[str, Any]]]) -> Iterator[list[dict[str, Any]]]:
    """Requests bounded in documents and in characters: a cluster refuses bodies above 100 MB."""
    lines: list[dict[str, Any]] = []
    count = chars = 0
    for entry in entries:
        lines.extend(entry)
        count += 1
        chars += sum(len(value) for line in entry for value in line.values() if isinstance(value, str))
        if count >= _BULK_DOCUMENTS or chars >= _BULK_CHARS:
            yield lines
            lines, count, chars = [], 0, 0
    if lines:
        yield lines


def _source(fit: IndexDocument) -> dict[str, Any]:
    return {
        **{field.value: text for field, text in fit.texts.items()},
        **{field.value: list(values) for field, values in fit.keys.items()},
        **{field.value: number for field, number in fit.numbers.items()},
        VERSION: fit.version,
    }


def _marker_source(marker: int) -> dict[str, Any]:
    """It fills every text field like any other document, so that average lengths agree between engines."""
    return {MARKER: marker, **{field.value: PLACEHOLDER for field in TextField}}


def _contents_page(after: list[Any] | None) -> dict[str, Any]:
    return {
        "query": documents_only({"match_all": {}}),
        "size": _PAGE,
        "sort": [{KeyField.ID.value: "asc"}],
        "_source": False,
        "docvalue_fields": [KeyField.ID.value, KeyField.CELL.value, VERSION],
        **({} if after is None else {"search_after": after}),
    }
