"""One store per test with the tables of access, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from access.store.schema import LEDGER, PEOPLE, RULES
from records.database import open_database, sqlite_url, writing

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    else:
        url = sqlite_url(tmp_path / "store.db")
    engine = open_database(url)
    with writing(engine) as connection:
        for tables in (RULES, PEOPLE, LEDGER):
            tables.create_all(connection)
    yield engine
    engine.dispose()
