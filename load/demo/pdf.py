"""Write pages of text as a PDF of A4 pages with a true text layer.  No pictures, no forms, no dates: deterministic."""

import zlib
from collections.abc import Iterator

from load.demo.layout import Line, Page
from load.demo.typeface import Face, face_of

_WIDTH, _HEIGHT, _LEFT, _TOP, _LEADING = 595, 842, 73, 745, 28.9
_BODY, _TITLE, _FOOTER = 16, 22, 10


def pdf_of(pages: tuple[Page, ...], title: str) -> bytes:
    characters = "".join(line.text for page in pages for line in page) + "—0123456789 "
    face = face_of(characters.replace("　", ""))
    fixed = [*_font_objects(face), _information(title)]
    first = 3 + len(fixed)
    kids = " ".join(f"{first + 2 * nth} 0 R" for nth in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(), *fixed]
    for nth, page in enumerate(pages):
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_WIDTH} {_HEIGHT}]"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {first + 2 * nth + 1} 0 R>>".encode(),
            _stream("".join(_shown(page, nth + 1, face)).encode()),
        ]
    return _file(objects, information=2 + len(fixed))


def _font_objects(face: Face) -> list[bytes]:
    """Objects 3 to 5, and 6 and 7 where the program is embedded.

    A predefined encoding gets no ToUnicode map: pdfminer would look the character's CID up in it, not its code.
    """
    embedded = "/FontFile3 7 0 R" if face.program else ""
    to_unicode = "/ToUnicode 6 0 R" if face.program else ""
    found = [
        f"<</Type/Font/Subtype/Type0/BaseFont/{face.name}/Encoding/{face.encoding}"
        f"/DescendantFonts[4 0 R]{to_unicode}>>".encode(),
        f"<</Type/Font/Subtype/CIDFontType0/BaseFont/{face.name}/CIDSystemInfo<</Registry(Adobe)"
        f"/Ordering({face.ordering})/Supplement 0>>/FontDescriptor 5 0 R/DW 1000/W {face.widths}>>".encode(),
        f"<</Type/FontDescriptor/FontName/{face.name}/Flags 6/FontBBox[-100 -200 1100 900]/ItalicAngle 0/Ascent 880"
        f"/Descent -120/CapHeight 730/StemV 80{embedded}>>".encode(),
    ]
    if face.program:
        found += [_stream(_to_unicode(face).encode()), _stream(face.program, "/Subtype/CIDFontType0C")]
    return found


def _to_unicode(face: Face) -> str:
    pairs = [f"<{code:04X}> <{character.encode('utf-16-be').hex()}>" for character, code in face.codes.items()]
    blocks = (pairs[start : start + 100] for start in range(0, len(pairs), 100))
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


def _shown(page: Page, number: int, face: Face) -> Iterator[str]:
    """The content stream: one text operation a line, so that a line is one run to whoever extracts it."""
    for nth, line in enumerate(page):
        yield _run(line, _TOP - nth * _LEADING, face)
    yield _text(f"— {number} —", _FOOTER, (_WIDTH / 2 - 14, 60.0), face)


def _run(line: Line, baseline: float, face: Face) -> str:
    size = _TITLE if line.centred else _BODY
    text = line.text.lstrip("　")
    left = max(40.0, (_WIDTH - len(text) * size) / 2) if line.centred else _LEFT + size * (len(line.text) - len(text))
    return _text(text.replace("　", " "), size, (left, baseline), face)


def _text(text: str, size: int, place: tuple[float, float], face: Face) -> str:
    codes = "".join(f"{face.codes[character]:04X}" for character in text)
    return f"BT /F1 {size} Tf {place[0]:.1f} {place[1]:.1f} Td <{codes}> Tj ET\n"


def _information(title: str) -> bytes:
    return f"<</Title<FEFF{title.encode('utf-16-be').hex().upper()}>/Producer(demonstration archive)>>".encode()


def _stream(content: bytes, extra: str = "") -> bytes:
    packed = zlib.compress(content, 6)
    return f"<</Length {len(packed)}/Filter/FlateDecode{extra}>>\nstream\n".encode() + packed + b"\nendstream"


def _file(objects: list[bytes], information: int) -> bytes:
    out = bytearray(b"%PDF-1.5\n%\xe5\xbc\x80\xe5\x8d\xb7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R/Info %d 0 R>>\n" % (len(objects) + 1, information)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
