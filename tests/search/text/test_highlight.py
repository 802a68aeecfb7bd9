"""Marks and snippets stand at true offsets of the original text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from search.text import Span, marks, normalise, snippet
from tests.search.text.documents import bodies

TEXT = "各市人民政府，國務\n院办公厅ＡＢＣ第３号（国办发〔2019〕5号）㎡。abcd"


def marked(text: str, *terms: str) -> list[str]:
    return [text[span.start : span.end] for span in marks(text, terms)]


def test_marks_stand_over_the_original_text() -> None:
    assert marked(TEXT, "国务院") == ["國務\n院"]
    assert marked(TEXT, "ab") == []
    assert marked(TEXT, "第3号") == ["第３号"]
    assert marked(TEXT, "国办发[2019]5号") == ["国办发〔2019〕5号"]
    assert marked(TEXT, "abcd", "m2") == ["㎡", "abcd"]
    assert marked(TEXT, "厅") == ["厅"]
    assert marked(TEXT, "！", "") == []


def test_overlapping_and_adjacent_marks_are_one() -> None:
    assert marks("国务院办公厅", ["国务", "务院", "办公"]) == (Span(0, 5),)


@settings(deadline=None)
@given(st.data())
def test_a_snippet_is_a_piece_of_the_text_and_shows_a_term(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(bodies()[:300]))
    start = data.draw(st.integers(0, max(0, len(text) - 4)))
    term = text[start : start + 4]
    shown = snippet(text, [term], width=60)
    assert shown.text in text
    assert len(shown.text) <= 60
    assert shown.cut_before == (not text.startswith(shown.text)) or shown.text in text[1:]
    if marks(text, [term]):
        assert shown.spans
        first = shown.spans[0]
        assert normalise(shown.text[first.start : first.end])


def test_the_window_with_most_terms_wins() -> None:
    text = "教育" + "，其他" * 60 + "。教育经费拨款" + "，其他" * 60 + "经费"
    shown = snippet(text, ["教育", "经费", "拨款"], width=40)
    assert [shown.text[span.start : span.end] for span in shown.spans] == ["教育经费拨款"]
    assert (shown.cut_before, shown.cut_after) == (True, True)


def test_without_a_hit_the_beginning_is_shown() -> None:
    shown = snippet("教育" * 100, ["经费"])
    assert (shown.text, shown.spans) == ("教育" * 45, ())
    assert (shown.cut_before, shown.cut_after) == (False, True)
