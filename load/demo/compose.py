"""Write the text of one record from its plan: the document itself, its handling sheet and its attachment.

Everything is invented; the same record always yields the same words.
"""

import random
from dataclasses import dataclass

from load.demo import phrases
from load.demo.organs import organs_in
from load.demo.record import Record
from load.demo.sentences import Fixed, sample, say
from load.demo.topics import Topic, topics

_DIGITS = "一二三四五六七八九十"
_PAGES = (2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8)
_CHARACTERS_A_PAGE = 560


@dataclass(frozen=True, slots=True)
class Text:
    """One document: a title, its paragraphs in order (without indent), and the names that stand in it."""

    title: str
    paragraphs: tuple[str, ...]


class Composer:
    """Writes for one record.  Its generator is seeded by archive and serial, so order and process do not matter."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._rng = random.Random(f"{record.seed}:text:{record.serial}")
        self._topic: Topic = topics()[record.topic]
        organs = organs_in(record.written_on.year)
        self._places = organs["街镇"]
        self._fixed: Fixed = {
            "年": str(record.written_on.year),
            "year": str(record.written_on.year),
            "organ": record.organ.name,
            "matter": record.matter,
            "words": self._topic.words[0],
            **organs,
        }
        self.addressee = self._addressed()

    def say(self, pattern: str) -> str:
        return say(pattern, self._rng, fixed=self._fixed)

    def person(self) -> str:
        return self.say("{人}")

    def document(self) -> Text:
        """The main text, two to eight pages long."""
        record = self._record
        opening = self.say(self._rng.choice(phrases.OPENINGS))
        body = [f"{self.addressee}：", opening]
        target = self._rng.choice(_PAGES) * _CHARACTERS_A_PAGE - 150
        headings = self._rng.sample(phrases.HEADINGS, len(_DIGITS))
        for digit, part in zip(_DIGITS, headings, strict=True):
            if sum(map(len, body)) >= target:
                break
            body += [f"{digit}、{part}", *self._section()]
        body.append(self.say(phrases.CLOSINGS.get(record.genre, phrases.OTHER_CLOSING)))
        day = record.written_on
        body += [record.organ.name, f"{day.year}年{day.month}月{day.day}日"]
        heading = [record.number] if record.number else []
        return Text(record.title, (*heading, *body))

    def abstract(self) -> str:
        return self.say(self._rng.choice(self._topic.facts)) + self.say(self._rng.choice(self._topic.measures))

    def _addressed(self) -> str:
        return self.say(
            self._rng.choice(
                ("各街道办事处、镇人民政府，区直各单位", "{街镇}", "{单位}", "{单位}、{单位}", "区人民政府")
            )
        )

    def caption(self) -> Text:
        """What stands beside photographs, recordings and objects, which hold no words themselves."""
        lines = [self.say(pattern) for pattern in sample(self._topic.facts, 3, self._rng)]
        people = "、".join(self.person() for _ in range(self._rng.randint(2, 6)))
        place = self.say("拍摄地点：{街镇}{路}；摄录者：{人}；说明：{职务}{人}等在现场。")
        return Text(
            self._record.title, (place, f"画面人物（自左至右）：{people}", *lines, self.say(phrases.OTHER_CLOSING))
        )

    def handling_sheet(self) -> Text:
        record = self._record
        rows = (
            f"文件题名：{record.title}",
            f"文号：{record.number or '无'}　份数：{self._rng.randint(3, 160)}",
            self.say("拟稿：{人}　核稿：{人}　会签：{单位}{人}"),
            self.say("拟办意见：请{职务}{人}阅示，拟{做法}，{n:3-20}日内办结。"),
            self.say("领导批示：同意。请{单位}阅研，注意{问题}的情况。{人}，{月日}。"),
            self.say("承办结果：已于{月日}办结，由{人}送{街镇}签收，回执存卷。"),
        )
        return Text("文件办理单", rows)

    def attachment(self, nth: int) -> Text:
        """A list by sub-district, as papers of this kind carry."""
        rows = [
            self.say(
                f"{place}：任务{{n:3-260}}项，已完成{{n:1-240}}项，责任人{{人}}，联系单位{{单位}}；{{问题}}，拟{{做法}}。"
            )
            for place in self._rng.sample(self._places, self._rng.randint(6, len(self._places)))
        ]
        return Text(f"附件{nth}：{self._record.matter}责任分解表", tuple(rows))

    def table(self) -> list[list[str]]:
        """Rows of 业务数据 and 会计 records, the head first."""
        rng = self._rng
        head = ["序号", "街镇", "村（社区）", "经办人", "日期", "数量", "金额（元）", "备注"]
        rows = [head]
        for number in range(1, rng.randint(30, 90)):
            place = self.say(rng.choice(("{村}", "{社区}")))
            day = f"{self._record.written_on.year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
            amount = f"{rng.randint(60, 96000)}.{rng.randint(0, 99):02d}"
            row = [rng.choice(self._places), place, self.person(), day, str(rng.randint(1, 400)), amount]
            rows.append([str(number), *row, self.say(rng.choice(("{做法}", "{问题}", "", "")))])
        return rows

    def _section(self) -> list[str]:
        """One part under a heading: what was found, what is to be done, each sentence a different pattern."""
        rng = self._rng
        facts = sample(self._topic.facts, rng.randint(2, 3), rng)
        orders = sample(self._topic.measures, rng.randint(1, 2), rng)
        links = sample(phrases.LINKS, rng.randint(2, 4), rng)
        extra = sample(phrases.ORDERS, 1, rng)
        reported = facts[:1] + links[:2] + facts[1:]
        ordered = orders + links[2:] + extra
        return ["".join(map(self.say, reported)), "".join(map(self.say, ordered))]


def redact(text: Text, names: frozenset[str]) -> Text:
    """The redacted copy: the names of people go, the rest stays word for word."""

    def clean(paragraph: str) -> str:
        for name in sorted(names, key=len, reverse=True):
            paragraph = paragraph.replace(name, name[0] + "××")
        return paragraph

    return Text(clean(text.title), tuple(clean(paragraph) for paragraph in text.paragraphs))
