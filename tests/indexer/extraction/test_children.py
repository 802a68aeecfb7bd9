"""The child process: what it may not do, and that its death costs one file."""

import os
import threading
import zipfile
from pathlib import Path

import pytest

from indexer.errors import PageImageUnavailable
from indexer.extraction import ExtractionPool
from tests.indexer.extraction.documents import docx, ofd, pdf_page, text_object, zipped

LIMIT = 8_000


def text_file(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_a_child_that_hangs_costs_one_file(tmp_path: Path) -> None:
    """Opening a pipe waits for a writer who never comes."""
    busy = tmp_path / "busy.txt"
    good = text_file(tmp_path, "good.txt", "好")
    os.mkfifo(busy)
    with ExtractionPool(workers=1, wall_seconds=1.0) as pool:
        assert pool.extract(good, media_type="", name="good.txt").pages == ("好",)
        result = pool.extract(busy, media_type="", name="busy.txt")
        assert (result.status, result.pages) == ("unreadable", ())
        assert "上限" in result.note
        assert pool.extract(good, media_type="", name="good.txt").pages == ("好",)


def test_memory_is_limited(tmp_path: Path) -> None:
    """A drawing of 16 000 by 16 000 points needs a gigabyte: below the pixel cap it would fit nowhere."""
    (tmp_path / "a.pdf").write_bytes(pdf_page(b"", "0 0 16000 16000"))
    (tmp_path / "b.pdf").write_bytes(pdf_page(b"BT /F 12 Tf 10 10 Td (Hello) Tj ET"))
    with ExtractionPool(workers=1) as pool:
        with pytest.raises(PageImageUnavailable, match="一亿像素"):
            pool.page_png(tmp_path / "a.pdf", 1, width=16_000)
        with pytest.raises(PageImageUnavailable, match=r"上限|无法绘制"):
            pool.page_png(tmp_path / "a.pdf", 1, width=9_999)
        assert pool.extract(tmp_path / "b.pdf", media_type="", name="b.pdf").pages == ("Hello",)


def test_a_page_is_drawn_in_the_width_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_page(b"BT /F 12 Tf 10 10 Td (Hello) Tj ET"))
    with ExtractionPool(workers=1) as pool:
        png = pool.page_png(tmp_path / "a.pdf", 1, width=400)
        assert png.startswith(b"\x89PNG")
        assert (int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")) == (400, 200)
        with pytest.raises(PageImageUnavailable, match="没有第 2 页"):
            pool.page_png(tmp_path / "a.pdf", 2, width=400)
        with pytest.raises(PageImageUnavailable):
            pool.page_png(text_file(tmp_path, "a.txt", "x"), 1, width=400)


@pytest.mark.parametrize("kind", ["ofd", "docx"])
def test_bombs_and_doctypes_inside_documents_are_refused(tmp_path: Path, kind: str) -> None:
    main = {"ofd": "OFD.xml", "docx": "word/document.xml"}[kind]
    bomb = zipped(tmp_path / "bomb", {main: "<a/>", "big.xml": bytes(20_000_000)})
    doctype = zipped(tmp_path / "doctype", {main: "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"})
    traversal = zipped(tmp_path / "traversal", {main: "<a/>", "../../evil.xml": "<a/>"})
    with ExtractionPool(workers=1) as pool:
        for path in (bomb, doctype, traversal):
            result = pool.extract(path, media_type="", name=f"{path.name}.{kind}")
            assert (result.status, bool(result.note)) == ("unreadable", True), path


def test_deep_documents_do_not_break_the_child(tmp_path: Path) -> None:
    deep_html = text_file(tmp_path, "a.html", "<html>" + "<div>" * LIMIT + "底" + "</div>" * LIMIT)
    deep_docx = docx(tmp_path / "a.docx", "<w:p>" * 250 + "</w:p>" * 250)
    with ExtractionPool(workers=1) as pool:
        assert pool.extract(deep_html, media_type="", name="a.html").status in {"text", "no_text", "unreadable"}
        assert pool.extract(deep_docx, media_type="", name="a.docx").status in {"no_text", "unreadable"}
        assert pool.extract(text_file(tmp_path, "b.txt", "好"), media_type="", name="b.txt").pages == ("好",)


def test_threads_share_a_pool(tmp_path: Path) -> None:
    files = [text_file(tmp_path, f"{number}.txt", f"第{number}件") for number in range(60)]
    found: dict[str, tuple[str, ...]] = {}
    with ExtractionPool(workers=2) as pool:

        def work(part: list[Path]) -> None:
            for path in part:
                found[path.name] = pool.extract(path, media_type="text/plain", name=path.name).pages

        threads = [threading.Thread(target=work, args=(files[start::4],)) for start in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {path.name: (f"第{path.stem}件",) for path in files}


def test_a_child_is_replaced_after_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.extraction.pool._FILES_PER_CHILD", 2)
    path = text_file(tmp_path, "a.txt", "好")
    with ExtractionPool(workers=1) as pool:
        processes = set()
        for _ in range(5):
            assert pool.extract(path, media_type="", name="a.txt").pages == ("好",)
            processes.add(pool._children[0]._process.pid)
        assert len(processes) == 3


def test_leaving_the_pool_ends_its_children(tmp_path: Path) -> None:
    with ExtractionPool(workers=1) as pool:
        pool.extract(text_file(tmp_path, "a.txt", "好"), media_type="", name="a.txt")
        process = pool._children[0]._process
        assert process.poll() is None
    assert process.poll() is not None


def test_a_pool_without_workers_is_no_pool() -> None:
    with pytest.raises(ValueError, match="at least one"):
        ExtractionPool(workers=0)


def test_an_ofd_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    path = ofd(tmp_path / "letter.bin", text_object("公文", 1, 1))
    assert zipfile.is_zipfile(path)
    with ExtractionPool(workers=1) as pool:
        assert pool.extract(path, media_type="application/pdf", name="letter.pdf").pages == ("公文",)
