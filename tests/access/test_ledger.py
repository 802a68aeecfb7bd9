"""The audit chain: complete under concurrent writers, durable before it says so, and no change of the past goes unseen."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, delete, event, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from access.errors import LedgerBroken
from access.store import ledger
from access.store.ledger import Checkpoint, Event, FaultKind, ReadLedger
from access.store.moments import stamp
from access.store.schema import ledger_event, ledger_head
from access.subjects import Zone
from records.database import open_database, reading, sqlite_url, writing
from tests.access.conftest import NOW


def _event(number: int = 0, act: str = "record.read") -> Event:
    return Event(stamp(NOW), act, "clerk", Zone.GOV, f"r{number}", "done", {"n": number, "reason": "查档"})


def _filled(store: Engine, count: int) -> Checkpoint:
    with writing(store) as connection:
        return ledger.append_all(connection, [_event(number) for number in range(count)])


def _faults(store: Engine, *checkpoints: Checkpoint) -> set[FaultKind]:
    with reading(store) as connection:
        return {fault.kind for fault in ledger.verify(connection, checkpoints)}


def test_an_empty_chain_and_a_written_one_hold(store: Engine) -> None:
    assert _faults(store) == set()
    head = _filled(store, 20)
    assert head.seq == 20
    assert _faults(store, head) == set()


def test_an_event_is_kept_with_its_change_or_not_at_all(store: Engine) -> None:
    def fails(connection: Connection) -> None:
        ledger.append(connection, _event())
        raise RuntimeError

    with pytest.raises(RuntimeError), writing(store) as connection:
        fails(connection)
    with writing(store) as connection:
        assert ledger.append(connection, _event()).seq == 1
    assert _faults(store) == set()


def test_text_no_database_takes_is_still_audited(store: Engine) -> None:
    with writing(store) as connection:
        ledger.append(connection, Event(stamp(NOW), "search", "a\0b", Zone.GOV, "\ud800", "refused", {"q": "\0\ud800"}))
    assert _faults(store) == set()


def test_a_detail_that_is_no_json_fails_where_it_is_made() -> None:
    with pytest.raises(TypeError):
        Event(stamp(NOW), "search", "", Zone.GOV, "", "done", {"q": object()})


def test_four_writers_make_one_chain_without_gaps(store: Engine) -> None:
    def write(worker: int) -> None:
        for number in range(25):
            with writing(store) as connection:
                ledger.append(connection, _event(worker * 100 + number))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with reading(store) as connection:
        assert list(connection.execute(select(ledger_event.c.seq).order_by("seq")).scalars()) == list(range(1, 101))
    assert _faults(store) == set()


def test_the_store_refuses_to_change_or_delete_events(store: Engine) -> None:
    _filled(store, 3)
    for statement in (update(ledger_event).values(user="x"), delete(ledger_event)):
        with pytest.raises(SQLAlchemyError), writing(store) as connection:
            connection.execute(statement)


def _without_guards(store: Engine, tamper: Callable[[Connection], Any]) -> None:
    """What somebody can do who may drop triggers."""
    with writing(store) as connection:
        if store.dialect.name == "sqlite":
            for act in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS event_kept_{act}"))
        else:
            connection.execute(text("DROP TRIGGER IF EXISTS event_kept ON event"))
        tamper(connection)


def _cut_off_with_head(connection: Connection) -> None:
    connection.execute(delete(ledger_event).where(ledger_event.c.seq > 15))
    last = connection.execute(select(ledger_event.c.digest).where(ledger_event.c.seq == 15)).scalar_one()
    connection.execute(update(ledger_head).values(seq=15, digest=last))


def _written_anew(connection: Connection) -> None:
    connection.execute(delete(ledger_event))
    connection.execute(delete(ledger_head))
    ledger.append_all(connection, [_event(number + 1) for number in range(20)])


def _swapped(connection: Connection) -> None:
    for old, new in ((5, 99), (6, 5), (99, 6)):
        connection.execute(update(ledger_event).where(ledger_event.c.seq == old).values(seq=new))


def _inserted(connection: Connection) -> None:
    row = dict(connection.execute(select(ledger_event).where(ledger_event.c.seq == 20)).mappings().one())
    forged = {**row, "seq": 21, "previous": row["digest"], "digest": "f" * 64}
    connection.execute(insert(ledger_event), forged)


def _rewritten_with_a_fitting_digest(connection: Connection) -> None:
    row = dict(connection.execute(select(ledger_event).where(ledger_event.c.seq == 9)).mappings().one())
    signed = tuple({**row, "user": "somebody"}[name] for name in ledger._SIGNED)
    forged = {"user": "somebody", "digest": ledger._digest(row["previous"], signed)}
    connection.execute(update(ledger_event).where(ledger_event.c.seq == 9).values(forged))


TAMPERINGS: dict[str, tuple[Callable[[Connection], Any], set[FaultKind]]] = {
    "one row gone": (
        lambda c: c.execute(delete(ledger_event).where(ledger_event.c.seq == 7)),
        {FaultKind.SEQUENCE, FaultKind.LINK},
    ),
    "the last row gone": (lambda c: c.execute(delete(ledger_event).where(ledger_event.c.seq == 20)), {FaultKind.HEAD}),
    "two rows swapped": (_swapped, {FaultKind.LINK, FaultKind.CONTENT}),
    "one row written anew": (_rewritten_with_a_fitting_digest, {FaultKind.LINK}),
    "one row added": (_inserted, {FaultKind.CONTENT, FaultKind.HEAD}),
    "all rows gone": (lambda c: c.execute(delete(ledger_event)), {FaultKind.HEAD}),
}


def test_what_the_chain_alone_shows(store: Engine) -> None:
    for name, (tamper, kinds) in TAMPERINGS.items():
        _without_guards(store, lambda c: (c.execute(delete(ledger_event)), c.execute(delete(ledger_head))))
        _filled(store, 20)
        _without_guards(store, tamper)
        assert _faults(store) == kinds, name


def test_what_only_a_checkpoint_kept_elsewhere_shows(store: Engine) -> None:
    for tamper in (_cut_off_with_head, _written_anew):
        _without_guards(store, lambda c: (c.execute(delete(ledger_event)), c.execute(delete(ledger_head))))
        head = _filled(store, 20)
        _without_guards(store, tamper)
        assert _faults(store) == set()
        assert _faults(store, head) == {FaultKind.CHECKPOINT}


def test_any_change_of_any_field_is_found(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path / "chain.db"))
    ledger_event.metadata.create_all(engine)
    head = _filled(engine, 50)
    _without_guards(engine, lambda _: None)
    draw = random.Random(7)
    columns = ("at", "act", "user", "zone", "object", "outcome", "detail", "previous", "digest")
    for _ in range(1000):
        seq, column = draw.randint(1, 50), ledger_event.c[draw.choice(columns)]
        with engine.connect() as connection:
            old = connection.execute(select(column).where(ledger_event.c.seq == seq)).scalar_one()
            at = draw.randrange(len(old))
            changed = old[:at] + chr(ord(old[at]) ^ 1) + old[at + 1 :]
            connection.execute(update(ledger_event).where(ledger_event.c.seq == seq).values({column.name: changed}))
            assert ledger.verify(connection, [head]), (seq, column.name)
            connection.rollback()
    assert _faults(engine, head) == set()
    engine.dispose()


def test_recording_in_many_threads_shares_commits_and_loses_nothing(store: Engine) -> None:
    commits: list[int] = []
    event.listen(store, "commit", lambda _connection: commits.append(1))
    reads = ReadLedger(store)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: reads.record(_event(number)), range(320)))
    with reading(store) as connection:
        kept = set(connection.execute(select(ledger_event.c.object)).scalars())
    assert kept == {f"r{number}" for number in range(320)}
    assert len(commits) < 320
    assert _faults(store) == set()


def test_what_is_recorded_is_in_the_file_when_record_returns(tmp_path: Path) -> None:
    path = tmp_path / "reads.db"
    engine = open_database(sqlite_url(path))
    ledger_event.metadata.create_all(engine)
    ReadLedger(engine).record(_event(1))
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT object FROM event").fetchall() == [("r1",)]
    other.close()
    engine.dispose()


def test_a_ledger_that_cannot_be_written_stops_the_act(store: Engine) -> None:
    reads = ReadLedger(store)
    reads.record(_event(1))
    with writing(store) as connection:
        connection.execute(text("ALTER TABLE event RENAME TO event_away"))
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(reads.record, _event(number)) for number in range(8)]
    assert [type(one.exception()) for one in asked] == [LedgerBroken] * 8
    with pytest.raises(LedgerBroken), writing(store) as connection:
        ledger.append(connection, _event(2))
    with writing(store) as connection:
        connection.execute(text("ALTER TABLE event_away RENAME TO event"))
    reads.record(_event(3))
    assert _faults(store) == set()
