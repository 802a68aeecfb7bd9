"""词库: the words that administrators add to the dictionary, as a value with a digest.  It cuts nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from search.text.characters import HAN
from search.text.errors import BadLexicon
from search.text.normalise import normalise

LONGEST_WORD = 40
_WORD = re.compile(rf"[{HAN}A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Extra words, normalised, sorted and without repeats, so that equal 词库 have equal digests."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> Lexicon:
        """Read words (empty lines and ``#`` remarks are skipped); a word that cannot be used raises ``BadLexicon``."""
        stripped = (word.strip() for word in words)
        return cls(tuple(sorted({_checked(word) for word in stripped if word and not word.startswith("#")})))

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change whenever the words do."""
        return sha256("\n".join(self.words).encode()).hexdigest()[:16]


NO_EXTRA_WORDS = Lexicon(())


def _checked(word: str) -> str:
    folded = normalise(word)
    if not _WORD.fullmatch(folded):
        raise BadLexicon(word, "只能由汉字、字母和数字组成，中间不能有空格或标点")
    if not 2 <= len(folded) <= LONGEST_WORD:
        raise BadLexicon(word, f"长度应为 2 到 {LONGEST_WORD} 个字")
    return folded
