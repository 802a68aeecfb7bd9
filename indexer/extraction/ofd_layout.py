"""Reading order of the text on one OFD page.

Text comes as runs (``TextCode``) placed in millimetres, often one character per run and in any order.  Runs on one base
line make a line, left to right; lines go down.  Vertical and turned runs make columns, right to left.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from indexer.readers.safe_xml import local_name

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text: where it starts and ends along its direction, and the position of its line across it."""

    text: str
    start: float
    end: float
    across: float
    size: float
    vertical: bool


def runs_of(content: etree._Element) -> Iterator[Run]:
    """Every run of text below an element, in file order."""
    for element in content.iter():
        if local_name(element) == "TextObject":
            yield from _object_runs(element)


def _object_runs(text_object: etree._Element) -> Iterator[Run]:
    box = _numbers(text_object.get("Boundary"))
    left, top = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)
    matrix = _numbers(text_object.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    scale = max((a * a + b * b) ** 0.5, 1e-6)
    size = max((_numbers(text_object.get("Size")) or [3.0])[0] * scale, 0.1)
    turned = abs(b) > abs(a) or text_object.get("ReadDirection") in {"90", "270"}
    x = y = 0.0
    for code in text_object:
        text = "".join((code.text or "").split("\n")).strip() if local_name(code) == "TextCode" else ""
        if not text:
            continue
        x = (_numbers(code.get("X")) or [x])[0]
        y = (_numbers(code.get("Y")) or [y])[0]
        across_page, down_page = left + a * x + c * y + e, top + b * x + d * y + f
        steps_x, steps_y = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
        vertical = turned or (sum(map(abs, steps_y)) > sum(map(abs, steps_x)))
        length = sum(steps_y if vertical and not turned else steps_x) * scale + size
        start, across = (down_page, across_page) if vertical else (across_page, down_page)
        yield Run(text, start, start + abs(length), across, size, vertical)


def _numbers(text: str | None) -> list[float]:
    return [float(match[0]) for match in _NUMBER.finditer(text or "")]


def _deltas(text: str | None) -> list[float]:
    """``g 3 1.5 2`` is 1.5 three times, then 2.  Only the sum matters, so a repetition becomes one number."""
    deltas: list[float] = []
    words = (text or "").split()
    while words:
        word = words.pop(0)
        if word == "g" and len(words) >= 2:
            count, step = _numbers(words.pop(0)), _numbers(words.pop(0))
            deltas.extend(count[0] * value for value in step if count)
        else:
            deltas.extend(_numbers(word))
    return deltas


def in_reading_order(runs: list[Run]) -> Iterator[str]:
    """Lines from top to bottom, then columns from right to left."""
    flat = [run for run in runs if not run.vertical]
    upright = [run for run in runs if run.vertical]
    yield from (_joined(line) for line in _grouped(sorted(flat, key=lambda run: run.across)))
    yield from (_joined(column) for column in _grouped(sorted(upright, key=lambda run: -run.across)))


def _grouped(runs: list[Run]) -> Iterator[list[Run]]:
    """Neighbours whose lines lie within half a character of the last one belong to one line."""
    group: list[Run] = []
    for run in runs:
        if group and abs(run.across - group[-1].across) > min(run.size, group[-1].size) * 0.5:
            yield sorted(group, key=lambda member: member.start)
            group = []
        group.append(run)
    if group:
        yield sorted(group, key=lambda member: member.start)


def _joined(line: list[Run]) -> str:
    """Characters set one by one join without spaces; words and columns that stand apart keep one."""
    text = ""
    previous: Run | None = None
    for run in line:
        if previous is not None and _apart(previous, run):
            text += " "
        text += run.text
        previous = run
    return text


def _apart(left: Run, right: Run) -> bool:
    gap = right.start - left.end
    if left.text[-1].isascii() and right.text[0].isascii():
        return gap > left.size * 0.3
    # Titles are spaced out character by character, up to several widths.
    single = len(left.text) == 1 and len(right.text) == 1
    return gap > left.size * (4.0 if single else 1.5)
