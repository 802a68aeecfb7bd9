"""Settings and mapping of one physical index: the twin of ``search.embedded.schema``.  No source is kept."""

from __future__ import annotations

from typing import Any

from search.document import GRAM_FIELDS, KeyField, NumberField, TextField

MARKER = "marker"
VERSION = "version"
#: The marker's own id.  Record ids carry a prefix of their own, so none can be mistaken for it.
MARKER_ID = "_marker"
RECORD_PREFIX = "r:"


def document_id(record_id: str) -> str:
    return f"{RECORD_PREFIX}{record_id}"


def index_body(*, shards: int = 1, replicas: int = 0) -> dict[str, Any]:
    """One shard unless more are needed: scores are computed per shard, and one shard ranks like the embedded engine.

    Nothing is visible before an explicit refresh, so that documents and marker appear together.
    A question has at most 64 operators over ten fields; raise ``indices.query.bool.max_clause_count`` to 8192 on the
    cluster, because the default of 1,024 refuses the longest of them.
    """
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "-1",
            "max_result_window": 10_000,
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},
            "properties": {
                **{field.value: _text(field) for field in TextField},
                **{field.value: {"type": "keyword"} for field in KeyField},
                **{field.value: {"type": "long"} for field in NumberField},
                MARKER: {"type": "long"},
                VERSION: {"type": "long", "index": False},
            },
        },
    }


def _text(field: TextField) -> dict[str, Any]:
    """Tokens come ready and space-joined; positions only where phrases are asked."""
    options = "positions" if field in GRAM_FIELDS else "freqs"
    return {"type": "text", "analyzer": "whitespace", "index_options": options, "norms": True}
