"""The query language: every text is a question, and only its limits are errors."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.text import (
    AllOf,
    AnyOf,
    Blank,
    DateRange,
    DocumentNumber,
    Field,
    InField,
    Node,
    Not,
    Phrase,
    QueryTooDeep,
    QueryTooLong,
    ReferenceCode,
    TextError,
    TooManyOperators,
    Word,
    parse,
    render,
    words_of,
)

A, B, C = Word("教育"), Word("经费"), Word("拨款")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("教育 经费", AllOf((A, B))),
        ("教育 OR 经费 拨款", AnyOf((A, AllOf((B, C))))),
        ("（教育 或 经费） 并且 拨款", AllOf((AnyOf((A, B)), C))),
        ("教育 -经费", AllOf((A, Not(B)))),
        ("教育 不含 经费", AllOf((A, Not(B)))),
        ("和平 或许 非法", AllOf((Word("和平"), Word("或许"), Word("非法")))),
        ("“教育 经费”", Phrase("教育 经费")),
        ("「教育」拨款", AllOf((Phrase("教育"), C))),
        ("办法（试行）", Word("办法（试行）")),
        ("题名：教育", InField(Field.TITLE, A)),
        ("Title:(教育 OR 经费)", InField(Field.TITLE, AnyOf((A, B)))),
        ("国办发[2019]5号 教育", AllOf((DocumentNumber("国办发2019-5", "国办发[2019]5号"), A))),
        ("国办发 〔2019〕 5号", DocumentNumber("国办发2019-5", "国办发〔2019〕5号")),
        ("文号:国办发", InField(Field.NUMBER, Word("国办发"))),
        ("2021-2-Y-001", ReferenceCode("2021-2-y-001", "2021-2-Y-001")),
        ("档号:2021", InField(Field.CODE, ReferenceCode("2021", "2021"))),
        ("date:2004..2010", DateRange(20040000, 20101231)),
        ("日期:2004-03..2005", DateRange(20040300, 20051231)),
        ("year:2004", DateRange(20040000, 20041231)),
        ("  ", Blank()),
    ],
)
def test_questions(query: str, tree: Node) -> None:
    parsed = parse(query)
    assert parsed.tree == tree
    assert (parsed.literal, parsed.notice) == (False, "")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ('"教育 经费', AllOf((A, B))),
        ("教育」", A),
        ("(教育 经费", AllOf((A, B))),
        ("教育)", A),
        ("教育 AND", A),
        ("OR 教育", A),
        ("题名: ", Word("题名:")),
        ("date:昨天 教育", AllOf((Word("昨天"), A))),
        ("AND", Word("AND")),
        ("和", Word("和")),
    ],
)
def test_a_malformed_question_is_searched_as_words_and_says_so(query: str, tree: Node) -> None:
    parsed = parse(query)
    assert parsed.tree == tree
    assert parsed.literal
    assert "普通词语" in parsed.notice


def test_signs_alone_ask_nothing_and_say_so() -> None:
    parsed = parse("！？")
    assert (parsed.tree, parsed.literal) == (Blank(), True)
    assert parsed.notice


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("教" * 201, QueryTooLong),
        ("-a " * 65, TooManyOperators),
        ("(" * 12 + "教" + ")" * 12, QueryTooDeep),
    ],
)
def test_limits(query: str, error: type[TextError]) -> None:
    with pytest.raises(error, match="请"):
        parse(query)


def test_at_the_limits() -> None:
    assert parse("教" * 200).tree == Word("教" * 200)
    assert parse("(" * 10 + "教" + ")" * 10).tree == Word("教")
    assert isinstance(parse("-a " * 64).tree, Not)


PIECES = st.lists(
    st.sampled_from(
        [
            "教育",
            "经费",
            " ",
            '"',
            "“",
            "”",
            "「",
            "」",
            "『",
            "』",
            "(",
            ")",
            "（",
            "）",
            "-",
            "－",
            "—",
            "：",
            "title:",
            "题名：",
            "doc:",
            "文号:",
            "code:",
            "date:",
            "year:",
            "2004",
            "2004..2010",
            "..",
            " AND ",
            " OR ",
            " NOT ",
            " 和 ",
            " 或 ",
            " 非 ",
            "和",
            "AND",
            "国办发〔2019〕5号",
            "国办发(2019)5号",
            "(89)国函字第12号",
            "津政字第12号",
            "2021-2-Y-001",
            "a",
            "B",
            "\t",
            "！",
            "《",
            "办法（试行）",
            "[1950]",
            "·",
        ]
    ),
    max_size=9,
).map("".join)


@settings(deadline=None)
@given(st.one_of(PIECES, st.text(max_size=60)))
def test_every_text_is_a_question_and_its_tree_can_be_written_back(query: str) -> None:
    try:
        tree = parse(query).tree
        written = parse(render(tree)).tree
    except TextError:
        return
    assert written == tree


def test_wanted_terms() -> None:
    tree = parse('教育 -经费 题名:"拨款" 国办发[2019]5号').tree
    assert words_of(tree) == ("教育", "拨款", "国办发[2019]5号", "国办发〔2019〕5号")
