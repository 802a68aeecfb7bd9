"""Rows of a catalogue file as text, one at a time: CSV in the encodings of our offices, XLSX, JSONL.

Nothing is interpreted here but the header; a row that cannot be read is a row with a fault, never the end of the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from indexer.catalogue_import.columns import columns_of
from indexer.catalogue_import.sheets import sheet_lines
from indexer.catalogue_import.texts import delimited_lines, encoding_of
from indexer.errors import BadCatalogueFile

#: A title line, a date line, an empty line: a printed register may have them above its header.
_HEADER_WITHIN = 10
_NO_HEADER = "没有找到表头：前10行里须有一行写着“档号”“题名”等列名。请补上表头再导入。"


@dataclass(frozen=True, slots=True)
class Row:
    """One row by header.  ``number`` is what a spreadsheet shows beside it; ``fault`` says why it cannot be read."""

    number: int
    values: dict[str, str] = field(default_factory=dict)
    fault: str = ""


Line = tuple[int, list[str], str]


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a catalogue file, in order, without empty ones.  ``BadCatalogueFile`` when it is none."""
    if path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        yield from _json_rows(path)
    elif path.suffix.lower() in {".xlsx", ".xlsm"}:
        yield from _table_rows(sheet_lines(path))
    elif path.suffix.lower() in {".csv", ".tsv", ".txt"}:
        yield from _table_rows(delimited_lines(path))
    else:
        raise BadCatalogueFile(f"“{path.name}”不是可以导入的目录文件。请另存为 CSV、XLSX 或 JSONL。")


def _table_rows(lines: Iterator[Line]) -> Iterator[Row]:
    header: list[str] = []
    for number, cells, fault in lines:
        if not header:
            if not fault and columns_of(tuple(_names(cells))).describe_records:
                header = _names(cells)
            elif number >= _HEADER_WITHIN:
                break
        elif fault:
            yield Row(number, {}, fault)
        elif any(cell.strip() for cell in cells):
            yield _row(number, header, cells)
    if not header:
        raise BadCatalogueFile(_NO_HEADER)


def _names(cells: list[str]) -> list[str]:
    """Headers without space; a second column of the same name is told apart, so that neither is lost."""
    names: list[str] = []
    for cell in cells:
        name = " ".join(cell.split())
        while name and name in names:
            name += "′"
        names.append(name)
    while names and not names[-1]:
        names.pop()
    return names


def _row(number: int, header: list[str], cells: list[str]) -> Row:
    """Cells under their headers.  A value without a header means that the columns have slipped."""
    values: dict[str, str] = {}
    for position, cell in enumerate(cells):
        name = header[position] if position < len(header) else ""
        if name:
            values[name] = cell
        elif cell.strip():
            return Row(number, {}, f"第{position + 1}列有内容却没有列名，可能错列。请检查分隔符和引号。")
    return Row(number, values)


def _json_rows(path: Path) -> Iterator[Row]:
    encoding = encoding_of(path)
    with path.open(encoding=encoding) as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield _json_row(number, line)


def _json_row(number: int, line: str) -> Row:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return Row(number, {}, "不是完整的 JSON。每行须是一个 {…} 对象。")
    if not isinstance(found, dict):
        return Row(number, {}, "不是 JSON 对象。每行须是一个 {…} 对象。")
    return Row(number, {" ".join(name.split()): _text(value) for name, value in found.items() if name.strip()})


def _text(value: object) -> str:
    """A JSON value as a cell; numbers keep the digits they were written with as far as JSON keeps them."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "是" if value else "否"
        case list():
            return "；".join(_text(part) for part in value)
        case dict():
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case _:
            return str(value)
