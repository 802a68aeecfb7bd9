"""A page's text into paragraphs: lines that a file broke at the edge of its paper are joined again.

Marks keep their places.  The text itself is never changed, only where a line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from portal.views.parts import Piece
from search.text import Span

#: A line that ends with one of these has ended because its sentence has.
_ENDS: Final = "。！？：；.!?:;”」』）"
#: Nothing shorter was broken by the edge of a page.
_SHORTEST_FULL_LINE: Final = 20
_LINE: Final = re.compile(r"[^\n\r\f]+")
_OPENING: Final = re.compile(
    r"^(第[一二三四五六七八九十百零〇\d]+[章节条款]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、．])"
)


def paragraphs(text: str, spans: Iterable[Span]) -> tuple[tuple[Piece, ...], ...]:
    """Paragraphs as runs of plain and marked pieces."""
    marks = tuple(spans)
    lines = _lines(text)
    full = _full_line(text, lines)
    joined: list[list[Piece]] = []
    before = ""
    for start, end in lines:
        line = text[start:end]
        run = _cut(text, (start, end), marks)
        if joined and _goes_on(before, line, full):
            glue = [Piece(" ")] if before[-1].isascii() and line[0].isascii() else []
            joined[-1] += glue + run
        else:
            joined.append(run)
        before = line
    return tuple(tuple(run) for run in joined)


def _lines(text: str) -> list[tuple[int, int]]:
    """Where each line's words begin and end, without the blanks around them."""
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        words = line.strip()
        if words:
            start = match.start() + line.index(words[0])
            found.append((start, start + len(words)))
    return found


def _full_line(text: str, lines: Sequence[tuple[int, int]]) -> float:
    """The width of a line that reaches the edge: that of the longer lines of this page."""
    widths = sorted(_width(text[start:end]) for start, end in lines)
    return widths[(len(widths) * 9) // 10] if widths else 0


def _width(line: str) -> float:
    """The line's width in Han characters; letters and digits take half the place of one."""
    return sum(0.5 if character.isascii() else 1 for character in line)


def _goes_on(before: str, line: str, full: float) -> bool:
    """Whether a line continues the one before it.  A paragraph's first line is two characters short of full."""
    reaches_the_edge = full >= _SHORTEST_FULL_LINE and full * 0.86 <= _width(before) <= full * 1.15
    return reaches_the_edge and before[-1] not in _ENDS and _OPENING.match(line) is None


def _cut(text: str, line: tuple[int, int], marks: Sequence[Span]) -> list[Piece]:
    """One line cut at the marks that lie on it."""
    start, end = line
    pieces: list[Piece] = []
    place = start
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first < last:
            pieces += [Piece(text[place:first]), Piece(text[first:last], marked=True)]
            place = last
    pieces.append(Piece(text[place:end]))
    return [piece for piece in pieces if piece.text]
