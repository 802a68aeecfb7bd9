"""Opening a database: SQLite by default, PostgreSQL by URL, one way of beginning a transaction on both.

``reading`` sees one snapshot; ``writing`` takes the write lock at once, so that a check and the act it
allows cannot be parted.  Nothing else in the house calls ``create_engine``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

_WRITES = "kaijuan_writes"


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def open_database(url: str) -> Engine:
    """An engine with our pragmas and transactions.  The file is created when the first table is."""
    if not url.startswith("sqlite"):
        server = create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10, isolation_level="READ COMMITTED")
        event.listen(server, "before_cursor_execute", _without_nul, retval=True)
        return server
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False}, pool_size=10, max_overflow=20)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """The driver's own transaction handling is switched off; ours begins them (SQLAlchemy's pysqlite notes)."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _without_nul(_connection: object, _cursor: object, statement: str, given: Any, *_more: object) -> tuple[str, Any]:
    """PostgreSQL's texts hold no NUL, and refuse the statement.

    A name with one is then the name of nothing, as on SQLite; a text that is kept has the replacement character there.
    """
    if isinstance(given, dict):
        return statement, _speakable(given)
    return statement, [_speakable(row) if isinstance(row, dict) else row for row in given] if given else given


def _speakable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.replace("\0", "\ufffd") if isinstance(value, str) else value for name, value in row.items()}


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view; nothing is kept of what might be written in it."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        try:
            yield connection
        finally:
            connection.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction: all of it is kept when the block ends well, nothing when it raises."""
    with engine.connect() as connection:
        connection.execution_options(**{_WRITES: True})
        with connection.begin():
            yield connection
