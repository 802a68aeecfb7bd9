"""Examples of the pages that show a record, and of those beside the archive."""

from __future__ import annotations

from access.subjects import Zone
from portal.views.frame import Link, PageFrame
from portal.views.parts import (
    Pair,
    Piece,
    Validity,
    ValidityMark,
)
from portal.views.reading import Action, Expiry, FileRow, Leaf, LifeStep, PageReadingView, RecordView, WhyView
from portal.views.standing import ErrorView, KeyLine, Passage, SignInView, WrittenView
from portal.words import Language
from tests.portal.samples.parts import TITLES, badges, frame

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
