"""Words by the jieba algorithm, over normalised text.  HMM is off: it invents words, differently in each sentence."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rjieba import Jieba

from search.text.characters import HAN
from search.text.grams import LONGEST_UNIT
from search.text.lexicon import NO_EXTRA_WORDS, Lexicon

_SPACE_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])\s++(?=[{HAN}])")
_WORDISH = re.compile(r"[^\W_]")


def close_up(text: str) -> str:
    """Take out white space between two Han characters: line ends of PDF text, titles set as 「通 知」."""
    return _SPACE_BETWEEN_HAN.sub("", text)


class WordCutter:
    """One dictionary: jieba's and the words of one 词库.  Cutters do not share words; cutting is safe from any thread.

    Building one takes about a quarter of a second and some tens of megabytes: one per process and 词库.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._jieba = Jieba()
        for word in lexicon.words:
            self._jieba.add_word(word, max(1, self._jieba.suggest_freq(word)), "n")

    def cut_words(self, text: str) -> list[str]:
        """Words for the index, in search mode: long words and the shorter dictionary words inside them."""
        return _kept(self._jieba.cut_for_search(close_up(text), False))  # noqa: FBT003 - a compiled function, by position

    def query_words(self, text: str) -> list[str]:
        """Words of a question, each part of the text once (a subset of what ``cut_words`` gives)."""
        return _kept(self._jieba.cut(close_up(text), False))  # noqa: FBT003 - a compiled function, by position


@cache
def _plain() -> WordCutter:
    return WordCutter(NO_EXTRA_WORDS)


def cut_words(text: str) -> list[str]:
    """``WordCutter.cut_words`` without a 词库."""
    return _plain().cut_words(text)


def query_words(text: str) -> list[str]:
    """``WordCutter.query_words`` without a 词库."""
    return _plain().query_words(text)


def _kept(cut: list[str]) -> list[str]:
    """Drop punctuation and space; split what is longer than an engine's token."""
    kept = {word for word in set(cut) if _is_word(word)}
    if any(len(word) > LONGEST_UNIT for word in kept):
        return [piece for word in cut if word in kept for piece in _pieces(word)]
    return [word for word in cut if word in kept]


@lru_cache(maxsize=1 << 17)
def _is_word(word: str) -> bool:
    """Kept for the words met most: a corpus is a few ten thousand words, over and over."""
    return _WORDISH.search(word) is not None and not any(map(str.isspace, word))


def _pieces(word: str) -> list[str]:
    return [word[at : at + LONGEST_UNIT] for at in range(0, len(word), LONGEST_UNIT)]
