"""Tiers, organs, successions and blocks come back from either database as the policy needs them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, event, insert
from sqlalchemy.exc import IntegrityError

from access.errors import BadRule, BadTier
from access.rules import Block, BlockKind, Rules, Succession
from access.store import rules
from access.store.schema import tier
from access.tiers import SHIPPED, Audience, Axis, Tier
from records.database import reading, writing
from tests.access.conftest import NOW

ARCHIVE = "青川区档案馆"


def test_a_seeded_store_holds_the_shipped_rules(store: Engine) -> None:
    with writing(store) as connection:
        rules.seed_tiers(connection)
        rules.seed_tiers(connection)
    with reading(store) as connection:
        assert rules.load_rules(connection) == Rules(tiers=SHIPPED)


def test_seeding_again_keeps_what_administrators_made_of_a_tier(store: Engine) -> None:
    narrowed = replace(SHIPPED[0], catalogue=Audience.GOV, content=Audience.NOBODY)
    with writing(store) as connection:
        rules.seed_tiers(connection)
        rules.put_tier(connection, rules.ListedTier(narrowed, 0, note="局务会决定", retired=True))
        rules.seed_tiers(connection)
    with reading(store) as connection:
        assert narrowed in rules.load_rules(connection).tiers
        assert narrowed not in rules.offered_tiers(connection)
        assert len(rules.offered_tiers(connection)) == len(SHIPPED) - 1
        assert rules.list_tiers(connection)[0].note == "局务会决定"


def test_a_store_never_seeded_grants_nothing(store: Engine) -> None:
    with reading(store) as connection:
        assert rules.load_rules(connection).tiers == ()


def test_the_copy_of_the_tiers_replaces_all(store: Engine) -> None:
    with writing(store) as connection:
        rules.seed_tiers(connection)
        rules.save_tiers(connection, SHIPPED[3:5])
    with reading(store) as connection:
        assert rules.load_rules(connection).tiers == SHIPPED[3:5]


def test_a_code_that_would_break_cells_is_refused(store: Engine) -> None:
    for code, label in (
        ("", "标签"),
        ("a|b", "标签"),
        ("a:b", "标签"),
        ("开放", "标签"),
        ("x" * 41, "标签"),
        ("a", " "),
    ):
        odd = Tier(Axis.PUBLIC, code, label, Audience.NOBODY, Audience.NOBODY)
        with writing(store) as connection, pytest.raises(BadTier):
            rules.put_tier(connection, rules.ListedTier(odd, 0))


def test_the_table_itself_refuses_content_wider_than_the_catalogue(store: Engine) -> None:
    row = {"axis": "public", "code": "wide", "label": "宽", "catalogue": 1, "content": 2, "position": 0}
    with pytest.raises(IntegrityError), writing(store) as connection:
        connection.execute(insert(tier), {**row, "note": "", "retired": False})


def test_organs_successions_and_endings(store: Engine) -> None:
    rows = [
        {"单位": "住房和城乡建设局", "承继单位": "", "承继日期": "", "撤销日期": ""},
        {"单位": "建设委员会", "承继单位": "住房和城乡建设局", "承继日期": "2015年1月1日", "撤销日期": "20150101"},
        {"单位": "蚕桑办公室", "承继单位": "", "承继日期": "", "撤销日期": "2003-01-01"},
        {"单位": "区史料中心", "承继单位": "", "承继日期": "", "撤销日期": ""},
        {"单位": "城建档案馆", "承继单位": "", "承继日期": "", "撤销日期": ""},
    ]
    with writing(store) as connection:
        assert rules.load_organs_csv(connection, rows, archive_name="区史料中心") == 5
        rules.register_organ(connection, "住房和城乡建设局", archive_name="住房和城乡建设局")
    with reading(store) as connection:
        loaded = rules.load_rules(connection)
    assert loaded.archives == {"区史料中心", "城建档案馆"}
    assert set(loaded.successions) == {
        Succession("建设委员会", "住房和城乡建设局", date(2015, 1, 1)),
        Succession("蚕桑办公室", "", date(2003, 1, 1)),
    }
    assert loaded.orphans(date(2003, 1, 1)) == {"蚕桑办公室"}
    assert loaded.orphans(date(2002, 12, 31)) == frozenset()


def test_a_successor_recorded_later_takes_the_organ_from_the_archive(store: Engine) -> None:
    with writing(store) as connection:
        rules.register_organ(connection, "蚕桑办公室", archive_name=ARCHIVE)
        rules.abolish_organ(connection, "蚕桑办公室", date(2003, 1, 1))
        rules.add_succession(connection, Succession("蚕桑办公室", "农业农村局", date(2004, 1, 1)))
        rules.add_succession(connection, Succession("蚕桑办公室", "农业农村局", date(2005, 1, 1)))
    with reading(store) as connection:
        loaded = rules.load_rules(connection)
    assert loaded.successions == (Succession("蚕桑办公室", "农业农村局", date(2005, 1, 1)),)
    assert loaded.orphans(date(2026, 1, 1)) == frozenset()


def test_a_wrong_row_is_named_and_nothing_is_kept(store: Engine) -> None:
    rows = [{"单位": "民政局"}, {"单位": "建设委员会", "承继单位": "民政局", "承继日期": "2015-13-01"}]
    with pytest.raises(BadRule, match=r"第2行.*2015-13-01"), writing(store) as connection:
        rules.load_organs_csv(connection, rows, archive_name=ARCHIVE)
    with writing(store) as connection, pytest.raises(BadRule):
        rules.abolish_organ(connection, "民政局", date(2020, 1, 1))


def test_a_succession_that_says_nothing_is_refused(store: Engine) -> None:
    for organ, successor in (("", "民政局"), ("民政局", "民政局")):
        with writing(store) as connection, pytest.raises(BadRule):
            rules.add_succession(connection, Succession(organ, successor, date(2015, 1, 1)))


def test_blocks_apply_until_lifted(store: Engine) -> None:
    wanted = (
        Block(BlockKind.RECORD, "r1"),
        Block(BlockKind.ANCESTOR, "n1"),
        Block(BlockKind.TIER, "public:open_full"),
    )
    with writing(store) as connection:
        ids = [rules.add_block(connection, one, reason="撤回", now=NOW) for one in wanted]
    with reading(store) as connection:
        assert rules.load_rules(connection).blocks == wanted
        assert [entry.id for entry in rules.blocks(connection)] == ids
        assert {entry.since for entry in rules.blocks(connection)} == {"2026-06-01T02:00:00.000000Z"}
    with writing(store) as connection:
        assert rules.lift_blocks(connection, ids[:2]) == 2
        assert rules.lift_blocks(connection, ids[:2]) == 0
        assert rules.lift_blocks(connection, []) == 0
    with reading(store) as connection:
        assert rules.load_rules(connection).blocks == wanted[2:]


def test_a_block_that_would_break_every_scope_is_refused(store: Engine) -> None:
    tier_values = ("open_full", "public:", "other:x")
    broken = [Block(BlockKind.RECORD, ""), *(Block(BlockKind.TIER, value) for value in tier_values)]
    for block in broken:
        with writing(store) as connection, pytest.raises(BadRule):
            rules.add_block(connection, block, reason="", now=NOW)


def test_the_rules_are_loaded_with_four_statements(store: Engine) -> None:
    with writing(store) as connection:
        rules.seed_tiers(connection)
        rules.register_organ(connection, ARCHIVE, archive_name=ARCHIVE)
    asked: list[str] = []
    with reading(store) as connection:
        event.listen(connection, "before_cursor_execute", lambda _c, _u, text, *_: asked.append(text))
        rules.load_rules(connection)
    assert len([text for text in asked if text.startswith("SELECT")]) == len(set(asked) - {"BEGIN"}) == 4
