"""Dialects of description: each lands on the same keys, and nothing falls off the table."""

import pytest

from indexer.mapping import ENTRY_KEYS, Entry, classifications, map_description, map_item, profile_of
from indexer.package import Description, Element, PackageItem

IMPORT_COLUMNS = {
    "档号": "reference_code",
    "题名": "title",
    "责任者": "creator",
    "文号": "document_number",
    "日期": "date",
    "保管期限": "retention",
    "全宗号": "fonds",
    "全宗名称": "fonds_name",
    "部门": "department",
    "年度": "year",
    "类别": "series",
    "门类": "kind",
    "开放等级": "tier",
    "开放标识": "public_access",
    "公开属性": "public_access",
    "政务共享范围": "gov_sharing",
    "开放日期": "opens_on",
    "移交状态": "custody",
    "密级": "classification",
    "网络": "network",
    "效力": "validity",
    "效力依据": "validity_act",
    "索引号": "index_number",
    "生活主题": "life_topic",
    "发布日期": "published_on",
    "生效日期": "in_force_on",
    "案卷": "file",
    "主题词": "subjects",
    "摘要": "abstract",
    "解密机关": "declassified_by",
    "解密日期": "declassified_on",
}


def described(*pairs: tuple[str, str], root: str = "x.xml/record") -> Description:
    return Description(tuple(Element(name, value, f"{root}/{name}") for name, value in pairs))


def mapped(*pairs: tuple[str, str], root: str = "x.xml/record") -> Entry:
    description = described(*pairs, root=root)
    return map_description(description, profile=profile_of(description))


@pytest.mark.parametrize(("column", "key"), IMPORT_COLUMNS.items())
def test_every_import_column_has_its_key(column: str, key: str) -> None:
    entry = mapped((column, "值"))
    assert getattr(entry, key) == "值"
    assert entry.further == ()


def test_every_key_has_a_column() -> None:
    assert set(IMPORT_COLUMNS.values()) == set(ENTRY_KEYS)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("M22", "title"),
        ("M8", "reference_code"),
        ("文件编号", "document_number"),
        ("M38", "classification"),
        ("m31", "document_number"),
        ("立档单位名称", "department"),
        ("密 级", "classification"),
        ("【题名】", "title"),
    ],
)
def test_codes_and_other_names_of_the_standard(name: str, key: str) -> None:
    assert getattr(mapped((name, "值")), key) == "值"


def test_dublin_core_and_ead() -> None:
    entry = mapped(("title", "T"), ("identifier", "I"), ("creator", "A"), ("creator", "B"), ("rights", "open"))
    assert (entry.title, entry.reference_code, entry.creator) == ("T", "I", "A；B")
    assert [e.name for e in entry.further] == ["rights"]
    ead = Description(
        (
            Element("titleproper", "Finding aid", "e.xml/ead/control/titleproper"),
            Element("unittitle", "Series", "e.xml/ead/archdesc/dsc/c01/did/unittitle"),
            Element("unittitle", "Fonds", "e.xml/ead/archdesc/did/unittitle"),
        )
    )
    assert profile_of(ead) == "ead"
    assert map_description(ead, profile="ead").title == "Fonds"


def test_chinese_names_win_beside_dublin_core() -> None:
    entry = mapped(("identifier", "uuid"), ("title", "T"), ("creator", "A"), ("档号", "Z109"), ("密级", "机密"))
    assert (entry.reference_code, entry.title, entry.classification) == ("Z109", "T", "机密")
    assert [e.value for e in entry.further] == ["uuid"]


def test_second_occurrences_and_strangers_go_further() -> None:
    entry = mapped(("题名", "一"), ("题名", "二"), ("紧急程度", "特急"), ("备注", ""))
    assert entry.title == "一"
    assert [(e.name, e.value) for e in entry.further] == [("题名", "二"), ("紧急程度", "特急")]


def test_an_unknown_profile_keeps_all_and_finds_a_title() -> None:
    description = described(("alpha", "1"), ("bookTitle", "书"), ("beta", "2"))
    assert profile_of(description) == ""
    entry = map_description(description, profile="")
    assert entry.title == "书"
    assert [e.value for e in entry.further] == ["1", "2"]
    item = PackageItem("id-7", described(("alpha", "1")), (), (), ())
    assert map_item(item).title == "id-7"


def test_every_level_of_an_item_is_seen() -> None:
    elements = described(
        ("密级", "无"),
        ("文件密级", "机密"),
        ("SecurityClassification", "Secret"),
        ("M38", "秘密"),
        ("密级", ""),
        ("保密期限", "10年"),
        ("密级变更日期", "2001"),
    ).elements
    assert classifications(elements) == ("无", "机密", "Secret", "秘密")
