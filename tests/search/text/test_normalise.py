"""Folding: one character at a time, and the way back to the original."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.text import Normalised, normalise
from tests.search.text.documents import bodies

ODD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("㎡ﬁＡ国國①\u0301\u0308\u3099\uff9e\uff8a\u200b\u1100\u1161\u11a8\ufe0fİςΣ⼀⻅\n ○"),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("國務院", "国务院"),
        ("ＡＢＣ１２", "abc12"),
        ("㎡ﬁ", "m2fi"),
        ("⼀⻅⻔", "一见门"),
        ("二○一九", "二〇一九"),
        ("a\x00b\u200bc", "abc"),
        ("a\tb\u3000c\r", "a b c "),
        ("葛\U000e0100", "葛"),
        ("\ud800x", "x"),
        ("土坏", "土坏"),
    ],
)
def test_one_form(written: str, folded: str) -> None:
    assert normalise(written) == folded


@settings(deadline=None)
@given(ODD)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@settings(deadline=None)
@given(ODD)
def test_the_offset_map_is_over_the_same_text_and_in_order(text: str) -> None:
    folded = Normalised.of(text)
    assert folded.text == normalise(text)
    spans = [folded.original_span(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.start <= two.start and one.end <= two.end for one, two in pairwise(spans))


@settings(deadline=None)
@given(st.data())
def test_a_piece_folds_as_it_does_inside_its_text(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(bodies()[:200]))
    start = data.draw(st.integers(0, max(0, len(text) - 20)))
    assert normalise(text[start : start + 20]) in normalise(text)


@pytest.mark.parametrize("text", ["e\u0301国", "\uff8a\uff9f国", "a\u200b\u0301国", "\u1112\u1161\u11ab国"])
def test_a_base_and_its_marks_are_one(text: str) -> None:
    folded = Normalised.of(text)
    assert folded.text == normalise(text)
    assert len(folded.text) == 2
    assert folded.original_span(0, 1).end == len(text) - 1


def test_offsets_where_lengths_change() -> None:
    folded = Normalised.of("面积㎡の\u200b国")
    at = folded.text.index("2")
    assert folded.original_span(at, at + 1) == folded.original_span(at - 1, at)
    last = folded.original_span(len(folded.text) - 1, len(folded.text))
    assert (last.start, last.end) == (5, 6)
