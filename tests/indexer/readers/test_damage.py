"""Damaged packages of every kind are refused, or read as if nothing were wrong; they raise nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import PackageRefused
from indexer.readers import open_package
from tests.indexer.readers.building import make_bag, make_eark

CHANGES = st.lists(st.tuples(st.integers(0, 1_000_000), st.integers(0, 255)), min_size=1, max_size=6)
FILES = {
    "METS.xml": lambda folder: make_eark(folder / "a", {"rep1": {"data/正本.txt": b"x"}}),
    "metadata/preservation/premis.xml": lambda folder: make_eark(folder / "b", {"rep1": {"data/a.txt": b"x"}}),
    "manifest-sha256.txt": lambda folder: make_bag(folder / "c", {"通知.txt": b"x"}, info="密级: 无\n"),
    "bag-info.txt": lambda folder: make_bag(folder / "d", {"通知.txt": b"x"}, info="密级: 无\n"),
    "bagit.txt": lambda folder: make_bag(folder / "e", {"通知.txt": b"x"}),
}


def damaged(content: bytes, changes: list[tuple[int, int]]) -> bytes:
    changed = bytearray(content)
    for position, value in changes:
        changed[position % len(changed)] = value
    return bytes(changed)


def opened(path: Path) -> bool:
    try:
        with open_package(path) as package:
            return bool(package.items)
    except PackageRefused as refusal:
        return bool(refusal.reason_zh)


@pytest.mark.parametrize("kind", ["zip", "tar", "gztar", "bztar"])
def test_damaged_archives(tmp_path: Path, kind: str) -> None:
    make_bag(tmp_path / "in" / "bag", {"通知.txt": b"x" * 3000, "b.txt": b"y"})
    original = Path(shutil.make_archive(str(tmp_path / "a"), kind, root_dir=tmp_path / "in")).read_bytes()
    target = tmp_path / "damaged"

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(CHANGES, st.integers(0, 400))
    def check(changes: list[tuple[int, int]], cut: int) -> None:
        content = damaged(original, changes)
        target.write_bytes(content[: len(content) - cut] if cut > 200 else content)
        assert opened(target)

    check()


@pytest.mark.parametrize("name", FILES)
def test_damaged_lists(tmp_path: Path, name: str) -> None:
    make: Callable[[Path], Path] = FILES[name]
    root = make(tmp_path)
    original = (root / name).read_bytes()

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(CHANGES)
    def check(changes: list[tuple[int, int]]) -> None:
        (root / name).write_bytes(damaged(original, changes))
        assert opened(root)

    check()
