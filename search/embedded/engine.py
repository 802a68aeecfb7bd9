"""Asking the embedded index.  Reads only, in any process, and needs no permission to write."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import tantivy
from tantivy import DocAddress, Occur, Order, Query

from search.clauses import Between, Clause, In, every, unscored
from search.document import KeyField, NumberField
from search.embedded.errors import asking
from search.embedded.facets import counts, values_after
from search.embedded.folders import serving
from search.embedded.render import documents_only, render
from search.embedded.schema import open_index
from search.engine import EngineAnswer, EngineHit, Permit, Position, Question, Sort
from search.errors import IndexMissing
from search.fitting import fit_key
from search.ranking import Plan, date_after, plan, relevance_page

_ATTEMPTS = 20
_PAUSE = 0.01  # seconds
_AMONG = 1000
_LAST = 2**63 - 1


class EmbeddedEngine:
    """A ``SearchEngine`` over ``folder``.  Every question sees the last commit of the index that serves now."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        self._path: Path | None = None
        self._index: tantivy.Index | None = None

    def ask(self, question: Question, permit: Permit) -> EngineAnswer:
        planned = plan(question, permit)
        index, searcher = self._fresh()
        with asking():
            return _Asked(index.schema, searcher, planned, question).answer()

    def among(self, record_ids: Iterable[str], permit: Permit) -> frozenset[str]:
        index, searcher = self._fresh()
        found: set[str] = set()
        with asking():
            for some in _batches(record_ids, _AMONG):
                named = {fit_key(name, KeyField.ID): name for name in some}
                clause = every((unscored(permit.find), In(KeyField.ID, frozenset(named))))
                query = documents_only(render(clause, index.schema), index.schema)
                hits = searcher.search(query, len(named), count=False).hits
                found.update(named[_stored(searcher, address, KeyField.ID)] for _, address in hits)
        return frozenset(found)

    def _fresh(self) -> tuple[tantivy.Index, tantivy.Searcher]:
        """The serving index as of its last commit.

        A swap between two steps here, or a commit whose files are not open to us yet, is met by looking again.
        """
        reason: object = "还没有建立"
        for _ in range(_ATTEMPTS):
            path = serving(self._folder)
            if path is None:
                break
            try:
                return self._opened(path)
            except ValueError as error:
                reason = error
                self._forget(path)
                time.sleep(_PAUSE)
        raise IndexMissing(f"打不开 {self._folder} 里的索引：{reason}。请执行 kaijuan reindex。")

    def _opened(self, path: Path) -> tuple[tantivy.Index, tantivy.Searcher]:
        with self._guard:
            if self._index is None or self._path != path:
                self._index, self._path = open_index(path), path
            self._index.reload()
            return self._index, self._index.searcher()

    def _forget(self, path: Path) -> None:
        with self._guard:
            if self._path == path:
                self._index = self._path = None


class _Asked:
    """One question against one snapshot."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, planned: Plan, question: Question) -> None:
        self._schema = schema
        self._searcher = searcher
        self._plan = planned
        self._question = question
        self._base = documents_only(render(planned.base, schema), schema)
        self._query = self._narrowed(self._base, planned.chosen.values())

    def answer(self) -> EngineAnswer:
        hits, more = self._hits()
        return EngineAnswer(self._total(), hits, self._facets(), more)

    def _hits(self) -> tuple[tuple[EngineHit, ...], bool]:
        match self._question.sort:
            case Sort.NEWEST:
                return self._by_date(Order.Desc)
            case Sort.OLDEST:
                return self._by_date(Order.Asc)
            case Sort.CODE:
                return self._by_key(KeyField.CODE_ORDER)
            case Sort.RELEVANCE if self._plan.scored:
                return relevance_page(self._best, self._id, self._question)
            case Sort.RELEVANCE:
                return self._by_key(KeyField.ID)

    def _best(self, size: int) -> Sequence[tuple[float, DocAddress]]:
        return self._searcher.search(self._query, size, count=False).hits

    def _by_date(self, order: Order) -> tuple[tuple[EngineHit, ...], bool]:
        """Cursor: a range on the unique order key, exact at any depth."""
        query, behind = self._query, date_after(self._question.after)
        field = NumberField.DATE_ORDER
        if behind is not None:
            rest = Between(field, behind + 1, _LAST) if order is Order.Asc else Between(field, -_LAST, behind - 1)
            query = self._narrowed(query, [rest])
        limit = self._question.limit
        found = self._searcher.search(query, limit + 1, count=False, order_by_field=field.value, order=order).hits
        hits = tuple(self._hit(str(key), self._id(address)) for key, address in found[:limit])
        return hits, len(found) > limit

    def _by_key(self, field: KeyField) -> tuple[tuple[EngineHit, ...], bool]:
        """Ascending by a unique key: tantivy has no range on text, but a composite aggregation walks it exactly."""
        after, limit = self._question.after, self._question.limit
        behind = None if after is None else (after.order if field is KeyField.CODE_ORDER else after.record_id)
        keys = values_after(self._searcher, self._query, field, after=behind, size=limit + 1)
        names = self._ids_of(keys[:limit], field)
        hits = tuple(self._hit(key if field is KeyField.CODE_ORDER else "", names[key]) for key in keys[:limit])
        return hits, len(keys) > limit

    def _ids_of(self, keys: Sequence[str], field: KeyField) -> dict[str, str]:
        if field is KeyField.ID or not keys:
            return {key: key for key in keys}
        query = Query.term_set_query(self._schema, field.value, list(keys))
        found = self._searcher.search(query, len(keys), count=False).hits
        return {_stored(self._searcher, address, field): self._id(address) for _, address in found}

    def _total(self) -> int:
        found: Any = self._searcher.search(self._query, 1, count=True)  # The binding's stub forgets the count.
        return int(found.count)

    def _facets(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """Facets without a choice share one pass; each with a choice of its own has one more without it."""
        free = [facet for facet in self._question.facets if facet.name not in self._plan.chosen]
        told = counts(self._searcher, self._query, free)
        for facet in self._question.facets:
            if facet.name in self._plan.chosen:
                others = self._narrowed(self._base, self._plan.without(facet.name))
                told |= counts(self._searcher, others, [facet])
        return told

    def _narrowed(self, base: Query, chosen: Iterable[Clause]) -> Query:
        parts = [base, *(render(clause, self._schema) for clause in chosen)]
        return base if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])

    def _id(self, address: DocAddress) -> str:
        return _stored(self._searcher, address, KeyField.ID)

    def _hit(self, order: str, record_id: str) -> EngineHit:
        return EngineHit(record_id, Position(0.0, order, record_id))


def _stored(searcher: tantivy.Searcher, address: DocAddress, field: KeyField) -> str:
    return str(searcher.doc(address)[field.value][0])


def _batches(names: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    ordered = iter(sorted(set(names)))
    while some := tuple(islice(ordered, size)):
        yield some
