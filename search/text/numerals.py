"""Chinese numerals in years, days and serial numbers.  Nothing above 9999 occurs there and nothing above is read."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    **dict(zip("0123456789", range(10), strict=True)),
    "两": 2,
    "元": 1,
}
_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS: Final = {"廿": 20, "卅": 30}

#: Inside a regular-expression class: all that ``number_of`` reads, after normalisation.
NUMERALS: Final = "0-9〇零一二三四五六七八九十百千两廿卅壹贰叁肆伍陆柒捌玖拾佰仟"


def number_of(text: str) -> int | None:
    """The number of a normalised numeral: 二〇一九 and 2019 by place, 十二 and 一百零五 by unit, 廿三, 元 (year 1)."""
    if not text:
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    return _by_unit(text)


def _by_unit(text: str) -> int | None:
    total, digit = 0, None
    for character in text:
        if character in _DIGITS:
            digit = (digit or 0) * 10 + _DIGITS[character]
        elif character in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[character]
            digit = None
        elif character in _TENS:
            total += _TENS[character]
        else:
            return None
    return total + (digit or 0)
