"""The tantivy schema, and how an index folder is made and opened.  No body is stored: the database holds the text."""

from __future__ import annotations

from pathlib import Path

import tantivy

from search.document import GRAM_FIELDS, KeyField, NumberField, TextField

TOKENIZER = "kaijuan_spaces"
MARKER = "marker"
MARKER_KEY = "marker_key"
VERSION = "version"
#: Read back from hits and by ``contents``; small, so that reading ten thousand takes milliseconds.
STORED_KEYS = frozenset({KeyField.ID, KeyField.CELL, KeyField.CODE_ORDER})

#: tantivy opens this with write permission even to read; made beforehand, so that a reader needs no other.
_READERS_LOCK = ".tantivy-meta.lock"


def schema() -> tantivy.Schema:
    """Positions only where phrases are asked; keys whole; numbers with columns."""
    builder = tantivy.SchemaBuilder()
    for text in TextField:
        option = "position" if text in GRAM_FIELDS else "freq"
        builder.add_text_field(text.value, tokenizer_name=TOKENIZER, index_option=option)
    for key in KeyField:
        builder.add_text_field(
            key.value,
            stored=key in STORED_KEYS,
            fast=True,
            tokenizer_name="raw",
            index_option="basic",
        )
    for number in NumberField:
        builder.add_integer_field(number.value, indexed=True, fast=True)
    builder.add_text_field(MARKER_KEY, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(MARKER, stored=True)
    builder.add_integer_field(VERSION, stored=True)
    return builder.build()


def create_index(path: Path) -> None:
    """Make an empty index in a new folder.  The lock file exists before any reader comes."""
    path.mkdir(parents=True)
    lock = path / _READERS_LOCK
    lock.touch()
    lock.chmod(0o664)
    tantivy.Index(schema(), path=str(path))


def open_index(path: Path) -> tantivy.Index:
    """Open for reading or writing.  Raises ``ValueError`` when there is no index."""
    index = tantivy.Index.open(str(path))
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(TOKENIZER, spaces)
    # A commit policy was seen to miss commits; we reload before each search instead.
    index.config_reader("manual")
    return index
