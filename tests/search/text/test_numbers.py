"""Document numbers, reference codes and dates in the ways they are written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.text import (
    code_key,
    code_prefixes,
    date_span,
    document_number,
    document_number_key,
    find_document_numbers,
    looks_like_code,
    parse_date,
)


@pytest.mark.parametrize(
    "written",
    [
        "国办发〔2019〕5号", "国办发[2019]5号", "国办发（２０１９）００５号", " 国办发 【2019】 第 5 号 ", "国办发﹝二〇一九﹞5号",
        "国办发〔二○一九〕五号", "国办发［2019］5", "國辦發〔2019〕5號", "国办发2019-5", "国办发2019年5号", "国办发(2019年)5号",
    ],
)  # fmt: skip
def test_one_number_many_dresses(written: str) -> None:
    number = document_number(written)
    assert number is not None
    assert (number.canonical, number.key) == ("国办发〔2019〕5号", "国办发2019-5")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("津政字第12号", "津政字-12"),
        ("津政字第十二号", "津政字-12"),
        ("(89)国函字第12号", "国函字1989-12"),
        ("国函字〔1989〕12号", "国函字1989-12"),
        ("国务院第711号令", "国务院令-711"),
        ("财政部公告2019年第68号", "财政部公告2019-68"),
        ("发改规划〔2019〕1号", "发改规划2019-1"),
    ],
)
def test_older_and_other_styles(written: str, key: str) -> None:
    assert document_number_key(written) == key


def test_what_is_no_number_is_none() -> None:
    for text in ("教育", "", "国办发〔9999〕5号", "〔2019〕5号", "国办发〔〕号"):
        assert document_number(text) is None


def test_numbers_in_running_text_have_true_spans() -> None:
    text = "ﬁ根据国办发〔2019〕5号和《通知》（国发[2011]16号）以及工信部联原〔2022〕6号"
    found = find_document_numbers(text)
    assert [text[each.start : each.end] for each in found] == [
        "国办发〔2019〕5号", "国发[2011]16号", "工信部联原〔2022〕6号",
    ]  # fmt: skip


def test_code_keys_and_prefixes() -> None:
    assert code_key("Ｚ109－WS·2011—Y - 0001") == "z109-ws.2011-y-0001"
    assert code_prefixes("Z109-WS•2011-Y") == ("z109", "z109-ws", "z109-ws.2011", "z109-ws.2011-y")
    assert code_prefixes("—") == ()
    assert looks_like_code("2021-2-Y-001")
    assert not any(map(looks_like_code, ("2004-03-05", "2004-2010", "covid-19", "教育-经费", "3.5")))


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_is_refused(text: str) -> None:
    assert code_key(code_key(text)) == code_key(text)
    code_prefixes(text)
    document_number_key(text)
    find_document_numbers(text)
    date_span(text)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2004-03-05", 20040305), ("20040305", 20040305), ("2004年3月5日", 20040305), ("二〇〇四年三月五日", 20040305),
        ("2004.3.5", 20040305), ("2004", 20040000), ("２００４年３月", 20040300), ("200403", 20040300),
        ("二○○四年十二月三十一日", 20041231), ("民国三十八年十月一日", 19491001), ("民国元年", 19120000), ("[1950]", 19500000),
        ("2004-03-05T10:00:00Z", 20040305), ("2004-02-30", None), ("20041301", None), ("2003.2.29", None), ("3月5日", None), ("", None),
    ],
)  # fmt: skip
def test_dates(written: str, value: int | None) -> None:
    date = parse_date(written)
    assert (date.value if date else None) == value
    assert date is None or date.uncertain == written.startswith("[")


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("2004..2010", (20040000, 20101231)),
        ("2010..2004", (20040000, 20101231)),
        ("2004-03..2005", (20040300, 20051231)),
        ("2004-12-01..2004", (20041201, 20041231)),
        ("2004-02", (20040200, 20040229)),
        ("2004..", (20040000, 99991231)),
        ("..", None),
        ("2004..x", None),
    ],
)
def test_date_spans(written: str, span: tuple[int, int] | None) -> None:
    assert date_span(written) == span
