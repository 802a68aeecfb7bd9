"""Words of the standing pages: help, keys, certificates, disclosure, accessibility, site map, about."""

from __future__ import annotations

from typing import Final

SERVICES: Final[dict[str, tuple[str, str]]] = {
    "about.help.title": ("帮助", "Help"),
    "about.help.search": ("怎样查", "How to search"),
    "about.help.search.1": (
        "写两三个关键的词，用空格隔开，各词都要符合。",
        "Type two or three words; all of them must match.",
    ),
    "about.help.search.2": ("整句话放在“引号”里，逐字相符才算。", "Put a phrase in quotes to match it exactly."),
    "about.help.search.3": (
        "知道文号或档号，直接粘贴，括号和全角半角不限。",
        "Paste a document number or code in any style.",
    ),
    "about.help.search.4": (
        "可以写“或者”“不含”，也可以限定：题名:婚姻 责任者:民政局 日期:1990..2000。",
        "OR and NOT work, and so do title:, creator:, doc:, code: and date:1990..2000.",
    ),
    "about.help.read": ("怎样看", "How to read"),
    "about.help.read.1": (
        "能阅读全文的，条目页上有“阅读”；不能阅读的，说明原因。",
        "A record says whether you may read it, and why.",
    ),
    "about.help.read.2": ("每一页有自己的网址，可以引用。", "Every page has its own address that can be cited."),
    "about.help.keys": ("键盘操作", "Keyboard"),
    "about.keys.search": ("到查找框", "to the search field"),
    "about.keys.hits": ("下一件、上一件", "next and previous record"),
    "about.keys.pages": ("上一页、下一页", "previous and next page"),
    "about.keys.mark": ("下一处关键词", "next marked word"),
    "about.keys.help": ("打开本页", "this page"),
    "about.keys.off": ("关闭单键操作", "Switch single keys off"),
    "about.keys.on": ("打开单键操作", "Switch single keys on"),
    "about.accessibility.title": ("无障碍说明", "Accessibility"),
    "about.accessibility.1": (
        "本站各页不用脚本、只用键盘或读屏软件都可以使用；文字放大到 200% 不丢失内容；状态不只用颜色表示。",
        "Every page works without scripts, by keyboard and in a screen reader, at 200% zoom; colour is never alone.",
    ),
    "about.accessibility.2": (
        "扫描图像的文字由软件识别，可能有误。需要时请联系我们协助阅读。",
        "Text of scanned images is recognised by software and may be wrong. Ask us for help in reading.",
    ),
    "about.accessibility.3": ("遇到障碍请致电：{telephone}", "If something stands in your way, call {telephone}"),
    "about.map.title": ("网站地图", "Site map"),
    "about.about.title": ("关于", "About"),
    "about.about.public": (
        "本站公布本馆已开放的档案目录和全文，以及各单位主动公开的现行文件。未开放的档案不在本站。",
        "This site holds the archive's opened records and current documents. Records not opened are not here.",
    ),
    "about.about.gov": (
        "本系统供政务网工作人员查找和利用档案。每次查找、阅读和下载都有记录。",
        "This system is for staff on the government network. Every search, reading and download is recorded.",
    ),
    "about.about.law": (
        "依据《中华人民共和国档案法》和《国家档案馆档案开放办法》提供利用。",
        "Access is given under the Archives Law and the rules on opening archives in state archives.",
    ),
    "about.services.title": ("办事查档", "Certificates"),
    "about.services.lede": (
        "婚姻登记、独生子女、知青、工龄等民生档案涉及个人信息，不上网，请本人到馆或书面委托他人办理。",
        "Marriage, one-child and service records hold personal data and are not online. Come in person or by proxy.",
    ),
    "about.services.bring": ("需带什么", "What to bring"),
    "about.services.bring.1": ("本人身份证或其他有效身份证件原件", "Your identity card or another valid document"),
    "about.services.bring.2": (
        "代办另带委托书和双方身份证件",
        "By proxy: also a letter of authority and both persons' identity documents",
    ),
    "about.services.bring.3": (
        "查亲属档案另带亲属关系证明（户口簿、出生证明等）",
        "For a relative's record: proof of kinship",
    ),
    "about.services.what": ("写明什么", "What to state"),
    "about.services.what.1": (
        "姓名（含曾用名）、大致年份、当时的工作单位或住址",
        "Names, the approximate year, workplace or address",
    ),
    "about.services.where": ("到哪里办", "Where"),
    "about.disclosure.title": ("申请公开", "Ask for disclosure"),
    "about.disclosure.lede": (
        "本站查不到的政府信息，可以依《政府信息公开条例》向制作或者保存它的单位申请。",
        "Government information not found here can be requested from the organ that made or holds it.",
    ),
    "about.disclosure.write": ("申请要写明", "A request states"),
    "about.disclosure.write.1": (
        "申请人的姓名或者名称、身份证明、联系方式",
        "Your name, proof of identity and how to reach you",
    ),
    "about.disclosure.write.2": (
        "申请公开的信息的名称、文号或者便于查询的其他特征性描述",
        "The title, document number or other description of the information",
    ),
    "about.disclosure.write.3": ("要求的提供形式和获取方式", "The form and the way in which you want it"),
    "about.disclosure.term": (
        "能当场答复的当场答复；不能的，自收到申请之日起20个工作日内答复；需要延长的，最多再延长20个工作日。",
        "The answer comes at once or within 20 working days, extended by at most 20 more.",
    ),
    "about.disclosure.archive": (
        "已经移交档案馆的档案，其查阅和开放适用档案法律、法规，请向档案馆申请查阅。",
        "Records already transferred to the archive are consulted under the archives law: please ask the archive.",
    ),
    "about.consult.title": ("申请查阅", "Ask to consult"),
    "about.consult.lede": (
        "工作需要查阅不能直接阅读的档案，请向保管单位说明事由，经批准后按授权查阅。",
        "To consult a record closed to you, state your purpose to its keeper; access follows approval.",
    ),
    "about.consult.filed": ("未进馆的档案：找形成单位的档案员", "Not transferred: ask the organ's records officer"),
    "about.consult.transferred": ("已进馆的档案：找档案馆利用窗口", "Transferred: ask the archive's service desk"),
    "about.consult.state": ("请写明档号、题名、用途和使用期限", "State the code, title, purpose and for how long"),
}
