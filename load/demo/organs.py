"""The 57 invented departments and sub-district offices of 明河区, and who succeeded whom.

Data only: it decides nothing about access.  Every name is invented; a likeness to a real office is chance.
"""

from dataclasses import dataclass
from functools import cache

CITY = "江州市"
DISTRICT = "明河区"


@dataclass(frozen=True, slots=True)
class Organ:
    """One organ that formed a fonds; ``until`` is the last year it kept records, ``topics`` what it writes about."""

    fonds: str
    name: str
    mark: str
    topics: tuple[str, ...]
    since: int = 1990
    until: int = 2025


@dataclass(frozen=True, slots=True)
class Succession:
    """``successor`` is empty where an organ was abolished and nobody speaks for it but the archive."""

    organ: str
    successor: str
    since: str


_BUREAUS = """
Z101|人民政府办公室|明政办发|meetings disclosure planning letters
Z102|档案馆|明档发|archives meetings gazetteer
Z103|发展和改革局|明发改发|planning projects grain|1990
Z104|经济和信息化局|明经信发|reform industry|2002
Z105|教育局|明教发|schools teachers
Z106|科学技术局|明科发|science industry
Z107|民族宗教事务局|明民宗发|culture letters
Z108|民政局|明民发|marriage relief elderly
Z109|司法局|明司发|justice letters
Z110|财政局|明财发|budget accounts
Z111|人力资源和社会保障局|明人社发|jobs pensions|2001
Z112|自然资源局|明自然资发|land village_plans|1998
Z113|生态环境局|明环发|environment water
Z114|住房和城乡建设局|明建发|housing relocation projects
Z115|交通运输局|明交发|roads projects
Z116|水利局|明水发|flood water
Z117|农业农村局|明农发|farming village_plans
Z118|商务局|明商发|trade industry
Z119|文化和旅游局|明文旅发|culture sport
Z120|卫生健康局|明卫健发|health elderly|2014
Z121|退役军人事务局|明退役发|veterans relief|2019
Z122|应急管理局|明应急发|safety flood
Z123|审计局|明审发|accounts budget
Z124|市场监督管理局|明市监发|market trade
Z125|统计局|明统发|statistics
Z126|医疗保障局|明医保发|insurance health|2001
Z127|信访局|明信发|letters
Z128|林业局|明林发|forest farming
Z129|城市管理局|明城管发|streets environment
Z130|行政审批服务局|明审批发|disclosure trade|2005
Z131|体育局|明体发|sport schools
Z132|残疾人联合会|明残联发|relief jobs
Z133|妇女联合会|明妇发|marriage jobs
Z134|总工会|明工发|jobs industry
Z135|供销合作社联合社|明供发|trade farming
Z136|地方志编纂委员会办公室|明志办发|gazetteer
Z137|防汛抗旱指挥部办公室|明汛发|flood
J201|计划委员会|明计发|planning projects|1990|2001
J202|乡镇企业管理局|明乡企发|reform industry|1990|2001
J203|劳动局|明劳发|jobs pensions|1990|2000
J204|人事局|明人发|teachers jobs|1990|2009
J205|土地管理局|明土发|land|1990|1997
J206|粮食局|明粮发|grain trade|1990|2018
J207|卫生局|明卫发|health|1990|2013
J208|人口和计划生育局|明计生发|family|1990|2013
X301|东关街道办事处|东关街发|streets elderly letters
X302|西门街道办事处|西门街发|streets relocation relief
X303|河沿街道办事处|河沿街发|flood streets water
X304|文庙街道办事处|文庙街发|culture schools streets
X305|新桥街道办事处|新桥街发|housing streets letters|2003
X306|桂园街道办事处|桂园街发|elderly relief meetings
X307|柳塘街道办事处|柳塘街发|water streets safety
X308|青石镇人民政府|青政发|farming land roads
X309|云岭镇人民政府|云政发|forest roads schools
X310|双溪镇人民政府|双政发|flood village_plans farming
X311|白沙镇人民政府|白政发|reform land farming
X312|北郊乡人民政府|北政发|land farming relief|1990|2002
"""


def _organ(line: str) -> Organ:
    fonds, short, mark, topics, *years = line.split("|")
    since = int(years[0]) if years else 1990
    until = int(years[1]) if len(years) > 1 else 2025
    return Organ(fonds, DISTRICT + short, mark, tuple(topics.split()), since, until)


ORGANS: tuple[Organ, ...] = tuple(_organ(line) for line in _BUREAUS.strip().splitlines())

SUCCESSIONS: tuple[Succession, ...] = (
    Succession("明河区计划委员会", "明河区发展和改革局", "2002-03-01"),
    Succession("明河区乡镇企业管理局", "", "2001-12-31"),
    Succession("明河区劳动局", "明河区人力资源和社会保障局", "2001-01-10"),
    Succession("明河区人事局", "明河区人力资源和社会保障局", "2010-04-15"),
    Succession("明河区土地管理局", "明河区自然资源局", "1998-06-01"),
    Succession("明河区粮食局", "明河区发展和改革局", "2019-02-20"),
    Succession("明河区卫生局", "明河区卫生健康局", "2014-05-08"),
    Succession("明河区人口和计划生育局", "明河区卫生健康局", "2014-05-08"),
    Succession("明河区北郊乡人民政府", "明河区新桥街道办事处", "2003-07-01"),
)


@cache
def organs_in(year: int) -> dict[str, tuple[str, ...]]:
    """The names a paper of that year may mention: 单位 for every organ there was, 街镇 for the sub-districts."""
    there = [organ for organ in ORGANS if organ.since <= year <= organ.until]
    places = tuple(
        organ.name.removeprefix(DISTRICT).removesuffix("办事处").removesuffix("人民政府")
        for organ in there
        if organ.fonds.startswith("X3")
    )
    return {"单位": tuple(organ.name for organ in there), "街镇": places}
