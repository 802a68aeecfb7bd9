"""The first sheet of an XLSX file as lines of text, read row by row; values in the plain form of what it shows."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from indexer.errors import BadCatalogueFile

_PADDED = re.compile(r"0+")


def sheet_lines(path: Path) -> Iterator[tuple[int, list[str], str]]:
    """(row number, cells, no fault) of every row.  Formulas give the value they last had."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as reason:
        raise BadCatalogueFile(f"“{path.name}”不是可以打开的 XLSX 文件。请用 Excel 或 WPS 另存后再导入。") from reason
    number = 0
    try:
        sheet: Any = book.worksheets[0]
        # Some programs write a wrong size into the sheet, and rows beyond it would be lost.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            yield number, [_shown(cell) for cell in cells], ""
    except (zipfile.BadZipFile, zlib.error, EOFError, SyntaxError) as reason:
        # SyntaxError is what the XML parsers raise.  Rows before this one have been handed out already.
        yield number + 1, [], f"文件从这一行起损坏，以后的行没有读到：{reason}"
    finally:
        book.close()


def _shown(cell: Any) -> str:
    """One cell as text: days as 2004-03-05, whole numbers without a point, leading zeros of a 0000 format kept."""
    value = cell.value
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "是" if value else "否"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case int() | float():
            return _digits(value, str(cell.number_format or ""))
        case _:
            return str(value)


def _digits(value: float, form: str) -> str:
    """A number without exponent.  ``form`` of zeros alone is a width: a 档号 part 7 shown as 0007 is 0007."""
    whole = int(value) if value == int(value) else None
    if whole is not None:
        return str(whole).zfill(len(form)) if _PADDED.fullmatch(form) else str(whole)
    return format(Decimal(repr(value)), "f")
