"""Keep one server process, and end it when the test run that wanted it is gone.

Run as a script: ``python guard.py LOCK_FILE WATCHED_PID SIGNAL USER -- COMMAND…`` (USER ``-``: stay who we are).
While it lives it holds an exclusive lock on LOCK_FILE, and its process id stands in that file: whoever wants the server
stopped asks the lock, not the process table, whether it still runs.  The folder of LOCK_FILE is the server's own.  It must not import anything of the project.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

PATIENCE = 20.0  # seconds a server may take to close by itself
_stop_asked = False


def main(argv: list[str]) -> int:
    """Start the command, wait for its end, for SIGTERM, or for the watched process to vanish."""
    lock_file, watched, stop_signal, user, dashes, *command = argv
    if dashes != "--" or not command:
        raise SystemExit("usage: guard.py LOCK_FILE WATCHED_PID SIGNAL USER -- COMMAND…")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ask_to_stop)
    with Path(lock_file).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(str(os.getpid()))
        lock.flush()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **_identity(user))
        _wait(child, int(watched))
        _close(child, signal.Signals[stop_signal])
        if not _is_there(int(watched)):
            # Nobody is left to remove what the server wrote, and a cluster weighs tens of megabytes.
            shutil.rmtree(Path(lock_file).parent, ignore_errors=True)
    return child.returncode or 0


def _identity(user: str) -> dict[str, Any]:
    """PostgreSQL refuses to run as root; the kernel changes the user, so the child's id is the server's own."""
    if user == "-":
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    global _stop_asked  # noqa: PLW0603 - a signal handler has no other way to leave word
    _stop_asked = True


def _wait(child: subprocess.Popen[bytes], watched: int) -> None:
    while child.poll() is None and not _stop_asked and _is_there(watched):
        time.sleep(0.2)


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _close(child: subprocess.Popen[bytes], stop_signal: signal.Signals) -> None:
    """Ask first; after the patience is over end the child's own process group, which holds nothing else."""
    if child.poll() is None:
        child.send_signal(stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(PATIENCE)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
