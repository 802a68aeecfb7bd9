"""Turn a sentence pattern into a sentence: each ``{slot}`` becomes an invented word or number.

Deterministic for the generator it is given.  ``fixed`` holds the slots one document must not vary (a word), or may
fill from some words only (several).
"""

import random
import re
from collections.abc import Mapping

from load.demo.lexicon import LEXICON

Fixed = Mapping[str, str | tuple[str, ...]]

_SLOT = re.compile(r"\{([^{}:]+)(?::([0-9]+)-([0-9]+))?\}")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def say(pattern: str, rng: random.Random, *, fixed: Fixed) -> str:
    """Fill every slot of the pattern: ``n`` whole number, ``f`` one decimal, ``p`` percentage, or a word."""

    def fill(slot: re.Match[str]) -> str:
        name, low, high = slot.groups()
        if low is not None:
            return _number(name, int(low), int(high), rng=rng)
        return _word(name, rng, fixed=fixed)

    return _SLOT.sub(fill, pattern)


def sample(patterns: tuple[str, ...], count: int, rng: random.Random) -> list[str]:
    return rng.sample(patterns, min(count, len(patterns)))


def _number(name: str, low: int, high: int, *, rng: random.Random) -> str:
    if name == "f":
        return f"{rng.uniform(low + 0.1, high + 0.9):.1f}"
    return str(rng.randint(low, high))


def _word(name: str, rng: random.Random, *, fixed: Fixed) -> str:
    if name == "p":
        return f"{rng.uniform(3, 99):.1f}%"
    if name == "月日":
        month = rng.randint(1, 12)
        return f"{month}月{rng.randint(1, _DAYS[month - 1])}日"
    given = fixed.get(name, LEXICON.get(name, ()))
    if isinstance(given, str):
        return given
    return say(rng.choice(given), rng, fixed=fixed)
