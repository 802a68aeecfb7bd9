"""One index folder as its writer sees it: documents in, deletes, a marker, all in one commit.

It must not know which index serves; that is ``folders`` and ``writer``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import tantivy

from search.document import PLACEHOLDER, IndexDocument, KeyField, TextField
from search.embedded.errors import writing
from search.embedded.schema import MARKER, MARKER_KEY, VERSION, open_index
from search.fitting import fit_key, fit_number, fitted

_HEAP_BYTES = 100_000_000
_FILL_BATCH = 20_000


class Volume:
    """An index folder open for writing.  One thread at a time; the writer above holds the lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None

    def apply(self, put: Iterable[IndexDocument], delete: Iterable[str], *, marker: int) -> None:
        """One commit.  A record both put and deleted is deleted.  After a failure nothing of it is written."""
        try:
            with writing(self.path):
                writer = self._open()
                for document in put:
                    _replace(writer, document)
                for record_id in delete:
                    writer.delete_documents_by_term(KeyField.ID.value, fit_key(record_id, KeyField.ID))
                _mark(writer, marker)
                writer.commit()
        except BaseException:
            self._give_up()
            raise

    def fill(self, documents: Iterable[IndexDocument], *, marker: int) -> None:
        """Write many documents into a new index, whose marker counts only once all are in."""
        try:
            with writing(self.path):
                writer = self._open()
                for number, document in enumerate(documents, start=1):
                    _replace(writer, document)
                    if number % _FILL_BATCH == 0:
                        writer.commit()
                _mark(writer, marker)
                writer.commit()
        except BaseException:
            self._give_up()
            raise

    def close(self) -> None:
        """Let merges finish and free tantivy's own lock."""
        writer, self._writer, self._index = self._writer, None, None
        if writer is not None:
            writer.wait_merging_threads()

    def _open(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._index = open_index(self.path)
            self._writer = self._index.writer(_HEAP_BYTES, 1)
        return self._writer

    def _give_up(self) -> None:
        """What was added since the last commit goes with the writer; the next write opens a new one."""
        self._writer = None
        self._index = None


def read_marker(path: Path) -> int:
    """The marker of the last commit."""
    index = open_index(path)
    index.reload()
    searcher = index.searcher()
    query = tantivy.Query.term_query(index.schema, MARKER_KEY, MARKER_KEY, "basic")
    hits = searcher.search(query, 1).hits
    return int(searcher.doc(hits[0][1])[MARKER][0]) if hits else 0


def read_contents(path: Path) -> Iterator[tuple[str, int, str]]:
    """(id, version, cell) of every document, as of one commit."""
    index = open_index(path)
    index.reload()
    searcher = index.searcher()
    for _, address in searcher.search(tantivy.Query.all_query(), max(searcher.num_docs, 1)).hits:
        stored = searcher.doc(address).to_dict()
        if KeyField.ID.value in stored:
            cell = stored.get(KeyField.CELL.value, [""])[0]
            yield stored[KeyField.ID.value][0], stored[VERSION][0], cell


def _replace(writer: tantivy.IndexWriter, document: IndexDocument) -> None:
    """Current state wins: the old document goes and the new one comes in the same commit."""
    fit = fitted(document)
    writer.delete_documents_by_term(KeyField.ID.value, fit.keys[KeyField.ID][0])
    held = tantivy.Document()
    for text, tokens in fit.texts.items():
        held.add_text(text.value, tokens)
    for key, values in fit.keys.items():
        for value in values:
            held.add_text(key.value, value)
    for number, amount in fit.numbers.items():
        held.add_integer(number.value, amount)
    held.add_integer(VERSION, fit_number(fit.version))
    writer.add_document(held)


def _mark(writer: tantivy.IndexWriter, marker: int) -> None:
    """The marker is a document, because the binding gives a commit no payload.

    It fills every text field like any other document, so that average lengths agree between engines.
    """
    writer.delete_documents_by_term(MARKER_KEY, MARKER_KEY)
    sheet = tantivy.Document()
    sheet.add_text(MARKER_KEY, MARKER_KEY)
    sheet.add_integer(MARKER, marker)
    for text in TextField:
        sheet.add_text(text.value, PLACEHOLDER)
    writer.add_document(sheet)
