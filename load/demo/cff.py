"""Cut a CID-keyed CFF font down to the glyphs one document needs.

Subroutines keep their numbers; those no kept glyph calls become empty.  Only what a PDF needs is kept, no OpenType
tables.  The layout is Adobe's Technical Notes 5176 (CFF) and 5177 (Type 2 charstrings).
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

_PRIVATE, _SUBRS, _CHARSET, _CHARSTRINGS = 18, 19, 15, 17
_CID_COUNT, _FD_ARRAY, _FD_SELECT = 0x0C22, 0x0C24, 0x0C25
_STEMS, _MASKS = frozenset({1, 3, 18, 23}), frozenset({19, 20})
_CALL_LOCAL, _CALL_GLOBAL, _RETURN, _ESCAPE = 10, 29, 11, 12


Calls = Mapping[int, frozenset[int]]  # The subroutines used, by font; -1 is the set every font shares.


class Index:
    """A CFF INDEX read in place."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self.count = struct.unpack_from(">H", data, start)[0]
        self._size = data[start + 2] if self.count else 1
        self._offsets = start + 3
        self._base = self._offsets + (self.count + 1) * self._size - 1
        self.end = self._base + self._offset(self.count) if self.count else start + 2

    def _offset(self, nth: int) -> int:
        at = self._offsets + nth * self._size
        return int.from_bytes(self._data[at : at + self._size], "big")

    def __getitem__(self, nth: int) -> bytes:
        return self._data[self._base + self._offset(nth) : self._base + self._offset(nth + 1)]

    @property
    def bias(self) -> int:
        return 107 if self.count < 1240 else 1131 if self.count < 33900 else 32768


def _index(items: Sequence[bytes]) -> bytes:
    if not items:
        return b"\0\0"
    offsets, total = [1], 1
    for item in items:
        total += len(item)
        offsets.append(total)
    size = (total.bit_length() + 7) // 8
    table = b"".join(offset.to_bytes(size, "big") for offset in offsets)
    return struct.pack(">HB", len(items), size) + table + b"".join(items)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """One integer operand of a DICT or charstring (not the 5-byte forms): its value and the position after it."""
    first = data[at]
    if first == 28:
        return struct.unpack_from(">h", data, at + 1)[0], at + 3
    if first <= 246:
        return first - 139, at + 1
    if first <= 250:
        return (first - 247) * 256 + data[at + 1] + 108, at + 2
    return -(first - 251) * 256 - data[at + 1] - 108, at + 2


def _dict(data: bytes) -> dict[int, tuple[bytes, list[int]]]:
    """Operators with their operands, raw and as integers (a real number counts as 0: none is needed here)."""
    found: dict[int, tuple[bytes, list[int]]] = {}
    at = start = 0
    values: list[int] = []
    while at < len(data):
        first = data[at]
        if first <= 21:
            operator = 0x0C00 | data[at + 1] if first == _ESCAPE else first
            found[operator] = (data[start:at], values)
            at = start = at + (2 if first == _ESCAPE else 1)
            values = []
        elif first == 29:
            values.append(struct.unpack_from(">i", data, at + 1)[0])
            at += 5
        elif first == 30:
            at += 1
            while data[at] & 0x0F != 0x0F and data[at] >> 4 != 0x0F:
                at += 1
            at += 1
            values.append(0)
        else:
            value, at = _number(data, at)
            values.append(value)
    return found


def _dict_bytes(entries: dict[int, tuple[bytes, list[int]]], replaced: dict[int, tuple[int, ...]]) -> bytes:
    """Write a DICT; replaced operands take five bytes each, so that its length never depends on their values."""
    out = b""
    for operator, (raw, _values) in entries.items():
        new = replaced.get(operator)
        operands = raw if new is None else b"".join(b"\x1d" + struct.pack(">i", value) for value in new)
        out += operands + (bytes([_ESCAPE, operator & 0xFF]) if operator > 0xFF else bytes([operator]))
    return out


@dataclass(frozen=True, slots=True)
class _Private:
    entries: dict[int, tuple[bytes, list[int]]]
    subrs: Index


class CffFont:
    """A CID-keyed CFF table that can be cut down.  Remembers which subroutines each glyph calls."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._names = Index(data, data[2])
        tops = Index(data, self._names.end)
        self._top = _dict(tops[0])
        self._strings = Index(data, tops.end)
        self._globals = Index(data, self._strings.end)
        self._glyphs = Index(data, self._top[_CHARSTRINGS][1][0])
        fonts = Index(data, self._top[_FD_ARRAY][1][0])
        self._fonts = [_dict(fonts[nth]) for nth in range(fonts.count)]
        self._privates = [self._private(*font[_PRIVATE][1]) for font in self._fonts]
        self._calls: dict[int, frozenset[tuple[int, int]]] = {}

    def subset(self, glyphs: Sequence[int]) -> bytes:
        """A CFF font with glyph 0 and the given glyphs, whose CIDs are their places: 1, 2, 3, …"""
        kept = (0, *glyphs)
        used = _by_font(call for glyph in kept for call in self._called_by(glyph))
        selected = [self._select[glyph] for glyph in kept]
        select = struct.pack(">BH", 3, len(kept))
        select += b"".join(struct.pack(">HB", nth, font) for nth, font in enumerate(selected))
        select += struct.pack(">H", len(kept))
        charset = struct.pack(">BHH", 2, 1, len(kept) - 2)
        charstrings = _index([self._glyphs[glyph] for glyph in kept])
        return self._assembled(charset, select, charstrings, used=used, count=len(kept))

    def _assembled(self, charset: bytes, select: bytes, charstrings: bytes, *, used: Calls, count: int) -> bytes:
        head = self._data[: self._data[2]] + _index([self._names[0]])
        strings = _index([self._strings[nth] for nth in range(self._strings.count)])
        after_top = strings + _emptied(self._globals, used.get(-1, frozenset()))
        blank = _index([_dict_bytes(self._top, self._places(0, 0, 0, 0, count=count))])
        start = len(head) + len(blank) + len(after_top)
        privates = [self._private_bytes(nth, used.get(nth, frozenset())) for nth in range(len(self._privates))]
        at_select = start + len(charset)
        at_glyphs = at_select + len(select)
        at_fonts = at_glyphs + len(charstrings)
        at_private = at_fonts + len(self._font_index([(0, 0)] * len(privates)))
        spans = []
        for dictionary, subrs in privates:
            spans.append((len(dictionary), at_private))
            at_private += len(dictionary) + len(subrs)
        places = self._places(start, at_select, at_glyphs, at_fonts, count=count)
        top = _index([_dict_bytes(self._top, places)])
        tail = b"".join(dictionary + subrs for dictionary, subrs in privates)
        return head + top + after_top + charset + select + charstrings + self._font_index(spans) + tail

    @staticmethod
    def _places(charset: int, select: int, glyphs: int, fonts: int, *, count: int) -> dict[int, tuple[int, ...]]:
        return {
            _CHARSET: (charset,),
            _FD_SELECT: (select,),
            _CHARSTRINGS: (glyphs,),
            _FD_ARRAY: (fonts,),
            _CID_COUNT: (count,),
        }

    def _font_index(self, spans: Sequence[tuple[int, int]]) -> bytes:
        return _index([_dict_bytes(font, {_PRIVATE: span}) for font, span in zip(self._fonts, spans, strict=True)])

    def _private_bytes(self, nth: int, used: frozenset[int]) -> tuple[bytes, bytes]:
        private = self._privates[nth]
        length = len(_dict_bytes(private.entries, {_SUBRS: (0,)}))
        if _SUBRS not in private.entries:
            return _dict_bytes(private.entries, {}), b""
        return _dict_bytes(private.entries, {_SUBRS: (length,)}), _emptied(private.subrs, used)

    def _private(self, size: int, offset: int) -> _Private:
        entries = _dict(self._data[offset : offset + size])
        subrs = Index(self._data, offset + entries[_SUBRS][1][0]) if _SUBRS in entries else Index(b"\0\0\0", 0)
        return _Private(entries, subrs)

    @cached_property
    def _select(self) -> bytes:
        """The font of each glyph: format 0 is one byte a glyph, format 3 is ranges."""
        data, at = self._data, self._top[_FD_SELECT][1][0]
        if data[at] == 0:
            return data[at + 1 : at + 1 + self._glyphs.count]
        ranges = struct.unpack_from(">H", data, at + 1)[0]
        out = bytearray()
        for nth in range(ranges):
            first, font, following = struct.unpack_from(">HBH", data, at + 3 + 3 * nth)
            out += bytes([font]) * (following - first)
        return bytes(out)

    def _called_by(self, glyph: int) -> frozenset[tuple[int, int]]:
        if glyph not in self._calls:
            font = self._select[glyph]
            tracer = _Tracer(self._globals, self._privates[font].subrs, font)
            tracer.run(self._glyphs[glyph])
            self._calls[glyph] = frozenset(tracer.called)
        return self._calls[glyph]


def _by_font(calls: Iterable[tuple[int, int]]) -> Calls:
    found: dict[int, set[int]] = {}
    for font, number in calls:
        found.setdefault(font, set()).add(number)
    return {font: frozenset(numbers) for font, numbers in found.items()}


def _emptied(subrs: Index, used: frozenset[int]) -> bytes:
    """The subroutines under their old numbers, unused ones empty; but the last is kept, for an INDEX may hold bytes
    and FreeType refuses one that holds none.
    """
    if not subrs.count:
        return b"\0\0"
    kept = sorted(used | {subrs.count - 1})
    items = [subrs[number] for number in kept]
    size = ((1 + sum(map(len, items))).bit_length() + 7) // 8
    table, offset, before = bytearray(), 1, -1
    for number, item in zip(kept, items, strict=True):
        table += offset.to_bytes(size, "big") * (number - before)
        offset, before = offset + len(item), number
    table += offset.to_bytes(size, "big")
    return struct.pack(">HB", subrs.count, size) + bytes(table) + b"".join(items)


class _Tracer:
    """Walks a charstring and its subroutines, noting calls as (font, number); font -1 is the global set."""

    def __init__(self, everywhere: Index, local: Index, font: int) -> None:
        self._subrs = {_CALL_GLOBAL: (everywhere, -1), _CALL_LOCAL: (local, font)}
        self._stack: list[int] = []
        self._hints = 0
        self.called: set[tuple[int, int]] = set()

    def run(self, code: bytes) -> None:
        at = 0
        while at < len(code):
            first = code[at]
            if first == 255:
                self._stack.append(0)
                at += 5
            elif first == 28 or first >= 32:
                value, at = _number(code, at)
                self._stack.append(value)
            else:
                at = self._operator(code, at)

    def _operator(self, code: bytes, at: int) -> int:
        operator = code[at]
        if operator in self._subrs:
            subrs, owner = self._subrs[operator]
            number = self._stack.pop() + subrs.bias
            self.called.add((owner, number))
            self.run(subrs[number])
            return at + 1
        if operator == _RETURN:
            return len(code)
        if operator in _STEMS or operator in _MASKS:
            self._hints += len(self._stack) // 2
        self._stack.clear()
        if operator in _MASKS:
            return at + 1 + (self._hints + 7) // 8
        return at + (2 if operator == _ESCAPE else 1)
