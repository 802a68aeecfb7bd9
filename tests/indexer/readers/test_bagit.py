"""Bags of our own making: what the suite does not try."""

import hashlib
from pathlib import Path

import pytest

from indexer.errors import PackageRefused, RefusalCode
from indexer.readers import open_package
from tests.indexer.readers.building import make_bag, make_eark, seal_bag

PAYLOAD = {"通知.txt": "关于放假的通知".encode(), "附件/附件1.txt": b"table"}
INFO = "External-Identifier: Z109-0001\nExternal-Description: 关于放假的\n  通知\n密级: 内部\n密级: 无\n"


def code_of(path: Path) -> RefusalCode:
    with pytest.raises(PackageRefused) as refused, open_package(path):
        pass
    return refused.value.code


def test_a_bag_is_one_item_described_by_its_info(tmp_path: Path) -> None:
    with open_package(make_bag(tmp_path / "bag", PAYLOAD, info=INFO)) as package:
        (item,) = package.items
        assert (package.format, package.identifier) == ("BagIt 1.0", "Z109-0001")
        assert [(e.name, e.value) for e in item.description.elements] == [
            ("External-Identifier", "Z109-0001"),
            ("External-Description", "关于放假的 通知"),
            ("密级", "内部"),
            ("密级", "无"),
        ]
        assert [(f.path, f.role, f.ordinal) for f in item.files] == [
            ("data/通知.txt", "", 1),
            ("data/附件/附件1.txt", "附件", 2),
        ]
        assert item.files[0].local.read_text("utf-8") == "关于放假的通知"


def test_a_bag_around_an_eark_package_is_that_package(tmp_path: Path) -> None:
    make_eark(tmp_path / "bag" / "data" / "aip", {"rep1": {"data/正本.txt": b"x"}})
    with open_package(make_bag(tmp_path / "bag", {}, info=INFO)) as package:
        assert package.format == "E-ARK AIP (BagIt)"
        assert package.identifier == "urn:uuid:test-1"
        assert ("External-Identifier", "Z109-0001") in [(e.name, e.value) for e in package.items[0].context]


def test_the_bag_is_proven_before_the_package_inside(tmp_path: Path) -> None:
    make_eark(tmp_path / "bag" / "data", {"rep1": {"data/a.txt": b"x"}})
    bag = make_bag(tmp_path / "bag", {})
    (bag / "data" / "metadata" / "descriptive" / "dat46.xml").write_bytes(b"<a/>")
    assert code_of(bag) is RefusalCode.CHECKSUM_MISMATCH


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("fetch.txt", "http://example.org/x 5 data/far.txt\n", RefusalCode.INCOMPLETE_BAG),
        ("fetch.txt", "http://example.org/x - data/../../x\n", RefusalCode.UNSAFE_NAME),
        ("fetch.txt", "http://example.org/x many data/x\n", RefusalCode.BAD_BAG),
        ("bag-info.txt", "Payload-Oxum: 1.2\n", RefusalCode.SIZE_MISMATCH),
        ("bag-info.txt", "no label here\n", RefusalCode.BAD_BAG),
        ("bagit.txt", "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n", RefusalCode.BAD_BAG),
        ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: base64\n", RefusalCode.BAD_BAG),
        ("manifest-sha256.txt", "", RefusalCode.UNLISTED_FILE),
        ("manifest-sha256.txt", "zz data/通知.txt\n", RefusalCode.BAD_BAG),
        ("manifest-sha256.txt", "00 bagit.txt\n", RefusalCode.UNSAFE_NAME),
        ("manifest-md5.txt", "00 data/absent.txt\n", RefusalCode.MISSING_FILE),
    ],
)
def test_one_wrong_tag_file_refuses_the_bag(tmp_path: Path, name: str, content: str, code: RefusalCode) -> None:
    bag = make_bag(tmp_path / "bag", PAYLOAD)
    (bag / name).write_text(content, "utf-8")
    assert code_of(bag) is code


@pytest.mark.parametrize(("version", "refused"), [("1.0", True), ("0.97", False)])
def test_since_1_0_every_manifest_lists_every_file(tmp_path: Path, version: str, refused: bool) -> None:
    bag = make_bag(tmp_path / "bag", {"a.txt": b"x", "b.txt": b"y"}, version=version)
    (bag / "manifest-md5.txt").write_text(f"{hashlib.md5(b'x').hexdigest()}  data/a.txt\n")
    if refused:
        assert code_of(bag) is RefusalCode.UNLISTED_FILE
    else:
        with open_package(bag) as package:
            assert [len(f.declared) for f in package.items[0].files] == [2, 1]


def test_percent_signs_are_decoded_since_1_0_only(tmp_path: Path) -> None:
    new = make_bag(tmp_path / "new", {"100%.txt": b"x"})
    (new / "manifest-sha256.txt").write_text((new / "manifest-sha256.txt").read_text().replace("100%", "100%25"))
    with open_package(new) as package:
        assert [f.original_name for f in package.items[0].files] == ["100%.txt"]
    old = make_bag(tmp_path / "old", {"100%25.txt": b"x"}, version="0.97")
    with open_package(old) as package:
        assert [f.original_name for f in package.items[0].files] == ["100%25.txt"]


def test_a_bag_without_a_known_label_is_named_by_its_folder(tmp_path: Path) -> None:
    with open_package(make_bag(tmp_path / "卷宗一", PAYLOAD)) as package:
        assert package.items[0].identifier == "卷宗一"


def test_system_files_in_the_payload_are_no_content(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", PAYLOAD)
    (bag / "data" / ".DS_Store").write_bytes(b"junk")
    assert code_of(bag) is RefusalCode.UNLISTED_FILE
    with open_package(seal_bag(bag)) as package:
        assert len(package.items[0].files) == 2
        assert any(".DS_Store" in event.detail for event in package.items[0].events)
