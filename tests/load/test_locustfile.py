"""The simulated readers: bounded, on this machine alone, and finding their way through both real portals."""

import csv
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from load.bounds import Account, BadBounds, Bounds
from load.demo import build
from load.questions import Questions

LOCUSTFILE = Path(__file__).parents[2] / "load" / "locustfile.py"
PASSWORD = "a-long-enough-password-7"
PEOPLE = (("minzheng", "明河区民政局", "staff"), ("dangan", "明河区档案馆", "archivist"), ("duzhe", "", "reader"))
REQUESTS = 120

pytestmark = pytest.mark.timeout(600)


@dataclass(frozen=True)
class Portals:
    public: str
    gov: str


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("KAIJUAN_")} | more


def command(data: Path, *words: str, **more: str) -> None:
    ours = environment(KAIJUAN_DATA=str(data), KAIJUAN_ARCHIVE_NAME="明河区档案馆", **more)
    done = subprocess.run(
        [sys.executable, "-m", "portal.cli", *words], env=ours, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def portal(data: Path, zone: str) -> Iterator[str]:
    address = f"http://127.0.0.1:{(port := free_port())}"
    words = [sys.executable, "-m", "portal.cli", "serve", "--zone", zone, "--port", str(port)]
    server = subprocess.Popen(words, env=environment(KAIJUAN_DATA=str(data)), stderr=subprocess.DEVNULL)
    try:
        wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the portal ended before it answered"
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the portal does not answer")


@pytest.fixture(scope="module")
def portals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portals]:
    folder = tmp_path_factory.mktemp("load")
    build(folder, records=40, seed=7, progress=lambda _done: None)
    data = folder / "data"
    command(data, "init")
    command(data, "ingest", str(folder / "packages"))
    for user, department, role in PEOPLE:
        words = ("--department", department, "--role", role)
        command(data, "people", "add", user, *words, KAIJUAN_NEW_PASSWORD=PASSWORD)
    command(data, "worker", "--once")
    with ExitStack() as stack:
        yield Portals(*(stack.enter_context(portal(data, zone)) for zone in ("public", "gov")))


def locust(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), "--headless", "--only-summary", *words]
    where = LOCUSTFILE.parents[1]
    return subprocess.run(
        line, env=environment(**settings), capture_output=True, text=True, check=False, cwd=where, timeout=240
    )


def test_all_kinds_of_users_find_their_way_without_an_error(portals: Portals, tmp_path: Path) -> None:
    done = locust(
        *("-u", "8", "-r", "8", "-t", "120s", "--csv", str(tmp_path / "run")),
        KAIJUAN_LOAD_PUBLIC=portals.public,
        KAIJUAN_LOAD_GOV=portals.gov,
        KAIJUAN_LOAD_ACCOUNTS=",".join(f"{user}:{PASSWORD}" for user, _, _ in PEOPLE),
        KAIJUAN_LOAD_REQUESTS=str(REQUESTS),
    )
    assert done.returncode == 0, done.stderr[-3000:]
    with (tmp_path / "run_stats.csv").open(encoding="utf-8") as file:
        counted = {row["Name"]: row for row in csv.DictReader(file)}
    assert counted["Aggregated"]["Failure Count"] == "0", done.stdout
    # The users under way when the count is reached each end the request they are at.
    assert REQUESTS <= int(counted["Aggregated"]["Request Count"]) <= REQUESTS + 8
    for kind in ("Citizen", "Staff", "ArchivesStaff", "Overseer"):
        assert f'"{kind}": ' in done.stderr
    assert int(counted["/signin [POST]"]["Request Count"]) == len(PEOPLE)
    assert {"/search", "/search [50]", "/search [facet]", "/records/{id}", "/records/{id}/files/{r}/pages/{n}"} <= set(
        counted
    )


def test_a_wrong_password_is_a_failure_of_the_run(portals: Portals) -> None:
    done = locust(
        *("-u", "1", "-t", "10s", "Staff"),
        KAIJUAN_LOAD_GOV=portals.gov,
        KAIJUAN_LOAD_ACCOUNTS="minzheng:not-the-password",
        KAIJUAN_LOAD_REQUESTS="6",
    )
    assert done.returncode != 0
    assert "minzheng could not sign in" in done.stdout + done.stderr


@pytest.mark.parametrize("address", ["http://example.org", "http://10.0.0.1:8000", "http://localhost", "127.0.0.1"])
def test_no_other_machine_is_put_under_load(address: str) -> None:
    with pytest.raises(BadBounds):
        Bounds.from_environment({"KAIJUAN_LOAD_PUBLIC": address})
    with pytest.raises(BadBounds):
        Bounds.from_environment({"KAIJUAN_LOAD_GOV": address})


def test_the_locustfile_itself_refuses_another_machine() -> None:
    by_setting = locust(KAIJUAN_LOAD_PUBLIC="http://192.0.2.1")
    by_option = locust("--host", "http://192.0.2.1")
    for refused in (by_setting, by_option):
        assert refused.returncode != 0
        assert "Ramping" not in refused.stderr


def test_bounds_are_read_or_refused() -> None:
    read = Bounds.from_environment({"KAIJUAN_LOAD_ACCOUNTS": "a:x:y, b:z", "KAIJUAN_LOAD_REQUESTS": "7"})
    assert (read.accounts, read.requests) == ((Account("a", "x:y"), Account("b", "z")), 7)
    assert [read.accounts_of(nth, 3) for nth in range(3)] == [read.accounts[:1], read.accounts[1:], read.accounts[:1]]
    for wrong in ({"KAIJUAN_LOAD_ACCOUNTS": "a"}, {"KAIJUAN_LOAD_REQUESTS": "0"}, {"KAIJUAN_LOAD_REQUESTS": "-1"}):
        with pytest.raises(BadBounds):
            Bounds.from_environment(wrong)


def test_questions_have_a_heavy_head_a_long_tail_and_some_without_a_result() -> None:
    titles = [f"明河区民政局关于第{number}次婚姻登记检查的通知" for number in range(30)] + ["防汛抗旱应急预案"]
    questions = Questions.of(titles, ["明政办发〔2011〕23号"])
    rng = random.Random(5)
    asked = [questions.choose(rng) for _ in range(4000)]
    head = sum(question in questions.words[:40] for question in asked)
    absent = sum(all(question not in title for title in titles) for question in asked)
    assert 0.4 < head / len(asked) < 0.9
    assert 0.05 < absent / len(asked) < 0.25
    assert "明政办发〔2011〕23号" in asked
    assert set(asked) & set(titles)
    with pytest.raises(ValueError):
        Questions.of([], [])
