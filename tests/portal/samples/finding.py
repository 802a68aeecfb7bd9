"""Examples of the pages that find records."""

from __future__ import annotations

from access.subjects import Zone
from portal.views.finding import (
    CurrentView,
    Door,
    Emptiness,
    GovernmentHomeView,
    Line,
    PublicHomeView,
    Removal,
    SearchView,
    Standing,
    Topic,
    TreeView,
)
from portal.views.frame import Link
from portal.views.parts import (
    Chip,
    Fact,
    Hit,
    Paging,
    Piece,
    Row,
    SearchBox,
    Validity,
    ValidityMark,
)
from portal.words import Language, Words
from tests.portal.samples.parts import TITLES, badges, facets, frame, histogram, hit


def search(zone: Zone, language: Language = Language.CHINESE) -> SearchView:
    gov = zone is Zone.GOV
    return SearchView(
        page=frame(zone, "/search", "查找：婚姻登记", language),
        box=SearchBox("婚姻登记", (("department", "临江区民政局"),)),
        chips=(
            Chip("关键词", "婚姻登记", "/search", "去掉条件：婚姻登记"),
            Chip("单位", "临江区民政局", "/search?q=婚姻登记", "去掉条件：临江区民政局"),
        ),
        clear_href="/search",
        count="找到 312 件",
        sorts=(
            Link("相关度", "/search", current=True),
            Link("日期从新到旧", "/search?sort=newest"),
            Link("日期从旧到新", "/search?sort=oldest"),
            Link("档号", "/search?sort=code"),
        ),
        exact=(),
        hits=tuple(hit(number, gov=gov) for number in range(8)),
        facets=facets(gov=gov),
        facets_label="缩小范围（已选 1 项）",
        histogram=histogram(),
        paging=Paging(next_href="/search?cursor=x"),
        notice="没有看懂查找式，已按原文逐字查找。" if gov else "",
        problem="",
        empty=None,
    )


def empty(zone: Zone) -> SearchView:
    full = search(zone)
    return SearchView(
        page=full.page,
        box=full.box,
        chips=full.chips,
        clear_href="/search",
        count="没有找到",
        sorts=(),
        exact=(),
        hits=(),
        facets=(),
        facets_label="",
        histogram=None,
        paging=Paging(),
        notice="",
        problem="没有“部门”这个筛选条件。",
        empty=Emptiness(
            (Removal("不限“临江区民政局”", "12 件", "/search?q=x"),),
            "档案可能尚未开放。可以到馆查询，或向制作单位申请公开。",
            Link("申请公开", "/about/disclosure"),
        ),
    )


def home(zone: Zone, language: Language = Language.CHINESE) -> PublicHomeView | GovernmentHomeView:
    page = frame(zone, "/", Words(language)("home.title"), language)
    box = SearchBox("", autofocus=False)
    examples = tuple(
        Link(label, f"/search?q={label}") for label in ("婚姻登记 1998", "文昌街道 征地补偿", "临政办〔2004〕12号")
    )
    latest = tuple(
        Line(title, "/records/r1", ("临江区民政局", "1998年3月5日", f"J012-WS·1998-30年-BGS-{n:04d}"))
        for n, title in enumerate(TITLES)
    )
    topics = tuple(
        Topic(label, count, "/current")
        for label, count in (
            ("社会保障", "18"),
            ("教育入学", "15"),
            ("住房", "11"),
            ("医疗卫生", "9"),
            ("劳动就业", "8"),
            ("婚姻生育", "6"),
        )
    )
    if zone is Zone.PUBLIC:
        t = page.words
        doors = tuple(
            Door(t(f"home.door.{n}"), t(f"home.door.{n}.note"), f"/{n}")
            for n in ("catalogue", "current", "services", "disclosure")
        )
        return PublicHomeView(page, box, "1,204", "86", examples, doors, latest, topics)
    standing = (
        Standing("2,000", "可查目录（件）", "/search"),
        Standing("1,312", "已进馆（件）", "/search"),
        Standing("688", "未进馆（件）", "/search"),
        Standing("41", "临江区民政局（件）", "/search"),
    )
    years = tuple(Topic(str(year), "57", "/search") for year in range(2025, 2019, -1))
    return GovernmentHomeView(page, box, examples, standing, latest, topics, years)


def tree(zone: Zone, *, items: bool = False) -> TreeView:
    if items:
        rows = tuple(
            Row(f"J012-WS·1998-30年-BGS-{n:04d}", TITLES[n % 4], f"/records/r{n}", "1998-03-05", badges()[n % 2])
            for n in range(1, 15)
        )
    else:
        rows = tuple(
            Row(f"J{n:03d}", name, f"/catalogue/{n}", f"{n * 17} 件")
            for n, name in enumerate(
                ("区委办公室", "区政府办公室", "区人大常委会办公室", "临江区民政局", "区教育局", "文昌街道办事处"), 1
            )
        )
    return TreeView(
        page=frame(zone, "/catalogue", "目录"),
        path=(Link("目录", "/catalogue"), Link("J012 临江区民政局", "/catalogue/1"), Link("1998", "", current=True))
        if items
        else (),
        heading="1998" if items else "目录",
        heading_note="214 件" if items else "按全宗排列，逐级打开",
        search_href="/search?in=3" if items else "",
        branches=() if items else rows,
        items=rows if items else (),
        window="J012-WS·1998-30年-BGS-0001 至 J012-WS·1998-30年-BGS-0014" if items else "6 项",
        paging=Paging(next_href="/n") if items else Paging(),
        jump_action="/catalogue/3" if items else "",
        jump_value="",
    )


def current(zone: Zone) -> CurrentView:
    gov = zone is Zone.GOV
    hits = tuple(
        Hit(
            f"/records/c{n}",
            (Piece(TITLES[n]),),
            (
                Fact("责任者", "临江区民政局"),
                Fact("文号", f"临民〔2021〕{n + 2}号", figures=True),
                Fact("日期", "2021年6月1日", figures=True),
            ),
            None,
            ValidityMark(
                (Validity.IN_FORCE, Validity.EXPIRED, Validity.AMENDED, Validity.IN_FORCE)[n],
                ("有效", "废止", "已修改", "有效")[n],
            ),
            "本文件已废止" if n == 1 else "",
        )
        for n in range(4)
    )
    return CurrentView(
        page=frame(zone, "/current", "现行文件"),
        count="共 86 件",
        chips=(),
        clear_href="/current",
        facets=facets(gov=gov)[:1],
        facets_label="缩小范围",
        hits=hits,
        paging=Paging(next_href="/current?cursor=x"),
    )
