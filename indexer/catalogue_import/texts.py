"""Delimited text: its encoding by strict trial, its delimiter by the header it makes.  Streams; keeps one line."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from indexer.catalogue_import.columns import columns_of
from indexer.errors import BadCatalogueFile

_CHUNK = 1 << 20
_DELIMITERS = (",", "\t", ";", "；", "，")
#: Longer cells are a quote that was never closed; the default of the csv module is too short for an abstract.
_LONGEST_CELL = 1 << 20


def encoding_of(path: Path) -> str:
    """UTF-16 by its mark, else UTF-8 (with or without one), else GB18030: the first that decodes every byte."""
    with path.open("rb") as stream:
        start = stream.read(2)
    if start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8-sig", "gb18030")
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise BadCatalogueFile(f"“{path.name}”既不是 UTF-8 也不是 GB18030 编码。请用 Excel 或 WPS 另存后再导入。")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def delimited_lines(path: Path) -> Iterator[tuple[int, list[str], str]]:
    """(row number, cells, fault) of every line; rows count as a spreadsheet counts them, quoted line ends included."""
    encoding = encoding_of(path)
    delimiter = _delimiter_of(path, encoding)
    with path.open(encoding=encoding, newline="") as stream:
        yield from _lines(stream, delimiter)


def _lines(stream: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(stream, delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, [], "这一行的引号或分隔符不成对，读不出来。"
        else:
            yield number, cells, ""


def _delimiter_of(path: Path, encoding: str) -> str:
    """The delimiter under which some early line names the most fields; a comma when none does."""
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        with path.open(encoding=encoding, newline="") as stream:
            for _, cells, _ in islice(_lines(stream, delimiter), 10):
                known = len(columns_of(tuple(cell.strip() for cell in cells)).fields)
                if known > most:
                    best, most = delimiter, known
    return best
