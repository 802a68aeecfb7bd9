"""The frame and the small parts that every example shares."""

from __future__ import annotations

from access.subjects import Zone
from portal.views.frame import Imprint, Link, PageFrame, Reader
from portal.views.parts import (
    Badge,
    BadgeShape,
    Bar,
    Facet,
    FacetValue,
    Fact,
    Histogram,
    Hit,
    Piece,
)
from portal.words import Language, Words

IMPRINT = Imprint(
    "临江区档案馆",
    address="临江区文昌路18号",
    telephone="0571-5550118",
    hours="周一至周五 9:00–11:30，13:30–17:00（法定节假日除外）",
    site_code="3301000099",
    icp_number="浙ICP备00000000号",
    police_number="浙公网安备33010000000000号",
    report_contact="da@linjiang.example",
)


def frame(zone: Zone, section: str, title: str, language: Language = Language.CHINESE) -> PageFrame:
    words = Words(language)
    gov = zone is Zone.GOV
    places = [
        ("/", "nav.home"),
        ("/search", "nav.search"),
        ("/catalogue", "nav.catalogue"),
        ("/current", "nav.current"),
    ]
    if not gov:
        places.append(("/about/services", "nav.services"))
    places.append(("/about/help", "nav.help"))
    return PageFrame(
        zone=zone,
        words=words,
        imprint=IMPRINT,
        section=section,
        title=title,
        path="/",
        canonical="" if gov else "https://dag.linjiang.example/",
        reader=Reader("沈静怡", "临江区民政局") if gov else None,
        csrf="0123" if gov else "",
        printed_at="2026年11月22日 03:20" if gov else "",
        large=False,
        keys=True,
        navigation=tuple(Link(words(key), href, href == section) for href, key in places),
        language_href="/?lang=en",
        size_href="/?size=large",
        keys_href="/about/keys?keys=off",
    )


TITLES = (
    "关于印发《临江区婚姻登记工作规范实施细则》的通知",
    "临江区民政局关于1998年度婚姻登记工作情况的报告",
    "关于同意设立文昌街道婚姻登记站的批复",
    "临江区人民政府办公室关于加强婚姻登记档案管理工作的意见",
)


def badges() -> tuple[Badge, ...]:
    labels = (
        "开放·全文上网",
        "开放·目录上网",
        "全文共享",
        "本单位",
        "控制",
        "延期开放 至 2031-07-01",
        "未审核",
        "已撤回",
    )
    return tuple(
        Badge(shape, label, "" if shape in {BadgeShape.PUBLIC, BadgeShape.GOV} else "/records/r1/why")
        for shape, label in zip(BadgeShape, labels, strict=True)
    )


def hit(number: int, *, gov: bool) -> Hit:
    title = TITLES[number % len(TITLES)]
    before, _, after = title.partition("婚姻登记")
    facts = [
        Fact("责任者", "临江区民政局"),
        Fact("文号", f"临民〔1998〕{number + 4}号", figures=True),
        Fact("日期", "1998年3月5日", figures=True),
        Fact("档号", f"J012-WS·1998-30年-BGS-{number + 31:04d}", figures=True),
    ]
    if gov:
        facts.append(Fact("移交状态", "进馆" if number % 2 else "未进馆"))
    return Hit(
        href=f"/records/r{number}",
        title=(Piece(before), Piece("婚姻登记", marked=True), Piece(after)),
        facts=tuple(facts),
        badge=badges()[number % (8 if gov else 2)],
        snippet=(
            Piece("……各街道办事处、镇人民政府：为规范"),
            Piece("婚姻登记", marked=True),
            Piece("工作，根据《"),
            Piece("婚姻登记", marked=True),
            Piece("管理条例》的有关规定，结合我区实际，现就登记员配备、印章使用和档案移交等事项通知如下……"),
        )
        if number % 3 != 1
        else (),
        pages=tuple(Link(page, f"/records/r{number}/files/f1/pages/{page}") for page in ("3", "7", "12"))
        if number % 3 == 0
        else (),
    )


def facets(*, gov: bool) -> tuple[Facet, ...]:
    def values(name: str, *pairs: tuple[str, str]) -> tuple[FacetValue, ...]:
        return tuple(
            FacetValue(
                f"facet-{name}-{label}",
                label,
                count,
                f"/search?q=婚姻&{name}={label}",
                number == 0 and name == "department",
            )
            for number, (label, count) in enumerate(pairs)
        )

    shown = [
        Facet(
            "department",
            "单位",
            values(
                "department",
                ("临江区民政局", "214"),
                ("文昌街道办事处", "41"),
                ("区政府办公室", "22"),
                ("区司法局", "9"),
                ("区公安分局", "7"),
            ),
            values("department", ("区档案馆", "5"), ("临江镇人民政府", "3")),
        ),
        Facet("fonds", "全宗", values("fonds", ("J012 临江区民政局", "214"), ("J001 区政府办公室", "63"))),
        Facet("kind", "门类", values("kind", ("文书", "288"), ("照片", "14"), ("科技", "10"))),
    ]
    if gov:
        shown += [
            Facet("retention", "保管期限", values("retention", ("永久", "120"), ("30年", "163"), ("10年", "29"))),
            Facet("custody", "移交状态", values("custody", ("进馆", "201"), ("未进馆", "111"))),
            Facet(
                "openness", "开放等级", values("openness", ("开放·全文上网", "84"), ("未审核", "160"), ("控制", "68"))
            ),
        ]
    return tuple(shown)


def histogram() -> Histogram:
    heights = (
        3,
        5,
        4,
        8,
        11,
        16,
        22,
        30,
        40,
        34,
        31,
        26,
        20,
        18,
        17,
        15,
        16,
        12,
        11,
        9,
        12,
        14,
        11,
        8,
        6,
        7,
        5,
        4,
        4,
        3,
        2,
        4,
        5,
        3,
        2,
        1,
    )
    width = 100 / len(heights)
    bars = tuple(Bar(round(i * width, 2), 40 - h, round(width * 0.8, 2), h) for i, h in enumerate(heights))
    return Histogram("1990 至 2025 年各年件数", "1990", "2025", bars, (("q", "婚姻登记"),), "", "")
