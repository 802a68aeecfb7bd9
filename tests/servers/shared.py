"""One server of each kind per test run, shared by all xdist workers, started by whoever needs it first.

The pytest process that controls the run opens the run (a folder, named in the environment its workers inherit) and closes
it, which stops the servers.  Nothing here starts a server before a test asks for one.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.servers import process

RUN_FOLDER = "KAIJUAN_TEST_RUN_FOLDER"
RUN_PID = "KAIJUAN_TEST_RUN_PID"
OPENSEARCH_URL = "KAIJUAN_TEST_OPENSEARCH_URL"
POSTGRESQL_URL = "KAIJUAN_TEST_POSTGRESQL_URL"

# What a starter gives: the address, and the folder by which the server is stopped.
Started = tuple[str, Path]


def open_run() -> None:
    """Called once, in the controlling process, before any worker exists."""
    os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="kaijuan-run-")
    os.environ[RUN_PID] = str(os.getpid())


def close_run() -> None:
    """Stop every server this run started.  A killed run never comes here; the guards see that by themselves."""
    folder = Path(os.environ.pop(RUN_FOLDER))
    os.environ.pop(RUN_PID)
    for note in folder.glob("*.json"):
        started = json.loads(note.read_text())
        if "folder" in started:
            process.discard(Path(started["folder"]))
    shutil.rmtree(folder, ignore_errors=True)


def address(kind: str, *, given: str, start: Callable[[int], Started]) -> str:
    """The address of the run's server: the one ``given`` names in the environment, the one already running, or a new one.

    A start that failed is remembered, so that each worker does not wait for it again.
    """
    if os.environ.get(given):
        return os.environ[given]
    run = Path(os.environ[RUN_FOLDER])
    note = run / f"{kind}.json"
    with (run / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            note.write_text(json.dumps(_attempt(start)))
        known = json.loads(note.read_text())
    if "missing" in known:
        raise process.ServerUnavailable(known["missing"])
    return str(known["url"])


def opensearch() -> str:
    return address("opensearch", given=OPENSEARCH_URL, start=_start_opensearch)


def postgresql() -> str:
    return address("postgresql", given=POSTGRESQL_URL, start=_start_postgresql)


def _attempt(start: Callable[[int], Started]) -> dict[str, str]:
    try:
        url, folder = start(int(os.environ[RUN_PID]))
    except process.ServerUnavailable as error:
        return {"missing": str(error)}
    return {"url": url, "folder": str(folder)}


def _start_opensearch(watched_pid: int) -> Started:
    from tests.servers.opensearch.server import OpenSearchServer

    server = OpenSearchServer(watched_pid=watched_pid).start()
    return server.url, server.folder


def _start_postgresql(watched_pid: int) -> Started:
    from tests.servers.postgresql import PostgresServer

    server = PostgresServer(watched_pid=watched_pid).start()
    return server.url, server.folder
