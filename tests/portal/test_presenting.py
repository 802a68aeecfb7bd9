"""From values to views: paragraphs, dates, sizes, names, page windows and the chart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.pages.files import safe_name
from portal.pages.narrowing import _bars
from portal.pages.paper import paragraphs
from portal.pages.reading import around
from portal.pages.renditions import size_text
from portal.pages.showing import date_text, pieces, written_date
from portal.pages.signin import local_place
from portal.words import Language, Words
from search.text import Span

ZH, EN = Words(Language.CHINESE), Words(Language.ENGLISH)


def plain(text: str) -> list[str]:
    return ["".join(piece.text for piece in run) for run in paragraphs(text, ())]


def test_lines_broken_by_the_paper_are_joined() -> None:
    first, rest = "为规范全区婚姻登记档案的整理和移交工作，现将有关", "事项通知如下，请各单位结合本单位的实际认真执行。"
    assert plain(f"各街道办事处：\n{first}\n{rest}\n二、时间安排") == ["各街道办事处：", first + rest, "二、时间安排"]


def test_short_lines_stay_apart() -> None:
    assert plain("明河区民政局\n1998年3月5日") == ["明河区民政局", "1998年3月5日"]


def test_marks_keep_their_places_across_joined_lines() -> None:
    text = "为规范全区婚姻登记档案的整理和移交工作，现将有关\n事项通知如下，请各单位结合本单位的实际认真执行。"
    start = text.index("婚姻登记")
    runs = paragraphs(text, (Span(start, start + 4),))
    assert [piece.text for run in runs for piece in run if piece.marked] == ["婚姻登记"]


@given(st.text(max_size=400), st.lists(st.integers(0, 400), max_size=6, unique=True))
def test_no_character_but_blanks_is_lost_or_invented(text: str, cuts: list[int]) -> None:
    edges = sorted(cut for cut in cuts if cut <= len(text))
    spans = tuple(Span(edges[place], edges[place + 1]) for place in range(0, len(edges) - 1, 2))
    shown = "".join(piece.text for run in paragraphs(text, spans) for piece in run)
    assert "".join(shown.split()) == "".join(text.split())


def test_pieces_cut_a_text_at_its_marks() -> None:
    cut = pieces("婚姻登记档案", (Span(2, 4),))
    assert [(piece.text, piece.marked) for piece in cut] == [("婚姻", False), ("登记", True), ("档案", False)]


@pytest.mark.parametrize(
    ("number", "chinese", "english"),
    [
        (20040305, "2004年3月5日", "2004-03-05"),
        (20040300, "2004年3月", "2004-03"),
        (20040000, "2004年", "2004"),
        (0, "[不详]", "[不详]"),
    ],
)
def test_dates_are_as_whole_as_they_are_known(number: int, chinese: str, english: str) -> None:
    assert date_text(number, "[不详]", ZH) == chinese
    assert date_text(number, "[不详]", EN) == english


def test_a_date_kept_as_text_is_set_like_the_others_or_left_alone() -> None:
    assert written_date("1998-03-06", ZH) == "1998年3月6日"
    assert written_date("九十年代初", ZH) == "九十年代初"


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (989, "989 B"), (1536, "1.5 KB"), (40960, "40 KB"), (5 << 40, "5.0 TB")]
)
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text


@given(st.text(max_size=300))
def test_a_download_name_is_never_a_path_nor_empty(name: str) -> None:
    kept = safe_name(name)
    assert kept
    assert kept.isprintable()
    assert not set(kept) & set('/\\":<>|?*')
    assert kept not in {".", ".."}


@given(st.text(max_size=200))
def test_a_place_after_sign_in_is_always_of_this_site(place: str) -> None:
    kept = local_place(place)
    assert kept.startswith("/")
    assert not kept.startswith("//")
    assert "\\" not in kept


@given(st.integers(1, 500), st.integers(1, 500))
def test_pages_offered_hold_the_first_the_last_and_this_one(one: int, other: int) -> None:
    number, total = sorted((one, other))
    offered = around(number, total)
    assert {1, number, total} <= set(offered)
    assert len(offered) <= 19
    assert list(offered) == sorted(offered)


@given(st.dictionaries(st.integers(1900, 2026), st.integers(1, 10**6), min_size=2))
def test_bars_stay_in_their_box(counts: dict[int, int]) -> None:
    for bar in _bars(counts, min(counts), max(counts)):
        assert 0 <= bar.x <= bar.x + bar.width <= 100.01
        assert 0 <= bar.y <= bar.y + bar.height <= 40.01
        assert bar.height >= 1.5
