"""Build the demonstration archive in a folder: packages, packages that must be refused, and the table of organs."""

import csv
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from load.demo.organs import SUCCESSIONS
from load.demo.package import damage, write_package
from load.demo.planning import plan
from load.demo.record import Record

_CHUNK = 20
_WORTH_PROCESSES = 200  # Below this, starting processes costs more than they save.


def build(out: Path, *, records: int, seed: int, progress: Callable[[int], None]) -> None:
    """Write ``records`` packages to ``out/packages``, five bad ones to ``out/broken``, successions to ``organs.csv``.

    Deterministic for its arguments and the typeface found.  ``progress`` is told how many packages are done.
    """
    planned = plan(records, seed)
    packages, broken = out / "packages", out / "broken"
    packages.mkdir(parents=True, exist_ok=True)
    broken.mkdir(exist_ok=True)
    _write_organs(out / "organs.csv")
    for record in planned.forbidden:
        write_package(record, broken)
    for record in planned.damaged:
        damage(write_package(record, broken))
    done = 0
    for count in _written(planned.records, packages):
        done += count
        progress(done)


def _written(records: Sequence[Record], folder: Path) -> Iterator[int]:
    chunks = [records[start : start + _CHUNK] for start in range(0, len(records), _CHUNK)]
    write = partial(_write_chunk, folder=folder)
    if len(records) < _WORTH_PROCESSES:
        yield from map(write, chunks)
        return
    workers = min(4, max(2, os.cpu_count() or 2))
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(write, chunks)


def _write_chunk(records: Iterable[Record], folder: Path) -> int:
    return len([write_package(record, folder) for record in records])


def _write_organs(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("单位", "承继单位", "承继日期", "撤销日期"))
        writer.writerows(
            (
                entry.organ,
                entry.successor,
                entry.since if entry.successor else "",
                "" if entry.successor else entry.since,
            )
            for entry in SUCCESSIONS
        )
