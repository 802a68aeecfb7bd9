"""Start a server under its guard, ask whether it runs, stop it; the same for every server of the tests.

One folder per server holds what is needed to stop it from any process: ``guard.lock`` (see guard.py) and ``server.log``.
It must not end a process that it did not start: only the holder of the folder's lock is signalled.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

GUARD = Path(__file__).with_name("guard.py")
STOP_PATIENCE = 40.0  # seconds; the guard itself gives the server 20 and then kills it


class ServerUnavailable(RuntimeError):
    """A test server cannot be had here; the message says what is missing and what to do."""


def launch(folder: Path, command: Sequence[str], *, watched_pid: int, stop_signal: str, user: str = "-") -> None:
    """Start ``command`` under a guard that ends it when ``watched_pid`` is gone; returns at once, before it answers."""
    guard = [sys.executable, str(GUARD), str(_lock(folder)), str(watched_pid), stop_signal, user, "--"]
    with (folder / "server.log").open("ab") as log:
        # The guard outlives this call by design; ``stop`` or the end of the watched process ends it.
        process = subprocess.Popen(
            [*guard, *command], stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
    process.returncode = 0  # Without this the interpreter warns at exit about a child still running.
    deadline = time.monotonic() + 10
    while not is_running(folder):
        if time.monotonic() > deadline:
            raise ServerUnavailable(f"测试服务器的守护进程没有启动，见 {folder / 'server.log'}")
        time.sleep(0.02)


def is_running(folder: Path) -> bool:
    """True while the guard lives: the kernel drops its lock with the process, however that ended."""
    try:
        with _lock(folder).open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def wait_until(folder: Path, answers: Callable[[], bool], *, seconds: float) -> None:
    """Wait until the server answers; when it ended or stays silent, say so with the end of its log."""
    deadline = time.monotonic() + seconds
    while not answers():
        if not is_running(folder):
            raise ServerUnavailable(f"测试服务器启动后又退出：\n{log_tail(folder)}")
        if time.monotonic() > deadline:
            stop(folder)
            raise ServerUnavailable(f"测试服务器 {seconds:.0f} 秒内没有应答：\n{log_tail(folder)}")
        time.sleep(0.1)


def stop(folder: Path) -> None:
    """Stop the server of this folder, if it runs, and wait until it is gone."""
    if not is_running(folder):
        return
    guard = int(_lock(folder).read_text())
    os.kill(guard, signal.SIGTERM)
    deadline = time.monotonic() + STOP_PATIENCE
    while is_running(folder):
        if time.monotonic() > deadline:
            raise ServerUnavailable(f"测试服务器停不下来，见 {folder / 'server.log'}")
        time.sleep(0.05)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(guard, 0)  # Where the guard is our own child, it should not stay behind as a zombie.


def discard(folder: Path) -> None:
    """Stop the server and remove everything it wrote."""
    stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def log_tail(folder: Path, *, characters: int = 2000) -> str:
    return (folder / "server.log").read_text("utf-8", "replace")[-characters:]


def free_ports(count: int) -> list[int]:
    """Loopback ports nobody listens on now; all are held until the last is found, so that they differ."""
    holders = [socket.socket() for _ in range(count)]
    try:
        for holder in holders:
            holder.bind(("127.0.0.1", 0))
        return [holder.getsockname()[1] for holder in holders]
    finally:
        for holder in holders:
            holder.close()


def _lock(folder: Path) -> Path:
    return folder / "guard.lock"
