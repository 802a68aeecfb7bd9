"""The typeface of the PDFs: Noto Serif SC embedded where its package is installed, else a predefined Adobe font.

The package (``pylopdf-fonts-zh-cn``, SIL Open Font License 1.1) holds nothing but the font files.  Without it a PDF
names STSong-Light, which its reader must have.  Either way the text can be extracted: embedded glyphs through a
ToUnicode map, predefined ones through Adobe's own tables, which every reader knows.
"""

import struct
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from load.demo.cff import CffFont

_FONT_PACKAGE, _FONT_FILE = "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"


@dataclass(frozen=True, slots=True)
class Face:
    """What one PDF needs of its typeface.  ``codes`` give each character its two-byte code in page contents."""

    name: str
    encoding: str
    ordering: str
    codes: dict[str, int]
    widths: str
    program: bytes | None


class OpenType:
    """An OpenType font with CFF outlines."""

    def __init__(self, data: bytes) -> None:
        count = struct.unpack_from(">H", data, 4)[0]
        entries = (struct.unpack_from(">4sIII", data, 12 + 16 * nth) for nth in range(count))
        tables = {tag: data[offset : offset + length] for tag, _sum, offset, length in entries}
        self._glyphs = _character_map(tables[b"cmap"])
        self._metrics = tables[b"hmtx"]
        self._measured = struct.unpack_from(">H", tables[b"hhea"], 34)[0]
        self._cff = CffFont(tables[b"CFF "])

    def face(self, characters: str) -> Face:
        """Embed exactly these characters; one the font lacks becomes its replacement mark."""
        ordered = sorted(set(characters))
        glyphs = [self._glyphs.get(ord(character), 0) for character in ordered]
        widths = " ".join(str(self._width(glyph)) for glyph in glyphs)
        codes = {character: nth for nth, character in enumerate(ordered, start=1)}
        tag = "".join(chr(65 + sum(map(ord, ordered)) // 26**place % 26) for place in range(6))
        return Face(f"{tag}+NotoSerifSC", "Identity-H", "Identity", codes, f"[1 [{widths}]]", self._cff.subset(glyphs))

    def _width(self, glyph: int) -> int:
        at = min(glyph, self._measured - 1) * 4
        return int(struct.unpack_from(">H", self._metrics, at)[0])


def face_of(characters: str) -> Face:
    found = _installed()
    if found is not None:
        return found.face(characters)
    codes = {character: ord(character) for character in sorted(set(characters))}
    return Face("STSong-Light", "UniGB-UTF16-H", "GB1", codes, "[1 95 500]", None)


@cache
def _installed() -> OpenType | None:
    spec = find_spec(_FONT_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    return OpenType((Path(spec.origin).parent / _FONT_FILE).read_bytes())


def _character_map(table: bytes) -> dict[int, int]:
    """Characters to glyphs, from the format 12 subtable every CJK font carries."""
    count = struct.unpack_from(">H", table, 2)[0]
    starts = (struct.unpack_from(">HHI", table, 4 + 8 * nth)[2] for nth in range(count))
    start = next(start for start in starts if struct.unpack_from(">H", table, start)[0] == 12)
    groups = struct.unpack_from(">I", table, start + 12)[0]
    found: dict[int, int] = {}
    for nth in range(groups):
        first, last, glyph = struct.unpack_from(">III", table, start + 16 + 12 * nth)
        found.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return found
