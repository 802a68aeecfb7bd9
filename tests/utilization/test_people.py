"""Grants and organs: two persons, ends by themselves, rights that follow the table when asking."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from access.errors import BadAccount, BadRule
from access.rules import Succession
from access.store.grants import HolderKind
from access.subjects import Grant, GrantTarget
from tests.utilization.archive import ARCHIVE, BUREAU, OTHER, Archive, today
from utilization import grants, organs
from utilization.errors import Incomplete, NotAllowed, NothingThere
from utilization.grants import Holder

LATER = today() + timedelta(days=7)
PERSON = Holder(HolderKind.PERSON, "stranger")


def grant(archive: Archive, code: str = "A-3", until: date = LATER) -> Grant:
    return Grant(GrantTarget.RECORD, archive.id_of(code), until, "编史")


def test_a_grant_opens_after_another_person_approved(archive: Archive) -> None:
    stranger = archive.subject("stranger")
    assert not archive.reads(stranger, "A-3")
    made = grants.propose_grant(archive.desk, PERSON, grant(archive), by="keeper")
    assert not archive.reads(archive.subject("stranger"), "A-3")
    with pytest.raises(NotAllowed, match="自己"):
        grants.approve_grant(archive.desk, made, by="keeper")
    with pytest.raises(NotAllowed):
        grants.approve_grant(archive.desk, made, by="clerk")
    grants.approve_grant(archive.desk, made, by="chief")
    assert archive.reads(archive.subject("stranger"), "A-3")
    assert [(each.id, each.approved_by) for each in grants.grants(archive.desk)] == [(made, "chief")]
    grants.withdraw_grant(archive.desk, made, by="keeper2")
    assert not archive.reads(archive.subject("stranger"), "A-3")
    assert grants.grants(archive.desk) == ()
    with pytest.raises(NothingThere):
        grants.approve_grant(archive.desk, made, by="keeper2")
    assert archive.chain_holds()


def test_nobody_hands_on_what_is_not_the_archives(archive: Archive) -> None:
    with pytest.raises(NothingThere):
        grants.propose_grant(archive.desk, PERSON, grant(archive, "A-5"), by="keeper")
    with pytest.raises(NotAllowed):
        grants.propose_grant(archive.desk, PERSON, grant(archive), by="chief")
    with pytest.raises(Incomplete):
        grants.propose_grant(archive.desk, PERSON, grant(archive, until=today() - timedelta(days=1)), by="keeper")
    blank = Grant(GrantTarget.RECORD, archive.id_of("A-3"), LATER, " ")
    with pytest.raises(BadRule):
        grants.propose_grant(archive.desk, PERSON, blank, by="keeper")
    with pytest.raises(BadAccount):
        grants.propose_grant(archive.desk, Holder(HolderKind.PERSON, "nobody"), grant(archive), by="keeper")
    with pytest.raises(NothingThere):
        grants.propose_grant(archive.desk, Holder(HolderKind.DEPARTMENT, "无此单位"), grant(archive), by="keeper")


def test_a_level_is_granted_only_when_the_archive_holds_all_of_it(archive: Archive) -> None:
    filed = Grant(GrantTarget.LEVEL, archive.node_of("A-4"), LATER, "编史")
    with pytest.raises(NotAllowed, match="2件"):
        grants.propose_grant(archive.desk, PERSON, filed, by="keeper")
    held = Grant(GrantTarget.LEVEL, archive.node_of("A-3"), LATER, "编史")
    made = grants.propose_grant(archive.desk, Holder(HolderKind.DEPARTMENT, OTHER), held, by="keeper")
    grants.approve_grant(archive.desk, made, by="keeper2")
    assert archive.reads(archive.subject("stranger"), "A-3")


def test_rights_follow_a_succession(archive: Archive) -> None:
    assert not archive.finds(archive.subject("stranger"), "A-5")
    with pytest.raises(NotAllowed):
        organs.succeed(archive.desk, Succession(BUREAU, OTHER, today()), by="clerk")
    with pytest.raises(NothingThere):
        organs.succeed(archive.desk, Succession(BUREAU, "无此单位", today()), by="keeper")
    organs.succeed(archive.desk, Succession(BUREAU, OTHER, today() + timedelta(days=1)), by="keeper")
    assert not archive.finds(archive.subject("stranger"), "A-5")
    organs.succeed(archive.desk, Succession(BUREAU, OTHER, today()), by="system")
    assert archive.finds(archive.subject("stranger"), "A-5")
    with pytest.raises(Incomplete, match="反过来"):
        organs.succeed(archive.desk, Succession(OTHER, BUREAU, today()), by="keeper")
    assert [each.successor for each in organs.organs(archive.desk).successions] == [OTHER]


def test_the_archive_speaks_for_an_organ_without_successor(archive: Archive) -> None:
    assert not archive.finds(archive.subject("keeper"), "A-5")
    organs.abolish(archive.desk, BUREAU, today(), by="keeper")
    assert archive.finds(archive.subject("keeper"), "A-5")


def test_a_table_of_organs_is_taken_whole_or_not_at_all(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "organs.csv"
    path.write_text("单位,承继单位,承继日期,撤销日期\n区地税局,区税务局,2018-07-05,2018-07-05\n", "utf-8-sig")
    assert organs.load_organs(archive.desk, path, archive_name=ARCHIVE, by="keeper") == 1
    path.write_text("单位,承继单位,承继日期,撤销日期\n区国税局,,,\n区卫生局,区卫健局,昨天,\n", "utf-8-sig")
    with pytest.raises(BadRule):
        organs.load_organs(archive.desk, path, archive_name=ARCHIVE, by="keeper")
    names = {each.name for each in organs.organs(archive.desk).organs}
    assert {"区地税局", "区税务局"} <= names
    assert "区国税局" not in names
