"""The documents as they were collected, each with the 全宗号 and 档号 an archive would give it.  Reads one file."""

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

#: 全宗号 by the office that published; an office not named here is an error, for a code must not depend on the order.
FONDS = {
    "河北省人民政府": "HB01",
    "河北省人力资源和社会保障厅": "HB02",
    "河北省科学技术厅": "HB03",
    "河北省教育厅": "HB04",
    "河北省工业和信息化厅": "HB05",
}
_NO_CATEGORY = "[]"


@dataclass(frozen=True, slots=True)
class Document:
    """``written_on``, ``number``, ``validity``, ``category`` and ``body`` are empty where the source says nothing."""

    identifier: str
    title: str
    number: str
    written_on: str
    department: str
    category: str
    validity: str
    body: str
    code: str

    @property
    def fonds(self) -> str:
        return FONDS[self.department]


def read_documents(path: Path) -> tuple[Document, ...]:
    """Every line is one document, in order; the order decides the last part of the 档号."""
    items: Counter[str] = Counter()
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = {name: value or "" for name, value in json.loads(line).items()}
            series = _series(FONDS[row["department"]], row["date"])
            items[series] += 1
            found.append(_document(row, f"{series}-{items[series]:04d}"))
    return tuple(found)


def _series(fonds: str, written_on: str) -> str:
    """``HB01-WS·2019-D30``; a document without a date stands outside the years."""
    year = written_on[:4]
    return f"{fonds}-WS·{year}-D30" if year else f"{fonds}-WS-D30"


def _document(row: dict[str, str], code: str) -> Document:
    return Document(
        identifier=row["id"],
        title=row["title"],
        number=row["document_number"],
        written_on=row["date"],
        department=row["department"],
        category="" if row["category"] == _NO_CATEGORY else row["category"],
        validity=row["validity"],
        body=row["body"],
        code=code,
    )
