"""A test run's own conduct: skips are told and can be forbidden, servers are shared and do not outlive a killed run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPPING = "import pytest\n\ndef test_needs_more():\n    pytest.skip('no machine for it')\n"
PASSING = "def test_passes():\n    pass\n"
ASKS_FOR_DATABASE = (
    "import os\n\n"
    "def test_{name}(postgresql_server):\n"
    "    with open(os.environ['ADDRESSES'], 'a') as addresses:\n"
    "        print(postgresql_server, file=addresses)\n"
)


def pytest_command(folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-q", f"--rootdir={folder}", *options, str(folder)]


def environment(**more: str) -> dict[str, str]:
    """The run's own environment but for what would make the inner run a part of the outer one."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("KAIJUAN_", "PYTEST_"))}
    return {**inherited, "PYTHONPATH": str(ROOT), **more}


def run(folder: Path, *options: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = pytest_command(folder, *options)
    return subprocess.run(command, cwd=folder, env=environment(**more), capture_output=True, text=True, check=False)


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_skip_fails_only_where_skips_are_forbidden(workers: str, tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(SKIPPING + "\n" + PASSING)
    allowed = run(tmp_path, "-n", workers)
    forbidden = run(tmp_path, "-n", workers, KAIJUAN_NO_SKIPS="1")
    assert (allowed.returncode, forbidden.returncode) == (0, 1), allowed.stdout + forbidden.stdout
    assert "跳过 1 项" in allowed.stdout
    assert "test_needs_more" in forbidden.stdout
    assert "不允许跳过" in forbidden.stdout


def test_workers_share_one_server_and_the_run_ends_it(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"test_{name}.py").write_text(ASKS_FOR_DATABASE.format(name=name))
    answer = run(tmp_path, "-n", "2", "--dist", "loadfile", ADDRESSES=str(tmp_path / "addresses"))
    addresses = (tmp_path / "addresses").read_text().splitlines()
    assert answer.returncode == 0, answer.stdout
    assert (len(addresses), len(set(addresses))) == (2, 1)
    assert not listens(addresses[0])


def test_a_killed_run_leaves_no_server(tmp_path: Path) -> None:
    addresses = tmp_path / "addresses"
    (tmp_path / "test_one.py").write_text(ASKS_FOR_DATABASE.format(name="one") + "    import time; time.sleep(600)\n")
    command = pytest_command(tmp_path)
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(ADDRESSES=str(addresses)), stdout=subprocess.DEVNULL
    ) as killed:
        wait_for(lambda: addresses.exists() and bool(addresses.read_text()))
        address = addresses.read_text().strip()
        assert listens(address)
        killed.send_signal(signal.SIGKILL)
    wait_for(lambda: not listens(address))


def listens(url: str) -> bool:
    import psycopg

    from tests.servers.postgresql import driver_url

    try:
        psycopg.connect(driver_url(url), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def wait_for(claim: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not claim():
        assert time.monotonic() < deadline, "waited a minute in vain"
        time.sleep(0.1)
