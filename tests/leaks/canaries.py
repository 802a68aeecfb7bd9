"""Records with a token of their own in every field, page, file name and event, and what a citizen may see of each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum

from tests.aips import Aip


class Shown(Enum):
    """How much of a record stands in the public zone."""

    NOTHING = "nothing"
    ENTRY = "entry"
    CURRENT_ENTRY = "current entry"
    EVERYTHING = "everything"


#: Elements whose value is text, so that a token can stand in it.
ENTRY_ELEMENTS = ("题名", "责任者", "文件编号", "全宗名称", "立档单位名称", "门类")
CURRENT_ELEMENTS = ("索引号", "效力依据", "生活主题")
CONTENT_ELEMENTS = ("保管期限", "类别", "摘要", "主题词", "案卷", "主送", "签发人", "载体形态")


@dataclass(frozen=True, slots=True)
class Canary:
    """One record, its condition, and its tokens by the place they were put in."""

    name: str
    shown: Shown
    aip: Aip
    tokens: dict[str, str]

    def visible(self) -> set[str]:
        places = {
            Shown.NOTHING: (),
            Shown.ENTRY: ENTRY_ELEMENTS,
            Shown.CURRENT_ENTRY: (*ENTRY_ELEMENTS, *CURRENT_ELEMENTS),
            Shown.EVERYTHING: tuple(self.tokens),
        }[self.shown]
        return {self.tokens[place] for place in places}

    def hidden(self) -> set[str]:
        return set(self.tokens.values()) - self.visible()


CONDITIONS: tuple[tuple[str, Shown, dict[str, str]], ...] = (
    ("open", Shown.EVERYTHING, {"开放标识": "开放·全文上网", "开放日期": "2020-01-01"}),
    ("proactive", Shown.EVERYTHING, {"公开属性": "主动公开", "开放日期": "2020-01-01"}),
    ("both-networks", Shown.EVERYTHING, {"开放标识": "开放", "开放日期": "2020-01-01", "网络": "both"}),
    ("entry", Shown.ENTRY, {"开放标识": "开放·目录上网", "开放日期": "2020-01-01"}),
    ("on-request", Shown.ENTRY, {"公开属性": "依申请公开", "开放日期": "2020-01-01"}),
    ("future", Shown.NOTHING, {"开放标识": "开放", "开放日期": "2999-01-01"}),
    ("odd-date", Shown.NOTHING, {"开放标识": "开放", "开放日期": "不详"}),
    ("postponed", Shown.NOTHING, {"开放标识": "延期开放"}),
    ("controlled", Shown.NOTHING, {"开放标识": "控制"}),
    ("not-disclosed", Shown.NOTHING, {"公开属性": "不予公开"}),
    ("unreviewed", Shown.NOTHING, {"开放标识": "未审核"}),
    ("unknown", Shown.NOTHING, {"开放标识": "也许开放"}),
    ("none", Shown.NOTHING, {}),
    ("shared", Shown.NOTHING, {"政务共享范围": "全文共享"}),
    ("gov-only", Shown.NOTHING, {"开放标识": "开放", "开放日期": "2020-01-01", "网络": "gov"}),
    ("odd-network", Shown.NOTHING, {"开放标识": "开放", "开放日期": "2020-01-01", "网络": "外网可以"}),
    ("work-secret", Shown.NOTHING, {"开放标识": "开放", "开放日期": "2020-01-01", "密级": "工作秘密"}),
    ("filed", Shown.NOTHING, {"开放标识": "未审核", "移交状态": "未进馆"}),
)


def token(record: str, place: str) -> str:
    """32 hexadecimal digits behind a letter, so that it is one word of any analysis."""
    return "q" + hashlib.sha256(f"{record}:{place}".encode()).hexdigest()[:31]


def canaries() -> tuple[Canary, ...]:
    return tuple(_canary(number, *condition) for number, condition in enumerate(CONDITIONS, start=1))


def _canary(number: int, name: str, shown: Shown, access: dict[str, str]) -> Canary:
    current = CURRENT_ELEMENTS if name == "proactive" else ()
    places = (*ENTRY_ELEMENTS, *CONTENT_ELEMENTS, *current, "file name", "page 1", "page 2", "event", "second file")
    tokens = {place: token(name, place) for place in places}
    elements = {
        "档号": f"K{number:03d}-WS·2001-D30-{number:04d}",
        "日期": "2001-05-06",
        "年度": "2001",
        "移交状态": "进馆",
        **{place: f"{place}{tokens[place]}" for place in (*ENTRY_ELEMENTS, *CONTENT_ELEMENTS, *current)},
        **access,
    }
    files = {
        f"rep1/正本-{tokens['file name']}.txt": f"第一页 {tokens['page 1']}\f第二页 {tokens['page 2']}",
        "rep1/附件1-表.txt": f"附件 {tokens['second file']}",
    }
    return Canary(name, shown, Aip(f"canary-{name}", elements, files, [("签发", tokens["event"])]), tokens)
