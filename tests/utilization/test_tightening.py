"""What narrows obeys at once on every surface of both zones with the worker stopped; the worker then purges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.errors import BadAccount
from access.facts import Network
from access.subjects import CITIZEN, Zone
from access.tiers import Audience, Axis
from tests.utilization.archive import Archive, Seen
from utilization.errors import Incomplete, NotAllowed, NothingThere, NothingToDo, Outdated
from utilization.markings import Marking, Place, mark_network
from utilization.proposals import approve, decline, proposals
from utilization.tiers import edit_tier, tiers
from utilization.withdrawals import propose_restore, withdraw

A, D, G, P = Audience.ARCHIVES, Audience.DEPARTMENT, Audience.GOV, Audience.PUBLIC


def same(count: int, *, suggestions: int | None = None, current: int = 0) -> Seen:
    return Seen(count, frozenset({count}), count if suggestions is None else suggestions, count, current, count)


def tier(archive: Archive, code: str, catalogue: Audience, content: Audience):
    held = next(listed for listed in tiers(archive.desk) if listed.tier.code == code)
    return replace(held, tier=replace(held.tier, catalogue=catalogue, content=content))


def traces(archive: Archive, word: str) -> bool:
    """Whether the public store's files or rows still hold a word, in the encoding they keep text in."""
    folder = archive.stores[Zone.PUBLIC].places.catalogue(Zone.PUBLIC)
    files = [path for path in folder.rglob("*") if path.is_file() and "index" not in path.parts]
    return any(word.encode() in path.read_bytes() for path in files)


def test_before_anything(archive: Archive) -> None:
    assert archive.seen() == same(3, current=2)
    assert archive.seen(archive.subject("clerk")).total == 5
    assert archive.seen(archive.subject("stranger")).total == 4
    assert archive.blocks() == (0, 0)


def test_withdrawal_obeys_at_once_and_leaves_no_trace(archive: Archive) -> None:
    assert archive.finds(CITIZEN, "A-1")
    assert archive.finds(archive.subject("clerk"), "A-1")
    withdraw(archive.desk, archive.id_of("A-1"), reason="涉及个人隐私", by="keeper")
    assert archive.blocks() == (1, 1)
    assert archive.seen() == same(2, current=1)
    assert archive.seen(archive.subject("clerk")) == same(4, current=1)
    assert not archive.finds(CITIZEN, "A-1")
    assert not archive.finds(archive.subject("clerk"), "A-1")
    archive.worker.drain()
    assert archive.blocks() == (0, 0)
    assert archive.seen() == same(2, current=1)
    assert not archive.finds(archive.subject("clerk"), "A-1")
    assert archive.reads(archive.subject("keeper"), "A-1")
    assert not traces(archive, "朱鹮")
    assert traces(archive, "白鹭"), "the scan must find what is public, or it proves nothing"
    assert archive.chain_holds()


def test_restoring_needs_another_person(archive: Archive) -> None:
    record = archive.id_of("A-1")
    withdraw(archive.desk, record, reason="误开", by="keeper")
    archive.worker.drain()
    asked = propose_restore(archive.desk, record, reason="复核无误", by="keeper")
    with pytest.raises(NotAllowed, match="自己"):
        approve(archive.desk, asked, by="keeper")
    with pytest.raises(NothingThere):
        approve(archive.desk, asked, by="clerk")
    assert archive.seen() == same(2, current=1)
    approve(archive.desk, asked, by="chief")
    archive.worker.drain()
    assert archive.seen() == same(3, current=2)
    with pytest.raises(NothingThere):
        approve(archive.desk, asked, by="keeper2")
    assert proposals(archive.desk) == ()


def test_who_may_withdraw(archive: Archive) -> None:
    record = archive.id_of("A-1")
    with pytest.raises(NotAllowed):
        withdraw(archive.desk, record, reason="x", by="filer")
    with pytest.raises(NotAllowed):
        withdraw(archive.desk, record, reason="x", by="clerk")
    with pytest.raises(NothingThere):
        withdraw(archive.desk, archive.id_of("A-5"), reason="x", by="stranger_filer")
    with pytest.raises(NothingThere) as absent:
        withdraw(archive.desk, "0" * 16, reason="x", by="stranger_filer")
    with pytest.raises(NothingThere) as hidden:
        withdraw(archive.desk, archive.id_of("A-5"), reason="x", by="keeper")
    assert str(absent.value).replace("0" * 16, "") == str(hidden.value).replace(archive.id_of("A-5"), "")
    with pytest.raises(BadAccount):
        withdraw(archive.desk, record, reason="x", by="nobody")
    with pytest.raises(Incomplete):
        withdraw(archive.desk, record, reason=" ", by="keeper")
    withdraw(archive.desk, archive.id_of("A-4"), reason="x", by="filer")
    with pytest.raises(NothingToDo):
        withdraw(archive.desk, archive.id_of("A-4"), reason="x", by="filer")
    assert archive.blocks() == (1, 1)
    assert archive.chain_holds()


def test_a_narrower_tier_obeys_at_once(archive: Archive) -> None:
    done = edit_tier(archive.desk, tier(archive, "proactive", D, D), by="secure")
    assert (done.applied, done.proposal) == (True, "")
    assert archive.blocks() == (0, 1)
    assert archive.seen() == same(1)
    assert archive.seen(archive.subject("stranger")) == same(3, current=1)
    assert not archive.finds(archive.subject("stranger"), "A-1")
    archive.worker.drain()
    assert archive.blocks() == (0, 0)
    assert archive.seen() == same(1)
    assert not archive.finds(CITIZEN, "A-1")
    assert not traces(archive, "朱鹮")
    assert traces(archive, "白鹭")


def test_a_closed_text_leaves_the_entry(archive: Archive) -> None:
    assert archive.seen(query="丹顶鹤").total == 1
    edit_tier(archive.desk, tier(archive, "proactive", P, D), by="secure")
    assert archive.seen(query="丹顶鹤").total == 0
    archive.worker.drain()
    assert archive.seen(query="丹顶鹤").total == 0
    assert archive.finds(CITIZEN, "A-1")
    assert not archive.reads(CITIZEN, "A-1")
    assert not traces(archive, "丹顶鹤")


def test_a_government_tier_needs_no_public_block(archive: Archive) -> None:
    assert archive.finds(archive.subject("stranger"), "A-3")
    edit_tier(archive.desk, tier(archive, "shared_catalogue", D, D), by="secure")
    assert archive.blocks() == (0, 0)
    assert not archive.finds(archive.subject("stranger"), "A-3")
    assert archive.seen(archive.subject("stranger")).total == 3


def test_a_wider_tier_waits_for_a_second_administrator(archive: Archive) -> None:
    done = edit_tier(archive.desk, tier(archive, "controlled", P, P), by="secure", reason="到期")
    assert not done.applied
    assert archive.seen() == same(3, current=2)
    with pytest.raises(NotAllowed):
        approve(archive.desk, done.proposal, by="secure")
    with pytest.raises(NotAllowed):
        approve(archive.desk, done.proposal, by="chief")
    approve(archive.desk, done.proposal, by="secure2")
    assert next(each.tier for each in tiers(archive.desk) if each.tier.code == "controlled").catalogue is P
    archive.worker.drain()
    assert archive.seen() == same(3, current=2), "without an opening day the tier reads as department"


def test_a_mixed_edit_narrows_now_and_widens_later(archive: Archive) -> None:
    done = edit_tier(archive.desk, tier(archive, "shared_full", G, D), by="secure")
    assert (done.applied, done.proposal) == (True, "")
    done = edit_tier(archive.desk, tier(archive, "shared_full", D, D), by="secure")
    mixed = edit_tier(archive.desk, tier(archive, "shared_full", G, A), by="secure")
    assert mixed.applied
    now = next(each.tier for each in tiers(archive.desk) if each.tier.code == "shared_full")
    assert (now.catalogue, now.content) == (D, A)
    approve(archive.desk, mixed.proposal, by="secure2")
    now = next(each.tier for each in tiers(archive.desk) if each.tier.code == "shared_full")
    assert (now.catalogue, now.content) == (G, A)


def test_an_approval_cannot_undo_a_later_narrowing(archive: Archive) -> None:
    wider = edit_tier(archive.desk, tier(archive, "shared_catalogue", G, G), by="secure")
    edit_tier(archive.desk, tier(archive, "shared_catalogue", D, D), by="secure2")
    with pytest.raises(Outdated):
        approve(archive.desk, wider.proposal, by="secure2")
    assert archive.seen(archive.subject("stranger")).total == 3
    decline(archive.desk, wider.proposal, by="secure2")
    assert proposals(archive.desk) == ()


def test_tiers_are_the_security_administrators(archive: Archive) -> None:
    for user in ("keeper", "chief", "system", "clerk"):
        with pytest.raises(NotAllowed):
            edit_tier(archive.desk, tier(archive, "proactive", D, D), by=user)
    with pytest.raises(NothingToDo):
        edit_tier(archive.desk, tier(archive, "proactive", P, P), by="secure")
    held = tier(archive, "controlled", D, D)
    with pytest.raises(Incomplete):
        edit_tier(archive.desk, replace(held, tier=replace(held.tier, label="开放 全文上网")), by="secure")
    new = replace(held, tier=replace(held.tier, axis=Axis.GOV, code="bureau", label="系统内"))
    made = edit_tier(archive.desk, new, by="secure")
    assert (made.applied, len(tiers(archive.desk))) == (False, 11)
    approve(archive.desk, made.proposal, by="secure2")
    assert len(tiers(archive.desk)) == 12


def test_marking_a_level_hides_it_outside_at_once(archive: Archive) -> None:
    node = archive.node_of("A-1")
    assert mark_network(archive.desk, Marking(Place.LEVEL, node, Network.GOV), by="keeper") == ""
    assert archive.blocks() == (1, 1)
    assert archive.seen() == same(1, current=1)
    archive.worker.drain()
    assert archive.blocks() == (0, 0)
    assert archive.seen() == same(1, current=1)
    assert not traces(archive, "朱鹮")
    assert not traces(archive, "白鹭")
    assert traces(archive, "苍鹰")
    assert archive.seen(archive.subject("stranger")).total == 4, "opened records stay within the government network"
    asked = mark_network(archive.desk, Marking(Place.LEVEL, node, Network.UNMARKED), by="keeper")
    with pytest.raises(NotAllowed):
        approve(archive.desk, asked, by="keeper")
    approve(archive.desk, asked, by="keeper2")
    archive.worker.drain()
    assert archive.seen() == same(3, current=2)


def test_marking_a_record(archive: Archive) -> None:
    record = archive.id_of("A-2")
    with pytest.raises(NotAllowed):
        mark_network(archive.desk, Marking(Place.RECORD, record, Network.GOV), by="clerk")
    mark_network(archive.desk, Marking(Place.RECORD, record, Network.GOV), by="chief")
    assert archive.seen() == same(2, current=2)
    archive.worker.drain()
    assert archive.blocks() == (0, 0)
    assert not archive.finds(CITIZEN, "A-2")
    assert archive.finds(archive.subject("stranger"), "A-2")


@pytest.mark.postgresql
def test_on_postgresql(archive_on_postgresql: Archive) -> None:
    archive = archive_on_postgresql
    assert archive.seen() == same(3, current=2)
    edit_tier(archive.desk, tier(archive, "open_full", D, D), by="secure")
    assert archive.seen() == same(2, current=2)
    mark_network(archive.desk, Marking(Place.LEVEL, archive.node_of("A-4"), Network.GOV), by="keeper")
    assert archive.seen() == same(1, current=1)
    withdraw(archive.desk, archive.id_of("A-1"), reason="误开", by="keeper")
    assert archive.seen() == same(0)
    archive.worker.drain()
    assert archive.blocks() == (0, 0)
    assert archive.seen() == same(0)
    asked = propose_restore(archive.desk, archive.id_of("A-1"), reason="复核", by="keeper")
    approve(archive.desk, asked, by="chief")
    archive.worker.drain()
    assert archive.seen() == same(1, current=1)
    assert archive.chain_holds()
