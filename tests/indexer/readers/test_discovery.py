"""From paths to packages: nothing found twice, nothing lost silently."""

from pathlib import Path

import pytest

from indexer.errors import PackageRefused
from indexer.readers import find_packages, open_package
from tests.indexer.readers.building import make_bag, make_eark, zip_folder, zip_of


def found(*paths: Path) -> list[str]:
    return [path.name for path in find_packages(paths)]


def test_packages_in_folders_are_found_in_order_and_not_entered(tmp_path: Path) -> None:
    make_eark(tmp_path / "in" / "year" / "b", {"rep1": {"data/a.txt": b"x"}})
    bag = make_bag(tmp_path / "in" / "a", {"bag/x": b"x"})
    make_bag(bag / "data" / "inner", {"x": b"x"})
    zip_folder(bag, tmp_path / "in" / "c.zip")
    zip_of(tmp_path / "in" / "letter.docx", [("[Content_Types].xml", b"<Types/>")])
    (tmp_path / "in" / "README.txt").write_text("not a package")
    assert found(tmp_path / "in") == ["a", "c.zip", "b"]
    assert found(tmp_path / "in" / "year", bag) == ["b", "a"]


def test_a_folder_without_packages_and_a_stray_file_yield_themselves(tmp_path: Path) -> None:
    (tmp_path / "empty" / "deep").mkdir(parents=True)
    (tmp_path / "note.txt").write_text("x")
    paths = [tmp_path / "empty", tmp_path / "note.txt", tmp_path / "absent"]
    assert list(find_packages(paths)) == paths
    for path in paths:
        with pytest.raises(PackageRefused), open_package(path):
            pass


def test_a_broken_package_beside_good_ones_is_reported(tmp_path: Path) -> None:
    make_bag(tmp_path / "in" / "good", {"x": b"x"})
    (make_bag(tmp_path / "in" / "broken", {"x": b"x"}) / "bagit.txt").unlink()
    (make_eark(tmp_path / "in" / "headless", {"rep1": {"data/a": b"x"}}) / "METS.xml").unlink()
    (tmp_path / "in" / "photos").mkdir()
    (tmp_path / "in" / "photos" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    assert found(tmp_path / "in") == ["broken", "good", "headless", "photos"]
