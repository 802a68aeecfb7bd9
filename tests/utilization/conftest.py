"""The archive of each test: on SQLite; where a test says so, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from access.subjects import Zone
from records.database import sqlite_url
from records.stores import Places
from tests.utilization.archive import Archive, built


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    places = Places(tmp_path)
    with built(tmp_path, lambda zone: sqlite_url(places.database(zone))) as made:
        yield made


@pytest.fixture
def archive_on_postgresql(tmp_path: Path, postgresql_server: str) -> Iterator[Archive]:
    from tests.servers.postgresql import fresh_database

    with fresh_database(postgresql_server) as gov, fresh_database(postgresql_server) as public:
        urls = {Zone.GOV: gov, Zone.PUBLIC: public}
        with built(tmp_path, lambda zone: urls[zone]) as made:
            yield made
