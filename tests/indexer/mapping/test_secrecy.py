"""Markings in every spelling.  A level that slips through would be a leak; a word that is none must not stop a package."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.mapping import Secrecy, marked_secret, secrecy_of

LEVELS = {
    "秘密": Secrecy.CONFIDENTIAL,
    "機密": Secrecy.SECRET,
    "机密": Secrecy.SECRET,
    "绝密": Secrecy.TOP_SECRET,
    "絕密": Secrecy.TOP_SECRET,
    "Confidential": Secrecy.CONFIDENTIAL,
    "ＳＥＣＲＥＴ": Secrecy.SECRET,
    "top secret": Secrecy.TOP_SECRET,
}
TABLE = [
    ("", Secrecy.NONE),
    ("  ", Secrecy.NONE),
    ("无", Secrecy.NONE),
    ("公开", Secrecy.NONE),
    ("非密", Secrecy.NONE),
    ("非秘密", Secrecy.NONE),
    ("不涉密", Secrecy.NONE),
    ("无密级", Secrecy.NONE),
    ("無密級", Secrecy.NONE),
    ("已解密", Secrecy.NONE),
    ("不属于国家秘密", Secrecy.NONE),
    ("非涉密文件", Secrecy.NONE),
    ("Unclassified", Secrecy.NONE),
    ("not secret", Secrecy.NONE),
    ("—", Secrecy.NONE),
    ("内部", Secrecy.INTERNAL),
    ("內部資料", Secrecy.INTERNAL),
    ("商业秘密", Secrecy.INTERNAL),
    ("工作秘密", Secrecy.WORK),
    ("【工 作 秘 密】", Secrecy.WORK),
    ("秘密级文件", Secrecy.CONFIDENTIAL),
    ("国家秘密", Secrecy.CONFIDENTIAL),
    ("涉密", Secrecy.CONFIDENTIAL),
    ("秘", Secrecy.CONFIDENTIAL),
    ("JM", Secrecy.SECRET),
    ("工作秘密、机密", Secrecy.SECRET),
    ("秘密（原机密）", Secrecy.SECRET),
    ("机密（已解密）", Secrecy.SECRET),
    ("非绝密", Secrecy.TOP_SECRET),
    ("未定密", Secrecy.UNKNOWN),
    ("三级", Secrecy.UNKNOWN),
    ("3", Secrecy.UNKNOWN),
]


@pytest.mark.parametrize(("value", "expected"), TABLE)
def test_values_of_the_field(value: str, expected: Secrecy) -> None:
    assert secrecy_of(value) is expected


@given(
    level=st.sampled_from(sorted(LEVELS)),
    gap=st.sampled_from(["", " ", "\u3000", "\t", "\u200b"]),
    opening=st.sampled_from(["", "【", "［", "(", "★", "密级：", "〔"]),
    closing=st.sampled_from(["", "】", "］", ")", "★10年", "★ 长 期", "☆二十年", "级", "*5年", "（3年）", "★启用前"]),
)
def test_no_spelling_hides_a_level(level: str, gap: str, opening: str, closing: str) -> None:
    spelled = opening + gap.join(level) + closing
    assert secrecy_of(spelled) is LEVELS[level]


@given(st.text(max_size=20))
def test_a_level_word_is_found_whatever_stands_behind_it(tail: str) -> None:
    assert secrecy_of("机密" + tail).is_state_secret


@given(st.text(max_size=30))
def test_any_text_has_an_answer(text: str) -> None:
    assert isinstance(secrecy_of(text), Secrecy)
    assert isinstance(marked_secret(text), Secrecy)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("机密★10年\n某市人民政府文件", Secrecy.SECRET),
        ("000012\n秘密★长期 特急\n", Secrecy.CONFIDENTIAL),
        ("某市文件\n\n绝 密 ★ 启 用 前\n", Secrecy.TOP_SECRET),
        ("密级：機密\n", Secrecy.SECRET),
        ("秘密\n机密★1年", Secrecy.SECRET),
        ("正文\n" * 40 + "秘密★5年", Secrecy.CONFIDENTIAL),
        ("正文\n" * 40 + "秘密", Secrecy.NONE),
        ("工作秘密\n工作秘密★3年", Secrecy.NONE),
        ("密级：\n公开", Secrecy.NONE),
        ("本办法所称机密，是指泄露会使国家安全遭受严重损害的事项。", Secrecy.NONE),
        ("机密文件管理办法\n秘密工作开始前", Secrecy.NONE),
        ("", Secrecy.NONE),
    ],
)
def test_marking_lines_on_a_first_page(page: str, expected: Secrecy) -> None:
    assert marked_secret(page) is expected
