"""Which column means which field of the entry.  Decided once per header; it reads no file.

The headers of the catalogue import come first (Chinese, or the English key), then the names that packages use for
the same fields.  A column nobody knows is kept as further metadata.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.mapping import ENTRY_KEYS, Entry, classifications, map_description
from indexer.package import Description, Element

#: Where further metadata of a row says it comes from; a later row of the same record replaces just these.
PATH = "catalogue/"
HEADERS = {
    "档号": "reference_code",
    "题名": "title",
    "责任者": "creator",
    "文号": "document_number",
    "日期": "date",
    "保管期限": "retention",
    "全宗号": "fonds",
    "全宗名称": "fonds_name",
    "部门": "department",
    "年度": "year",
    "类别": "series",
    "门类": "kind",
    "开放等级": "tier",
    "开放标识": "public_access",
    "公开属性": "public_access",
    "政务共享范围": "gov_sharing",
    "开放日期": "opens_on",
    "移交状态": "custody",
    "密级": "classification",
    "解密机关": "declassified_by",
    "解密日期": "declassified_on",
    "网络": "network",
    "效力": "validity",
    "效力依据": "validity_act",
    "索引号": "index_number",
    "生活主题": "life_topic",
    "发布日期": "published_on",
    "生效日期": "in_force_on",
    "案卷": "file",
    "主题词": "subjects",
    "摘要": "abstract",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Key → the headers that hold its value (several for words and creators), and what no key takes.

    ``markings`` are the further columns whose value says how secret something is: each counts as much as 密级.
    """

    fields: Mapping[str, tuple[str, ...]]
    further: tuple[str, ...]
    markings: tuple[str, ...]

    @property
    def describe_records(self) -> bool:
        """Whether these can be the headers of a catalogue at all."""
        return bool({"reference_code", "title"} & self.fields.keys()) and len(self.fields) >= 2

    def entry(self, values: Mapping[str, str]) -> Entry:
        """One row as an entry; an absent column is an absent value."""
        fields = {
            key: "；".join(text for name in names if (text := values.get(name, "").strip()))
            for key, names in self.fields.items()
        }
        further = tuple(
            Element(name, text, PATH + name) for name in self.further if (text := values.get(name, "").strip())
        )
        return Entry(**fields, further=further)


@lru_cache(maxsize=256)
def columns_of(headers: tuple[str, ...]) -> Columns:
    """Give each column its field.  Of two columns for one field the first has it, the other is kept beside."""
    fields: dict[str, tuple[str, ...]] = {}
    left: list[str] = []
    for header in headers:
        key = _own_key(header)
        if key and key not in fields:
            fields[key] = (header,)
        elif header:
            left.append(header)
    taken = _as_packages_say(left, fields)
    further = tuple(header for header in left if header not in taken)
    return Columns(fields, further, _markings(further))


def _own_key(header: str) -> str:
    plain = "".join(header.split())
    key = plain.casefold()
    return HEADERS.get(plain, key if key in ENTRY_KEYS else "")


def _as_packages_say(left: Sequence[str], fields: dict[str, tuple[str, ...]]) -> set[str]:
    """Ask the tables of the packages about the rest, by a description whose values are the headers' own numbers."""
    elements = tuple(Element(header, str(number), header) for number, header in enumerate(left))
    mapped = map_description(Description(elements), profile="")
    taken: set[str] = set()
    for key in ENTRY_KEYS:
        numbers = getattr(mapped, key)
        if numbers and key not in fields:
            fields[key] = tuple(left[int(number)] for number in numbers.split("；"))
            taken.update(fields[key])
    return taken


def _markings(further: Sequence[str]) -> tuple[str, ...]:
    elements = tuple(Element(header, str(number), header) for number, header in enumerate(further))
    return tuple(further[int(number)] for number in classifications(elements))
