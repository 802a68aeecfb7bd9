"""One index folder as its writer sees it: documents in, deletes, a marker, all in one commit.

It must not know which index serves; that is ``folders`` and ``writer``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from search.document import PLACEHOLDER, IndexDocument, KeyField, TextField
from search.embedded.errors import is_panic, writing
from search.embedded.schema import MARKER, MARKER_KEY, VERSION, open_index
from search.fitting import fit_key, fit_number, fitted

_HEAP_BYTES = 100_000_000
_LISTS = ("meta.json", ".managed.json")
_FILL_BATCH = 20_000


def apply(path: Path, put: Iterable[IndexDocument], delete: Iterable[str], *, marker: int) -> None:
    """One commit.  A record both put and deleted is deleted.  After a failure nothing of it is written."""
    with _pen(path) as writer:
        for document in put:
            _replace(writer, fitted(document), path)
        with writing(path):
            for record_id in delete:
                writer.delete_documents_by_term(KeyField.ID.value, fit_key(record_id, KeyField.ID))
            _mark(writer, marker)


def fill(path: Path, documents: Iterable[IndexDocument], *, marker: int) -> None:
    """Write many documents, each once, into a fresh index; its marker counts only once all are in."""
    with _pen(path) as writer:
        for number, document in enumerate(documents, start=1):
            with writing(path):
                writer.add_document(_held(fitted(document)))
            if number % _FILL_BATCH == 0:
                with writing(path):
                    writer.commit()
        with writing(path):
            _mark(writer, marker)


@contextmanager
def _pen(path: Path) -> Iterator[tantivy.IndexWriter]:
    """A writer for one commit.  It ends with its merges done: a merge in the background would write files later.

    tantivy makes its two lists of files readable for their owner only, so each commit opens them to readers.
    """
    with writing(path):
        writer = open_index(path).writer(_HEAP_BYTES, 1)
    try:
        yield writer
        with writing(path):
            writer.commit()
            writer.wait_merging_threads()
            for name in _LISTS:
                (path / name).chmod(0o644)
    except BaseException:
        _discard(writer)
        raise


def _discard(writer: tantivy.IndexWriter) -> None:
    """Drop what was not committed and free tantivy's lock now, not when the last traceback is forgotten."""
    for end in (writer.rollback, writer.wait_merging_threads):
        try:
            end()
        except BaseException as error:
            if not isinstance(error, (ValueError, OSError, RuntimeError)) and not is_panic(error):
                raise


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


def _replace(writer: tantivy.IndexWriter, fit: IndexDocument, path: Path) -> None:
    """Current state wins: the old document goes and the new one comes in the same commit."""
    with writing(path):
        writer.delete_documents_by_term(KeyField.ID.value, fit.keys[KeyField.ID][0])
        writer.add_document(_held(fit))


def _held(fit: IndexDocument) -> tantivy.Document:
    held = tantivy.Document()
    for text, tokens in fit.texts.items():
        held.add_text(text.value, tokens)
    for key, values in fit.keys.items():
        for value in values:
            held.add_text(key.value, value)
    for number, amount in fit.numbers.items():
        held.add_integer(number.value, amount)
    held.add_integer(VERSION, fit_number(fit.version))
    return held


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
