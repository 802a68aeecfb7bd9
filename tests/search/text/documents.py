"""The real government documents, as original texts."""

from __future__ import annotations

import gzip
import json
from functools import cache

from tests.material import material


@cache
def bodies() -> tuple[str, ...]:
    with gzip.open(material("government-documents.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line)["body"] for line in lines)
