"""The one versioned analysis of text, the same for every field, both engines, the index and the question.

Change ``ANALYSER_VERSION`` with anything here or below that changes tokens: the indexes are then rebuilt.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version as installed_version

from search.text.grammar import Node, bare_words_of, words_of
from search.text.grams import characters, grams
from search.text.lexicon import NO_EXTRA_WORDS, Lexicon
from search.text.normalise import normalise
from search.text.words import WordCutter

ANALYSER_VERSION = 1


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as an engine receives it: tokens joined by one space, three ways.  Empty where nothing can be found."""

    words: str
    grams: str
    chars: str


@dataclass(frozen=True, slots=True)
class QueryTokens:
    """A term of a question.  ``words``: accurate cut.  ``grams``: a phrase, in order, when there are two or more.
    ``chars``: its Han characters; look there when the term is one single Han character.
    """

    words: tuple[str, ...]
    grams: tuple[str, ...]
    chars: tuple[str, ...]


class Analyser:
    """The analysis with one 词库.  Safe from any thread; build one per process and 词库."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._cutter = WordCutter(lexicon)
        self.version = _version(lexicon)

    def analyse(self, text: str) -> Tokens:
        """Tokens of original (not normalised) text for the index."""
        folded = normalise(text)
        return Tokens(
            words=" ".join(self._cutter.cut_words(folded)),
            grams=" ".join(grams(folded)),
            chars=" ".join(characters(folded)),
        )

    def query(self, text: str) -> QueryTokens:
        """Tokens of one term of a question, from its original text."""
        folded = normalise(text)
        return QueryTokens(
            words=tuple(self._cutter.query_words(folded)),
            grams=tuple(grams(folded)),
            chars=tuple(characters(folded)),
        )

    def marking_terms(self, tree: Node) -> tuple[str, ...]:
        """What a highlight of this question marks: its terms whole, and the words inside the unquoted ones."""
        inside = (word for text in bare_words_of(tree) for word in self._cutter.query_words(normalise(text)))
        return tuple(dict.fromkeys((*words_of(tree), *(word for word in inside if len(word) > 1))))


def phrase_tokens(text: str) -> tuple[str, ...]:
    """The grams that stand one after another wherever this text stands.

    One token needs no phrase.  A single Han character is not among the grams of longer texts: ask ``chars`` for it.
    """
    return tuple(grams(normalise(text)))


@cache
def plain_analyser() -> Analyser:
    """The analyser without a 词库, built at first use."""
    return Analyser(NO_EXTRA_WORDS)


def analyse(text: str) -> Tokens:
    """``Analyser.analyse`` without a 词库."""
    return plain_analyser().analyse(text)


def _version(lexicon: Lexicon) -> str:
    """Everything that decides tokens: this code, the cutter's dictionary, OpenCC's table, Unicode's, the 词库."""
    tables = (installed_version("rjieba"), installed_version("OpenCC"), unicodedata.unidata_version)
    return f"{ANALYSER_VERSION}-{sha256('|'.join(tables).encode()).hexdigest()[:8]}-{lexicon.digest}"
