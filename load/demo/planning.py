"""Plan the whole archive as values, before a single file is written.  Pure for one seed."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from load.demo.access import Dealer, declassified, marked_secret
from load.demo.numbering import LAST_YEAR_BY_FILE, Numbering
from load.demo.organs import ORGANS, Organ, organs_in
from load.demo.record import Access, Current, Record
from load.demo.sentences import Fixed, say
from load.demo.titles import genre_of, title_of
from load.demo.topics import topics

_KINDS = ("文书", "照片", "音像", "业务数据", "科技", "会计", "实物")
_KIND_SHARES = (82, 5, 2, 4, 3, 3, 1)
_FORMS = {"照片": "png", "音像": "png", "实物": "png", "业务数据": "csv", "会计": "csv"}
_SECTIONS = {"BGS": "办公室", "YWK": "业务科", "RSK": "人事科", "CWK": "财务科"}
_DENSE_FONDS, _DENSE_YEAR = "Z108", 2012  # One series with more than 200 siblings, for the catalogue tree.
_FORBIDDEN = ("秘密", "机密★10年", "秘密★5年")
_WITH_PERSONS = frozenset({"letters", "marriage", "relief", "veterans", "pensions", "justice"})


@dataclass(frozen=True, slots=True)
class Plan:
    """``forbidden`` carry a state-secret marking and ``damaged`` get a wrong checksum: both must be refused."""

    records: tuple[Record, ...]
    forbidden: tuple[Record, ...]
    damaged: tuple[Record, ...]


def plan(records: int, seed: int) -> Plan:
    planner = _Planner(random.Random(f"{seed}:plan"), seed)
    kept = tuple(planner.record(serial, records) for serial in range(1, records + 1))
    forbidden = tuple(planner.forbidden(records + 1 + nth, marking) for nth, marking in enumerate(_FORBIDDEN))
    damaged = tuple(planner.record(records + 11 + nth, 0) for nth in range(2))
    return Plan(kept, forbidden, damaged)


class _Planner:
    """Holds what planning counts: titles given, numbers used, labels dealt."""

    def __init__(self, rng: random.Random, seed: int) -> None:
        self._rng = rng
        self._seed = seed
        self._numbering = Numbering(rng)
        self._dealer = Dealer(rng)
        self._titles: set[str] = set()

    def record(self, serial: int, records: int) -> Record:
        rng = self._rng
        if len(ORGANS) < serial <= len(ORGANS) + (records // 9 if records >= 1000 else 0):
            organ = next(organ for organ in ORGANS if organ.fonds == _DENSE_FONDS)
            return self._make(serial, organ, _DENSE_YEAR, kind="文书", access=None)
        organ = ORGANS[(serial - 1) % len(ORGANS)]
        kind = rng.choices(_KINDS, _KIND_SHARES)[0] if serial > 8 else "文书"
        if serial == 9:
            return self._make(serial, organ, organ.since, kind=kind, access=declassified(date(organ.since, 1, 1)))
        return self._make(serial, organ, rng.randint(organ.since, organ.until), kind=kind, access=None)

    def forbidden(self, serial: int, marking: str) -> Record:
        return self._make(serial, ORGANS[serial % 19], 2003, kind="文书", access=marked_secret(marking))

    def _make(self, serial: int, organ: Organ, year: int, *, kind: str, access: Access | None) -> Record:
        rng = self._rng
        topic = rng.choice(organ.topics)
        written_on = date(year, 1, 4) + timedelta(days=rng.randint(0, 355))
        genre = genre_of(topic, rng)
        matter, title = self._title(organ, topic, kind, genre=genre, year=year)
        facts = access or self._dealer.deal(written_on, kind, abolished=organ.until < 2025)
        retention = self._retention(organ, year)
        section, code, file = self._place(organ, year, kind, retention=retention)
        numbered = kind == "文书" and genre not in {"答复", "公报"} and rng.random() < 0.94
        return Record(
            serial=serial,
            seed=self._seed,
            organ=organ,
            topic=topic,
            kind=kind,
            genre=genre if kind == "文书" else kind,
            matter=matter,
            title=title,
            written_on=written_on,
            number=self._numbering.document_number(organ, year) if numbered else None,
            retention=retention,
            code=code,
            section=section,
            file=file,
            access=facts,
            current=self._current(organ, written_on, facts),
            form=_FORMS.get(kind) or rng.choices(("pdf", "docx", "ofd", "txt"), (44, 21, 14, 21))[0],
            redacted=kind == "文书" and topic in _WITH_PERSONS and rng.random() < 0.3,
        )

    def _title(self, organ: Organ, topic: str, kind: str, *, genre: str, year: int) -> tuple[str, str]:
        """Draw until the title is new; what still collides is told apart by its batch."""
        fixed: Fixed = {"年": str(year), **organs_in(year)}
        matter = title = ""
        for attempt in range(60):
            matter = say(self._rng.choice(topics()[topic].matters), self._rng, fixed=fixed)
            if attempt > 8 and not matter.startswith(str(year)):
                matter = f"{year}年{matter}"
            if attempt > 20:
                matter = f"{matter}（第{attempt - 19}批）"
            title = title_of(kind, genre, matter, organ=organ.name, rng=self._rng)
            if title not in self._titles:
                break
        self._titles.add(title)
        return matter, title

    def _retention(self, organ: Organ, year: int) -> str:
        if (organ.fonds, year) == (_DENSE_FONDS, _DENSE_YEAR):
            return "永久"
        terms = ("永久", "长期", "短期") if year < 2007 else ("永久", "30年", "10年")
        return self._rng.choices(terms, (45, 35, 20))[0]

    def _place(self, organ: Organ, year: int, kind: str, *, retention: str) -> tuple[str, str, str | None]:
        """机构或问题, 档号 and, for holdings arranged in files, the title of the file."""
        dense = (organ.fonds, year) == (_DENSE_FONDS, _DENSE_YEAR)
        section = "BGS" if dense else self._rng.choice(tuple(_SECTIONS))
        if year > LAST_YEAR_BY_FILE or kind != "文书":
            code = self._numbering.item_code(organ, year, kind, retention=retention, section=section)
            return _SECTIONS[section], code, None
        code, file = self._numbering.file_code(organ, year, retention)
        return _SECTIONS[section], code, file

    def _current(self, organ: Organ, written_on: date, access: Access) -> Current | None:
        if access.label != "主动公开":
            return None
        rng = self._rng
        published = access.opens_on or written_on + timedelta(days=5)
        validity = rng.choices(("有效", "已修改", "失效", "废止"), (62, 10, 14, 14))[0]
        act = None
        if validity != "有效":
            later = min(2025, written_on.year + rng.randint(2, 9))
            act = f"明政发〔{later}〕{rng.randint(2, 48)}号《明河区人民政府关于公布规范性文件清理结果的决定》"
        index_number = self._numbering.index_number(organ, written_on)
        return Current(index_number, published, written_on + timedelta(days=rng.choice((0, 10, 30))), validity, act)
