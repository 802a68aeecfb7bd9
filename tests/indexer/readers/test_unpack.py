"""Hostile archives and folders: each refused with its code, nothing left on disk, nothing written by name."""

import gzip
import io
import os
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from indexer.errors import PackageRefused, RefusalCode
from indexer.readers import UnpackLimits, open_package
from tests.indexer.readers.building import make_bag, tar_of, zip_folder, zip_of

MEGABYTE = 1024 * 1024
UNSAFE = [
    "../evil.txt",
    "a/../../evil.txt",
    "/etc/evil.txt",
    "C:/evil.txt",
    "a/c:evil.txt",
    "a\\..\\evil.txt",
    "\\\\server\\share",
    "a/．．/evil.txt",
    "a\u202etxt.exe",
    "a\x01b",
    "x" * 256,
    "/".join(["y" * 200] * 21),
]


def refused(path: Path, workspace: Path, *, says: str = "。", **limits: int) -> RefusalCode:
    """The code, after making sure that nothing stayed behind."""
    workspace.mkdir(exist_ok=True)
    with (
        pytest.raises(PackageRefused, match=says) as caught,
        open_package(path, limits=UnpackLimits(**limits), workspace=workspace),
    ):
        pass
    assert not list(workspace.iterdir())
    return caught.value.code


@pytest.mark.parametrize("name", UNSAFE, ids=range(len(UNSAFE)))
def test_unsafe_names_are_refused_in_every_container(tmp_path: Path, name: str) -> None:
    zipped = zip_of(tmp_path / "a.bin", [(name, b"x")])
    tarred = tar_of(tmp_path / "b.bin", [(tarfile.TarInfo(name), b"x")])
    for archive in (zipped, tarred):
        assert refused(archive, tmp_path / "w") is RefusalCode.UNSAFE_NAME
    assert not (tmp_path / "evil.txt").exists()
    assert not (tmp_path.parent / "evil.txt").exists()


def test_a_nul_in_a_zip_name_is_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", [("aXb.txt", b"x")])
    archive.write_bytes(archive.read_bytes().replace(b"aXb.txt", b"a\0b.txt"))
    assert refused(archive, tmp_path / "w") is RefusalCode.UNSAFE_NAME


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.BLKTYPE])
def test_links_and_devices_in_tar_are_refused(tmp_path: Path, kind: bytes) -> None:
    member = tarfile.TarInfo("a")
    member.type, member.linkname = kind, "/etc/passwd"
    assert refused(tar_of(tmp_path / "a.tar", [(member, b"")]), tmp_path / "w") is RefusalCode.LINK_OR_DEVICE


def test_a_link_in_zip_is_refused(tmp_path: Path) -> None:
    member = zipfile.ZipInfo("a")
    member.external_attr = 0o120777 << 16
    assert refused(zip_of(tmp_path / "a.zip", [(member, b"/etc/passwd")]), tmp_path / "w") is RefusalCode.LINK_OR_DEVICE


@pytest.mark.parametrize("make", ["link", "folder link", "fifo", "root link"])
def test_links_and_pipes_in_a_folder_are_refused(tmp_path: Path, make: str) -> None:
    bag = make_bag(tmp_path / "bag", {"a.txt": b"x"})
    if make == "link":
        (bag / "data" / "b.txt").symlink_to("/etc/passwd")
    elif make == "folder link":
        (bag / "elsewhere").symlink_to("/etc", target_is_directory=True)
    elif make == "fifo":
        os.mkfifo(bag / "pipe")
    else:
        (tmp_path / "link").symlink_to(bag)
        bag = tmp_path / "link"
    assert refused(bag, tmp_path / "w") is RefusalCode.LINK_OR_DEVICE


def test_duplicate_members_are_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        zipped = zip_of(tmp_path / "a.zip", [("a.txt", b"1"), ("a.txt", b"2")])
    tarred = tar_of(tmp_path / "a.tar", [(tarfile.TarInfo("a.txt"), b"1"), (tarfile.TarInfo("./a.txt"), b"2")])
    both = zip_of(tmp_path / "b.zip", [("a", b"1"), ("a/b", b"2")])
    both_tar = tar_of(tmp_path / "b.tar", [(tarfile.TarInfo("a/b"), b"1"), (tarfile.TarInfo("a"), b"2")])
    for archive in (zipped, tarred, both, both_tar):
        assert refused(archive, tmp_path / "w") is RefusalCode.DUPLICATE_MEMBER


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    """Two directory entries that share one local header: a bomb without nesting."""
    archive = zip_of(tmp_path / "a.zip", [("a.txt", b"one"), ("b.txt", b"two")])
    content = bytearray(archive.read_bytes())
    second = content.rindex(b"PK\x01\x02")
    struct.pack_into("<L", content, second + 42, 0)
    archive.write_bytes(content)
    assert refused(archive, tmp_path / "w", says="重叠") is RefusalCode.BAD_ARCHIVE


def test_a_member_before_the_start_of_the_file_is_refused(tmp_path: Path) -> None:
    """An archive that says it is longer than it is puts its members at negative places."""
    archive = zip_of(tmp_path / "a.zip", [("a.txt", b"one")])
    content = bytearray(archive.read_bytes())
    end = content.rindex(b"PK\x05\x06")
    struct.pack_into("<L", content, end + 16, struct.unpack_from("<L", content, end + 16)[0] + 200)
    archive.write_bytes(content)
    assert refused(archive, tmp_path / "w") is RefusalCode.BAD_ARCHIVE


@pytest.mark.parametrize("container", ["zip", "gz"])
def test_bombs_are_refused_by_their_ratio(tmp_path: Path, container: str) -> None:
    zeros = bytes(20 * MEGABYTE)
    if container == "zip":
        archive = zip_of(tmp_path / "a", [("a.txt", zeros)])
    else:
        archive = tar_of(tmp_path / "a", [(tarfile.TarInfo("a.txt"), zeros)], "w:gz")
    assert refused(archive, tmp_path / "w") is RefusalCode.TOO_LARGE


def test_a_bomb_in_a_tar_header_is_refused(tmp_path: Path) -> None:
    """A pax header that announces a little and holds a lot never reaches memory."""
    member = tarfile.TarInfo("a.txt")
    member.pax_headers = {"comment": "x" * (64 * MEGABYTE)}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(member, io.BytesIO())
    (tmp_path / "a.tgz").write_bytes(gzip.compress(buffer.getvalue()))
    assert refused(tmp_path / "a.tgz", tmp_path / "w", says="远多于声明") is RefusalCode.TOO_LARGE


@pytest.mark.parametrize("limit", [{"members": 2}, {"member_bytes": 10}, {"total_bytes": 25}])
def test_each_cap_holds_in_each_container(tmp_path: Path, limit: dict[str, int]) -> None:
    names = ["a.txt", "b.txt", "c.txt"]
    zipped = zip_of(tmp_path / "a", [(name, bytes(11)) for name in names])
    tarred = tar_of(tmp_path / "b", [(tarfile.TarInfo(name), bytes(11)) for name in names])
    for archive in (zipped, tarred):
        assert refused(archive, tmp_path / "w", **limit) is RefusalCode.TOO_LARGE


def test_a_lie_about_the_size_is_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", [("a.txt", b"0123456789" * 20)])
    content = bytearray(archive.read_bytes())
    struct.pack_into("<L", content, content.rindex(b"PK\x01\x02") + 24, 3)
    archive.write_bytes(content)
    assert refused(archive, tmp_path / "w") is RefusalCode.BAD_ARCHIVE


def test_encrypted_and_broken_archives_are_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", [("a.txt", b"x" * 100)])
    content = bytearray(archive.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.index(mark) + offset] |= 1
    (tmp_path / "b.zip").write_bytes(content)
    (tmp_path / "c.zip").write_bytes(archive.read_bytes()[:60])
    (tmp_path / "d.tgz").write_bytes(b"\x1f\x8b" + bytes(40))
    truncated = tar_of(tmp_path / "e.tar", [(tarfile.TarInfo("a.txt"), bytes(5000))])
    truncated.write_bytes(truncated.read_bytes()[:1500])
    for name in ("b.zip", "c.zip", "d.tgz", "e.tar"):
        assert refused(tmp_path / name, tmp_path / "w") is RefusalCode.BAD_ARCHIVE, name


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    inner = zip_folder(make_bag(tmp_path / "bag", {"a.txt": b"x"}), tmp_path / "bag.zip")
    outer = zip_of(tmp_path / "outer.zip", [("bag.zip", inner.read_bytes())])
    assert refused(outer, tmp_path / "w") is RefusalCode.BAD_ARCHIVE


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"7z\xbc\xaf\x27\x1c" + bytes(30), RefusalCode.UNSUPPORTED_FORMAT),
        (b"plain words", RefusalCode.NOT_A_PACKAGE),
        (b"", RefusalCode.NOT_A_PACKAGE),
    ],
)
def test_other_files_are_named_for_what_they_are(tmp_path: Path, content: bytes, code: RefusalCode) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    assert refused(tmp_path / "x.zip", tmp_path / "w") is code


def test_names_without_the_utf8_flag_are_chinese(tmp_path: Path) -> None:
    """As the tools of a Chinese desktop write them: GB18030 bytes where the standard says cp437."""
    bag = make_bag(tmp_path / "bag", {"通知.txt": b"x"})
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for path in sorted(bag.rglob("*")):
            if path.is_file():
                name = path.relative_to(bag).as_posix().encode("gb18030").decode("cp437")
                member = zipfile.ZipInfo(name)
                archive.writestr(member, path.read_bytes())
    content = bytearray((tmp_path / "a.zip").read_bytes())
    utf8, raw = "data/通知.txt".encode("gb18030").decode("cp437").encode(), "data/通知.txt".encode("gb18030")
    assert utf8 in content
    (tmp_path / "b.zip").write_bytes(rewritten(tmp_path / "a.zip", utf8, raw))
    with open_package(tmp_path / "b.zip") as package:
        assert [f.path for f in package.items[0].files] == ["data/通知.txt"]


def rewritten(archive: Path, utf8: bytes, raw: bytes) -> bytes:
    """The same archive with one name in raw bytes and its UTF-8 flag cleared."""

    class Raw(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the hook of zipfile
            encoded = self.filename.encode()
            return (raw if encoded == utf8 else encoded), self.flag_bits & ~0x800

    target = io.BytesIO()
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(target, "w") as copy:
        for info in source.infolist():
            copy.writestr(Raw(info.filename), source.read(info))
    return target.getvalue()
