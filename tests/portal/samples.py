"""One example of every view in both zones, for the tests of templates and for looking at them."""

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
from portal.views.frame import Imprint, Link, PageFrame, Reader
from portal.views.parts import (
    Badge,
    BadgeShape,
    Bar,
    Chip,
    Facet,
    FacetValue,
    Fact,
    Histogram,
    Hit,
    Paging,
    Pair,
    Piece,
    Row,
    SearchBox,
    Validity,
    ValidityMark,
)
from portal.views.reading import Action, Expiry, FileRow, Leaf, LifeStep, PageReadingView, RecordView, WhyView
from portal.views.standing import ErrorView, KeyLine, Passage, SignInView, WrittenView
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


METADATA = (
    Pair("档号", "J012-WS·1998-30年-BGS-0031", figures=True),
    Pair("题名", TITLES[0]),
    Pair("责任者", "临江区民政局", href="/search?creator=x"),
    Pair("文号", "临民〔1998〕4号", figures=True),
    Pair("日期", "1998年3月5日", figures=True),
    Pair("年度", "1998", figures=True),
    Pair("全宗", "J012 临江区民政局", href="/catalogue/f"),
    Pair("单位", "临江区民政局"),
    Pair("门类", "文书"),
    Pair("保管期限", "30年"),
)
TEXT = (
    "各街道办事处、镇人民政府，区直有关单位：",
    "为规范我区婚姻登记工作，维护婚姻当事人的合法权益，根据《婚姻登记管理条例》的有关规定，结合我区实际，制定本实施细则，现印发给你们，请认真贯彻执行。",
    "一、婚姻登记机关应当配备专职登记员。登记员须经区民政局培训考核合格，取得资格证书后方可上岗。",
    "二、婚姻登记档案按年度立卷，于次年三月底前整理完毕，登记满五年后向区档案馆移交。",
)


def record(zone: Zone, language: Language = Language.CHINESE) -> RecordView:
    gov = zone is Zone.GOV
    action = (
        Action("阅读", "/records/r1/files/f1/pages/1", "")
        if not gov
        else Action(
            "申请查阅", "/about/consult", "您可以看到这条目录，但不能阅读全文。", Link("为什么", "/records/r1/why")
        )
    )
    files = (
        FileRow("正本 · 原件", "临民〔1998〕4号.pdf", ("PDF", "12 页", "1.4 MB"), "/r", "/d"),
        FileRow("附件 · 原件", "登记员名册.docx", ("DOCX", "3 页", "48 KB"), "/r", "/d"),
    )
    return RecordView(
        page=frame(zone, "/catalogue", TITLES[0], language),
        path=(
            Link("目录", "/catalogue"),
            Link("J012 临江区民政局", "/catalogue/1"),
            Link("文书", "/catalogue/2"),
            Link("1998", "/catalogue/3"),
            Link("30年", "/catalogue/4"),
        ),
        title=TITLES[0],
        title_language="zh-Hans",
        badge=badges()[2 if gov else 0] if not gov else badges()[3],
        validity=ValidityMark(Validity.EXPIRED, "废止"),
        expiry=Expiry("本文件已废止。", "依据：临政发〔2004〕18号《关于废止部分规范性文件的决定》", amended=False),
        marks=("临江区民政局", "临民〔1998〕4号", "1998年3月5日"),
        action=action,
        metadata=METADATA,
        context=(Pair("来文单位", "市民政局"), Pair("签发人", "周建国")) if gov else (),
        context_label="显示全部 2 项",
        files=() if gov else files,
        first_page=() if gov else TEXT,
        first_page_next="" if gov else "/records/r1/files/f1/pages/2",
        life=(
            LifeStep("形成", "1998年3月5日", past=True),
            LifeStep("归档", "1999年6月", past=True),
            LifeStep("移交进馆", "2009年5月12日", past=True),
            LifeStep("开放", "2024年3月5日", past=not gov),
        ),
        reference_code="J012-WS·1998-30年-BGS-0031",
        citation=f"临江区档案馆，档号 J012-WS·1998-30年-BGS-0031，临江区民政局：《{TITLES[0]}》，1998年3月5日。",
        why_href="/records/r1/why",
        previous=Link(TITLES[1], "/records/r0"),
        following=Link(TITLES[2], "/records/r2"),
    )


def reading(zone: Zone) -> PageReadingView:
    return PageReadingView(
        page=frame(zone, "/catalogue", f"{TITLES[0]}，第 3 页"),
        path=(Link("目录", "/catalogue"), Link("J012 临江区民政局", "/catalogue/1"), Link(TITLES[0], "/records/r1")),
        title=TITLES[0],
        count="第 3 页，共 12 页",
        number="3",
        image_href="",
        image_label="第 3 页图像",
        paragraphs=tuple((Piece(line[:4]), Piece(line[4:8], marked=True), Piece(line[8:])) for line in TEXT),
        leaves=tuple(Leaf(str(n), f"/p/{n}", n == 3, n in {3, 7}) for n in range(1, 13)),
        previous_href="/p/2",
        next_href="/p/4",
        record_href="/records/r1",
        download_href="/d",
        about=(Pair("档号", "J012-WS·1998-30年-BGS-0031"), Pair("文件", "正本 · 原件"), Pair("页数", "12")),
    )


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


def signin() -> SignInView:
    page = frame(Zone.GOV, "", "登录")
    bare = PageFrame(
        **{name: getattr(page, name) for name in PageFrame.__slots__} | {"reader": None, "csrf": "", "navigation": ()}
    )
    return SignInView(bare, "shenjy", "/records/r1", "账号或密码不对。请再试一次。")


def error(zone: Zone) -> ErrorView:
    return ErrorView(
        frame(zone, "", "没有找到"),
        "没有找到",
        "这个地址没有可以显示的内容：可能写错了，也可能不对您开放。",
        "",
        (Link("重新查找", "/search"), Link("翻目录", "/catalogue"), Link("回到首页", "/")),
    )


def why(zone: Zone) -> WhyView:
    return WhyView(
        frame(zone, "", "为什么能看到或看不到"),
        TITLES[0],
        "/records/r1",
        badges()[5],
        "可见",
        "不可见",
        ("在政务网范围内共享", "开放日期未到") if zone is Zone.GOV else ("开放日期未到",),
        (Link("申请查阅", "/about/consult"),),
    )


def written(zone: Zone) -> WrittenView:
    return WrittenView(
        frame(zone, "/about/help", "帮助"),
        "帮助",
        (
            Passage(
                "怎样查",
                ("写两三个关键的词，用空格隔开。",),
                ("整句话放在“引号”里。",),
                (Link("键盘操作", "/about/keys"),),
            ),
        ),
        (KeyLine(("/",), "到查找框"), KeyLine(("j", "k"), "下一件、上一件"), KeyLine(("[", "]"), "上一页、下一页")),
    )


def every_page() -> dict[str, tuple[str, object]]:
    """Name → (template, view), for both zones."""
    pages: dict[str, tuple[str, object]] = {}
    for zone in Zone:
        pages |= {
            f"{zone}-home": ("home/public.html" if zone is Zone.PUBLIC else "home/government.html", home(zone)),
            f"{zone}-search": ("search/page.html", search(zone)),
            f"{zone}-empty": ("search/page.html", empty(zone)),
            f"{zone}-record": ("record/page.html", record(zone)),
            f"{zone}-reading": ("reading/page.html", reading(zone)),
            f"{zone}-tree": ("tree/page.html", tree(zone)),
            f"{zone}-items": ("tree/page.html", tree(zone, items=True)),
            f"{zone}-current": ("current/page.html", current(zone)),
            f"{zone}-error": ("error/page.html", error(zone)),
            f"{zone}-why": ("why/page.html", why(zone)),
            f"{zone}-written": ("written/page.html", written(zone)),
        }
    pages["gov-signin"] = ("signin/page.html", signin())
    pages["public-search-en"] = ("search/page.html", search(Zone.PUBLIC, Language.ENGLISH))
    pages["public-home-en"] = ("home/public.html", home(Zone.PUBLIC, Language.ENGLISH))
    return pages
