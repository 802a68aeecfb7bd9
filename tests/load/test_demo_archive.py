"""The demonstration archive is what it says: deterministic, whole, of every tier, and readable."""

import hashlib
import importlib.util
import io
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pypdfium2
import pytest
from lxml import etree
from pdfminer.high_level import extract_text
from PIL import ImageFont

from load.demo import build, typeface
from load.demo.compose import Composer
from load.demo.contents import contents_of
from load.demo.layout import Line, pages_of
from load.demo.organs import ORGANS, SUCCESSIONS
from load.demo.pdf import pdf_of
from load.demo.planning import plan
from load.demo.typeface import face_of

RECORDS, SEED = 60, 7
METS = "{http://www.loc.gov/METS/}"
HREF = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo")
    build(out, records=RECORDS, seed=SEED, progress=lambda _done: None)
    return out


def packages(archive: Path, folder: str = "packages") -> list[Path]:
    return sorted((archive / folder).iterdir())


def described(package: Path) -> dict[str, str]:
    root = etree.parse(package / "metadata/descriptive/dat46.xml").getroot()
    assert root.tag == "文件实体"
    return {str(element.tag): element.text or "" for element in root}


def wrong_files(package: Path) -> list[str]:
    """Paths whose bytes differ from what METS says, checked with nothing but hashlib; also files METS leaves out."""
    root = etree.parse(package / "METS.xml").getroot()
    listed: dict[str, etree._Element] = {unquote(element.get(HREF)): element for element in root.iter(f"{METS}mdRef")}
    for element in root.iter(f"{METS}file"):
        listed[unquote(element.find(f"{METS}FLocat").get(HREF))] = element
    present = {str(path.relative_to(package)) for path in package.rglob("*") if path.is_file()}
    wrong = sorted(present - set(listed) - {"METS.xml"})
    for path, element in listed.items():
        content = (package / path).read_bytes()
        right = hashlib.sha256(content).hexdigest() == element.get("CHECKSUM") and str(len(content)) == element.get(
            "SIZE"
        )
        wrong += [] if right else [path]
    return wrong


def bare(text: str) -> str:
    return "".join(text.split()).replace("\ufeff", "")


def test_the_same_seed_writes_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    build(tmp_path, records=RECORDS, seed=SEED, progress=lambda _done: None)
    first = {path.relative_to(archive): path.read_bytes() for path in archive.rglob("*") if path.is_file()}
    second = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert first == second
    assert plan(5, SEED) != plan(5, SEED + 1)


def test_every_file_is_listed_with_its_right_checksum(archive: Path) -> None:
    assert len(packages(archive)) == RECORDS
    assert [wrong_files(package) for package in packages(archive)] == [[]] * RECORDS


def test_premis_states_the_same_digests_and_a_history(archive: Path) -> None:
    premis = {"p": "http://www.loc.gov/premis/v3"}
    for package in packages(archive):
        root = etree.parse(package / "metadata/preservation/premis.xml").getroot()
        for item in root.findall("p:object", premis):
            path = package / item.findtext("p:objectIdentifier/p:objectIdentifierValue", namespaces=premis)
            assert hashlib.sha256(path.read_bytes()).hexdigest() == item.findtext(
                ".//p:messageDigest", namespaces=premis
            )
        kinds = [event.text for event in root.findall("p:event/p:eventType", premis)]
        assert kinds[:4] == ["创建", "审核", "签发", "归档"]
        assert (kinds[4:] == ["移交"]) == (described(package)["移交状态"] == "进馆")


def test_every_tier_occurs(archive: Path) -> None:
    facts = [described(package) for package in packages(archive)]
    labels = {record.get("开放标识") or record.get("公开属性") for record in facts}
    assert labels == {
        "开放·全文上网", "开放·目录上网", "主动公开", "依申请公开", "延期开放", "控制", "不予公开", "未审核", "开放",
    }  # fmt: skip
    assert {record.get("政务共享范围") for record in facts} == {"全文共享", "目录共享", "本单位", None}
    assert {record["移交状态"] for record in facts} == {"进馆", "未进馆"}


def test_fifty_seven_departments(archive: Path) -> None:
    assert len(ORGANS) == 57
    assert len({described(package)["立档单位名称"] for package in packages(archive)}) == 57
    assert len({organ.fonds for organ in ORGANS}) == 57


def test_successions_name_known_organs(archive: Path) -> None:
    names = {organ.name for organ in ORGANS}
    assert {entry.organ for entry in SUCCESSIONS} < names
    assert {entry.successor for entry in SUCCESSIONS} - {""} < names
    head, *rows = (archive / "organs.csv").read_text(encoding="utf-8").splitlines()
    assert head == "单位,承继单位,承继日期,撤销日期"
    assert len(rows) == len(SUCCESSIONS)


def test_bad_packages_are_bad_in_the_way_they_should_be(archive: Path) -> None:
    bad = packages(archive, "broken")
    marked = [package for package in bad if "密级" in described(package) and not wrong_files(package)]
    damaged = [package for package in bad if wrong_files(package)]
    assert {described(package)["密级"] for package in marked} == {"秘密", "机密★10年", "秘密★5年"}
    assert (len(bad), len(marked), len(damaged)) == (5, 3, 2)


def test_good_packages_carry_no_secret_marking_but_one_declassified(archive: Path) -> None:
    facts = [described(package) for package in packages(archive)]
    marked = [record for record in facts if record.get("密级") not in {None, "工作秘密"}]
    assert [(record["密级"], "解密日期" in record, "解密机关" in record) for record in marked] == [("机密", True, True)]


def test_the_full_archive_is_rich() -> None:
    """Judged on the plan, which is where the whole distribution is decided."""
    records = plan(2000, 20261122).records
    assert len({record.title for record in records}) == len({record.code for record in records}) == 2000
    assert Counter((record.organ.fonds, record.written_on.year) for record in records).most_common(1)[0][1] >= 200
    today = date(2026, 1, 1)
    readable = [
        record
        for record in records
        if record.access.label in {"开放·全文上网", "开放", "主动公开"}
        and record.access.network != "gov"
        and (record.access.opens_on is None or record.access.opens_on <= today)
    ]
    assert len(readable) >= 0.35 * 2000
    assert any(record.access.opens_on and record.access.opens_on > today for record in records)
    assert {record.access.network for record in records} == {None, "gov", "both"}
    assert sum(record.access.classification == "工作秘密" for record in records) >= 5
    assert sum(record.redacted for record in records) >= 20
    assert {record.kind for record in records} == {"文书", "照片", "音像", "业务数据", "科技", "会计", "实物"}
    assert min(record.written_on.year for record in records) == 1990
    assert max(record.written_on.year for record in records) == 2025


def test_paragraphs_differ_across_records() -> None:
    """Set phrases may recur; a paragraph of substance must not."""
    seen = Counter(
        paragraph
        for record in plan(120, SEED).records
        for paragraph in Composer(record).document().paragraphs
        if len(paragraph) > 80
    )
    assert len(seen) > 500
    assert seen.most_common(1)[0][1] == 1


@pytest.fixture(params=["as installed", "predefined"])
def _face(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "predefined":
        monkeypatch.setattr(typeface, "_installed", lambda: None)


@pytest.mark.usefixtures("_face")
def test_pdf_gives_its_text_back() -> None:
    for record in plan(3, SEED).records:
        text = Composer(record).document()
        pages = pages_of(text)
        content = pdf_of(pages, text.title)
        wanted = [
            bare("".join(line.text for line in page)) + f"—{number}—" for number, page in enumerate(pages, start=1)
        ]
        document = pypdfium2.PdfDocument(content)
        assert [bare(page.get_textpage().get_text_range()) for page in document] == wanted
        document.close()
        assert [bare(page) for page in extract_text(io.BytesIO(content)).split("\f")[:-1]] == wanted
        assert 2 <= len(pages) <= 9


def test_embedded_glyphs_are_drawn_whole() -> None:
    """A badly cut font still yields its text; only its ink, set against the uncut font's, shows the fault."""
    characters = "明河区政府档案卷赢，。2"
    if face_of(characters).program is None:
        assert face_of(characters).name == "STSong-Light"
        return
    content = pdf_of((tuple(Line(character * 10, opens=True) for character in characters),), "字形")
    document = pypdfium2.PdfDocument(content)
    grey = document[0].render(scale=2).to_pil().convert("L")
    document.close()
    spec = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    assert spec is not None
    font = ImageFont.truetype(Path(str(spec.origin)).parent / "NotoSerifSC-Regular.otf", 32)
    for nth, character in enumerate(characters):
        baseline = 2 * (842 - 745 + nth * 28.9)
        band = grey.crop((0, int(baseline - 36), grey.width, int(baseline + 18)))
        drawn = sum(count * (255 - shade) for shade, count in enumerate(band.histogram()))
        whole = 10 * sum(bytes(font.getmask(character)))
        assert 0.85 < drawn / whole < 1.15, character


def test_packages_carry_the_formats_and_roles_of_an_archive(archive: Path) -> None:
    names = [path.name for package in packages(archive) for path in package.glob("representations/*/data/*")]
    assert {name.rpartition(".")[2] for name in names} == {"pdf", "docx", "ofd", "txt", "png", "csv"}
    assert {name.partition("-")[0] for name in names} >= {"正本", "定稿", "办理单", "附件1", "附件2"}


def test_a_redacted_copy_lacks_the_names_and_pairs_with_its_original() -> None:
    record = next(record for record in plan(200, SEED).records if record.redacted and record.form == "txt")
    contents = contents_of(record).representations
    (clean,) = contents["redacted"]
    original = next(file for file in contents["rep1"] if file.name == clean.name)
    masked = clean.content.decode()
    assert "××" in masked
    assert "××" not in original.content.decode()
    assert len(clean.content) < len(original.content) * 1.1
    assert clean.content != original.content
