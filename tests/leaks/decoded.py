"""Everything a public catalogue holds, decoded: rows, index terms, key values, blobs, file and folder names, logs.

A raw search of the engine's files would find nothing even where a term is (they are compressed), so its terms are
asked for; the control in the test is that public tokens are found by the very same scan.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import tantivy
from sqlalchemy import MetaData, select

from records.stores import Store
from search.document import KeyField, TextField
from search.embedded.folders import serving


def rows_text(store: Store) -> str:
    """Every value of every table."""
    found = []
    metadata = MetaData()
    metadata.reflect(store.database)
    with store.database.connect() as connection:
        for table in metadata.sorted_tables:
            found += ["\x1f".join(str(value) for value in row) for row in connection.execute(select(table))]
    return "\x1e".join(found)


def bytes_of(folder: Path) -> bytes:
    """Every file's bytes and every path's name: database pages, logs, blobs, index files, leftovers."""
    parts = []
    for path in sorted(folder.rglob("*")):
        parts.append(str(path.relative_to(folder)).encode())
        if path.is_file():
            parts.append(path.read_bytes())
    return b"\x00".join(parts)


def indexed(folder: Path, tokens: Iterable[str]) -> set[str]:
    """Tokens that stand in some term of the serving index, in any text or key field."""
    path = serving(folder)
    assert path is not None
    index = tantivy.Index.open(str(path))
    index.reload()
    searcher = index.searcher()
    fields = [field.value for field in (*TextField, *KeyField)]
    found = set()
    for token in tokens:
        for field in fields:
            query = tantivy.Query.regex_query(index.schema, field, f".*{token}.*")
            if searcher.search(query, limit=1).count:
                found.add(token)
                break
    return found
