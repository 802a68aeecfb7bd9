"""What people type: words of the holdings' own titles, few of them often, many rarely, and some that find nothing.

Pure: titles in, questions out.  Shares follow what archives and libraries report of their logs: a heavy head, a long
tail, document numbers pasted whole, and one search in ten without a result.
"""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_WORD_LENGTHS = (2, 3, 4)
_HEAD = 40
_MOST = 2000
#: Characters of everyday names and places in an order no title has.
_ABSENT = "璟翊垚彧霁珩瑀翀昉钰淼宥"
_SHARES = {"head": 50, "tail": 20, "title": 12, "absent": 10, "number": 8}


@dataclass(frozen=True, slots=True)
class Questions:
    """The words of one portal's titles, the most frequent first, the titles themselves, and 文号 found in hits."""

    words: tuple[str, ...]
    titles: tuple[str, ...]
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, titles: Sequence[str], numbers: Sequence[str]) -> "Questions":
        if not titles:
            raise ValueError("no titles: the portal served nothing to ask about")
        return cls(_words(titles), tuple(titles), tuple(numbers))

    def choose(self, rng: random.Random) -> str:
        """One question, by the shares above; frequent words by Zipf's law."""
        kind = rng.choices(tuple(_SHARES), tuple(_SHARES.values()))[0]
        match kind:
            case "head":
                head = self.words[:_HEAD]
                return rng.choices(head, [1 / rank for rank in range(1, len(head) + 1)])[0]
            case "absent":
                return "".join(rng.sample(_ABSENT, 4))
            case "title":
                return rng.choice(self.titles)[:60]
            case "number" if self.numbers:
                return rng.choice(self.numbers)
            case _:
                return rng.choice(self.words)


def _words(titles: Sequence[str]) -> tuple[str, ...]:
    counted: Counter[str] = Counter()
    for title in titles:
        for run in _RUN.findall(title):
            counted.update(
                {run[start : start + size] for size in _WORD_LENGTHS for start in range(len(run) - size + 1)}
            )
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(word for word, _ in ordered[:_MOST])
