"""``metadata/descriptive/dat46.xml``: the record described by element names of DA/T 46 and DA/T 18, one level deep.

Some elements (主送, 签发人, 载体形态 …) are known to no catalogue field: a reader must keep them all the same.
"""

import random
from collections.abc import Iterator
from datetime import timedelta

from lxml import etree

from load.demo.contents import Contents
from load.demo.organs import organs_in
from load.demo.record import Record
from load.demo.sentences import say
from load.demo.topics import topics

_CARRIERS = {
    "文书": "纸质",
    "照片": "相纸",
    "音像": "数字文件",
    "实物": "金属",
    "科技": "蓝图",
    "会计": "纸质",
    "业务数据": "数字文件",
}


def description_of(record: Record, contents: Contents) -> bytes:
    root = etree.Element("文件实体")
    for name, value in (*_catalogued(record), *_access(record), *_current(record), *_further(record, contents)):
        if value is not None:
            etree.SubElement(root, name).text = value
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _catalogued(record: Record) -> Iterator[tuple[str, str | None]]:
    topic = topics()[record.topic]
    yield "聚合层次", "件"
    yield "档号", record.code
    yield "题名", record.title
    yield "责任者", record.organ.name
    yield "文件编号", record.number
    yield "日期", record.written_on.isoformat()
    yield "保管期限", record.retention
    yield "全宗号", record.organ.fonds
    yield "全宗名称", f"{record.organ.name}全宗"
    yield "立档单位名称", record.organ.name
    yield "年度", str(record.written_on.year)
    yield "类别", topic.series
    yield "门类", record.kind
    yield "案卷", record.file
    yield from (("主题词", word) for word in topic.words)


def _access(record: Record) -> Iterator[tuple[str, str | None]]:
    access = record.access
    yield access.element, access.label
    yield "政务共享范围", access.sharing
    yield "开放日期", access.opens_on.isoformat() if access.opens_on else None
    yield "移交状态", access.custody
    yield "密级", access.classification
    yield "网络", access.network
    if access.declassified:
        yield "解密机关", "江州市国家保密局"
        yield "解密日期", access.declassified.isoformat()
        yield "解密依据", "保密期限届满，经原定密机关审核解密"


def _current(record: Record) -> Iterator[tuple[str, str | None]]:
    current = record.current
    if current is None:
        return
    yield "索引号", current.index_number
    yield "生活主题", topics()[record.topic].life
    yield "发布日期", current.published_on.isoformat()
    yield "生效日期", current.in_force_on.isoformat()
    yield "效力", current.validity
    yield "效力依据", current.act


def _further(record: Record, contents: Contents) -> Iterator[tuple[str, str | None]]:
    rng = random.Random(f"{record.seed}:description:{record.serial}")
    named = organs_in(record.written_on.year)
    yield "摘要", contents.abstract
    yield "文种", record.genre
    yield "机构或问题", record.section
    yield "主送", contents.addressee
    yield "抄送", say("{单位}，{单位}", rng, fixed=named) if rng.random() < 0.5 else None
    yield "紧急程度", rng.choice(("平件", "平件", "平件", "急件", "特急", None))
    yield "签发人", say("{人}", rng, fixed=named)
    yield "页数", str(contents.pages)
    yield "稿本", "正本"
    yield "语种", "汉语"
    yield "载体形态", _CARRIERS[record.kind]
    yield "生成方式", "数字化" if record.written_on.year < 2003 else "原生"
    yield "归档日期", (record.written_on + timedelta(days=120 + rng.randint(0, 90))).isoformat()
    yield "附注", say("原件存{街镇}，本馆存复制件。", rng, fixed=named) if rng.random() < 0.08 else None
