"""Killed at any instant, or out of room: what was acknowledged is there once, what was not resumes, nothing is half-done."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from access.subjects import CITIZEN, Zone
from records import schema
from records.database import reading
from search.state import SearchState
from tests.aips import Aip, write_aip
from tests.archive import Archive

ROOT = Path(__file__).parents[2]
PACKAGES = 30
#: How often a run is killed before the last one may end by itself.
KILLS, WORKER_KILLS = 12, 4


def _packages(root: Path, count: int, size: int = 40) -> Path:
    for number in range(count):
        elements = {
            "档号": f"C{number % 3:03d}-WS·2001-D30-{number:04d}",
            "题名": f"关于第{number}号事项的通知",
            "立档单位名称": "明河区民政局",
            "日期": "2001-05-06",
            "年度": "2001",
            "移交状态": "进馆",
            "开放标识": "开放",
            "开放日期": "2020-01-01",
        }
        files = {f"rep1/正本{part}.txt": f"第{number}件第{part}份。" * size for part in range(3)}
        write_aip(root / "packages", Aip(f"crash-{number:03d}", elements, files))
    return root / "packages"


def _kaijuan(archive: Archive, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "portal.cli", "--data", str(archive.settings.data), *arguments]


def _start(archive: Archive, output: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A command in a process group of its own, so that its children are killed with it."""
    with output.open("ab") as said:
        return subprocess.Popen(
            _kaijuan(archive, *arguments),
            cwd=ROOT,
            stdout=said,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def _killed_after(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Kill -9 at that instant, children included.  ``False`` when the command had ended by itself."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def _lines(output: Path) -> list[dict[str, list[str]]]:
    """What was said in whole: a line that a kill cut off was not said."""
    found = []
    for line in output.read_text("utf-8", errors="replace").split("\n"):
        with suppress(ValueError):
            found.append(json.loads(line))
    return found


def _began(process: subprocess.Popen[bytes], output: Path, before: int) -> None:
    """Wait until the run has taken a package in, so that kills fall into the work and not into the imports."""
    while process.poll() is None and len(_lines(output)) == before:
        time.sleep(0.01)


def _records(archive: Archive) -> dict[str, str]:
    """Reference code → id, of everything held."""
    table = schema.item.c
    with reading(archive.store(Zone.GOV).database) as connection:
        rows = connection.execute(select(table.id, table.reference_code)).all()
    assert len({row.reference_code for row in rows}) == len(rows)
    return {row.reference_code: row.id for row in rows}


def _one_version_each(archive: Archive) -> bool:
    with reading(archive.store(Zone.GOV).database) as connection:
        return connection.execute(select(func.max(schema.item_version.c.version))).scalar_one() == 1


def _run(archive: Archive, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_kaijuan(archive, *arguments), cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.timeout(600)
def test_killed_again_and_again_and_resumed_until_done(tmp_path: Path) -> None:
    archive, packages, output = Archive.at(tmp_path), _packages(tmp_path, PACKAGES), tmp_path / "said"
    output.touch()
    dice, killed = random.Random(7), 0
    for _ in range(KILLS):
        before = len(_lines(output))
        process = _start(archive, output, "ingest", "--json", str(packages))
        if dice.random() < 0.7:
            _began(process, output, before)
        killed += _killed_after(process, dice.uniform(0.0, 0.5))
        with output.open("ab") as said:
            said.write(b"\n")  # a line cut off by the kill ends here
    assert killed >= KILLS // 2, "too few runs were cut off: this proves little"
    last = _run(archive, "ingest", "--json", str(packages))
    assert last.returncode == 0, last.stderr
    said = [json.loads(line) for line in last.stdout.splitlines()]
    assert {line["verdict"] for line in said} <= {"accepted", "duplicate"}
    held = _records(archive)
    assert len(held) == len(said) == PACKAGES
    acknowledged = {str(line["package"]): line["records"] for line in _lines(output)}
    assert acknowledged, "no kill fell after an acknowledgement"
    final = {line["package"]: line["records"] for line in said}
    assert {package: final[package] for package in acknowledged} == acknowledged
    assert {record for line in said for record in line["records"]} == set(held.values())
    assert _one_version_each(archive)
    _worker_killed(archive, tmp_path / "worker", dice)
    verdict = _run(archive, "verify")
    assert (verdict.returncode, verdict.stderr) == (0, "")
    assert archive.catalogue(Zone.PUBLIC).search(CITIZEN, SearchState(Zone.PUBLIC)).total == PACKAGES


def _worker_killed(archive: Archive, output: Path, dice: random.Random) -> None:
    for _ in range(WORKER_KILLS):
        process = _start(archive, output, "worker", "--once")
        _killed_after(process, 0.8 + dice.uniform(0.0, 1.2))
    done = _run(archive, "worker", "--once")
    assert done.returncode == 0, done.stderr


def _limited(bytes_allowed: int) -> None:
    """No file may grow beyond this: writing further fails as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_allowed, bytes_allowed))


@pytest.mark.parametrize("allowed", [60_000, 300_000])
def test_without_room_a_sentence_and_nothing_half_done(tmp_path: Path, allowed: int) -> None:
    """60,000 bytes stop the bytes of a file on their way in, 300,000 the database that grows with every package."""
    archive, packages = Archive.at(tmp_path), _packages(tmp_path, 8, size=3000 if allowed == 60_000 else 400)
    full = subprocess.run(
        _kaijuan(archive, "ingest", "--json", str(packages)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: _limited(allowed),
    )
    assert full.returncode == 1, full.stdout
    assert "Traceback" not in full.stderr
    assert len(full.stderr.strip().splitlines()) == 1
    assert "磁盘空间" in full.stderr
    said = [json.loads(line) for line in full.stdout.splitlines()]
    assert set(_records(archive).values()) == {record for line in said for record in line["records"]}
    resumed = _run(archive, "ingest", "--json", str(packages))
    assert (resumed.returncode, len(resumed.stdout.splitlines())) == (0, 8)
    assert len(_records(archive)) == 8
    archive.work()
    assert _run(archive, "verify").returncode == 0


def test_a_worker_without_room_says_so_and_another_finishes(tmp_path: Path) -> None:
    archive, packages = Archive.at(tmp_path), _packages(tmp_path, 8, size=800)
    archive.ingest([packages])
    full = subprocess.run(
        _kaijuan(archive, "worker", "--once"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: _limited(40_000),
    )
    assert full.returncode == 1, full.stdout
    assert "Traceback" not in full.stderr, full.stderr[-2000:]
    assert "磁盘空间" in full.stderr
    assert _run(archive, "worker", "--once").returncode == 0
    assert _run(archive, "verify").returncode == 0
