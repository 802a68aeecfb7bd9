"""Words, grams and characters: the same for index and question, and as jieba cuts them."""

from __future__ import annotations

import re
from itertools import chain

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.text import (
    NO_EXTRA_WORDS,
    Analyser,
    BadLexicon,
    Lexicon,
    WordCutter,
    analyse,
    cut_words,
    grams,
    normalise,
    parse,
    phrase_tokens,
    plain_analyser,
)
from search.text.characters import HAN, LETTER
from search.text.words import close_up
from tests.search.text.documents import bodies

UNITS = re.compile(rf"[{HAN}]|{LETTER}+")


def holds(text: str, phrase: tuple[str, ...]) -> bool:
    """Whether an engine finds these tokens one after another in the text."""
    return f" {' '.join(phrase)} " in f" {' '.join(grams(normalise(text)))} "


@settings(deadline=None)
@given(st.data())
def test_any_piece_of_a_real_document_is_found_as_a_phrase(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(bodies()[:400]))[:3000]
    units = list(UNITS.finditer(normalise(text)))
    if len(units) < 3:
        return
    start = data.draw(st.integers(0, len(units) - 2))
    end = data.draw(st.integers(start + 1, min(start + 12, len(units) - 1)))
    piece = normalise(text)[units[start].start() : units[end].end()]
    assert holds(text, phrase_tokens(piece))


ROW = st.text(st.sampled_from("国办发12a ，"), min_size=1, max_size=12)


@settings(deadline=None)
@given(ROW, ROW)
def test_a_phrase_is_found_exactly_where_its_units_stand(text: str, asked: str) -> None:
    wanted, there = UNITS.findall(asked), UNITS.findall(text)
    if len(wanted) < 2:
        return
    stands = any(there[at : at + len(wanted)] == wanted for at in range(len(there)))
    assert holds(text, phrase_tokens(asked)) == stands


def test_grams_of_mixed_runs() -> None:
    assert grams("关于第3号令") == ["关于", "于第", "第3", "3", "3号", "号令"]
    assert grams("税") == ["税"]
    assert grams("，。") == []
    assert holds("关于印发的通知》（国发〔2019〕5号）", phrase_tokens("通知》（国发〔2019〕5号"))


def test_no_token_is_too_long_or_holds_space() -> None:
    tokens = analyse("国" + "a" * 70_000 + "院\x00\u2028x\U00020000" + "9" * 500)
    for token in chain(tokens.words.split(" "), tokens.grams.split(" "), tokens.chars.split(" ")):
        assert 0 < len(token.encode("utf-16-le")) // 2 <= 255
        assert token.isprintable()


def test_words_are_those_of_jieba() -> None:
    """Token for token, in order, on a fifth of the real documents."""
    jieba.setLogLevel(60)
    jieba.initialize()
    same = total = 0
    for body in bodies()[::5]:
        folded = close_up(normalise(body))
        reference = [word for word in jieba.cut_for_search(folded, HMM=False) if re.search(r"[^\W_]", word)]
        ours = cut_words(folded)
        total += max(len(reference), len(ours))
        same += sum(one == two for one, two in zip(reference, ours, strict=False))
    assert total > 100_000
    assert same / total >= 0.999


def test_words_of_one_lexicon_stay_in_it() -> None:
    own = WordCutter(Lexicon.of(["开卷有益馆", "# 注", ""]))
    assert own.query_words("开卷有益馆") == ["开卷有益馆"]
    assert WordCutter(NO_EXTRA_WORDS).query_words("开卷有益馆") != ["开卷有益馆"]


def test_the_version_names_the_lexicon() -> None:
    one, two = Lexicon.of(["開卷", "甲乙丙"]), Lexicon.of(["甲乙丙", "开卷", "开卷"])
    assert one == two
    assert Analyser(one).version == Analyser(two).version != plain_analyser().version


def test_a_word_with_space_or_punctuation_is_refused() -> None:
    for word in ("开 卷", "开卷！", "开"):
        with pytest.raises(BadLexicon, match=word):
            Lexicon.of([word])


def test_a_highlight_marks_the_words_inside_a_bare_term_but_not_inside_a_phrase() -> None:
    terms = plain_analyser().marking_terms(parse('政府信息公开 "财政预算" -教育').tree)
    assert {"政府", "信息", "公开", "财政预算"} <= set(terms)
    assert not {"财政", "预算", "教育"} & set(terms)
