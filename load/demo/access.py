"""Deal out openness, sharing, dates and markings, so that every tier occurs and the public finds a rich archive.

It states facts as packages do.  It decides no right: that is the product's own business.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from load.demo.record import Access

_ARCHIVES = {"开放·全文上网": 17, "开放": 3, "开放·目录上网": 5, "控制": 5, "延期开放": 4, "未审核": 6}
_CURRENT = {
    "主动公开": 18, "依申请公开": 6, "不予公开": 3, "未审核": 6, "控制": 2, "开放·全文上网": 3, "开放·目录上网": 2,
}  # fmt: skip
_SHARING = {"全文共享": 8, "目录共享": 6, "本单位": 3, "": 3}
DISCLOSURE_LABELS = frozenset({"主动公开", "依申请公开", "不予公开"})
_CATALOGUED_ON = date(2025, 12, 1)


def _deck(weights: dict[str, int], rng: random.Random) -> Iterator[str]:
    """Deal labels without end; each full deck holds every label in its fixed share."""
    cards = [label for label, count in weights.items() for _ in range(count)]
    while True:
        # One card of each label comes first, so that a small archive has every tier too.
        rest = list(cards)
        for label in weights:
            rest.remove(label)
        rng.shuffle(rest)
        yield from (*weights, *rest)


class Dealer:
    """Deals the access facts of one archive, in record order.  Stateful: one per build."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._archives = _deck(_ARCHIVES, rng)
        self._current = _deck(_CURRENT, rng)
        self._sharing = _deck(_SHARING, rng)

    def deal(self, written_on: date, kind: str, *, abolished: bool) -> Access:
        rng = self._rng
        recent = written_on.year > 2000 and kind == "文书"
        label = next(self._current if recent else self._archives)
        element = "公开属性" if label in DISCLOSURE_LABELS else "开放标识"
        transferred = abolished or written_on.year <= rng.randint(2011, 2016)
        secret = label in {"未审核", "不予公开"} and rng.random() < 0.12
        sharing = "本单位" if secret else next(self._sharing) or None
        return Access(
            element=element,
            label=label,
            sharing=sharing,
            opens_on=_opening_date(label, written_on, rng),
            custody="进馆" if transferred else "未进馆",
            network=rng.choices((None, "both", "gov"), (84, 12, 4))[0],
            classification="工作秘密" if secret else None,
        )


def declassified(written_on: date) -> Access:
    """The one record whose 密级 was lifted: the marking stands, with the authority and the day that ended it."""
    return Access("开放标识", "未审核", "本单位", None, "进馆", None, "机密", date(written_on.year + 20, 6, 15))


def marked_secret(marking: str) -> Access:
    """A record the law forbids here; it goes to the folder of packages that must be refused."""
    return Access("开放标识", "控制", "本单位", None, "进馆", "gov", marking)


def _opening_date(label: str, written_on: date, rng: random.Random) -> date | None:
    if label == "主动公开":
        return None if rng.random() < 0.05 else min(_CATALOGUED_ON, written_on + timedelta(days=rng.randint(3, 25)))
    if label == "延期开放":
        return date(rng.randint(2028, 2045), rng.randint(1, 12), 1)
    if not label.startswith("开放"):
        return None
    chance = rng.random()
    if chance < 0.2:
        return None
    if chance < 0.27:
        return date(rng.randint(2027, 2032), 7, 1)
    return min(_CATALOGUED_ON, date(max(written_on.year + 1, rng.randint(2008, 2025)), rng.randint(1, 12), 9))
