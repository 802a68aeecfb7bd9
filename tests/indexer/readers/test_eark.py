"""E-ARK packages: the real ones, and small ones broken one thing at a time."""

import hashlib
import shutil
from pathlib import Path

import pytest
from lxml import etree

from indexer.errors import PackageRefused, RefusalCode
from indexer.mapping import map_item
from indexer.readers import open_package
from tests.indexer.readers.building import DESCRIPTION, PREMIS_2, PREMIS_3, make_eark
from tests.material import material

REPRESENTATIONS = {
    "original": {"data/正本.ofd": b"ofd", "data/附件1 人员名单.txt": b"list"},
    "access": {"data/正本.pdf": b"%PDF-"},
    "redacted": {"data/正本.txt": b"text"},
}


def code_of(path: Path) -> RefusalCode:
    with pytest.raises(PackageRefused) as refused, open_package(path):
        pass
    return refused.value.code


@pytest.fixture
def aip(tmp_path: Path) -> Path:
    return make_eark(tmp_path / "aip", REPRESENTATIONS)


def test_the_published_aip_is_read_with_its_submission(tmp_path: Path) -> None:
    (tar,) = material("packages/e-ark").glob("*.tar")
    with open_package(tar, workspace=tmp_path) as package:
        (item,) = package.items
        assert package.format == "E-ARK AIP"
        assert [f.original_name for f in item.files] == ["Example1.docx", "Example1.pdf"]
        with item.files[0].open() as stream:
            assert hashlib.sha256(stream.read()).hexdigest() == item.files[0].declared[0].value
        assert sum(event.type == "AIP Migrations" for event in item.events) == 4
        failed = [event.detail for event in item.events if event.type == "fixity check" and event.outcome == "fail"]
        # Files the package wrote on after listing them, and the provenance below submission/.
        assert len(failed) == 5
        assert all("metadata/" in detail for detail in failed)
    assert not list(tmp_path.iterdir())


def test_the_folder_without_its_large_file_is_refused() -> None:
    (folder,) = material("packages/e-ark-folder").iterdir()
    assert code_of(folder) is RefusalCode.MISSING_FILE


def test_an_item_has_its_files_roles_and_renditions(aip: Path) -> None:
    with open_package(aip) as package:
        (item,) = package.items
        assert (package.identifier, package.format) == ("urn:uuid:test-1", "E-ARK AIP")
        assert [(f.original_name, f.role, f.rendition, f.component) for f in item.files] == [
            ("正本.ofd", "正本", "original", "正本"),
            ("附件1 人员名单.txt", "附件", "original", "附件1 人员名单"),
            ("正本.pdf", "正本", "access", "正本"),
            ("正本.txt", "正本", "redacted", "正本"),
        ]
        assert [event.agent for event in item.events] == ["办公系统"]
        entry = map_item(item)
        assert (entry.reference_code, entry.title) == ("Z109-WS·2011-Y-BGS-0001", "关于加强档案安全工作的通知")
        assert (entry.document_number, entry.retention) == ("某档〔2011〕7号", "永久")


@pytest.mark.parametrize("premis", [PREMIS_2, PREMIS_3], ids=["2.2", "3.0"])
def test_every_leaf_and_attribute_of_the_metadata_is_kept(tmp_path: Path, premis: str) -> None:
    with open_package(make_eark(tmp_path / "aip", REPRESENTATIONS, premis=premis)) as package:
        (item,) = package.items
        assert len(item.description.elements) == pieces(DESCRIPTION)
        assert len([e for e in item.context if e.path.startswith("metadata/preservation/")]) == pieces(premis)
        assert "共三页" in [e.value for e in item.description.elements]
        assert ("保管期限", "永久") in [(e.name, e.value) for e in item.description.elements]
        entry = map_item(item)
        said = [e.value for e in entry.further] + [getattr(entry, key) for key in entry.__slots__ if key != "further"]
        assert {e.value for e in item.description.elements if e.value} <= set(said)


def pieces(xml: str) -> int:
    """Counted apart from the reader: leaves, attributes, and texts between elements."""
    root = etree.fromstring(xml.encode())
    leaves = len(root.xpath("//*[not(*)]"))
    loose = len([e for e in root.xpath("//*[*]") if any(t.strip() for t in e.xpath("text()"))])
    return leaves + loose + len(root.xpath("//@*"))


def test_a_flipped_byte_is_refused_by_its_name(aip: Path) -> None:
    target = aip / "representations/original/data/正本.ofd"
    target.write_bytes(b"OFD")
    with pytest.raises(PackageRefused, match=r"正本\.ofd") as refused, open_package(aip):
        pass
    assert refused.value.code is RefusalCode.CHECKSUM_MISMATCH


BREAKS = [
    ("representations/original/data/正本.ofd", b"longer than listed", RefusalCode.SIZE_MISMATCH),
    ("representations/original/data/正本.ofd", None, RefusalCode.MISSING_FILE),
    ("representations/original/METS.xml", None, RefusalCode.MISSING_FILE),
    ("representations/original/data/stray.txt", b"unlisted", RefusalCode.UNLISTED_FILE),
    ("representations/extra/stray.txt", b"unlisted", RefusalCode.UNLISTED_FILE),
    ("data/stray.txt", b"unlisted", RefusalCode.UNLISTED_FILE),
    ("metadata/descriptive/dat46.xml", None, RefusalCode.MISSING_FILE),
    (
        "metadata/preservation/premis.xml",
        PREMIS_3.replace("success", "failure").encode(),
        RefusalCode.CHECKSUM_MISMATCH,
    ),
    ("METS.xml", b"<mets", RefusalCode.BAD_XML),
    ("METS.xml", b"<!DOCTYPE mets [<!ENTITY a 'b'>]><mets>&a;</mets>", RefusalCode.BAD_XML),
    ("METS.xml", b"<!DOCTYPE mets SYSTEM 'file:///etc/passwd'><mets/>", RefusalCode.BAD_XML),
    ("METS.xml", b"<" + b"mets " + b" ".join(b'a%d="1"' % i for i in range(1001)) + b"/>", RefusalCode.BAD_XML),
    ("METS.xml", b"<a>" * 300 + b"</a>" * 300, RefusalCode.BAD_XML),
    ("METS.xml", b"<ead/>", RefusalCode.BAD_METS),
    ("METS.xml", None, RefusalCode.NOT_A_PACKAGE),
]


@pytest.mark.parametrize(("name", "content", "code"), BREAKS)
def test_one_thing_wrong_refuses_the_package(aip: Path, name: str, content: bytes | None, code: RefusalCode) -> None:
    if content is None:
        (aip / name).unlink()
    else:
        (aip / name).parent.mkdir(parents=True, exist_ok=True)
        (aip / name).write_bytes(content)
    assert code_of(aip) is code


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("../../etc/passwd", RefusalCode.UNSAFE_NAME),
        ("%2e%2e/%2e%2e/etc/passwd", RefusalCode.UNSAFE_NAME),
        ("/etc/passwd", RefusalCode.UNSAFE_NAME),
        ("file:///etc/passwd", RefusalCode.UNSAFE_NAME),
        ("data\\正本.ofd", RefusalCode.UNSAFE_NAME),
        ("http://example.org/a.pdf", RefusalCode.MISSING_FILE),
    ],
)
def test_an_href_out_of_the_package_is_refused(tmp_path: Path, href: str, code: RefusalCode) -> None:
    root = make_eark(tmp_path / "aip", {})
    mets = (root / "METS.xml").read_text()
    listed = f'<file ID="x"><FLocat LOCTYPE="URL" xlink:href="{href}"/></file></fileGrp></fileSec>'
    (root / "METS.xml").write_text(mets.replace("</fileGrp></fileSec>", listed))
    assert code_of(root) is code


def test_wrong_case_of_the_root_file_is_named(tmp_path: Path) -> None:
    root = make_eark(tmp_path / "aip", REPRESENTATIONS)
    (root / "METS.xml").rename(root / "mets.xml")
    with pytest.raises(PackageRefused, match="区分大小写"), open_package(root):
        pass


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"])
def test_every_algorithm_in_the_wild_is_checked(tmp_path: Path, algorithm: str) -> None:
    root = make_eark(tmp_path / "aip", REPRESENTATIONS, algorithm=algorithm)
    with open_package(root) as package:
        assert package.items[0].files[0].declared[0].algorithm == algorithm.replace("-", "").lower()
    (root / "representations/access/data/正本.pdf").write_bytes(b"%PDF+")
    assert code_of(root) is RefusalCode.CHECKSUM_MISMATCH


def test_junk_and_unlisted_schemas_are_noted_not_read(aip: Path) -> None:
    (aip / "representations/original/data/Thumbs.db").write_bytes(b"junk")
    (aip / "schemas").mkdir()
    (aip / "schemas/a.xsd").write_bytes(b"<schema/>")
    with open_package(aip) as package:
        noted = [event.detail for event in package.items[0].events if event.outcome == "warning"]
        assert len(noted) == 2
        assert len(package.items[0].files) == 4


def test_folder_names_with_colons_and_a_wrapper_are_looked_through(tmp_path: Path) -> None:
    make_eark(tmp_path / "out" / "urn:uuid:7d0d", REPRESENTATIONS)
    archive = shutil.make_archive(str(tmp_path / "a"), "zip", root_dir=tmp_path / "out")
    with open_package(Path(archive)) as package:
        assert len(package.items[0].files) == 4
