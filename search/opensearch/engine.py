"""Asking the cluster.  One request per page; a partial answer is no answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from opensearchpy import OpenSearch

from search.clauses import In, every, unscored
from search.document import KeyField, NumberField
from search.engine import EngineAnswer, EngineHit, FacetQuestion, Permit, Position, Question, Sort
from search.errors import EngineUnavailable
from search.fitting import fit_key
from search.opensearch.client import ASK_SECONDS, cluster, connect
from search.opensearch.render import Body, documents_only, render
from search.ranking import BUCKETS, Plan, date_after, plan, relevance_page, sorted_counts

_WINDOW = 10_000
_AMONG = 1000
_BY_SCORE = [{"_score": "desc"}, {KeyField.ID.value: "asc"}]
_ORDERS: dict[Sort, list[dict[str, str]]] = {
    Sort.NEWEST: [{NumberField.DATE_ORDER.value: "desc"}],
    Sort.OLDEST: [{NumberField.DATE_ORDER.value: "asc"}],
    Sort.CODE: [{KeyField.CODE_ORDER.value: "asc"}],
    Sort.RELEVANCE: [{KeyField.ID.value: "asc"}],
}


class OpenSearchEngine:
    """A ``SearchEngine`` over the index behind ``alias``.  ``url`` may carry credentials.  Safe to share by threads."""

    def __init__(self, url: str, alias: str, *, seconds: float = ASK_SECONDS) -> None:
        self._client = connect(url, seconds=seconds)
        self._alias = alias

    def ask(self, question: Question, permit: Permit) -> EngineAnswer:
        return _Asked(self._client, self._alias, plan(question, permit), question).answer()

    def among(self, record_ids: Iterable[str], permit: Permit) -> frozenset[str]:
        found: set[str] = set()
        for some in _batches(record_ids, _AMONG):
            named = {fit_key(name, KeyField.ID): name for name in some}
            clause = every((unscored(permit.find), In(KeyField.ID, frozenset(named))))
            body = {"query": documents_only(render(clause)), "size": len(named), **_fields(KeyField.ID.value)}
            found.update(
                named[_field(hit, KeyField.ID)] for hit in search(self._client, self._alias, body)["hits"]["hits"]
            )
        return frozenset(found)


def search(client: OpenSearch, index: str, body: Body) -> dict[str, Any]:
    """One search, whole or not at all: shards that failed or ran out of time would make totals and facets lies."""
    with cluster(index):
        told = client.search(index=index, body=body, params={"allow_partial_search_results": "false"})
    if told["timed_out"] or told["_shards"]["failed"]:
        raise EngineUnavailable(f"检索集群（{index}）只给出了部分结果，不予采用。请稍后再试。")
    return dict(told)


class _Asked:
    """One question.  The first request also brings total and facets."""

    def __init__(self, client: OpenSearch, alias: str, planned: Plan, question: Question) -> None:
        self._client = client
        self._alias = alias
        self._plan = planned
        self._question = question
        self._first: dict[str, Any] | None = None

    def answer(self) -> EngineAnswer:
        if self._question.sort is Sort.RELEVANCE and self._plan.scored:
            hits, more = relevance_page(self._best, str, self._question)
        else:
            hits, more = self._in_order()
        first = self._first or {}
        return EngineAnswer(int(first["hits"]["total"]["value"]), hits, self._facets(first), more)

    def _in_order(self) -> tuple[tuple[EngineHit, ...], bool]:
        """By a unique key: the cluster's own cursor is exact at any depth."""
        after = self._after()
        cursor = {} if after is None else {"search_after": [after]}
        limit, order = self._question.limit, _ORDERS[self._question.sort]
        found = self._ask({"sort": order, "size": limit + 1, **cursor})
        hits = tuple(self._hit(hit) for hit in found[:limit])
        return hits, len(found) > limit

    def _after(self) -> int | str | None:
        after = self._question.after
        if after is None:
            return None
        match self._question.sort:
            case Sort.NEWEST | Sort.OLDEST:
                return date_after(after)
            case Sort.CODE:
                return after.order
            case Sort.RELEVANCE:
                return after.record_id

    def _hit(self, hit: dict[str, Any]) -> EngineHit:
        record_id = _field(hit, KeyField.ID)
        order = "" if self._question.sort is Sort.RELEVANCE else str(hit["sort"][0])
        return EngineHit(record_id, Position(0.0, order, record_id))

    def _best(self, size: int) -> Sequence[tuple[float, str]]:
        """The best by raw score, in windows the cluster allows."""
        found: list[dict[str, Any]] = []
        while len(found) < size:
            cursor = {"search_after": found[-1]["sort"]} if found else {}
            wanted = min(size - len(found), _WINDOW)
            some = self._ask({"sort": _BY_SCORE, "size": wanted, "track_scores": True, **cursor})
            found.extend(some)
            if len(some) < wanted:
                break
        return [(float(hit["sort"][0]), str(hit["sort"][1])) for hit in found]

    def _ask(self, page: Body) -> list[dict[str, Any]]:
        told = search(self._client, self._alias, {**self._body(), **page})
        self._first = self._first or told
        return list(told["hits"]["hits"])

    def _body(self) -> Body:
        """Choices stand in a post filter, so that each facet may be counted without its own."""
        body: Body = {"query": documents_only(render(self._plan.base)), **_fields(KeyField.ID.value)}
        if self._plan.chosen:
            body["post_filter"] = _all(tuple(self._plan.chosen.values()))
        if self._first is None:
            body["track_total_hits"] = True
            body["aggs"] = {str(at): self._counted(facet) for at, facet in enumerate(self._question.facets)}
        return body

    def _counted(self, facet: FacetQuestion) -> Body:
        """All values from every shard, never one without a hit: a minimum of 0 would tell values of hidden records."""
        terms = {"field": facet.field.value, "size": BUCKETS, "shard_size": BUCKETS, "min_doc_count": 1}
        return {"filter": _all(self._plan.without(facet.name)), "aggs": {"values": {"terms": terms}}}

    def _facets(self, told: dict[str, Any]) -> dict[str, tuple[tuple[str, int], ...]]:
        counted = told.get("aggregations", {})
        return {
            facet.name: sorted_counts(
                ((str(b["key"]), int(b["doc_count"])) for b in counted[str(at)]["values"]["buckets"]),
                facet.size,
            )
            for at, facet in enumerate(self._question.facets)
        }


def _all(clauses: Sequence[Any]) -> Body:
    return {"bool": {"filter": [render(clause) for clause in clauses]}} if clauses else {"match_all": {}}


def _fields(*names: str) -> Body:
    """Columns only: no source is stored, and none is asked for."""
    return {"_source": False, "docvalue_fields": list(names)}


def _field(hit: dict[str, Any], field: KeyField) -> str:
    return str(hit["fields"][field.value][0])


def _batches(names: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    ordered = iter(sorted(set(names)))
    while some := tuple(islice(ordered, size)):
        yield some
