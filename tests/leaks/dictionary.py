"""The term dictionaries of an index, deleted documents included: a query would not show what only they still hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import tantivy

from search.document import KeyField, TextField
from search.embedded.folders import serving


def listed(folder: Path, words: Iterable[str]) -> set[str]:
    """Words that stand as a term in some segment's dictionary, whether or not a living document holds them.

    tantivy's document frequency counts deleted documents until their segment is merged away.
    """
    path = serving(folder)
    assert path is not None
    index = tantivy.Index.open(str(path))
    index.reload()
    searcher = index.searcher()
    fields = [field.value for field in (*TextField, *KeyField)]
    return {word for word in words if any(searcher.doc_freq(field, word) for field in fields)}
