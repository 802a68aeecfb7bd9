"""How a number of a benchmark is taken: seconds of one act, percentiles of many, bytes of a folder."""

import hashlib
import shutil
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds at the middle and near the worst, over ``count`` acts."""

    count: int
    p50: float
    p95: float


def seconds_of(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def times_of(acts: Iterable[Callable[[], object]]) -> Times:
    taken = sorted(seconds_of(act) * 1000 for act in acts)
    if len(taken) < 2:
        raise ValueError("percentiles need at least two acts")
    hundredths = statistics.quantiles(taken, n=100, method="inclusive")
    return Times(len(taken), round(hundredths[49], 1), round(hundredths[94], 1))


def bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def copy_and_digest(source: Path, target: Path) -> None:
    """The least an archive could do with the same files: copy each and take its SHA-256."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            digest = hashlib.sha256()
            with copy.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
