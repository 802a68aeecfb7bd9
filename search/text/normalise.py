"""One form for every way of writing the same characters, with the way back to the original offsets.

Folding is done one character at a time and never looks at neighbours (but for combining marks).  That is deliberate: a
piece of a text then folds to the same letters as it does inside the text, so phrases, substrings and highlights hold.
OpenCC's phrase rules are therefore not used (they also turn the simplified 土坏 into 土坯); its character table is.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

from search.text.characters import CONTROL_SPACES, DROPPED, LOOKALIKES

#: Folding a folded character changes nothing; the longest chain seen in Unicode 14 has two steps.
_MOST_STEPS = 4
_LAST_COMPOSING_CODE_POINT = 0x1FFFF


class _FoldTable(dict[int, str]):
    """Code point → its folded form (often one character, sometimes none or several), filled as characters appear."""

    def __init__(self) -> None:
        super().__init__()
        self._simplify = OpenCC("t2s").convert

    def __missing__(self, code_point: int) -> str:
        folded = self._fold(chr(code_point))
        self[code_point] = folded
        return folded

    def _fold(self, character: str) -> str:
        for _ in range(_MOST_STEPS):
            before = character
            character = "".join(self._step(each) for each in unicodedata.normalize("NFKC", character))
            if character == before:
                break
        return character

    def _step(self, character: str) -> str:
        if character in CONTROL_SPACES:
            return " "
        if unicodedata.category(character) in {"Cc", "Cf", "Cs"} or DROPPED.match(character):
            return ""
        character = LOOKALIKES.get(character, character)
        return unicodedata.normalize("NFKC", self._simplify(character).lower())


@cache
def _fold_table() -> _FoldTable:
    return _FoldTable()


def normalise(text: str) -> str:
    """NFKC, traditional → simplified, lower case, no control or invisible characters.  Idempotent.

    White space of every kind becomes the plain space; punctuation stays (in its ASCII form where NFKC has one).
    """
    if text.isascii() and text.isprintable():
        return text.lower()
    composed = unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", composed.translate(_fold_table()))


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (not included) of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text that remembers where in the original each of its characters came from.

    ``starts`` and ``ends`` give, for each character of ``text``, the original characters that made it; both are
    ``None`` when every character stayed in its place.
    """

    text: str
    starts: tuple[int, ...] | None
    ends: tuple[int, ...] | None

    @classmethod
    def of(cls, original: str) -> Normalised:
        """Normalise and keep the map.  ``Normalised.of(x).text == normalise(x)`` for every text."""
        table = _fold_table()
        folded = original.translate(table)
        stable = unicodedata.is_normalized("NFC", original) and unicodedata.is_normalized("NFC", folded)
        if not stable:
            return cls._of_clusters(original)
        lengths = list(map(len, map(table.__getitem__, map(ord, original))))
        if len(folded) == len(original) and lengths.count(1) == len(lengths):
            return cls(folded, None, None)
        origins = tuple(at for at, length in enumerate(lengths) for _ in range(length))
        return cls(folded, origins, tuple(at + 1 for at in origins))

    @classmethod
    def _of_clusters(cls, original: str) -> Normalised:
        """The slow way, for texts with combining marks: fold each base with its marks as one."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, end in _clusters(original):
            piece = normalise(original[start:end])
            pieces.append(piece)
            starts.extend([start] * len(piece))
            ends.extend([end] * len(piece))
        return cls("".join(pieces), tuple(starts), tuple(ends))

    def original_span(self, start: int, end: int) -> Span:
        """The original characters behind normalised ``start`` to ``end`` (``start < end``)."""
        if self.starts is None or self.ends is None:
            return Span(start, end)
        return Span(self.starts[start], self.ends[end - 1])

    def folded_span(self, start: int, end: int) -> Span:
        """The normalised characters that came from original ``start`` to ``end``; empty where none did."""
        if self.starts is None or self.ends is None:
            return Span(start, end)
        first = bisect_right(self.ends, start)
        return Span(first, max(first, bisect_left(self.starts, end)))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text where folding the pieces one by one gives the same as folding it whole."""
    starts = [at for at, character in enumerate(text) if at == 0 or not _continues(character)]
    return zip(starts, [*starts[1:], len(text)], strict=True)


@cache
def _continues(character: str) -> bool:
    """Whether the character may melt into the one before it, or leaves nothing of itself between two that may."""
    folded = unicodedata.normalize("NFD", _fold_table()[ord(character)])
    own = unicodedata.normalize("NFD", character)
    return not folded or _joins_backward(folded[0]) or _joins_backward(own[0])


def _joins_backward(character: str) -> bool:
    return unicodedata.combining(character) != 0 or character in _composing_starters()


@cache
def _composing_starters() -> frozenset[str]:
    """Characters that compose with the one before them although they are no combining marks (ccc = 0).

    Hangul vowels and finals compose by rule, the rest by the canonical pairs of the Unicode tables.
    """
    found = {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    for code in range(_LAST_COMPOSING_CODE_POINT + 1):
        pair = unicodedata.decomposition(chr(code))
        if pair and not pair.startswith("<") and " " in pair:
            second = chr(int(pair.split()[1], 16))
            if unicodedata.combining(second) == 0:
                found.add(second)
    return frozenset(found)
