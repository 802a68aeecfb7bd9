"""Aggregations of tantivy: counts of one field's values, and the values of a unique key in order."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy

from search.document import KeyField
from search.engine import FacetQuestion
from search.ranking import BUCKETS, sorted_counts


def counts(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    facets: Sequence[FacetQuestion],
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Exact counts under the query.  Every value is collected before the most frequent are kept.

    A segment that kept only its own best would give wrong counts; a minimum of 0 would tell values of hidden records.
    """
    if not facets:
        return {}
    wanted = {str(at): {"terms": _terms(facet)} for at, facet in enumerate(facets)}
    told = searcher.aggregate(query, wanted)
    return {
        facet.name: sorted_counts(
            ((str(bucket["key"]), int(bucket["doc_count"])) for bucket in told[str(at)]["buckets"]),
            facet.size,
        )
        for at, facet in enumerate(facets)
    }


def _terms(facet: FacetQuestion) -> dict[str, object]:
    return {"field": facet.field.value, "size": BUCKETS, "segment_size": BUCKETS, "min_doc_count": 1}


def values_after(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    field: KeyField,
    *,
    after: str | None,
    size: int,
) -> list[str]:
    """The next values of a unique key under the query, ascending by code point."""
    asked: dict[str, object] = {"size": size, "sources": [{"key": {"terms": {"field": field.value}}}]}
    if after is not None:
        asked["after"] = {"key": f"str:{after}"}
    told = searcher.aggregate(query, {"page": {"composite": asked}})
    return [str(bucket["key"]["key"]) for bucket in told["page"]["buckets"]]
