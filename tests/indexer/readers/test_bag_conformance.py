"""Every bag of the conformance suite gets the verdict of the folder it lies in, on this system.

``linux-only`` and ``windows-only`` are invalid bags by the suite's own README; forms of either system are refused here.
"""

import shutil
from pathlib import Path

import pytest

from indexer.errors import PackageRefused, RefusalCode
from indexer.readers import open_package
from tests.material import material

SUITE = "packages/bagit-conformance"
ACCEPTED = ("valid", "warning")
EXPECTED = {"valid": 27, "warning": 6, "invalid": 15, "linux-only": 6, "windows-only": 6}
CODES = {
    "baginfo-missing-encoding": RefusalCode.BAD_BAG,
    "bom-in-bagit.txt": RefusalCode.BAD_BAG,
    "invalid-version-number": RefusalCode.BAD_BAG,
    "bagit-with-invalid-whitespace": RefusalCode.BAD_BAG,
    "same-filename-listed-twice-with-different-hashes": RefusalCode.BAD_BAG,
    "same-filename-listed-twice-with-the-same-hash": RefusalCode.BAD_BAG,
    "corrupt-data-file": RefusalCode.CHECKSUM_MISMATCH,
    "corrupt-tag-file": RefusalCode.CHECKSUM_MISMATCH,
    "extra-file-in-bag": RefusalCode.UNLISTED_FILE,
    "notAllManifestsListAllFiles": RefusalCode.UNLISTED_FILE,
    "missing-baginfo": RefusalCode.MISSING_FILE,
    "missing-bagit.txt": RefusalCode.NOT_A_PACKAGE,
}


def bags(verdict: str) -> list[Path]:
    return sorted(path for path in material(SUITE).glob(f"v*/{verdict}/*") if path.is_dir())


def brought_back(bag: Path, folder: Path) -> Path:
    """A writable copy with the empty ``data`` that version control drops."""
    copy = folder / bag.name
    shutil.copytree(bag, copy)
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (copy / "data").mkdir(exist_ok=True)
    return copy


def judged(bag: Path) -> tuple[RefusalCode | None, bool]:
    """The refusal, if any, and whether an accepted bag came with a warning."""
    try:
        with open_package(bag) as package:
            return None, any(event.outcome == "warning" for item in package.items for event in item.events)
    except PackageRefused as refusal:
        return refusal.code, False


def expected_code(verdict: str, bag: str) -> RefusalCode | None:
    if verdict in ACCEPTED:
        return None
    return CODES.get(bag, RefusalCode.UNSAFE_NAME)


@pytest.mark.parametrize("verdict", EXPECTED)
def test_each_bag_gets_the_verdict_of_its_folder(verdict: str, tmp_path: Path) -> None:
    found = bags(verdict)
    assert len(found) == EXPECTED[verdict]
    for number, bag in enumerate(found):
        code, warned = judged(brought_back(bag, tmp_path / str(number)))
        assert code is expected_code(verdict, bag.name), bag
        assert warned or verdict != "warning", bag


def test_a_bag_of_any_verdict_reads_the_same_from_an_archive(tmp_path: Path) -> None:
    """The tree abstraction, not the disk, decides: a tar of a bag is that bag."""
    bag = brought_back(bags("valid")[-1], tmp_path)
    archive = shutil.make_archive(str(tmp_path / "bag"), "gztar", root_dir=tmp_path, base_dir=bag.name)
    with open_package(bag) as folder, open_package(Path(archive)) as packed:
        assert [(f.path, f.size, f.declared) for f in packed.items[0].files] == [
            (f.path, f.size, f.declared) for f in folder.items[0].files
        ]
