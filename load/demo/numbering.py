"""档号, 文号, 索引号 and 案卷, counted the way an archive counts them.  Stateful: one per build."""

import random
from collections import Counter
from datetime import date

from load.demo.organs import Organ
from load.demo.record import KIND_CODES

LAST_YEAR_BY_FILE = 2002  # Later holdings are arranged item by item (DA/T 22), earlier ones in files.
_RETENTION_CODES = {"永久": "Y", "长期": "CQ", "短期": "DQ", "30年": "D30", "10年": "D10"}
_CATALOGUES = {"永久": 1, "长期": 2, "短期": 3}
_ITEMS_IN_FILE = 12
_YEARS_IN_FILE = 5


class Numbering:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._items: Counter[tuple[str, ...]] = Counter()
        self._files: Counter[tuple[str, int]] = Counter()
        self._open_files: dict[tuple[str, int, int], tuple[int, int]] = {}
        self._numbers: Counter[tuple[str, int]] = Counter()
        self._entries: Counter[tuple[str, int]] = Counter()

    def item_code(self, organ: Organ, year: int, kind: str, *, retention: str, section: str) -> str:
        """DA/T 13 by item, such as ``Z109-WS·2011-Y-BGS-0001``."""
        series = (organ.fonds, f"{KIND_CODES[kind]}·{year}", _RETENTION_CODES[retention], section)
        self._items[series] += 1
        return f"{'-'.join(series)}-{self._items[series]:04d}"

    def file_code(self, organ: Organ, year: int, retention: str) -> tuple[str, str]:
        """目录号-案卷号-件号, such as ``Z109-003-012-004``, and the title of the file it lies in."""
        catalogue = _CATALOGUES[retention]
        first = year - (year - 1990) % _YEARS_IN_FILE
        place = (organ.fonds, catalogue, first)
        number, items = self._open_files.get(place, (0, _ITEMS_IN_FILE))
        if items >= _ITEMS_IN_FILE:
            self._files[organ.fonds, catalogue] += 1
            number, items = self._files[organ.fonds, catalogue], 0
        self._open_files[place] = (number, items + 1)
        last = min(first + _YEARS_IN_FILE - 1, LAST_YEAR_BY_FILE)
        title = f"{organ.name}{first}—{last}年{retention}文件（第{number}卷）"
        return f"{organ.fonds}-{catalogue:03d}-{number:03d}-{items + 1:03d}", title

    def document_number(self, organ: Organ, year: int) -> str:
        self._numbers[organ.mark, year] += self._rng.randint(1, 5)
        return f"{organ.mark}〔{year}〕{self._numbers[organ.mark, year]}号"

    def index_number(self, organ: Organ, written_on: date) -> str:
        self._entries[organ.fonds, written_on.year] += 1
        count = self._entries[organ.fonds, written_on.year]
        return f"MH{organ.fonds[1:]}-{self._rng.randint(1, 6):02d}-{written_on.year}-{count:05d}"
