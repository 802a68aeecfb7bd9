"""A store: one zone's database and blobs, and where everything lies under the data folder."""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from access.subjects import Zone
from records import schema
from records.blobs import BlobFolder


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of a data directory.  ``public/catalogue`` and ``public/desk`` never share a database."""

    data: Path

    def catalogue(self, zone: Zone) -> Path:
        return self.data / "gov" if zone is Zone.GOV else self.data / "public" / "catalogue"

    def reads(self, zone: Zone) -> Path:
        """Where the read events of a zone are kept: beside the government store, in the public desk."""
        return self.data / "gov" if zone is Zone.GOV else self.data / "public" / "desk"

    def database(self, zone: Zone) -> Path:
        return self.catalogue(zone) / "store.sqlite3"

    def read_ledger(self, zone: Zone) -> Path:
        return self.reads(zone) / ("reads.sqlite3" if zone is Zone.GOV else "desk.sqlite3")

    def blobs(self, zone: Zone) -> Path:
        return self.catalogue(zone) / "blobs"

    def index(self, zone: Zone) -> Path:
        return self.catalogue(zone) / "index"

    def key(self, zone: Zone) -> Path:
        """The secret that seals cursors, made when the store is."""
        return self.reads(zone) / "cursor.key"

    def lock(self, zone: Zone, name: str) -> Path:
        return self.catalogue(zone) / f".{name}.lock"

    def present(self) -> tuple[Zone, ...]:
        """The zones that were created here."""
        return tuple(zone for zone in Zone if self.key(zone).exists())


@dataclass(frozen=True, slots=True)
class Store:
    """One zone's holdings, to be read or written."""

    zone: Zone
    database: Engine
    blobs: BlobFolder
    places: Places


_NAME = "store_name"


def name_store(connection: Connection) -> None:
    """Give a new store a random name of its own; one that has a name keeps it."""
    if not store_name(connection):
        connection.execute(insert(schema.meta).values(key=_NAME, value=secrets.token_hex(4)))


def store_name(connection: Connection) -> str:
    """The store's name; empty when it was never given one."""
    return connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == _NAME)).scalar_one_or_none() or ""


@contextmanager
def held(path: Path, *, shared: bool) -> Iterator[bool]:
    """Hold a lock file for the length of the block; yields whether it was free.  It falls with the process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def shared_when_free(path: Path) -> Iterator[None]:
    """Hold a lock file together with others for the length of the block, waiting for whoever holds it alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
