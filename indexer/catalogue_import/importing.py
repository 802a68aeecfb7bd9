"""Catalogue rows into the government store, in batches; a bad row is reported and takes no good one with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from sys import intern

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from access.errors import AccessError
from access.store.rules import offered_tiers
from access.tiers import Tier
from indexer.catalogue_import.columns import Columns, columns_of
from indexer.catalogue_import.merging import corrected
from indexer.catalogue_import.rows import Row, read_rows
from indexer.drafting import Defaults, fonds_of, review
from indexer.errors import PackageRefused
from indexer.mapping import ENTRY_KEYS, Entry, secrecy_of
from indexer.pipeline import Intake
from records.bulk import digests_held
from records.database import reading, writing
from records.items import Draft, MetadataElement
from records.writing import Outcome
from search.text import code_key

#: Rows that share a commit.  Larger ones gain little and make other writers wait.
_TOGETHER = 200


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file.  ``bad`` and ``warnings`` hold the row's number and a sentence."""

    accepted: int
    versions: int
    duplicates: int
    bad: tuple[tuple[int, str], ...]
    warnings: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Understood:
    """A row ready to be saved, with the columns its file has."""

    number: int
    draft: Draft
    columns: Columns
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    """The report as it grows."""

    kept: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    bad: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)

    def report(self) -> ImportReport:
        kept = self.kept
        bad = tuple(sorted(self.bad))
        return ImportReport(
            kept[Outcome.NEW], kept[Outcome.VERSION], kept[Outcome.DUPLICATE], bad, tuple(self.warnings)
        )


def import_catalogue(path: Path, intake: Intake, today: date) -> ImportReport:
    """Take in every good row of a catalogue file.  Importing the same file again changes nothing.

    ``BadCatalogueFile`` when the file is no catalogue; then nothing was taken.
    """
    desk = _Desk(intake, today)
    tally = _Tally()
    rows = read_rows(path)
    while batch := list(islice(rows, _TOGETHER)):
        good = list(_understood(batch, desk, tally))
        _keep(good, intake, path.name, tally)
    return tally.report()


class _Desk:
    """What the rows of one import are understood by: the tiers offered, the day, and each fonds' defaults."""

    def __init__(self, intake: Intake, today: date) -> None:
        self._intake = intake
        self._defaults: dict[str, Defaults] = {}
        self.today = today
        with reading(intake.store.database) as connection:
            self.tiers: tuple[Tier, ...] = offered_tiers(connection)

    def defaults(self, fonds: str) -> Defaults:
        if fonds not in self._defaults:
            self._defaults[fonds] = self._intake.defaults(fonds)
        return self._defaults[fonds]


def _understood(batch: list[Row], desk: _Desk, tally: _Tally) -> Iterator[_Understood]:
    for row in batch:
        try:
            yield _understand(row, desk)
        except (PackageRefused, _BadRow) as reason:
            said = reason.reason_zh if isinstance(reason, PackageRefused) else str(reason)
            tally.bad.append((row.number, intern(said)))


class _BadRow(Exception):
    """Why one row cannot be taken; it goes into the report and no further."""


def _understand(row: Row, desk: _Desk) -> _Understood:
    if row.fault:
        raise _BadRow(row.fault)
    columns = columns_of(tuple(row.values))
    if any("\0" in text or not _is_text(text) for text in row.values.values()):
        raise _BadRow("含有不能保存的字符。请检查这一行的编码。")
    entry = columns.entry(row.values)
    _refuse_marked(entry, columns, row)
    if not code_key(entry.reference_code):
        raise _BadRow("没有档号。请补录后再导入。")
    if not entry.title:
        raise _BadRow("没有题名。请补录后再导入。")
    reviewed = review(entry, tiers=desk.tiers, defaults=desk.defaults(fonds_of(entry)), today=desk.today)
    draft = Draft(
        description=reviewed.description,
        marks=reviewed.marks,
        components=(),
        pages={},
        elements=tuple(MetadataElement("description", e.name, e.value, e.path) for e in entry.further),
        events=(),
        content_digest=_digest(entry),
    )
    return _Understood(row.number, draft, columns, reviewed.warnings)


def _is_text(text: str) -> bool:
    """Half a surrogate pair, which JSON can spell, is no text that a database keeps."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _refuse_marked(entry: Entry, columns: Columns, row: Row) -> None:
    """A second 密级 beside the first counts as much, as it does in a package."""
    if entry.declassified_by:
        return
    if any(secrecy_of(row.values[name]).is_state_secret for name in columns.markings):
        raise _BadRow("另一列中标有国家秘密密级，本系统依法不接收。")


def _digest(entry: Entry) -> str:
    """What makes two rows the same: the entry as found.  Put together as for a package, which has files besides."""
    further = [asdict(element) for element in entry.further]
    found = {**{key: getattr(entry, key) for key in ENTRY_KEYS}, "further": further}
    facts: dict[str, object] = {"entry": found, "files": [], "events": [], "context": []}
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _keep(rows: list[_Understood], intake: Intake, name: str, tally: _Tally) -> None:
    """Save a batch in one transaction; when the store refuses it, each row in one of its own."""
    if not rows:
        return
    try:
        outcomes = _save(rows, intake, name)
    except OperationalError:
        raise
    except (SQLAlchemyError, AccessError, ValueError) as reason:
        if len(rows) == 1:
            tally.bad.append((rows[0].number, f"保存不了：{_first_line(reason)}"))
            return
        for row in rows:
            _keep([row], intake, name, tally)
        return
    for row, outcome in zip(rows, outcomes, strict=True):
        tally.kept[outcome] += 1
        if outcome is not Outcome.DUPLICATE:
            tally.warnings += [(row.number, intern(warning)) for warning in row.warnings]


def _first_line(reason: Exception) -> str:
    return (str(reason).splitlines() or [type(reason).__name__])[0]


def _save(rows: list[_Understood], intake: Intake, name: str) -> list[Outcome]:
    """New records together, then what concerns held ones row by row.  A record named twice is new only once."""
    reason = f"导入目录 {name}"
    with ExitStack() as stack:
        public = stack.enter_context(intake.public.holding())
        connection = stack.enter_context(writing(intake.store.database))
        known = digests_held(connection, [row.draft for row in rows])
        outcomes: dict[int, Outcome] = {}
        fresh, named = [], set[tuple[str, str]]()
        for row in rows:
            identity = (row.draft.description.fonds_code, row.draft.description.code_key)
            if identity not in named and known.get(identity) == row.draft.content_digest:
                outcomes[row.number] = Outcome.DUPLICATE
                continue
            if identity not in known and identity not in named:
                fresh.append(row.draft)
                outcomes[row.number] = Outcome.NEW
            named.add(identity)
        intake.keep_new(connection, fresh, reason=reason)
        for row in rows:
            if row.number not in outcomes:
                draft = corrected(connection, row.draft, row.columns)
                _, outcomes[row.number] = intake.keep_draft(connection, draft, reason=reason, public=public)
    return [outcomes[row.number] for row in rows]
