"""Where the terms of a question stand in the original text, and the piece of it most worth showing.

It matches as the grams do: letters in a row, punctuation and white space aside, Latin words and numbers whole.  It
gives spans, never markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search.text.characters import HAN, LETTER, SEPARATOR
from search.text.normalise import Normalised, Span, normalise

DEFAULT_WIDTH: Final = 90
_UNITS = re.compile(rf"[{HAN}]|{LETTER}+")
_HAN = re.compile(f"[{HAN}]")
_SENTENCE_END = re.compile(r"[。！？；;\n]\s*")
_LETTER = re.compile(LETTER)
_GAP = re.compile(f"{SEPARATOR}*+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text; ``spans`` are offsets within ``text``; ``cut_before``/``cut_after``: there is more there."""

    text: str
    spans: tuple[Span, ...]
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    """One occurrence of the ``term``-th term, in original offsets."""

    start: int
    end: int
    term: int


def marks(text: str, terms: Iterable[str]) -> tuple[Span, ...]:
    """Where the terms stand in the original text; overlapping and adjacent spans are one."""
    return _merged(_hits(text, terms))


def snippet(text: str, terms: Iterable[str], *, width: int = DEFAULT_WIDTH) -> Snippet:
    """The ``width`` characters with the most different terms, the earliest of equals; without any, the beginning."""
    hits = _hits(text, terms)
    start, end = _window(text, hits, width)
    inside = [
        _Hit(max(hit.start, start) - start, min(hit.end, end) - start, hit.term)
        for hit in hits
        if hit.start < end and hit.end > start
    ]
    return Snippet(text[start:end], _merged(inside), cut_before=start > 0, cut_after=end < len(text))


def _hits(text: str, terms: Iterable[str]) -> list[_Hit]:
    folded = Normalised.of(text)
    found: list[_Hit] = []
    for number, units in enumerate(_rows(terms)):
        for start, end in _occurrences(folded.text, units):
            span = folded.original_span(start, end)
            found.append(_Hit(span.start, span.end, number))
    return sorted(found, key=lambda hit: (hit.start, hit.end, hit.term))


def _rows(terms: Iterable[str]) -> list[tuple[str, ...]]:
    """Each different term as its row of units; terms without a letter give none."""
    rows = dict.fromkeys(tuple(_UNITS.findall(normalise(term))) for term in terms)
    return [units for units in rows if units]


def _occurrences(text: str, units: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the units stand in a row with any punctuation between; what was matched is not matched again.

    By hand, for a pattern made of each term costs more to compile (2 ms for every gap) than it takes to search.
    """
    at = text.find(units[0])
    while at >= 0:
        end = _end_of_row(text, at, units)
        if end:
            yield at, end
        at = text.find(units[0], end or at + 1)


def _end_of_row(text: str, start: int, units: Sequence[str]) -> int:
    """Where the row that begins at ``start`` ends; 0 when the units do not all stand there."""
    at = start
    for number, unit in enumerate(units):
        if number:
            at = _gap_end(text, at)
        if not text.startswith(unit, at) or not _is_whole(text, at, unit):
            return 0
        at += len(unit)
    return at


def _gap_end(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _is_whole(text: str, at: int, unit: str) -> bool:
    """A Latin word or number counts only whole: no letter before it, none behind."""
    if _HAN.match(unit):
        return True
    return not (at and _LETTER.match(text, at - 1)) and not _LETTER.match(text, at + len(unit))


def _merged(hits: Iterable[_Hit]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for hit in hits:
        if spans and hit.start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, hit.end))
        else:
            spans.append(Span(hit.start, hit.end))
    return tuple(spans)


def _window(text: str, hits: list[_Hit], width: int) -> tuple[int, int]:
    """Where the snippet starts and ends: the best hits, with what is left of the width around them."""
    if len(text) <= width:
        return 0, len(text)
    first, last = _best(hits, width)
    lead = max(0, width - (last - first)) // 3
    start = _sentence_start(text, max(0, first - lead), first)
    start = max(0, min(start, len(text) - width))
    return _between_words(text, start, min(first, start + width)), min(start + width, len(text))


def _best(hits: list[_Hit], width: int) -> tuple[int, int]:
    """Start and end of the hits within ``width`` that hold the most different terms.  One pass, two ends."""
    best, best_terms = (0, 0), 0
    counts: dict[int, int] = {}
    left = 0
    for hit in hits:
        counts[hit.term] = counts.get(hit.term, 0) + 1
        while hit.end - hits[left].start > width and hits[left] is not hit:
            gone = hits[left].term
            counts[gone] -= 1
            if not counts[gone]:
                del counts[gone]
            left += 1
        if len(counts) > best_terms:
            best, best_terms = (hits[left].start, max(hit.end, hits[left].end)), len(counts)
    return best


def _sentence_start(text: str, start: int, first: int) -> int:
    """Begin with a sentence when one begins in the room before the first hit."""
    ends = list(_SENTENCE_END.finditer(text, start, first))
    return ends[0].end() if ends and start > 0 else start


def _between_words(text: str, start: int, limit: int) -> int:
    """Not in the middle of a Latin word or a number, when that can be had before the first hit."""
    at = start
    while 0 < at < limit and _LETTER.match(text, at) and _LETTER.match(text, at - 1):
        at += 1
    return at if at < limit or at == start else start
