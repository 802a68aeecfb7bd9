"""Organs and who speaks for them: successions, abolitions, the table brought in as CSV.

Rights follow the table when asking, so nothing has to be indexed again.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from access.rules import Succession
from access.store import rules as table
from access.store.rules import ListedOrgan
from access.subjects import Role
from records.database import reading
from utilization.desk import Act, Desk
from utilization.errors import Incomplete, NothingThere


@dataclass(frozen=True, slots=True)
class Organs:
    """The table as it stands."""

    organs: tuple[ListedOrgan, ...]
    successions: tuple[Succession, ...]


def organs(desk: Desk) -> Organs:
    with reading(desk.government) as connection:
        return Organs(table.list_organs(connection), table.successions(connection))


def succeed(desk: Desk, succession: Succession, *, by: str) -> None:
    """Record that from a day on one organ speaks for another."""
    with desk.act("organ_succeed", succession.organ, by) as act:
        _require_keeper(act)
        _require_known(act, succession.organ, succession.successor)
        if succession.successor in act.rules.speaks_for(frozenset({succession.organ}), date.max):
            raise Incomplete(f"“{succession.organ}”已承继“{succession.successor}”，不能反过来再承继。请先核对。")
        table.add_succession(act.connection, succession)
        detail = {"successor": succession.successor, "since": succession.since.isoformat()}
        act.note("organ_succeed", succession.organ, detail)


def abolish(desk: Desk, organ: str, since: date, *, by: str) -> None:
    """Record the day an organ ended.  Without a successor the archive speaks for it."""
    with desk.act("organ_abolish", organ, by) as act:
        _require_keeper(act)
        _require_known(act, organ)
        table.abolish_organ(act.connection, organ, since)
        act.note("organ_abolish", organ, {"since": since.isoformat()})


def load_organs(desk: Desk, path: Path, *, archive_name: str, by: str) -> int:
    """Take a table of organs (单位, 承继单位, 承继日期, 撤销日期), all of it or nothing.  Returns its rows."""
    with desk.act("organ_load", path.name, by) as act:
        _require_keeper(act)
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                taken = table.load_organs_csv(act.connection, csv.DictReader(stream), archive_name=archive_name)
        except UnicodeDecodeError as reason:
            raise Incomplete(f"“{path.name}”不是 UTF-8 编码的 CSV。请另存后再导入。") from reason
        act.note("organ_load", path.name, {"rows": taken})
        return taken


def _require_keeper(act: Act) -> None:
    act.require(Role.ARCHIVIST, Role.SYSTEM_ADMINISTRATOR)


def _require_known(act: Act, *names: str) -> None:
    known = {organ.name for organ in table.list_organs(act.connection)}
    for name in names:
        if name not in known:
            raise NothingThere(f"没有登记过单位“{name}”。请核对名称，或先导入单位表。")
