"""Text out of each format, through a real child process."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.extraction import Extraction, ExtractionPool
from indexer.extraction.result import cleaned
from tests.indexer.extraction.documents import docx, ofd, pdf_page, text_object, zipped
from tests.material import material

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def pool() -> Iterator[ExtractionPool]:
    with ExtractionPool(workers=1) as pool:
        yield pool


def read(pool: ExtractionPool, path: Path, media_type: str = "") -> Extraction:
    return pool.extract(path, media_type=media_type, name=path.name)


def test_every_ofd_of_the_material(pool: ExtractionPool) -> None:
    results = {path.name: read(pool, path) for path in sorted(material("files/ofd").iterdir())}
    assert len(results) == 32
    assert {result.status for result in results.values()} <= {"text", "no_text"}
    assert sum(bool(HAN.search("".join(result.pages))) for result in results.values()) >= 27
    assert all(result.pages for result in results.values())


@pytest.mark.parametrize(
    ("name", "pages", "words"),
    [
        ("4f2ef5-拿来主义_page6.ofd", 2, "中国一向是所谓“闭关主义”，自己不去，别人也不许来"),
        ("71030e-zsbk.ofd", 2, "建筑工程施工许可证"),
        ("3d151a-发票示例.ofd", 1, "海南麒麟云服科技有限公司"),
        ("ea2e2c-testImageNotFound.ofd", 2, "《矿产资源勘查许可证》是取得探矿权的合法凭证"),
        ("5d9e8a-doc1File.ofd", 11, "十年生死两茫茫，不思量，自难忘"),
        ("6dd578-namespace_no_std.ofd", 1, "你好呀"),
    ],
)
def test_phrases_survive_the_layout_of_ofd(pool: ExtractionPool, name: str, pages: int, words: str) -> None:
    result = read(pool, material(f"files/ofd/{name}"))
    assert len(result.pages) == pages
    assert words in "\n".join(result.pages)


@pytest.mark.parametrize(
    ("name", "pages", "least", "words"),
    [
        ("issue-336-example.pdf", 1, 400, "建设用地使用标准"),
        ("issue-461-example.pdf", 1, 250, "白细胞计数"),
        ("issue-71-duplicate-chars.pdf", 2, 800, "爆破方案优化设计"),
        ("pr-136-example.pdf", 6, 3500, "上海证券交易所"),
    ],
)
def test_every_pdf_of_the_material(pool: ExtractionPool, name: str, pages: int, least: int, words: str) -> None:
    result = read(pool, material(f"files/pdf/{name}"))
    text = "".join(result.pages)
    assert (result.status, len(result.pages)) == ("text", pages)
    assert len(HAN.findall(text)) >= least
    assert words in text


def test_ofd_reads_template_first_and_joins_scattered_characters(pool: ExtractionPool, tmp_path: Path) -> None:
    scattered = [text_object(c, 60 - 12 * i, 20) for i, c in enumerate("知通")]
    page = "".join([text_object("第二行", 10, 40), *scattered, text_object("甲", 10, 60), text_object("100", 100, 60)])
    path = ofd(tmp_path / "a.ofd", page, template=text_object("表头", 150, 90))
    assert read(pool, path).pages == ("表头\n通知\n第二行\n甲 100",)


def test_ofd_columns_run_down_and_right_to_left(pool: ExtractionPool, tmp_path: Path) -> None:
    left, right = (text_object(text, x, 10, 'DeltaY="g 3 5"') for text, x in (("左列在后", 20), ("右列在先", 40)))
    assert read(pool, ofd(tmp_path / "a.ofd", left + right)).pages == ("右列在先\n左列在后",)


def test_a_missing_ofd_page_costs_that_page_only(pool: ExtractionPool, tmp_path: Path) -> None:
    whole = ofd(tmp_path / "a.ofd", text_object("一", 1, 1), text_object("二", 1, 1))
    import zipfile

    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if "Page_0" not in name}
    result = read(pool, zipped(tmp_path / "b.ofd", parts))
    assert result.pages == ("", "二")
    assert "缺失" in result.note


def test_docx_has_text_where_a_reader_sees_it(pool: ExtractionPool, tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>关于</w:t></w:r><w:r><w:t>放假</w:t></w:r><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><mc:AlternateContent><mc:Choice><w:r><w:t>框</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>框</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>第二页</w:t></w:r></w:p>'
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>第三页</w:t></w:r></w:p>"
    )
    run = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    path = docx(
        tmp_path / "a.docx", body, header=run.format("页眉"), footer=run.format("页脚"), footnotes=run.format("脚注")
    )
    pages = read(pool, path).pages
    assert [re.sub(r"\s+", "|", page) for page in pages] == ["页眉|关于放假|甲|乙|框", "第二页", "第三页|脚注|页脚"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gb2312", "big5"]
)
def test_plain_text_in_every_office_encoding(pool: ExtractionPool, tmp_path: Path, encoding: str) -> None:
    words = (
        "關於加強檔案工作的通知，請各單位遵照執行。"
        if encoding == "big5"
        else "关于加强档案工作的通知，请各单位遵照执行。"
    )
    (tmp_path / "a.txt").write_bytes((words + "\n2011年3月5日").encode(encoding))
    assert read(pool, tmp_path / "a.txt", "text/plain").pages == (words + "\n2011年3月5日",)


def test_html_is_what_a_reader_sees(pool: ExtractionPool, tmp_path: Path) -> None:
    html = (
        "<!DOCTYPE html><html><head><meta charset='gbk'><title>标题</title><style>p{}</style></head><body>"
        "<script>alert('毒')</script><p>关<b>于</b>放&nbsp;假</p><table><tr><td>甲</td><td>乙</td></tr></table></body></html>"
    )
    (tmp_path / "a.html").write_bytes(html.encode("gbk"))
    (page,) = read(pool, tmp_path / "a.html").pages
    assert page == "标题\n关于放 假\n甲\t乙"


def test_other_files_say_what_they_are(pool: ExtractionPool, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<r><a>一</a><b>二</b></r>", "utf-8")
    (tmp_path / "b.xml").write_text("<?xml version='1.0'?><r><a>一</a><b>二</b></r>", "utf-8")
    (tmp_path / "c.xml").write_text(
        "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>"
    )
    (tmp_path / "d.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(50))
    (tmp_path / "e.bin").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "f.pdf").write_bytes(b"%PDF-1.4 and nothing else")
    zipped(tmp_path / "g.xlsx", {"xl/workbook.xml": "<a/>"})
    (tmp_path / "h.txt").write_bytes(b"")
    found = {path.name: read(pool, path) for path in sorted(tmp_path.iterdir())}
    assert {name: result.status for name, result in found.items()} == {
        "a.xml": "text",
        "b.xml": "text",
        "c.xml": "unreadable",
        "d.jpg": "no_text",
        "e.bin": "unsupported",
        "f.pdf": "unreadable",
        "g.xlsx": "unsupported",
        "h.txt": "no_text",
    }
    assert found["b.xml"].pages == ("一\n二",)
    assert all(result.note for name, result in found.items() if name[0] not in "abh")


def test_an_empty_pdf_page_is_a_page(pool: ExtractionPool, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_page(b""))
    assert read(pool, tmp_path / "a.pdf") == Extraction(("",), "no_text", "")


def test_glyph_numbers_and_private_characters_are_dropped_and_said() -> None:
    assert cleaned(["甲(cid:12)乙\ue000\r\n丙\x02"]) == Extraction(
        ("甲乙\n丙",), "text", "有 2 个字符只有字形编号而无文字，已略去"
    )
