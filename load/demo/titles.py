"""How titles and 文种 of the demonstration records are worded."""

import random

from load.demo.organs import DISTRICT

GENRES: dict[str, tuple[str, ...]] = {
    "通知": (
        "关于做好{m}工作的通知",
        "关于{m}有关事项的通知",
        "关于印发《{m}实施办法》的通知",
        "关于进一步规范{m}的通知",
        "转发关于{m}意见的通知",
    ),
    "请示": ("关于{m}的请示", "关于解决{m}经费的请示", "关于{m}立项的请示"),
    "批复": ("关于同意{m}的批复", "关于{m}有关问题的批复"),
    "报告": ("关于{m}情况的报告", "关于{m}的调查报告", "关于{m}工作完成情况的报告"),
    "函": ("关于商请协助{m}的函", "关于{m}的复函"),
    "意见": ("关于加强{m}工作的意见", "关于{m}的实施意见"),
    "通告": ("关于{m}的通告",),
    "决定": ("关于表彰{m}先进集体和先进个人的决定", "关于{m}有关责任单位的处理决定"),
    "总结": ("关于{m}的工作总结",),
    "会议纪要": ("关于{m}的会议纪要",),
    "答复": ("关于{m}的答复意见", "关于{m}的调查处理意见"),
    "公报": ("关于{m}的公报", "关于{m}的分析"),
}
_USUAL = ("通知", "通知", "通知", "请示", "批复", "报告", "报告", "函", "意见", "意见", "通告", "决定", "总结")
_OF_TOPIC = {"meetings": ("会议纪要",), "letters": ("答复", "答复", "报告", "函"), "statistics": ("公报", "报告")}
_OTHER_KINDS = {
    "照片": "{m}现场照片（一组）",
    "音像": "{m}现场录像",
    "业务数据": "{m}业务数据",
    "科技": "{m}工程竣工说明及图纸目录",
    "会计": "{m}专项经费记账凭证汇总",
    "实物": "{m}荣誉奖牌",
}


def genre_of(topic: str, rng: random.Random) -> str:
    return rng.choice(_OF_TOPIC.get(topic, _USUAL))


def title_of(kind: str, genre: str, matter: str, *, organ: str, rng: random.Random) -> str:
    """The title as it stands on the record: the organ, then its subject."""
    pattern = _OTHER_KINDS.get(kind) or rng.choice(GENRES[genre])
    title = pattern.replace("{m}", matter)
    short = organ if rng.random() < 0.8 else organ.removeprefix(DISTRICT)
    return title if genre == "会议纪要" or kind != "文书" else short + title
