"""Plain text in whatever encoding Chinese offices used: UTF-8, UTF-16, GB18030, Big5, tried strictly."""

import codecs

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: Lead bytes of punctuation and common characters (level 1), and the lowest trail byte they have, per double-byte set.
_COMMON = {
    "gb18030": (frozenset({*range(0xA1, 0xA4), *range(0xB0, 0xD8)}), 0xA1),
    "big5": (frozenset(range(0xA1, 0xC7)), 0x40),
}
_SAMPLE = 20_000


def decoded(content: bytes) -> str | None:
    """The text, or ``None`` when the bytes are no text in any encoding known here."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strict(content, encoding)
    if b"\0" in content:
        even, odd = content[0::2].count(0), content[1::2].count(0)
        return _printable(_strict(content, "utf-16-be" if even > odd else "utf-16-le"))
    text = _strict(content, "utf-8")
    if text is not None:
        return _printable(text)
    readings = {encoding: _strict(content, encoding) for encoding in _COMMON}
    best = max(readings, key=lambda encoding: _commonness(readings[encoding], encoding))
    return _printable(readings[best])


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _commonness(text: str | None, encoding: str) -> float:
    """The share of everyday characters: text read in the wrong set is full of rare ones.  -1 for no text."""
    if text is None:
        return -1.0
    wide = [character for character in text[:_SAMPLE] if ord(character) > 0x7F]
    leads, lowest = _COMMON[encoding]
    pairs = (character.encode(encoding) for character in wide)
    common = sum(len(pair) == 2 and pair[0] in leads and pair[1] >= lowest for pair in pairs)
    return common / len(wide) if wide else 0.0


def _printable(text: str | None) -> str | None:
    """Bytes that decode into control characters were never text."""
    if text is None or not text:
        return text
    controls = sum(character < " " and character not in "\t\n\r\x0c\x1a" for character in text[:_SAMPLE])
    return None if controls * 100 > len(text[:_SAMPLE]) else text


def pages_of(text: str) -> list[str]:
    """Form feeds are page breaks; without them a text is one page."""
    return text.removesuffix("\x1a").split("\x0c")
