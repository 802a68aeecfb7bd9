"""Decide which files a record consists of and make their bytes: 正本, 定稿, 办理单, 附件, and a redacted copy."""

import csv
import io
import random
import re
from dataclasses import dataclass

from load.demo.compose import Composer, Text, redact
from load.demo.layout import pages_of, plain
from load.demo.lexicon import LEXICON
from load.demo.ofd import ofd_of
from load.demo.pdf import pdf_of
from load.demo.pictures import picture
from load.demo.record import Record
from load.demo.word import docx_of

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ofd": "application/ofd",
    "txt": "text/plain",
    "png": "image/png",
    "csv": "text/csv",
}
_NAME = re.compile(f"(?:{'|'.join(LEXICON['姓'])})(?:{'|'.join(LEXICON['名'])})")


@dataclass(frozen=True, slots=True)
class File:
    """One file of a representation; its role (正本, 附件1 …) opens its name."""

    name: str
    content: bytes

    @property
    def form(self) -> str:
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Contents:
    """The files by representation, the abstract, and the page count of the main text."""

    representations: dict[str, tuple[File, ...]]
    abstract: str
    addressee: str
    pages: int


def contents_of(record: Record) -> Contents:
    composer = Composer(record)
    rng = random.Random(f"{record.seed}:files:{record.serial}")
    pictured = record.form == "png"
    text = composer.caption() if pictured else composer.document()
    files = _main_files(record, composer, text)
    if record.kind == "文书":
        files += _companions(record, composer, text, rng)
    representations = {"rep1": tuple(files)}
    if record.redacted:
        # The same name in both representations says that they are renditions of one 电子文件.
        clean = redact(text, frozenset(_NAME.findall(text.title + "".join(text.paragraphs))))
        representations["redacted"] = (_written(record, "正本", clean, f"{record.genre}.{record.form}"),)
    pages = 1 if pictured else len(pages_of(text))
    return Contents(representations, composer.abstract(), composer.addressee, pages)


def _main_files(record: Record, composer: Composer, text: Text) -> list[File]:
    if record.form == "png":
        shots = 3 if record.kind == "照片" else 1
        shown = [
            File(f"正本-{record.kind}{n}.png", picture(f"{record.seed}:{record.serial}:{n}"))
            for n in range(1, shots + 1)
        ]
        return [*shown, _written(record, "附件1", text, "说明.txt")]
    if record.form == "csv":
        return [File(f"正本-{record.kind}.csv", _csv(composer.table())), _written(record, "附件1", text, "说明.txt")]
    return [_written(record, "正本", text, f"{record.genre}.{record.form}")]


def _companions(record: Record, composer: Composer, text: Text, rng: random.Random) -> list[File]:
    """A third of documents keep their draft, half their handling sheet, two fifths come with attachments."""
    found = []
    if rng.random() < 0.33:
        draft = Text(text.title, ("（定稿，签发前文本）", *text.paragraphs))
        found.append(_written(record, "定稿", draft, f"{record.genre}.{rng.choice(('txt', 'docx'))}"))
    if rng.random() < 0.5:
        found.append(_written(record, "办理单", composer.handling_sheet(), f"文件办理单.{rng.choice(('txt', 'pdf'))}"))
    if rng.random() < 0.4:
        for nth in range(1, rng.randint(2, 4)):
            form = rng.choice(("txt", "txt", "docx", "csv"))
            if form == "csv":
                found.append(File(f"附件{nth}-明细表.csv", _csv(composer.table())))
            else:
                found.append(_written(record, f"附件{nth}", composer.attachment(nth), f"责任分解表.{form}"))
    return found


def _written(record: Record, role: str, text: Text, name: str) -> File:
    """Set the text on pages in the format the name ends in."""
    form = name.rpartition(".")[2]
    pages = pages_of(text)
    author = record.organ.name
    match form:
        case "pdf":
            content = pdf_of(pages, text.title)
        case "docx":
            content = docx_of(pages, text.title, author=author, written_on=record.written_on)
        case "ofd":
            content = ofd_of(pages, text.title, author=author, written_on=record.written_on)
        case _:
            content = plain(pages).encode()
    return File(f"{role}-{name}", content)


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
