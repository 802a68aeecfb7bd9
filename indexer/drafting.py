"""From an entry of strings to a draft of values: dates, codes, tiers, custody, marking; and what to warn about.

One function for packages and for catalogue import, so that a row and a package mean the same.
Unknown or missing access values become the strictest tier of their axis, never a wider one (DESIGN section 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access.facts import Custody, Network
from access.store.moments import number_of_day
from access.tiers import OWN_UNIT, UNREVIEWED, Audience, Axis, Tier, find_tier
from indexer.errors import PackageRefused, RefusalCode
from indexer.mapping import Entry, Secrecy, secrecy_of
from records.items import AccessMarks, Description, day_of
from records.places import natural_key
from search.text import code_key, document_number_key, parse_date

UNASSIGNED_FONDS = "未定"

_CUSTODY = {
    "": Custody.FILED,
    "filed": Custody.FILED,
    "未进馆": Custody.FILED,
    "未移交": Custody.FILED,
    "transferred": Custody.TRANSFERRED,
    "进馆": Custody.TRANSFERRED,
    "已进馆": Custody.TRANSFERRED,
    "已移交": Custody.TRANSFERRED,
    "移交": Custody.TRANSFERRED,
}
_NETWORK = {
    "": Network.UNMARKED,
    "gov": Network.GOV,
    "政务网": Network.GOV,
    "仅政务网": Network.GOV,
    "both": Network.BOTH,
    "两网": Network.BOTH,
    "政务网和互联网": Network.BOTH,
}


@dataclass(frozen=True, slots=True)
class Defaults:
    """The reviewed defaults of one fonds, by tier code; empty means none."""

    public_tier: str = ""
    gov_tier: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An entry understood.  ``warnings`` are sentences for the report."""

    description: Description
    marks: AccessMarks
    warnings: tuple[str, ...]


def fonds_of(entry: Entry) -> str:
    """全宗号, or the part of the 档号 before its first dash."""
    code = entry.reference_code.strip()
    return entry.fonds.strip() or (code.split("-", 1)[0].strip() if "-" in code else "") or UNASSIGNED_FONDS


def review(entry: Entry, *, tiers: tuple[Tier, ...], defaults: Defaults, today: date) -> Reviewed:
    """Understand an entry.  Raises ``PackageRefused`` for a state secret without recorded declassification."""
    warnings: list[str] = []
    secrecy = _checked_secrecy(entry, warnings)
    public, gov = _tiers(entry, tiers, defaults, warnings)
    if secrecy.is_state_secret:
        public, gov = UNREVIEWED, OWN_UNIT
    marks = AccessMarks(
        public_tier=public,
        gov_tier=gov,
        opens_on=_opens_on(entry, _tier_coded(tiers, public), today, warnings),
        network=_network(entry, warnings),
        work_secret=secrecy in {Secrecy.WORK, Secrecy.UNKNOWN},
    )
    return Reviewed(_describe(entry, warnings), marks, tuple(warnings))


def _checked_secrecy(entry: Entry, warnings: list[str]) -> Secrecy:
    """State secrets are not taken in unless their declassification names authority and date (promise 9)."""
    secrecy = secrecy_of(entry.classification)
    if secrecy.is_state_secret:
        declassified = parse_date(entry.declassified_on)
        if not entry.declassified_by.strip() or declassified is None:
            raise PackageRefused(
                RefusalCode.SECRET,
                "标有国家秘密密级，本系统依法不接收。如已解密，请补录解密机关和解密日期后再交。",
            )
        warnings.append("原有密级，已记录解密，按“未审核”接收")
    if secrecy is Secrecy.UNKNOWN:
        warnings.append(f"密级“{entry.classification}”不认识，按工作秘密从严处理")
    return secrecy


def _tier_coded(tiers: tuple[Tier, ...], code: str) -> Tier | None:
    return next((tier for tier in tiers if tier.axis is Axis.PUBLIC and tier.code == code), None)


def _tiers(
    entry: Entry,
    tiers: tuple[Tier, ...],
    defaults: Defaults,
    warnings: list[str],
) -> tuple[str, str]:
    """Codes on both axes.  A label that is not known makes its axis the strictest, and so says the report."""
    chosen: dict[Axis, str] = {}
    for name, label, axes in (
        ("开放等级", entry.tier, tuple(Axis)),
        ("开放标识", entry.public_access, (Axis.PUBLIC,)),
        ("政务共享范围", entry.gov_sharing, (Axis.GOV,)),
    ):
        if not label.strip():
            continue
        tier = find_tier(label, tuple(t for t in tiers if t.axis in axes))
        if tier is None:
            warnings.append(f"{name}“{label}”不在等级表中，按“未审核”“本单位”处理")
            chosen.update({axis: _strictest(axis) for axis in axes})
        else:
            chosen[tier.axis] = tier.code
    return (
        chosen.get(Axis.PUBLIC) or defaults.public_tier or UNREVIEWED,
        chosen.get(Axis.GOV) or defaults.gov_tier or OWN_UNIT,
    )


def _strictest(axis: Axis) -> str:
    return UNREVIEWED if axis is Axis.PUBLIC else OWN_UNIT


def _opens_on(entry: Entry, tier: Tier | None, today: date, warnings: list[str]) -> int:
    """The opening day.  An open label without one takes the day of import; an unreadable one opens nothing."""
    if not entry.opens_on.strip():
        if tier is None or tier.catalogue is not Audience.PUBLIC:
            return 0
        warnings.append(f"“{tier.label}”没有开放日期，以接收当天 {today.isoformat()} 为开放日期")
        return number_of_day(today)
    value = parse_date(entry.opens_on)
    if value is None or day_of(value.value) is None:
        warnings.append(f"开放日期“{entry.opens_on}”不是完整日期，暂不开放")
        return 0
    return value.value


def _network(entry: Entry, warnings: list[str]) -> Network:
    marking = _NETWORK.get(entry.network.strip().lower())
    if marking is None:
        warnings.append(f"网络标注“{entry.network}”不认识，按不出政务网处理")
        return Network.UNKNOWN
    return marking


def _custody(entry: Entry, warnings: list[str]) -> Custody:
    custody = _CUSTODY.get(entry.custody.strip().lower())
    if custody is None:
        warnings.append(f"移交状态“{entry.custody}”不认识，按未注明处理")
        return Custody.UNKNOWN
    return custody


def _describe(entry: Entry, warnings: list[str]) -> Description:
    day = parse_date(entry.date)
    if entry.date.strip() and day is None:
        warnings.append(f"日期“{entry.date}”读不懂，原样保留，不能按日期查")
    key = code_key(entry.reference_code)
    return Description(
        fonds_code=fonds_of(entry),
        fonds_name=entry.fonds_name.strip(),
        reference_code=entry.reference_code.strip(),
        code_key=key,
        order_key=natural_key(key),
        title=" ".join(entry.title.split()),
        creator=entry.creator.strip(),
        document_number=entry.document_number.strip(),
        number_key=document_number_key(entry.document_number) if entry.document_number.strip() else "",
        date_text=entry.date.strip(),
        date=day.value if day else 0,
        year=_year(entry, day.value if day else 0),
        retention=entry.retention.strip(),
        department=entry.department.strip(),
        custody=_custody(entry, warnings),
        kind=entry.kind.strip(),
        series=entry.series.strip(),
        file=entry.file.strip(),
        abstract=entry.abstract.strip(),
        subjects=_subjects(entry.subjects),
        index_number=entry.index_number.strip(),
        validity=entry.validity.strip(),
        validity_act=entry.validity_act.strip(),
        life_topic=entry.life_topic.strip(),
        published_on=_day_text(entry.published_on),
        in_force_on=_day_text(entry.in_force_on),
    )


def _subjects(text: str) -> tuple[str, ...]:
    for separator in "；;，,、":
        text = text.replace(separator, "\n")
    return tuple(dict.fromkeys(word for part in text.split("\n") if (word := part.strip())))


def _year(entry: Entry, day: int) -> int:
    value = parse_date(entry.year)
    return value.value // 10000 if value else day // 10000


def _day_text(text: str) -> str:
    """A day as 2004-03-05 where it is one, so that it sorts; else as written."""
    value = parse_date(text)
    day = day_of(value.value) if value else None
    return day.isoformat() if day else text.strip()
