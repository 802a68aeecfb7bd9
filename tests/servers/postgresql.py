"""A throw-away PostgreSQL cluster on loopback, from the distribution's own package.

It must not be pointed at a cluster that holds anything: it trusts every caller on loopback and does not sync to disk.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from tests.servers import process

ROLE = "kaijuan"
START_SECONDS = 60.0
# Durability is given up on purpose: the cluster dies with the run, and tests that crash it test our code, not its disk.
FAST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}


class PostgresServer:
    """One cluster for the length of a ``with`` block, or between ``start`` and ``stop``; ``url`` is SQLAlchemy's."""

    def __init__(self, *, watched_pid: int | None = None) -> None:
        self._watched_pid = watched_pid if watched_pid is not None else os.getpid()
        self.folder = Path(tempfile.mkdtemp(prefix="kaijuan-postgresql-"))
        self.port = process.free_ports(1)[0]

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{ROLE}@127.0.0.1:{self.port}/postgres"

    def start(self) -> Self:
        binaries = find_binaries()
        user = _server_user()
        if user is not None:
            shutil.chown(self.folder, user)
        _initialise(binaries / "initdb", self.folder / "data", user=user)
        settings = [f"--{name}={value}" for name, value in FAST_SETTINGS.items()]
        command = [str(binaries / "postgres"), "-D", str(self.folder / "data"), f"--port={self.port}", *settings]
        # SIGINT is the "fast" shutdown: SIGTERM would wait for the clients to leave.
        process.launch(
            self.folder, command, watched_pid=self._watched_pid, stop_signal=signal.SIGINT.name, user=user or "-"
        )
        process.wait_until(self.folder, self._answers, seconds=START_SECONDS)
        return self

    def stop(self) -> None:
        process.discard(self.folder)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _answers(self) -> bool:
        try:
            psycopg.connect(driver_url(self.url), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """The URL of an empty database of its own; it is dropped afterwards, whoever is still connected."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(driver_url(server_url), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield server_url.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with psycopg.connect(driver_url(server_url), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def driver_url(url: str) -> str:
    """The same address as libpq writes it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def find_binaries() -> Path:
    """The folder of ``initdb`` and ``postgres``: Debian keeps it off PATH, one per major version."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    if found is None:
        raise process.ServerUnavailable("没有 PostgreSQL：请先执行 make setup-test")
    return Path(found).resolve().parent


def _server_user() -> str | None:
    """Root must hand the cluster to somebody else; anybody else runs it as themselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _initialise(initdb: Path, data: Path, *, user: str | None) -> None:
    command = [str(initdb), "-D", str(data), "-U", ROLE, "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync"]
    answer = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True, check=False)
    if answer.returncode:
        raise process.ServerUnavailable(f"initdb 失败：\n{answer.stderr}")
