"""Bigrams and single characters: the tokens that carry phrases and substrings, whatever a dictionary thinks.

A text is read as a row of *units*: every Han character is one, every Latin word or number is one.  Punctuation and
white space are no units: they are left out of the row, on both sides alike, so 「通知》（国发」 is found as typed, a
line break of a PDF does not break a word, and 「通知关于」 also finds 「通知，关于」.

The tokens of a row are, in order: each pair of neighbouring units of which at least one is Han, joined; and each Latin
unit by itself, between the two pairs it is part of.  「第3号令」 gives ``第3 3 3号 号令``.  Every run of two or more
neighbouring units therefore gives a contiguous run of the tokens of the whole, and no other run of units gives it:
a phrase of these tokens matches exactly where its units stand.  Latin words and numbers are whole: 201 is not in 2019.

Everything here takes normalised text (``search.text.normalise``).
"""

from __future__ import annotations

import re
from typing import Final

from search.text.characters import HAN, LETTER

#: Engines cut tokens at 255 UTF-16 units; two per character plus a Han neighbour stay below.
LONGEST_UNIT: Final = 120

_RUNS = re.compile(rf"([{HAN}]+)|({LETTER}{{1,{LONGEST_UNIT}}})")
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])(?:(?![{HAN}])[\W_])++(?=[{HAN}])")
_NOT_HAN = re.compile(rf"[^{HAN}]++")


def grams(text: str) -> list[str]:
    """The tokens of a normalised text.  A text of one single unit gives that unit.

    Han runs give their inner pairs; a Latin run gives itself; a border between the two gives the joining pair.

    >>> grams("关于第3号令")
    ['关于', '于第', '第3', '3', '3号', '号令']
    """
    runs: list[tuple[str, str]] = _RUNS.findall(_BETWEEN_HAN.sub("", text))
    if len(runs) == 1 and len(runs[0][0]) == 1:
        return [runs[0][0]]
    tokens: list[str] = []
    last, last_is_han = "", False
    for han, latin in runs:
        if han:
            if last:
                tokens.append(last + han[0])
            tokens.extend(map(str.__add__, han, han[1:]))
            last, last_is_han = han[-1], True
        else:
            if last_is_han:
                tokens.append(last + latin)
            tokens.append(latin)
            last, last_is_han = latin, False
    return tokens


def characters(text: str) -> list[str]:
    """Every Han character, one by one, for one-character questions.  Latin words and numbers stand among the grams."""
    return list(_NOT_HAN.sub("", text))


def unit_count(text: str) -> int:
    """How many units a normalised text has; 0 means that there is nothing in it that could be searched."""
    return sum(len(han) if han else 1 for han, _ in _RUNS.findall(text))
