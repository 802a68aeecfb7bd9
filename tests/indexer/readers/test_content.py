"""Roles and renditions by name: what is not clearly a copy for use is the original."""

import pytest

from indexer.readers.content import media_type_of, rendition_of, role_of


@pytest.mark.parametrize(
    ("words", "rendition"),
    [
        ((), "original"),
        (("rep1", "ORIGINAL"), "original"),
        (("Accession 12",), "original"),
        (("土地利用数据",), "original"),
        (("Representations/access",), "access"),
        (("access_copy",), "access"),
        (("利用件",), "access"),
        (("access", "redacted"), "redacted"),
        (("脱敏版",), "redacted"),
    ],
)
def test_renditions(words: tuple[str, ...], rendition: str) -> None:
    assert rendition_of(words) == rendition


@pytest.mark.parametrize(
    ("words", "role"),
    [
        (("01 正本.ofd",), "正本"),
        (("定稿",), "定稿"),
        (("文件处理单.pdf",), "办理单"),
        (("附件2-名单.xls",), "附件"),
        (("x.pdf", "附件"), "附件"),
        (("关于附件的说明.pdf",), ""),
        ((), ""),
    ],
)
def test_roles(words: tuple[str, ...], role: str) -> None:
    assert role_of(words) == role


def test_media_types_come_from_the_list_or_the_name() -> None:
    assert media_type_of("a.ofd") == "application/ofd"
    assert media_type_of("a.OFD", "application/pdf") == "application/pdf"
    assert media_type_of("a.pdf", "application/octet-stream") == "application/pdf"
    assert media_type_of("noending") == "application/octet-stream"
