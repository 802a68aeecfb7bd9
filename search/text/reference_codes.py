"""档号: one key for a reference code however its dots, dashes, case and width are written.  It rejects nothing.

Leading zeros stay: they are part of a code's identity, and a code is not a number.
"""

from __future__ import annotations

import re
from typing import Final

from search.text.characters import HAN
from search.text.dates import date_span
from search.text.normalise import normalise

_DOTS: Final = dict.fromkeys("·•・‧∙⋅･⸱・。", ".")
_DASHES: Final = dict.fromkeys("‐‑‒–—―−─~", "-")
_MARKS = str.maketrans({**_DOTS, **_DASHES, "\\": "/", "_": "-"})
_BOUNDARY = re.compile(r"[-./:]")
_PART: Final = rf"[{HAN}a-z0-9]{{1,12}}"
_CODE = re.compile(rf"{_PART}(?:[-.]{_PART})+")


def code_key(code: str) -> str:
    """The matching key: normalised, no white space, ``.`` and ``-`` for all their variants, repeats folded.

    >>> code_key("Ｚ109－WS·2011—Y-0001")
    'z109-ws.2011-y-0001'
    """
    plain = "".join(normalise("".join(normalise(code).split()).translate(_MARKS)).split())
    return re.sub(r"-{2,}", "-", re.sub(r"\.{2,}", ".", plain)).strip("-./:")


def code_prefixes(code: str) -> tuple[str, ...]:
    """The key of every prefix that ends at a part boundary, shortest first, the whole code last."""
    key = code_key(code)
    ends = [found.start() for found in _BOUNDARY.finditer(key) if found.start() > 0]
    return tuple(dict.fromkeys(key[:end].rstrip("-./:") for end in (*ends, len(key)) if key))


def looks_like_code(text: str) -> bool:
    """Whether a bare word of a question has the shape of a 档号: parts, some with a digit, joined by ``-`` or ``·``.

    Three parts or more, or two with digits in both.  Dates and decimal numbers are none.
    """
    key = code_key(text)
    if not _CODE.fullmatch(key) or "-" not in key or date_span(key) is not None:
        return False
    parts = _BOUNDARY.split(key)
    with_digit = sum(any(map(str.isdigit, part)) for part in parts)
    return with_digit >= 2 if len(parts) == 2 else with_digit >= 1
